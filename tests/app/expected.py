"""What a page must show, from the metrics themselves."""

from collections.abc import Sequence
from datetime import date, datetime

from gtm_tower.app.views import VIEWS, View
from gtm_tower.metrics import Metric, Metrics, Request
from gtm_tower.metrics.request import Condition, last_day, shifted
from gtm_tower.numbers import shown_short

Chosen = dict[str, str]


def views_of(metrics: Metrics) -> list[View]:
    """The pages that have rows to show, in their order."""
    warehouse = metrics.warehouse
    with warehouse.reader() as session:
        rows = session.query(
            f"select mart from {warehouse.meta_schema}.marts where is_live and row_count > 0"
        )
    full = {mart for (mart,) in rows}
    return [view for view in VIEWS if full.intersection(view.marts)]


def tile(metrics: Metrics, name: str, period: str, chosen: Chosen) -> dict[str, str]:
    """A tile as it must be, where it names this period.

    That is the last complete month, or the last before it that has a value.
    """
    metric = metrics.catalog.metric(name)
    where = conditions(metric, chosen)
    as_of = metrics.publication.as_of
    if metric.is_snapshot:
        answer = metrics.query(Request((name,), where=where))
        value = shown_short(answer.value(name), metric.unit, answer.currency)
        return {"value": value, "period": f"as of {as_of}"}
    last = last_complete_month(as_of)
    first = datetime.strptime(period, "%B %Y").date()
    answer = metrics.query(Request((name,), (), where, "month", first, last_day(last, "month")))
    values = {row["month"]: row[name] for row in answer.records()}
    known = [month for month, value in values.items() if value is not None]
    month = max(known, default=last)
    return {
        "value": shown_short(values.get(month), metric.unit, answer.currency),
        "period": f"{month:%B %Y}",
    }


def tiles(
    metrics: Metrics, shown: dict[str, dict[str, str]], chosen: Chosen | None = None
) -> dict[str, dict[str, str]]:
    """The same for all tiles that are shown, for the filters that are chosen."""
    return {name: tile(metrics, name, one["period"], chosen or {}) for name, one in shown.items()}


def conditions(metric: Metric, chosen: Chosen) -> tuple[Condition, ...]:
    """The chosen filters, as far as the metric has them."""
    return tuple(
        Condition(name, "in", (value,))
        for name, value in chosen.items()
        if name in metric.dimensions
    )


def last_complete_month(as_of: date) -> date:
    """The first day of the last month that had ended."""
    first = as_of.replace(day=1)
    return first if last_day(first, "month") == as_of else shifted(first, "month", -1)


def a_filter(metrics: Metrics, names: Sequence[str]) -> tuple[str, str] | None:
    """A filter that acts on one of the metrics, and one of its values."""
    for dimension in ("segment", "region", "acquisition_channel"):
        for name in names:
            if dimension in metrics.catalog.metric(name).dimensions:
                values = metrics.values(name, dimension)
                if len(values) > 1:
                    return dimension, values[0]
    return None
