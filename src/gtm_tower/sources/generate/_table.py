"""A table to write: number arrays, and a SQL expression over them for each column."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from gtm_tower.sources.generate._arrays import NONE, AnyArray

# the array that numbers the rows of every table, from 1
ROW_ID = "id"


@dataclass(frozen=True)
class Table:
    """`columns` maps each output column to typed SQL over `arrays`; `key` names a row.

    `has_index`: an unnamed column 0, 1, 2, ... is written in front.
    """

    name: str
    columns: dict[str, str]
    arrays: dict[str, AnyArray]
    key: tuple[str, ...]
    has_index: bool = False

    def __len__(self) -> int:
        return len(self.arrays[ROW_ID])

    def take(self, index: AnyArray) -> "Table":
        """Rows chosen by a mask or by positions, in that order."""
        return replace(self, arrays={name: array[index] for name, array in self.arrays.items()})


def numbered(arrays: dict[str, AnyArray]) -> dict[str, AnyArray]:
    """The arrays with row ids 1, 2, ... in front."""
    size = len(next(iter(arrays.values())))
    return {ROW_ID: np.arange(1, size + 1), **arrays}


def identifier(prefix: str, array: str = ROW_ID, offset: int = 0) -> str:
    """Text ids such as acc_000042; `offset` turns positions into row ids."""
    return f"printf('{prefix}_%06d', {array} + {offset})"


def label(array: str, names: Sequence[str]) -> str:
    """The name of a code."""
    return f"([{', '.join(map(literal, names))}])[{array} + 1]"


def literal(text: str) -> str:
    """A text as SQL."""
    return "'" + text.replace("'", "''") + "'"


def day(array: str) -> str:
    """A date from days since 1970."""
    return f"date '1970-01-01' + cast(nullif({array}, {NONE}) as integer)"


def moment(array: str) -> str:
    """A timestamp from seconds since 1970."""
    return f"make_timestamp(nullif({array}, {NONE}) * 1000000)"


def money(array: str) -> str:
    """An amount with two decimals from cents."""
    return f"cast(cast({array} as decimal(16, 0)) * 0.01 as decimal(18, 2))"
