"""Funnel and pipeline: what becomes of leads and deals, what is open, and what is lost and why."""

from functools import partial

import streamlit as st

from gtm_tower.app import sales
from gtm_tower.app.charts import lines
from gtm_tower.app.comparisons import funnel
from gtm_tower.app.components import Board, empty, figure, guarded, not_shown, tiles
from gtm_tower.app.tables import metric_rows, pick
from gtm_tower.app.views._deals import show_lost, show_open, show_win_rates

TILES = (
    *("leads", "lead_to_won_rate", "created_pipeline", "open_pipeline"),
    *("won_deals", "win_rate", "cohort_win_rate", "average_deal_size"),
)
DEALS = (
    *("created_deals", "created_pipeline", "won_deals", "lost_deals", "closed_deals"),
    *("win_rate", "average_deal_size"),
)
OF_OPEN = ("open_pipeline", "created_pipeline", "created_deals", "lost_deals")
BY_MONTH = {"created_deals": "created", "won_deals": "won", "lost_deals": "lost"}


def show(board: Board) -> None:
    """Tiles, the funnel of leads, deals by month, win rates three ways, and lost reasons."""
    hidden = OF_OPEN if sales.has_only_wins(board) else ()
    tiles(board, [name for name in TILES if name not in hidden])
    has_leads = board.is_live("mature_leads")
    left, right = st.columns(2) if has_leads else (None, st.container())
    if left:
        with left, guarded():
            frame = sales.stages(board)
            figure(board, "Lead funnel", funnel, frame, about=sales.STAGES, note=sales.MATURE)
    with right, guarded():
        by_month = {name: label for name, label in BY_MONTH.items() if name not in hidden}
        frame = sales.long(board, by_month, "deals")
        draw = partial(lines, value="value", title="deals", unit="count", by="deals")
        figure(board, "Deals by month", draw, frame, list(by_month))
    if hidden:
        empty("Deals are only known once they are won, so of open and lost ones nothing is known.")
    else:
        left, right = st.columns(2)
        with left, guarded():
            show_open(board)
        with right, guarded():
            show_lost(board)
    show_win_rates(board)
    with guarded():
        options = [name for name in board.version.filter_values if name in _dimensions(board)]
        by = pick("Deals by", options, "deals_by") if len(options) > 1 else "acquisition_channel"
        title = f"Deals by {by.replace('_', ' ')}"
        metric_rows(board, title, [name for name in DEALS if name not in hidden], [by])
    if not has_leads:
        not_shown(board, {"fct_lead_funnel": "the lead funnel"})


def _dimensions(board: Board) -> tuple[str, ...]:
    return tuple(board.metric("won_deals").dimensions)
