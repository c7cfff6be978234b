"""Users and what they do in the product."""

from dataclasses import dataclass

import numpy as np

from gtm_tower.sources.generate import _saas_params as params
from gtm_tower.sources.generate._arrays import (
    DAY_SECONDS,
    NONE,
    AnyArray,
    Bools,
    Floats,
    Ints,
    Rows,
    chance,
    per,
    pick,
    wait_days,
    work_second,
)
from gtm_tower.sources.generate._calendar import Window
from gtm_tower.sources.generate._saas_accounts import Accounts
from gtm_tower.sources.generate._saas_lifecycle import Access, Lifecycle

NEVER = np.int64(2**62)
_MINUTE, _HOUR = 60, 3_600
_MONTH_DAYS = 30.4
_WEEKDAYS, _THURSDAY, _SATURDAY = 7, 3, 5


@dataclass(frozen=True)
class Users(Rows):
    """One row per user; nobody creates a project before `activated_at`."""

    account: Ints
    role: Ints
    created_at: Ints
    activated_at: Ints

    @property
    def created_day(self) -> Ints:
        """Day of creation."""
        return self.created_at // DAY_SECONDS


@dataclass(frozen=True)
class Events(Rows):
    """One row per event, in narrow integers because this is the large table."""

    user: AnyArray
    kind: AnyArray
    at: Ints


def draw_users(
    rng: np.random.Generator, window: Window, accounts: Accounts, lifecycle: Lifecycle
) -> Users:
    """Users of every account that started, the first on its first day."""
    counts = 1 + rng.poisson(per(params.SEGMENTS, "extra_users")[accounts.segment])
    counts = np.where(accounts.is_started, counts, 0)
    account = np.repeat(np.arange(len(accounts)), counts)
    is_first = np.arange(len(account)) == (np.cumsum(counts) - counts)[account]
    end_day = lifecycle.first.end_day
    last_day = np.where(end_day == NONE, window.end, end_day)[account]
    day = _created_days(rng, accounts.start_day[account], last_day, is_first)
    day = np.where(day == window.end - params.ACTIVATION_DAYS, day + 1, day)
    created_at = day * DAY_SECONDS + work_second(rng, len(day))
    created_at = np.maximum(created_at, accounts.created_at[account] + 10 * _MINUTE)
    users = Users(
        account=account,
        role=np.where(is_first, 0, pick(rng, params.ROLE_WEIGHTS, len(day))),
        created_at=created_at,
        activated_at=_activated_at(rng, window, accounts, account, created_at),
    )
    users = users.take(day <= last_day)
    return users.take(np.argsort(users.created_at, kind="stable"))


def draw_events(
    rng: np.random.Generator,
    window: Window,
    accounts: Accounts,
    users: Users,
    access: Access,
    low_usage: Bools,
) -> Events:
    """Events in order of time, drawn month by month."""
    rate = per(params.SEGMENTS, "events_per_user")[accounts.segment[users.account]]
    spread = params.USER_EVENT_SPREAD
    rate = rate * np.exp(spread * rng.standard_normal(len(users)) - spread**2 / 2)
    season = window.season(params.EVENT_SEASON)
    parts = []
    for month in range(window.months):
        low = np.where(low_usage[users.account, month], params.LOW_USAGE_EVENT_FACTOR, 1.0)
        first = np.maximum(access.first[users.account, month], users.created_day + 1)
        last = access.last[users.account, month]
        usual = _usual_events(rng, users, first, last, rate * low * season[month])
        both = Events.concat([usual, _activations(window, users, access, month)])
        parts.append(both.take(np.argsort(both.at, kind="stable")))
    return Events.concat(parts)


def _created_days(
    rng: np.random.Generator, start_day: Ints, last_day: Ints, is_first: Bools
) -> Ints:
    """Most users join early, the rest at any time of the customer's life."""
    size = len(start_day)
    early = wait_days(rng, params.EARLY_USER_MEAN_DAYS, size)
    later = np.floor(rng.random(size) * (last_day - start_day + 1)).astype(np.int64)
    is_early = chance(rng, params.EARLY_USER_SHARE, size)
    return start_day + np.where(is_first, 0, np.where(is_early, early, later))


def _activated_at(
    rng: np.random.Generator, window: Window, accounts: Accounts, account: Ints, created_at: Ints
) -> Ints:
    """Second of the first project: within 13 days, after 16, or never.

    Nothing falls near the edge of 14 days. What users from before the window did in their first
    days is not in the data.
    """
    size = len(account)
    rate = per(params.CHANNELS, "activation_rate")[accounts.channel[account]]
    rate = rate * np.array(params.SEGMENT_ACTIVATION)[accounts.segment[account]]
    soon = rng.exponential(params.ACTIVATION_MEAN_DAYS, size) % (params.ACTIVATION_DAYS - 1)
    late = params.ACTIVATION_DAYS + 2 + rng.exponential(20.0, size)
    is_soon = chance(rng, rate, size) & (created_at >= window.first_day * DAY_SECONDS)
    is_late = chance(rng, params.LATE_ACTIVATION_SHARE, size)
    is_late |= created_at < window.first_day * DAY_SECONDS
    days = np.where(is_soon, soon, late)
    at = created_at + 10 * _MINUTE + (days * DAY_SECONDS).astype(np.int64)
    return np.where(is_soon | is_late, at, NEVER)


def _activations(window: Window, users: Users, access: Access, month: int) -> Events:
    """First projects of the month, where the account still has access."""
    day = users.activated_at // DAY_SECONDS
    first, last = access.first[users.account, month], access.last[users.account, month]
    user = np.nonzero((day >= first) & (day <= last))[0]
    kind = np.full(len(user), params.PROJECT_CREATED, dtype=np.int8)
    return Events(user.astype(np.int32), kind, users.activated_at[user])


def _usual_events(
    rng: np.random.Generator, users: Users, first: Ints, last: Ints, monthly_rate: Floats
) -> Events:
    """Everyday events of one month between the first and last day of each user."""
    days = np.maximum(last - first + 1, 0)
    counts = rng.poisson(monthly_rate * days / _MONTH_DAYS)
    user = np.repeat(np.arange(len(users), dtype=np.int32), counts)
    day = first[user] + np.floor(rng.random(len(user)) * days[user]).astype(np.int64)
    at = _off_weekends(rng, day, first[user]) * DAY_SECONDS + work_second(rng, len(user))
    kind = pick(rng, params.EVENT_WEIGHTS, len(user)).astype(np.int8)
    is_too_early = (kind == params.PROJECT_CREATED) & (at < users.activated_at[user])
    return Events(user, np.where(is_too_early, np.int8(params.FEATURE_USED), kind), at)


def _off_weekends(rng: np.random.Generator, day: Ints, first: Ints) -> Ints:
    """Most events of a weekend move two days back where the user already exists."""
    is_weekend = (day + _THURSDAY) % _WEEKDAYS >= _SATURDAY
    is_moved = is_weekend & chance(rng, params.WEEKEND_MOVED_SHARE, len(day))
    return np.where(is_moved & (day - 2 >= first), day - 2, day)
