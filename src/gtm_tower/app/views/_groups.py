"""Ratios of groups with their interval and their number, as several pages show them."""

from collections.abc import Sequence
from functools import partial

import pandas as pd

from gtm_tower.app.components import Board, figure
from gtm_tower.app.special_charts import rates
from gtm_tower.stats.wilson import wilson_intervals

NOTE = (
    "The line is the 95% interval (Wilson), the broken one the rate of all; a hollow point is of"
    " fewer than the policy min_group_size."
)


def show_rate(board: Board, name: str, by: str, title: str) -> None:
    """A rate by a dimension, the highest first, with its interval and that of all."""
    whole = board.answer([name]).records()
    base = whole[0][name] if whole else None
    draw = partial(rates, category=by, base_rate=base)
    figure(board, title, draw, rated(board, name, [by]), about=[name], note=NOTE)


def rated(board: Board, name: str, by: Sequence[str]) -> pd.DataFrame:
    """One row per group: `rate`, `low`, `high`, `n` and `is_too_small`, the highest rate first."""
    won, n = board.metric(name).parts
    found = board.frame([name, won, n], by=by).rename(columns={name: "rate"})
    found = found[found[n].fillna(0) > 0].sort_values("rate", ascending=False)
    figures = wilson_intervals(found[won].astype(int).tolist(), found[n].astype(int).tolist())
    few = board.version.metrics.publication.settings["min_group_size"]
    found["low"] = pd.Series([one.low for one in figures], found.index, dtype=float)
    found["high"] = pd.Series([one.high for one in figures], found.index, dtype=float)
    return found.assign(n=found[n], is_too_small=found[n] < few)
