"""Members of the `lottery` site: those whose visits led to a sign-up, and some nobody saw come."""

from dataclasses import dataclass

import numpy as np

from gtm_tower.sources.generate import _lottery_params as params
from gtm_tower.sources.generate._arrays import (
    DAY_SECONDS,
    NONE,
    Bools,
    Ints,
    Rows,
    chance,
    per,
    pick,
)
from gtm_tower.sources.generate._calendar import Window
from gtm_tower.sources.generate._lottery_visits import (
    DIRECT,
    Visits,
    first_successes,
    last_start,
)


@dataclass(frozen=True)
class Users(Rows):
    """One row per member in order of sign-up."""

    signed_up: Ints  # second
    visitor: Ints  # NONE where there are no web events
    visit: Ints  # the one on which the visitor signed up, or NONE
    campaign: Ints  # that of the visit
    country: Ints
    is_jackpot_player: Ints


def draw_users(rng: np.random.Generator, window: Window, visits: Visits) -> Users:
    """A member for every visitor with a successful visit, and some more without any visit."""
    visit = first_successes(visits)
    share = params.UNTRACKED_SHARE
    size = round(len(visit) * share / (1 - share))
    first = window.first_day * DAY_SECONDS
    unseen = rng.integers(first, last_start(window), size)
    nobody = np.full(size, NONE)
    signed_up = np.concatenate([visits.started[visit] + visits.pace[visit], unseen])
    campaign = np.concatenate([visits.campaign[visit], np.full(size, DIRECT)])
    jackpot_share = np.append(per(params.CAMPAIGNS, "jackpot_share"), params.DIRECT_JACKPOT_SHARE)
    users = Users(
        signed_up=signed_up,
        visitor=np.concatenate([visits.visitor[visit], nobody]),
        visit=np.concatenate([visit, nobody]),
        campaign=campaign,
        country=pick(rng, per(params.COUNTRIES, "share"), len(campaign)),
        is_jackpot_player=chance(rng, jackpot_share[campaign], len(campaign)).astype(np.int64),
    )
    return users.take(np.argsort(signed_up, kind="stable"))


@dataclass(frozen=True)
class Groups:
    """Members who share a library computer or a mailbox: group and member, one row each."""

    group: Ints
    user: Ints
    count: int


def draw_groups(
    rng: np.random.Generator, users: Users, is_eligible: Bools, at_scale_1: int, scale: float
) -> Groups:
    """Groups of different members, as many as the scale asks for and the members allow."""
    user = rng.permutation(np.nonzero(is_eligible)[0])
    low, high = params.SHARED_PEOPLE
    sizes = rng.integers(low, high + 1, max(1, round(at_scale_1 * scale)))
    sizes = sizes[np.cumsum(sizes) <= len(user)]
    group = np.repeat(np.arange(len(sizes)), sizes)
    return Groups(group, user[: len(group)], len(sizes))
