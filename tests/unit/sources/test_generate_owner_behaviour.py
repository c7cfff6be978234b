"""The behaviour that is planted in the `owner` data can be found in its files."""

import math
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gtm_tower.sources.generate import Generated
from support.generated import generate, truth_of
from support.owner_files import Company, month_of, read_company

# two-sided 95% quantile of Student's t, by degrees of freedom
STUDENT = {4: 2.776, 16: 2.120}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    return generate("owner", tmp_path_factory.mktemp("large"), scale=4.0)


@pytest.fixture(scope="module")
def truth(large: Generated) -> Any:
    return truth_of(large)


@pytest.fixture(scope="module")
def company(large: Generated) -> Company:
    return read_company(large.truth.parent)


def spend_by_month(company: Company) -> dict[str, Decimal]:
    return {cost.month: cost.amount for cost in company.costs if cost.kind == "advertising"}


def elasticity(company: Company, counts: Counter[str]) -> tuple[float, float]:
    """Slope of log count on log spend by least squares, and half its 95% interval."""
    spend = spend_by_month(company)
    x = [math.log(spend[month]) for month in spend]
    y = [math.log(max(counts[month], 0.5)) for month in spend]
    size = len(x)
    middle = sum(x) / size
    spread = sum((value - middle) ** 2 for value in x)
    slope = sum((a - middle) * b for a, b in zip(x, y, strict=True)) / spread
    level = sum(y) / size - slope * middle
    rest = sum((b - level - slope * a) ** 2 for a, b in zip(x, y, strict=True))
    return slope, STUDENT[size - 2] * math.sqrt(rest / (size - 2) / spread)


def inbound_leads(company: Company) -> Counter[str]:
    dates = (lead.created for lead in company.leads if lead.channel == "inbound")
    return Counter(month_of(day) for day in dates if day)


def inbound_wins(company: Company) -> Counter[str]:
    won = (deal for deal in company.deals if deal.state == "won" and deal.channel == "inbound")
    return Counter(month_of(deal.closed) for deal in won if deal.closed)


def test_advertising_varies_enough(company: Company) -> None:
    spend = sorted(spend_by_month(company).values())
    reference = 4 * Decimal(40_000)
    assert spend[0] >= Decimal("0.4") * reference - 1
    assert spend[-1] <= Decimal("2.5") * reference + 1
    assert spend[-1] > 4 * spend[0]


@pytest.mark.parametrize("count", [inbound_leads, inbound_wins])
def test_the_response_curve_shows_in_18_months(truth: Any, company: Company, count: Any) -> None:
    """Concave, rising, and for the leads as steep as planted; wins come weeks later."""
    slope, half = elasticity(company, count(company))
    assert slope - half > 0
    assert slope + half < 1
    if count is inbound_leads:
        assert slope == pytest.approx(truth["response_curve"]["elasticity"], abs=max(half, 0.06))


@pytest.mark.parametrize("seed", range(3))
def test_6_months_of_wins_do_not_tell_the_curve(tmp_path: Path, seed: int) -> None:
    generated = generate("owner", tmp_path, months=6, seed=seed)
    company = read_company(generated.truth.parent)
    slope, half = elasticity(company, inbound_wins(company))
    assert slope - half < 0
    assert slope + half > 1 or half > 0.5


def test_the_curve_of_the_truth_is_its_own_formula(truth: Any, company: Company) -> None:
    curve = truth["response_curve"]
    spend = spend_by_month(company)
    assert {month: Decimal(row["spend"]) for month, row in curve["by_month"].items()} == spend
    for row in curve["by_month"].values():
        level = float(row["spend"]) / float(curve["reference_spend"]) / row["covered"]
        leads = curve["leads_at_reference"] * row["season"] * row["covered"]
        expected = leads * level ** curve["elasticity"]
        assert row["expected_leads"] == pytest.approx(expected, rel=1e-4)
        assert abs(row["leads"] - expected) < 4.5 * math.sqrt(expected)


def test_ideal_segments_win_more_and_rare_ones_are_small(truth: Any) -> None:
    base = truth["score"]["base"]
    usual = base["won"] / base["leads"]
    for segment in truth["score"]["segments"]:
        if segment["is_rare"]:
            assert 0 < segment["leads"] < 0.02 * base["leads"]
            continue
        rate = segment["won"] / segment["leads"]
        assert segment["leads"] > 100
        assert rate > 2 * usual if segment["effect"] > 0 else rate < 0.6 * usual
        expected = segment["eventual_win_rate"]
        error = math.sqrt(expected * (1 - expected) / segment["leads"])
        assert abs(rate - expected) < 3 * error + 0.1 * expected


def test_speed_to_first_touch_matters(truth: Any) -> None:
    buckets = truth["speed"]["from_hours"].values()
    rates = [counts["opportunities"] / counts["leads"] for counts in buckets]
    assert rates == sorted(rates, reverse=True)
    assert rates[0] > 1.5 * rates[-1]
    assert truth["speed"]["never"]["opportunities"] == 0


def test_a_month_has_spend_and_no_wins(truth: Any) -> None:
    month = truth["wins"]["month_without_outbound_wins"]
    assert truth["wins"]["by_won_month_channel"][month]["outbound"] == 0
    spend = truth["spend"]["by_month_channel"][month]["outbound"]
    assert Decimal(spend["salaries and commissions"]) > 0


def test_deals_are_open_and_stalled_at_the_end(truth: Any) -> None:
    for channel in ("inbound", "outbound"):
        states = truth["deals"]["by_channel"][channel]
        assert 0 < states["stalled"] < states["open"] < states["won"] < states["lost"]
    cycles = [
        states["won_cycle_days"] / states["won_cycles"]
        for states in truth["deals"]["by_channel"].values()
        if states["won_cycles"]
    ]
    assert cycles[0] * 2 < cycles[1]
