"""Defects that fit more than one template."""

from collections.abc import Callable

from gtm_tower.sources.generate._arrays import Bools
from gtm_tower.sources.generate.dirt import (
    CLEAN,
    EARLIER,
    IN_PLACE,
    NULLED,
    REPAIRED,
    Arrays,
    Defect,
    sets,
    variants,
)

BAD_DATES = ("2025-02-30", "13/45/2025", "soon")
BAD_NUMBERS = ("abc", "12,x")
BAD_COUNTS = ("a few", "x3")
BAD_BOOLEANS = ("maybe", "unclear")
PLACEHOLDERS = ("nan", "Select", "N/A")

# what meta.repairs calls a cell that became null
UNREADABLE, PLACEHOLDER, CENTURY = "unreadable", "placeholder", "century"


def broken_date(column: str) -> Defect:
    """A row that is refused for its date."""
    return Defect("not_a_date", column, variants(*BAD_DATES))


def missing(column: str) -> Defect:
    """A row that is refused for want of a required value."""
    return Defect("missing_value", column, "null")


def not_a_number(column: str) -> Defect:
    """A row that is refused for its number."""
    return Defect("not_a_number", column, variants(*BAD_NUMBERS))


def duplicates(stale_column: str, stale_sql: str) -> tuple[Defect, Defect]:
    """An exact copy, and a copy that corrects a stale row; the later row wins in both."""
    return (
        Defect("duplicate", None, "", EARLIER),
        Defect("changed_duplicate", stale_column, stale_sql, EARLIER, reason="duplicate"),
    )


def other(first: str, second: str) -> str:
    """The first value, or the second where the clean one is the first already."""
    return f"case when {CLEAN} = '{first}' then '{second}' else '{first}' end"


def unreadable(column: str, kind: str, texts: tuple[str, ...], **lost: int) -> Defect:
    """A cell that becomes null with a count; `lost` are the arrays that lose their value."""
    effect = sets(**lost) if lost else None
    return Defect(kind, column, variants(*texts), IN_PLACE, NULLED, UNREADABLE, effect)


def placeholder(column: str, where: Callable[[Arrays], Bools] | None = None, **lost: int) -> Defect:
    """A word that stands for no value; it becomes null with a count."""
    effect = sets(**lost) if lost else None
    words = variants(*PLACEHOLDERS)
    return Defect(PLACEHOLDER, column, words, IN_PLACE, NULLED, PLACEHOLDER, effect, where)


def broken_century(column: str) -> Defect:
    """A date of the year 0024 for 2024; it is repaired with a count."""
    text = f"'00' || substr({CLEAN}, 3)"
    return Defect("broken_century", column, text, IN_PLACE, REPAIRED, CENTURY)
