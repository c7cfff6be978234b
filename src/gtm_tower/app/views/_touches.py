"""How fast leads with a form are touched first, and which are kept waiting."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from gtm_tower.app import sales
from gtm_tower.app.charts import lines, stacked
from gtm_tower.app.components import Board, figure, guarded
from gtm_tower.app.special_charts import rates
from gtm_tower.app.tables import known, mart_rows, meaning

TOUCHES = {"speed_to_lead": "average", "median_speed_to_lead": "median"}


def show_first_touch(board: Board) -> None:
    """Hours to the first touch, those in time and late by month, and late ones by score."""
    left, right = st.columns(2)
    with left, guarded():
        show_over_time(board, "Speed to lead", TOUCHES, "hours")
    with right, guarded():
        frame = board.frame(["answered_leads"], by=["sla_state"], grain="month")
        draw = partial(stacked, value="answered_leads", title="leads", unit="count")
        draw = partial(draw, by="sla_state", order=["met", "breached"])
        frame = frame[frame["answered_leads"] > 0]
        about = ["answered_leads", "late_lead_rate"]
        figure(board, "First touch in time or late", draw, frame, about)
    audit = sales.audit(board)
    draw = partial(rates, category="score_band", base_rate=None)
    note = meaning(board, "fct_sla_audit", ["score_band", "breach_rate"])
    named = audit.rename(columns={"breach_rate": "rate", "ci_low": "low", "ci_high": "high"})
    figure(board, "Late first touch by score", draw, named, note=note, columns=known(audit))
    mart_rows(board, "First touch by score", "fct_sla_audit", audit, sales.AUDIT)


def show_over_time(board: Board, title: str, names: Mapping[str, str], unit: str) -> None:
    """Measures of one unit by month, each named for the legend."""
    draw = partial(lines, value="value", title=unit, unit=unit, by="measure")
    figure(board, title, draw, sales.long(board, names, "measure"), board.live(names))
