"""Planting known defects in a clean table.

Three ways keep the accepted data equal to the clean data:

- `EXTRA`: a copy of a clean row with an id of its own and one broken column is added at the end.
  Nothing refers to it, so refusing it costs nothing.
- `EARLIER`: a true copy of a row is added at the end and the row in its old place is left as it is
  or made stale. The later row wins.
- `IN_PLACE`: a clean row is written in a way that can be repaired or is accepted.

A defect that changes what a right reading finds says so by its `effect` on the arrays, so that the
truth can be counted from the arrays of the written table. No row carries two defects.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from gtm_tower.sources.generate._arrays import AnyArray, Bools, Ints
from gtm_tower.sources.generate._table import ROW_ID, Table
from gtm_tower.sources.generate._write import read_columns

EXTRA, EARLIER, IN_PLACE = "extra", "earlier", "in_place"
# a nulled row is accepted without the value that cannot be read
QUARANTINED, REPAIRED, NULLED, ACCEPTED = "quarantined", "repaired", "nulled", "accepted"

# truth.json lists at most this many defects of a kind and column of one table
LISTED_PER_DEFECT = 1_000

CLEAN = "{clean}"

FEW_ROWS = 50

_DEFECT, _VARIANT = "defect", "variant"

Arrays = dict[str, AnyArray]


@dataclass(frozen=True)
class Defect:
    """One way to spoil one column; `sql` gives its text from {clean}, the clean text.

    A defect without a column is a plain copy, or all in its `effect`: the arrays it changes, from
    those of its rows and from 0, 1, 2, ... `where` says which rows of the clean table it fits.
    """

    kind: str
    column: str | None
    sql: str
    place: str = EXTRA
    expect: str = QUARANTINED
    reason: str = ""
    effect: Callable[[Arrays, Ints], Arrays] | None = None
    where: Callable[[Arrays], Bools] | None = None


@dataclass(frozen=True)
class Dirty:
    """A table with defects, their exact numbers, and the list of them for truth.json."""

    table: Table
    counts: dict[str, int]
    planted: list[dict[str, object]]


def variants(*texts: str) -> str:
    """SQL for one of several texts in turn."""
    listed = ", ".join(f"'{text}'" for text in texts)
    return f"([{listed}])[{_VARIANT} % {len(texts)} + 1]"


def mixed_case() -> str:
    """SQL for the clean text in another case or with stray spaces; never the clean text itself."""
    swapped = "case when {clean} = upper({clean}) then lower({clean}) else upper({clean}) end"
    forms = (swapped, "' ' || " + f"({swapped}) || ' '", "{clean} || '  '", "' ' || lower({clean})")
    cases = " ".join(f"when {i} then {form}" for i, form in enumerate(forms))
    return f"case {_VARIANT} % {len(forms)} {cases} end"


def plant(rng: np.random.Generator, table: Table, defects: Sequence[Defect], rate: float) -> Dirty:
    """Spoil about `rate` of the written rows, every defect at least once where rows allow it.

    In a table of few rows, such as one of months, one refused row is a large share: there refused
    rows are planted by the rate alone. All columns of the result are text.
    """
    counts = _counts(len(table), defects, rate)
    is_added = np.array([defect.place == EXTRA for defect in defects])
    replaced = _chosen_rows(rng, table, defects, np.where(is_added, 0, counts))
    sources = [
        rng.integers(0, len(table), counts[i]) if is_added[i] else replaced[i]
        for i in range(len(defects))
    ]
    dirty = _spoiled(table, defects, sources)
    return Dirty(dirty, _by_kind(defects, sources), _planted(table, dirty, defects))


def sets(**values: int) -> Callable[[Arrays, Ints], Arrays]:
    """The effect of giving arrays one value each."""
    return lambda rows, turns: {name: np.full(len(turns), value) for name, value in values.items()}


def is_refused(table: Table, defects: Sequence[Defect]) -> Bools:
    """Rows of a written table that a right reading does not accept."""
    return carries(table, [defect.expect == QUARANTINED for defect in defects])


def is_overwritten(table: Table, defects: Sequence[Defect], column: str) -> Bools:
    """Rows of a written table whose text in a column is a defect's own."""
    own = [defect.column == column and defect.sql != CLEAN for defect in defects]
    return carries(table, own)


def carries(table: Table, is_meant: Sequence[bool]) -> Bools:
    """Rows of a written table with one of the meant defects of its catalogue."""
    codes = table.arrays.get(_DEFECT, np.zeros(len(table), dtype=np.int16))
    return np.array([False, *is_meant])[codes]


def _counts(size: int, defects: Sequence[Defect], rate: float) -> Ints:
    """Rows per defect: refused ones share `rate` of the written rows, the others of the clean."""
    refuses = np.array([defect.expect == QUARANTINED for defect in defects])
    refused = size * rate / (1 - rate) / max(1, refuses.sum())
    kept = size * rate / max(1, (~refuses).sum())
    share = np.where(refuses, refused, kept)
    least = np.where(refuses & (size < FEW_ROWS), 0, min(1, size))
    return np.asarray(np.maximum(least, np.round(share)), dtype=np.int64)


def _chosen_rows(
    rng: np.random.Generator, table: Table, defects: Sequence[Defect], counts: Ints
) -> list[Ints]:
    """Different clean rows for every defect; a tiny table may run out of them."""
    rows = rng.permutation(len(table))
    is_free = np.ones(len(table), dtype=np.bool_)
    chosen = []
    for defect, count in zip(defects, counts, strict=True):
        is_fit = is_free & defect.where(table.arrays) if defect.where else is_free
        chosen.append(np.sort(rows[is_fit[rows]][:count]))
        is_free[chosen[-1]] = False
    return chosen


def _spoiled(table: Table, defects: Sequence[Defect], sources: Sequence[Ints]) -> Table:
    """The table with a defect code (0 = none) per row, added rows, and text columns."""
    size = len(table)
    codes: AnyArray = np.zeros(size, dtype=np.int16)
    turns: AnyArray = np.zeros(size, dtype=np.int32)
    added: list[Ints] = []
    added_codes: list[AnyArray] = []
    for code, (defect, rows) in enumerate(zip(defects, sources, strict=True), start=1):
        if defect.place != EXTRA:
            codes[rows] = code
            turns[rows] = np.arange(len(rows))
        if defect.place != IN_PLACE:
            added.append(rows)
            added_codes.append(np.full(len(rows), code if defect.place == EXTRA else 0, np.int16))
    extra = np.concatenate([*added, np.zeros(0, dtype=np.int64)])
    extra_codes = np.concatenate([*added_codes, np.zeros(0, dtype=np.int16)])
    arrays = {name: np.concatenate([a, a[extra]]) for name, a in table.arrays.items()}
    is_fresh = np.concatenate([np.zeros(size, dtype=np.bool_), extra_codes > 0])
    arrays[ROW_ID] = np.where(is_fresh, np.cumsum(is_fresh) + size, arrays[ROW_ID])
    arrays[_DEFECT] = np.concatenate([codes, extra_codes])
    arrays[_VARIANT] = np.concatenate([turns, np.arange(len(extra), dtype=np.int32)])
    _apply_effects(arrays, defects)
    columns = {name: _text(name, sql, defects) for name, sql in table.columns.items()}
    return replace(table, columns=columns, arrays=arrays)


def _apply_effects(arrays: Arrays, defects: Sequence[Defect]) -> None:
    for code, defect in enumerate(defects, start=1):
        if defect.effect is None:
            continue
        rows = np.nonzero(arrays[_DEFECT] == code)[0]
        taken = {name: array[rows] for name, array in arrays.items()}
        for name, values in defect.effect(taken, arrays[_VARIANT][rows]).items():
            arrays[name][rows] = values


def _text(column: str, clean_sql: str, defects: Sequence[Defect]) -> str:
    clean = f"cast({clean_sql} as varchar)"
    whens = [
        f"when {code} then {defect.sql.replace('{clean}', clean)}"
        for code, defect in enumerate(defects, start=1)
        if defect.column == column
    ]
    return f"case {_DEFECT} {' '.join(whens)} else {clean} end" if whens else clean


def _by_kind(defects: Sequence[Defect], sources: Sequence[Ints]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for defect, rows in zip(defects, sources, strict=True):
        counts[defect.kind] = counts.get(defect.kind, 0) + len(rows)
    return counts


def _planted(clean: Table, dirty: Table, defects: Sequence[Defect]) -> list[dict[str, object]]:
    """The defects as written, in the order of the catalogue and then of the file."""
    codes = dirty.arrays[_DEFECT]
    rows = [np.nonzero(codes == code)[0][:LISTED_PER_DEFECT] for code in range(1, len(defects) + 1)]
    listed = np.concatenate(rows)
    names = list(dirty.columns)
    written = read_columns(dirty.take(listed))
    meant = read_columns(replace(clean, arrays=dirty.take(listed).arrays))
    entries = []
    for row, values, clean_values in zip(listed, written, meant, strict=True):
        defect = defects[codes[row] - 1]
        entry = _entry(dirty, defect, int(row) + 1, dict(zip(names, values, strict=True)))
        if defect.expect == REPAIRED and defect.column:
            entry["repaired_to"] = str(clean_values[names.index(defect.column)])
        entries.append(entry)
    return entries


def _entry(table: Table, defect: Defect, row: int, values: dict[str, object]) -> dict[str, object]:
    return {
        "table": table.name,
        "kind": defect.kind,
        "expect": defect.expect,
        "reason": defect.reason or defect.kind,
        "column": defect.column,
        "key": "|".join(str(values[name] or "") for name in table.key),
        "row": row,
        "value": None if defect.column is None else str(values[defect.column] or ""),
    }
