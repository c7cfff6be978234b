"""What the pages read: metrics through the semantic layer, rows of marts, and nothing else.

A version that was read is kept in memory until the next one is published; a page asks which one is
current each time it is shown, so a build needs no restart. Whatever was read while another version
was published is thrown away, and the page starts anew: no page mixes two. Streamlit runs every
reader in a thread of its own; a session belongs to one thread.
"""

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from gtm_tower.errors import VersionChanged, WarehouseError
from gtm_tower.metrics import Answer, Metrics, Request
from gtm_tower.metrics.request import begin, last_day, shifted
from gtm_tower.metrics.versions import read_run_id
from gtm_tower.warehouse import Session, Warehouse, open_warehouse
from gtm_tower.workspace import find_workspace

WORKSPACE = "GTM_WORKSPACE"  # in the environment of the server
CHECK_SECONDS = "GTM_DASHBOARD_CHECK_SECONDS"  # there too: how often an open page asks what is new
GLOBAL_FILTERS = ("segment", "region", "acquisition_channel")
MOST_ROWS = 50_000


@dataclass(frozen=True)
class Version:
    """One published version, and what pages ask of it again and again."""

    metrics: Metrics
    months: tuple[date, ...]
    last_complete_month: date
    filter_values: dict[str, tuple[str, ...]]
    rows: dict[str, int]

    @property
    def run_id(self) -> str:
        """The run that made it."""
        return self.metrics.publication.run_id

    def has(self, *marts: str) -> bool:
        """True where each of the marts is live and has rows."""
        return all(self.rows.get(mart, 0) > 0 for mart in marts)

    def is_live(self, metric: str) -> bool:
        """True where a metric is defined and its marts have rows."""
        found = self.metrics.catalog.metrics.get(metric)
        return found is not None and not found.blocked_by and self.has(*found.marts)


@st.cache_resource(show_spinner=False)
def warehouse() -> Warehouse:
    """The warehouse of the workspace that the server was started for."""
    workspace = find_workspace(Path(os.environ.get(WORKSPACE, ".")))
    return open_warehouse(workspace.config(), workspace.root)


@dataclass(frozen=True)
class _Page:
    """What a page reads: the version of a run, through one session."""

    run_id: str
    session: Session


class _Shown(threading.local):
    """The page that this thread shows, if any."""

    page: _Page | None = None


_shown = _Shown()


@contextmanager
def page() -> Iterator[Version]:
    """The version that is published now; none yet is a WorkspaceError.

    What this thread reads inside is read in one session, which is cheaper than one for each query,
    and on DuckDB stays with the version whatever is published meanwhile.
    """
    place = warehouse()
    with place.reader() as session:
        _shown.page = _Page(read_run_id(session, place), session)
        try:
            yield _version(_shown.page.run_id)
        finally:
            _shown.page = None


def published_run() -> str:
    """The run of the version that is published now, or was when the page was begun."""
    if _shown.page is not None:
        return _shown.page.run_id
    place = warehouse()
    with place.reader() as session:
        return read_run_id(session, place)


@st.cache_resource(show_spinner="Reading the published version", max_entries=2)
def _version(run_id: str) -> Version:
    place = warehouse()
    with _reading(run_id) as session:
        metrics = Metrics(place, follows=False)
        if metrics.publication.run_id != run_id:
            raise VersionChanged(run_id)
        ((first,),) = session.query(f"select min(date_month) from {place.marts_schema}.dim_date")
        counts = session.query(
            f"select mart, row_count from {place.meta_schema}.marts where is_live"
        )
        rows = {str(mart): int(count) for mart, count in counts}
        values = _filter_values(metrics, rows)
    as_of = metrics.publication.as_of
    months = [first]
    while shifted(months[-1], "month", 1) <= as_of:
        months.append(shifted(months[-1], "month", 1))
    complete = [month for month in months if last_day(month, "month") <= as_of]
    return Version(metrics, tuple(months), (complete or months)[-1], values, rows)


def _filter_values(metrics: Metrics, rows: dict[str, int]) -> dict[str, tuple[str, ...]]:
    """What the global filters may be set to: the values that any live metric can be split by."""
    found: dict[str, set[str]] = {name: set() for name in GLOBAL_FILTERS}
    seen = set()
    for metric in metrics.catalog.live():
        for name in GLOBAL_FILTERS:
            key = (name, metric.marts)
            if name in metric.dimensions and key not in seen and rows.get(metric.marts[0]):
                seen.add(key)
                found[name].update(metrics.values(metric.name, name))
    return {name: tuple(sorted(values)) for name, values in found.items() if len(values) > 1}


@st.cache_data(show_spinner=False, max_entries=2000)
def answer(run_id: str, asked: Request) -> Answer:
    """The answer to a request on a version; the version is part of the key."""
    metrics = _version(run_id).metrics
    with _reading(run_id) as session:
        return metrics.query(asked, session)


@st.cache_data(show_spinner=False, max_entries=200)
def table(run_id: str, schema: str, name: str, where: tuple[tuple[str, Any], ...]) -> pd.DataFrame:
    """Rows of a mart or of a table of `meta`, where columns equal values; the first 50,000.

    A value that is a tuple stands for any of its own.
    """
    place = warehouse()
    clause, params = _where(where)
    names = columns(run_id, schema, name)
    with _reading(run_id) as session:
        rows = session.query(
            f"select {', '.join(names)} from {_schema(place, schema)}.{name}{clause}"
            f" order by {_places(names)} limit {MOST_ROWS}",
            params,
        )
    return frame(names, rows)


@st.cache_data(show_spinner=False, max_entries=200)
def top(
    run_id: str,
    schema: str,
    name: str,
    order: str,
    count: int,
    where: tuple[tuple[str, Any], ...] = (),
) -> pd.DataFrame:
    """The first rows of a published table by a column; `order` may end in ` desc`.

    `where` is as in `table`.
    """
    place = warehouse()
    clause, params = _where(where)
    names = columns(run_id, schema, name)
    with _reading(run_id) as session:
        rows = session.query(
            f"select {', '.join(names)} from {_schema(place, schema)}.{name}{clause}"
            f" order by {order} nulls last, {_places(names)} limit {count}",
            params,
        )
    return frame(names, rows)


@st.cache_data(show_spinner=False, max_entries=200)
def counts(run_id: str, schema: str, name: str, by: tuple[str, ...]) -> pd.DataFrame:
    """How many rows of a published table there are by some of its columns, the most first."""
    place = warehouse()
    keys = ", ".join(by)
    with _reading(run_id) as session:
        rows = session.query(
            f"select {keys}, count(*) as row_count from {_schema(place, schema)}.{name}"
            f" group by {keys} order by row_count desc, {keys}"
        )
    return frame([*by, "row_count"], rows)


@st.cache_data(show_spinner=False)
def columns(run_id: str, schema: str, name: str) -> list[str]:
    """The columns of a published table, in its order."""
    place = warehouse()
    with _reading(run_id) as session:
        rows = session.query(
            "select column_name from information_schema.columns"
            " where table_schema = ? and table_name = ? order by ordinal_position",
            [_schema(place, schema), name],
        )
    return [str(column) for (column,) in rows]


def frame(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> pd.DataFrame:
    """Rows as a DataFrame: decimals as float, dates as datetime64."""
    found = pd.DataFrame(rows, columns=list(columns))
    for column in found.columns:
        values = found[column].dropna()
        if len(values) and type(values.iloc[0]).__name__ == "Decimal":
            found[column] = found[column].astype(float)
        elif len(values) and isinstance(values.iloc[0], date):
            found[column] = pd.to_datetime(found[column])
    return found


def age(version: Version) -> str:
    """How old the data is, as of which day, in words."""
    publication = version.metrics.publication
    return (
        f"As of {publication.as_of}, published {publication.published_at:%Y-%m-%d %H:%M} UTC"
        f" by run {publication.run_id}"
    )


def default_period(version: Version) -> tuple[date, date]:
    """The twelve months up to the last complete one, as far as there are."""
    last = version.last_complete_month
    return max(version.months[0], shifted(last, "month", -11)), last


def month_end(month: date) -> date:
    """The last day of a month."""
    return last_day(begin(month, "month"), "month")


@contextmanager
def _reading(run_id: str) -> Iterator[Session]:
    """A session on this version; where another one is published by the end, the page starts anew.

    Asked at the end, because only then is it known of all that was read. VersionChanged where no
    page is shown.
    """
    place = warehouse()
    with _session(place, run_id) as session:
        try:
            yield session
            is_current = read_run_id(session, place) == run_id
        except VersionChanged:
            is_current = False
        except WarehouseError:
            # the tables may have changed under a query
            if read_run_id(session, place) == run_id:
                raise
            is_current = False
    if not is_current:
        st.rerun(scope="app")
        raise VersionChanged(f"another version than {run_id} is published by now.")


@contextmanager
def _session(place: Warehouse, run_id: str) -> Iterator[Session]:
    page = _shown.page
    if page is not None and page.run_id == run_id:
        yield page.session
        return
    with place.reader() as session:
        yield session


def _places(names: Sequence[str]) -> str:
    """An order by all columns: tables have none, and the same rows shall look the same."""
    return ", ".join(str(place + 1) for place in range(len(names)))


def _where(conditions: tuple[tuple[str, Any], ...]) -> tuple[str, list[Any]]:
    """The clause and its values; a value that is a tuple stands for any of its own."""
    parts: list[str] = []
    params: list[Any] = []
    for column, value in conditions:
        values = value if isinstance(value, tuple) else (value,)
        parts.append(f"{column} in ({', '.join('?' * len(values))})")
        params += values
    return f" where {' and '.join(parts)}" if parts else "", params


def _schema(place: Warehouse, schema: str) -> str:
    return place.meta_schema if schema == "meta" else place.marts_schema
