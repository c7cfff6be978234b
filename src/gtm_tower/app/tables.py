"""Tables of marts: their columns named for people, each with its definition in the header."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from gtm_tower.app.components import Board, rows
from gtm_tower.app.filters import LABELS

FORMATS = {
    "money": "%,.0f",
    "cents": "%,.2f",
    "count": "%,d",
    "rate": "percent",
    "ratio": "%,.2f",
    "days": "%,.1f",
    "hours": "%,.1f",
    "score": "%,.1f",
}
DATES = {"month": "YYYY-MM", "day": "YYYY-MM-DD"}
FLAGS = {"is_too_small": "too small", "is_derived": "derived"}


def mart_rows(
    board: Board,
    title: str,
    mart: str,
    frame: pd.DataFrame,
    shown: Mapping[str, tuple[str, str]],
    note: str = "",
) -> None:
    """A table of rows of a mart; `shown` gives the label and the unit of each column.

    A column that holds nothing in any row is left out: it does not apply to this company.
    """
    wanted = [
        name for name in shown if name in frame and (frame.empty or frame[name].notna().any())
    ]
    wanted = [name for name in wanted if name not in FLAGS or frame[name].any()]
    marks = {name: {True: sign, False: ""} for name, sign in FLAGS.items()}
    table = frame[wanted].replace(marks)
    meanings = definitions(board, mart)
    labels = {
        name: column(*shown[name], meanings.get(name, ""), pinned=not i)
        for i, name in enumerate(wanted)
    }
    named = {name: label for name, (label, _) in shown.items() if name in wanted}
    note = _told(meanings, named, note)
    rows(board, title, table, columns=known(frame), labels=labels, note=note)


def metric_rows(board: Board, title: str, names: Sequence[str], by: Sequence[str]) -> None:
    """A table of metrics by dimensions, for the period and filters of the page.

    A metric that is not known for any row is left out.
    """
    frame = board.frame(names, by=by).dropna(axis="columns", how="all")
    labels = {name: column(name.replace("_", " "), "text", "") for name in by}
    for name in names:
        metric = board.metric(name)
        labels[name] = column(metric.label, metric.unit, metric.description)
    dimensions = list(board.metric(names[0]).dimensions)
    rows(board, title, frame, about=names, columns=dimensions, labels=labels)


def column(label: str, unit: str, meaning: str, pinned: bool = False) -> Any:
    """A column of a table: its label, its format, its meaning in the header.

    The page says in which currency amounts are: said in every header it leaves no room for columns.
    """
    if unit in DATES:
        return st.column_config.DateColumn(label, format=DATES[unit], help=meaning, pinned=pinned)
    if unit not in FORMATS:
        width: Any = unit if unit in ("medium", "large") else None
        # a wide column that stays in its place would leave a phone no room for the others
        held = pinned and width is None and unit != "id"
        return st.column_config.TextColumn(label, help=meaning, pinned=held, width=width)
    return st.column_config.NumberColumn(label, format=FORMATS[unit], help=meaning)


def definitions(board: Board, mart: str) -> dict[str, str]:
    """The definition of each column of a mart."""
    found = board.table("metrics", schema="meta", mart=mart)
    return dict(zip(found["metric"], found["definition"], strict=True))


def meaning(board: Board, mart: str, names: Sequence[str], note: str = "") -> str:
    """A note for a chart of a mart: what is shown, and the definitions of its columns."""
    named = {name: name.replace("_", " ") for name in names}
    return _told(definitions(board, mart), named, note)


def by_channel(board: Board, mart: str, **where: Any) -> pd.DataFrame:
    """Rows of a mart whose column `channel` is the acquisition channel, by the filter of it."""
    chosen = board.filters.values.get("acquisition_channel")
    if chosen:
        where["channel"] = chosen
    return board.table(mart, **where)


def in_period(board: Board, frame: pd.DataFrame, month: str = "date_month") -> pd.DataFrame:
    """The rows of the months of the page, the latest first."""
    first, last = pd.Timestamp(board.filters.first_month), pd.Timestamp(board.filters.last_month)
    return frame[frame[month].between(first, last)].sort_values(month, ascending=False)


def known(frame: pd.DataFrame) -> list[str]:
    """The filters that acted on rows, by their columns; a channel is the acquisition channel."""
    names = [*frame.columns, *(["acquisition_channel"] if "channel" in frame else [])]
    return [name for name in names if name in LABELS]


def plain(text: str) -> str:
    """Text of a company as it is: no mark in it means anything to Markdown."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def pick(label: str, options: Sequence[Any], key: str, first: Any = None) -> Any:
    """A choice that lives in the URL."""
    index = list(options).index(first) if first in options else 0
    return st.selectbox(label, list(options), index=index, key=key, bind="query-params")


def _told(meanings: Mapping[str, str], named: Mapping[str, str], note: str) -> str:
    """A note, and below it what each column means, by the name that it is shown under."""
    told = [
        f"**{label.strip()}**: {meanings[name]}"
        for name, label in named.items()
        if name in meanings
    ]
    return "\n\n".join([*([note] if note else []), *told])
