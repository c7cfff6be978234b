"""What the methods are given, checked: counts are whole and not negative, a level is a share."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from gtm_tower.errors import StatsError

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Counts = Sequence[int] | npt.NDArray[Any]
Amounts = Sequence[float] | npt.NDArray[Any]


def amounts(name: str, values: Amounts, length: int | None = None) -> Floats:
    """The values as finite numbers from 0, `length` of them; anything else is a StatsError."""
    numbers = _numbers(name, values)
    if length is not None and len(numbers) != length:
        raise StatsError(f"{name} has {len(numbers)} values, expected {length}, one for each.")
    _refuse(name, values, ~(np.isfinite(numbers) & (numbers >= 0)), "a number from 0")
    return numbers


def whole_counts(name: str, values: Counts, length: int | None = None) -> Ints:
    """The values as whole numbers from 0, `length` of them; anything else is a StatsError."""
    numbers = amounts(name, values, length)
    _refuse(name, values, numbers != np.floor(numbers), "a whole number from 0")
    return numbers.astype(np.int64)


def parts_of(name: str, values: Counts, whole_name: str, whole: Ints) -> Ints:
    """Counts none of which is above its whole."""
    parts = whole_counts(name, values, len(whole))
    _refuse(name, values, parts > whole, f"at most its {whole_name}")
    return parts


def share(name: str, value: float, *, low_is_legal: bool = False) -> float:
    """A number between 0 and 1, such as the level of an interval."""
    if (0 < value < 1) or (low_is_legal and value == 0):
        return float(value)
    raise StatsError(f"{name} is {value}, expected a number between 0 and 1, such as 0.95.")


def _numbers(name: str, values: Any) -> Floats:
    try:
        numbers = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise StatsError(f"{name} holds {values!r}, expected numbers.") from None
    if numbers.ndim != 1:
        raise StatsError(f"{name} has {numbers.ndim} dimensions, expected one list of numbers.")
    return numbers


def _refuse(name: str, values: Any, is_wrong: npt.NDArray[np.bool_], legal: str) -> None:
    if is_wrong.any():
        place = int(np.argmax(is_wrong))
        raise StatsError(f"{name} holds {values[place]} at position {place + 1}, expected {legal}.")
