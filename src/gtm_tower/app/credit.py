"""What the page about attribution shows, shaped for its charts."""

from collections.abc import Sequence

import pandas as pd

from gtm_tower.app.components import Board
from gtm_tower.app.tables import column
from gtm_tower.metrics.request import Condition

MODELS = (
    *("linear", "first", "last", "last_non_direct", "position", "w_shaped", "time_decay"),
    *("markov", "shapley"),
)
MOST_BARS = 15
MOST_ROWS = 300
SIDE_NOTE = "Each model shares the same conversions out, so every column has the same sum."
EFFECTS_NOTE = "Of all conversions of the type up to as_of, whatever the period of the page."
CAMPAIGNS = {
    "campaign": ("Campaign", "text"),
    "channel": ("Channel", "text"),
    "is_derived": ("Kind", "text"),
    "performance_category": ("Performance", "text"),
    "spend": ("Spend", "money"),
    "conversions": ("Conversions", "days"),
    "value": ("Value", "money"),
    "roas": ("ROAS", "ratio"),
    "cpa": ("Cost per conversion", "cents"),
    "efficiency_score": ("Efficiency, 0 to 100", "days"),
    "person_count": ("People touched (n)", "count"),
    "recommendation": ("Recommendation", "large"),
}
PATHS = {
    "path": ("Path", "medium"),
    "conversion_count": ("Conversions", "count"),
    "path_count": ("Paths (n)", "count"),
    "open_count": ("Still open", "count"),
    "conversion_rate": ("Converted", "rate"),
    "value": ("Value", "money"),
    "average_touches": ("Touches", "days"),
    "average_days": ("Days", "days"),
}
EFFECTS = {
    "channel": ("Channel", "text"),
    "model": ("Model", "text"),
    "path_count": ("Paths (n)", "count"),
    "removal_effect": ("Removal effect", "rate"),
    "conversions": ("Conversions", "days"),
    "conversions_error": ("Error of sampling", "ratio"),
    "attributed_conversions": ("Credited one by one", "days"),
    "value": ("Value", "money"),
}
JACKPOT = {
    "campaign": ("Campaign", "text"),
    "channel": ("Channel", "text"),
    "member_count": ("Members (n)", "count"),
    "buyer_count": ("Players", "count"),
    "high_jackpot_player_count": ("Of high jackpots", "count"),
    "high_jackpot_rate": ("Share of members", "rate"),
    "high_jackpot_ci_low": ("from", "rate"),
    "high_jackpot_ci_high": ("to", "rate"),
    "spend": ("Spend", "money"),
    "cost_per_high_jackpot_player": ("Cost per player of high jackpots", "money"),
    "high_jackpot_roas": ("ROAS of high jackpots", "ratio"),
    "high_jackpot_rank": ("Rank by share", "count"),
    "cost_rank": ("Rank by cost", "count"),
    "is_too_small": ("Note", "text"),
}


def choices(board: Board) -> tuple[list[str], list[str]]:
    """The types of conversions, the most frequent first, and the models."""
    kinds = board.counts("fct_attribution_paths", ["conversion_type"])["conversion_type"]
    there = set(board.counts("marketing_attribution", ["model"])["model"])
    return list(kinds), [model for model in MODELS if model in there]


def shares(
    board: Board, name: str, by: str, where: Sequence[Condition]
) -> tuple[pd.DataFrame, str]:
    """The largest shares of a metric by channel or campaign, and how many there are in all."""
    found = _marked(board, name, [by], where).dropna(subset=[name])
    found = found[found[name] != 0].sort_values(name, ascending=False)
    first = found.head(MOST_BARS)
    many = f"The first {len(first)} of {len(found)}. " if len(found) > len(first) else ""
    return first, f"{many}Of the conversions of the period; `(none)` are those without a touch."


def side_by_side(board: Board, models: Sequence[str], where: Sequence[Condition]) -> pd.DataFrame:
    """One row per channel and one column per model with the conversions it credits."""
    name = "attributed_conversions"
    found = _marked(board, name, ["channel", "model"], where)
    wide = found.pivot(index="channel", columns="model", values=name).fillna(0)
    wide = wide[[model for model in models if model in wide]]
    return wide.sort_values(list(wide.columns[:1]), ascending=False).reset_index()


def model_labels(models: Sequence[str]) -> dict[str, object]:
    """The columns of the models side by side."""
    labels = {one: column(one.replace("_", " "), "days", "") for one in models}
    return {"channel": column("Channel", "text", "", pinned=True), **labels}


def _marked(board: Board, name: str, by: Sequence[str], where: Sequence[Condition]) -> pd.DataFrame:
    """A metric by dimensions; a channel that a rule gave says so, as nobody tracked it."""
    if "channel" not in by:
        return board.frame([name], by=by, where=where)
    found = board.frame([name], by=[*by, "origin"], where=where)
    is_derived = found["origin"] == "derived"
    found.loc[is_derived, "channel"] = found.loc[is_derived, "channel"] + " (derived)"
    return found.groupby(list(by))[[name]].sum(min_count=1).reset_index()
