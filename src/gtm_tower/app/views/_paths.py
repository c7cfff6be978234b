"""The paths that people come by, what a channel adds to them, and players of high jackpots."""

from functools import partial

from gtm_tower.app import credit
from gtm_tower.app.charts import bars
from gtm_tower.app.components import Board, figure, guarded
from gtm_tower.app.special_charts import rates
from gtm_tower.app.tables import mart_rows, meaning, pick

MOST_PATHS = 100
TOUCHES = ("first", "last")


def show_paths(board: Board, kind: str) -> None:
    """The paths with most conversions, those that did not convert counted too."""
    mart = "fct_attribution_paths"
    frame = board.top(mart, "conversion_count desc", MOST_PATHS, conversion_type=kind)
    note = f"{credit.EFFECTS_NOTE} The {MOST_PATHS} with most conversions at most."
    mart_rows(board, "Paths with most conversions", mart, frame, credit.PATHS, note=note)


def show_effects(board: Board, kind: str) -> None:
    """What would be lost without each channel, and what whole-channel models credit."""
    mart = "fct_channel_effects"
    frame = board.table(mart, conversion_type=kind)
    note = meaning(board, mart, ["removal_effect", "model"], credit.EFFECTS_NOTE)
    with guarded():
        draw = partial(bars, category="channel", value="removal_effect", unit="rate")
        effects = frame.dropna(subset=["removal_effect"])
        draw = partial(draw, title="conversions lost without it")
        figure(board, "Removal effect of channels", draw, effects, note=note, columns=[])
    with guarded():
        rows = frame.sort_values(["model", "conversions"], ascending=[True, False])
        mart_rows(board, "Credit of whole channels", mart, rows, credit.EFFECTS, note=note)


def show_jackpot(board: Board) -> None:
    """Which campaigns bring members who play for high jackpots, by the first or last touch."""
    mart = "high_jackpot_analysis"
    touch = pick("Touch before the sign-up", TOUCHES, "touch")
    frame = board.table(mart, touch=touch).sort_values("high_jackpot_rank")
    names = {"high_jackpot_rate": "rate", "high_jackpot_ci_low": "low"}
    names |= {"high_jackpot_ci_high": "high", "member_count": "n"}
    named = frame.rename(columns=names).dropna(subset=["rate"])
    named = named.assign(source=named["campaign"] + ", " + named["channel"])
    note = meaning(board, mart, ["touch", "high_jackpot_rate", "high_jackpot_rank"])
    draw = partial(rates, category="source", base_rate=None)
    figure(board, "Members who play for high jackpots", draw, named, note=note, columns=[])
    mart_rows(board, "High jackpots by campaign", mart, frame, credit.JACKPOT, note=note)
