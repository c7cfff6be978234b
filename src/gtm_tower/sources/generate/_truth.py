"""What the truths about all templates share."""

from collections.abc import Sequence

import numpy as np

from gtm_tower.sources.generate._arrays import Bools
from gtm_tower.sources.generate._defects import CENTURY
from gtm_tower.sources.generate._table import Table
from gtm_tower.sources.generate.dirt import (
    NULLED,
    QUARANTINED,
    REPAIRED,
    Defect,
    carries,
    is_overwritten,
    is_refused,
)

Json = dict[str, object]

# what the marts call a name that is not there
MISSING_NAME = "unknown (missing)"


def money_text(cents: int | np.int64) -> str:
    """Cents as text with two decimals."""
    whole, part = divmod(abs(int(cents)), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{part:02d}"


def accepted(table: Table, defects: Sequence[Defect]) -> Table:
    """The rows of a written table that a right reading accepts."""
    return table.take(~is_refused(table, defects))


def contract_truth(table: Table, defects: Sequence[Defect]) -> Json:
    """Rows of a written table that are accepted, and the refused ones by reason."""
    refused: dict[str, int] = {}
    for defect in defects:
        count = int(carries(table, [one is defect for one in defects]).sum())
        if defect.expect == QUARANTINED and count:
            reason = defect.reason or defect.kind
            refused[reason] = refused.get(reason, 0) + count
    return {"accepted": int((~is_refused(table, defects)).sum()), "quarantined": refused}


def contract_truths(written: dict[str, Table], defects: dict[str, tuple[Defect, ...]]) -> Json:
    """Rows accepted and refused in all tables, and cells that became null."""
    rows: Json = {name: contract_truth(table, defects[name]) for name, table in written.items()}
    found = [
        entry
        for name, table in written.items()
        for entry in repairs_truth(table, defects[name], {})
    ]
    # another case of a known word has no name: it is no repair that is counted
    return {"after_quarantine": rows, "repairs": [entry for entry in found if entry["repair"]]}


def repairs_truth(
    table: Table, defects: Sequence[Defect], broken_years: dict[str, Bools]
) -> list[Json]:
    """Cells that a right reading repairs or gives up, by column.

    `broken_years` has the masks of the columns whose dates lost their century without a defect.
    """
    kept = ~is_refused(table, defects)
    found = {
        (CENTURY, column): mask & ~is_overwritten(table, defects, column)
        for column, mask in broken_years.items()
    }
    nowhere = np.zeros(len(table), dtype=np.bool_)
    for defect in defects:
        if defect.expect in (NULLED, REPAIRED) and defect.column:
            key = (defect.reason, defect.column)
            mask = carries(table, [one is defect for one in defects])
            found[key] = found.get(key, nowhere) | mask
    return [
        {
            "table": table.name,
            "column": column,
            "repair": repair,
            "written": int(mask.sum()),
            "accepted": int((mask & kept).sum()),
        }
        for (repair, column), mask in found.items()
        if mask.any()
    ]
