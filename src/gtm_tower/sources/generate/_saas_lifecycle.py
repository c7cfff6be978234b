"""When customers stay, leave and come back: the cause of everything else in the data."""

from dataclasses import dataclass

import numpy as np

from gtm_tower.sources.generate import _saas_params as params
from gtm_tower.sources.generate._arrays import NONE, Bools, Floats, Ints, Rows, chance, per
from gtm_tower.sources.generate._calendar import Window
from gtm_tower.sources.generate._saas_accounts import Accounts, billing_day


@dataclass(frozen=True)
class Spell(Rows):
    """A stretch of service per account; `months` in a month field means "not in the window"."""

    start_day: Ints
    paid_from: Ints
    last: Ints  # last paid month; `months` while it goes on
    end_day: Ints  # last day of service, NONE while it goes on


@dataclass(frozen=True)
class Lifecycle:
    """The first spell of each account, its return if any, and the months of low usage."""

    first: Spell
    second: Spell
    low_usage: Bools  # accounts x months


@dataclass(frozen=True)
class Access:
    """First and last day of product access by account and month; none where last < first."""

    first: Ints
    last: Ints


def draw_lifecycle(
    rng: np.random.Generator, window: Window, accounts: Accounts, breaches: Ints
) -> Lifecycle:
    """Live through the window: low usage and breached tickets raise the churn of the next month."""
    low_first = _low_usage(rng, window, accounts.paid_from)
    last = _last_paid(rng, window, _hazard(accounts, low_first, breaches), accounts.paid_from)
    first = Spell(
        start_day=accounts.start_day,
        paid_from=accounts.paid_from,
        last=last,
        end_day=_first_end_days(rng, window, accounts, last),
    )
    back = _return_months(rng, window, accounts, last)
    low_second = _low_usage(rng, window, back)
    last = _last_paid(rng, window, _hazard(accounts, low_second, breaches), back)
    start_day = window.month_start(back) + billing_day(window, accounts.start_day) - 1
    second = Spell(
        start_day=start_day,
        paid_from=back,
        last=last,
        end_day=end_days(rng, window, last, start_day, accounts.cycle),
    )
    is_second = window.all_months >= back[:, None]
    return Lifecycle(first, second, np.where(is_second, low_second, low_first))


def end_days(
    rng: np.random.Generator, window: Window, last: Ints, start_day: Ints, cycle: Ints
) -> Ints:
    """Last day of service: the end of the last paid month, or of a term that runs into the next.

    No counted bill covers the month of the later date, so both end in the same month of churn.
    """
    anchor = window.month_of(start_day)
    is_term_over = (last + 1 - anchor) % cycle == 0
    is_late = is_term_over & chance(rng, params.LATE_END_SHARE, len(last))
    next_bill = window.month_start(last + 1) + billing_day(window, start_day) - 1
    day = np.where(is_late, next_bill, window.month_start(last + 1)) - 1
    return np.where(last < window.months, np.minimum(day, window.end), NONE)


def access_days(window: Window, accounts: Accounts, lifecycle: Lifecycle) -> Access:
    """Days on which the people of each account can use the product."""
    first, last = _spell_days(window, lifecycle.first)
    last = np.where(accounts.is_started[:, None], last, NONE)
    back_first, back_last = _spell_days(window, lifecycle.second)
    is_back = window.all_months >= lifecycle.second.paid_from[:, None]
    return Access(np.where(is_back, back_first, first), np.where(is_back, back_last, last))


def _low_usage(rng: np.random.Generator, window: Window, paid_from: Ints) -> Bools:
    """Months since the account lost interest, some time after its start."""
    since = paid_from + rng.geometric(params.DISENGAGE_RATE, len(paid_from))
    return window.all_months >= since[:, None]


def _hazard(accounts: Accounts, low_usage: Bools, breaches: Ints) -> Floats:
    """Probability, by account and month, that the month is the last paid one."""
    base = per(params.SEGMENTS, "churn_rate")[accounts.segment]
    base = base * per(params.CHANNELS, "churn_factor")[accounts.channel]
    usage: Floats = np.where(low_usage, params.LOW_USAGE_CHURN_FACTOR, 1.0)
    support: Floats = np.where(breaches > 0, params.BREACH_CHURN_FACTOR, 1.0)
    return base[:, None] * usage * support


def _last_paid(rng: np.random.Generator, window: Window, hazard: Floats, paid_from: Ints) -> Ints:
    """Last paid month, `months` while the customer stays; the window's last month never ends."""
    months = window.all_months
    is_end = rng.random(hazard.shape) < hazard
    is_end &= (months >= paid_from[:, None]) & (months < window.last)
    return np.where(is_end.any(axis=1), is_end.argmax(axis=1), window.months)


def _first_end_days(
    rng: np.random.Generator, window: Window, accounts: Accounts, last: Ints
) -> Ints:
    """End of the first spell; a trial nobody pays for ends after its days."""
    day = end_days(rng, window, last, accounts.start_day, accounts.cycle)
    trial_end = accounts.start_day + params.TRIAL_DAYS - 1
    is_lapsed = accounts.is_trial & ~accounts.is_won & (trial_end <= window.end)
    return np.where(is_lapsed, trial_end, day)


def _return_months(
    rng: np.random.Generator, window: Window, accounts: Accounts, last: Ints
) -> Ints:
    """First paid month of the accounts that come back, after at least two empty months."""
    size = len(last)
    low, high = params.RETURN_EMPTY_MONTHS
    month = last + 1 + rng.integers(low, high + 1, size)
    is_late = billing_day(window, accounts.start_day) > window.end_day_of_month
    is_back = (last < window.months) & chance(rng, params.RETURN_SHARE, size)
    is_back &= (month < window.last) | ((month == window.last) & ~is_late)
    return np.where(is_back, month, window.months)


def _spell_days(window: Window, spell: Spell) -> tuple[Ints, Ints]:
    months = window.all_months
    end = np.where(spell.end_day == NONE, window.end, spell.end_day)
    first = np.maximum(window.month_start(months), spell.start_day[:, None])
    return first, np.minimum(window.month_end(months), end[:, None])
