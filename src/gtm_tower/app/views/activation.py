"""Activation: do new users get value, and how fast?"""

from functools import partial

import streamlit as st

from gtm_tower.app.charts import lines, stacked
from gtm_tower.app.components import Board, figure, guarded, tiles
from gtm_tower.app.tables import in_period, mart_rows
from gtm_tower.app.views._groups import show_rate

TIMES = {
    "date_month": ("created", "month"),
    "segment": ("segment", "text"),
    "region": ("region", "text"),
    "acquisition_channel": ("channel", "text"),
    "user_count": ("users, n", "count"),
    "km_median_days_to_value": ("days, curve", "days"),
    "median_days_to_value": ("days, plain", "days"),
    "is_too_small": ("note", "text"),
}
CELLS = 100


def show(board: Board) -> None:
    """Tiles, the rate by month and group, time to value, new users."""
    tiles(board, ("new_users", "activation_rate", "activated_users"))
    left, right = st.columns(2)
    with left, guarded():
        _rate(board)
    with right, guarded():
        draw = partial(stacked, value="new_users", title="new users", unit="count", by="segment")
        found = board.frame(["new_users"], by=["segment"], grain="month")
        figure(board, "New users by segment", draw, found, about=["new_users"])
    for place, by in zip(st.columns(2), ("segment", "acquisition_channel"), strict=True):
        with place, guarded():
            show_rate(board, "activation_rate", by, f"Activation by {by.replace('_', ' ')}")
    with guarded():
        _times(board)


def _rate(board: Board) -> None:
    names = ["activation_rate", "mature_users", "new_users"]
    found = board.frame(names, grain="month")
    # a month is whole when all its users have had their time
    found["is_complete"] = found["mature_users"] == found["new_users"]
    lacking = found[found["activation_rate"].isna()]["month"]
    found = found[found["activation_rate"].notna()]
    figure(
        board,
        "Activation rate by month of creation",
        partial(lines, value="activation_rate", title="activated in time", unit="rate"),
        found,
        about=names[:2],
        note="A hollow point is a month some of whose users are too young to count; it may move.",
    )
    if len(lacking):
        months = ", ".join(f"{month:%b %Y}" for month in lacking)
        st.caption(f"No rate for {months}: too young, or from before the product events.")


def _times(board: Board) -> None:
    found = in_period(board, board.table("fct_activation", is_observed=True))
    found = found.sort_values("user_count", ascending=False)
    few = board.version.metrics.publication.settings["min_group_size"]
    found = found.assign(is_too_small=found["user_count"] < few)
    mart_rows(
        board,
        "Days to value of users created in the period",
        "fct_activation",
        found.head(CELLS),
        TIMES,
        note=f"The {min(CELLS, len(found))} largest of {len(found)} groups; medians of groups"
        " cannot be added up. The median of the curve (Kaplan-Meier) counts users who have not"
        " got there yet and is empty where less than half have; the plain one leaves them out and"
        f" favours the fast. Fewer than {few} users are too small to judge.",
    )
