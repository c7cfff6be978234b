"""Periods by name, and two that can be set against each other."""

from datetime import date

import pytest

from gtm_tower.errors import QueryError
from gtm_tower.metrics.periods import Period, read_period, two_periods


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026", Period(date(2026, 1, 1), date(2026, 12, 31), "year")),
        ("2026-Q2", Period(date(2026, 4, 1), date(2026, 6, 30), "quarter")),
        ("2024-02", Period(date(2024, 2, 1), date(2024, 2, 29), "month")),
        ("2026-05-17", Period(date(2026, 5, 17), date(2026, 5, 17), "day")),
    ],
)
def test_a_period_is_read_and_named_again(text: str, expected: Period) -> None:
    assert read_period("--from", text) == expected
    assert str(expected) == text


@pytest.mark.parametrize("text", ["2026-13", "2026-Q5", "May 2026", ""])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match="is no period. Legal: 2026, 2026-Q2"):
        read_period("--to", text)


def test_two_periods_are_of_one_length_and_in_order() -> None:
    first, second = two_periods("2026-Q1", "2026-Q2")
    assert (str(first), str(second)) == ("2026-Q1", "2026-Q2")
    with pytest.raises(QueryError, match="is a month and --to 2026-Q2 a quarter"):
        two_periods("2026-03", "2026-Q2")
    with pytest.raises(QueryError, match="name the earlier first"):
        two_periods("2026-05", "2026-04")
