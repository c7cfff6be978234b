"""What a metric or a mart is: its definition, and everything it is made of and checked by."""

import json
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from gtm_tower.errors import QueryError, did_you_mean
from gtm_tower.metrics._facts import Behind, MartFacts, mart_facts, read_behind
from gtm_tower.metrics._formula import Formulas, read_formulas
from gtm_tower.metrics.catalog import GRAINS, Metric
from gtm_tower.metrics.reader import Metrics
from gtm_tower.metrics.request import Request, begin, last_day, shifted
from gtm_tower.numbers import shown_period
from gtm_tower.policies import Policies
from gtm_tower.warehouse import Session

MARTS = "marts."  # says that a mart is meant where a metric has the same name


@dataclass(frozen=True)
class PolicyInForce:
    """A policy, the value that the published run had, and what it decides."""

    name: str
    value: Any
    decides: str


@dataclass(frozen=True)
class Latest:
    """The value of the last whole period, and what it is made of; None is unknown."""

    period: str
    value: Any
    n: Any


@dataclass(frozen=True)
class Explanation:
    """A metric.

    `formula` is its own, `formulas` also those of the metrics it is made of. `grain` is the
    smallest period it has, or says the only one; `latest` is None where it has no data or needs a
    dimension. `sql` is that of a query by its smallest grain, empty for one without data.
    """

    metric: Metric
    formula: str
    formulas: tuple[tuple[str, str], ...]
    grain: str
    dimensions: tuple[str, ...]
    policies: tuple[PolicyInForce, ...]
    marts: tuple[MartFacts, ...]
    behind: Behind
    latest: Latest | None
    sql: tuple[str, ...]
    as_of: date
    run_id: str
    published_at: datetime
    currency: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class MartExplanation:
    """A mart, with the metrics that are defined over it."""

    mart: MartFacts
    metrics: tuple[str, ...]
    behind: Behind
    as_of: date
    run_id: str
    published_at: datetime


def explain(metrics: Metrics, name: str) -> Explanation | MartExplanation:
    """What a metric or mart is; QueryError for a name that is neither.

    One without data is explained too. `marts.orders` is the mart where `orders` is a metric.
    """
    return metrics.of_one_version(lambda session: _explain(metrics, name, session))


def _explain(metrics: Metrics, name: str, session: Session) -> Explanation | MartExplanation:
    if name in metrics.catalog.metrics:
        return _explain_metric(metrics, metrics.catalog.metrics[name], session)
    mart = name.removeprefix(MARTS)
    if mart in metrics.waits:
        return _explain_mart(metrics, mart, session)
    known = [*metrics.catalog.metrics, *metrics.waits]
    raise QueryError(
        f"there is no metric or mart '{name}'.{did_you_mean(mart, known)}"
        " All metrics: gtm metrics. All marts: gtm status"
    )


def _explain_mart(metrics: Metrics, name: str, session: Session) -> MartExplanation:
    meta = metrics.warehouse.meta_schema
    (facts,) = mart_facts(session, meta, [name], None)
    behind = read_behind(session, meta, [name])
    publication = metrics.publication
    defined = [one.name for one in metrics.catalog.metrics.values() if name in one.marts]
    return MartExplanation(
        *(facts, tuple(defined), behind),
        *(publication.as_of, publication.run_id, publication.published_at),
    )


def _explain_metric(metrics: Metrics, metric: Metric, session: Session) -> Explanation:
    meta, publication = metrics.warehouse.meta_schema, metrics.publication
    formulas = _formulas(session, meta)
    columns = formulas.columns(metric.name)
    marts = mart_facts(session, meta, [m for m in metric.marts if m in metrics.waits], columns)
    behind = read_behind(session, meta, metric.marts)
    latest = _latest(metrics, metric, session)
    return Explanation(
        metric=metric,
        formula=formulas.of(metric.name),
        formulas=formulas.with_parts(metric.name),
        grain=_grain(metric),
        dimensions=tuple(metric.dimensions),
        policies=_policies(metrics, metric),
        marts=marts,
        behind=behind,
        latest=latest,
        sql=() if metric.blocked_by else metrics.sql(_everything(metric)),
        as_of=publication.as_of,
        run_id=publication.run_id,
        published_at=publication.published_at,
        currency=publication.currency,
        notes=_notes(metrics, metric),
    )


def _formulas(session: Session, meta: str) -> Formulas:
    ((document,),) = session.query(f"select document from {meta}.semantics")
    return read_formulas(json.loads(document))


def _grain(metric: Metric) -> str:
    if metric.is_snapshot:
        return "as of a day"
    return f"{metric.only_grain} only" if metric.only_grain else f"{metric.smallest_grain} and up"


def _policies(metrics: Metrics, metric: Metric) -> tuple[PolicyInForce, ...]:
    """Its own and those of the metrics it is made of."""
    decides = {item.name: item.metadata["decides"] for item in fields(Policies)}
    settings = metrics.publication.settings
    return tuple(
        PolicyInForce(name, settings.get(name), decides.get(name, ""))
        for name in dict.fromkeys(_policy_names(metrics, metric))
    )


def _policy_names(metrics: Metrics, metric: Metric) -> list[str]:
    parts = [metrics.catalog.metrics[part] for part in metric.parts]
    return [*metric.policies, *(name for part in parts for name in _policy_names(metrics, part))]


def _everything(metric: Metric) -> Request:
    grain = metric.only_grain or metric.smallest_grain
    return Request((metric.name,), by=metric.needs, grain=grain)


def _latest(metrics: Metrics, metric: Metric, session: Session) -> Latest | None:
    """The last period that had ended by as_of: a month, or longer where its mart is."""
    if metric.blocked_by or metric.needs:
        return None
    counted = metrics.catalog.metrics.get(metric.sample)
    names = [metric.name, *([counted.name] if counted and not counted.blocked_by else [])]
    asked, period = Request(tuple(names)), f"as of {metrics.publication.as_of}"
    if not metric.is_snapshot:
        smallest = max("month", metric.smallest_grain or "month", key=GRAINS.index)
        grain = metric.only_grain or smallest
        first = begin(metrics.publication.as_of, grain)
        if last_day(first, grain) > metrics.publication.as_of:
            first = shifted(first, grain, -1)
        asked = Request(tuple(names), grain=grain, start=first, end=last_day(first, grain))
        period = shown_period(first, grain)
    rows = metrics.query(asked, session).records()
    found = rows[0] if rows else {one: metrics.catalog.metric(one).when_empty for one in names}
    return Latest(period, found[metric.name], found[names[-1]] if names[1:] else None)


def _notes(metrics: Metrics, metric: Metric) -> tuple[str, ...]:
    notes = [f"{metric.name} has no data: {metric.blocked_by}."] if metric.blocked_by else []
    if metric.name in metrics.waits:
        notes.append(f"There is a mart of that name too: gtm explain {MARTS}{metric.name}")
    if metric.needs:
        held = " and ".join(metric.needs)
        notes.append(f"It is not added up over {held}: ask by it, or hold it to one value.")
    return tuple(notes)
