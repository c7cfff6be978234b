"""Revenue movements: the roll-forward of MRR over the period, by month, and how well it is kept."""

from functools import partial

import pandas as pd
import streamlit as st

from gtm_tower.app.charts import lines, stacked, waterfall
from gtm_tower.app.components import Board, figure, guarded, tiles

GAINS = ("first_observed_mrr", "new_mrr", "expansion_mrr", "reactivation_mrr")
LOSSES = ("contraction_mrr", "churned_mrr")
KEPT = ("nrr", "grr", "logo_churn_rate")


def show(board: Board) -> None:
    """Tiles, the waterfall of the period, its movements by month, and retention."""
    tiles(board, ("mrr", "net_new_mrr", "ttm_nrr", "ttm_grr"))
    with guarded():
        names = ["opening_mrr", *GAINS, *LOSSES, "mrr"]
        figure(
            board,
            "MRR over the period",
            partial(waterfall, title="MRR", unit="money"),
            steps(board, board.answer(names).records()[0]),
            about=["mrr", "new_mrr", "expansion_mrr", "contraction_mrr", "churned_mrr"],
            note="MRR at the start, what was gained and lost in the period, and MRR at its end.",
        )
    order = [board.metric(name).label for name in (*GAINS, *LOSSES)]
    left, right = st.columns(2)
    with left, guarded():
        figure(
            board,
            "Movements by month",
            partial(stacked, value="amount", title="MRR", unit="money", by="movement", order=order),
            movements(board),
            about=["net_new_mrr"],
        )
    with right, guarded():
        kept = board.frame(KEPT, grain="month").melt(["month", "is_complete"], var_name="rate")
        kept["rate"] = kept["rate"].map({name: board.metric(name).label for name in KEPT})
        figure(
            board,
            "Retention by month",
            partial(lines, value="value", title="of the MRR or customers", unit="rate", by="rate"),
            kept,
            about=KEPT,
        )
    with guarded():
        by = next(iter(board.metric("mrr").dimensions))
        figure(
            board,
            f"MRR by {by}",
            partial(lines, value="mrr", title="MRR", unit="money", by=by),
            board.frame(["mrr"], by=[by], grain="month"),
            about=["mrr"],
        )


def steps(board: Board, sums: dict[str, float]) -> pd.DataFrame:
    """The bars of the waterfall: where each begins and ends."""
    rows, level = [], float(sums["opening_mrr"] or 0)
    rows.append(("Opening MRR", 0.0, level, level, "total"))
    for name in (*GAINS, *LOSSES):
        amount = float(sums[name] or 0) * (1 if name in GAINS else -1)
        low, high = sorted((level, level + amount))
        kind = "gain" if name in GAINS else "loss"
        rows.append((board.metric(name).label, low, high, amount, kind))
        level += amount
    rows.append(("MRR", 0.0, float(sums["mrr"] or 0), float(sums["mrr"] or 0), "total"))
    return pd.DataFrame(rows, columns=["step", "low", "high", "amount", "kind"])


def movements(board: Board) -> pd.DataFrame:
    """One row per month and movement; losses below zero."""
    names = [*GAINS, *LOSSES]
    wide = board.frame(names, grain="month")
    long = wide.melt(["month", "is_complete"], var_name="movement", value_name="amount")
    long.loc[long["movement"].isin(LOSSES), "amount"] *= -1
    long["movement"] = long["movement"].map({name: board.metric(name).label for name in names})
    return long[long["amount"] != 0]
