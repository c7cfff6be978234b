"""Visits to the `lottery` site before anybody is a member, and who signs up on which."""

from dataclasses import dataclass

import numpy as np

from gtm_tower.sources.generate import _lottery_params as params
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
)
from gtm_tower.sources.generate._calendar import Window

# stands for a visit without a campaign; the last of a list by campaign is that of direct visits
DIRECT = NONE
CAMPAIGN_CODES = {row.name: code for code, row in enumerate(params.CAMPAIGNS)}
EFFECTS = np.append(per(params.CAMPAIGNS, "effect"), params.DIRECT_EFFECT)


@dataclass(frozen=True)
class Visits(Rows):
    """One row per visit, by visitor and then by time."""

    visitor: Ints
    started: Ints  # second
    pace: Ints  # seconds from event to event
    campaign: Ints  # or DIRECT
    is_success: Ints  # it leads to a sign-up, unless an earlier one did


def last_start(window: Window) -> int:
    """The last second on which a visit can begin and still end in the window."""
    return window.last_second - params.VISIT_SECONDS


def draw_visits(rng: np.random.Generator, window: Window, size: int) -> Visits:
    """The visits of `size` visitors, as far as they begin in the window."""
    counts = np.minimum(rng.geometric(params.STOP_CHANCE, size), params.MAX_VISITS)
    visitor = np.repeat(np.arange(size), counts)
    first = (np.cumsum(counts) - counts)[visitor]
    is_first = np.arange(len(visitor)) == first
    gap = params.GAP_SECONDS + rng.exponential(params.GAP_DAYS * DAY_SECONDS, len(visitor))
    waited = np.cumsum(np.where(is_first, 0, np.floor(gap).astype(np.int64)))
    started = _arrivals(rng, window, size)[visitor] + waited - waited[first]
    campaign = _campaigns(rng, is_first, chance(rng, params.ALONE_SHARE, size)[visitor])
    visits = Visits(
        visitor=visitor,
        started=started,
        pace=draw_pace(rng, len(visitor)),
        campaign=campaign,
        is_success=chance(rng, EFFECTS[campaign], len(visitor)).astype(np.int64),
    )
    return visits.take(started <= last_start(window))


def draw_pace(rng: np.random.Generator, size: int) -> Ints:
    """Seconds from event to event of each visit."""
    return rng.integers(*params.PACE_SECONDS, size)


def first_successes(visits: Visits) -> Ints:
    """The visits on which somebody signs up."""
    success = np.nonzero(visits.is_success)[0]
    _, place = np.unique(visits.visitor[success], return_index=True)
    return np.asarray(success[place], dtype=np.int64)


def _arrivals(rng: np.random.Generator, window: Window, size: int) -> Ints:
    """Seconds of the first visits: a few more of them from month to month."""
    first = window.month_start(window.all_months)
    covered = window.month_end(window.all_months) - first + 1
    month = pick(rng, np.linspace(1.0, params.GROWTH, window.months) * covered, size)
    second = np.floor(rng.random(size) * covered[month] * DAY_SECONDS)
    return np.asarray(first[month] * DAY_SECONDS + second, dtype=np.int64)


def _campaigns(rng: np.random.Generator, is_first: Bools, is_alone: Bools) -> Ints:
    """What brings each visit: campaigns for first and for later ones, or the one that is alone."""
    first = pick(rng, _weights("first_share", params.DIRECT_FIRST_SHARE), len(is_first))
    later = pick(rng, _weights("later_share", params.DIRECT_LATER_SHARE), len(is_first))
    code = np.where(is_first, first, later)
    code = np.where(code == len(params.CAMPAIGNS), DIRECT, code)
    alone = next(code for code, row in enumerate(params.CAMPAIGNS) if row.is_alone)
    return np.where(is_alone, alone, code)


def _weights(field: str, direct: float) -> Floats:
    return np.append(per(params.CAMPAIGNS, field), direct)
