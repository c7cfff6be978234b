"""Credit in whole parts: what is given to all adds up to what there is to give, exactly."""

from decimal import Decimal

import numpy as np

from gtm_tower.stats._cents import round_to_total, to_money
from gtm_tower.stats._inputs import Amounts, Floats, Ints, amounts

# a power of 2, so that floats of so many parts add up without error, to 2^33 conversions
PARTS = 2**20
UNBOUNDED = 2**62


def cents_of(name: str, values: Amounts, length: int) -> Ints:
    """Amounts of money from 0, each as whole cents."""
    return np.rint(amounts(name, values, length) * 100).astype(np.int64)


def conversions_to(wanted: Floats, total: int) -> list[float]:
    """The wanted conversions in parts of 2^-20 that add up to the total exactly."""
    return [parts / PARTS for parts in _whole(wanted * PARTS, total * PARTS)]


def money_to(wanted_cents: Floats, total_cents: int) -> list[Decimal]:
    """The wanted cents as money that adds up to the total exactly."""
    return [to_money(cents) for cents in _whole(wanted_cents, total_cents)]


def _whole(wanted: Floats, total: int) -> list[int]:
    """Whole parts by largest remainder, the sign of each kept, 0 where nothing is wanted.

    The wanted parts are to add up to the total but for rounding.
    """
    low = [-UNBOUNDED if part < 0 else 0 for part in wanted.tolist()]
    high = [UNBOUNDED if part > 0 else 0 for part in wanted.tolist()]
    return round_to_total(wanted.tolist(), low, high, total)
