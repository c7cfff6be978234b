"""The raw tables and their bookkeeping: what is really there, and what it was loaded from."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from gtm_tower.config import Config
from gtm_tower.sources.registry import SourceTable, source_tables
from gtm_tower.warehouse import Session

GTM_COLUMNS = {"_gtm_file": "varchar", "_gtm_row": "bigint", "_gtm_load_id": "varchar"}
BOOKKEEPING = "gtm_loads"
BOOKKEEPING_COLUMNS = {
    "source": "varchar",
    "table_name": "varchar",
    "file": "varchar",
    "sha256": "varchar",
    "options": "varchar",
    "bytes": "bigint",
    "mtime_ns": "bigint",
    "rows": "bigint",
    "columns": "varchar",
    "load_id": "varchar",
    "loaded_at": "timestamp with time zone",
}


@dataclass(frozen=True)
class Loaded:
    """A file as it was loaded; `columns` are the raw columns it brought."""

    source: str
    table: str
    file: str
    sha256: str
    options: str
    bytes: int
    mtime_ns: int
    rows: int
    columns: tuple[str, ...]


def declared(config: Config) -> list[SourceTable]:
    """The raw tables of the configured sources."""
    return [table for source in config.sources for table in source_tables(source)]


def prepare_raw(session: Session, config: Config, raw_schema: str) -> None:
    """Make sure that every declared raw table exists with every declared column."""
    session.execute(f'create schema if not exists "{raw_schema}"')
    present = physical_columns(session, raw_schema)
    if BOOKKEEPING not in present:
        _create(session, raw_schema, BOOKKEEPING, BOOKKEEPING_COLUMNS)
    for table in declared(config):
        if table.identifier not in present:
            forget(session, raw_schema, table)
            texts = dict.fromkeys(table.column_names, "varchar")
            _create(session, raw_schema, table.identifier, texts | GTM_COLUMNS)
        else:
            known = present[table.identifier]
            add_columns(session, raw_schema, table.identifier, known, table.column_names)


def add_columns(
    session: Session, raw_schema: str, identifier: str, known: Iterable[str], wanted: Iterable[str]
) -> None:
    """Give a raw table the text columns it has not got yet."""
    present = set(known)
    for name in wanted:
        if name not in present:
            session.execute(
                f'alter table "{raw_schema}"."{identifier}" add column "{name}" varchar'
            )


def physical_columns(session: Session, raw_schema: str) -> dict[str, list[str]]:
    """The columns of every table in the raw schema, in their order."""
    rows = session.query(
        "select table_name, column_name from information_schema.columns"
        " where table_schema = ? and table_catalog = current_database()"
        " order by table_name, ordinal_position",
        [raw_schema],
    )
    tables: dict[str, list[str]] = {}
    for table, column in rows:
        tables.setdefault(table, []).append(column)
    return tables


def loaded_files(session: Session, raw_schema: str) -> list[Loaded]:
    """The bookkeeping of all files, by source, table and file."""
    rows = session.query(
        "select source, table_name, file, sha256, options, bytes, mtime_ns, rows, columns"
        f' from "{raw_schema}".{BOOKKEEPING} order by 1, 2, 3'
    )
    return [Loaded(*(*row[:8], tuple(json.loads(row[8])))) for row in rows]


def record(session: Session, raw_schema: str, loaded: Loaded, load_id: str) -> None:
    """Put a file into the bookkeeping, in place of what was known of it."""
    erase(session, raw_schema, loaded.source, loaded.table, loaded.file)
    columns = ", ".join(BOOKKEEPING_COLUMNS)
    marks = ", ".join("?" * (len(BOOKKEEPING_COLUMNS) - 1))
    session.execute(
        f'insert into "{raw_schema}".{BOOKKEEPING} ({columns}) values ({marks}, current_timestamp)',
        [
            *(loaded.source, loaded.table, loaded.file, loaded.sha256, loaded.options),
            *(loaded.bytes, loaded.mtime_ns, loaded.rows),
            *(json.dumps(loaded.columns), load_id),
        ],
    )


def erase(session: Session, raw_schema: str, source: str, table: str, file: str) -> None:
    """Take a file out of the bookkeeping."""
    session.execute(
        f'delete from "{raw_schema}".{BOOKKEEPING}'
        " where source = ? and table_name = ? and file = ?",
        [source, table, file],
    )


def forget(session: Session, raw_schema: str, table: SourceTable) -> None:
    """Take a whole table out of the bookkeeping, because its rows are not there."""
    session.execute(
        f'delete from "{raw_schema}".{BOOKKEEPING} where source = ? and table_name = ?',
        [table.source, table.name],
    )


def _create(session: Session, schema: str, table: str, columns: dict[str, str]) -> None:
    described = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    session.execute(f'create table "{schema}"."{table}" ({described})')


def raw_columns(session: Session, config: Config, raw_schema: str) -> dict[str, list[str]]:
    """The columns of each raw table: the declared ones, then by name those its files bring besides.

    A column that no loaded file has any more is left out, so that a table loaded over months and
    one loaded from scratch look the same.
    """
    present = physical_columns(session, raw_schema)
    brought = _brought(session, raw_schema)
    return {
        table.identifier: [name for name in table.column_names if name in present[table.identifier]]
        + sorted(brought.get(table.identifier, set()) - set(table.column_names))
        for table in declared(config)
        if table.identifier in present
    }


def missing_columns(session: Session, config: Config, raw_schema: str) -> dict[str, list[str]]:
    """The declared columns that no loaded file of a table has; all of them if there is no file."""
    brought = _brought(session, raw_schema)
    return {
        table.identifier: [
            name for name in table.column_names if name not in brought.get(table.identifier, set())
        ]
        for table in declared(config)
    }


def _brought(session: Session, raw_schema: str) -> dict[str, set[str]]:
    identifiers: dict[str, set[str]] = {}
    for loaded in loaded_files(session, raw_schema):
        for table in source_tables(loaded.source):
            if table.name == loaded.table:
                identifiers.setdefault(table.identifier, set()).update(loaded.columns)
    return identifiers
