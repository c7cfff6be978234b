"""Bills and payments of a latent monthly price per subscription.

Recurring revenue is read back from the bills by this rule, so months without a counted bill only
occur where carrying the last value forward gives the true one: never in the first paid month, in
the month of the end date, or in a month whose price changed.
"""

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
    half_up,
    pick,
)
from gtm_tower.sources.generate._calendar import Window
from gtm_tower.sources.generate._saas_subscriptions import Subscriptions

_NO_BILL = NONE


@dataclass(frozen=True)
class Billing:
    """Recurring revenue and bills as matrices, subscriptions x months."""

    mrr: Ints  # cents; 0 where nothing is paid for
    amount: Ints  # cents of the bill of the month
    status: Ints  # code of the bill, _NO_BILL where there is none


@dataclass(frozen=True)
class Invoices(Rows):
    """One row per bill; only bills longer than a month have a period."""

    subscription: Ints
    day: Ints
    amount: Ints
    status: Ints
    period_start: Ints
    period_end: Ints


def draw_billing(rng: np.random.Generator, window: Window, subscriptions: Subscriptions) -> Billing:
    """Prices, bills and what became of them."""
    amount = _bill_amounts(rng, window, subscriptions)
    mrr = half_up(amount, subscriptions.cycle[:, None])
    is_unreached = _is_unreached(window, subscriptions)
    if window.months > 1:
        mrr[is_unreached, -1] = mrr[is_unreached, -2]
    months = window.all_months
    is_live = (months >= subscriptions.paid_from[:, None]) & (months <= subscriptions.last[:, None])
    mrr = np.where(is_live, mrr, 0)
    anchor = subscriptions.anchor(window)[:, None]
    is_billed = is_live & ((months - anchor) % subscriptions.cycle[:, None] == 0)
    is_billed[is_unreached, -1] = False
    status = np.where(is_billed, params.PAID, _NO_BILL)
    gaps = _gap_statuses(rng, status.shape)
    status = np.where(is_billed & _may_gap(window, subscriptions, mrr), gaps, status)
    return Billing(mrr, amount, status)


def is_past_due(billing: Billing) -> Bools:
    """Subscriptions whose bill of the last month is open or written off."""
    return np.isin(billing.status[:, -1], (params.OPEN, params.UNCOLLECTIBLE))


def draw_invoices(
    rng: np.random.Generator, window: Window, subscriptions: Subscriptions, billing: Billing
) -> Invoices:
    """Bills in order of their date, with split bills, voided twins and bills of 0.00 for trials."""
    owner, month = np.nonzero(billing.status != _NO_BILL)
    amount, status = billing.amount[owner, month], billing.status[owner, month]
    bills = _invoices(window, subscriptions, owner, month, amount, status)
    bills = Invoices.concat(
        [
            *_split(rng, bills),
            _voided_twins(rng, bills),
            _trial_bills(rng, window, subscriptions),
        ]
    )
    return bills.take(np.lexsort((bills.subscription, bills.day)))


def _bill_amounts(rng: np.random.Generator, window: Window, subscriptions: Subscriptions) -> Ints:
    """Amount of the bill that covers each month, in cents: prices change when a bill is written."""
    shape = (len(subscriptions), window.months)
    months = window.all_months
    draw = rng.random(shape)
    is_up = draw < params.UPGRADE_RATE
    is_down = ~is_up & (draw < params.UPGRADE_RATE + params.DOWNGRADE_RATE)
    factor: Floats = np.where(is_up, rng.uniform(*params.UPGRADE_RANGE, shape), 1.0)
    factor = np.where(is_down, rng.uniform(*params.DOWNGRADE_RANGE, shape), factor)
    factor = np.where(months > subscriptions.paid_from[:, None], factor, 1.0)
    price = np.round(subscriptions.price[:, None] * factor.cumprod(axis=1)).astype(np.int64)
    since_bill = (months - subscriptions.anchor(window)[:, None]) % subscriptions.cycle[:, None]
    held = np.take_along_axis(price, np.maximum(months - since_bill, 0), axis=1)
    cycle_code = np.searchsorted(params.CYCLES, subscriptions.cycle)
    percent = np.array(params.CYCLE_PRICE_PERCENT, dtype=np.int64)[cycle_code]
    amount: Ints = held * percent[:, None] // 100
    return amount


def _is_unreached(window: Window, subscriptions: Subscriptions) -> Bools:
    """Subscriptions whose billing day in the last month lies after the end of the window."""
    return subscriptions.billing_day(window) > window.end_day_of_month


def _may_gap(window: Window, subscriptions: Subscriptions, mrr: Ints) -> Bools:
    """Months whose bill may be lost without changing recurring revenue."""
    months = window.all_months
    is_same = np.zeros(mrr.shape, dtype=np.bool_)
    is_same[:, 1:] = mrr[:, 1:] == mrr[:, :-1]
    end_month = np.where(
        subscriptions.end_day == NONE, window.months, window.month_of(subscriptions.end_day)
    )
    may_gap: Bools = is_same & (months > subscriptions.paid_from[:, None])
    may_gap &= (months != end_month[:, None]) & (subscriptions.cycle[:, None] == 1)
    return may_gap


def _gap_statuses(rng: np.random.Generator, shape: tuple[int, ...]) -> Ints:
    """Mostly paid; else no bill at all or one that does not count."""
    kinds = np.array([_NO_BILL, params.OPEN, params.VOID, params.REFUNDED, params.UNCOLLECTIBLE])
    size = shape[0] * shape[1]
    kind = kinds[pick(rng, params.GAP_WEIGHTS, size)]
    return np.where(chance(rng, params.GAP_RATE, size), kind, params.PAID).reshape(shape)


def _invoices(
    window: Window,
    subscriptions: Subscriptions,
    owner: Ints,
    month: Ints,
    amount: Ints,
    status: Ints,
) -> Invoices:
    offset = subscriptions.billing_day(window)[owner] - 1
    cycle = subscriptions.cycle[owner]
    day = window.month_start(month) + offset
    period_end = window.month_start(month + cycle) + offset - 1
    return Invoices(
        subscription=owner,
        day=day,
        amount=amount,
        status=status,
        period_start=np.where(cycle > 1, day, NONE),
        period_end=np.where(cycle > 1, period_end, NONE),
    )


def _split(rng: np.random.Generator, bills: Invoices) -> list[Invoices]:
    """A few paid monthly bills written as two that add up."""
    may_split = (bills.status == params.PAID) & (bills.period_start == NONE)
    is_split = may_split & chance(rng, params.SPLIT_RATE, len(bills))
    small = np.where(is_split, bills.amount * 30 // 100, 0)
    return [
        _with_amount(bills, bills.amount - small),
        _with_amount(bills, small).take(is_split),
    ]


def _voided_twins(rng: np.random.Generator, bills: Invoices) -> Invoices:
    """Bills written in error and voided, beside the right one."""
    is_twin = (bills.status == params.PAID) & chance(rng, params.REISSUE_RATE, len(bills))
    twins = bills.take(is_twin)
    return Invoices(
        subscription=twins.subscription,
        day=twins.day,
        amount=twins.amount,
        status=np.full(len(twins), params.VOID),
        period_start=twins.period_start,
        period_end=twins.period_end,
    )


def _trial_bills(
    rng: np.random.Generator, window: Window, subscriptions: Subscriptions
) -> Invoices:
    share = params.ZERO_TRIAL_INVOICE_SHARE
    owner = np.nonzero(subscriptions.is_trial & chance(rng, share, len(subscriptions)))[0]
    month = subscriptions.anchor(window)[owner]
    zero = np.zeros(len(owner), dtype=np.int64)
    return _invoices(window, subscriptions, owner, month, zero, zero + params.PAID)


def _with_amount(bills: Invoices, amount: Ints) -> Invoices:
    return Invoices(
        bills.subscription, bills.day, amount, bills.status, bills.period_start, bills.period_end
    )
