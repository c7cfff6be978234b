"""The transaction of every engine's session."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from gtm_tower.errors import WarehouseError

if TYPE_CHECKING:
    from gtm_tower.warehouse.protocol import Session


@contextmanager
def transaction(session: "Session") -> Iterator[None]:
    """Everything inside takes effect together at the end, or not at all."""
    session.execute("begin")
    try:
        yield
        session.execute("commit")
    except BaseException:
        with suppress(WarehouseError):
            session.execute("rollback")
        raise
