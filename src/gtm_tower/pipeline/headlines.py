"""The numbers a summary leads with, read from the published marts."""

from dataclasses import dataclass
from datetime import date

from gtm_tower.warehouse import Session, Warehouse


@dataclass(frozen=True)
class Headline:
    """A metric in a month and in the month before; None is unknown. Unit: money, rate or count."""

    label: str
    unit: str
    value: float | None
    previous: float | None


# label, unit, mart, numerator and denominator: sums are added up and divided last
HEADLINES = (
    ("MRR", "money", "fct_revenue_summary", "sum(mrr)", "1"),
    ("ARR", "money", "fct_revenue_summary", "sum(arr)", "1"),
    ("Customers", "count", "fct_revenue_summary", "sum(account_count)", "1"),
    ("Revenue per account", "money", "fct_revenue_summary", "sum(mrr)", "sum(account_count)"),
    (
        "NRR, 12 months",
        "rate",
        "fct_revenue_summary",
        "sum(ttm_retained_mrr)",
        "sum(ttm_opening_mrr)",
    ),
    ("GRR, 12 months", "rate", "fct_revenue_summary", "sum(ttm_kept_mrr)", "sum(ttm_opening_mrr)"),
    (
        "Logo churn",
        "rate",
        "fct_revenue_summary",
        "sum(churned_account_count)",
        "sum(opening_account_count)",
    ),
    ("Win rate, closed", "rate", "fct_pipeline", "sum(won_count)", "sum(won_count + lost_count)"),
    (
        "CAC, paid media",
        "money",
        "fct_cac_ltv",
        "sum(case when has_spend_data then spend end)",
        "sum(case when has_spend_data then new_customer_count end)",
    ),
    (
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
    """The headline metrics of a month, each beside the month before."""
    year, index = divmod(month.year * 12 + month.month - 2, 12)
    before = date(year, index + 1, 1)
    found = []
    for label, unit, mart, numerator, denominator in HEADLINES:
        rows = session.query(
            f"select date_month, {numerator} * 1.0 / nullif({denominator}, 0)"
            f" from {warehouse.marts_schema}.{mart}"
            " where date_month in (cast(? as date), cast(? as date)) group by 1",
            [month.isoformat(), before.isoformat()],
        )
        values = {row[0]: None if row[1] is None else float(row[1]) for row in rows}
        found.append(Headline(label, unit, values.get(month), values.get(before)))
    return found
