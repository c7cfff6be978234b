"""gtm quarantine."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gtm_tower.errors import did_you_mean
from gtm_tower.output import emit, remark
from gtm_tower.pipeline.records import read_runs
from gtm_tower.warehouse import Session, Warehouse, open_warehouse
from gtm_tower.workspace import Workspace, find_workspace

COLUMNS = ("table_name", "row_key", "detail", "file_name", "row_number", "raw_content")


def run_quarantine(
    folder: Path, table: str | None, reason: str | None, limit: int, fmt: str
) -> None:
    """Print the refused rows of the last build, published or blocked."""
    workspace = find_workspace(folder)
    warehouse = open_warehouse(workspace.config(), workspace.root)
    wanted = {"table_name": table, "reason": reason}
    given = {column: value for column, value in wanted.items() if value}
    where = " and ".join(f"{column} = ?" for column in given) or "true"
    with _last_build(workspace, warehouse) as (session, meta):
        source = f"from {meta}.quarantine where {where}"
        total = int(session.query(f"select count(*) {source}", list(given.values()))[0][0])
        rows = session.query(
            f"select {', '.join(COLUMNS)} {source} order by source_name, table_name, file_name,"
            f" row_number{f' limit {int(limit)}' if limit > 0 else ''}",
            list(given.values()),
        )
        for column, value in given.items():
            _check_known(session, meta, column, value)
    emit(COLUMNS, rows, fmt)
    remark(f"{len(rows):,} of {total:,} rows in quarantine shown")


def _check_known(session: Session, meta: str, column: str, value: str) -> None:
    """Nothing is refused for a name that does not occur: say which do."""
    place = "inputs" if column == "table_name" else "quarantine"
    known = [
        str(name) for (name,) in session.query(f"select distinct {column} from {meta}.{place}")
    ]
    if value not in known:
        names = ", ".join(sorted(known)) or "none, nothing is in quarantine"
        option = "--table" if column == "table_name" else "--reason"
        remark(
            f"note: {option} {value} does not occur.{did_you_mean(value, known)} There are: {names}"
        )


@contextmanager
def _last_build(workspace: Workspace, warehouse: Warehouse) -> Iterator[tuple[Session, str]]:
    """A session on the last build, and where its meta tables are: aside, if it was blocked."""
    runs = read_runs(workspace)
    if runs and runs[-1].status == "blocked":
        with warehouse.lock(), warehouse.build() as session:
            yield session, warehouse.next_meta_schema
    else:
        with warehouse.reader() as session:
            yield session, warehouse.meta_schema
