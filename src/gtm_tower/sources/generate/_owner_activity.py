"""Calls, texts, e-mails and the states of leads."""

from dataclasses import dataclass

import numpy as np

from gtm_tower.sources.generate import _owner_params as params
from gtm_tower.sources.generate._arrays import DAY_SECONDS, NONE, Bools, Ints, Rows, chance, pick
from gtm_tower.sources.generate._calendar import Window
from gtm_tower.sources.generate._owner_deals import Chances, Deals, last_second
from gtm_tower.sources.generate._owner_leads import Leads


@dataclass(frozen=True)
class Activity(Rows):
    """One row per lead; moments in seconds, NONE for what did not happen or is not known."""

    form: Ints
    first_call: Ints
    first_text: Ints
    meeting: Ints
    last_call: Ints
    last_email: Ints
    last_activity: Ints
    calls: Ints
    texts: Ints
    emails: Ints
    is_reached: Ints
    status: Ints
    opportunity: Ints  # position in the deals


def draw_activity(
    rng: np.random.Generator, window: Window, leads: Leads, chances: Chances, deals: Deals
) -> Activity:
    """What was done with every lead until its opportunity was made, at most to the window's end."""
    size, end = len(leads), last_second(window)
    opportunity, made, meeting = (np.full(size, NONE) for _ in range(3))
    opportunity[deals.lead] = np.arange(len(deals))
    made[deals.lead] = deals.created
    meeting[deals.lead] = np.where(deals.set_day == NONE, NONE, deals.created)
    is_converted = opportunity != NONE
    is_touched = (chances.touched != NONE) & (chances.touched <= end)
    given_up = np.minimum(leads.created + params.WORKED_DAYS * DAY_SECONDS, end)
    until = np.where(is_converted, made, given_up)
    until = np.maximum(until, np.where(is_touched, chances.touched, 0))
    first_call, first_text = _first_touches(rng, chances.touched, until, is_touched)
    factor = np.where(is_converted, params.CONVERTED_FACTOR, 1.0)
    calls = np.where(first_call != NONE, 1 + rng.poisson(params.MORE_CALLS * factor), 0)
    texts = np.where(first_text != NONE, 1 + rng.poisson(params.MORE_TEXTS * factor), 0)
    emails = rng.poisson(params.EMAILS * factor)
    last_call = np.where(calls == 1, first_call, _between(rng, first_call, until))
    last_text = np.where(texts == 1, first_text, _between(rng, first_text, until))
    last_email = np.where(emails > 0, _between(rng, leads.created, until), NONE)
    is_reached = chance(rng, np.array(params.REACHED_SHARES)[is_converted.astype(np.int64)], size)
    return Activity(
        form=np.where(leads.channel == params.INBOUND, leads.created, NONE),
        first_call=first_call,
        first_text=first_text,
        meeting=meeting,
        last_call=last_call,
        last_email=last_email,
        last_activity=np.max([last_call, last_text, last_email, meeting], axis=0),
        calls=_counted(rng, calls),
        texts=_counted(rng, texts),
        emails=_counted(rng, emails),
        is_reached=np.where(is_touched, is_reached, NONE),
        status=_statuses(rng, is_touched, is_converted),
        opportunity=opportunity,
    )


def _first_touches(
    rng: np.random.Generator, touched: Ints, until: Ints, is_touched: Bools
) -> tuple[Ints, Ints]:
    """First call and first text: one of them is the first touch, the other may follow."""
    size = len(touched)
    is_called_first = chance(rng, params.CALL_FIRST_SHARE, size)
    has_both = chance(rng, params.SECOND_WAY_SHARE, size)
    later = np.where(has_both & is_touched, _between(rng, touched, until), NONE)
    first = np.where(is_touched, touched, NONE)
    return np.where(is_called_first, first, later), np.where(is_called_first, later, first)


def _between(rng: np.random.Generator, start: Ints, end: Ints) -> Ints:
    """A moment from start to end; NONE where there is no start."""
    span = np.maximum(end - start, 0)
    moment = start + np.floor(span * rng.random(len(start))).astype(np.int64)
    return np.where(start == NONE, NONE, moment)


def _counted(rng: np.random.Generator, counts: Ints) -> Ints:
    return np.where(chance(rng, params.MISSING_COUNT_SHARE, len(counts)), NONE, counts)


def _statuses(rng: np.random.Generator, is_touched: Bools, is_converted: Bools) -> Ints:
    size = len(is_touched)
    open_status = pick(rng, params.OPEN_STATUS_WEIGHTS, size)
    is_spelt = (open_status == params.INCORRECT) & chance(rng, params.UNDERSCORE_SHARE, size)
    open_status = np.where(is_spelt, params.INCORRECT_SPELT, open_status)
    untouched = np.where(is_touched, open_status, params.NEW)
    return np.where(is_converted, params.CONVERTED, untouched)
