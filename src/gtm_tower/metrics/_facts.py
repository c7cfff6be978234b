"""What the published run log says of models: marts, columns, checks, and the tables behind them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gtm_tower.warehouse import Session

LAYERS = ("marts", "intermediate", "inputs", "staging", "meta", "stats", "before")
CHECKED = ("marts", "intermediate", "inputs")


@dataclass(frozen=True)
class MartFacts:
    """A mart as it is published; `columns` are those asked for, with their definitions."""

    name: str
    question: str
    description: str
    is_live: bool
    blocked_by: str
    row_count: int
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RawTable:
    """A raw table: its rows received and accepted, and the last date in it; None without a file."""

    source: str
    table: str
    rows_in: int | None
    rows_accepted: int | None
    last_date: date | None


@dataclass(frozen=True)
class Check:
    """A check and its result in the published run; `description` says what a bad row is."""

    name: str
    severity: str
    status: str
    row_count: int
    description: str
    models: tuple[str, ...]


@dataclass(frozen=True)
class Behind:
    """What stands behind marts: models by layer, the nearest first by name, and their checks."""

    marts: tuple[str, ...]
    intermediate: tuple[str, ...]
    inputs: tuple[str, ...]
    staging: tuple[str, ...]
    tables: tuple[RawTable, ...]
    checks: tuple[Check, ...]

    @property
    def fresh_to(self) -> date | None:
        """The last date in any of the raw tables."""
        return max((one.last_date for one in self.tables if one.last_date), default=None)


def mart_facts(
    session: Session, meta: str, names: Iterable[str], columns: Mapping[str, set[str]] | None
) -> tuple[MartFacts, ...]:
    """Marts with the documented columns named, or with all of them."""
    found = []
    for name in names:
        ((question, description, is_live, blocked_by, rows),) = session.query(
            "select question, description, is_live, blocked_by, row_count"
            f" from {meta}.marts where mart = ?",
            [name],
        )
        defined = session.query(
            f"select metric, definition from {meta}.metrics where mart = ? order by 1", [name]
        )
        used = tuple(
            (str(column), str(text))
            for column, text in defined
            if columns is None or column in columns.get(name, ())
        )
        facts = (str(description or ""), bool(is_live), str(blocked_by or ""), int(rows or 0))
        found.append(MartFacts(name, str(question), *facts, used))
    return tuple(found)


def read_behind(session: Session, meta: str, marts: Iterable[str]) -> Behind:
    """Everything that marts are made of, up to the raw tables, and the checks on the way."""
    own = [(name, "marts") for name in marts]
    above = _above(session, meta, own)
    layers = {layer: tuple(sorted(name for name, one in above if one == layer)) for layer in LAYERS}
    raw = [(layer, name) for name, layer in above if layer not in LAYERS]
    checked = {name for name, layer in {*own, *above} if layer in CHECKED}
    return Behind(
        *(layers["marts"], layers["intermediate"], layers["inputs"], layers["staging"]),
        tables=_tables(session, meta, raw),
        checks=_checks(session, meta, checked, {name for name, _ in own}),
    )


def _above(session: Session, meta: str, own: list[tuple[str, str]]) -> set[tuple[str, str]]:
    parents: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for name, layer, parent, parent_layer in session.query(
        f"select name, layer, parent, parent_layer from {meta}.lineage"
    ):
        parents.setdefault((name, layer), []).append((parent, parent_layer))
    found: set[tuple[str, str]] = set()
    waiting = list(own)
    while waiting:
        fresh = set(parents.get(waiting.pop(), ())) - found
        found |= fresh
        waiting += fresh
    return found - set(own)


def _tables(session: Session, meta: str, raw: Iterable[tuple[str, str]]) -> tuple[RawTable, ...]:
    counts = {
        (source, table): (int(rows), int(accepted), last)
        for source, table, rows, accepted, last in session.query(
            "select source_name, table_name, max(rows_in), max(rows_accepted), max(last_date)"
            f" from {meta}.inputs group by 1, 2"
        )
    }
    nothing = (None, None, None)
    return tuple(RawTable(*one, *counts.get(one, nothing)) for one in sorted(raw))


def _checks(session: Session, meta: str, models: set[str], own: set[str]) -> tuple[Check, ...]:
    """Those that did not pass first, then those of the marts themselves."""
    rows: list[Any] = session.query(
        "select check_name, severity, status, row_count, description, models"
        f" from {meta}.checks order by 1"
    )
    found = [
        Check(name, severity, status, int(count or 0), text or "", tuple(names.split(", ")))
        for name, severity, status, count, text, names in rows
        if models & set(names.split(", "))
    ]
    return tuple(
        sorted(
            found,
            key=lambda one: (one.status == "pass", not own & set(one.models), one.name),
        )
    )
