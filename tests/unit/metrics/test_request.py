"""Questions from words: conditions, periods, and the periods they are compared with."""

from datetime import date
from typing import Any

import pytest

from gtm_tower.errors import QueryError
from gtm_tower.metrics import Request, request
from gtm_tower.metrics.request import (
    Condition,
    before,
    begin,
    condition,
    is_one_period,
    last_day,
    period,
    shifted,
)

READ = {
    "segment = SMB": ("segment", "=", ["SMB"]),
    "segment=SMB": ("segment", "=", ["SMB"]),
    "  segment  =  Mid-Market  ": ("segment", "=", ["Mid-Market"]),
    "segment = 'SMB'": ("segment", "=", ["SMB"]),
    "segment = ' SMB '": ("segment", "=", [" SMB "]),
    "segment = ''": ("segment", "=", [""]),
    "segment != SMB": ("segment", "!=", ["SMB"]),
    "segment <> SMB": ("segment", "!=", ["SMB"]),
    "months_since <= 3": ("months_since", "<=", ["3"]),
    "months_since>=3": ("months_since", ">=", ["3"]),
    "months_since < 3": ("months_since", "<", ["3"]),
    "months_since > 3": ("months_since", ">", ["3"]),
    "channel = 'Dun''s, Ltd'": ("channel", "=", ["Dun's, Ltd"]),
    "channel = 'a = b'": ("channel", "=", ["a = b"]),
    "channel = Google Ads": ("channel", "=", ["Google Ads"]),
    "channel = unknown (missing)": None,
    "channel = 'unknown (missing)'": ("channel", "=", ["unknown (missing)"]),
    "region in (EMEA, 'North America')": ("region", "in", ["EMEA", "North America"]),
    "region in EMEA": ("region", "in", ["EMEA"]),
    "region IN (EMEA)": ("region", "in", ["EMEA"]),
    "region not in (EMEA,APAC)": ("region", "not in", ["EMEA", "APAC"]),
    "region NOT   IN ('a, b')": ("region", "not in", ["a, b"]),
    "plan is known": ("plan", "is known", []),
    "plan is  Unknown": ("plan", "is unknown", []),
    "größe = 寿司": ("größe", "=", ["寿司"]),
    "in_stock = yes": ("in_stock", "=", ["yes"]),
    "": None,
    "segment": None,
    "segment SMB": None,
    "= SMB": None,
    "segment =": None,
    "segment == SMB": None,
    "segment = SMB, Enterprise": None,
    "segment like SMB": None,
    "region in ()": None,
    "region in": None,
    "region in (EMEA": None,
    "region in ('EMEA)": None,
    "segment = 'SMB": None,
    "segment = SMB'": None,
    "segment = 'SMB' or 'x'": None,
    "plan is known now": None,
    "a.b = c": None,
    "segment = a\0b": None,
}


@pytest.mark.parametrize("text", READ)
def test_a_condition_is_read_or_refused(text: str) -> None:
    expected = READ[text]
    if expected is None:
        with pytest.raises(QueryError, match="--where"):
            condition(text)
    else:
        name, operator, values = expected
        assert condition(text) == Condition(name, operator, tuple(values))


def test_a_refused_condition_says_what_is_legal() -> None:
    with pytest.raises(QueryError) as refused:
        condition("segment like SMB")
    for word in ("'segment like SMB'", "not in", "is unknown", "segment = SMB"):
        assert word in str(refused.value)


@pytest.mark.parametrize(
    ("text", "sql"),
    [
        ("segment = SMB", "= 'SMB'"),
        ("segment != SMB", "<> 'SMB'"),
        ("channel = 'Dun''s'", "= 'Dun''s'"),
        ("channel = 'x'' or ''1''=''1'", "= 'x'' or ''1''=''1'"),
        ("region not in (a, 'b''c')", "not in ('a', 'b''c')"),
        ("plan is unknown", "is null"),
        ("plan is known", "is not null"),
        ("months_since >= 3", ">= '3'"),
    ],
)
def test_the_sql_of_a_condition_keeps_values_in_quotes(text: str, sql: str) -> None:
    assert condition(text).sql() == sql


PERIODS = {
    "2026": (date(2026, 1, 1), date(2026, 12, 31)),
    "2026-Q1": (date(2026, 1, 1), date(2026, 3, 31)),
    "2026-q4": (date(2026, 10, 1), date(2026, 12, 31)),
    "2026-02": (date(2026, 2, 1), date(2026, 2, 28)),
    "2028-02": (date(2028, 2, 1), date(2028, 2, 29)),
    "2028-02-29": (date(2028, 2, 29), date(2028, 2, 29)),
    " 2026-12 ": (date(2026, 12, 1), date(2026, 12, 31)),
    "2026-02-29": None,
    "2026-13": None,
    "2026-00": None,
    "2026-Q5": None,
    "2026-5": None,
    "26-05": None,
    "May 2026": None,
    "": None,
    "0000": None,
}


@pytest.mark.parametrize("text", PERIODS)
def test_a_period_is_read_or_refused(text: str) -> None:
    expected = PERIODS[text]
    if expected is None:
        with pytest.raises(QueryError, match="--from.*is no period. Legal: 2026, 2026-Q2"):
            period("--from", text)
    else:
        assert period("--from", text) == expected


@pytest.mark.parametrize(
    ("grain", "first", "last"),
    [
        ("day", date(2028, 2, 29), date(2028, 2, 29)),
        ("week", date(2028, 2, 28), date(2028, 3, 5)),
        ("month", date(2028, 2, 1), date(2028, 2, 29)),
        ("quarter", date(2028, 1, 1), date(2028, 3, 31)),
        ("year", date(2028, 1, 1), date(2028, 12, 31)),
    ],
)
def test_the_period_that_a_leap_day_lies_in(grain: str, first: date, last: date) -> None:
    assert begin(date(2028, 2, 29), grain) == first
    assert last_day(first, grain) == last
    assert is_one_period(first, last, grain)
    assert not is_one_period(first, None, grain)


@pytest.mark.parametrize(
    ("grain", "first", "count", "other"),
    [
        ("day", date(2026, 3, 1), -1, date(2026, 2, 28)),
        ("week", date(2026, 1, 5), -1, date(2025, 12, 29)),
        ("month", date(2026, 1, 1), -1, date(2025, 12, 1)),
        ("month", date(2026, 1, 1), -13, date(2024, 12, 1)),
        ("month", date(2026, 12, 1), 1, date(2027, 1, 1)),
        ("quarter", date(2026, 1, 1), -1, date(2025, 10, 1)),
        ("year", date(2026, 1, 1), 1, date(2027, 1, 1)),
    ],
)
def test_a_period_so_many_periods_later(grain: str, first: date, count: int, other: date) -> None:
    assert shifted(first, grain, count) == other
    assert shifted(other, grain, -count) == first


@pytest.mark.parametrize(
    ("grain", "first", "previous", "year_ago"),
    [
        ("day", date(2028, 3, 1), date(2028, 2, 29), date(2027, 3, 1)),
        ("day", date(2028, 2, 29), date(2028, 2, 28), date(2027, 2, 28)),
        ("week", date(2026, 1, 5), date(2025, 12, 29), date(2025, 1, 6)),
        ("week", date(2027, 1, 4), date(2026, 12, 28), date(2026, 1, 5)),
        ("month", date(2026, 3, 1), date(2026, 2, 1), date(2025, 3, 1)),
        ("quarter", date(2026, 1, 1), date(2025, 10, 1), date(2025, 1, 1)),
        ("year", date(2026, 1, 1), date(2025, 1, 1), date(2025, 1, 1)),
    ],
)
def test_the_period_that_one_is_compared_with(
    grain: str, first: date, previous: date, year_ago: date
) -> None:
    assert before(first, grain, "previous") == previous
    assert before(first, grain, "year_ago") == year_ago


def test_a_request_from_words() -> None:
    assert request(
        ["mrr", "arr", "mrr"],
        by=["segment", "segment"],
        where=["region = EMEA"],
        grain="month",
        start="2026-Q1",
        end=date(2026, 5, 31),
        compare="previous",
    ) == Request(
        ("mrr", "arr"),
        ("segment",),
        (Condition("region", "=", ("EMEA",)),),
        "month",
        date(2026, 1, 1),
        date(2026, 5, 31),
        "previous",
    )
    assert request(["mrr"]) == Request(("mrr",))


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no metric": ({"metrics": []}, "no metric is named. All of them: gtm metrics"),
    "grain": (
        {"grain": "months"},
        "--grain: 'months' is unknown. Did you mean 'month'? Legal: day, week, month,",
    ),
    "compare": (
        {"compare": "last_year"},
        "--compare: 'last_year' is unknown. Legal: previous, year_ago.",
    ),
    "from after to": (
        {"start": "2026-05", "end": "2026-04"},
        "--from 2026-05-01 lies after --to 2026-04-30.",
    ),
    "from": ({"start": "soon"}, "--from: 'soon' is no period"),
    "to": ({"end": "soon"}, "--to: 'soon' is no period"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_asked(case: str) -> None:
    asked, message = REFUSED[case]
    with pytest.raises(QueryError) as refused:
        request(**({"metrics": ["mrr"]} | asked))
    assert message in str(refused.value)
    assert refused.value.exit_code == 2
