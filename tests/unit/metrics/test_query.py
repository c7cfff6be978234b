"""Asking a small published version: against a hand-worked table, and what is refused."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gtm_tower.errors import QueryError, VersionChanged, WarehouseError, WorkspaceError
from gtm_tower.metrics import Metrics, request, versions
from gtm_tower.warehouse.duckdb import DuckDBWarehouse
from support.published import AS_OF, RUN, publish

MARCH, APRIL, MAY = (date(2026, month, 1) for month in (3, 4, 5))


@pytest.fixture(scope="module")
def metrics(tmp_path_factory: pytest.TempPathFactory) -> Metrics:
    """The metrics of the small version."""
    return Metrics(publish(DuckDBWarehouse(tmp_path_factory.mktemp("small"))))


def rows(metrics: Metrics, *names: str, **asked: Any) -> list[tuple[Any, ...]]:
    """The rows of an answer."""
    return list(metrics.query(request(names, **asked)).rows)


def test_sums_ratios_and_the_last_stock_of_each_month(metrics: Metrics) -> None:
    names = ("visits", "takings", "average_visit", "stock_units")
    assert rows(metrics, *names, grain="month") == [
        (MARCH, True, 4, Decimal("60.00"), 15.0, 15),
        (APRIL, True, 1, Decimal("50.00"), 50.0, 15),
        (MAY, False, 5, Decimal("90.00"), 18.0, None),
    ]


def test_stock_is_never_added_over_time(metrics: Metrics) -> None:
    assert rows(metrics, "stock_units") == [(15,)]
    assert rows(metrics, "stock_units", by=["region"]) == [("north", 8), ("south", 7)]
    assert rows(metrics, "stock_units", grain="quarter") == [
        (date(2026, 1, 1), True, 15),
        (APRIL, False, 15),
    ]


def test_compared_with_the_month_before(metrics: Metrics) -> None:
    """South had nobody in April, which is 0 visits; the unfinished May has no change."""
    found = rows(metrics, "visits", by=["region"], grain="month", compare="previous")
    assert found == [
        (MARCH, True, "north", 3, None, None, None),
        (MARCH, True, "south", 1, None, None, None),
        (APRIL, True, "north", 1, 3, -2, pytest.approx(-2 / 3)),
        (MAY, False, "north", 3, 1, None, None),
        (MAY, False, "south", 2, 0, None, None),
    ]


def test_compared_with_a_period_before_the_first_one_that_is_asked_for(metrics: Metrics) -> None:
    asked = {"grain": "month", "start": "2026-04", "end": "2026-04", "compare": "previous"}
    assert rows(metrics, "takings", "visit_rate", **asked) == [
        (
            *(APRIL, True, Decimal("50.00"), Decimal("60.00"), Decimal("-10.00")),
            *(pytest.approx(-1 / 6), 1.0, 1.0, 0.0, None),  # of a rate there is no share
        )
    ]


def test_compared_with_a_year_ago_of_which_nothing_is_known(metrics: Metrics) -> None:
    found = rows(metrics, "visits", grain="month", compare="year_ago", start="2026-04")
    assert found[0] == (APRIL, True, 1, None, None, None)


def test_a_day_without_visits_has_no_row_and_one_with_visits_without_a_price_no_takings(
    metrics: Metrics,
) -> None:
    found = rows(metrics, "visits", "takings", grain="day", start="2026-04-30", end="2026-05-31")
    assert found == [
        (date(2026, 4, 30), True, 1, Decimal("50.00")),
        (date(2026, 5, 2), True, 3, Decimal("90.00")),
        (date(2026, 5, 20), True, 2, None),
    ]


def test_two_months_up_to_each_month_where_the_data_go_back_so_far(metrics: Metrics) -> None:
    assert rows(metrics, "visits_2m", grain="month") == [
        (MARCH, True, None),
        (APRIL, True, 5),
        (MAY, False, 6),
    ]


def test_a_month_against_the_one_before_where_both_are_whole(metrics: Metrics) -> None:
    assert rows(metrics, "more_visits", grain="month") == [
        (MARCH, True, None),
        (APRIL, True, -3),
        (MAY, False, None),
    ]


@pytest.mark.parametrize(
    ("where", "count"),
    [
        ("agency = 'Dun''s, Ltd'", 2),
        ("agency in ('Dun''s, Ltd', '{{ 7 }}')", 3),
        ("agency != '{{ 7 }}'", 2),
        ("agency not in ('{{ 7 }}')", 2),
        ("agency is known", 3),
        ("agency is unknown", 0),
        ("agency > '{% raw %}'", 1),
        ("agency < ''' or 1 = 1 --'", 0),
        ("agency < '%s ? {{ Dimension(''x'') }}'", 0),
    ],
)
def test_a_value_stays_a_value(metrics: Metrics, where: str, count: int) -> None:
    found = rows(metrics, "staff", where=[where])
    assert found in ([(count,)], [(count or None,)])


REFUSED: dict[str, tuple[tuple[str, ...], dict[str, Any], str]] = {
    "metric": (("vists",), {}, "there is no metric 'vists'. Did you mean 'visits'?"),
    "dimension": (("visits",), {"by": ["reigon"]}, "Did you mean 'region'?"),
    "dimension of a condition": (("visits",), {"where": ["agency = x"]}, "visits does not have it"),
    "dimension of two marts": (("visits_per_unit",), {"by": ["region"]}, "have no 'region' in"),
    "value": (
        ("visits",),
        {"where": ["region = North"]},
        "--where: no region is 'North'. Did you mean 'north'? There are: north, south.",
    ),
    "injection": (("visits",), {"where": ["region = 'x'' or ''1''=''1'"]}, "no region is 'x' or"),
    "needs": (("credits",), {}, "credits cannot be added up over model: the sum would count"),
    "needs one value": (("credits",), {"where": ["model in (first, last)"]}, "Add --by model"),
    "rate of months": (("visit_rate",), {"grain": "quarter"}, "visit_rate is defined for a month"),
    "rate without a period": (("visit_rate",), {}, "or name one month with --from and --to"),
    "too fine": (
        ("stock_units",),
        {"grain": "week"},
        "stock_units is kept by month: --grain week is too fine. Legal: month, quarter, year.",
    ),
    "part of a month": (
        ("stock_units",),
        {"start": "2026-04-10"},
        "--from 2026-04-10 lies within that from 2026-04-01 to 2026-04-30.",
    ),
    "history": (("staff",), {"grain": "month"}, "staff is known as of 2026-05-20 only"),
    "history from": (("staff",), {"start": "2026-01"}, "there is no history to ask for"),
    "blocked": (("refunds",), {}, "refunds has no data: no file of refunds"),
    "compare": (("visits",), {"compare": "previous"}, "add --grain day"),
    "no period": (("visits_2m",), {}, "visits_2m looks back from the end of a period: add --grain"),
    "second metric": (("visits", "staff"), {"grain": "month"}, "staff is known as of"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_would_be_wrong_is_refused(metrics: Metrics, case: str) -> None:
    names, asked, message = REFUSED[case]
    with pytest.raises(QueryError) as refused:
        metrics.query(request(names, **asked))
    assert message in str(refused.value)


def test_what_is_held_to_one_value_may_be_asked_for(metrics: Metrics) -> None:
    assert rows(metrics, "credits", where=["model = last"]) == [(3,)]
    assert rows(metrics, "credits", by=["model"]) == [("first", 1), ("last", 3)]
    assert rows(metrics, "visit_rate", start="2026-03", end="2026-03") == [(1.0,)]


def test_a_number_is_not_held_against_a_word(tmp_path: Path) -> None:
    metrics = Metrics(publish(DuckDBWarehouse(tmp_path)))
    metrics._known.values[("visits", "region")] = ("1", "2", "10")
    with pytest.raises(QueryError, match="region is a number, and 'two' is none"):
        rows(metrics, "visits", where=["region < two"])


def test_with_a_grain_whole_periods_are_taken(metrics: Metrics) -> None:
    answer = metrics.query(request(["visits"], grain="quarter", start="2026-05"))
    assert answer.rows == ((APRIL, False, 6),)
    assert answer.notes[0] == "Whole quarters are shown: 2026-04-01 to the last."


def test_what_an_answer_says_of_itself(metrics: Metrics) -> None:
    answer = metrics.query(request(["takings"], by=["region"], grain="month", compare="year_ago"))
    assert [column.name for column in answer.columns] == [
        *("month", "is_complete", "region", "takings"),
        *("takings_year_ago", "takings_change", "takings_change_rate"),
    ]
    assert (answer.as_of, answer.run_id, answer.currency) == (AS_OF, RUN, "EUR")
    assert answer.notes == ("The month of 2026-05-20 had not ended: its figures are to date.",)
    frame = answer.frame()
    assert str(frame["month"].dtype).startswith("datetime64")
    assert frame["takings"].dtype == float
    assert metrics.query(request(["visits"])).value("visits") == 10
    assert metrics.query(request(["staff"])).notes == ("As of 2026-05-20; there is no history.",)


def test_values_and_sql(metrics: Metrics) -> None:
    assert metrics.values("visits", "region") == ("north", "south")
    (sql,) = metrics.sql(request(["visits"], grain="month"))
    assert "marts.visits" in sql


def test_another_version_is_read_with_the_next_question(tmp_path: Path) -> None:
    metrics = Metrics(publish(DuckDBWarehouse(tmp_path)))
    strict = Metrics(metrics.warehouse, follows=False)
    assert metrics.is_current()
    publish(metrics.warehouse, "20260522t000000z_0002")
    assert not metrics.is_current()
    assert metrics.query(request(["visits"])).run_id == "20260522t000000z_0002"
    assert (metrics.is_current(), metrics.publication.run_id) == (True, "20260522t000000z_0002")
    with pytest.raises(VersionChanged, match="20260522t000000z_0002"):
        strict.query(request(["visits"]))
    metrics.warehouse.rollback()
    assert (metrics.query(request(["visits"])).run_id, strict.is_current()) == (RUN, True)


def test_a_session_of_an_earlier_version_is_answered_from_it(tmp_path: Path) -> None:
    metrics = Metrics(publish(DuckDBWarehouse(tmp_path)))
    with metrics.warehouse.reader() as session:
        publish(metrics.warehouse, "20260522t000000z_0002")
        assert metrics.query(request(["visits"])).run_id == "20260522t000000z_0002"
        assert metrics.query(request(["visits"]), session).run_id == RUN


def test_a_question_that_meets_new_versions_is_asked_again_for_a_minute(
    metrics: Metrics, monkeypatch: pytest.MonkeyPatch
) -> None:
    def published(*runs: str) -> None:
        """What is seen to be published before and after each attempt."""
        found = iter(runs)
        monkeypatch.setattr(versions, "read_run_id", lambda *_: next(found))

    many = [RUN, "another"] * 2 * versions.ATTEMPTS
    published(*many, RUN, RUN)
    assert metrics.query(request(["visits"])).value("visits") == 10
    published(RUN, "another", RUN, RUN)
    assert metrics.values("visits", "region") == ("north", "south")

    monkeypatch.setattr(versions, "PATIENCE", 0.0)
    published(*many)
    with pytest.raises(WarehouseError, match="Ask again"):
        metrics.query(request(["visits"]))


def test_nothing_is_published_yet(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="gtm build"):
        Metrics(DuckDBWarehouse(tmp_path))
