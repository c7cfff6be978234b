"""Budgets and channel values from monthly counts made by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gtm_tower.config import Config, Source
from gtm_tower.pipeline.estimates._estimate import Context, Record
from gtm_tower.pipeline.estimates.budget import BUDGET, Advice, SpendMonth, budget_advice
from gtm_tower.pipeline.estimates.channel_value import CHANNEL_VALUES, channel_values
from gtm_tower.policies import Policies
from gtm_tower.stats import Figure

TOO_FEW = (
    "Keep ads at 1,000.00 a month: 6 months with spend are too few to tell whether returns diminish"
    " (12 are needed), and 300.00 more would win at most 0.60 (95% interval 0.31 to 1.05)."
)


def months(channel: str, spend: list[Any], won: list[int]) -> list[SpendMonth]:
    """Months from January 2024 on, each win set against the spend of its own month."""
    return [
        SpendMonth(
            channel,
            date(2024 + place // 12, place % 12 + 1, 1),
            None if amount is None else Decimal(str(amount)),
            None if amount is None else Decimal(str(amount)),
            wins,
        )
        for place, (amount, wins) in enumerate(zip(spend, won, strict=True))
    ]


# the worked example of `budget_recommendation`
ADS = months("ads", [1000] * 6, [2] * 6)
FAIRS = months("fairs", [0, 0, 0, 0, 900, 0], [0, 0, 0, 0, 3, 0])
OUTBOUND = months("outbound", [None] * 6, [1, 1, 1, 2, 2, 2])


def advise(*channels: list[SpendMonth], **options: Any) -> dict[str, Advice]:
    asked = {"total": None, "max_shift": 0.3} | options
    return {one.channel: one for one in budget_advice(sum(channels, []), **asked)}


def spends(one: Advice) -> list[float]:
    """What is spent now, what is recommended, and the shift."""
    found = (one.current_spend, one.recommended_spend, one.shift)
    return [float(amount) for amount in found if amount is not None]


def test_the_worked_example_keeps_every_channel() -> None:
    found = advise(ADS, FAIRS, OUTBOUND)
    assert list(found) == ["all", "ads", "fairs", "outbound"]
    ads, fairs, outbound, total = (found[n] for n in ("ads", "fairs", "outbound", "all"))
    assert spends(ads) == [1000, 1000, 0]
    assert spends(fairs) == [300, 300, 0]
    assert (ads.method, ads.month_count, ads.won_count) == ("too few months", 6, 12)
    assert (fairs.month_count, fairs.won_count) == (1, 3)
    assert ads.wins_now.value == pytest.approx(2)
    assert fairs.wins_now.value == pytest.approx(1)
    assert ads.at_stake.value == pytest.approx(0.6)
    assert fairs.at_stake.value == pytest.approx(0.3)
    assert ads.statement == TOO_FEW
    assert (outbound.method, outbound.won_count) == ("no media spend", 9)
    assert not outbound.is_media_channel
    assert spends(outbound) == []
    assert spends(total) == [1300, 1300, 0]
    assert total.wins_now.value == pytest.approx(3)
    assert (total.month_count, total.won_count, total.gain) == (6, 15, Figure(None))
    assert total.statement == (
        "Channels whose returns are known well enough: 0 of 2. A shift needs two, so every channel"
        " keeps its share. 1 channel without media spend has no part in it."
    )


def test_without_a_curve_only_the_bounds_of_the_next_unit_are_known() -> None:
    ads = advise(ADS)["ads"]
    # 12 wins for 6,000; the upper limit of a Poisson mean from 12 is 20.9616 (Garwood 1936)
    assert (ads.marginal_now.value, ads.marginal_now.low) == (None, 0)
    assert ads.marginal_now.high == pytest.approx(20.9616 / 6, rel=1e-5)


def test_another_total_is_shared_in_proportion() -> None:
    found = advise(ADS, FAIRS, OUTBOUND, total=1560.0)
    assert spends(found["ads"]) == [1000, 1200, 200]
    assert spends(found["fairs"]) == [300, 360, 60]
    assert spends(found["all"]) == [1300, 1560, 260]


def curve(ceiling: float, half: float, now: int) -> tuple[list[int], list[int]]:
    """36 months of spend about `now`, with a hundredfold of the wins of a planted curve."""
    spend = [now * (2 + place % 9) // 5 for place in range(35)] + [now]
    spend = [*spend[:-3], now, now, now]
    return spend, [round(100 * ceiling * x / (half + x)) for x in spend]


def test_a_planted_curve_moves_the_budget_to_where_the_next_unit_wins_more() -> None:
    steep = months("steep", *curve(60, 4000, 3000))
    flat = months("flat", *curve(30, 800, 5000))
    found = advise(steep, flat)
    # the slope of steep, 60 x 4000 / 7000^2, is above that of flat, 30 x 800 / 5800^2, and stays so
    assert spends(found["steep"]) == [3000, 3900, 900]
    assert spends(found["flat"]) == [5000, 4100, -900]
    assert found["steep"].marginal_now.value == pytest.approx(100 * 1000 * 0.0048980, rel=0.02)
    assert found["flat"].marginal_then.value == pytest.approx(100 * 1000 * 0.0010000, rel=0.05)
    gain = 60 * (3900 / 7900 - 3000 / 7000) + 30 * (4100 / 4900 - 5000 / 5800)
    assert found["all"].gain.value == pytest.approx(100 * gain, rel=0.05)
    assert (found["all"].gain.low or 0) < 100 * gain < (found["all"].gain.high or 0)
    assert spends(found["all"]) == [8000, 8000, 0]


def test_the_order_of_the_months_is_of_no_matter() -> None:
    steep = months("steep", *curve(60, 4000, 3000))
    flat = months("flat", *curve(30, 800, 5000))
    assert budget_advice([*steep, *flat], None, 0.3) == budget_advice(
        [*flat, *steep][::-1], None, 0.3
    )


def test_the_mean_of_the_last_months_is_in_cents() -> None:
    found = advise(months("ads", [50, 0, 0, 0.05], [1, 0, 0, 0]), months("b", [1] * 4, [0] * 4))
    assert found["ads"].current_spend == Decimal("0.02")


def test_fewer_than_three_months_are_averaged_as_they_are() -> None:
    assert advise(months("ads", [50, 100], [1, 0]))["ads"].current_spend == 75


def test_without_media_there_is_nothing_to_say() -> None:
    assert advise(OUTBOUND) == {}
    assert advise([]) == {}


def context(**policies: Any) -> Context:
    return Context(
        Config({"saas": Source("data")}, policies=Policies(**policies)), date(2024, 6, 30)
    )


def test_the_rows_have_a_value_for_every_column() -> None:
    def read(model: str) -> list[Record]:
        assert model == "int_efficiency__spend_wins"
        return [
            {
                "channel": one.channel,
                "date_month": one.month,
                "media_spend": one.spend,
                "matched_media_spend": one.matched_spend,
                "won_count": one.won_count,
            }
            for one in [*ADS, *OUTBOUND]
        ]

    rows = [
        dict(zip(BUDGET.columns, row, strict=True))
        for row in BUDGET.rows(read, context(monthly_budget=1100.0, max_budget_shift=0.05))
    ]
    assert [row["channel"] for row in rows] == ["all", "ads", "outbound"]
    ads = rows[1]
    # 1,100 is asked for and 5% more is all that is allowed
    assert (ads["current_spend"], ads["recommended_spend"], ads["shift"]) == (1000, 1050, 50)
    assert ads["expected_wins_then"] == pytest.approx(2.1)
    assert ads["wins_at_stake"] == pytest.approx(0.1)
    assert "50.00 of the total find no place" in rows[0]["statement"]
    assert rows[2]["expected_wins_now"] is None


def test_channel_values_have_the_exact_limits_and_an_order() -> None:
    def row(channel: str, basis: str, cost: Any, won: Any, known: Any, ltv: Any) -> Record:
        return {
            "channel": channel,
            "cost_basis": basis,
            "cost": cost,
            "won_count": won,
            "won_with_ltv_count": known,
            "ltv": None if ltv is None else Decimal(ltv),
            "ltv_squares": None if ltv is None else ltv * ltv / known,
            "most_ltv": None if ltv is None else Decimal(ltv) / known,
        }

    counts = [
        row("outbound", "media", None, None, None, None),
        row("outbound", "fully loaded", Decimal(100), 0, 0, None),
        # the worked example of `ltv_to_cac_interval`
        row("inbound", "media", Decimal(1500), 4, 4, 12000),
    ]
    found = [
        dict(zip(CHANNEL_VALUES.columns, values, strict=True)) for values in channel_values(counts)
    ]
    assert [(one["channel"], one["cost_basis"]) for one in found] == [
        ("inbound", "media"),
        ("outbound", "fully loaded"),
        ("outbound", "media"),
    ]
    assert found[0]["ltv_to_cac"] == 8
    assert found[0]["ltv_to_cac_lower"] == pytest.approx(2.17973, abs=1e-5)
    assert found[0]["ltv_to_cac_upper"] == pytest.approx(20.48318, abs=1e-5)
    assert {one["ltv_to_cac"] for one in found[1:]} == {None}
    assert list(CHANNEL_VALUES.rows(lambda model: counts, context())) == channel_values(counts)
