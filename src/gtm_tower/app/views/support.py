"""Support and quality: how often customers need help, and whether it comes in time."""

from functools import partial

import streamlit as st

from gtm_tower.app.charts import bars, lines, stacked
from gtm_tower.app.components import Board, figure, guarded, tiles
from gtm_tower.app.views._groups import show_rate

URGENCY = ("low", "medium", "high", "critical")
HOURS = ("time_to_resolution", "time_to_first_reply")
OPEN = "Tickets created in the period that were open at the end of the as_of day."
RESOLVED = "Of resolved tickets only: those still open, among them the longest, are not in it."


def show(board: Board) -> None:
    """Tiles, then volume, breaches and hours by month, and by category and severity."""
    tiles(board, ("tickets", "sla_breach_rate", *HOURS, "open_tickets"))
    left, right = st.columns(2)
    with left, guarded():
        draw = partial(stacked, value="tickets", title="tickets", unit="count", by="severity")
        found = board.frame(["tickets"], by=["severity"], grain="month")
        order = [one for one in URGENCY if one in set(found["severity"])]
        order += sorted(set(found["severity"]) - set(order))
        figure(board, "Tickets by severity", partial(draw, order=order), found, about=["tickets"])
    with right, guarded():
        _history(board, "sla_breach_rate", "Pending tickets, open inside their target, are out.")
    for place, name in zip(st.columns(2), HOURS, strict=True):
        with place, guarded():
            _history(board, name, RESOLVED if name == "time_to_resolution" else "")
    for place, by in zip(st.columns(2), ("category", "severity"), strict=True):
        with place, guarded():
            show_rate(board, "sla_breach_rate", by, f"SLA breaches by {by}")
    for place, by in zip(st.columns(2), ("category", "severity"), strict=True):
        with place, guarded():
            _by(board, "time_to_resolution", by, RESOLVED)
    for place, by in zip(st.columns(2), ("category", "severity"), strict=True):
        with place, guarded():
            _by(board, "open_tickets", by, OPEN)


def _history(board: Board, name: str, note: str) -> None:
    metric = board.metric(name)
    found = board.frame([name, metric.sample], grain="month")
    found = found[found[name].notna()]
    draw = partial(lines, value=name, title=metric.label, unit=metric.unit)
    missing = "No ticket of the period says it: the data has no such times."
    title = f"{metric.label} by month"
    figure(board, title, draw, found, about=[name], note=note, nothing=missing)


def _by(board: Board, name: str, by: str, note: str) -> None:
    metric = board.metric(name)
    draw = partial(bars, category=by, value=name, title=metric.label, unit=metric.unit)
    found = board.frame([name, *([metric.sample] if metric.sample else [])], by=[by])
    found = found[found[name].notna()]
    figure(board, f"{metric.label} by {by}", draw, found, about=[name], note=note)
