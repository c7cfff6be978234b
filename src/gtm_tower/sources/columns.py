"""From the header of a file to the names of raw columns."""

import re
import unicodedata
from collections.abc import Sequence

from gtm_tower.errors import SourceError, did_you_mean
from gtm_tower.sources.registry import SourceTable

LONGEST_NAME = 56  # with a column number behind it still a Postgres identifier


def raw_names(header: Sequence[str], table: SourceTable, where: str) -> tuple[str, ...]:
    """The raw column of each field of a header; a faulty header is a SourceError.

    A declared column gets its declared name; any other keeps its own, made a plain identifier.
    """
    _check_unique(header, where)
    names: list[str] = []
    declared: dict[str, str] = {}
    for number, title in enumerate(header, start=1):
        name = plain_name(title) or f"column_{number}"
        if name in table.column_names:
            if name in declared:
                raise SourceError(
                    f"{where}: the columns '{declared[name]}' and '{title.strip()}' both mean"
                    f" {name}. Keep one of them, or rename the other."
                )
            declared[name] = title.strip()
        names.append(name)
    _check_required(names, header, table, where)
    return _told_apart(names)


def plain_name(title: str) -> str:
    """A title as a lower-case identifier of letters a-z, digits and _; may be empty."""
    ascii_only = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "_", ascii_only.lower()).strip("_")[:LONGEST_NAME].strip("_")
    return f"column_{name}" if name[:1].isdigit() else name


def _check_unique(header: Sequence[str], where: str) -> None:
    first: dict[str, int] = {}
    for number, title in enumerate(header, start=1):
        folded = title.strip().casefold()
        if folded and folded in first:
            raise SourceError(
                f"{where}: the header has '{title.strip()}' twice, as columns {first[folded]} and"
                f" {number}. Give every column a name of its own."
            )
        first[folded] = number


def _check_required(
    names: Sequence[str], header: Sequence[str], table: SourceTable, where: str
) -> None:
    missing = [column.name for column in table.columns if column.is_required]
    missing = [name for name in missing if name not in names]
    if not missing:
        return
    free = [
        title.strip()
        for title, name in zip(header, names, strict=True)
        if title.strip() and name not in table.column_names
    ]
    wanted = " ".join(f"'{name}' is missing.{did_you_mean(name, free)}" for name in missing)
    titles = ", ".join(title.strip() or "(unnamed)" for title in header)
    raise SourceError(
        f"{where}: required column {wanted} The header has: {titles}."
        " Rename the column in the file, or export it again with this column."
    )


def _told_apart(names: Sequence[str]) -> tuple[str, ...]:
    """Undeclared titles that differ only in signs get their column number, to keep both."""
    result: list[str] = []
    for number, name in enumerate(names, start=1):
        own = name
        while own in result or (own != name and own in names):
            own = f"{own}_{number}"
        result.append(own)
    return tuple(result)
