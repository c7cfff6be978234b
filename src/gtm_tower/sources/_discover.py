"""Matching the files of a source's folder with the tables of its template, by their names."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gtm_tower.errors import SourceError, did_you_mean
from gtm_tower.sources.registry import SourceTable

FORMATS = (".csv", ".csv.gz", ".tsv", ".tsv.gz", ".parquet")

NOT_RAW = ("truth.json",)  # what `gtm generate` says about the files beside it


@dataclass(frozen=True)
class RawFile:
    """A file that belongs to a table; `name` is its path in the source's folder, with slashes."""

    table: SourceTable
    path: Path
    name: str

    @property
    def format(self) -> str:
        """The ending that says how to read it."""
        return format_of(self.path)


@dataclass(frozen=True)
class Folder:
    """What a source's folder holds: files of tables, tables that are ambiguous, and warnings."""

    files: tuple[RawFile, ...]
    faults: dict[str, str]
    warnings: tuple[str, ...]


def discover(folder: Path, source: str, tables: Sequence[SourceTable]) -> Folder:
    """The files of each table, in whatever upper and lower case; no folder is a SourceError.

    A table that is there in more than one form is a fault: which one counts is not ours to guess.
    """
    if not folder.is_dir():
        raise SourceError(f"{source}: there is no folder {folder}. {_expected(tables)}")
    visible = [
        entry
        for entry in sorted(folder.iterdir())
        if entry.name[0] not in "._" and entry.name not in NOT_RAW
    ]
    names = [name for table in tables for name in table.all_file_names]
    warnings = [_stray(entry, names) for entry in visible if _table_name(entry) not in names]
    files: list[RawFile] = []
    faults: dict[str, str] = {}
    for table in tables:
        entries = [entry for entry in visible if _table_name(entry) in table.all_file_names]
        parts = [part for entry in entries for part in _parts(entry)]
        warnings += [_stray(part, ()) for part in parts if not format_of(part)]
        parts = [part for part in parts if format_of(part)]
        if len(entries) > 1 or len({format_of(part) == ".parquet" for part in parts}) > 1:
            faults[table.name] = _ambiguous(table, entries if len(entries) > 1 else parts, folder)
        else:
            files += [RawFile(table, part, part.relative_to(folder).as_posix()) for part in parts]
    if not files and not faults:
        raise SourceError(f"{source}: the folder {folder} has no raw file. {_expected(tables)}")
    return Folder(tuple(files), faults, tuple(warnings))


def format_of(path: Path) -> str:
    """The ending of a readable file; empty for a folder and for any other file."""
    name = path.name.lower()
    endings = [ending for ending in FORMATS if name.endswith(ending)]
    return endings[0] if endings and not path.is_dir() else ""


def _table_name(entry: Path) -> str:
    """The table an entry would belong to; a file of another format belongs to none."""
    name = entry.name.lower()
    if entry.is_dir():
        return name
    return name.removesuffix(format_of(entry)) if format_of(entry) else ""


def _parts(entry: Path) -> list[Path]:
    if not entry.is_dir():
        return [entry]
    return [part for part in sorted(entry.iterdir()) if part.name[0] not in "._"]


def _ambiguous(table: SourceTable, found: Sequence[Path], folder: Path) -> str:
    names = " and ".join(path.relative_to(folder).as_posix() for path in found)
    return (
        f"{folder}: the table {table.name} is there in more than one form: {names}."
        " Keep one of them; several files of one kind go into a folder"
        f" {table.name}/."
    )


def _stray(path: Path, tables: Sequence[str]) -> str:
    legal = f"Legal endings: {', '.join(FORMATS)}."
    if not format_of(path) and not (path.is_dir() and tables):
        near = did_you_mean(path.name.lower().split(".")[0], tables)
        return f"{path} is not loaded: it has no ending of a raw file. {legal}{near}"
    near = did_you_mean(path.name.lower().split(".")[0], tables)
    return f"{path} is not loaded: it belongs to no table.{near or ' Legal: ' + ', '.join(tables)}"


def _expected(tables: Sequence[SourceTable]) -> str:
    names = ", ".join(f"{table.name}.csv" for table in tables)
    return (
        f"Expected there: {names}; each also as {', '.join(FORMATS[1:])},"
        " or as a folder of the table's name with several such files."
    )
