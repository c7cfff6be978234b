"""Sales velocity: what the pipeline is worth per day, how long each step takes, who waits."""

from functools import partial

import streamlit as st

from gtm_tower.app import sales
from gtm_tower.app.charts import stacked
from gtm_tower.app.comparisons import dots
from gtm_tower.app.components import Board, figure, guarded, not_shown, tiles
from gtm_tower.app.tables import by_channel, mart_rows, meaning
from gtm_tower.app.views._touches import show_first_touch, show_over_time

PER_DAY = ["pipeline_velocity", "ltv_pipeline_velocity"]
CYCLES = {"sales_cycle": "average", "median_sales_cycle": "median"}
OF_FORMS = ("median_speed_to_lead", "speed_to_lead", "late_leads", "late_lead_rate")
STALLED = {"stalled_leads": "leads without a deal", "stalled_deals": "open deals"}


def show(board: Board) -> None:
    """Tiles, the four parts of velocity, waits, speed to lead, and what is stalled."""
    has_forms = board.version.has("fct_sla_audit")
    per_day = [name for name in PER_DAY if sales.is_known(board, name)] or PER_DAY[:1]
    tiles(board, [*per_day, *CYCLES, *(OF_FORMS if has_forms else ())])
    with guarded():
        order = ["is_total", "open_count"]
        parts = board.table("fct_pipeline_velocity").sort_values(order, ascending=False)
        title = "Pipeline velocity and its four parts"
        mart_rows(board, title, "fct_pipeline_velocity", parts, sales.VELOCITY, note=sales.PER_DAY)
    left, right = st.columns(2)
    with left, guarded():
        _waits(board)
    with right, guarded():
        show_over_time(board, "Sales cycle of won deals", CYCLES, "days")
    with guarded():
        order = ["milestone", "is_total"]
        waits = by_channel(board, "fct_milestone_times").sort_values(order, ascending=[True, False])
        waits["milestone"] = waits["milestone"].replace(sales.MILESTONES)
        mart_rows(board, "Waits by channel", "fct_milestone_times", waits, sales.WAITS)
    if has_forms:
        with guarded():
            show_first_touch(board)
    if board.live(STALLED):
        with guarded():
            _stalled(board)
    not_shown(board, {"fct_sales_velocity": "stalled leads", "fct_sla_audit": "first touches"})


def _waits(board: Board) -> None:
    mart = "fct_milestone_times"
    totals = board.table(mart, is_total=True)
    draw = partial(dots, category="milestone", by="median of", value="days", title="days")
    draw = partial(draw, unit="days", low="low", high="high", n="n")
    draw = partial(draw, order=list(sales.MEDIANS.values()))
    note = meaning(board, mart, [*sales.MEDIANS, "day_90_rate"], sales.MEDIANS_NOTE)
    figure(board, "How long it takes", draw, sales.milestones(totals), note=note, columns=[])


def _stalled(board: Board) -> None:
    frame = sales.long(board, STALLED, "what").query("value > 0")
    draw = partial(stacked, value="value", title="stalled", unit="count", by="what")
    nothing = "Nothing is stalled, as far as the source says when something was done."
    figure(board, "Stalled", draw, frame, list(STALLED), sales.STALLED_NOTE, None, nothing)
