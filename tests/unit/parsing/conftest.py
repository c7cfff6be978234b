"""The engines that the macros of parsing are tried on, each with a table of texts."""

from collections.abc import Iterator

import pytest

from support.macros import Texts


@pytest.fixture(
    scope="session", params=["duckdb", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def texts(request: pytest.FixtureRequest) -> Iterator[Texts]:
    """A table of texts on each engine."""
    is_server = request.param == "postgres"
    opened = Texts(request.param, request.getfixturevalue("postgres_database") if is_server else "")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def duckdb_texts() -> Iterator[Texts]:
    """A table of texts on DuckDB, to compare the other engine with."""
    opened = Texts("duckdb")
    yield opened
    opened.close()
