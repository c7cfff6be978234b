"""Postgres: build in schemas of a prefix, publish by renaming schemas in one transaction.

<prefix>_raw, …                          raw data, staging, inputs, intermediate
<prefix>_next_marts, <prefix>_next_meta  the version being built
<prefix>_marts, <prefix>_meta            the current version
<prefix>_marts__<run id>, …              every other version kept
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from gtm_tower.errors import ConfigError, WarehouseError, WorkspaceError
from gtm_tower.warehouse._postgres_session import PostgresSession, without_secret
from gtm_tower.warehouse._versions import (
    NOTHING_PUBLISHED,
    check_run_id,
    surplus,
    target_of_rollback,
)
from gtm_tower.warehouse.lock import file_lock
from gtm_tower.warehouse.protocol import Version
from gtm_tower.warehouse.sql import quoted

PASSWORD = "GTM_WAREHOUSE_PASSWORD"
FOR_DBT = ("sslmode", "sslcert", "sslkey", "sslrootcert", "connect_timeout", "keepalives_idle")
PARTS = ("marts", "meta")


@dataclass(frozen=True)
class PostgresWarehouse:
    """The schemas with `prefix` in the database of `url`; `root` is the workspace."""

    root: Path
    url: str = field(repr=False)
    prefix: str
    engine: ClassVar[str] = "postgres"

    @property
    def raw_schema(self) -> str:
        """Where raw tables are."""
        return f"{self.prefix}_raw"

    @property
    def next_marts_schema(self) -> str:
        """Where the marts of the next version are."""
        return f"{self.prefix}_next_marts"

    @property
    def next_meta_schema(self) -> str:
        """Where the run log of the next version is."""
        return f"{self.prefix}_next_meta"

    @property
    def marts_schema(self) -> str:
        """Where the published marts are."""
        return f"{self.prefix}_marts"

    @property
    def meta_schema(self) -> str:
        """Where the published run log is."""
        return f"{self.prefix}_meta"

    def describe(self) -> str:
        """One line that says which warehouse this is, without a secret."""
        return f"Postgres {self._dsn['dbname']} on {self._dsn['host']}, schemas {self.prefix}_*"

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the right to load, build, publish and roll back, on this machine and all others."""
        with file_lock(self.root / ".gtm" / "lock"), self._session() as session:
            if not session.query("select pg_try_advisory_lock(?)", [self._lock_key])[0][0]:
                raise WorkspaceError(self._busy(session))
            yield

    @contextmanager
    def build(self) -> Iterator[PostgresSession]:
        """A session on the build side."""
        with self._session() as session:
            yield session

    @contextmanager
    def reader(self) -> Iterator[PostgresSession]:
        """A read-only session; each statement sees the version current when it starts."""
        with self._session(is_read_only=True) as session:
            if not _has_schema(session, self.meta_schema):
                raise WorkspaceError(NOTHING_PUBLISHED)
            yield session

    @contextmanager
    def published_meta(self, session: PostgresSession) -> Iterator[str]:
        """The schema itself: it is in the same database."""
        yield self.meta_schema

    def dbt_target(self) -> dict[str, Any]:
        """The target of a dbt profile; the password is only named, as an env_var."""
        options: dict[str, Any] = {name: self._dsn[name] for name in FOR_DBT if name in self._dsn}
        for name in ("connect_timeout", "keepalives_idle"):
            if name in options:
                options[name] = int(options[name])
        return {
            "type": "postgres",
            "host": self._dsn["host"],
            "port": int(self._dsn["port"]),
            "user": self._dsn["user"],
            "password": f"{{{{ env_var('{PASSWORD}') }}}}",
            "dbname": self._dsn["dbname"],
            "schema": self.prefix,
            "threads": 4,
            **options,
        }

    def dbt_environment(self) -> dict[str, str]:
        """The password that `dbt_target` names, and UTC, for which a profile has no place.

        An empty password leaves it to ~/.pgpass.
        """
        return {PASSWORD: self._password, "PGTZ": "UTC"}

    def dbt_vars(self) -> dict[str, str | None]:
        """Where raw data is and where the next version goes."""
        return {
            "gtm_raw_schema": self.raw_schema,
            "gtm_published_database": None,
            "gtm_marts_schema": self.next_marts_schema,
            "gtm_meta_schema": self.next_meta_schema,
            "gtm_schema_prefix": f"{self.prefix}_",
        }

    def prepare_next(self) -> None:
        """Start an empty next version; what an earlier build left half-done is removed."""
        with self._session() as session, session.transaction():
            session.execute("set local lock_timeout = '60s'")
            for schema in (self.next_marts_schema, self.next_meta_schema):
                session.execute(f"drop schema if exists {quoted(schema)} cascade")
                session.execute(f"create schema {quoted(schema)}")

    def publish(self, run_id: str) -> Version:
        """Make the next version the published one, in one transaction that waits for no reader."""
        check_run_id(run_id)
        with self._session() as session, session.transaction():
            if not _has_schema(session, self.next_meta_schema):
                raise WarehouseError("there is no next version to publish: run gtm build")
            published = f"{quoted(self.next_meta_schema)}.published"
            session.execute(f"drop table if exists {published}")
            session.execute(f"create table {published} (run_id varchar, published_at timestamptz)")
            session.execute(f"insert into {published} values (?, clock_timestamp())", [run_id])
            _copy_grants(session, self.marts_schema, self.next_marts_schema)
            _copy_grants(session, self.meta_schema, self.next_meta_schema)
            self._archive_current(session)
            _rename(session, self.next_marts_schema, self.marts_schema)
            _rename(session, self.next_meta_schema, self.meta_schema)
            return Version(*self._stamp(session, self.meta_schema), is_current=True)

    def versions(self) -> list[Version]:
        """Every version that can be read or rolled back to, newest first."""
        with self._session() as session:
            return self._versions(session)

    def rollback(self, run_id: str | None = None) -> Version:
        """Publish an earlier version again; None is the one before the current one."""
        with self._session() as session, session.transaction():
            target = target_of_rollback(self._versions(session), run_id)
            if not target.is_current:
                self._archive_current(session)
                for part in PARTS:
                    _rename(session, self._archive(part, target.run_id), f"{self.prefix}_{part}")
        return Version(target.run_id, target.published_at, is_current=True)

    def prune(self, keep: int) -> list[str]:
        """Drop all but the newest `keep` versions and the current one; gives what was dropped.

        One that somebody is reading is left for the next time, one that a view elsewhere shows is
        left as long as the view is there.
        """
        with self._session() as session:
            dropped = surplus(self._versions(session), keep)
            return [item.run_id for item in dropped if self._drop(session, item.run_id)]

    @cached_property
    def _dsn(self) -> dict[str, str]:
        """The parts of the URL; what is wrong with it is not repeated, for the password's sake."""
        import psycopg2
        from psycopg2.extensions import parse_dsn

        try:
            parts = {"host": "localhost", "port": "5432", **parse_dsn(self.url)}
        except psycopg2.Error:
            parts = {}
        if not parts.get("user") or not parts.get("dbname") or not parts["port"].isdigit():
            raise ConfigError(
                "warehouse.url is not the URL of a Postgres database. Legal:"
                " postgresql://user:${PGPASSWORD}@host:5432/database, with special signs of the"
                " password percent-encoded, and options such as ?sslmode=require"
                " or ?host=/var/run/postgresql."
            )
        return parts

    @property
    def _password(self) -> str:
        return self._dsn.get("password", "")

    @property
    def _lock_key(self) -> int:
        digest = hashlib.sha256(f"gtm-tower {self.prefix}".encode()).digest()
        return int.from_bytes(digest[:8], "big", signed=True)

    @contextmanager
    def _session(self, is_read_only: bool = False) -> Iterator[PostgresSession]:
        import psycopg2

        options: dict[str, Any] = {"application_name": "gtm-tower", "connect_timeout": "10"}
        try:
            connection = psycopg2.connect(**(options | self._dsn | {"client_encoding": "UTF8"}))
        except psycopg2.Error as error:
            message = without_secret(str(error).strip(), self._password)
            raise WarehouseError(
                f"cannot connect to {self.describe()}: {message}\nCheck that the server is running,"
                " and that warehouse.url in gtm.yml names the right host, database and user."
            ) from None
        try:
            connection.set_session(readonly=is_read_only, autocommit=True)
            session = PostgresSession(connection, self.root / ".gtm" / "tmp", self._password)
            session.execute("set time zone 'UTC'")
            yield session
        finally:
            connection.close()

    def _busy(self, session: PostgresSession) -> str:
        holders = session.query(
            "select coalesce(host(client_addr), 'this machine'), backend_start"
            " from pg_locks inner join pg_stat_activity using (pid)"
            " where locktype = 'advisory' and granted and objsubid = 1"
            " and database = (select oid from pg_database where datname = current_database())"
            " and (cast(classid as bigint) << 32) + cast(objid as bigint) = ?",
            [self._lock_key],
        )
        who = f" (from {holders[0][0]}, since {holders[0][1]:%Y-%m-%d %H:%M:%S} UTC)"
        return (
            f"a build or load is running on {self.describe()}{who if holders else ''}."
            " Wait until it has ended."
        )

    def _archive(self, part: str, run_id: str) -> str:
        return f"{self.prefix}_{part}__{run_id}"

    def _archive_current(self, session: PostgresSession) -> None:
        """Give the current version, if there is one, the name of a kept one."""
        if not _has_schema(session, self.marts_schema) and not _has_schema(
            session, self.meta_schema
        ):
            return
        run_id, _ = self._stamp(session, self.meta_schema)
        for part in PARTS:
            _rename(session, f"{self.prefix}_{part}", self._archive(part, run_id))

    def _versions(self, session: PostgresSession) -> list[Version]:
        start = self._archive("meta", "")
        rows = session.query(
            "select nspname from pg_namespace where nspname = ? or starts_with(nspname, ?)",
            [self.meta_schema, start],
        )
        found = [
            Version(*self._stamp(session, schema), is_current=schema == self.meta_schema)
            for (schema,) in rows
        ]
        return sorted(found, key=lambda item: (item.published_at, item.run_id), reverse=True)

    def _stamp(self, session: PostgresSession, meta_schema: str) -> tuple[str, datetime]:
        try:
            rows = session.query(
                f"select run_id, published_at from {quoted(meta_schema)}.published"
            )
        except WarehouseError as error:
            raise WarehouseError(
                f"the schema {meta_schema} was not published by GTM Tower: {error}\nName another"
                " warehouse.prefix in gtm.yml, or rename that schema."
            ) from error
        return str(rows[0][0]), rows[0][1]

    def _drop(self, session: PostgresSession, run_id: str) -> bool:
        from psycopg2.errors import LockNotAvailable

        if any(_is_shown_elsewhere(session, self._archive(part, run_id)) for part in PARTS):
            return False
        try:
            with session.transaction():
                session.execute("set local lock_timeout = '500ms'")
                for part in PARTS:
                    schema = quoted(self._archive(part, run_id))
                    session.execute(f"drop schema if exists {schema} cascade")
        except WarehouseError as error:
            if isinstance(error.__cause__, LockNotAvailable):
                return False
            raise
        return True


def _has_schema(session: PostgresSession, schema: str) -> bool:
    return bool(session.query("select 1 from pg_namespace where nspname = ?", [schema]))


def _is_shown_elsewhere(session: PostgresSession, schema: str) -> bool:
    """Whether a view of another schema reads a table of this one; it would be dropped with it."""
    return bool(
        session.query(
            "select 1 from pg_depend"
            " inner join pg_class as tables on tables.oid = refobjid"
            " inner join pg_rewrite on pg_rewrite.oid = objid"
            " inner join pg_class as views on views.oid = ev_class"
            " inner join pg_namespace on pg_namespace.oid = tables.relnamespace"
            " where nspname = ? and views.relnamespace <> tables.relnamespace limit 1",
            [schema],
        )
    )


def _copy_grants(session: PostgresSession, current: str, following: str) -> None:
    """Give the roles that may read a schema and its tables the same rights on the next version."""
    on_schema = session.query(
        "select distinct privilege_type, coalesce(rolname, '')"
        " from pg_namespace, aclexplode(nspacl) left join pg_roles on pg_roles.oid = grantee"
        " where nspname = ? and grantee <> nspowner",
        [current],
    )
    for privilege, role in on_schema:
        to = quoted(role) if role else "public"
        session.execute(f"grant {privilege} on schema {quoted(following)} to {to}")
    on_tables = session.query(
        "select distinct privilege_type, coalesce(rolname, ''), classes.relname"
        " from pg_class as classes inner join pg_namespace as spaces on relnamespace = spaces.oid,"
        " aclexplode(relacl) left join pg_roles on pg_roles.oid = grantee"
        " where nspname = ? and relkind = 'r' and grantee <> relowner and exists ("
        "select 1 from pg_tables where schemaname = ? and tablename = classes.relname)",
        [current, following],
    )
    for privilege, role, table in on_tables:
        to = quoted(role) if role else "public"
        session.execute(f"grant {privilege} on {quoted(f'{following}.{table}')} to {to}")


def _rename(session: PostgresSession, old: str, new: str) -> None:
    session.execute(f"alter schema {quoted(old)} rename to {quoted(new)}")
