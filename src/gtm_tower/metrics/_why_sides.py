"""What `gtm why` sets against each other: a metric and its parts in one period, whole and split."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from gtm_tower.metrics.answer import Answer
from gtm_tower.metrics.catalog import Metric
from gtm_tower.metrics.periods import Period
from gtm_tower.metrics.reader import Metrics
from gtm_tower.metrics.request import Request
from gtm_tower.warehouse import Session


@dataclass(frozen=True)
class Side:
    """What a period holds: of all and of each segment, by the names of metrics."""

    whole: Mapping[str, Any]
    segments: Mapping[tuple[Any, ...], Mapping[str, Any]]
    sample: str
    sql: tuple[str, ...]

    @property
    def n(self) -> Any:
        """The sample of all."""
        return self.whole[self.sample] if self.sample else None

    def known(self, key: tuple[Any, ...], name: str) -> Fraction:
        """A value of a segment; what is not there adds nothing."""
        return Fraction(self.segments.get(key, {}).get(name) or 0)


def parts_of(metric: Metric) -> tuple[str, ...]:
    """Numerator and denominator of a ratio; of any other metric nothing."""
    return metric.parts if metric.kind == "ratio" else ()


def ask_side(
    metrics: Metrics, metric: Metric, asked: Request, period: Period, session: Session
) -> Side:
    """What the published data say of a period; the request names one metric and how to split it."""
    sample = _sample(metrics, metric, asked)
    names = dict.fromkeys((metric.name, *parts_of(metric), *([sample] if sample else [])))
    # by the period, not only within it: a metric over a window or a shift of time is asked so
    here = replace(
        asked, metrics=tuple(names), grain=period.grain, start=period.start, end=period.end
    )
    whole = metrics.query(replace(here, by=()), session)
    split = metrics.query(here, session)
    empty = {name: metrics.catalog.metric(name).when_empty for name in names}
    return Side(
        _by_segment(whole).get((), empty),
        _by_segment(split),
        sample,
        (*whole.sql, *split.sql),
    )


def _by_segment(answer: Answer) -> dict[tuple[Any, ...], dict[str, Any]]:
    """The metrics of each combination of dimensions, of an answer about one period."""
    keys = [i for i, column in enumerate(answer.columns) if column.kind == "dimension"]
    names = {i: column.name for i, column in enumerate(answer.columns) if column.kind == "metric"}
    return {
        tuple(row[i] for i in keys): {name: row[i] for i, name in names.items()}
        for row in answer.rows
    }


def _sample(metrics: Metrics, metric: Metric, asked: Request) -> str:
    """The metric that counts what this one is made of, where it can be asked for alike."""
    counted = metrics.catalog.metrics.get(metric.sample)
    wanted = {*asked.by, *(one.dimension for one in asked.where)}
    if counted is None or counted.blocked_by or not wanted <= set(counted.dimensions):
        return ""
    return counted.name


def first_day(metrics: Metrics, metric: Metric, asked: Request, session: Session) -> date | None:
    """The first day of the first period with data of the metric."""
    held = tuple(one for one in asked.where if one.dimension in metric.needs)
    grain = metric.only_grain or metric.smallest_grain
    all_time = Request((metric.name,), where=held, grain=grain)
    rows = metrics.query(all_time, session).rows
    return rows[0][0] if rows else None
