"""What an estimate is: a table of the dbt source `stats`, made in Python from counts of SQL."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from gtm_tower.config import Config

Record = Mapping[str, Any]


class Read(Protocol):
    """Gives the rows of an intermediate model, by its name."""

    def __call__(self, model: str) -> list[Record]: ...


@dataclass(frozen=True)
class Context:
    """What an estimate may look at besides the counts: settings and the day of the results."""

    config: Config
    as_of: date


@dataclass(frozen=True)
class Estimate:
    """A table of the source `stats`.

    `reads` are the intermediate models that hold the counts, small enough to be read whole;
    `columns` maps the columns to their kinds (text, count, number, money, boolean, date); `rows`
    gives the rows in that order of columns, the same ones for the same counts.
    """

    table: str
    reads: Sequence[str]
    columns: Mapping[str, str]
    rows: Callable[[Read, Context], Iterable[Sequence[Any]]]
