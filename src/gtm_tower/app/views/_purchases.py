"""Purchase cohorts: customers by the month of their first order, a part of the retention page."""

from functools import partial

import pandas as pd
import streamlit as st

from gtm_tower.app.charts import heat
from gtm_tower.app.components import Board, figure, guarded
from gtm_tower.app.special_charts import curves
from gtm_tower.app.tables import mart_rows
from gtm_tower.app.views import _cohorts

KINDS = {
    "Retention": ("retention_rate", "rate", "Customers who order again"),
    "Revenue": ("cohort_revenue", "money", "Revenue of the month"),
    "Lifetime value": ("ltv_per_customer", "money", "Lifetime value per customer"),
}
JUDGED = {
    "cohort_month": ("cohort", "month"),
    "cohort_size": ("customers", "count"),
    "months_since": ("months since", "count"),
    "stage": ("stage", "text"),
    "ltv_per_customer": ("value per customer", "money"),
    "quality_index": ("index", "ratio"),
    "cohort_quality": ("quality", "text"),
    "compared_cohort_count": ("compared cohorts", "count"),
    "is_too_small": ("note", "text"),
    "top_products": ("top products", "large"),
}
NOTE = "Cohorts whose first order was in the period, up to its end."


def show(board: Board) -> None:
    """Heat map, curves by age, and how each cohort compares with the others."""
    cells = _cells(board)
    kind = st.segmented_control(
        "Purchase cohorts",
        list(KINDS),
        default="Retention",
        required=True,
        key="purchases",
        bind="query-params",
    )
    value, unit, title = KINDS[kind or "Retention"]
    columns = list(cells.columns)
    with guarded():
        draw = partial(heat, row="cohort", column="months_since", value=value, title=title)
        note = f"{NOTE} {_cohorts.MARKS}"
        st.caption(_cohorts.MARKS)
        seen = cells[cells[value].notna()]
        figure(board, title, partial(draw, unit=unit), seen, note=note, columns=columns)
    curve = partial(curves, x="months_since", n="purchase_cohort_members")
    for place, name in zip(st.columns(2), ("purchase_retention_rate", "cohort_ltv"), strict=True):
        with place, guarded():
            metric = board.metric(name)
            drawn = partial(curve, value=name, title=metric.label, unit=metric.unit)
            drawn = partial(drawn, n=metric.sample)
            figure(board, metric.label, drawn, _cohorts.by_age(board, name), [name], NOTE)
    with guarded():
        judged = cells[cells["is_complete"]].groupby("cohort_month").tail(1)
        mart_rows(
            board,
            "Cohorts at the last month they have lived whole",
            "customer_cohorts",
            judged,
            JUDGED,
            note=f"{NOTE} Quality holds a cohort against all others at the same age: its index is 1"
            " where it has brought in as much per customer as they had.",
        )


def _cells(board: Board) -> pd.DataFrame:
    """One row per cohort and month since that has begun; the newest cohort last."""
    found = board.table("customer_cohorts", is_observable=True)
    first, end = (pd.Timestamp(day) for day in (board.filters.first_month, board.filters.end))
    found = found[(found["cohort_month"] >= first) & (found["date_month"] <= end)]
    found.insert(0, "cohort", _cohorts.named(found["cohort_month"], found["cohort_size"]))
    return found.sort_values(["cohort_month", "months_since"])
