"""Orders of the `jaffle` template, what was ordered, and how it was paid."""

from dataclasses import dataclass

import numpy as np

from gtm_tower.sources.generate import _jaffle_params as params
from gtm_tower.sources.generate._arrays import (
    NONE,
    Bools,
    Floats,
    Ints,
    Rows,
    chance,
    per,
    pick,
    pick_by,
)
from gtm_tower.sources.generate._calendar import Window
from gtm_tower.sources.generate._jaffle_customers import Customers
from gtm_tower.sources.generate._jaffle_process import Purchases

CAMPAIGNS = tuple(name for row in params.CHANNELS for name in row.campaigns)


@dataclass(frozen=True)
class Orders(Rows):
    """One row per order by day; `value` is what is paid for it."""

    customer: Ints
    day: Ints
    value: Ints  # cents
    is_paid: Ints
    status: Ints
    product: Ints
    channel: Ints
    campaign: Ints


@dataclass(frozen=True)
class Payments(Rows):
    """One row per payment in order of the orders."""

    order: Ints
    method: Ints
    amount: Ints  # cents


def draw_orders(
    rng: np.random.Generator, window: Window, customers: Customers, purchases: Purchases
) -> Orders:
    """One order per purchase, or two that share its worth."""
    size = len(purchases)
    is_double = chance(rng, params.SAME_DAY_SHARE, size) & (purchases.value > 4 * params.MIN_VALUE)
    second = np.where(is_double, _part(rng, purchases.value), 0)
    row = np.concatenate([np.arange(size), np.nonzero(is_double)[0]])
    value = np.concatenate([purchases.value - second, second[is_double]])
    order = np.argsort(purchases.day[row], kind="stable")
    row, value = row[order], value[order]
    bought = purchases.take(row)
    is_single = ~is_double[row]
    is_unpaid = is_single & chance(rng, params.UNPAID_SHARE, len(row))
    is_free = is_single & ~is_unpaid & chance(rng, params.FREE_SHARE, len(row))
    product = _products(rng, window, customers.taste[bought.customer], bought.day, value)
    channel, campaign = _origins(rng, len(row))
    return Orders(
        customer=bought.customer,
        day=bought.day,
        value=np.where(is_unpaid | is_free, 0, value),
        is_paid=(~is_unpaid).astype(np.int64),
        status=_statuses(rng, window, bought.day, product),
        product=product,
        channel=channel,
        campaign=campaign,
    )


def draw_payments(rng: np.random.Generator, orders: Orders) -> Payments:
    """A payment of each paid order, or two; a coupon pays the whole of the part it pays."""
    paid = np.nonzero(orders.is_paid)[0]
    size, value = len(paid), orders.value[paid]
    is_split = chance(rng, params.TWO_PART_SHARE, size) & (value > 0)
    second = np.where(is_split, _part(rng, value), 0)
    coupon_share = per(params.PRODUCTS, "coupon_share")[orders.product[paid]]
    has_coupon = (value == 0) | chance(rng, coupon_share, size)
    method = np.where(has_coupon, params.COUPON, pick(rng, params.METHOD_WEIGHTS, size))
    other = pick(rng, params.METHOD_WEIGHTS, size)
    payments = Payments.concat(
        [
            Payments(paid, method, value - second),
            Payments(paid, other, second).take(is_split),
        ]
    )
    return payments.take(np.argsort(payments.order, kind="stable"))


def _part(rng: np.random.Generator, value: Ints) -> Ints:
    """A part of each amount, in whole cents."""
    return np.floor(value * rng.uniform(*params.PART_RANGE, len(value))).astype(np.int64)


def _products(
    rng: np.random.Generator, window: Window, taste: Ints, day: Ints, value: Ints
) -> Ints:
    """Products by worth of the order, month and taste of the customer."""
    weights = _product_weights(window.months)
    bucket = np.searchsorted(params.VALUE_EDGES, value, side="right")
    group = (bucket * window.months + window.month_of(day)) * len(params.CATEGORIES) + taste
    return pick_by(rng, weights.reshape(-1, len(params.PRODUCTS)), group)


def _product_weights(months: int) -> Floats:
    """Weights by range of worth, month, taste and product."""
    price = per(params.PRODUCTS, "price")
    distance = np.log(price) - np.log(np.array(params.VALUE_MIDDLES))[:, None]
    nearness = np.exp(-((distance / params.PRICE_SPREAD) ** 2) / 2)
    progress = np.arange(months) / max(1, months - 1)
    trend = per(params.PRODUCTS, "trend") ** progress[:, None]
    category = np.array([params.CATEGORIES.index(row.category) for row in params.PRODUCTS])
    is_favourite = category == np.arange(len(params.CATEGORIES))[:, None]
    taste = np.where(is_favourite, params.TASTE_FACTOR, 1.0)
    popularity = per(params.PRODUCTS, "popularity") * trend
    parts = nearness[:, None, None, :] * popularity[None, :, None, :] * taste[None, None, :, :]
    return np.asarray(parts, dtype=np.float64)


def _statuses(rng: np.random.Generator, window: Window, day: Ints, product: Ints) -> Ints:
    """What has become of each order by the end of the window."""
    size, age = len(day), window.end - day
    return_rate = per(params.PRODUCTS, "return_rate")[product]
    announced = params.COMPLETED_AFTER_DAYS + rng.integers(0, params.RETURN_WITHIN_DAYS, size)
    is_returned: Bools = chance(rng, return_rate, size)
    usual = np.select(
        [age < params.SHIPPED_AFTER_DAYS, age < params.COMPLETED_AFTER_DAYS],
        [params.PLACED, params.SHIPPED],
        params.COMPLETED,
    )
    returned = np.select(
        [age < announced, age < announced + params.SETTLED_AFTER_DAYS],
        [usual, params.RETURN_PENDING],
        params.RETURNED,
    )
    return np.where(is_returned, returned, usual)


def _origins(rng: np.random.Generator, size: int) -> tuple[Ints, Ints]:
    """Channel and campaign, where the order was tracked."""
    counts = np.array([len(row.campaigns) for row in params.CHANNELS])
    first = np.cumsum(counts) - counts
    channel = pick(rng, per(params.CHANNELS, "share"), size)
    offset = np.floor(rng.random(size) * counts[channel]).astype(np.int64)
    campaign = np.where(counts[channel] > 0, first[channel] + offset, NONE)
    is_tracked = chance(rng, params.TRACKED_SHARE, size)
    return np.where(is_tracked, channel, NONE), np.where(is_tracked, campaign, NONE)
