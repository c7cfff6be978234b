"""Origins of sellers by value and speed, and what representatives win."""

from functools import partial
from typing import Any

import streamlit as st

from gtm_tower.app import economics
from gtm_tower.app.charts import intervals, quadrant
from gtm_tower.app.components import Board, figure, guarded
from gtm_tower.app.tables import mart_rows, meaning, pick

ROLES = ("owner", "sdr")
MOST_REPS = 200


def show_origins(board: Board) -> None:
    """The quadrant of origins, their efficiency with its interval, and the rows."""
    mart = "fct_channel_efficiency"
    chosen = board.filters.values.get("acquisition_channel")
    where: dict[str, Any] = {"origin": chosen} if chosen else {}
    frame = board.table(mart, is_origin_total=True, **where)
    frame = frame.sort_values("won_count", ascending=False)
    left, right = st.columns(2)
    with left, guarded():
        draw = partial(quadrant, x="average_days_to_revenue", y="quality_score", label="origin")
        draw = partial(draw, size="won_count", by="strategic_quadrant")
        names = ["strategic_quadrant", "quality_score", "average_days_to_revenue"]
        options: dict[str, Any] = {"columns": ["acquisition_channel"]}
        told = frame.dropna(subset=["average_days_to_revenue"])
        figure(board, "Origins", draw, told, note=meaning(board, mart, names), **options)
    with right, guarded():
        ends = {"low": "efficiency_ci_low", "high": "efficiency_ci_high"}
        draw = partial(intervals, category="origin", value="efficiency_index", unit="ratio")
        draw = partial(draw, title="value points per sales day", **ends)
        note = meaning(board, mart, ["efficiency_index", "efficiency_ci_low"])
        told = frame.dropna(subset=["efficiency_ci_low"])
        figure(board, "Efficiency of origins", draw, told, note=note, **options)
    mart_rows(board, "Origin by origin", mart, frame, economics.ORIGINS)


def show_reps(board: Board) -> None:
    """What each representative wins per day at work, the most wins first."""
    mart = "fct_rep_productivity"
    role = pick("Role", ROLES, "role")
    frame = board.top(mart, "won_count desc", MOST_REPS, period="total", role=role)
    note = f"Over all months. The {MOST_REPS} with most wins are shown."
    mart_rows(board, "Representatives", mart, frame, economics.REPS, note=note)
