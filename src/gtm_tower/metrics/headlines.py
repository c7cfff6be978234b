"""The metrics a summary leads with, of a month and of the one before."""

from dataclasses import dataclass
from datetime import date

from gtm_tower.metrics.reader import Metrics
from gtm_tower.metrics.request import begin, last_day, request, shifted

HEADLINES = (
    *("mrr", "arr", "active_accounts", "arpa", "ttm_nrr", "ttm_grr", "logo_churn_rate"),
    *("leads", "won_deals", "win_rate"),
    *("orders", "order_revenue", "average_order_value", "first_orders"),
    *("media_spend", "cac_fully_loaded", "estimated_ltv", "cac_paid_media", "sla_breach_rate"),
)


@dataclass(frozen=True)
class Headline:
    """A metric in a month and in the month before; None is unknown."""

    metric: str
    label: str
    unit: str
    value: float | None
    previous: float | None


def last_complete_month(metrics: Metrics) -> date:
    """The first day of the last month that had ended by as_of."""
    as_of = metrics.publication.as_of
    month = begin(as_of, "month")
    return month if last_day(month, "month") <= as_of else shifted(month, "month", -1)


def headlines(metrics: Metrics, month: date) -> list[Headline]:
    """The headlines that have data, of a complete month."""
    live = [one for one in metrics.catalog.live() if one.name in HEADLINES]
    live.sort(key=lambda one: HEADLINES.index(one.name))
    if not live:
        return []
    names = [one.name for one in live]
    asked = request(names, grain="month", start=month, end=month, compare="previous")
    rows = metrics.query(asked).records()
    row = rows[0] if rows else {}
    return [
        Headline(
            *(one.name, one.label, one.unit),
            *(_number(row.get(name)) for name in (one.name, f"{one.name}_previous")),
        )
        for one in live
    ]


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))
