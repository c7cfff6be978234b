"""What comes back: rows of periods, dimensions and metrics, with what is needed to read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from pandas import DataFrame

Kind = Literal["period", "flag", "dimension", "metric", "compared", "change", "change_rate"]


@dataclass(frozen=True)
class Column:
    """A column of an answer; `metric` names the metric that it is about, if any."""

    name: str
    label: str
    kind: Kind
    unit: str = ""
    metric: str = ""


@dataclass(frozen=True)
class Answer:
    """Rows in the order of their period and dimensions; None is unknown.

    A period is its first day. `is_complete` is False where it had not ended by as_of. Money is
    Decimal, other fractions float. `sql` holds what was run.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    as_of: date
    run_id: str
    currency: str
    sql: tuple[str, ...]
    notes: tuple[str, ...] = ()

    def records(self) -> list[dict[str, Any]]:
        """The rows as dictionaries by column name."""
        names = [column.name for column in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]

    def frame(self) -> "DataFrame":
        """The rows as a DataFrame: periods as datetime64, numbers as float."""
        import pandas as pd

        names = [column.name for column in self.columns]
        frame = pd.DataFrame([[_plain(value) for value in row] for row in self.rows], columns=names)
        for column in self.columns:
            if column.kind == "period":
                frame[column.name] = pd.to_datetime(frame[column.name])
            elif column.kind not in ("dimension", "flag"):
                frame[column.name] = frame[column.name].astype(float)
        return frame

    def value(self, metric: str) -> Any:
        """The metric in an answer of one row; None is unknown."""
        return self.records()[0][metric] if self.rows else None


def sort_key(key: Sequence[Any]) -> tuple[Any, ...]:
    """Sorts keys of mixed types: the unknown last, numbers by size."""
    return tuple(
        (value is None, isinstance(value, str), value if value is not None else 0) for value in key
    )


def merged(
    tables: Sequence[tuple[Sequence[str], Mapping[tuple[Any, ...], tuple[Any, ...]]]],
) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Answers to several queries side by side, by their keys; what one of them lacks is None."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for names, rows in tables:
        for key, values in rows.items():
            found.setdefault(key, {}).update(zip(names, values, strict=True))
    return found


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value
