"""Money to the cent: amounts that add up to a given total, each within its bounds."""

import math
from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from itertools import cycle

from gtm_tower.errors import StatsError

CENT = Decimal("0.01")


def to_cents(name: str, amount: Decimal | float) -> int:
    """An amount of money from 0 as whole cents; anything else is a StatsError."""
    try:
        money = Decimal(str(amount))
    except InvalidOperation:
        money = Decimal("nan")
    if not money.is_finite() or money < 0:
        raise StatsError(f"{name} is {amount}, expected an amount from 0.")
    return int((money / CENT).to_integral_value(ROUND_HALF_EVEN))


def to_money(cents: int) -> Decimal:
    """Whole cents as an amount of money."""
    return Decimal(cents) * CENT


def round_to_total(
    wanted: Sequence[float], low: Sequence[int], high: Sequence[int], total: int
) -> list[int]:
    """The wanted amounts, in cents, as whole cents within low and high that add up to the total.

    The cents that rounding down leaves over go to the largest remainders first, to the earlier of
    equal ones. The total is to be between the sums of low and of high.
    """
    cents = [
        min(max(math.floor(amount), least), most)
        for amount, least, most in zip(wanted, low, high, strict=True)
    ]
    missing = total - sum(cents)
    step = 1 if missing > 0 else -1
    bound = high if missing > 0 else low
    order = sorted(range(len(cents)), key=lambda place: (cents[place] - wanted[place]) * step)
    for place in cycle(order):
        if sum(cents) == total:
            break
        if cents[place] != bound[place]:
            cents[place] += step
    return cents
