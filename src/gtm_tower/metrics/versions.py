"""Read one published version, also where a session shows each statement that of its moment."""

import itertools
import time
from collections.abc import Callable
from contextlib import nullcontext
from typing import TypeVar

from gtm_tower.errors import GtmError, WarehouseError
from gtm_tower.warehouse import Session, Warehouse

Found = TypeVar("Found")

# what meets a new version each time is given up after so many times, and seconds
ATTEMPTS = 5
PATIENCE = 60.0


def of_one_version(
    warehouse: Warehouse,
    read: Callable[[Session], Found],
    session: Session | None = None,
    changed: Callable[[], None] = lambda: None,
) -> Found:
    """What `read` finds in one version: read again where another was published meanwhile.

    Postgres shows each statement the version of its moment; DuckDB a session one version.
    `changed` is called for each result that is dropped.
    """
    begin = time.monotonic()
    for attempt in itertools.count():
        if attempt >= ATTEMPTS and time.monotonic() - begin > PATIENCE:
            break
        with nullcontext(session) if session else warehouse.reader() as reader:
            run_id = read_run_id(reader, warehouse)
            try:
                found = read(reader)
            except GtmError:
                # a table that is no more, or figures that do not fit together
                if read_run_id(reader, warehouse) == run_id:
                    raise
            else:
                if read_run_id(reader, warehouse) == run_id:
                    return found
        changed()
    raise WarehouseError("versions are published faster than they can be read. Ask again.")


def read_run_id(session: Session, warehouse: Warehouse) -> str:
    """The run of the version that a session sees."""
    ((run_id,),) = session.query(f"select run_id from {warehouse.meta_schema}.published")
    return str(run_id)
