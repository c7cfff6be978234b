"""The metrics of the version that is published now: list, explain and query them."""

import itertools
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from gtm_tower.errors import VersionChanged, WarehouseError
from gtm_tower.metrics._definitions import (
    Definitions,
    Publication,
    read_definitions,
    read_publication,
    read_run_id,
    read_states,
)
from gtm_tower.metrics._question import Question, plans
from gtm_tower.metrics.answer import Answer
from gtm_tower.metrics.catalog import Catalog
from gtm_tower.metrics.request import Request
from gtm_tower.warehouse import Session, Warehouse, open_warehouse
from gtm_tower.workspace import find_workspace

__all__ = ["Metrics", "Publication", "open_metrics", "read_publication", "read_states"]

Found = TypeVar("Found")

VERSIONS_KEPT = 3
# a question that meets a new version each time is given up after so many times, and seconds
ATTEMPTS = 5
PATIENCE = 60.0


class Metrics:
    """The metrics of what is published, in memory once; any number of threads may ask.

    An answer is of one version: that whose definitions were read. Once another is published, its
    definitions are read with the next question; with `follows=False` that is a VersionChanged, for
    who keeps things of the version.
    """

    def __init__(self, warehouse: Warehouse, follows: bool = True) -> None:
        """Read the definitions of the version published now; none yet is a WorkspaceError."""
        self.warehouse = warehouse
        self._follows = follows
        with warehouse.reader() as session:
            self._known = read_definitions(session, warehouse)
        self._kept = {self._known.run_id: self._known}

    @property
    def publication(self) -> Publication:
        """The version that was asked last."""
        return self._known.publication

    @property
    def catalog(self) -> Catalog:
        """What can be asked of it."""
        return self._known.catalog

    @property
    def waits(self) -> Mapping[str, str]:
        """What each of its marts waits for, if anything."""
        return self._known.waits

    def is_current(self) -> bool:
        """False where another version is published by now."""
        with self.warehouse.reader() as session:
            return read_run_id(session, self.warehouse) == self._known.run_id

    def query(self, asked: Request, session: Session | None = None) -> Answer:
        """The answer to a request; QueryError for what is unknown or would be wrong.

        One row per period and combination of dimensions that has data.
        """
        return self._ask(lambda question: question.answer(asked), session)

    def values(self, metric: str, dimension: str) -> tuple[str, ...]:
        """The values of a dimension, in order; at most 5,000."""
        return self._ask(
            lambda question: question.values(question.known.catalog.metric(metric), dimension)
        )

    def sql(self, asked: Request) -> tuple[str, ...]:
        """The SQL of a request, without running it."""
        known = self._known
        metrics = [known.catalog.metric(name) for name in asked.metrics]
        return tuple(known.compiler.compiled(plan) for _, plan in plans(known, metrics, asked))

    def _ask(self, ask: Callable[[Question], Found], session: Session | None = None) -> Found:
        """What one version answers; asked again where another was published meanwhile."""
        begin = time.monotonic()
        for attempt in itertools.count():
            if attempt >= ATTEMPTS and time.monotonic() - begin > PATIENCE:
                break
            with self._session(session) as reader:
                known = self._definitions(reader)
                try:
                    found = ask(Question(known, self.warehouse, reader))
                except WarehouseError:
                    if self._is_still(known, reader):
                        raise
                    continue
                if self._is_still(known, reader):
                    return found
        raise WarehouseError("versions are published faster than they can be read. Ask again.")

    def _definitions(self, session: Session) -> Definitions:
        """Those of the version that the session sees."""
        run_id = read_run_id(session, self.warehouse)
        if run_id == self._known.run_id:
            return self._known
        if not self._follows:
            raise VersionChanged(f"another version is published by now: {run_id}.")
        known = self._kept.get(run_id) or read_definitions(session, self.warehouse)
        kept = {**self._kept, known.run_id: known}
        self._kept = dict(list(kept.items())[-VERSIONS_KEPT:])
        self._known = known
        return known

    def _is_still(self, known: Definitions, session: Session) -> bool:
        """Postgres shows each statement the version of its moment; DuckDB a session one version."""
        is_still = read_run_id(session, self.warehouse) == known.run_id
        if not is_still:
            known.forget()
        return is_still

    @contextmanager
    def _session(self, session: Session | None) -> Iterator[Session]:
        if session is not None:
            yield session
            return
        with self.warehouse.reader() as reader:
            yield reader


def open_metrics(folder: Path | str = ".") -> Metrics:
    """The metrics of a workspace, which may be named by any folder inside it."""
    workspace = find_workspace(Path(folder))
    return Metrics(open_warehouse(workspace.config(), workspace.root))
