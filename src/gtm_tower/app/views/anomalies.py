"""Anomalies: which figures moved more than they usually do."""

from functools import partial

import pandas as pd
import streamlit as st

from gtm_tower.app.components import Board, empty, figure, guarded
from gtm_tower.app.special_charts import calendar, expected
from gtm_tower.app.tables import mart_rows
from gtm_tower.app.views import _watched

NOTE = (
    "Severity is the plain rule on the change against the month before. The robust score holds the"
    " change against the figure's own earlier changes; above 3 or below -3 it is unusual. The band"
    " is where the value was expected. n is how many things the value is made of."
)


def show(board: Board) -> None:
    """The figures of the last complete month, a chart for each unusual one, and the history."""
    found = _watched.history(board)
    if found.empty:
        empty(f"No figure is watched yet in {board.month:%B %Y}.")
        return
    month = found["date_month"].max()
    last = found[found["date_month"] == month].sort_values("robust_score", key=_size)
    with guarded():
        title = f"What moved in {month:%B %Y}, the most unusual first"
        told = _watched.told(board, last)
        mart_rows(board, title, "fct_anomalies", told, _watched.COLUMNS, note=NOTE)
    unusual = list(last[last["is_unusual"]]["metric"])
    if not unusual:
        empty(f"Nothing was unusual in {month:%B %Y}: no score is above 3 or below -3.")
    for start in range(0, len(unusual), 2):
        for place, name in zip(st.columns(2), unusual[start : start + 2], strict=False):
            with place, guarded():
                _chart(board, found, name)
    others = [name for name in last["metric"] if name not in unusual]
    with guarded():
        named = partial(_watched.label, board)
        name = st.selectbox(
            "Another figure", others, format_func=named, key="figure", bind="query-params"
        )
        if name:
            _chart(board, found, name)
    with guarded():
        _months(board, found)


def _chart(board: Board, found: pd.DataFrame, name: str) -> None:
    one = found[(found["metric"] == name) & found["value"].notna()]
    draw = partial(expected, unit=_watched.unit(board, name))
    title = f"{_watched.label(board, name)} and what was expected"
    figure(board, title, draw, one, note=NOTE, columns=list(one.columns))


def _months(board: Board, found: pd.DataFrame) -> None:
    seen = found[found["date_month"] >= pd.Timestamp(board.filters.first_month)]
    paper = board.palette
    kinds = {"Normal": paper.ramp[0], "Moderate": paper.series[0], "High": paper.warn}
    draw = partial(calendar, row="figure", kinds=kinds | {"unknown": paper.surface}, sign="sign")
    st.caption("M is a moderate change, H a high one, ! an unusual one, ? one that is not known.")
    figure(board, "Severity by month", draw, seen, note=NOTE, columns=list(seen.columns))


def _size(scores: pd.Series) -> pd.Series:
    return -scores.abs()
