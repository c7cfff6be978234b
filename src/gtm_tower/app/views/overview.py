"""Executive overview: the headline metrics of whatever business this is, and how they moved."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from gtm_tower.app.charts import lines
from gtm_tower.app.components import Board, figure, guarded, tiles

HEADLINES = (
    *("mrr", "active_accounts", "ttm_nrr", "ttm_grr", "logo_churn_rate", "quick_ratio"),
    *("leads", "won_deals", "win_rate", "open_pipeline", "average_days_to_revenue"),
    *("orders", "order_revenue", "average_order_value", "buyers", "repeat_rate"),
    *("media_spend", "cac_paid_media", "cac_fully_loaded", "ltv_to_cac_12m", "ltv_to_cac"),
    *("activation_rate", "sla_breach_rate"),
)
CHARTED = ("mrr", "order_revenue", "won_deals", "leads", "media_spend", "orders")
MOST_CHARTS = 4


def show(board: Board) -> None:
    """Tiles, and the history of the first few."""
    tiles(board, HEADLINES)
    charted = board.live(CHARTED)[:MOST_CHARTS]
    for start in range(0, len(charted), 2):
        for column, name in zip(st.columns(2), charted[start : start + 2], strict=False):
            with column, guarded():
                _history(board, name)


def _history(board: Board, name: str, by: Sequence[str] = ()) -> None:
    metric = board.metric(name)
    frame = board.frame([name], by=by, grain="month")
    draw = partial(lines, value=name, title=metric.label, unit=metric.unit)
    figure(board, metric.label, draw, frame, about=[name])
