"""Attribution: what earned a conversion, by the model and the type that the reader chooses."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from gtm_tower.app import credit
from gtm_tower.app.charts import bars
from gtm_tower.app.components import Board, empty, figure, guarded, not_shown, rows
from gtm_tower.app.tables import mart_rows, pick
from gtm_tower.app.views._paths import show_effects, show_jackpot, show_paths
from gtm_tower.metrics.request import Condition


def show(board: Board) -> None:
    """The choice of model and type, credit by channel and campaign, returns, paths, effects."""
    left, right = st.columns(2)
    types, models = credit.choices(board)
    with left:
        kind = pick("Conversion type", types, "conversion_type")
    with right:
        model = pick("Attribution model", models, "model")
    of_type = Condition("conversion_type", "=", (kind,))
    where = (of_type, Condition("model", "=", (model,)))
    for metric in ("attributed_conversions", "attributed_value"):
        with guarded():
            _credit(board, metric, where)
    with guarded():
        frame = credit.side_by_side(board, models, (of_type,))
        title = "Conversions by channel in each model"
        labels = credit.model_labels(models)
        about = ["attributed_conversions"]
        columns = list(board.metric(about[0]).dimensions)
        rows(board, title, frame, about, credit.SIDE_NOTE, columns, labels)
    with guarded():
        _campaigns(board, kind, model)
    parts: dict[str, Callable[[Board], None]] = {
        "fct_attribution_paths": partial(show_paths, kind=kind),
        "fct_channel_effects": partial(show_effects, kind=kind),
        "high_jackpot_analysis": show_jackpot,
    }
    for mart, show_part in parts.items():
        if board.version.has(mart):
            with guarded():
                show_part(board)
    not_shown(board, {"high_jackpot_analysis": "players of high jackpots"})


def _credit(board: Board, name: str, where: tuple[Condition, ...]) -> None:
    metric = board.metric(name)
    for place, by in zip(st.columns(2), ("channel", "campaign"), strict=True):
        frame, note = credit.shares(board, name, by, where)
        if frame.empty:
            empty(f"{metric.label}: none in this period, or not known.")
            return
        with place, guarded():
            draw = partial(bars, category=by, value=name, title=metric.label, unit=metric.unit)
            figure(board, f"{metric.label} by {by}", draw, frame, [name], note)


def _campaigns(board: Board, kind: str, model: str) -> None:
    mart = "marketing_attribution"
    where = {"model": model, "conversion_type": kind}
    frame = board.top(mart, "spend desc", credit.MOST_ROWS, **where)
    note = f"{credit.EFFECTS_NOTE} The {credit.MOST_ROWS} with most spend at most."
    mart_rows(board, "Return of campaigns", mart, frame, credit.CAMPAIGNS, note=note)
