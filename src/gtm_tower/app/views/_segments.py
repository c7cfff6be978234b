"""RFM segments: how many customers each has, what they are worth, and what to do about them."""

from functools import partial

import streamlit as st

from gtm_tower.app.charts import bars, heat
from gtm_tower.app.components import Board, figure, guarded, rows
from gtm_tower.app.tables import column

NAMES = ("segmented_customers", "segment_value")
BY = "customer_segment"
SCORES = {"r_score": "recency", "f_score": "frequency"}
GRID = (
    "5 is the fifth with the most recent order, or the most orders; equal customers have equal"
    " scores, so a group may be larger. Customers without orders have none."
)


def show(board: Board) -> None:
    """Bars of customers and value, the grid of scores, and the recommended actions."""
    left, right = st.columns(2)
    for place, name in zip((left, right), NAMES, strict=True):
        with place, guarded():
            metric = board.metric(name)
            found = board.frame([name], by=[BY])
            draw = partial(bars, category=BY, value=name, title=metric.label, unit=metric.unit)
            known = found[found[name].notna()]
            figure(board, f"{metric.label} (RFM)", draw, known, about=[name])
    with guarded():
        _grid(board)
    with guarded():
        _advice(board)


def _grid(board: Board) -> None:
    found = board.frame(NAMES[:1], by=list(SCORES))
    found = found[(found[list(SCORES)] != "unknown").all(axis=1)]
    found = found.sort_values(list(SCORES), ascending=[False, True]).rename(columns=SCORES)
    found["recency"] = "recency " + found["recency"].astype(int).astype(str)
    draw = partial(heat, row="recency", column="frequency", value=NAMES[0], title="customers")
    title = "Customers by recency and frequency"
    figure(board, title, partial(draw, unit="count"), found, about=NAMES[:1], note=GRID)


def _advice(board: Board) -> None:
    found = board.frame(NAMES, by=[BY, "recommended_action"])
    found = found.sort_values(NAMES[1], ascending=False, na_position="last")
    labels = {
        BY: column("segment", "text", "", pinned=True),
        NAMES[0]: column("customers", "count", ""),
        NAMES[1]: column("value", "money", ""),
        "recommended_action": column("what to do", "large", ""),
    }
    dimensions = list(board.metric(NAMES[0]).dimensions)
    title = "What to do about each segment"
    rows(board, title, found[list(labels)], NAMES, columns=dimensions, labels=labels)
