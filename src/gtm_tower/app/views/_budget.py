"""The recommended budget: what each channel costs now and should cost, and the wins expected."""

from functools import partial

import streamlit as st

from gtm_tower.app import economics
from gtm_tower.app.comparisons import dots, shift
from gtm_tower.app.components import Board, figure, guarded
from gtm_tower.app.tables import by_channel, known, mart_rows, meaning


def show_budget(board: Board) -> None:
    """From the current spend to the recommended one, with the wins expected of each."""
    frame = by_channel(board, "fct_budget_recommendation")
    frame = frame.sort_values(["is_total", "current_spend"], ascending=False)
    paid = frame[~frame["is_total"] & frame["current_spend"].notna()]
    left, right = st.columns(2)
    with left, guarded():
        draw = partial(shift, category="channel", now="current_spend", then="recommended_spend")
        draw = partial(draw, title="media spend a month", unit="money")
        note = meaning(board, "fct_budget_recommendation", ["recommended_spend", "method"])
        figure(board, "Recommended budget", draw, paid, note=note, columns=known(frame))
    with right, guarded():
        draw = partial(dots, category="channel", by="at", value="wins", title="wins a month")
        draw = partial(draw, unit="days", low="low", high="high")
        note = meaning(board, "fct_budget_recommendation", ["expected_wins_now", "method"])
        wins = economics.wins(paid)
        order = list(economics.SPENDS.values())
        draw = partial(draw, order=order)
        figure(board, "Wins expected a month", draw, wins, note=note, columns=known(frame))
    title = "Budget, channel by channel"
    mart_rows(board, title, "fct_budget_recommendation", frame, economics.BUDGET)
