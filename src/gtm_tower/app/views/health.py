"""Data health: what came in, what was refused or mended, what was checked, and where it goes."""

from functools import partial

import pandas as pd
import streamlit as st

from gtm_tower.app.components import Board, guarded, rows
from gtm_tower.app.tables import column
from gtm_tower.app.views import _lineage

PLACES = {"fail": 0, "error": 0, "warn": 1, "pass": 3}  # what is skipped stands before what passed
MOST_CHECKS = 500
ALL = "The whole version: the filters and the period do not act here."
REASONS = ("source_name", "table_name", "input_name", "reason")
UNITS = {
    **dict.fromkeys(("rows_in", "rows_accepted", "rows_quarantined", "rows_refused"), "count"),
    **{"row_count": "count", "refused_rate": "rate", "last_date": "day", "as_of": "day"},
    **dict.fromkeys(("question", "description", "message", "check_name"), "large"),
    "blocked_by": "medium",
}
INPUTS = (
    *("input_name", "table_name", "source_name", "rows_in", "rows_accepted", "rows_quarantined"),
    *("refused_rate", "last_date"),
)
CHECKS = ("status", "check_name", "row_count", "severity", "models", "description")
REPAIRS = ("row_count", "repair", "table_name", "column_name")
MARTS = ("mart", "is_live", "row_count", "question", "blocked_by")
RUNS = ("run_id", "status", "as_of", "finished_at", "rows_in", "rows_quarantined", "message")


def show(board: Board) -> None:
    """Inputs, quarantine, repairs, checks, marts, lineage and runs."""
    table = partial(_table, board)
    with guarded():
        found = board.table("inputs", "meta").sort_values("input_name")
        note = "rows_in = rows_accepted + rows_quarantined. last_date is the newest day in it."
        table("Inputs", found, INPUTS, note)
    left, right = st.columns(2)
    with left, guarded():
        found = board.counts("quarantine", REASONS, "meta")
        note = "How many rows and why; the rows themselves: gtm quarantine."
        table("Quarantine", found, ("row_count", "reason", "table_name"), note, "Nothing is in it.")
    with right, guarded():
        found = board.table("repairs", "meta").sort_values("row_count", ascending=False)
        note = "Rows whose text was mended, or left empty for being unreadable."
        table("Repairs", found, REPAIRS, note, "Nothing had to be mended.")
    with guarded():
        checks = board.table("checks", "meta")
        found = checks.assign(place=checks["status"].map(PLACES).fillna(2))
        found = found.sort_values(["place", "check_name"]).head(MOST_CHECKS)
        counted = board.counts("checks", ("status",), "meta").itertuples()
        st.caption(f"Checks: {', '.join(f'{one.row_count} {one.status}' for one in counted)}.")
        note = "row_count is how many rows offend. A failed one of severity error stops publishing."
        table("Checks, failed and warned first", found, CHECKS, note)
    with guarded():
        found = board.table("marts", "meta").sort_values(["blocked_by", "mart"])
        table("Marts, live or blocked", found, MARTS, "blocked_by is what is waited for.")
        _lineage.show(board, ALL)
    with guarded():
        found = board.table("runs", "meta").sort_values("finished_at", ascending=False)
        table("Runs, the newest first", found, RUNS, "Times are UTC.")


def _table(
    board: Board,
    title: str,
    found: pd.DataFrame,
    names: tuple[str, ...],
    note: str,
    nothing: str = "None.",
) -> None:
    """A table of `meta`: none of the filters is meant for it, so none is said to be left out."""
    labels = {name: column(_label(name), UNITS.get(name, "text"), "") for name in names}
    labels |= {name: _label(name) for name in {"is_live", "finished_at"}.intersection(names)}
    known, told = list(board.filters.values), f"{ALL} {note}"
    rows(board, title, found[list(names)], (), told, known, labels, nothing)


def _label(name: str) -> str:
    return name.removeprefix("is_").replace("_", " ")
