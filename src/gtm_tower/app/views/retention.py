"""Retention and cohorts: who stays, by the month they came in, and what goes before churn."""

from functools import partial

import streamlit as st

from gtm_tower.app.charts import heat
from gtm_tower.app.components import Board, figure, guarded, not_shown
from gtm_tower.app.special_charts import curves
from gtm_tower.app.views import _cohorts, _drivers, _purchases

KINDS = {
    "Customers": "customer_retention_rate",
    "Users": "user_retention_rate",
    "MRR": "mrr_retention_rate",
}
PARTS = {
    "fct_retention": "cohorts of accounts and users",
    "customer_cohorts": "purchase cohorts",
    "fct_churn_drivers": "churn drivers",
}
PERIOD = "Cohorts that began in the period, up to its end; those from before the data are left out."


def show(board: Board) -> None:
    """Cohorts of accounts and users, purchase cohorts, churn drivers: what there is."""
    if board.version.has("fct_retention"):
        _accounts(board)
    if board.version.has("customer_cohorts"):
        _purchases.show(board)
    if board.version.has("fct_churn_drivers"):
        _drivers.show(board)
    not_shown(board, PARTS)


def _accounts(board: Board) -> None:
    kind = st.segmented_control(
        "Cohorts of", list(KINDS), default="Customers", required=True, key="of", bind="query-params"
    )
    name = KINDS[kind or "Customers"]
    metric = board.metric(name)
    with guarded():
        st.caption(_cohorts.MARKS)
        draw = partial(heat, row="cohort", column="months_since", title="kept", unit="rate")
        cells = _cohorts.cells(board, name)
        note = f"{PERIOD} {_cohorts.MARKS}"
        figure(board, metric.label, partial(draw, value=name), cells, about=[name], note=note)
    left, right = st.columns(2)
    by = [one for one in ("segment", "region", "acquisition_channel") if one in metric.dimensions]
    for column, split in ((left, None), (right, by[0] if by else None)):
        with column, guarded():
            title = f"{metric.label}, {f'by {split}' if split else 'all cohorts'}"
            frame = _cohorts.by_age(board, name, split)
            draw_age = partial(curves, x="months_since", value=name, title="kept", unit="rate")
            known = partial(draw_age, by=split, n=metric.sample)
            figure(board, title, known, frame, about=[name], note=PERIOD)
