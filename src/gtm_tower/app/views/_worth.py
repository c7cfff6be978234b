"""What customers of a channel are worth for what they cost, and when they have paid it back."""

from functools import partial
from typing import Any

import streamlit as st

from gtm_tower.app import economics
from gtm_tower.app.charts import heat
from gtm_tower.app.comparisons import dots
from gtm_tower.app.components import Board, figure, guarded
from gtm_tower.app.special_charts import curves
from gtm_tower.app.tables import by_channel, known, mart_rows, meaning, pick


def show_value(board: Board) -> None:
    """LTV:CAC by channel and cost basis with its interval, and the rows behind it."""
    frame = by_channel(board, "fct_channel_value")
    frame = frame.sort_values(["cost_basis", "ltv_to_cac"], ascending=[True, False])
    ends = {"low": "ltv_to_cac_lower", "high": "ltv_to_cac_upper", "n": "won_with_ltv_count"}
    draw = partial(dots, category="channel", by="cost_basis", value="ltv_to_cac", unit="ratio")
    note = meaning(board, "fct_channel_value", ["ltv_to_cac", "ltv_to_cac_lower", "cost_basis"])
    told = frame.dropna(subset=["ltv_to_cac"])
    options: dict[str, Any] = {"note": note, "columns": known(frame)}
    figure(board, "LTV to CAC by channel", partial(draw, title="LTV:CAC", **ends), told, **options)
    mart_rows(board, "Worth for cost", "fct_channel_value", frame, economics.VALUE)


def show_payback(board: Board) -> None:
    """LTV by age beside the CAC of the same customers, and the age that pays it back."""
    totals = board.table("fct_cac_ltv", period="total")
    left, right = st.columns(2)
    with left, guarded():
        draw = partial(curves, x="age", value="ltv", title="margin per customer", unit="money")
        draw = partial(draw, by="acquisition_channel", n="n")
        note = meaning(board, "fct_cac_ltv", ["ltv_1m", "cac_1m"], economics.AGE_NOTE)
        frame = economics.by_age(totals)
        figure(board, "Lifetime value by age", draw, frame, note=note, columns=known(totals))
    with right, guarded():
        _cohorts(board)
    note = economics.TOTAL_NOTE
    mart_rows(board, "Payback", "fct_cac_ltv", totals, economics.PAYBACK, note=note)


def _cohorts(board: Board) -> None:
    frame = board.table("fct_ltv_by_age").dropna(subset=["ltv"])
    channels = sorted(frame["acquisition_channel"].unique())
    chosen = pick("Channel of the cohorts", channels, "cohort_channel")
    cells = frame[frame["acquisition_channel"] == chosen].sort_values("cohort_month")
    cells = cells[cells["age_months"].isin(economics.COHORT_AGES)]
    cells = cells.assign(cohort=cells["cohort_month"].dt.strftime("%Y-%m"), is_complete=True)
    draw = partial(heat, row="cohort", column="age_months", value="ltv", title="per customer")
    note = meaning(board, "fct_ltv_by_age", ["age_months", "ltv", "customer_count"])
    title = "Lifetime value of cohorts"
    figure(board, title, partial(draw, unit="money"), cells, note=note, columns=known(frame))
