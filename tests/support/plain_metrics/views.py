"""Rows of a mart in a period and a group, and sums over them that know what is not known."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from statistics import median
from typing import Any

Row = dict[str, Any]
Rows = list[Row]
Formula = Callable[["View"], Any]
Condition = Callable[[Row], Any]
Key = tuple[Any, ...]

MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class View:
    """The rows of a group in a period, those of its first and last month, and all up to its end.

    `start` is the first day of all rows of the mart; `end` lies in the month of as_of at most.
    """

    rows: Rows
    first: Rows
    last: Rows
    past: Rows
    start: date | None
    end: date | None


@dataclass(frozen=True)
class Table:
    """Metrics of one mart that are counted by the same day.

    `time` is the column of that day, empty for a snapshot. `by` gives each dimension its column or
    a function of the row; `always` are those that must not be added up over. `of_month` are defined
    for a month alone, `to_date` look back and need a period.
    """

    mart: str
    time: str
    by: Mapping[str, str | Callable[[Row], Any]]
    formulas: Mapping[str, Formula]
    always: tuple[str, ...] = ()
    of_month: tuple[str, ...] = ()
    looking_back: tuple[str, ...] = field(default=())

    def metrics(self, grain: str | None) -> list[str]:
        """Those that can be asked for by a grain."""
        left_out = () if grain == "month" else self.of_month
        left_out += self.looking_back if grain is None else ()
        return [name for name in self.formulas if name not in left_out]

    def value_of(self, row: Row, dimension: str) -> Any:
        """The value of a dimension in a row."""
        column = self.by[dimension]
        return row[column] if isinstance(column, str) else column(row)


def views(
    table: Table, rows: Sequence[Row], grain: str | None, by: Sequence[str], as_of: date
) -> Iterator[tuple[Key, View]]:
    """Each period and group that has rows; the periods, by their first day, that had begun."""
    dated = [(day_of(row, table.time), row) for row in rows]
    periods: dict[date | None, list[tuple[date | None, Row]]] = defaultdict(list)
    ever: dict[Key, list[tuple[date | None, Row]]] = defaultdict(list)
    for day, row in dated:
        if grain is None or day is not None:
            periods[first_day(day, grain) if grain and day else None].append((day, row))
        if table.looking_back:
            ever[_key(table, row, by)].append((day, row))
    start = min((day for day, _ in dated if day), default=None)
    if not rows and not grain and not by:
        yield (), View([], [], [], [], None, None)
    for first, some in periods.items():
        if first and first > as_of:
            continue
        months = [day.replace(day=1) if day else None for day, _ in some]
        known = {month for month in months if month}
        first_month, last_month = min(known, default=None), max(known, default=None)
        groups: dict[Key, list[tuple[date | None, Row]]] = defaultdict(list)
        for month, (_, row) in zip(months, some, strict=True):
            groups[_key(table, row, by)].append((month, row))
        end = None
        if first and grain:
            after = min(next_day(first, grain), next_day(first_day(as_of, "month"), "month"))
            end = after - timedelta(days=1)
        for key, group in groups.items():
            view = View(
                [row for _, row in group],
                [row for month, row in group if month and month == first_month],
                [row for month, row in group if month and month == last_month],
                [row for day, row in ever[key] if end and day and day <= end],
                start,
                end,
            )
            yield ((first, *key) if grain else key), view


def _key(table: Table, row: Row, by: Sequence[str]) -> Key:
    return tuple(table.value_of(row, name) for name in by)


def day_of(row: Row, column: str) -> date | None:
    """The day of a row."""
    value = row[column] if column else None
    return value.date() if isinstance(value, datetime) else value


def first_day(day: date, grain: str) -> date:
    """The first day of its month, quarter or year."""
    size = MONTHS[grain]
    return date(day.year, (day.month - 1) // size * size + 1, 1)


def next_day(first: date, grain: str) -> date:
    """The day after the period that begins on a day."""
    years, month = divmod(first.month - 1 + MONTHS[grain], 12)
    return date(first.year + years, month + 1, 1)


def always(_: Row) -> bool:
    """Every row."""
    return True


def total(rows: Rows, column: str, where: Condition = always) -> Any:
    """The sum of what is known; None where nothing is."""
    known = [row[column] for row in rows if where(row) and row[column] is not None]
    return sum(known) if known else None


def number(rows: Rows, where: Condition = always) -> int:
    """How many rows; 0 where there is none."""
    return sum(1 for row in rows if where(row))


def any_number(rows: Rows, where: Condition = always) -> int | None:
    """How many rows; None where there is none."""
    return number(rows, where) or None


def over(above: Any, below: Any) -> float | None:
    """A ratio; None over 0 and where one of the two is not known."""
    if above is None or not below:
        return None
    return float(Fraction(above) / Fraction(below))


def middle(rows: Rows, column: str, where: Condition = always) -> float | None:
    """The median of what is known."""
    known = [row[column] for row in rows if where(row) and row[column] is not None]
    return float(median(known)) if known else None


def sums(column: str, where: Condition = always) -> Formula:
    """The sum over the period."""
    return lambda view: total(view.rows, column, where)


def filled(column: str, where: Condition = always) -> Formula:
    """The sum over the period, 0 where there is nothing."""
    return lambda view: total(view.rows, column, where) or 0


def counts(where: Condition = always) -> Formula:
    """How many rows of the period."""
    return lambda view: number(view.rows, where)


def ends(column: str) -> Formula:
    """The sum over the last month of the period."""
    return lambda view: total(view.last, column)


def share(above: str, below: str, where: Condition = always) -> Formula:
    """One sum over another."""
    return lambda view: over(total(view.rows, above, where), total(view.rows, below, where))
