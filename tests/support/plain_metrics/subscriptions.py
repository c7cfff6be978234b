"""MRR and its movements, unit economics, product use and support."""

from datetime import date
from decimal import Decimal

from support.plain_metrics.views import (
    Condition,
    Formula,
    Row,
    Table,
    View,
    counts,
    ends,
    filled,
    number,
    over,
    share,
    sums,
    total,
)

GROUPS = {"segment": "segment", "region": "region", "acquisition_channel": "acquisition_channel"}
ZERO = Decimal()
MOVED = ("new_mrr", "expansion_mrr", "reactivation_mrr")
LOST = ("contraction_mrr", "churned_mrr")


def gained(view: View) -> Decimal:
    """New, expansion and reactivation MRR."""
    return sum((total(view.rows, column) or ZERO for column in MOVED), ZERO)


def lost(view: View) -> Decimal:
    """Contraction and churned MRR."""
    return sum((total(view.rows, column) or ZERO for column in LOST), ZERO)


def churn_based_ltv(view: View) -> float | None:
    """Revenue per account (gross margin 1) over the share of customers that left."""
    arpa = over(total(view.last, "mrr"), total(view.last, "account_count"))
    churn = over(
        total(view.rows, "churned_account_count") or 0, total(view.first, "opening_account_count")
    )
    return arpa / churn if arpa is not None and churn else None


REVENUE = Table(
    "fct_revenue_summary",
    "date_month",
    GROUPS,
    {
        "mrr": ends("mrr"),
        "arr": lambda view: 12 * (total(view.last, "mrr") or 0),
        "recurring_revenue": sums("mrr"),
        "opening_mrr": lambda view: total(view.first, "opening_mrr") or 0,
        "first_observed_mrr": filled("first_observed_mrr"),
        "new_mrr": filled("new_mrr"),
        "reactivation_mrr": filled("reactivation_mrr"),
        "expansion_mrr": filled("expansion_mrr"),
        "contraction_mrr": filled("contraction_mrr"),
        "churned_mrr": filled("churned_mrr"),
        "gained_mrr": gained,
        "lost_mrr": lost,
        "net_new_mrr": lambda view: gained(view) - lost(view),
        "quick_ratio": lambda view: over(gained(view), lost(view)),
        "nrr": lambda view: over(total(view.rows, "retained_mrr"), total(view.rows, "opening_mrr")),
        "grr": share("kept_mrr", "opening_mrr"),
        "ttm_nrr": lambda view: over(
            total(view.last, "ttm_retained_mrr"), total(view.last, "ttm_opening_mrr")
        ),
        "ttm_grr": lambda view: over(
            total(view.last, "ttm_kept_mrr"), total(view.last, "ttm_opening_mrr")
        ),
        "active_accounts": ends("account_count"),
        "opening_accounts": lambda view: total(view.first, "opening_account_count") or 0,
        "new_accounts": filled("new_account_count"),
        "returned_accounts": filled("returned_account_count"),
        "churned_accounts": filled("churned_account_count"),
        "logo_churn_rate": share("churned_account_count", "opening_account_count"),
        "arpa": lambda view: over(total(view.last, "mrr"), total(view.last, "account_count")),
        "churn_based_ltv": churn_based_ltv,
    },
    of_month=("nrr", "grr", "logo_churn_rate", "churn_based_ltv"),
)

ACCOUNTS = Table(
    "dim_account",
    "",
    GROUPS
    | {
        "customer_state": "customer_state",
        "plan": lambda row: row["current_plan"] or "no live subscription",
        "country": "country",
        "industry": "industry",
        "company_size": "company_size",
    },
    {"accounts": counts()},
)

COSTS = Table(
    "int_channel_spend",
    "date_month",
    {"acquisition_channel": "channel", "cost_type": "cost_type"},
    {
        "media_spend": sums("amount", lambda row: row["cost_type"] == "media"),
        "sales_cost": sums("amount", lambda row: row["cost_type"] != "media"),
        "total_cost": sums("amount"),
    },
)


def of_month(row: Row) -> bool:
    """A row of a month, not the total of all of them."""
    return bool(row["period"] != "total")


def has_cost(age: int) -> Condition:
    """Months old enough whose cost is known."""
    return lambda row: of_month(row) and row[f"spend_{age}m"] is not None


def paid_back(age: int) -> Formula:
    """Margin over cost, of the same customers; not known without a customer."""

    def formula(view: View) -> float | None:
        known = [row for row in view.rows if has_cost(age)(row)]
        if not total(known, f"customer_count_{age}m"):
            return None
        return over(total(known, f"margin_{age}m"), total(known, f"spend_{age}m"))

    return formula


def ltv(age: int) -> Formula:
    """Margin per customer old enough, where no cost is missing that the channel should have."""

    def counted(row: Row) -> bool:
        lacks = row["has_spend_data"] and row[f"spend_{age}m"] is None
        return of_month(row) and not lacks

    return share(f"margin_{age}m", f"customer_count_{age}m", counted)


CAC = Table(
    "fct_cac_ltv",
    "date_month",
    {"acquisition_channel": "acquisition_channel"},
    {
        "cac_paid_media": share("matched_spend", "matched_customer_count", of_month),
        "roas": share("matched_revenue", "matched_spend", of_month),
        "ltv_6m": ltv(6),
        "ltv_12m": ltv(12),
        "ltv_to_cac_6m": paid_back(6),
        "ltv_to_cac_12m": paid_back(12),
        "cac_payback_months": share("spend_1m", "margin_1m", has_cost(1)),
    },
)

ACTIVATION = Table(
    "fct_activation",
    "date_month",
    GROUPS,
    {
        "new_users": filled("user_count"),
        "activated_users": sums("activated_user_count"),
        "activation_rate": share("activated_user_count", "mature_user_count"),
    },
)


def cohort(kind: str) -> Condition:
    """Cells that have ended, of true cohorts of a kind."""
    return lambda row: (
        row["cohort_type"] == kind and row["is_complete"] and not row["is_truncated_cohort"]
    )


def first_of(row: Row) -> str:
    """The month of a cohort as text."""
    month: date = row["cohort_month"]
    return month.isoformat()


RETENTION = Table(
    "fct_retention",
    "date_month",
    GROUPS | {"months_since": "months_since", "cohort_month": first_of},
    {
        "customer_retention_rate": share("active_count", "cohort_size", cohort("customer")),
        "user_retention_rate": share("active_count", "cohort_size", cohort("user")),
        "mrr_retention_rate": share("retained_mrr", "cohort_mrr", cohort("customer")),
    },
    always=("months_since",),
)

DRIVERS = Table(
    "fct_churn_drivers",
    "",
    {"driver": "driver", "bucket": "bucket"},
    {"driver_churn_rate": share("churned_account_months", "account_months")},
    always=("driver",),
)

SUPPORT = Table(
    "fct_support",
    "date_month",
    GROUPS | {"category": "category", "severity": "severity"},
    {
        "tickets": filled("ticket_count"),
        "open_tickets": filled("open_count"),
        "resolved_tickets": filled("resolved_count"),
        "breached_tickets": filled("sla_breached_count"),
        "sla_breach_rate": lambda view: over(
            total(view.rows, "sla_breached_count"),
            sum(row["sla_breached_count"] + row["sla_met_count"] for row in view.rows),
        ),
        "time_to_resolution": share("resolution_hours", "resolved_count"),
        "time_to_first_reply": share("first_reply_hours", "replied_count"),
    },
)

ANOMALIES = Table(
    "fct_anomalies",
    "date_month",
    {"watched": "metric", "direction": "direction", "severity": "severity"},
    {
        "unusual_changes": lambda view: (
            number(view.rows, lambda row: row["is_unusual"])
            if any(row["is_unusual"] is not None for row in view.rows)
            else None
        )
    },
)

ACTIONS = Table(
    "actions",
    "",
    {"rule": "rule", "severity": "severity", "subject_kind": "subject_kind"},
    {"recommended_actions": counts()},
)

SUBSCRIPTIONS = (
    *(REVENUE, ACCOUNTS, COSTS, CAC, ACTIVATION),
    *(RETENTION, DRIVERS, SUPPORT, ANOMALIES, ACTIONS),
)
