"""Ideal customers: which leads are won most, what they are worth, and how leads score."""

from functools import partial

import streamlit as st

from gtm_tower.app.charts import bars, stacked
from gtm_tower.app.comparisons import columns
from gtm_tower.app.components import Board, figure, guarded, not_shown, tiles
from gtm_tower.app.sales import in_bands
from gtm_tower.app.special_charts import rates
from gtm_tower.app.views._fit import show_items, show_segments
from gtm_tower.app.views._groups import NOTE, rated

TILES = ("leads", "lead_to_won_rate", "estimated_ltv", "sellers_won")


def show(board: Board) -> None:
    """Tiles, segments, scores of leads and what became of them, and the fit of sellers."""
    tiles(board, TILES)
    with guarded():
        if board.version.has("fct_icp_segments"):
            show_segments(board)
    if board.is_live("dated_leads"):
        left, right = st.columns(2)
        with left, guarded():
            draw = partial(columns, category="score_band", value="dated_leads", title="leads")
            frame = in_bands(board.frame(["dated_leads"], by=["score_band"]))
            figure(board, "Scores of leads", partial(draw, unit="count"), frame, ["dated_leads"])
        with right, guarded():
            frame = in_bands(rated(board, "settled_win_rate", ["score_band"]))
            draw = partial(rates, category="score_band", base_rate=None)
            about = ["settled_win_rate", "settled_leads"]
            figure(board, "Won within the horizon, by score", draw, frame, about, NOTE)
    if board.is_live("sellers_won"):
        left, right = st.columns(2)
        with left, guarded():
            frame = board.frame(["sellers_won"], by=["icp_profile"], grain="month")
            draw = partial(stacked, value="sellers_won", title="sellers", unit="count")
            order = ["high tier", "mid tier", "long tail"]
            draw = partial(draw, by="icp_profile", order=order)
            figure(board, "Sellers won by fit", draw, frame, ["sellers_won"])
        with right, guarded():
            frame = board.frame(["sellers_won"], by=["lead_type"])
            draw = partial(bars, category="lead_type", value="sellers_won", title="sellers")
            figure(
                board,
                "Sellers won by lead type",
                partial(draw, unit="count"),
                frame,
                ["sellers_won"],
            )
    with guarded():
        if board.version.has("dim_profile_columns"):
            show_items(board)
    not_shown(board, {"fct_icp_segments": "segments", "dim_sellers_profile": "sellers"})
