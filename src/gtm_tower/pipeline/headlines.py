"""The numbers a summary leads with, read from the published marts."""

from dataclasses import dataclass
from datetime import date

from gtm_tower.warehouse import Session, Warehouse


@dataclass(frozen=True)
class Headline:
    """A metric in a month and in the month before; None is unknown.

    Unit: money, rate, ratio or count.
    """

    label: str
    unit: str
    value: float | None
    previous: float | None


@dataclass(frozen=True)
class _Metric:
    """Sums over the rows of a mart in a month, divided last; `month` is the column that says it."""

    label: str
    unit: str
    mart: str
    numerator: str
    denominator: str = "1"
    month: str = "date_month"


REVENUE, REPORTING, FUNNEL = "fct_revenue_summary", "fct_monthly_reporting", "fct_lead_funnel"
SPEND, ORDERS = "int_channel_spend", "orders"
METRICS = (
    _Metric("MRR", "money", REVENUE, "sum(mrr)"),
    _Metric("ARR", "money", REVENUE, "sum(arr)"),
    _Metric("Customers", "count", REVENUE, "sum(account_count)"),
    _Metric("Revenue per account", "money", REVENUE, "sum(mrr)", "sum(account_count)"),
    _Metric("NRR, 12 months", "rate", REVENUE, "sum(ttm_retained_mrr)", "sum(ttm_opening_mrr)"),
    _Metric("GRR, 12 months", "rate", REVENUE, "sum(ttm_kept_mrr)", "sum(ttm_opening_mrr)"),
    _Metric(
        "Logo churn", "rate", REVENUE, "sum(churned_account_count)", "sum(opening_account_count)"
    ),
    _Metric("Leads", "count", FUNNEL, "sum(lead_count)", month="created_month"),
    _Metric("Deals won", "count", "fct_pipeline", "sum(won_count)"),
    _Metric(
        "Win rate, closed",
        "rate",
        "fct_win_rates",
        "max(case when is_total then closed_win_rate end)",
    ),
    _Metric("Orders", "count", ORDERS, "count(*)", month="ordered_month"),
    _Metric("Revenue of orders", "money", ORDERS, "sum(amount)", month="ordered_month"),
    _Metric("Average order", "money", ORDERS, "sum(amount)", "count(amount)", "ordered_month"),
    _Metric(
        "First orders",
        "count",
        ORDERS,
        "count(case when is_first_order then 1 end)",
        month="ordered_month",
    ),
    _Metric("Media spend", "money", SPEND, "sum(case when cost_type = 'media' then amount end)"),
    _Metric(
        "CAC, fully loaded", "money", REPORTING, "sum(matched_full_cost)", "sum(full_won_count)"
    ),
    _Metric("Lifetime value", "money", REPORTING, "sum(won_ltv)", "sum(won_with_ltv_count)"),
    _Metric(
        "CAC, paid media",
        "money",
        "fct_cac_ltv",
        "sum(matched_spend)",
        "sum(matched_customer_count)",
    ),
    _Metric(
        "SLA breaches",
        "rate",
        "fct_support",
        "sum(sla_breached_count)",
        "sum(sla_met_count + sla_breached_count)",
    ),
)


def last_complete_month(session: Session, warehouse: Warehouse) -> date | None:
    """The last month that had ended by as_of; None if there is none."""
    rows = session.query(
        f"select max(date_month) from {warehouse.marts_schema}.dim_date where is_complete_month"
    )
    found: date | None = rows[0][0]
    return found


def headlines(session: Session, warehouse: Warehouse, month: date) -> list[Headline]:
    """The headline metrics of a month whose marts are live, each beside the month before."""
    year, index = divmod(month.year * 12 + month.month - 2, 12)
    before = date(year, index + 1, 1)
    live = {
        str(name)
        for (name,) in session.query(
            f"select mart from {warehouse.meta_schema}.marts where is_live"
        )
    }
    found = []
    for metric in METRICS:
        if metric.mart not in live:
            continue
        rows = session.query(
            f"select {metric.month}, {metric.numerator} * 1.0 / nullif({metric.denominator}, 0)"
            f" from {warehouse.marts_schema}.{metric.mart}"
            f" where {metric.month} in (cast(? as date), cast(? as date)) group by 1",
            [month.isoformat(), before.isoformat()],
        )
        values = {row[0]: None if row[1] is None else float(row[1]) for row in rows}
        found.append(Headline(metric.label, metric.unit, values.get(month), values.get(before)))
    return found
