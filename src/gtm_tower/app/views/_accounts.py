"""Accounts as of as_of: a part of the page on customers."""

from functools import partial

import streamlit as st

from gtm_tower.app.components import Board, figure, guarded
from gtm_tower.app.special_charts import parts

ACCOUNTS = ("plan", "segment", "region", "acquisition_channel", "industry")
STATES = ("customer", "churned", "prospect")


def show(board: Board) -> None:
    """Accounts by a chosen dimension, split by whether they pay, have left or never paid."""
    with guarded():
        by = st.segmented_control(
            "Accounts by", ACCOUNTS, default="plan", required=True, key="by", bind="query-params"
        )
        by = by or "plan"
        draw = partial(parts, category=by, value="accounts", by="customer_state", order=STATES)
        found = board.frame(["accounts"], by=[by, "customer_state"])
        title = f"Accounts by {by.replace('_', ' ')} and state"
        figure(board, title, partial(draw, title="accounts"), found, about=["accounts"])
