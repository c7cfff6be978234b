"""Comparing what a query says with what plain Python says."""

import math
from decimal import Decimal
from typing import Any


def is_same(one: Any, other: Any) -> bool:
    """Unknown is unknown, money is equal to the cent, fractions are to 1e-9."""
    if one is None or other is None:
        return one is other
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return one == other
    return math.isclose(float(one), float(other), rel_tol=1e-9, abs_tol=1e-9)
