"""Who the accounts are, and when and how each first subscribes."""

from dataclasses import dataclass, replace

import numpy as np

from gtm_tower.sources.generate import _saas_params as params
from gtm_tower.sources.generate._arrays import (
    DAY_SECONDS,
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


@dataclass(frozen=True)
class Accounts(Rows):
    """One row per account. Codes index the tables of `_saas_params`."""

    segment: Ints
    size: Ints
    region: Ints
    channel: Ints
    created_day: Ints
    created_at: Ints
    is_existing: Bools  # a customer before the window
    is_won: Bools  # becomes a paying customer in the end, perhaps after the window
    is_trial: Bools  # starts with a trial
    cycle: Ints  # billing months of the base plan: 1, 3 or 12
    start_day: Ints  # of the first subscription, perhaps after the window
    is_started: Bools
    paid_from: Ints  # first month with a paid bill inside the window; `months` = none


def draw_accounts(rng: np.random.Generator, window: Window, size: int) -> Accounts:
    """Accounts in order of creation, a quarter of them customers from before the window."""
    segment = pick(rng, per(params.SEGMENTS, "share"), size)
    channel = pick(rng, per(params.CHANNELS, "share"), size)
    is_existing = np.arange(size) < max(1, round(size * params.EXISTING_SHARE))
    is_trial = ~is_existing & chance(rng, per(params.SEGMENTS, "trial_share")[segment], size)
    is_won = is_existing | chance(rng, per(params.CHANNELS, "win_rate")[channel], size)
    cycle = _cycles(rng, segment, is_trial)
    created_day, start_day = _first_days(rng, window, segment, is_existing, cycle)
    accounts = Accounts(
        segment=segment,
        size=rng.integers(0, 2, size),
        region=pick(rng, params.REGION_WEIGHTS, size),
        channel=channel,
        created_day=created_day,
        created_at=created_day * DAY_SECONDS + work_second(rng, size),
        is_existing=is_existing,
        is_won=is_won,
        is_trial=is_trial,
        cycle=cycle,
        start_day=start_day,
        is_started=(is_won | is_trial) & (start_day <= window.end),
        paid_from=np.full(size, window.months),
    )
    accounts = replace(accounts, paid_from=_paid_from(window, accounts))
    accounts = replace(accounts, channel=_with_quiet_month(window, accounts))
    return accounts.take(np.argsort(accounts.created_at, kind="stable"))


def billing_day(window: Window, day: Ints) -> Ints:
    """Day of the month of each day, 1 to 28."""
    return day - window.month_start(window.month_of(day)) + 1


def _cycles(rng: np.random.Generator, segment: Ints, is_trial: Bools) -> Ints:
    weights = np.array([row.cycle_weights for row in params.SEGMENTS])
    cycle = np.array(params.CYCLES)[pick_by(rng, weights, segment)]
    return np.where(is_trial, 1, cycle)


def _first_days(
    rng: np.random.Generator, window: Window, segment: Ints, is_existing: Bools, cycle: Ints
) -> tuple[Ints, Ints]:
    """Days of creation and of the first subscription."""
    size = len(segment)
    sales_days = wait_days(rng, per(params.SEGMENTS, "sales_days")[segment], size)
    created_new = _created_days(rng, window, size)
    start_new = _next_billable(window, created_new + sales_days)
    start_old = _existing_start_days(rng, window, cycle)
    created = np.where(is_existing, start_old - sales_days, created_new)
    return created, np.where(is_existing, start_old, start_new)


def _created_days(rng: np.random.Generator, window: Window, size: int) -> Ints:
    months = window.all_months
    days = window.month_end(months) - window.month_start(months) + 1
    weights: Floats = window.season(params.SIGNUP_SEASON) * (1 + params.MONTHLY_GROWTH) ** months
    month = pick(rng, weights * days, size)
    return window.month_start(month) + np.floor(rng.random(size) * days[month]).astype(np.int64)


def _next_billable(window: Window, day: Ints) -> Ints:
    """The day itself, or the first of the next month for the 29th to 31st."""
    is_late = billing_day(window, day) > params.LAST_BILLING_DAY
    return np.where(is_late, window.month_start(window.month_of(day) + 1), day)


def _existing_start_days(rng: np.random.Generator, window: Window, cycle: Ints) -> Ints:
    """Start days before the window, a whole number of billing cycles before its first month.

    The first bill of the window thus falls in its first month, where these customers are first
    observed.
    """
    ago = rng.integers(1, params.EXISTING_MAX_MONTHS + 1, len(cycle))
    ago = (ago + cycle - 1) // cycle * cycle
    last_day = params.LAST_BILLING_DAY
    if window.months == 1:
        last_day = min(last_day, window.end_day_of_month)
    return window.month_start(-ago) + rng.integers(0, last_day, len(cycle))


def _paid_from(window: Window, accounts: Accounts) -> Ints:
    """Month of the first paid bill: the start month, or the one after a trial."""
    month = np.maximum(window.month_of(accounts.start_day), 0) + accounts.is_trial
    is_after_end = (month == window.last) & (
        billing_day(window, accounts.start_day) > window.end_day_of_month
    )
    is_paid = accounts.is_won & accounts.is_started & (month <= window.last) & ~is_after_end
    return np.where(is_paid, month, window.months)


def _with_quiet_month(window: Window, accounts: Accounts) -> Ints:
    """Channels, with one month in which one channel costs money and wins nobody."""
    is_quiet = ~accounts.is_existing & (accounts.paid_from == window.months // 2)
    is_moved = is_quiet & (accounts.channel == params.QUIET_CHANNEL)
    return np.where(is_moved, params.QUIET_CHANNEL_HEIR, accounts.channel)
