"""The generic tests of the dbt package: each finds the fault that is planted, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from support.macros import Texts, compile_expressions

# compile_expressions compiles as of 2024-06-30
NUMBERS = "(select cast(nullif(given, '') as numeric(9, 2)) as value from texts) as rows_given"
WORDS = "(select given as value from texts) as rows_given"
MOMENTS = "(select cast(nullif(given, '') as timestamp) as value from texts) as rows_given"


@dataclass(frozen=True)
class Case:
    """A generic test on a relation; `found` is the number of rows it gives on `faulty` values."""

    call: str
    relation: str
    sound: tuple[str, ...]
    faulty: tuple[str, ...]
    found: int


CASES = {
    "positive_value": Case(
        "positive_value(model, 'value')", NUMBERS, ("0.01", "7", ""), ("0", "-0.01", "3"), 2
    ),
    "non_negative_values": Case(
        "non_negative_values(model, 'value')", NUMBERS, ("0", "0.01", ""), ("-0.01", "0", "3"), 1
    ),
    "percentage_range": Case(
        "percentage_range(model, 'value')", NUMBERS, ("0", "1", "0.5", ""), ("1.01", "-0.01"), 2
    ),
    "percentage_range_of_100": Case(
        "percentage_range(model, 'value', 100)", NUMBERS, ("0", "100", "1.5"), ("100.01", "50"), 1
    ),
    "valid_email": Case(
        "valid_email(model, 'value')",
        WORDS,
        ("anna@mail.example", "a.b+c@sub.mail.example", "ö@mäil.example"),
        (
            *("anna.example", "@mail.example", "ben@", "ben@mail", "a b@mail.example", ""),
            *("a@b@mail.example", "ben@.example", "ben@mail.", "ben@mail..example"),
        ),
        10,
    ),
    "recency_freshness": Case(
        "recency_freshness(model, 'value', 7)",
        MOMENTS,
        ("2024-06-23 00:00:00", "2020-01-01 00:00:00", ""),
        ("2024-06-22 23:59:59", "2020-01-01 00:00:00"),
        1,
    ),
    "recency_freshness_of_no_moment": Case(
        "recency_freshness(model, 'value', 7)", MOMENTS, ("2024-06-30 23:59:59",), ("", ""), 1
    ),
    "recency_freshness_by_policy": Case(
        "recency_freshness(model, 'value')",
        MOMENTS,
        ("2024-05-30 12:00:00",),
        ("2024-05-29 12:00:00",),
        1,
    ),
    "unique_grain": Case(
        "unique_grain(model, ['value'])", WORDS, ("a", "b", "A"), ("a", "b", "a", "b"), 2
    ),
}


@pytest.fixture(params=["duckdb", pytest.param("postgres", marks=pytest.mark.postgres)])
def texts(request: pytest.FixtureRequest) -> Iterator[Texts]:
    """A table of texts on each engine."""
    is_server = request.param == "postgres"
    opened = Texts(request.param, request.getfixturevalue("postgres_database") if is_server else "")
    yield opened
    opened.close()


@cache
def compiled(engine: str) -> dict[str, str]:
    """The SQL of every case."""
    return compile_expressions(
        engine,
        {
            name: f"{{{{ gtm_tower.test_{case.call.replace('model', repr_of(case), 1)} }}}}"
            for name, case in CASES.items()
        },
    )


def repr_of(case: Case) -> str:
    """The relation of a case as a text of Jinja."""
    return '"' + case.relation + '"'


@pytest.mark.parametrize("name", CASES)
def test_it_finds_what_is_planted_and_nothing_in_sound_rows(texts: Texts, name: str) -> None:
    case = CASES[name]
    count = f"(select count(*) from ({compiled(texts.engine)[name]}) as offending)"
    assert texts.compute([count], case.sound)[0] == (0,)
    assert texts.compute([count], case.faulty)[0] == (case.found,)


def test_a_share_of_something_else_is_refused() -> None:
    call = "{{ gtm_tower.test_percentage_range('rows_given', 'value', 10) }}"
    with pytest.raises(AssertionError, match="top is 10. Legal: 1, 100"):
        compile_expressions("duckdb", {"top_10": call})
