"""The metrics of the version that is published now: list, explain and query them."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from gtm_tower.errors import QueryError, did_you_mean
from gtm_tower.metrics._compiler import Compiler, Plan, dimension_filter, time_column
from gtm_tower.metrics.answer import Answer, Column, Kind, merged, sort_key
from gtm_tower.metrics.catalog import GRAINS, Catalog, Metric, read_catalog
from gtm_tower.metrics.request import (
    Condition,
    Request,
    before,
    begin,
    is_one_period,
    last_day,
)
from gtm_tower.warehouse import Session, Warehouse, open_warehouse
from gtm_tower.workspace import find_workspace

MANY_VALUES = 5000


@dataclass(frozen=True)
class Publication:
    """A published version: the run that made it, its as_of, and the settings it was made with."""

    run_id: str
    as_of: date
    published_at: datetime
    finished_at: datetime
    settings: Mapping[str, Any]

    @property
    def currency(self) -> str:
        """The reporting currency."""
        return str(self.settings["currency"])


class Metrics:
    """The metrics of one published version, in memory once; queries read what is published."""

    def __init__(self, warehouse: Warehouse) -> None:
        """Read the definitions of the version published now; none yet is a WorkspaceError."""
        self.warehouse = warehouse
        with warehouse.reader() as session:
            self.publication = read_publication(session, warehouse)
            document = _document(session, warehouse)
            self.waits = _states(session, warehouse)
        self.catalog: Catalog = read_catalog(document, self.waits, self.publication.as_of)
        relations = {mart: f"{warehouse.marts_schema}.{mart}" for mart in self.waits}
        self._compiler = Compiler(document, warehouse.engine, relations)
        self._values: dict[tuple[str, str], tuple[str, ...]] = {}

    def query(self, asked: Request, session: Session | None = None) -> Answer:
        """The answer to a request; QueryError for what is unknown or would be wrong.

        One row per period and combination of dimensions that has data.
        """
        metrics = [self.catalog.metric(name) for name in asked.metrics]
        for metric in metrics:
            self._refuse_what_is_wrong(metric, asked)
        with self._session(session) as reader:
            self._check_values(reader, metrics[0], asked)
            wide = replace(asked, start=_start(asked)) if asked.compare else asked
            found, sql = self._rows(reader, metrics, wide)
        rows = _kept(found, asked) if asked.compare else found
        keys = sorted(rows, key=sort_key)
        columns = self._columns(metrics, asked)
        table = tuple(self._row(key, rows[key], found, metrics, asked) for key in keys)
        publication = self.publication
        return Answer(
            *(columns, table, publication.as_of, publication.run_id, publication.currency, sql),
            notes=self._notes(metrics, asked, keys),
        )

    def values(self, metric: str, dimension: str) -> tuple[str, ...]:
        """The values of a dimension, in order; at most 5,000."""
        with self._session(None) as session:
            return self._known_values(session, self.catalog.metric(metric), dimension)

    def sql(self, asked: Request) -> tuple[str, ...]:
        """The SQL of a request, without running it."""
        metrics = [self.catalog.metric(name) for name in asked.metrics]
        return tuple(self._compiler.compiled(plan) for _, plan in self._plans(metrics, asked))

    def _refuse_what_is_wrong(self, metric: Metric, asked: Request) -> None:
        for name in (*asked.by, *(one.dimension for one in asked.where)):
            self.catalog.dimension(metric, name)
        _refuse_sums(metric, asked)
        _refuse_times(metric, asked, self.publication.as_of)

    def _check_values(self, session: Session, metric: Metric, asked: Request) -> None:
        for one in asked.where:
            if one.operator not in ("=", "!=", "in", "not in"):
                continue
            known = self._known_values(session, metric, one.dimension)
            for value in one.values:
                if value not in known and len(known) < MANY_VALUES:
                    shown = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
                    raise QueryError(
                        f"--where: no {one.dimension} is '{value}'.{did_you_mean(value, known)}"
                        f" There are: {shown}."
                    )

    def _known_values(self, session: Session, metric: Metric, name: str) -> tuple[str, ...]:
        dimension = self.catalog.dimension(metric, name)
        key = (dimension.mart, dimension.expression)
        if key not in self._values:
            rows = session.query(
                f"select distinct cast({dimension.expression} as varchar) as value"
                f" from {self.warehouse.marts_schema}.{dimension.mart}"
                f" where {dimension.expression} is not null limit {MANY_VALUES}"
            )
            self._values[key] = tuple(sorted(str(value) for (value,) in rows))
        return self._values[key]

    def _plans(self, metrics: list[Metric], asked: Request) -> list[tuple[list[Metric], Plan]]:
        """One plan for all metrics of the same semantic models."""
        groups: dict[tuple[str, ...], list[Metric]] = {}
        for metric in metrics:
            groups.setdefault(metric.models, []).append(metric)
        return [(group, self._plan(group, asked)) for group in groups.values()]

    def _plan(self, group: list[Metric], asked: Request) -> Plan:
        dimensions = {
            name: self.catalog.dimension(group[0], name).qualified
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

    def _rows(
        self, session: Session, metrics: list[Metric], asked: Request
    ) -> tuple[dict[tuple[Any, ...], dict[str, Any]], tuple[str, ...]]:
        tables, statements = [], []
        width = len(asked.by) + bool(asked.grain)
        for group, plan in self._plans(metrics, asked):
            statement = self._compiler.compiled(plan)
            rows = {
                tuple(_day(value) for value in row[:width]): tuple(row[width:])
                for row in session.query(statement)
                if not (asked.grain and row[0] is None)
            }
            names = [metric.name for metric in group]
            clean = {key: tuple(map(_number, values, group)) for key, values in rows.items()}
            tables.append((names, clean))
            statements.append(statement)
        return merged(tables), tuple(statements)

    def _columns(self, metrics: list[Metric], asked: Request) -> tuple[Column, ...]:
        columns = []
        if asked.grain:
            columns.append(Column(asked.grain, asked.grain.capitalize(), "period"))
            columns.append(Column("is_complete", "Complete", "flag"))
        columns += [Column(name, name.replace("_", " "), "dimension") for name in asked.by]
        for metric in metrics:
            columns.append(Column(metric.name, metric.label, "metric", metric.unit, metric.name))
            if asked.compare:
                columns += _compared(metric, asked.compare)
        return tuple(columns)

    def _row(
        self,
        key: tuple[Any, ...],
        values: Mapping[str, Any],
        found: Mapping[tuple[Any, ...], Mapping[str, Any]],
        metrics: list[Metric],
        asked: Request,
    ) -> tuple[Any, ...]:
        row: list[Any] = list(key)
        is_complete = True
        if asked.grain:
            is_complete = last_day(key[0], asked.grain) <= self.publication.as_of
            row.insert(1, is_complete)
        for metric in metrics:
            now = _known(values.get(metric.name), metric)
            row.append(now)
            if asked.grain and asked.compare:
                earlier = (before(key[0], asked.grain, asked.compare), *key[1:])
                then = found.get(earlier, {}).get(metric.name)
                then = _known(then, metric) if earlier in found else None
                row += [then, *_change(now if is_complete else None, then, metric)]
        return tuple(row)

    def _notes(
        self, metrics: list[Metric], asked: Request, keys: list[tuple[Any, ...]]
    ) -> tuple[str, ...]:
        notes = []
        as_of = self.publication.as_of
        if asked.grain and any(last_day(key[0], asked.grain) > as_of for key in keys):
            notes.append(f"The {asked.grain} of {as_of} had not ended: its figures are to date.")
        if any(metric.is_snapshot for metric in metrics):
            notes.append(f"As of {as_of}; there is no history.")
        return tuple(notes)

    @contextmanager
    def _session(self, session: Session | None) -> Iterator[Session]:
        if session is not None:
            yield session
            return
        with self.warehouse.reader() as reader:
            yield reader


def open_metrics(folder: Path | str = ".") -> Metrics:
    """The metrics of a workspace, which may be named by any folder inside it."""
    workspace = find_workspace(Path(folder))
    return Metrics(open_warehouse(workspace.config(), workspace.root))


def read_publication(session: Session, warehouse: Warehouse) -> Publication:
    """What is published now."""
    meta = warehouse.meta_schema
    ((run_id, as_of, published_at, finished_at, policies),) = session.query(
        "select runs.run_id, runs.as_of, published.published_at, runs.finished_at, runs.policies"
        f" from {meta}.published inner join {meta}.runs on runs.run_id = published.run_id"
    )
    return Publication(run_id, as_of, published_at, finished_at, json.loads(policies))


def _document(session: Session, warehouse: Warehouse) -> str:
    rows = session.query(f"select document from {warehouse.meta_schema}.semantics")
    return str(rows[0][0])


def _states(session: Session, warehouse: Warehouse) -> dict[str, str]:
    rows = session.query(f"select mart, blocked_by from {warehouse.meta_schema}.marts")
    return {str(mart): str(blocked or "") for mart, blocked in rows}


def _refuse_sums(metric: Metric, asked: Request) -> None:
    held = {one.dimension for one in asked.where if _is_single(one)}
    for name in metric.needs:
        if name not in (*asked.by, *held):
            raise QueryError(
                f"{metric.name} cannot be added up over {name}: the sum would count the same thing"
                f" more than once. Add --by {name}, or hold it to one value with --where."
            )


def _is_single(one: Condition) -> bool:
    return one.operator == "=" or (one.operator == "in" and len(one.values) == 1)


def _refuse_times(metric: Metric, asked: Request, as_of: date) -> None:
    if metric.smallest_grain is None:
        if asked.grain or asked.start or asked.end or asked.compare:
            raise QueryError(
                f"{metric.name} is known as of {as_of} only: there is no history to ask for."
                " Leave --grain, --from, --to and --compare out; for another day: gtm build --as-of"
            )
        return
    if asked.compare and not asked.grain:
        raise QueryError(f"--compare needs periods to compare: add --grain {metric.smallest_grain}")
    if asked.grain and GRAINS.index(asked.grain) < GRAINS.index(metric.smallest_grain):
        raise QueryError(
            f"{metric.name} is kept by {metric.smallest_grain}: --grain {asked.grain} is too fine."
            f" Legal: {', '.join(GRAINS[GRAINS.index(metric.smallest_grain) :])}."
        )
    only = metric.only_grain
    if only and asked.grain != only and not is_one_period(asked.start, asked.end, only):
        raise QueryError(
            f"{metric.name} is defined for a {only}: rates of several cannot be added or averaged."
            f" Add --grain {only}, or name one {only} with --from and --to."
        )


def _start(asked: Request) -> date | None:
    if asked.start is None or asked.grain is None or asked.compare is None:
        return None
    return before(begin(asked.start, asked.grain), asked.grain, asked.compare)


def _kept(
    found: Mapping[tuple[Any, ...], dict[str, Any]], asked: Request
) -> dict[tuple[Any, ...], dict[str, Any]]:
    """The rows asked for, without those that were only fetched to compare with."""
    if asked.start is None or asked.grain is None:
        return dict(found)
    first = begin(asked.start, asked.grain)
    return {key: values for key, values in found.items() if key[0] >= first}


def _compared(metric: Metric, compare: str) -> list[Column]:
    then = "the period before" if compare == "previous" else "a year ago"
    name, label = metric.name, metric.label
    kinds: list[tuple[str, str, Kind, str]] = [
        (f"{name}_{compare}", f"{label}, {then}", "compared", metric.unit),
        (f"{name}_change", "change", "change", metric.unit),
        (f"{name}_change_rate", "change, share", "change_rate", "rate"),
    ]
    return [Column(one, text, kind, unit, name) for one, text, kind, unit in kinds]


def _change(now: Any, then: Any, metric: Metric) -> tuple[Any, Any]:
    """The change, and its share of what it was; of a rate only the change, in points."""
    if now is None or then is None:
        return None, None
    share = None if metric.unit == "rate" or not then else float(now - then) / abs(float(then))
    return now - then, share


def _known(value: Any, metric: Metric) -> Any:
    return metric.when_empty if value is None else value


def _day(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


def _number(value: Any, metric: Metric) -> Any:
    """Whole counts as int, money as Decimal where the engine gives it, other numbers as float."""
    if value is None or isinstance(value, int):
        return value
    if metric.unit == "count" and value == int(value) and metric.kind == "simple":
        return int(value)
    return value if metric.unit == "money" and isinstance(value, Decimal) else float(value)
