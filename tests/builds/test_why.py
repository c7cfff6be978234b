"""What moved a metric: the segments against plain SQL over the marts, sums, and refusals."""

import csv
import io
import json
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from builds.company import Company
from builds.made_up import MadeUp
from gtm_tower.errors import QueryError
from gtm_tower.metrics import Metrics, Why, open_metrics, why

FIRST, SECOND = "2026-04", "2026-05"
DAYS = {
    "2026-04": ("2026-04-01", "2026-04-30"),
    "2026-05": ("2026-05-01", "2026-05-31"),
    "2026-Q1": ("2026-01-01", "2026-03-31"),
    "2025-Q4": ("2025-10-01", "2025-12-31"),
}
REVENUE = "marts.fct_revenue_summary where date_month between '{0}' and '{1}'"
DEALS = "marts.fct_opportunities where closed_date between '{0}' and '{1}'"
TICKETS = "marts.fct_support where date_month between '{0}' and '{1}'"
WON = "sum(case when state = 'won' then 1 else 0 end)"
CLOSED = "sum(case when state in ('won', 'lost') then 1 else 0 end)"

# metric, periods, dimensions, its value, or numerator and denominator, and where it comes from
CASES: list[tuple[str, str, str, tuple[str, ...], tuple[str, ...], str]] = [
    ("mrr", FIRST, SECOND, ("segment",), ("sum(mrr)",), REVENUE),
    ("mrr", FIRST, SECOND, ("segment", "region"), ("sum(mrr)",), REVENUE),
    ("new_mrr", FIRST, SECOND, ("acquisition_channel",), ("sum(new_mrr)",), REVENUE),
    ("new_mrr", "2025-Q4", "2026-Q1", ("region",), ("sum(new_mrr)",), REVENUE),
    ("nrr", FIRST, SECOND, ("segment",), ("sum(retained_mrr)", "sum(opening_mrr)"), REVENUE),
    (
        *("logo_churn_rate", FIRST, SECOND, ("region", "segment")),
        *(("sum(churned_account_count)", "sum(opening_account_count)"), REVENUE),
    ),
    ("arpa", FIRST, SECOND, ("acquisition_channel",), ("sum(mrr)", "sum(account_count)"), REVENUE),
    ("win_rate", "2025-Q4", "2026-Q1", ("region",), (WON, CLOSED), DEALS),
    ("win_rate", "2025-Q4", "2026-Q1", ("segment", "region"), (WON, CLOSED), DEALS),
    (
        *("sla_breach_rate", FIRST, SECOND, ("category", "severity")),
        *(("sum(sla_breached_count)", "sum(sla_met_count) + sum(sla_breached_count)"), TICKETS),
    ),
]


@pytest.fixture(scope="module")
def metrics(built_once: Company) -> Metrics:
    """The metrics of the made-up company."""
    return open_metrics(built_once.workspace.root)


def counted(
    company: Company, by: tuple[str, ...], figures: tuple[str, ...], source: str, period: str
) -> dict[tuple[Any, ...], tuple[Fraction, ...]]:
    """The figures of each segment, added up by SQL alone."""
    rows = company.query(
        f"select {', '.join((*by, *figures))} from {source.format(*DAYS[period])}"
        f" group by {', '.join(by)}"
    )
    return {row[: len(by)]: tuple(Fraction(v or 0) for v in row[len(by) :]) for row in rows}


def added_up(rows: Iterable[tuple[Fraction, ...]]) -> tuple[Fraction, ...]:
    """The figures of all segments together."""
    return tuple(sum(values, Fraction(0)) for values in zip(*rows, strict=True))


def value_of(figures: tuple[Fraction, ...] | None, is_ratio: bool) -> Fraction | None:
    """What a segment's figures give; a ratio that divides by nothing is unknown."""
    if figures is None:
        return None if is_ratio else Fraction(0)
    if not is_ratio:
        return figures[0]
    return figures[0] / figures[1] if figures[1] else None


@pytest.mark.parametrize(("name", "first", "second", "by", "figures", "source"), CASES)
def test_segments_are_those_of_the_marts_and_add_up(
    *, metrics: Metrics, built_once: Company, name: str, first: str, second: str,
    by: tuple[str, ...], figures: tuple[str, ...], source: str,
) -> None:  # fmt: skip
    found = why(metrics, name, first, second, by, pool=False)
    is_ratio = len(figures) == 2
    sides = [counted(built_once, by, figures, source, one) for one in (first, second)]
    assert {one.values for one in found.segments} == {*sides[0], *sides[1]}
    for one in found.segments:
        wanted = [value_of(side.get(one.values), is_ratio) for side in sides]
        assert [as_told(one.before), as_told(one.after)] == [told(v, found) for v in wanted]
    totals = [value_of(added_up(side.values()), is_ratio) for side in sides]
    assert [as_told(found.before), as_told(found.after)] == [told(v, found) for v in totals]
    check_sums(found)
    check_sums(why(metrics, name, first, second, by))


def told(value: Fraction | None, found: Why) -> Any:
    """An expected value in the form of the answer."""
    if value is None:
        return None
    if found.metric.unit == "money":
        return round(float(value), 2)
    return pytest.approx(float(value), abs=1e-12)


def as_told(value: Any) -> Any:
    """A value of the answer, money as a number."""
    return float(value) if isinstance(value, Decimal) else value


def check_sums(found: Why) -> None:
    """Contributions add up to the change: money to the cent, others to the last digit."""
    total = sum(one.contribution for one in found.segments)
    if found.metric.unit == "money":
        assert isinstance(total, Decimal)
        assert total == found.change == found.after - found.before
    else:
        assert total == pytest.approx(float(found.change), abs=1e-12)
    assert sum(found.exact.contributions[i].contribution for i in range(len(found.segments))) == (
        found.exact.change
    )
    if found.metric.kind == "ratio":
        for one in found.segments:
            assert float(one.mix + one.rate) == pytest.approx(float(one.contribution), abs=1e-12)
        weights = [sum(one.weight_after or 0 for one in found.segments)]
        assert weights == [pytest.approx(1)]
    shown = found.to_show()
    digits = sum(Fraction(str(one.contribution)) for one in shown.segments)
    assert float(digits) == pytest.approx(float(shown.change), abs=1e-9)
    sizes = [abs(one.contribution) for one in found.segments if one.count == 1]
    assert sizes == sorted(sizes, reverse=True) or found.metric.unit == "money"


def test_the_sample_is_counted_beside(metrics: Metrics, built_once: Company) -> None:
    found = why(metrics, "nrr", FIRST, SECOND, ["segment"])
    source = REVENUE.format(*DAYS[SECOND])
    rows: dict[str, int] = dict(
        built_once.query(
            f"select segment, sum(opening_account_count) from {source} group by segment"
        )
    )
    assert {one.name: one.n_after for one in found.segments} == rows
    assert found.n_after == sum(rows.values())
    assert [part.metric.name for part in found.parts] == ["retained_mrr", "opening_mrr"]
    assert sum(one.n_before for one in found.segments) == found.n_before


def test_a_condition_holds_for_all_of_it(metrics: Metrics) -> None:
    held = why(metrics, "mrr", FIRST, SECOND, ["region"], ["segment = SMB"])
    whole = why(metrics, "mrr", FIRST, SECOND, ["segment"], pool=False)
    (smb,) = [one for one in whole.segments if one.name == "SMB"]
    assert (held.before, held.after, held.change) == (smb.before, smb.after, smb.contribution)
    assert held.command == (
        'gtm why mrr --from 2026-04 --to 2026-05 --by region --where "segment = SMB"'
    )


def test_small_segments_are_pooled_and_the_pool_is_the_rest(metrics: Metrics) -> None:
    by = ["segment", "region", "acquisition_channel"]
    every = why(metrics, "mrr", FIRST, SECOND, by, pool=False)
    found = why(metrics, "mrr", FIRST, SECOND, by)
    pool = found.segments[-1]
    assert pool.name == f"others ({pool.count})"
    assert pool.values == ()
    assert len(found.segments) - 1 + pool.count == len(every.segments)
    kept = {one.values for one in found.segments}
    rest = [one for one in every.segments if one.values not in kept]
    assert pool.contribution == sum(one.contribution for one in rest)
    assert (pool.before, pool.n_after) == (
        sum(one.before for one in rest), sum(one.n_after for one in rest),
    )  # fmt: skip
    size = sum(abs(one.contribution) for one in every.segments)
    assert all(abs(one.contribution) < size * Decimal("0.05") for one in rest)


def test_what_must_be_held_is_held(metrics: Metrics, built_once: Company) -> None:
    found = why(
        metrics, "customer_retention_rate", "2025-08", "2025-09", ["segment"], ["months_since = 2"]
    )
    ((active, size),) = built_once.query(
        "select sum(active_count), sum(cohort_size) from marts.fct_retention"
        " where cohort_month = '2025-09-01' and months_since = 2 and cohort_type = 'customer'"
    )
    assert found.after == pytest.approx(active / size)


def test_a_period_to_date_is_said_to_be_one(metrics: Metrics) -> None:
    found = why(metrics, "new_mrr", "2025", "2026", ["segment"])
    assert found.notes == (
        "2026 had not ended by 2026-05-31: its figures are to date, those of the other are whole.",
        "new_mrr is known from 2025-04-01 on: 2025 is not whole.",
    )


REFUSED = {
    "a median": ("median_sales_cycle", FIRST, SECOND, ["segment"], "gtm why sales_cycle"),
    "no history": ("pipeline_velocity", FIRST, SECOND, ["segment"], "as of 2026-05-31 only"),
    "no data": ("leads", FIRST, SECOND, ["channel"], "has no data"),
    "no metric": ("mmr", FIRST, SECOND, ["segment"], "Did you mean 'mrr'"),
    "no dimension": ("mrr", FIRST, SECOND, ["category"], "does not have it"),
    "by nothing": ("mrr", FIRST, SECOND, [], "Of mrr: segment, region, acquisition_channel"),
    "counted twice": ("customer_retention_rate", FIRST, SECOND, ["segment"], "months_since = ..."),
    "not for a quarter": ("nrr", "2025-Q4", "2026-Q1", ["segment"], "is defined for a month"),
    "too fine": ("mrr", "2026-04-01", "2026-04-02", ["segment"], "is kept by month"),
    "two lengths": ("mrr", "2026-04", "2026-Q2", ["segment"], "is a month and --to 2026-Q2 a"),
    "backwards": ("mrr", SECOND, FIRST, ["segment"], "name the earlier first"),
    "twice the same": ("mrr", FIRST, FIRST, ["segment"], "name the earlier first"),
    "the future": ("mrr", FIRST, "2026-06", ["segment"], "begins after 2026-05-31"),
    "before the data": ("new_mrr", "2020-01", FIRST, ["segment"], "is known from 2025-04-01 on"),
    "unknown then": ("nrr", "2025-04", FIRST, ["segment"], "denominator opening_mrr is 0 or"),
    "no period": ("mrr", "May", FIRST, ["segment"], "'May' is no period"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_split_is_refused(metrics: Metrics, case: str) -> None:
    name, first, second, by, said = REFUSED[case]
    with pytest.raises(QueryError) as refused:
        why(metrics, name, first, second, by)
    assert said in str(refused.value)


def test_a_count_of_different_things_is_refused(shop: MadeUp) -> None:
    found = open_metrics(shop.company.workspace.root)
    with pytest.raises(QueryError, match="buyers is no sum"):
        why(found, "buyers", "2026-03", "2026-04", ["channel"])


def test_the_command_shows_it_in_three_forms(built_once: Company) -> None:
    asked = ("why", "nrr", "--from", FIRST, "--to", SECOND, "--by", "segment")
    table = built_once.gtm(*asked)
    assert table.returncode == 0, table.stderr
    headline, above, below, counted = table.stdout.splitlines()[:4]
    assert headline.startswith("nrr, 2026-04 to 2026-05: ")
    assert above.startswith("retained_mrr: USD ")
    assert below.startswith("opening_mrr: USD ")
    assert counted.endswith("(opening_accounts)")
    document = json.loads(built_once.gtm(*asked, "--format", "json").stdout)
    assert document["headline"] == headline
    change = document["to"]["value"] - document["from"]["value"]
    assert document["change"] == pytest.approx(change, abs=1e-12)
    text = built_once.gtm(*asked, "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    assert sum(float(row["contribution"]) for row in rows) == pytest.approx(change, abs=1e-12)
    assert {row["segment"] for row in rows} == {"SMB", "Mid-Market", "Enterprise"}


def test_the_command_refuses_with_a_sentence(built_once: Company) -> None:
    done = built_once.gtm("why", "nrr", "--from", "2026-Q1", "--to", "2026-Q2", "--by", "segment")
    assert done.returncode == 2
    assert done.stderr.startswith("gtm: nrr is defined for a month")
    assert "Traceback" not in done.stderr
