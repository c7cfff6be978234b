"""Open deals, why deals are lost, and how many are won by each definition."""

from functools import partial

import streamlit as st

from gtm_tower.app import sales
from gtm_tower.app.charts import lines, stacked
from gtm_tower.app.comparisons import band, dots
from gtm_tower.app.components import Board, empty, figure, guarded
from gtm_tower.app.tables import meaning

RATES = ("closed_win_rate", "cohort_win_rate", "curve_90_win_rate", "no_rate_reason")


def show_open(board: Board) -> None:
    """What is open at the end of each month: its amount, or the deals where that is not known."""
    frame = board.frame(["open_pipeline", "open_deals"], grain="month")
    name = "open_pipeline" if frame["open_pipeline"].notna().any() else "open_deals"
    metric = board.metric(name)
    draw = partial(lines, value=name, title=metric.label, unit=metric.unit)
    note = "At the end of each month; in deals where their amounts are not known."
    figure(board, "Open pipeline", draw, frame.dropna(subset=[name]), [name], note)


def show_lost(board: Board) -> None:
    """Lost deals by month and the reason that sales gave."""
    if not board.is_live("losses"):
        empty("No deal is recorded as lost, so there are no reasons.")
        return
    frame = board.frame(["losses"], by=["lost_reason"], grain="month")
    draw = partial(stacked, value="losses", title="deals lost", unit="count", by="lost_reason")
    figure(board, "Reasons of lost deals", draw, frame, about=["losses"])


def show_win_rates(board: Board) -> None:
    """Win rates by three definitions side by side, and the curve of wins."""
    note = meaning(board, "fct_win_rates", RATES, sales.WIN_RATES)
    columns = ["acquisition_channel"]
    nothing = sales.no_rate(board)
    left, right = st.columns(2)
    with left, guarded():
        draw = partial(dots, category="acquisition_channel", by="definition", value="rate")
        draw = partial(draw, title="won", unit="rate", low="low", high="high", n="n")
        draw = partial(draw, order=list(sales.DEFINITIONS.values()))
        rates = sales.win_rates(board)
        figure(board, "Win rate, three ways", draw, rates, (), note, columns, nothing)
    with right, guarded():
        draw = partial(band, x="days", value="rate", low="low", high="high", title="won")
        draw = partial(draw, by="acquisition_channel")
        curve = sales.win_curve(board)
        figure(board, "Won by days since creation", draw, curve, (), note, columns, nothing)
