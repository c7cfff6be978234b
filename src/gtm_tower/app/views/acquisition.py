"""Acquisition: what channels cost, what their customers are worth, and where the budget goes."""

from functools import partial

import streamlit as st

from gtm_tower.app import economics, sales
from gtm_tower.app.charts import lines, stacked
from gtm_tower.app.comparisons import grouped
from gtm_tower.app.components import Board, figure, guarded, not_shown, tiles
from gtm_tower.app.tables import by_channel, in_period, mart_rows, metric_rows
from gtm_tower.app.views._budget import show_budget
from gtm_tower.app.views._origins import show_origins, show_reps
from gtm_tower.app.views._worth import show_payback, show_value

CHANNEL = "acquisition_channel"


def show(board: Board) -> None:
    """Tiles, cost and worth by channel, payback, the months, the budget, origins and people."""
    known = [name for name in economics.TILES if sales.is_known(board, name)]
    if known:
        tiles(board, known)
    if board.is_live("total_cost"):
        left, right = st.columns(2)
        with left, guarded():
            _spend(board, CHANNEL, "Cost by channel")
        with right, guarded():
            _spend(board, "cost_type", "Cost by type")
    if board.live(economics.CACS):
        _cac(board, board.live(economics.CACS))
    parts = {
        "fct_channel_value": show_value,
        "fct_cac_ltv": show_payback,
        "fct_monthly_reporting": _months,
        "fct_budget_recommendation": show_budget,
        "fct_channel_efficiency": show_origins,
        "fct_rep_productivity": show_reps,
    }
    for mart, show_part in parts.items():
        if board.version.has(mart):
            with guarded():
                show_part(board)
    not_shown(board, economics.PARTS)


def _spend(board: Board, by: str, title: str) -> None:
    draw = partial(stacked, value="total_cost", title="cost", unit="money", by=by)
    frame = board.frame(["total_cost"], by=[by], grain="month")
    figure(board, title, draw, frame, ["total_cost", "media_spend", "sales_cost"])


def _cac(board: Board, costs: list[str]) -> None:
    left, right = st.columns(2)
    with left, guarded():
        frame = economics.by_channel(board, costs)
        draw = partial(grouped, category=CHANNEL, value="value", by="cost", title="CAC")
        figure(board, "CAC by channel", partial(draw, unit="money"), frame, costs)
    with right, guarded():
        last = board.metric(costs[-1])
        frame = board.frame([last.name], by=[CHANNEL], grain="month").dropna(subset=[last.name])
        draw = partial(lines, value=last.name, title="CAC", unit="money", by=CHANNEL)
        figure(board, f"{last.label}, by month", draw, frame, [last.name])
    with guarded():
        worth = board.live(economics.WORTH)
        metric_rows(board, "Cost and worth by channel, of the period", worth, [CHANNEL])


def _months(board: Board) -> None:
    months = by_channel(board, "fct_monthly_reporting").dropna(subset=["date_month"])
    table = in_period(board, months)
    mart_rows(board, "Month by month", "fct_monthly_reporting", table, economics.MONTHS)
