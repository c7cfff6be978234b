"""A request put to one published version: its SQL, its rows, and what is known of nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from gtm_tower.metrics._compare import change, compared_columns
from gtm_tower.metrics._compiler import Plan, dimension_filter, time_column
from gtm_tower.metrics._definitions import Definitions
from gtm_tower.metrics._refusals import refuse_values, refuse_what_is_wrong
from gtm_tower.metrics.answer import Answer, Column, merged, sort_key
from gtm_tower.metrics.catalog import Catalog, Metric
from gtm_tower.metrics.request import Request, before, begin, last_day, shifted
from gtm_tower.warehouse import Session, Warehouse

MANY_VALUES = 5000

Rows = dict[tuple[Any, ...], dict[str, Any]]


class Question:
    """Asks one version in one session."""

    def __init__(self, known: Definitions, warehouse: Warehouse, session: Session) -> None:
        self._known = known
        self._marts = warehouse.marts_schema
        self._session = session

    def answer(self, asked: Request) -> Answer:
        """Refuse what would be wrong, else ask for it."""
        publication = self._known.publication
        metrics = [self._known.catalog.metric(name) for name in asked.metrics]
        for metric in metrics:
            refuse_what_is_wrong(self._known.catalog, metric, asked, publication.as_of)
        self._refuse_values(metrics, asked)
        whole = _whole_periods(asked)
        found, sql = self._rows(metrics, replace(whole, start=_start(whole)))
        first = whole.start if asked.grain else None
        keys = sorted((key for key in found if not first or key[0] >= first), key=sort_key)
        table = tuple(self._row(key, found, metrics, whole) for key in keys)
        return Answer(
            _columns(metrics, asked),
            table,
            publication.as_of,
            publication.run_id,
            publication.currency,
            sql,
            _notes(metrics, asked, whole, keys, publication.as_of),
        )

    def values(self, metric: Metric, name: str) -> tuple[str, ...]:
        """The values of a dimension, in order; at most 5,000."""
        dimension = self._known.catalog.dimension(metric, name)
        key = (dimension.mart, dimension.expression)
        if key not in self._known.values:
            rows = self._session.query(
                f"select distinct cast({dimension.expression} as varchar) as value"
                f" from {self._marts}.{dimension.mart}"
                f" where {dimension.expression} is not null limit {MANY_VALUES}"
            )
            self._known.values[key] = tuple(sorted(str(value) for (value,) in rows))
        return self._known.values[key]

    def _refuse_values(self, metrics: Sequence[Metric], asked: Request) -> None:
        """A value is known where any of the metrics has it."""
        for one in asked.where:
            every = [self.values(metric, one.dimension) for metric in metrics]
            known = tuple(sorted({value for values in every for value in values}))
            refuse_values(one, known, all(len(values) < MANY_VALUES for values in every))

    def _rows(self, metrics: Sequence[Metric], asked: Request) -> tuple[Rows, tuple[str, ...]]:
        """The rows of every plan side by side; a period that has not begun by as_of is none."""
        tables, statements = [], []
        width = len(asked.by) + bool(asked.grain)
        as_of = self._known.publication.as_of
        for group, plan in plans(self._known, metrics, asked):
            statement = self._known.compiler.compiled(plan)
            rows = {}
            for row in self._session.query(statement):
                key = tuple(map(_key, row[:width]))
                if not asked.grain or (key[0] is not None and key[0] <= as_of):
                    rows[key] = tuple(map(_number, row[width:], group))
            tables.append(([metric.name for metric in group], rows))
            statements.append(statement)
        return merged(tables), tuple(statements)

    def _row(
        self, key: tuple[Any, ...], found: Rows, metrics: Sequence[Metric], asked: Request
    ) -> tuple[Any, ...]:
        if not asked.grain:
            return (*key, *(self._value(key, found, metric, asked) for metric in metrics))
        is_complete = last_day(key[0], asked.grain) <= self._known.publication.as_of
        row: list[Any] = [key[0], is_complete, *key[1:]]
        for metric in metrics:
            now = self._value(key, found, metric, asked)
            row.append(now)
            if asked.compare:
                earlier = (before(key[0], asked.grain, asked.compare), *key[1:])
                then = self._value(earlier, found, metric, asked)
                row += [then, *change(now if is_complete else None, then, metric)]
        return tuple(row)

    def _value(self, key: tuple[Any, ...], found: Rows, metric: Metric, asked: Request) -> Any:
        """What is known; a count of nothing is 0 from the day on that the data begin."""
        value = found.get(key, {}).get(metric.name)
        if asked.grain is None:
            return metric.when_empty if value is None else value
        if metric.reach:
            return value if self._reaches_data(metric, key[0], asked.grain) else None
        if value is not None or metric.when_empty is None:
            return value
        begins = self._begins(metric)
        is_known = begins is not None and last_day(key[0], asked.grain) >= begins
        return metric.when_empty if is_known else None

    def _reaches_data(self, metric: Metric, first: date, grain: str) -> bool:
        """False where a metric looks back to before its data, or sets a part against a whole."""
        count, unit = metric.reach or (0, grain)
        as_of = self._known.publication.as_of
        if metric.kind == "cumulative":
            end = min(shifted(first, grain, 1), shifted(begin(as_of, "month"), "month", 1))
            start = shifted(begin(end, unit), unit, -count)
        elif last_day(first, grain) > as_of:
            return False
        else:
            start = shifted(begin(first, unit), unit, -count)
        begins = self._begins(metric)
        return count == 0 or (begins is not None and begin(begins, "month") <= start)

    def _begins(self, metric: Metric) -> date | None:
        """The first day of a metric's data; where it is made of several, the last of these."""
        if metric.parts:
            every = [self._begins(self._known.catalog.metric(part)) for part in metric.parts]
            return None if None in every else max(day for day in every if day)
        model = metric.models[0]
        if model not in self._known.begins:
            earliest = ", ".join(f"min({time})" for time in metric.times)
            mart = f"{self._marts}.{metric.marts[0]}"
            (days,) = self._session.query(f"select {earliest} from {mart}")
            known = [_day(day) for day in days if day is not None]
            self._known.begins[model] = min(known, default=None)
        return self._known.begins[model]


def plans(
    known: Definitions, metrics: Sequence[Metric], asked: Request
) -> list[tuple[list[Metric], Plan]]:
    """One plan for all metrics of the same semantic models."""
    groups: dict[tuple[str, ...], list[Metric]] = {}
    for metric in metrics:
        groups.setdefault(metric.models, []).append(metric)
    return [(group, _plan(known.catalog, group, asked)) for group in groups.values()]


def _plan(catalog: Catalog, group: Sequence[Metric], asked: Request) -> Plan:
    dimensions = {
        name: catalog.dimension(group[0], name).qualified
        for name in (*asked.by, *(one.dimension for one in asked.where))
    }
    period = [time_column(asked.grain)] if asked.grain else []
    return Plan(
        tuple(metric.name for metric in group),
        (*period, *(dimensions[name] for name in asked.by)),
        tuple(dimension_filter(dimensions[one.dimension], one.sql()) for one in asked.where),
        asked.start,
        asked.end,
    )


def _columns(metrics: Sequence[Metric], asked: Request) -> tuple[Column, ...]:
    columns = []
    if asked.grain:
        columns.append(Column(asked.grain, asked.grain.capitalize(), "period"))
        columns.append(Column("is_complete", "Complete", "flag"))
    columns += [Column(name, name.replace("_", " "), "dimension") for name in asked.by]
    for metric in metrics:
        columns.append(Column(metric.name, metric.label, "metric", metric.unit, metric.name))
        if asked.compare:
            columns += compared_columns(metric, asked.compare)
    return tuple(columns)


def _whole_periods(asked: Request) -> Request:
    """With a grain, from the beginning of the first period to the end of the last."""
    if not asked.grain:
        return asked
    start = asked.start and begin(asked.start, asked.grain)
    end = asked.end and last_day(begin(asked.end, asked.grain), asked.grain)
    return replace(asked, start=start, end=end)


def _start(asked: Request) -> date | None:
    """Earlier where there is something to compare with."""
    if asked.start is None or asked.grain is None or asked.compare is None:
        return asked.start
    return before(asked.start, asked.grain, asked.compare)


def _notes(
    metrics: Sequence[Metric],
    asked: Request,
    whole: Request,
    keys: Sequence[tuple[Any, ...]],
    as_of: date,
) -> tuple[str, ...]:
    notes = []
    if (asked.start, asked.end) != (whole.start, whole.end):
        edges = f"{whole.start or 'the first'} to {whole.end or 'the last'}"
        notes.append(f"Whole {asked.grain}s are shown: {edges}.")
    if asked.grain and any(last_day(key[0], asked.grain) > as_of for key in keys):
        notes.append(f"The {asked.grain} of {as_of} had not ended: its figures are to date.")
    if any(metric.is_snapshot for metric in metrics):
        notes.append(f"As of {as_of}; there is no history.")
    return tuple(notes)


def _key(value: Any) -> Any:
    """A day, or the value of a dimension; true and false as conditions name them."""
    return str(value).lower() if isinstance(value, bool) else _day(value)


def _day(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


def _number(value: Any, metric: Metric) -> Any:
    """Whole counts as int, money as Decimal where the engine gives it, other numbers as float."""
    if value is None or isinstance(value, int):
        return value
    is_count = metric.unit == "count" and metric.kind in ("simple", "cumulative")
    if is_count and value == int(value):
        return int(value)
    return value if metric.unit == "money" and isinstance(value, Decimal) else float(value)
