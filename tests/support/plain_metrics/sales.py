"""Deals, the pipeline, leads and what they cost."""

from collections.abc import Callable
from typing import Any

from support.plain_metrics.views import (
    Formula,
    Row,
    Table,
    View,
    any_number,
    counts,
    filled,
    middle,
    number,
    over,
    share,
    sums,
    total,
)

GROUPS = {"segment": "segment", "region": "region", "acquisition_channel": "acquisition_channel"}
UNKNOWN = "unknown (missing)"


def won(row: Row) -> bool:
    """A won deal."""
    return bool(row["state"] == "won")


def lost(row: Row) -> bool:
    """A lost deal."""
    return bool(row["state"] == "lost")


def amount(state: str) -> Formula:
    """Amounts of the deals of a state; not known where no deal at hand has an amount."""

    def formula(view: View) -> object:
        known = [row for row in view.rows if row["amount"] is not None]
        return sum(row["amount"] for row in known if row["state"] == state) if known else None

    return formula


def closed(view: View) -> int | None:
    """Won and lost deals; not known where the company records no lost one."""
    return any_number(view.rows, lambda row: row["is_lost_recorded"] and (won(row) or lost(row)))


DEALS_CREATED = Table(
    "fct_opportunities",
    "created_date",
    GROUPS | {"stage": "stage", "state": "state"},
    {"created_deals": counts(), "created_pipeline": sums("amount")},
)

DEALS_CLOSED = Table(
    "fct_opportunities",
    "closed_date",
    GROUPS | {"stage": "stage", "state": "state"},
    {
        "won_deals": counts(won),
        "lost_deals": counts(lost),
        "won_amount": amount("won"),
        "lost_amount": amount("lost"),
        "closed_deals": closed,
        "win_rate": lambda view: over(number(view.rows, won), closed(view)),
        "average_deal_size": lambda view: over(
            amount("won")(view),
            number(view.rows, lambda row: won(row) and row["amount"] is not None),
        ),
        "sales_cycle": lambda view: over(
            total(view.rows, "sales_cycle_days", won),
            number(view.rows, lambda row: won(row) and row["sales_cycle_days"] is not None),
        ),
        "median_sales_cycle": lambda view: middle(view.rows, "sales_cycle_days", won),
    },
)

PIPELINE = Table(
    "fct_pipeline",
    "date_month",
    GROUPS,
    {
        "open_deals": lambda view: total(
            view.last, "open_count", lambda row: not row["has_only_wins"]
        ),
        "open_pipeline": lambda view: total(
            view.last,
            "open_amount",
            lambda row: row["is_amount_recorded"] and not row["has_only_wins"],
        ),
        "cohort_win_rate": share(
            "cohort_won_count",
            "created_count",
            lambda row: row["is_mature"] and not row["has_only_wins"],
        ),
    },
)

LOSSES = Table(
    "fct_lost_reasons",
    "date_month",
    {"acquisition_channel": "acquisition_channel", "lost_reason": "lost_reason"},
    {"losses": filled("lost_count")},
)

VELOCITY = Table(
    "fct_pipeline_velocity",
    "",
    {},
    {
        "pipeline_velocity": sums("velocity_per_day", lambda row: row["is_total"]),
        "ltv_pipeline_velocity": sums("ltv_velocity_per_day", lambda row: row["is_total"]),
    },
)

CURVE = Table(
    "fct_win_rates",
    "",
    {},
    {
        "curve_win_rate": sums(
            "curve_90_win_rate", lambda row: row["is_total"] and row["period"] == "total"
        )
    },
)


def channel(row: Row) -> Any:
    """The channel of a lead; where that is missing, its origin."""
    return row["origin"] if row["channel"] == UNKNOWN else row["channel"]


LEAD_GROUPS: dict[str, str | Callable[[Row], Any]] = {
    "channel": "channel",
    "origin": "origin",
    "acquisition_channel": channel,
}

FUNNEL = Table(
    "fct_lead_funnel",
    "created_month",
    LEAD_GROUPS,
    {
        "leads": filled("lead_count"),
        "won_leads": sums("won_count"),
        "lost_leads": sums("lost_count"),
        "open_leads": sums("open_count"),
        "leads_without_deal": sums("no_opportunity_count"),
        "lead_to_opportunity_rate": share("cohort_opportunity_count", "cohort_lead_count"),
        "opportunity_to_demo_set_rate": share("cohort_demo_set_count", "cohort_opportunity_count"),
        "demo_set_to_held_rate": share("cohort_demo_held_count", "cohort_demo_set_count"),
        "demo_held_to_won_rate": share("cohort_won_count", "cohort_demo_held_count"),
        "opportunity_to_won_rate": share("cohort_won_count", "cohort_opportunity_count"),
        "lead_to_won_rate": share("cohort_won_count", "cohort_lead_count"),
    },
)


def answered(row: Row) -> bool:
    """A lead with a form of which it is known whether it was answered in time."""
    return row["sla_state"] in ("met", "breached")


def late(view: View) -> int | None:
    """Leads answered late; not known where no answer is."""
    if not number(view.rows, answered):
        return None
    return number(view.rows, lambda row: row["sla_state"] == "breached")


def average(column: str) -> Formula:
    """The mean of what is known."""
    return lambda view: over(
        total(view.rows, column), number(view.rows, lambda row: row[column] is not None)
    )


def stalled(state: str) -> Formula:
    """Leads of a state that stall; not known where no source records work on leads."""

    def formula(view: View) -> int | None:
        if all(row["is_stalled"] is None for row in view.rows):
            return None
        return number(view.rows, lambda row: row["is_stalled"] and row["state"] == state)

    return formula


LEAD_TIMES = Table(
    "fct_sales_velocity",
    "created_month",
    LEAD_GROUPS | {"lead_state": "state", "sla_state": "sla_state"},
    {
        "late_leads": late,
        "late_lead_rate": lambda view: over(late(view), number(view.rows, answered)),
        "speed_to_lead": average("hours_to_first_touch"),
        "median_speed_to_lead": lambda view: middle(view.rows, "hours_to_first_touch"),
        "time_to_demo": average("days_to_demo_set"),
        "average_days_to_revenue": average("days_to_revenue"),
        "median_days_to_revenue": lambda view: middle(view.rows, "days_to_revenue"),
        "stalled_leads": stalled("no opportunity"),
        "stalled_deals": stalled("open"),
    },
)

MILESTONES = Table(
    "fct_milestone_times",
    "",
    {"milestone": "milestone"},
    {"median_days_to_milestone": sums("median_days", lambda row: row["is_total"])},
    always=("milestone",),
)


def by_lead_type(row: Row) -> bool:
    """A row of one lead type, not that of the origin as a whole."""
    return not row["is_origin_total"]


ORIGINS = Table(
    "fct_channel_efficiency",
    "",
    {"origin": "origin", "lead_type": "lead_type"},
    {
        "origin_wins": sums("won_count", by_lead_type),
        "efficiency_index": share("timed_value_points", "sales_days", by_lead_type),
        "quality_score": share("value_points", "won_count", by_lead_type),
        "fast_track_rate": share("fast_track_count", "timed_won_count", by_lead_type),
    },
)


def named_rep(row: Row) -> bool:
    """A month of a representative who is named."""
    return bool(row["period"] != "total" and row["is_rep_known"])


REPS = Table(
    "fct_rep_productivity",
    "date_month",
    {"rep": "rep_id", "role": "role"},
    {
        "rep_wins": sums("won_count", named_rep),
        "wins_per_rep_day": share("won_count", "active_days", named_rep),
    },
    always=("role",),
)


def of_month(row: Row) -> bool:
    """A row of a month, not the total of all of them."""
    return bool(row["period"] != "total")


def per_cost(kind: str, cost: str) -> Formula:
    """Average lifetime value over the cost of a customer, of the same customers."""

    def formula(view: View) -> float | None:
        ltv = share(f"{kind}_ltv", f"{kind}_ltv_count", of_month)(view)
        cac = share(cost, f"{kind}_won_count", of_month)(view)
        return None if ltv is None or not cac else ltv / cac

    return formula


REPORTING = Table(
    "fct_monthly_reporting",
    "date_month",
    {"acquisition_channel": "channel"},
    {
        "cac_media": share("matched_media_spend", "media_won_count", of_month),
        "cac_fully_loaded": share("matched_full_cost", "full_won_count", of_month),
        "estimated_ltv": share("won_ltv", "won_with_ltv_count", of_month),
        "ltv_to_cac_media": per_cost("media", "matched_media_spend"),
        "ltv_to_cac": per_cost("full", "matched_full_cost"),
    },
)


def band(row: Row) -> str:
    """The tens of a score; 100 lies in the last one."""
    score = row["icp_profile_score"]
    if score is None:
        return "not scored"
    low = min(score // 10 * 10, 90)
    return f"{low} to {100 if low == 90 else low + 9}"


def settled(row: Row) -> bool:
    """A lead old enough for what became of it."""
    return row["is_won_within_horizon"] is not None


SCORES = Table(
    "fct_lead_scores",
    "created_month",
    {
        "acquisition_channel": "acquisition_channel",
        "score_state": "score_state",
        "top_reason": "top_reason",
        "score_band": band,
    },
    {
        "settled_win_rate": lambda view: over(
            number(view.rows, lambda row: row["is_won_within_horizon"]),
            number(view.rows, settled),
        )
    },
)

SELLERS = Table(
    "dim_sellers_profile",
    "first_won_date",
    {
        "segment": "segment",
        "acquisition_channel": "origin",
        "icp_profile": "icp_profile",
        "lead_type": "lead_type",
        "business_type": "business_type",
    },
    {"sellers_won": counts()},
)

SALES = (
    *(DEALS_CREATED, DEALS_CLOSED, PIPELINE, LOSSES, VELOCITY, CURVE, FUNNEL),
    *(LEAD_TIMES, MILESTONES, ORIGINS, REPS, REPORTING, SCORES, SELLERS),
)
