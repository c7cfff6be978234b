"""The metrics of the version that is published now: list, explain and query them."""

from collections.abc import Callable, Mapping
from pathlib import Path

from gtm_tower.errors import VersionChanged
from gtm_tower.metrics._definitions import (
    Definitions,
    Publication,
    read_definitions,
    read_publication,
    read_states,
)
from gtm_tower.metrics._question import Question, plans
from gtm_tower.metrics.answer import Answer
from gtm_tower.metrics.catalog import Catalog
from gtm_tower.metrics.request import Request
from gtm_tower.metrics.versions import Found, of_one_version, read_run_id
from gtm_tower.warehouse import Session, Warehouse, open_warehouse
from gtm_tower.workspace import find_workspace

__all__ = ["Metrics", "Publication", "open_metrics", "read_publication", "read_states"]

VERSIONS_KEPT = 3


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
        return self._read(
            lambda known, reader: Question(known, self.warehouse, reader).answer(asked), session
        )

    def values(self, metric: str, dimension: str) -> tuple[str, ...]:
        """The values of a dimension, in order; at most 5,000."""
        return self._read(
            lambda known, reader: Question(known, self.warehouse, reader).values(
                known.catalog.metric(metric), dimension
            )
        )

    def of_one_version(
        self, read: Callable[[Session], Found], session: Session | None = None
    ) -> Found:
        """What `read` finds in one version, by any number of questions in the session it is given.

        It is called again where another version was published meanwhile.
        """
        return self._read(lambda _, reader: read(reader), session)

    def sql(self, asked: Request) -> tuple[str, ...]:
        """The SQL of a request, without running it."""
        known = self._known
        metrics = [known.catalog.metric(name) for name in asked.metrics]
        return tuple(known.compiler.compiled(plan) for _, plan in plans(known, metrics, asked))

    def _read(
        self, read: Callable[[Definitions, Session], Found], session: Session | None = None
    ) -> Found:
        return of_one_version(
            self.warehouse,
            lambda reader: read(self._definitions(reader), reader),
            session,
            self._forget,
        )

    def _forget(self) -> None:
        """Drop what was kept of the data: another version may have answered."""
        for known in self._kept.values():
            known.forget()

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


def open_metrics(folder: Path | str = ".") -> Metrics:
    """The metrics of a workspace, which may be named by any folder inside it."""
    workspace = find_workspace(Path(folder))
    return Metrics(open_warehouse(workspace.config(), workspace.root))
