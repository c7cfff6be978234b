"""What one version hands on to the next: tables of `meta`, the dbt source `before`.

They are copied from the published version inside the warehouse, before the models run.
"""

from collections.abc import Mapping

from gtm_tower.errors import WorkspaceError
from gtm_tower.warehouse import Session, Warehouse

BEFORE = "before"  # the dbt source, and its schema on the build side

Columns = Mapping[str, str]
REMEMBERED: Mapping[str, Columns] = {
    "identity_memory": {
        "value_kind": "text",
        "value": "text",
        "value_number": "bigint",
        "person_id": "text",
        "as_of": "date",
    },
    "identity_log": {
        "change_number": "bigint",
        "as_of": "date",
        "event": "text",
        "person_id_before": "text",
        "person_id_after": "text",
        "value_count": "bigint",
    },
}


def remember(session: Session, warehouse: Warehouse) -> None:
    """Copy what the published version remembers; `session` is one of the build side.

    A table is empty where nothing is published yet, or where the version has it not, or not with
    all columns.
    """
    prefix = warehouse.dbt_vars()["gtm_schema_prefix"] or ""
    create_tables(session, prefix)
    published = _published_columns(warehouse)
    known = {name: kinds for name, kinds in REMEMBERED.items() if kinds.keys() <= published[name]}
    if not known:
        return
    with warehouse.published_meta(session) as meta:
        for table, kinds in known.items():
            columns = ", ".join(kinds)
            session.execute(
                f"insert into {prefix}{BEFORE}.{table} ({columns})"
                f" select {columns} from {meta}.{table}"
            )


def create_tables(session: Session, prefix: str) -> None:
    """Make the tables of the source, empty; `prefix` stands before the names of the schemas."""
    session.execute(f"create schema if not exists {prefix}{BEFORE}")
    for table, kinds in REMEMBERED.items():
        described = ", ".join(f"{name} {kind}" for name, kind in kinds.items())
        session.execute(f"drop table if exists {prefix}{BEFORE}.{table} cascade")
        session.execute(f"create table {prefix}{BEFORE}.{table} ({described})")


def _published_columns(warehouse: Warehouse) -> dict[str, set[str]]:
    """The columns that each of the tables has in the published version."""
    found: dict[str, set[str]] = {table: set() for table in REMEMBERED}
    try:
        with warehouse.reader() as reader:
            rows = reader.query(
                "select table_name, column_name from information_schema.columns"
                " where table_schema = ?",
                [warehouse.meta_schema],
            )
    except WorkspaceError:  # nothing is published yet
        return found
    for table, column in rows:
        if table in found:
            found[table].add(column)
    return found
