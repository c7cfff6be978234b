"""The parts that pages are made of: figures with their definition and data, tiles, empty states."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from gtm_tower.app import data
from gtm_tower.app.charts import Chart
from gtm_tower.app.filters import Filters
from gtm_tower.errors import GtmError, VersionChanged
from gtm_tower.metrics import Answer, Metric, Request
from gtm_tower.metrics.request import Condition, shifted
from gtm_tower.numbers import shown, shown_change_short, shown_short
from gtm_tower.palette import DARK, LIGHT, Palette

TILES_PER_ROW = 4
TALL = 65  # pixels of a row: from here on Streamlit breaks a text into lines
LONG = 48  # letters: more do not fit into a column
MANY = 0.2  # of the cells of a column: for fewer long ones the others are not made tall


@dataclass(frozen=True)
class Board:
    """What a page is given: the version that is published, and the filters that are set."""

    version: data.Version
    filters: Filters

    def is_live(self, *metrics: str) -> bool:
        """True where each of the metrics has data."""
        return all(self.version.is_live(metric) for metric in metrics)

    def live(self, metrics: Iterable[str]) -> list[str]:
        """Those of the metrics that have data."""
        return [metric for metric in metrics if self.version.is_live(metric)]

    def metric(self, name: str) -> Metric:
        """The metric of a name."""
        return self.version.metrics.catalog.metric(name)

    def answer(
        self,
        metrics: Sequence[str],
        by: Sequence[str] = (),
        grain: str | None = None,
        compare: str | None = None,
        where: Sequence[Condition] = (),
    ) -> Answer:
        """The answer for the period and filters of the page, as far as they act on the metrics.

        The metrics must have the same filters; ask for others apart.
        """
        first = self.metric(metrics[0])
        asked = Request(
            tuple(metrics),
            tuple(by),
            (*self.filters.conditions(first), *where),
            grain,
            compare=compare,
        )
        if not first.is_snapshot:
            asked = replace(asked, start=self.filters.first_month, end=self.filters.end)
        return data.answer(self.version.run_id, asked)

    def frame(self, *args: Any, **kwargs: Any) -> pd.DataFrame:
        """The same as a DataFrame; what a dimension does not know is `unknown`."""
        answer = self.answer(*args, **kwargs)
        found = answer.frame()
        for column in answer.columns:
            if column.kind == "dimension":
                found[column.name] = found[column.name].fillna("unknown")
        return found

    def table(self, name: str, schema: str = "marts", **where: Any) -> pd.DataFrame:
        """Rows of a mart, by the filters that it has columns for; `where` holds other columns."""
        names = data.columns(self.version.run_id, schema, name)
        conditions = (*self.filters.columns(names), *where.items())
        return data.table(self.version.run_id, schema, name, tuple(conditions))

    def top(
        self, name: str, order: str, count: int, schema: str = "marts", **where: Any
    ) -> pd.DataFrame:
        """The first rows of a mart by a column, whatever the filters; `order` may end in desc."""
        return data.top(self.version.run_id, schema, name, order, count, tuple(where.items()))

    def counts(self, name: str, by: Sequence[str], schema: str = "marts") -> pd.DataFrame:
        """How many rows of a table there are by some of its columns, whatever the filters."""
        return data.counts(self.version.run_id, schema, name, tuple(by))

    @property
    def currency(self) -> str:
        """The reporting currency."""
        return self.version.metrics.publication.currency

    @property
    def palette(self) -> Palette:
        """The colours of the appearance that the reader has chosen."""
        return DARK if st.context.theme.type == "dark" else LIGHT

    @property
    def month(self) -> date:
        """The last complete month of the period."""
        return min(self.filters.last_month, self.version.last_complete_month)


@contextmanager
def guarded() -> Iterator[None]:
    """Show an error of ours where it happens, and let the rest of the page be.

    Where another version was published meanwhile, the page starts anew.
    """
    try:
        yield
    except VersionChanged:
        st.rerun(scope="app")
    except GtmError as error:
        st.error(str(error))


def tiles(board: Board, names: Sequence[str]) -> None:
    """A tile per metric that has data: the last complete month beside the month before.

    Where that month is too young for a value, the last one that has one.
    """
    live = board.live(names)
    if not live:
        empty("Nothing to show: the marts of this page wait for data.")
        return
    together = _together(board, live)
    for start in range(0, len(live), TILES_PER_ROW):
        columns = st.columns(TILES_PER_ROW)
        for column, name in zip(columns, live[start : start + TILES_PER_ROW], strict=False):
            with column, guarded():
                _tile(board, name, together)


Together = dict[str, tuple[str, ...]]


def _together(board: Board, names: Sequence[str]) -> Together:
    """Each metric and sample with those that one query can answer: of one mart, asked alike."""
    found: dict[Any, list[str]] = {}
    samples = board.live(board.metric(name).sample for name in names)
    for name in dict.fromkeys([*names, *samples]):
        one = board.metric(name)
        alike = (one.models, one.smallest_grain, one.only_grain, one.needs, *one.dimensions)
        found.setdefault(alike, []).append(name)
    return {name: tuple(group) for group in found.values() for name in group}


def _tile(board: Board, name: str, together: Together) -> None:
    metric = board.metric(name)
    value, then, sample, month = _now_and_then(board, metric, together)
    as_of = board.version.metrics.publication.as_of
    period = f"{month:%B %Y}" if month else f"as of {as_of}"
    change = None if value is None or then is None else value - then
    with st.container(border=True, key=f"tile-{name}", height="stretch", gap="xsmall"):
        st.metric(
            metric.label,
            shown_short(value, metric.unit, board.currency),
            None
            if change is None
            else shown_change_short(change, value, metric.unit, board.currency),
            delta_color=_colour(metric, change),
            delta_description=None
            if change is None
            else f"vs {shifted(month or board.month, 'month', -1):%b}",
        )
        if value is None:
            st.caption("No data of the period says it.")
        with st.popover(period, type="tertiary", icon=":material/info:"):
            describe(board, [name], sample)
            left_out(board, list(metric.dimensions))


def _now_and_then(
    board: Board, metric: Metric, together: Together
) -> tuple[Any, Any, Any, date | None]:
    """The value, that of the month before, n, and the month: the last that has a value.

    A month that is too young for a rate has none; None stands for as of as_of.
    """
    name, sample = metric.name, metric.sample if metric.sample in together else None
    if metric.is_snapshot:
        count = board.answer(together[sample]).value(sample) if sample else None
        return board.answer(together[name]).value(name), None, count, None
    known = [
        (month, row)
        for month, row in _by_month(board, together[name]).items()
        if row[name] is not None and month <= board.month
    ]
    month, row = known[-1] if known else (board.month, {})
    counts = _by_month(board, together[sample]).get(month, {}) if sample else {}
    return row.get(name), row.get(f"{name}_previous"), counts.get(metric.sample), month


def _by_month(board: Board, names: Sequence[str]) -> dict[date, dict[str, Any]]:
    answer = board.answer(names, grain="month", compare="previous")
    return {row["month"]: row for row in answer.records()}


def _colour(metric: Metric, change: Any) -> Any:
    if change is None or not change or metric.direction == "none":
        return "off"
    return "normal" if metric.direction == "up" else "inverse"


def figure(
    board: Board,
    title: str,
    draw: Callable[[pd.DataFrame, Palette], Chart],
    frame: pd.DataFrame,
    about: Sequence[str] = (),
    note: str = "",
    columns: Sequence[str] | None = None,
    nothing: str = "No rows for this period and these filters.",
) -> None:
    """A chart under its title, with what it shows and its data a click away.

    `about` names the metrics that it shows, `note` says what else one must know, `columns` are
    those of the data whose filters act on it (by default the dimensions of the first metric).
    """
    known = board.metric(about[0]).dimensions if about and columns is None else columns or ()
    with st.container(border=True, key=f"figure-{_slug(title)}"):
        _head(board, title, frame, about, note, list(known))
        if frame.empty:
            empty(nothing)
            return
        st.altair_chart(
            draw(frame, board.palette), width="stretch", key=f"chart-{_slug(title)}", alt=title
        )


def rows(
    board: Board,
    title: str,
    frame: pd.DataFrame,
    about: Sequence[str] = (),
    note: str = "",
    columns: Sequence[str] = (),
    labels: dict[str, Any] | None = None,
    nothing: str = "No rows for this period and these filters.",
) -> None:
    """A table under its title; `labels` are names or column settings of Streamlit by column."""
    with st.container(border=True, key=f"figure-{_slug(title)}"):
        _head(board, title, frame, about, note, list(columns))
        if frame.empty:
            empty(nothing)
            return
        st.dataframe(
            frame,
            hide_index=True,
            column_config=labels or {},
            placeholder="–",
            row_height=TALL if _has_long_texts(frame) else None,
            key=f"rows-{_slug(title)}",
            alt=title,
        )


def _has_long_texts(frame: pd.DataFrame) -> bool:
    texts = frame.select_dtypes(["object", "string"])
    return any((texts[name].astype(str).str.len() > LONG).mean() > MANY for name in texts)


def empty(text: str) -> None:
    """Say why there is nothing."""
    st.info(text, icon=":material/hourglass_empty:")


def not_shown(board: Board, parts: dict[str, str]) -> None:
    """Say which parts of a page wait for data, and for what; `parts` names them by their mart."""
    waits = board.version.metrics.waits
    missing = [
        f"{what} ({mart}: {waits.get(mart) or 'it has no rows'})"
        for mart, what in parts.items()
        if not board.version.has(mart)
    ]
    if missing:
        empty(f"Not shown for want of data: {'; '.join(missing)}.")


def describe(board: Board, names: Sequence[str], sample: Any = None) -> None:
    """What metrics are, how many they are made of, and from when and where they come."""
    for name in names:
        metric = board.metric(name)
        st.markdown(f"**{metric.label}**  \n{metric.description}")
        if metric.policies:
            settings = board.version.metrics.publication.settings
            st.caption(
                "Policies: "
                + "; ".join(f"{policy} = {settings.get(policy)}" for policy in metric.policies)
            )
        if metric.sample and sample is not None:
            st.caption(
                f"n = {shown(sample, 'count')} ({board.metric(metric.sample).label.lower()})"
            )
        st.code(f"gtm explain {name}", language=None)
    st.caption(data.age(board.version))


def left_out(board: Board, columns: list[str]) -> None:
    """Say which of the filters that are set do not act here."""
    names = board.filters.left_out(columns)
    if names:
        st.caption(f"Not filtered by {' and '.join(names)}: it is not known here.")


def _head(
    board: Board,
    title: str,
    frame: pd.DataFrame,
    about: Sequence[str],
    note: str,
    columns: list[str],
) -> None:
    head = st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    )
    head.markdown(f"##### {title}", width="content")
    with head, st.popover("About", type="tertiary"):
        describe(board, about)
        if note:
            st.markdown(note)
        st.download_button(
            "Data as CSV",
            frame.to_csv(index=False),
            f"{_slug(title)}.csv",
            "text/csv",
            key=f"csv-{_slug(title)}",
            on_click="ignore",
        )
    left_out(board, columns)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
