"""Customers: which kinds there are, what they are worth, and what to do about each."""

from functools import partial

import streamlit as st

from gtm_tower.app.charts import bars
from gtm_tower.app.components import Board, figure, guarded, not_shown, tiles
from gtm_tower.app.tables import metric_rows
from gtm_tower.app.views import _accounts, _segments

HEADLINES = (
    *("customers", "ordering_customers", "repeat_rate", "average_lifetime_value"),
    *("accounts", "active_accounts", "arpa", "logo_churn_rate", "average_ltv_score"),
)
# title, metric and dimension of what is counted
COUNTED = (
    ("Customers by VIP tier", "scored_customers", "vip_tier"),
    ("Customers by promotion to offer", "scored_customers", "promotion_category"),
    ("Customers by churn state", "customers", "churn_state"),
    ("Customers by kind", "described_customers", "player_type"),
)
TIMES = ("time_to_first_deposit", "time_to_first_purchase")
PARTS = {"customer_segmentation": "segments of customers", "dim_account": "accounts"}


def show(board: Board) -> None:
    """Tiles, then what there is of segments, tiers, kinds and accounts."""
    # a time that nobody has is no tile
    times = [name for name in board.live(TIMES) if board.answer([name]).value(name) is not None]
    tiles(board, (*HEADLINES, *times))
    if board.is_live("segmented_customers"):
        _segments.show(board)
    counted = [one for one in COUNTED if board.is_live(one[1])]
    for start in range(0, len(counted), 2):
        for place, one in zip(st.columns(2), counted[start : start + 2], strict=False):
            with place, guarded():
                _counted(board, *one)
    if board.is_live("average_ltv_score"):
        with guarded():
            names = ["scored_customers", "average_ltv_score"]
            metric_rows(board, "LTV score by VIP tier", names, ["vip_tier"])
    if times:
        with guarded():
            names = [name for one in times for name in (one, board.metric(one).sample)]
            metric_rows(board, "Time to pay, by first touch", names, ["first_touch_channel"])
    if board.is_live("accounts"):
        _accounts.show(board)
    not_shown(board, PARTS)


def _counted(board: Board, title: str, name: str, by: str) -> None:
    metric = board.metric(name)
    draw = partial(bars, category=by, value=name, title=metric.label, unit=metric.unit)
    figure(board, title, draw, board.frame([name], by=[by]), about=[name])
