"""Small vector helpers shared by the generators."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
AnyArray = npt.NDArray[Any]

# stands for "no value" in day, second and code arrays; becomes NULL in the files
NONE = -1

DAY_SECONDS = 86_400
_WORK_START, _WORK_HALF = 6 * 3_600, 7 * 3_600


@dataclass(frozen=True)
class Rows:
    """A table as equally long arrays, one field each."""

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))

    def take(self, index: AnyArray) -> Self:
        """Rows chosen by a mask or by positions, in that order."""
        names = [field.name for field in fields(self)]
        return type(self)(**{name: getattr(self, name)[index] for name in names})

    @classmethod
    def concat(cls, parts: Sequence[Self]) -> Self:
        """Several blocks of rows below one another."""
        names = [field.name for field in fields(cls)]
        return cls(**{name: np.concatenate([getattr(p, name) for p in parts]) for name in names})


def per(params: Iterable[object], field: str) -> Floats:
    """One field of a table of constants, as an array indexed by code."""
    return np.array([getattr(row, field) for row in params], dtype=np.float64)


def pick(rng: np.random.Generator, weights: Sequence[float] | Floats, size: int) -> Ints:
    """Codes drawn by weight."""
    edges = np.cumsum(weights)
    draw = rng.random(size) * edges[-1]
    return np.asarray(np.searchsorted(edges[:-1], draw, side="right"), dtype=np.int64)


def pick_by(rng: np.random.Generator, weights: Floats, group: Ints) -> Ints:
    """Codes drawn by the weights (groups x codes) of each row's group."""
    edges = np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1)
    is_above = rng.random(len(group))[:, None] >= edges[group, :-1]
    return np.asarray(is_above.sum(axis=1), dtype=np.int64)


def chance(rng: np.random.Generator, probability: Floats | float, size: int) -> Bools:
    """True with the given probability."""
    return np.less(rng.random(size), probability)


def wait_days(rng: np.random.Generator, mean: Floats | float, size: int) -> Ints:
    """Whole days of an exponential waiting time."""
    return np.floor(rng.exponential(1.0, size) * mean).astype(np.int64)


def work_second(rng: np.random.Generator, size: int) -> Ints:
    """Second of the day between 06:00 and 20:00 UTC, most often around 13:00."""
    return (_WORK_START + _WORK_HALF * (rng.random(size) + rng.random(size))).astype(np.int64)


def equals(array: AnyArray, value: int) -> Bools:
    """Where an array has one value."""
    return np.asarray(array == value, dtype=np.bool_)


def has_value(array: AnyArray) -> Bools:
    """Where an array has any value at all."""
    return ~equals(array, NONE)


def half_up(amount: Ints, parts: Ints) -> Ints:
    """amount / parts, rounded half up; both are whole and not negative."""
    return (2 * amount + parts) // (2 * parts)
