"""Customers of the `jaffle` template: who they are, when they came, and how they tend to buy."""

from dataclasses import dataclass

import numpy as np

from gtm_tower.sources.generate import _jaffle_params as params
from gtm_tower.sources.generate._arrays import (
    DAY_SECONDS,
    NONE,
    Floats,
    Ints,
    Rows,
    chance,
    pick,
    work_second,
)
from gtm_tower.sources.generate._calendar import Window


@dataclass(frozen=True)
class Customers(Rows):
    """One row per customer in order of sign-up."""

    signed_up: Ints  # second
    first_order: Floats  # days since 1970 and part of the day; NONE for never
    first_name: Ints
    last_name: Ints
    has_email: Ints  # 0, or NONE without one
    taste: Ints  # favourite category
    rate: Floats  # purchases per day while it stays
    leaving: Floats  # chance to leave after a repeat purchase
    scale: Floats  # dollars: a purchase day is worth p times as much


def draw_customers(rng: np.random.Generator, window: Window, size: int) -> Customers:
    """Customers who signed up in the window; those whose first order would be later have none."""
    signed_up = np.sort(_days(rng, window, size) * DAY_SECONDS + work_second(rng, size))
    wait = rng.exponential(params.FIRST_ORDER_DAYS, size)
    first_order = signed_up / DAY_SECONDS + wait
    is_never = chance(rng, params.NEVER_SHARE, size) | (first_order >= window.end + 1)
    buys, spends = params.PURCHASING, params.SPENDING
    return Customers(
        signed_up=signed_up,
        first_order=np.where(is_never, float(NONE), first_order),
        first_name=rng.integers(0, len(params.FIRST_NAMES), size),
        last_name=rng.integers(0, len(params.LAST_NAMES), size),
        has_email=np.where(chance(rng, params.MISSING_EMAIL_SHARE, size), NONE, 0),
        taste=pick(rng, params.TASTE_SHARES, size),
        rate=rng.gamma(buys.r, 1 / buys.alpha, size),
        leaving=rng.beta(buys.a, buys.b, size),
        scale=1 / rng.gamma(spends.q, 1 / spends.gamma, size),
    )


def _days(rng: np.random.Generator, window: Window, size: int) -> Ints:
    """Days of sign-up: more and more of them from month to month."""
    first = window.month_start(window.all_months)
    covered = window.month_end(window.all_months) - first + 1
    month = pick(rng, np.linspace(1.0, params.GROWTH, window.months) * covered, size)
    return first[month] + np.floor(rng.random(size) * covered[month]).astype(np.int64)
