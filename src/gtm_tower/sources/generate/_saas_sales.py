"""Deals and marketing spend."""

from dataclasses import dataclass

import numpy as np

from gtm_tower.sources.generate import _saas_params as params
from gtm_tower.sources.generate._arrays import (
    NONE,
    Bools,
    Floats,
    Ints,
    Rows,
    chance,
    per,
    pick,
    wait_days,
)
from gtm_tower.sources.generate._calendar import Window
from gtm_tower.sources.generate._saas_accounts import Accounts
from gtm_tower.sources.generate._saas_lifecycle import Access
from gtm_tower.sources.generate._saas_subscriptions import Subscriptions

_OPEN_STAGE_WEIGHTS = (0.30, 0.30, 0.25, 0.15)
_YEAR = 12


@dataclass(frozen=True)
class Deals(Rows):
    """One row per deal; `closed_day` is NONE while it is open."""

    account: Ints
    value: Ints
    stage: Ints
    created_day: Ints
    closed_day: Ints


@dataclass(frozen=True)
class Spend(Rows):
    """One row per month and campaign."""

    month: Ints
    channel: Ints
    campaign: Ints
    spend: Ints
    leads: Ints


def draw_deals(
    rng: np.random.Generator,
    window: Window,
    accounts: Accounts,
    subscriptions: Subscriptions,
    access: Access,
) -> Deals:
    """First deals, add-on deals and failed upsells, in order of creation.

    Deals of customers from before the window are not in the data: a log that only kept their won
    ones would show a win rate of 100%.
    """
    deals = Deals.concat(
        [
            _first_deals(rng, window, accounts),
            _upsells(rng, window, accounts, subscriptions),
            _failed_upsells(rng, window, accounts, access),
        ]
    )
    return deals.take(np.argsort(deals.created_day, kind="stable"))


def draw_spend(rng: np.random.Generator, window: Window, scale: float) -> Spend:
    """Spend of every campaign in every month; scale raises the budgets, not the number of rows."""
    sizes = [len(channel.campaigns) for channel in params.CHANNELS]
    channel = np.tile(np.repeat(np.arange(len(sizes)), sizes), window.months)
    campaign = np.tile(np.arange(sum(sizes)), window.months)
    month = np.repeat(window.all_months, sum(sizes))
    budget = per(params.CHANNELS, "spend")[channel] / np.array(sizes)[channel] * scale
    noise = np.exp(params.SPEND_SPREAD * rng.standard_normal(len(month)))
    spend = np.round(budget * noise * window.season(params.SPEND_SEASON)[month]).astype(np.int64)
    leads = rng.poisson(spend / per(params.CHANNELS, "cost_per_lead")[channel])
    return Spend(month, channel, campaign, spend, leads)


def _first_deals(rng: np.random.Generator, window: Window, accounts: Accounts) -> Deals:
    """One deal per sales-led account of the window: won with the first paid bill, or lost."""
    size = len(accounts)
    patience = per(params.SEGMENTS, "sales_days")[accounts.segment]
    start_day = accounts.start_day
    paid_month = window.month_of(start_day) + accounts.is_trial
    paid_day = (
        window.month_start(paid_month) + start_day - window.month_start(window.month_of(start_day))
    )
    lost_from = np.where(accounts.is_trial, start_day + params.TRIAL_DAYS, accounts.created_day + 1)
    lost_day = lost_from + wait_days(rng, patience, size)
    closed_day = np.where(accounts.is_won, paid_day, lost_day)
    created_day = np.minimum(accounts.created_day + rng.integers(0, 4, size), closed_day)
    created_day = np.minimum(created_day, window.end)
    is_sales_led = chance(rng, per(params.SEGMENTS, "sales_led_share")[accounts.segment], size)
    is_dealt = ~accounts.is_existing & (is_sales_led | ~accounts.is_started)
    value = _year_value(rng, per(params.SEGMENTS, "price")[accounts.segment])
    deals = _deals(rng, window, np.arange(size), value, accounts.is_won, created_day, closed_day)
    return deals.take(is_dealt)


def _upsells(
    rng: np.random.Generator, window: Window, accounts: Accounts, subscriptions: Subscriptions
) -> Deals:
    """Won deals behind the add-ons that start inside the window."""
    is_inside = subscriptions.is_addon & (subscriptions.start_day >= window.first_day)
    is_dealt = is_inside & chance(rng, params.UPSELL_DEAL_SHARE, len(subscriptions))
    addons = subscriptions.take(is_dealt)
    size = len(addons)
    created_day = addons.start_day - wait_days(rng, 20.0, size)
    created_day = np.maximum(created_day, accounts.created_day[addons.account])
    is_won = np.ones(size, dtype=np.bool_)
    value = addons.price * _YEAR
    return _deals(rng, window, addons.account, value, is_won, created_day, addons.start_day)


def _failed_upsells(
    rng: np.random.Generator, window: Window, accounts: Accounts, access: Access
) -> Deals:
    """Lost or still open deals of customers, in a month in which they are one."""
    size = len(accounts)
    month = rng.integers(0, window.months, size)
    each = np.arange(size)
    first, last = access.first[each, month], access.last[each, month]
    is_dealt = (last >= first) & chance(rng, params.FAILED_UPSELL_SHARE, size)
    created_day = first + np.floor(rng.random(size) * (last - first + 1)).astype(np.int64)
    closed_day = created_day + 1 + wait_days(rng, 30.0, size)
    value = _year_value(rng, per(params.SEGMENTS, "price")[accounts.segment] * 0.3)
    is_won = np.zeros(size, dtype=np.bool_)
    return _deals(rng, window, each, value, is_won, created_day, closed_day).take(is_dealt)


def _deals(
    rng: np.random.Generator,
    window: Window,
    account: Ints,
    value: Ints,
    is_won: Bools,
    created_day: Ints,
    closed_day: Ints,
) -> Deals:
    """Deals as seen at the end of the window: those that close later are open."""
    is_open = closed_day > window.end
    stage = np.where(is_won, params.CLOSED_WON, params.CLOSED_LOST)
    stage = np.where(is_open, pick(rng, _OPEN_STAGE_WEIGHTS, len(account)), stage)
    return Deals(account, value, stage, created_day, np.where(is_open, NONE, closed_day))


def _year_value(rng: np.random.Generator, monthly_price: Floats) -> Ints:
    spread = np.exp(params.PRICE_SPREAD * rng.standard_normal(len(monthly_price)))
    return np.round(monthly_price * spread * _YEAR / 1_000).astype(np.int64) * 1_000
