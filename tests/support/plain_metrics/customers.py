"""Customers, orders, products, persons and what earned a conversion."""

from collections.abc import Callable
from datetime import date
from typing import Any

from support.plain_metrics.views import (
    Formula,
    Row,
    Rows,
    Table,
    View,
    any_number,
    counts,
    day_of,
    first_day,
    middle,
    next_day,
    number,
    over,
    share,
    sums,
    total,
)


def paid(row: Row) -> bool:
    """An order with a payment."""
    return bool(row["payment_count"])


def returned(row: Row) -> bool:
    """A returned order."""
    return bool(row["is_returned"])


def buyers(rows: Rows) -> int:
    """Different customers."""
    return len({row["customer_id"] for row in rows})


def of_a_year(formula: Callable[[Rows], Any]) -> Formula:
    """Of the twelve months that end with the period; not known where the data do not go back."""

    def found(view: View) -> Any:
        assert view.end is not None
        assert view.start is not None
        month_before = date(view.end.year - 1, view.end.month, 1)
        if first_day(view.start, "month") > next_day(month_before, "month"):
            return None
        return formula([row for row in view.past if later_month(row, month_before)])

    return found


def later_month(row: Row, month: date) -> bool:
    """Whether an order lies in a later month."""
    day = day_of(row, "ordered_date")
    return day is not None and first_day(day, "month") > month


ORDERS = Table(
    "orders",
    "ordered_date",
    {
        "channel": "channel",
        "campaign": "campaign",
        "category": "category",
        "product_name": "product_name",
        "order_status": "status_group",
        "primary_method": "primary_method",
    },
    {
        "orders": counts(),
        "order_revenue": sums("amount"),
        "average_order_value": lambda view: over(
            total(view.rows, "amount"), number(view.rows, lambda row: row["is_amount_known"])
        ),
        "buyers": lambda view: buyers(view.rows),
        "first_orders": counts(lambda row: row["is_first_order"]),
        "returned_orders": counts(returned),
        "return_rate": lambda view: over(number(view.rows, returned), len(view.rows)),
        "promotional_amount": sums("promotional_amount"),
        "paid_amount": sums("paid_amount"),
        "promotional_rate": lambda view: over(
            total(view.rows, "promotional_amount"), total(view.rows, "amount", paid)
        ),
    },
)

CUMULATIVE = Table(
    "orders",
    "ordered_date",
    {"channel": "channel", "order_status": "status_group"},
    {
        "orders_ttm": of_a_year(len),
        "order_revenue_ttm": of_a_year(lambda rows: total(rows, "amount")),
        "buyers_ttm": of_a_year(buyers),
    },
    looking_back=("orders_ttm", "order_revenue_ttm", "buyers_ttm"),
)

CUSTOMERS_NOW = Table(
    "customers",
    "",
    {"country": "country", "churn_state": "churn_state"},
    {
        "customers": counts(),
        "ordering_customers": lambda view: any_number(view.rows, lambda row: row["order_count"]),
        "repeat_customers": lambda view: any_number(
            view.rows, lambda row: row["is_repeat_customer"]
        ),
        "repeat_rate": lambda view: over(
            any_number(view.rows, lambda row: row["order_count"] > 1),
            number(view.rows, lambda row: row["order_count"]),
        ),
        "lifetime_value": sums("lifetime_value"),
        "average_lifetime_value": lambda view: over(
            total(view.rows, "lifetime_value"),
            number(
                view.rows,
                lambda row: row["order_count"] and row["lifetime_value"] is not None,
            ),
        ),
    },
)

SEGMENTS = Table(
    "customer_segmentation",
    "",
    {
        "customer_segment": "segment",
        "recommended_action": "recommended_action",
        "r_score": "r_score",
        "f_score": "f_score",
        "m_score": "m_score",
    },
    {"segmented_customers": counts(), "segment_value": sums("monetary")},
)

SCORES = Table(
    "customer_ltv_scoring",
    "",
    {"vip_tier": "vip_tier", "promotion_category": "promotion_category"},
    {
        "scored_customers": counts(lambda row: row["ltv_score"] is not None),
        "average_ltv_score": lambda view: over(
            total(view.rows, "ltv_score"),
            number(view.rows, lambda row: row["ltv_score"] is not None),
        ),
    },
)

PRODUCTS = Table(
    "product_performance",
    "",
    {
        "category": "category",
        "abc_category": "abc_category",
        "product_status": "product_status",
        "lifecycle_stage": "lifecycle_stage",
    },
    {
        "products": lambda view: any_number(view.rows, lambda row: row["is_product"]),
        "product_revenue": sums("total_revenue", lambda row: row["is_product"]),
    },
)

DESCRIBED = Table(
    "dim_customer",
    "",
    {
        "player_type": "player_type",
        "first_touch_channel": "first_touch_channel",
        "country": "country",
    },
    {
        "described_customers": counts(),
        "time_to_first_deposit": lambda view: middle(view.rows, "days_to_first_deposit"),
        "time_to_first_purchase": lambda view: middle(view.rows, "days_to_first_purchase"),
    },
)


def ended(row: Row) -> bool:
    """A month of a cohort that has ended."""
    return bool(row["is_complete"])


def valued(row: Row) -> bool:
    """One by which the worth of an order is known."""
    return ended(row) and row["cumulative_revenue"] is not None


COHORTS = Table(
    "customer_cohorts",
    "date_month",
    {"months_since": "months_since", "cohort_month": lambda row: row["cohort_month"].isoformat()},
    {
        "purchase_retention_rate": share("active_count", "cohort_size", ended),
        "cohort_ltv": share("cumulative_revenue", "cohort_size", valued),
    },
    always=("months_since",),
)

PERSONS = Table(
    "dim_person",
    "first_seen_date",
    {},
    {
        "persons": counts(),
        "known_persons": counts(lambda row: row["is_known"]),
        "known_person_rate": lambda view: over(
            number(view.rows, lambda row: row["is_known"]), len(view.rows)
        ),
    },
)

TOUCHES = Table(
    "fct_touchpoints",
    "touched_date",
    {"channel": "channel", "campaign": "campaign", "origin": "origin"},
    {"touches": counts()},
)

CONVERSIONS = Table(
    "fct_conversions",
    "converted_date",
    {"conversion_type": "conversion_type"},
    {"conversions": counts(), "conversion_value": sums("value")},
    always=("conversion_type",),
)


def credit(view: View) -> float:
    """Conversions credited."""
    return float(sum(row["credit"] for row in view.rows))


CREDITS = Table(
    "fct_attribution",
    "converted_date",
    {
        "model": "model",
        "conversion_type": "conversion_type",
        "channel": "channel",
        "campaign": "campaign",
        "origin": "origin",
    },
    {"attributed_conversions": credit, "attributed_value": sums("value")},
    always=("model", "conversion_type"),
)


def costed(row: Row) -> bool:
    """A campaign with spend."""
    return row["spend"] is not None


CAMPAIGNS = Table(
    "marketing_attribution",
    "",
    {
        "model": "model",
        "conversion_type": "conversion_type",
        "channel": "channel",
        "campaign": "campaign",
        "performance_category": "performance_category",
    },
    {
        "attributed_roas": share("value", "spend", costed),
        "cost_per_conversion": share("spend", "conversions", costed),
    },
    always=("model", "conversion_type"),
)

CUSTOMERS: tuple[Table, ...] = (
    *(ORDERS, CUMULATIVE, CUSTOMERS_NOW, SEGMENTS, SCORES, PRODUCTS, DESCRIBED, COHORTS),
    *(PERSONS, TOUCHES, CONVERSIONS, CREDITS, CAMPAIGNS),
)
