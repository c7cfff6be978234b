"""What changed: the headline metrics of a month beside the month and the year before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from gtm_tower.memo.model import Figure, Sentence
from gtm_tower.metrics import Metric, Metrics, request
from gtm_tower.metrics.request import shifted
from gtm_tower.numbers import shown, shown_change
from gtm_tower.stats import wilson_intervals
from gtm_tower.warehouse import Session

HEADLINES = (
    *("mrr", "active_accounts", "new_mrr", "churned_mrr", "ttm_nrr", "ttm_grr", "logo_churn_rate"),
    *("leads", "created_pipeline", "won_deals", "win_rate", "estimated_ltv"),
    *("orders", "order_revenue", "average_order_value", "first_orders", "return_rate"),
    *("media_spend", "cac_paid_media", "cac_fully_loaded", "activation_rate", "sla_breach_rate"),
)
SMALL = 100  # a rate of fewer has its interval beside it


@dataclass(frozen=True)
class Change:
    """A headline metric of the month and its change; `share` is that of a rate too, in size."""

    metric: Metric
    now: Any
    before: Any
    share: float
    is_clear: bool
    sentence: Sentence


def changes(metrics: Metrics, month: date, session: Session) -> list[Change]:
    """One per headline metric that is known in the month and the one before."""
    live = [name for name in HEADLINES if _is_live(metrics, name)]
    found = (_change(metrics, metrics.catalog.metric(name), month, session) for name in live)
    return [change for change in found if change is not None]


def _is_live(metrics: Metrics, name: str) -> bool:
    metric = metrics.catalog.metrics.get(name)
    return metric is not None and not metric.blocked_by


def _change(metrics: Metrics, metric: Metric, month: date, session: Session) -> Change | None:
    names = [metric.name, *([metric.sample] if metric.sample else [])]
    row = _row(metrics, names, month, "previous", session)
    now, before = row.get(metric.name), row.get(f"{metric.name}_previous")
    if now is None or before is None:
        return None
    intervals = _intervals(metrics, metric, month, session)
    is_clear = not intervals or _are_apart(*intervals)
    share = abs(float(now - before)) / abs(float(before)) if before else float(now != before)
    parts = [
        *_said(metrics, metric, row, month, session),
        *_certainty(metrics, metric, row, month, intervals),
    ]
    return Change(metric, now, before, share, is_clear, Sentence((*parts, ".")))


def _said(
    metrics: Metrics, metric: Metric, row: dict[str, Any], month: date, session: Session
) -> Iterator[str | Figure]:
    query = command([metric.name], month, "previous")
    yield f"{metric.label}: "
    yield Figure(shown(row[metric.name], metric.unit, metrics.publication.currency), query)
    yield from _moved(metrics, metric, row, query)
    yield f" {shifted(month, 'month', -1):%B}"
    year = _row(metrics, [metric.name], month, "year_ago", session)
    if year.get(f"{metric.name}_change") is not None:
        yield from _moved(metrics, metric, year, command([metric.name], month, "year_ago"))
        yield f" {shifted(month, 'month', -12):%B %Y}"


def _moved(
    metrics: Metrics, metric: Metric, row: dict[str, Any], query: str
) -> Iterator[str | Figure]:
    """Up or down by how much, in words that a period follows."""
    change, rate = row[f"{metric.name}_change"], row[f"{metric.name}_change_rate"]
    if not change:
        yield ", as in"
        return
    yield ", up " if change > 0 else ", down "
    said = shown_change(abs(change), metric.unit, metrics.publication.currency)
    yield Figure(said.removeprefix("+"), query)
    if rate is not None:
        yield " ("
        yield Figure(f"{abs(rate):.1%}", query)
        yield ")"
    yield " on"


def _certainty(
    metrics: Metrics, metric: Metric, row: dict[str, Any], month: date, intervals: tuple[Any, ...]
) -> Iterator[str | Figure]:
    n = row.get(metric.sample) if metric.sample else None
    if n is None:
        return
    yield " (n = "
    yield Figure(shown(n, "count"), command([metric.sample], month, None))
    yield f" {metrics.catalog.metric(metric.sample).label.lower()}"
    if intervals and n < SMALL:
        now = intervals[1]
        query = command(list(metric.parts), month, None)
        yield ", 95% interval "
        yield Figure(shown(now.low, "rate"), query)
        yield " to "
        yield Figure(shown(now.high, "rate"), query)
    yield ")"
    if row[f"{metric.name}_change"] and intervals and not _are_apart(*intervals):
        yield "; a change of this size can be chance"


def _intervals(metrics: Metrics, metric: Metric, month: date, session: Session) -> tuple[Any, ...]:
    """Of a rate that is a share of things counted: its intervals before and now; else nothing."""
    if metric.unit != "rate" or metric.kind != "ratio":
        return ()
    units = {metrics.catalog.metric(part).unit for part in metric.parts}
    if units != {"count"}:
        return ()
    row = _row(metrics, list(metric.parts), month, "previous", session)
    above, below = metric.parts
    won: list[Any] = [row.get(f"{above}_previous"), row.get(above)]
    n: list[Any] = [row.get(f"{below}_previous"), row.get(below)]
    if None in (*won, *n) or any(w > m for w, m in zip(won, n, strict=True)):
        return ()
    return wilson_intervals(won, n)


def _are_apart(before: Any, now: Any) -> bool:
    return bool(before.high < now.low or now.high < before.low)


def _row(
    metrics: Metrics, names: list[str], month: date, compare: str | None, session: Session
) -> dict[str, Any]:
    text = f"{month:%Y-%m}"
    asked = request(names, grain="month", start=text, end=text, compare=compare)
    rows = metrics.query(asked, session).records()
    return rows[0] if rows else {}


def command(names: list[str], month: date, compare: str | None) -> str:
    """The command that gives the figures of a month."""
    text = f"gtm query {' '.join(names)} --grain month --from {month:%Y-%m} --to {month:%Y-%m}"
    return f"{text} --compare {compare}" if compare else text
