"""Segments of leads by what they have in common, and what leads have."""

from functools import partial

from gtm_tower.app.charts import bars
from gtm_tower.app.components import Board, figure
from gtm_tower.app.profiles import (
    COLUMNS_NOTE,
    LEVELS,
    SEGMENT_NOTE,
    SEGMENTS,
    base_rate,
    best,
    known_items,
    segments,
)
from gtm_tower.app.special_charts import rates
from gtm_tower.app.tables import mart_rows, meaning, pick


def show_segments(board: Board) -> None:
    """The segments of a number of attributes that are won most, and all of them."""
    level = pick("Attributes of a segment", LEVELS, "attributes")
    frame = segments(board, level)
    draw = partial(rates, category="segment", base_rate=base_rate(frame))
    note = meaning(board, "fct_icp_segments", ["shrunk_rate", "segment_rank"], SEGMENT_NOTE)
    title = "Segments that are won most"
    figure(board, title, draw, best(frame), note=note, columns=[])
    mart_rows(board, "All segments", "fct_icp_segments", frame, SEGMENTS, note=note)


def show_items(board: Board) -> None:
    """How many leads have each cuisine, marketplace or ordering tool."""
    frame = known_items(board)
    if frame.empty:
        return
    kind = pick("What leads have", sorted(frame["kind"].unique()), "kind")
    draw = partial(bars, category="item", value="lead_count", title="leads", unit="count")
    shown = frame[frame["kind"] == kind].head(20)
    figure(board, "What leads have", draw, shown, note=COLUMNS_NOTE, columns=[])
