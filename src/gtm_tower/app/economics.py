"""What the page about acquisition shows, shaped for its charts."""

from collections.abc import Sequence

import pandas as pd

from gtm_tower.app.components import Board

TILES = (
    *("media_spend", "sales_cost", "cac_paid_media", "cac_media", "cac_fully_loaded"),
    *("ltv_12m", "ltv_to_cac_12m", "estimated_ltv", "ltv_to_cac"),
)
CACS = {
    "cac_paid_media": "of customers, media",
    "cac_media": "of deals, media",
    "cac_fully_loaded": "of deals, fully loaded",
}
WORTH = (
    *("media_spend", "sales_cost", "account_wins", "cac_paid_media", "ltv_6m", "ltv_12m"),
    *("ltv_to_cac_12m", "roas", "media_won_deals", "cac_media", "full_won_deals"),
    *("cac_fully_loaded", "estimated_ltv", "ltv_to_cac_media", "ltv_to_cac"),
)
PARTS = {
    "int_channel_spend": "costs",
    "fct_cac_ltv": "payback of customers",
    "fct_monthly_reporting": "cost and worth of won deals",
    "fct_channel_value": "LTV to CAC with its interval",
    "fct_budget_recommendation": "the budget",
    "fct_channel_efficiency": "origins",
    "fct_rep_productivity": "representatives",
}
COHORT_AGES = (1, 2, 3, 6, 9, 12, 15, 18, 24)
AGES = (1, 3, 6, 12, 24)
AGE_NOTE = (
    "Of all months. An age is of the customers that are old enough, so the customers differ from"
    " age to age; n is in the tooltip."
)
TOTAL_NOTE = "Over all months, whatever the period of the page."
SPENDS = {"now": "current", "then": "recommended"}
VALUE = {
    "channel": ("Channel", "text"),
    "cost_basis": ("Cost basis", "text"),
    "cost": ("Cost", "money"),
    "won_count": ("Won", "count"),
    "cac": ("CAC", "money"),
    "average_ltv": ("LTV", "money"),
    "won_with_ltv_count": ("n of the LTV", "count"),
    "ltv_to_cac": ("LTV:CAC", "ratio"),
    "ltv_to_cac_lower": ("from", "ratio"),
    "ltv_to_cac_upper": ("to", "ratio"),
    "is_too_small": ("Note", "text"),
}
PAYBACK = {
    "acquisition_channel": ("Channel", "text"),
    "payback_months": ("Paid back after, months", "count"),
    "payback_state": ("State", "text"),
    "spend": ("Spend", "money"),
    "matched_customer_count": ("Customers (n)", "count"),
    "cac_paid_media": ("CAC", "money"),
    "roas": ("ROAS", "ratio"),
    "ltv_6m": ("LTV, 6 months", "money"),
    "customer_count_6m": ("n, 6 months", "count"),
    "ltv_to_cac_6m": ("LTV:CAC, 6 months", "ratio"),
    "ltv_12m": ("LTV, 12 months", "money"),
    "customer_count_12m": ("n, 12 months", "count"),
    "ltv_to_cac_12m": ("LTV:CAC, 12 months", "ratio"),
}
MONTHS = {
    "date_month": ("Month", "month"),
    "channel": ("Channel", "text"),
    "media_spend": ("Media", "money"),
    "sales_cost": ("Sales cost", "money"),
    "lead_count": ("Leads", "count"),
    "opportunity_count": ("Deals", "count"),
    "demo_set_count": ("Demos set", "count"),
    "demo_held_count": ("Demos held", "count"),
    "won_count": ("Won (n)", "count"),
    "cac_media": ("CAC, media", "money"),
    "cac_fully_loaded": ("CAC, full", "money"),
    "average_ltv": ("LTV", "money"),
    "ltv_to_cac_media": ("LTV:CAC, media", "ratio"),
    "ltv_to_cac": ("LTV:CAC, full", "ratio"),
}
BUDGET = {
    "channel": ("Channel", "text"),
    "current_spend": ("Now", "money"),
    "recommended_spend": ("Recommended", "money"),
    "shift": ("Change", "money"),
    "expected_wins_now": ("Wins now", "ratio"),
    "expected_wins_then": ("Wins then", "ratio"),
    "expected_wins_then_lower": ("from", "ratio"),
    "expected_wins_then_upper": ("to", "ratio"),
    "expected_gain": ("Gain", "ratio"),
    "expected_gain_lower": ("from ", "ratio"),
    "expected_gain_upper": ("to ", "ratio"),
    "won_count": ("Won (n)", "count"),
    "method": ("How it is known", "medium"),
    "statement": ("Recommendation", "large"),
}
ORIGINS = {
    "origin": ("Origin", "text"),
    "strategic_quadrant": ("Quadrant", "text"),
    "lead_count": ("Leads", "count"),
    "won_count": ("Won (n)", "count"),
    "conversion_rate": ("Conversion", "rate"),
    "conversion_ci_low": ("from", "rate"),
    "conversion_ci_high": ("to", "rate"),
    "quality_score": ("Quality", "ratio"),
    "average_days_to_revenue": ("Days to revenue", "days"),
    "median_days_to_revenue": ("Median days", "days"),
    "fast_track_rate": ("Fast track", "rate"),
    "efficiency_index": ("Efficiency", "ratio"),
    "efficiency_ci_low": ("from ", "ratio"),
    "efficiency_ci_high": ("to ", "ratio"),
    "is_too_small": ("Note", "text"),
}
REPS = {
    "rep_id": ("Representative", "id"),
    "won_count": ("Won (n)", "count"),
    "active_days": ("Days at work", "count"),
    "wins_per_day": ("Wins per day", "ratio"),
    "revenue": ("Revenue", "money"),
    "revenue_per_day": ("Revenue per day", "money"),
    "average_days_to_revenue": ("Days to revenue", "days"),
    "fast_track_rate": ("Fast track", "rate"),
    "is_too_small": ("Note", "text"),
}


def by_channel(board: Board, metrics: Sequence[str]) -> pd.DataFrame:
    """One row per channel and CAC that has a value: `cost` names it."""
    wide = board.frame(metrics, by=["acquisition_channel"])
    frame = wide.melt(["acquisition_channel"], var_name="cost", value_name="value")
    frame["cost"] = frame["cost"].map(CACS)
    return frame.dropna(subset=["value"]).sort_values("value", ascending=False)


def by_age(totals: pd.DataFrame) -> pd.DataFrame:
    """One row per channel and age in months that has customers: `ltv`, `cac` and `n`."""
    names = {"ltv": "ltv_{}m", "cac": "cac_{}m", "n": "customer_count_{}m"}
    frames = [
        totals[["acquisition_channel"]].assign(
            age=age, **{name: totals[column.format(age)] for name, column in names.items()}
        )
        for age in AGES
    ]
    return pd.concat(frames).dropna(subset=["ltv"]).astype({"ltv": float})


def wins(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per channel and spend, now or then, with the wins expected and their interval."""
    frames = [
        pd.DataFrame(
            {
                "channel": frame["channel"],
                "at": label,
                "wins": frame[f"expected_wins_{at}"],
                "low": frame[f"expected_wins_{at}_lower"],
                "high": frame[f"expected_wins_{at}_upper"],
            }
        )
        for at, label in SPENDS.items()
    ]
    return pd.concat(frames).dropna(subset=["wins"])
