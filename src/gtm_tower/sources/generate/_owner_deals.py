"""First touches, opportunities and what becomes of them."""

from dataclasses import dataclass

import numpy as np

from gtm_tower.sources.generate import _owner_params as params
from gtm_tower.sources.generate._arrays import (
    DAY_SECONDS,
    NONE,
    Bools,
    Floats,
    Ints,
    Rows,
    chance,
    per,
    pick,
    pick_by,
    wait_days,
    work_second,
)
from gtm_tower.sources.generate._calendar import Window
from gtm_tower.sources.generate._owner_leads import Leads

_HOUR, _HALF_HOUR = 3_600, 1_800


@dataclass(frozen=True)
class Chances:
    """What was bound to happen to each lead: its first touch and its odds."""

    touched: Ints  # second; NONE for never
    opportunity: Floats
    win: Floats  # after a held demo
    eventual_win: Floats  # of the lead, once all its time has passed


@dataclass(frozen=True)
class Deals(Rows):
    """One row per opportunity in order of creation."""

    lead: Ints
    created: Ints  # second
    set_day: Ints
    demo: Ints  # second
    is_held: Ints
    stage: Ints
    closed_day: Ints
    last_call: Ints  # second
    lost_reason: Ints
    note: Ints
    issue: Ints
    heard: Ints


def draw_chances(rng: np.random.Generator, leads: Leads) -> Chances:
    """First touch of every lead, and the chances that follow from it and from the score."""
    size, is_inbound = len(leads), leads.channel == params.INBOUND
    shares, hours = np.array(params.TOUCH_SPEEDS).T
    delay = rng.exponential(1.0, size) * hours[pick(rng, shares, size)]
    is_touched = ~(is_inbound & chance(rng, params.NEVER_TOUCHED_SHARE, size))
    slow = np.where(is_inbound, np.log2(1 + delay / params.SPEED_HOURS), 0.0)
    odds = per(params.CHANNELS, "opportunity_odds")[leads.channel] - params.SPEED_WEIGHT * slow
    opportunity = _logistic(odds + params.OPPORTUNITY_SCORE_WEIGHT * leads.score) * is_touched
    win_odds = per(params.CHANNELS, "win_odds")[leads.channel]
    win = _logistic(win_odds + params.WIN_SCORE_WEIGHT * leads.score)
    held = params.DEMO_SET_SHARE * per(params.CHANNELS, "held_rate")[leads.channel]
    seconds = np.where(is_inbound, np.floor(delay * _HOUR), 0).astype(np.int64)
    touched = np.where(is_touched, leads.created + seconds, NONE)
    return Chances(touched, opportunity, win, opportunity * held * win)


def draw_deals(rng: np.random.Generator, window: Window, leads: Leads, chances: Chances) -> Deals:
    """Opportunities created by the end of the window, as far as they have come by then."""
    end = last_second(window)
    size = len(leads)
    wait = rng.exponential(1.0, size) * per(params.CHANNELS, "set_days")[leads.channel]
    created = (
        chances.touched + params.SET_MIN_SECONDS + np.floor(wait * DAY_SECONDS).astype(np.int64)
    )
    is_made = chance(rng, chances.opportunity, size) & (created <= end)
    lead = np.nonzero(is_made)[0]
    lead = lead[np.argsort(created[lead], kind="stable")]
    return _outcomes(rng, window, leads.take(lead), lead, created[lead], chances.win[lead])


def _outcomes(
    rng: np.random.Generator,
    window: Window,
    leads: Leads,
    lead: Ints,
    created: Ints,
    win: Floats,
) -> Deals:
    size, end = len(lead), last_second(window)
    created_day = created // DAY_SECONDS
    is_set = chance(rng, params.DEMO_SET_SHARE, size)
    demo_day = created_day + 1 + rng.integers(0, params.DEMO_WITHIN_DAYS, size)
    demo = demo_day * DAY_SECONDS + work_second(rng, size) // _HALF_HOUR * _HALF_HOUR
    is_attended = is_set & chance(rng, per(params.CHANNELS, "held_rate")[leads.channel], size)
    is_won = is_attended & chance(rng, win, size)
    base_day = np.where(is_set, demo_day, created_day + params.NO_DEMO_DAYS)
    is_stalled = ~is_won & chance(rng, params.STALLED_SHARE, size)
    closed_day = _closed_days(rng, window, leads.channel, base_day, is_won, is_stalled)
    is_over = is_set & (demo <= end)
    is_held = is_attended & is_over
    is_closed = closed_day <= window.end
    stage = _stages(rng, is_held, is_closed, is_won)
    return Deals(
        lead=lead,
        created=created,
        set_day=np.where(is_set, created_day, NONE),
        demo=np.where(is_over, demo, NONE),
        is_held=is_held.astype(np.int64),
        stage=stage,
        closed_day=np.where(is_closed, closed_day, NONE),
        last_call=_last_calls(rng, end, created, base_day, closed_day, is_stalled),
        **_words(rng, leads.channel, is_set, is_held, stage == params.LOST),
    )


def _words(
    rng: np.random.Generator, channel: Ints, is_set: Bools, is_held: Bools, is_lost: Bools
) -> dict[str, Ints]:
    """What was asked and written down, where it was."""
    size = len(channel)
    reason = pick_by(rng, np.array(params.LOST_REASON_WEIGHTS), is_held.astype(np.int64))
    note = rng.integers(0, len(params.NOTE_HEADS) * len(params.NOTE_TAILS), size)
    issue = pick(rng, params.BUSINESS_ISSUE_WEIGHTS, size)
    heard = pick_by(rng, np.array(params.HEARD_WEIGHTS), channel)
    return {
        "lost_reason": _known(rng, reason, is_lost, params.MISSING_REASON_SHARE),
        "note": _known(rng, note, is_lost, 1 - params.NOTES_SHARE),
        "issue": _known(rng, issue, is_set, params.MISSING_ISSUE_SHARE),
        "heard": _known(rng, heard, channel != NONE, params.MISSING_HEARD_SHARE),
    }


def _closed_days(
    rng: np.random.Generator,
    window: Window,
    channel: Ints,
    base_day: Ints,
    is_won: Bools,
    is_stalled: Bools,
) -> Ints:
    """The day each deal closes or would close, a day or more after its demo."""
    size = len(channel)
    won, lost = (per(params.CHANNELS, f"{kind}_days")[channel] for kind in ("won", "lost"))
    wait = rng.gamma(params.CLOSE_SHAPE, 1.0, size) / params.CLOSE_SHAPE
    day = base_day + 1 + np.floor(wait * np.where(is_won, won, lost)).astype(np.int64)
    extra = params.STALLED_MIN_DAYS + wait_days(rng, params.STALLED_MEAN_DAYS, size)
    day = day + np.where(is_stalled, extra, 0)
    if window.months < params.QUIET_FROM_MONTHS:
        return day
    is_quiet = is_won & (channel == params.OUTBOUND) & (window.month_of(day) == quiet_month(window))
    return day + np.where(is_quiet, params.QUIET_SHIFT_DAYS, 0)


def quiet_month(window: Window) -> int:
    """The month in which the outbound team wins nobody."""
    return window.months // 2


def _stages(rng: np.random.Generator, is_held: Bools, is_closed: Bools, is_won: Bools) -> Ints:
    is_sent = is_held & chance(rng, params.CONTRACT_SENT_SHARE, len(is_held))
    still_open = np.where(
        is_sent, params.CONTRACT_SENT, np.where(is_held, params.DEMO_HELD, params.DEMO_SET)
    )
    return np.where(is_closed, np.where(is_won, params.WON, params.LOST), still_open)


def _last_calls(
    rng: np.random.Generator,
    end: int,
    created: Ints,
    base_day: Ints,
    closed_day: Ints,
    is_stalled: Bools,
) -> Ints:
    """Calls of a closed deal stop before its close, of a stalled one soon after its demo; those of
    a live open deal run up to the end of the data."""
    size = len(created)
    span = closed_day * DAY_SECONDS - created
    before_close = created + np.floor(np.maximum(span, 0) * rng.random(size)).astype(np.int64)
    soon = rng.integers(0, params.STALLED_CALLS_DAYS * DAY_SECONDS, size)
    at_first = np.minimum(base_day * DAY_SECONDS + soon, end)
    lately = end - rng.integers(0, params.OPEN_CALL_DAYS * DAY_SECONDS, size)
    is_closed = closed_day * DAY_SECONDS <= end
    still_open = np.where(is_stalled, np.maximum(at_first, created), np.maximum(lately, created))
    calls = np.where(is_closed & ~is_stalled, before_close, still_open)
    is_unknown = is_closed & chance(rng, params.UNKNOWN_CALL_SHARE, size)
    return np.where(is_unknown, NONE, calls)


def _known(rng: np.random.Generator, codes: Ints, is_there: Bools, missing: float) -> Ints:
    is_known = is_there & ~chance(rng, missing, len(codes))
    return np.where(is_known, codes, NONE)


def last_second(window: Window) -> int:
    """The last second covered by the data."""
    return (window.end + 1) * DAY_SECONDS - 1


def _logistic(odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float64)
