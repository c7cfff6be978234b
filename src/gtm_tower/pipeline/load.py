"""Bring the raw files into the warehouse exactly as they are; nothing happens to unchanged ones."""

import json
import os
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from gtm_tower.config import Config, Source
from gtm_tower.errors import SourceError, WarehouseError
from gtm_tower.pipeline import _raw
from gtm_tower.pipeline._freshness import StaleFile, latest_date, stale_files
from gtm_tower.pipeline._raw import Loaded, missing_columns, prepare_raw, raw_columns
from gtm_tower.pipeline._result import (
    FileLoad,
    FileProgress,
    LoadError,
    LoadResult,
    Progress,
    Status,
    TableLoad,
)
from gtm_tower.sources.files import (
    RawFile,
    ReadableFile,
    discover,
    explain,
    miscounted,
    readable,
    sha256,
)
from gtm_tower.sources.registry import SourceTable, source_tables
from gtm_tower.warehouse import Session, Warehouse
from gtm_tower.warehouse.sql import literal

__all__ = [
    "FileLoad",
    "FileProgress",
    "LoadError",
    "LoadResult",
    "Progress",
    "StaleFile",
    "TableLoad",
    "latest_date",
    "load",
    "missing_columns",
    "new_load_id",
    "prepare_raw",
    "raw_columns",
    "stale_files",
]


@dataclass(frozen=True)
class _Found:
    """The folders of all sources: files to load, tables left alone, faults and warnings."""

    files: tuple[RawFile, ...]
    skipped: frozenset[tuple[str, str]]
    faults: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class _Load:
    """A load under way."""

    session: Session
    config: Config
    raw_schema: str
    temp_folder: Path
    load_id: str


def load(
    config: Config,
    root: Path,
    warehouse: Warehouse,
    progress: Progress | None = None,
    load_id: str | None = None,
) -> LoadResult:
    """Load what is new or changed in the sources' folders; call it under `warehouse.lock()`.

    Each file is one transaction. A file at fault keeps the rows it had before; the others are
    loaded, and then a LoadError names every fault.
    """
    found = _look(config, root)
    with warehouse.build() as session:
        prepare_raw(session, config, warehouse.raw_schema)
        run = _Load(
            *(session, config, warehouse.raw_schema, root / ".gtm" / "tmp"),
            load_id or new_load_id(),
        )
        loaded, faults = _load_all(run, found.files, progress or (lambda _: None))
        removed = _remove_gone(run, found)
        gone = tuple(
            f"{file.source}: {file.file} is gone, its rows were removed" for file in removed
        )
        result = LoadResult(*(run.load_id, loaded + removed, _tables(run)), found.warnings + gone)
    faults = found.faults + faults
    if faults:
        raise LoadError("\n".join(faults), result)
    return result


def new_load_id() -> str:
    """A new id that sorts by time, such as 20261120t101500z_ab12."""
    return f"{datetime.now(UTC):%Y%m%dt%H%M%Sz}_{secrets.token_hex(2)}"


def _look(config: Config, root: Path) -> _Found:
    files: list[RawFile] = []
    skipped: set[tuple[str, str]] = set()
    faults: list[str] = []
    warnings: list[str] = []
    for name, source in config.sources.items():
        tables = source_tables(name)
        try:
            folder = discover(root / source.path, name, tables)
        except SourceError as error:
            faults.append(str(error))
            skipped |= {(name, table.name) for table in tables}
            continue
        files += folder.files
        faults += folder.faults.values()
        skipped |= {(name, table) for table in folder.faults}
        warnings += folder.warnings
    return _Found(tuple(files), frozenset(skipped), tuple(faults), tuple(warnings))


def _load_all(
    run: _Load, files: tuple[RawFile, ...], progress: Progress
) -> tuple[tuple[FileLoad, ...], tuple[str, ...]]:
    """Load file after file; gives what was done, and the faults."""
    sizes = {file.path: file.path.stat().st_size for file in files if file.path.exists()}
    known = _known(run)
    total, done = sum(sizes.values()), 0
    loaded: list[FileLoad] = []
    faults: list[str] = []
    for file in files:
        size = sizes.get(file.path, 0)
        state = FileProgress(file.table.name, file.name, "reading", 0, size, done, total)
        progress(state)
        done += size
        try:
            one = _load_file(run, file, known.get(_key(file)))
        except SourceError as error:
            faults.append(str(error))
            progress(replace(state, status="failed", done=done))
        else:
            loaded.append(one)
            progress(replace(state, status=one.status, rows=one.rows, done=done))
    return tuple(loaded), tuple(faults)


def _load_file(run: _Load, file: RawFile, known: Loaded | None) -> FileLoad:
    """Load one file, unless the same content was loaded in the same way before."""
    source = run.config.sources[file.table.source]
    try:
        before = file.path.stat()
        now = Loaded(
            *_key(file),
            sha256(file.path),
            _options(file.table, source),
            before.st_size,
            before.st_mtime_ns,
            rows=0,
            columns=(),
        )
        if known and (known.sha256, known.options) == (now.sha256, now.options):
            _note_touch(run, known, now)
            return FileLoad(*_key(file), known.rows, "unchanged")
        with readable(file, source, run.temp_folder) as found:
            rows = _replace_rows(run, found, replace(now, columns=found.columns), before)
    except OSError as error:
        raise SourceError(f"{file.path}: the file cannot be read: {error}") from None
    status: Status = "replaced" if known else "loaded"
    return FileLoad(*_key(file), rows, status)


def _replace_rows(run: _Load, found: ReadableFile, loaded: Loaded, before: os.stat_result) -> int:
    """Put the rows of a file in the place of those it had, together with its bookkeeping."""
    session, table = run.session, found.file.table.identifier
    present = _raw.physical_columns(session, run.raw_schema)[table]
    _raw.add_columns(session, run.raw_schema, table, present, found.columns)
    select = f"select *, {literal(found.file.name)}, {literal(run.load_id)} from ({found.select})"
    columns = [*found.columns, "_gtm_row", "_gtm_file", "_gtm_load_id"]
    try:
        with session.transaction():
            _delete_rows(run, found.file.table, loaded.file)
            rows = session.insert_select(f"{run.raw_schema}.{table}", columns, select)
            _raw.record(session, run.raw_schema, replace(loaded, rows=rows), run.load_id)
            _check_untouched(found.file.path, before)
            if fault := miscounted(found, rows):
                raise SourceError(fault)
    except WarehouseError as error:
        fault = explain(found, str(error))
        if fault is None:
            raise
        raise SourceError(fault) from None
    return rows


def _check_untouched(path: Path, before: os.stat_result) -> None:
    after = path.stat()
    if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        raise SourceError(
            f"{path}: the file was written while it was read. Run gtm load again when the export"
            " is complete."
        )


def _note_touch(run: _Load, known: Loaded, now: Loaded) -> None:
    """Remember a new time of an unchanged file, so that `stale_files` need not hash it again."""
    if known.mtime_ns != now.mtime_ns:
        run.session.execute(
            f'update "{run.raw_schema}".{_raw.BOOKKEEPING} set mtime_ns = ?'
            " where source = ? and table_name = ? and file = ?",
            [now.mtime_ns, known.source, known.table, known.file],
        )


def _remove_gone(run: _Load, found: _Found) -> tuple[FileLoad, ...]:
    """Take out the rows of files that are no longer there; tables at fault are left alone."""
    here = {_key(file) for file in found.files}
    removed = []
    for key, loaded in _known(run).items():
        if key in here or key[:2] in found.skipped or loaded.source not in run.config.sources:
            continue
        tables = [table for table in source_tables(loaded.source) if table.name == loaded.table]
        with run.session.transaction():
            for table in tables:
                _delete_rows(run, table, loaded.file)
            _raw.erase(run.session, run.raw_schema, *key)
        removed.append(FileLoad(*key, 0, "removed"))
    return tuple(removed)


def _delete_rows(run: _Load, table: SourceTable, file: str) -> None:
    run.session.execute(
        f'delete from "{run.raw_schema}"."{table.identifier}" where _gtm_file = ?', [file]
    )


def _tables(run: _Load) -> tuple[TableLoad, ...]:
    missing = missing_columns(run.session, run.config, run.raw_schema)
    columns = raw_columns(run.session, run.config, run.raw_schema)
    known = list(_known(run).values())
    tables = []
    for table in _raw.declared(run.config):
        own = [one for one in known if (one.source, one.table) == (table.source, table.name)]
        extra = [name for name in columns[table.identifier] if name not in table.column_names]
        tables.append(
            TableLoad(
                *(table.source, table.name, table.identifier, sum(one.rows for one in own)),
                missing=tuple(missing[table.identifier]) if own else (),
                extra=tuple(extra),
                is_absent=not own,
            )
        )
    return tuple(tables)


def _known(run: _Load) -> dict[tuple[str, str, str], Loaded]:
    files = _raw.loaded_files(run.session, run.raw_schema)
    return {(one.source, one.table, one.file): one for one in files}


def _key(file: RawFile) -> tuple[str, str, str]:
    return file.table.source, file.table.name, file.name


def _options(table: SourceTable, source: Source) -> str:
    """All that decides how a file is read besides its content, as text to compare."""
    columns = [[column.name, column.is_required] for column in table.columns]
    return json.dumps([source.encoding, source.delimiter, columns])
