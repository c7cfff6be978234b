"""gtm query and gtm metrics."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gtm_tower.metrics import Answer, open_metrics, request
from gtm_tower.numbers import shown, shown_change, shown_period
from gtm_tower.output import emit, print_table, remark

METRIC_COLUMNS = ("metric", "label", "unit", "by", "grain", "question")


def run_query(folder: Path, metrics: Sequence[str], fmt: str, **asked: Any) -> None:
    """Print the answer: numbers with their units for people, plain ones as JSON and CSV."""
    answer = open_metrics(folder).query(request(metrics, **asked))
    if fmt == "table":
        print_answer(answer)
    else:
        emit([column.name for column in answer.columns], plain_rows(answer), fmt)


def print_answer(answer: Answer) -> None:
    """A table for people, and what has to be known to read it."""
    if not answer.rows:
        remark("note: nothing in the published data answers this")
        return
    places = [i for i, column in enumerate(answer.columns) if column.kind != "flag"]
    rows = [[_cell(answer, row, place) for place in places] for row in answer.rows]
    labels = [answer.columns[place].label for place in places]
    numeric = [answer.columns[place].kind not in ("period", "dimension") for place in places]
    print_table(labels, rows, numeric=numeric)
    for note in answer.notes:
        remark(f"note: {note}")


def plain_rows(answer: Answer) -> list[tuple[Any, ...]]:
    """The rows for JSON and CSV: money as a number with its cents."""
    from decimal import Decimal

    return [
        tuple(float(value) if isinstance(value, Decimal) else value for value in row)
        for row in answer.rows
    ]


def run_metrics(folder: Path, search: str | None, with_parts: bool, fmt: str) -> None:
    """Print the metrics that have data, or those whose name, label or question holds a text."""
    catalog = open_metrics(folder).catalog
    found = [
        one
        for one in catalog.metrics.values()
        if not one.blocked_by
        and (with_parts or not one.is_part)
        and (search or "").casefold() in f"{one.name} {one.label} {one.question}".casefold()
    ]
    rows = [
        (
            *(one.name, one.label, one.unit, ", ".join(one.dimensions)),
            *(one.only_grain or one.smallest_grain or "as of a day", one.question),
        )
        for one in found
    ]
    emit(METRIC_COLUMNS, rows, fmt)
    if fmt == "table":
        waiting = sum(bool(one.blocked_by) for one in catalog.metrics.values())
        remark(f"note: metrics without data: {waiting}; gtm status says what their marts wait for")


def _cell(answer: Answer, row: Sequence[Any], place: int) -> str:
    column, value = answer.columns[place], row[place]
    if column.kind == "period":
        mark = "" if row[place + 1] else " *"
        return f"{shown_period(value, column.name)}{mark}"
    if column.kind == "dimension":
        return "unknown" if value is None else str(value)
    if column.kind == "change":
        return shown_change(value, column.unit, answer.currency)
    if column.kind == "change_rate":
        return "" if value is None else f"{value:+.1%}"
    return shown(value, column.unit, answer.currency)
