"""Subscriptions: base plans, returns and add-ons, each with its own row."""

from dataclasses import dataclass

import numpy as np

from gtm_tower.sources.generate import _saas_params as params
from gtm_tower.sources.generate._arrays import NONE, Bools, Ints, Rows, chance, per
from gtm_tower.sources.generate._calendar import Window
from gtm_tower.sources.generate._saas_accounts import Accounts, billing_day
from gtm_tower.sources.generate._saas_lifecycle import Lifecycle, Spell, end_days


@dataclass(frozen=True)
class Subscriptions(Rows):
    """One row per subscription; prices in cents a month at its start."""

    account: Ints
    tier: Ints
    cycle: Ints
    start_day: Ints
    paid_from: Ints  # first month with a paid bill inside the window; `months` = none
    last: Ints  # last paid month; `months` while it goes on
    end_day: Ints
    is_trial: Bools
    price: Ints

    @property
    def is_addon(self) -> Bools:
        """Rows that come on top of a base plan."""
        return self.tier >= params.FIRST_ADDON_TIER

    def anchor(self, window: Window) -> Ints:
        """Month of the start, negative before the window."""
        return window.month_of(self.start_day)

    def billing_day(self, window: Window) -> Ints:
        """Day of the month on which it is billed."""
        return billing_day(window, self.start_day)


def draw_subscriptions(
    rng: np.random.Generator, window: Window, accounts: Accounts, lifecycle: Lifecycle
) -> Subscriptions:
    """All subscriptions in order of their start."""
    spread = np.exp(params.PRICE_SPREAD * rng.standard_normal(len(accounts)))
    price = (per(params.SEGMENTS, "price")[accounts.segment] * spread / 100).astype(np.int64) * 100
    is_back = lifecycle.second.paid_from < window.months
    parts = [
        _base(accounts, lifecycle.first, price, accounts.is_started),
        _base(accounts, lifecycle.second, price, is_back),
        _addons(rng, window, accounts, lifecycle.first, price, slot=0),
        _addons(rng, window, accounts, lifecycle.first, price, slot=1),
    ]
    subscriptions = Subscriptions.concat(parts)
    return subscriptions.take(np.argsort(subscriptions.start_day, kind="stable"))


def statuses(window: Window, subscriptions: Subscriptions, is_past_due: Bools) -> Ints:
    """Status codes at the end of the window."""
    is_trialing = subscriptions.is_trial & (subscriptions.paid_from == window.months)
    live = np.where(is_past_due, params.SUB_PAST_DUE, params.SUB_ACTIVE)
    live = np.where(is_trialing, params.SUB_TRIALING, live)
    return np.where(subscriptions.end_day == NONE, live, params.SUB_CANCELLED)


def _base(accounts: Accounts, spell: Spell, price: Ints, is_there: Bools) -> Subscriptions:
    everyone = Subscriptions(
        account=np.arange(len(accounts)),
        tier=accounts.segment,
        cycle=accounts.cycle,
        start_day=spell.start_day,
        paid_from=spell.paid_from,
        last=spell.last,
        end_day=spell.end_day,
        is_trial=accounts.is_trial & (spell.start_day == accounts.start_day),
        price=price,
    )
    return everyone.take(is_there)


def _addons(
    rng: np.random.Generator,
    window: Window,
    accounts: Accounts,
    base: Spell,
    price: Ints,
    slot: int,
) -> Subscriptions:
    """Add-ons of one slot: they start after the base plan and end with it or before it."""
    size = len(accounts)
    anchor = _addon_anchors(rng, window, accounts, base, slot)
    is_annual = (anchor >= 0) & chance(rng, params.ADDON_ANNUAL_SHARE, size)
    cycle = np.where(is_annual, 12, 1)
    start_day = window.month_start(anchor) + billing_day(window, accounts.start_day) - 1
    paid_from = np.maximum(anchor, 0)
    last = _addon_last(rng, window, base, paid_from)
    own_end = end_days(rng, window, last, start_day, cycle)
    has_own_end = (last < base.last) | is_annual
    share = params.ADDON_PRICE_SHARE * rng.uniform(0.5, 1.5, size)
    everyone = Subscriptions(
        account=np.arange(size),
        tier=np.full(size, params.FIRST_ADDON_TIER + slot),
        cycle=cycle,
        start_day=start_day,
        paid_from=paid_from,
        last=last,
        end_day=np.where(has_own_end, own_end, base.end_day),
        is_trial=np.zeros(size, dtype=np.bool_),
        price=(price * share / 100).astype(np.int64) * 100,
    )
    return everyone.take(anchor < window.months)


def _addon_anchors(
    rng: np.random.Generator, window: Window, accounts: Accounts, base: Spell, slot: int
) -> Ints:
    """Start month of the add-on, `months` for accounts without one."""
    size = len(accounts)
    share = per(params.SEGMENTS, "addon_share")[accounts.segment]
    is_wanted = chance(rng, share * params.SECOND_ADDON_FACTOR**slot, size)
    later = base.paid_from + 1 + rng.integers(0, params.ADDON_LAST_START, size)
    base_anchor = window.month_of(accounts.start_day)
    earlier = base_anchor + 1 + rng.integers(0, params.ADDON_LAST_START, size)
    is_earlier = accounts.is_existing & (earlier < 0)
    month = np.where(is_earlier, earlier, later)
    is_late = billing_day(window, accounts.start_day) > window.end_day_of_month
    is_billed = (month < window.last) | ((month == window.last) & ~is_late)
    return np.where(is_wanted & is_billed & (month <= base.last), month, window.months)


def _addon_last(rng: np.random.Generator, window: Window, base: Spell, paid_from: Ints) -> Ints:
    size = len(paid_from)
    own = paid_from + rng.integers(1, params.ADDON_MAX_MONTHS, size)
    is_early = chance(rng, params.ADDON_EARLY_END_SHARE, size)
    is_early &= (own < base.last) & (own < window.last)
    return np.where(is_early, own, base.last)
