"""The raw tables that each template declares, read from the dbt package: the one list of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gtm_tower import yml
from gtm_tower.errors import ConfigError

STAGING = Path(__file__).parents[1] / "dbt" / "models" / "staging"


@dataclass(frozen=True)
class SourceColumn:
    """A declared column; the last date of the `as_of` ones is where the data ends.

    `kind` is what its text is read as, where what is repaired is counted; a text that is not of it
    is left empty, or refuses the row.
    """

    name: str
    is_required: bool = False
    is_as_of: bool = False
    kind: str | None = None
    is_refused: bool = False


@dataclass(frozen=True)
class SourceTable:
    """A declared raw table; `identifier` is its name in the raw schema.

    `file_names` are other names that its file goes by, besides its own.
    """

    source: str
    name: str
    identifier: str
    columns: tuple[SourceColumn, ...]
    file_names: tuple[str, ...] = ()

    @property
    def column_names(self) -> tuple[str, ...]:
        """The declared columns in their order."""
        return tuple(column.name for column in self.columns)

    @property
    def all_file_names(self) -> tuple[str, ...]:
        """Every name that its file may have, without the ending."""
        return (self.name, *self.file_names)


@cache
def source_tables(source: str) -> tuple[SourceTable, ...]:
    """The declared tables of a template, in the order of its file."""
    path = STAGING / source / f"_{source}__sources.yml"
    try:
        content = yml.parse(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"there is no template '{source}': no file {path}.") from None
    return tuple(
        _table(source, table)
        for entry in content["sources"]
        if entry["name"] == source
        for table in entry["tables"]
    )


def source_table(source: str, name: str) -> SourceTable:
    """One declared table of a template."""
    for table in source_tables(source):
        if table.name == name:
            return table
    legal = ", ".join(table.name for table in source_tables(source))
    raise ConfigError(f"the template '{source}' has no table '{name}'. Legal: {legal}.")


def _table(source: str, entry: Mapping[str, Any]) -> SourceTable:
    columns = tuple(_column(column) for column in entry["columns"])
    names = tuple(entry.get("config", {}).get("meta", {}).get("files", ()))
    identifier = entry.get("identifier", entry["name"])
    return SourceTable(source, entry["name"], identifier, columns, names)


def _column(entry: Mapping[str, Any]) -> SourceColumn:
    facts = entry.get("config", {}).get("meta", {})
    return SourceColumn(
        entry["name"],
        bool(facts.get("required", False)),
        bool(facts.get("as_of", False)),
        facts.get("kind"),
        bool(facts.get("refused", False)),
    )
