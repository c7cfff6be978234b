"""Budgets: planted curves against a search by brute force, and channels that say little."""

import itertools
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from gtm_tower.errors import StatsError
from gtm_tower.stats import Budget, Channel, Figure, recommend_budget, spend_response

# ceiling, spend that wins half of it, current spend
STEEP, FLAT, MIDDLE = (60, 4000, 3000), (30, 800, 5000), (40, 3000, 4000)


def wins_at(curve: tuple[int, int, int], spend: float) -> float:
    return curve[0] * spend / (curve[1] + spend)


def planted(name: str, curve: tuple[int, int, int], seed: int = 1, months: int = 36) -> Channel:
    """A channel whose months follow a planted curve."""
    rng = np.random.default_rng(seed)
    spend = np.round(np.exp(rng.normal(np.log(curve[2]), 0.6, months)), 2)
    wins = rng.poisson([wins_at(curve, x) for x in spend])
    return Channel(name, Decimal(curve[2]), spend_response(spend.tolist(), wins.tolist()))


def exact(name: str, curve: tuple[int, int, int], factor: float = 1) -> Channel:
    """A channel whose months lie on a planted curve, to the nearest win of a thousandfold one."""
    spend = [curve[2] * share for share in np.linspace(0.4, 2, 24).tolist()]
    wins = [round(1000 * wins_at(curve, x)) for x in spend]
    response = spend_response([x * factor for x in spend], wins)
    return Channel(name, Decimal(str(round(curve[2] * factor, 2))), response)


def constant(name: str, spend: int = 2000) -> Channel:
    """A channel whose months show a constant return of 1 win per 100."""
    months = [spend * share / 10 for share in range(5, 17)]
    return Channel(name, Decimal(spend), spend_response(months, [round(x / 100) for x in months]))


def young(name: str) -> Channel:
    return Channel(name, Decimal("1234.56"), spend_response([1000.0, 1500, 1200], [5, 7, 6]))


def organic(name: str) -> Channel:
    return Channel(name, 0, spend_response([0.0] * 24, [4] * 24))


def wasted(name: str) -> Channel:
    return Channel(name, 500.0, spend_response([500.0, 700] * 8, [0] * 16))


def adds_up(found: Budget) -> bool:
    total = sum((c.recommended_spend for c in found.channels), Decimal(0))
    return total == found.recommended_total == found.total - found.left_over


def stays_within(found: Budget, max_shift: float) -> bool:
    share = Decimal(str(max_shift))
    return all(abs(c.shift) <= share * c.current_spend for c in found.channels)


def test_the_split_is_the_best_one() -> None:
    curves = {"steep": STEEP, "flat": FLAT, "middle": MIDDLE}
    found = recommend_budget([exact(*one) for one in curves.items()], samples=10)
    assert adds_up(found)
    assert stays_within(found, 0.3)
    grid = np.linspace(0.7, 1.3, 121)
    best, at = 0.0, (0.0, 0.0, 0.0)
    for steep, flat in itertools.product(3000 * grid, 5000 * grid):
        middle = 12_000 - steep - flat
        if 0.7 * 4000 <= middle <= 1.3 * 4000:
            won = wins_at(STEEP, steep) + wins_at(FLAT, flat) + wins_at(MIDDLE, middle)
            best, at = max((best, at), (won, (steep, flat, middle)))
    spend = [float(c.recommended_spend) for c in found.channels]
    assert spend == pytest.approx(at, abs=60)
    total = sum(wins_at(c, x) for c, x in zip(curves.values(), spend, strict=True))
    assert total >= best - 1e-3


def test_marginal_returns_are_equal_where_no_bound_holds() -> None:
    similar = [exact("a", (60, 4000, 3000)), exact("b", (60, 4000, 3600)), exact("c", MIDDLE)]
    found = recommend_budget(similar, max_shift=0.9, samples=10)
    slopes = [c.marginal_then.value for c in found.channels]
    assert slopes == pytest.approx([slopes[0]] * 3, rel=1e-3)
    # two channels of one curve get the same
    assert found.channels[0].recommended_spend == pytest.approx(
        found.channels[1].recommended_spend, abs=Decimal(15)
    )


def test_a_split_learnt_from_months_is_near_the_best() -> None:
    most = wins_at(STEEP, 3900) + wins_at(FLAT, 4100)
    now = wins_at(STEEP, 3000) + wins_at(FLAT, 5000)
    for seed in range(8):
        channels = [planted("steep", STEEP, seed), planted("flat", FLAT, seed + 100)]
        assert all(channel.response.is_identified for channel in channels)
        steep, flat = recommend_budget(channels, samples=10).channels
        found = wins_at(STEEP, float(steep.recommended_spend))
        found += wins_at(FLAT, float(flat.recommended_spend))
        assert found >= now + 0.95 * (most - now)


def test_intervals_hold_the_planted_wins() -> None:
    held = []
    for seed in range(60):
        channels = [planted("steep", STEEP, seed), planted("flat", FLAT, seed + 100)]
        found = recommend_budget(channels, samples=300)
        for one, curve in zip(found.channels, (STEEP, FLAT), strict=True):
            if one.method == "diminishing returns":
                for figure, spend in (
                    (one.wins_now, one.current_spend),
                    (one.wins_then, one.recommended_spend),
                ):
                    assert figure.low is not None
                    assert figure.high is not None
                    held.append(figure.low <= wins_at(curve, float(spend)) <= figure.high)
    assert len(held) > 200
    assert 0.91 <= np.mean(held) <= 0.99


def test_what_is_said_of_a_shift() -> None:
    found = recommend_budget([planted("steep", STEEP), planted("flat", FLAT, 2)], samples=200)
    steep, flat = found.channels
    assert (steep.shift, flat.shift) == (Decimal("900.00"), Decimal("-900.00"))
    assert steep.statement.startswith("Spend 900.00 a month more on steep, 3,000.00 to 3,900.00: ")
    assert flat.statement.startswith("Spend 900.00 a month less on flat, 5,000.00 to 4,100.00: ")
    assert "(95% interval" in steep.statement
    assert found.statement.startswith("Shift 900.00 a month between the 2 channels with a curve: ")
    values = [(c.wins_then.value or 0) - (c.wins_now.value or 0) for c in found.channels]
    assert found.gain.value == pytest.approx(sum(values))
    assert found.gain.low is not None
    assert found.gain.low > 0
    assert steep.wins_at_stake is None


def test_a_channel_without_a_curve_keeps_its_spend_and_shows_its_bound() -> None:
    channels = [exact("steep", STEEP), constant("partners"), exact("flat", FLAT), young("events")]
    found = recommend_budget(channels, samples=10)
    assert adds_up(found)
    _, partners, _, events = found.channels
    assert (partners.shift, partners.method) == (Decimal(0), "constant-return bound")
    assert (events.shift, events.method) == (Decimal(0), "too few months")
    # 30% of 2,000 at 1 win per 100
    assert partners.wins_at_stake is not None
    assert partners.wins_at_stake.value == pytest.approx(6, rel=0.02)
    assert partners.marginal_now.value is None
    assert partners.statement.startswith("Keep partners at 2,000.00 a month: 12 months with ")
    assert "and 600.00 more would win at most" in partners.statement
    assert events.statement.startswith(
        "Keep events at 1,234.56 a month: 3 months with spend are too few to tell whether returns"
        " diminish (12 are needed), and 370.37 more would win at most 1.80 (95% interval"
    )
    assert found.channels[0].shift == -found.channels[2].shift != 0


def test_without_two_curves_nothing_is_shifted() -> None:
    found = recommend_budget([exact("steep", STEEP), constant("partners"), wasted("radio")])
    assert [c.shift for c in found.channels] == [0, 0, 0]
    assert found.statement.startswith(
        "Channels whose returns are known well enough: 1 of 3. A shift"
    )
    assert found.channels[0].statement.startswith("Keep steep at 3,000.00 a month for ")
    assert recommend_budget([constant("a"), young("b")]).gain == Figure(None)


def test_channels_without_spend_or_wins() -> None:
    found = recommend_budget([organic("organic"), wasted("radio")])
    free, radio = found.channels
    assert (free.recommended_spend, free.method) == (Decimal(0), "no spend")
    assert free.statement == "Nothing is spent on organic, so there is nothing to shift."
    assert (free.wins_now, free.marginal_now) == (Figure(None), Figure(None))
    assert (radio.wins_now.value, radio.wins_then.value) == (0, 0)
    assert radio.wins_now.high is not None
    assert radio.wins_now.high > 0
    assert "there is no win in 16 months with spend" in radio.statement
    assert found.statement.startswith("Channels whose returns are known well enough: 0 of 2.")


def test_wins_that_do_not_follow_spend_give_their_spend_away() -> None:
    idle = Channel("idle", 1400.0, spend_response([*range(500, 2500, 100)], [20] * 20))
    found = recommend_budget([idle, exact("steep", STEEP)], samples=10)
    assert found.channels[0].recommended_spend == Decimal("980.00")
    assert adds_up(found)
    # between two of them there is nothing to gain
    pair = recommend_budget([idle, Channel("other", 900.0, idle.response)], samples=10)
    assert [c.shift for c in pair.channels] == [0, 0]


@pytest.mark.parametrize("channels", [[], [("organic", organic)]], ids=["none", "only organic"])
def test_without_any_spend_the_total_finds_no_place(channels: list[Any]) -> None:
    found = recommend_budget([make(name) for name, make in channels], 100)
    assert (found.recommended_total, found.left_over) == (Decimal(0), Decimal(100))
    assert found.statement.startswith("No channel has spend. 100.00 of the total find no place")


@pytest.mark.parametrize(
    ("total", "reached"),
    [
        (None, "11234.56"),
        ("11234.56", "11234.56"),
        ("12000.01", "12000.01"),
        ("9000", "9000.00"),
        ("14604.92", "14604.92"),
        ("14605", "14604.92"),
        ("1000000", "14604.92"),
        ("7000", "7864.20"),
        ("0", "7864.20"),
    ],
)
def test_every_total_is_met_to_the_cent_or_said_not_to_be(total: str | None, reached: str) -> None:
    # 130% of 3,000.00, 5,000.00, 2,000.00 and 1,234.56 is 3,900, 6,500, 2,600 and 1,604.92, each
    # rounded down; 70% is 2,100, 3,500, 1,400 and 864.20, rounded up
    channels = [exact("steep", STEEP), exact("flat", FLAT), constant("partners"), young("events")]
    found = recommend_budget(channels, None if total is None else Decimal(total), samples=10)
    assert found.recommended_total == Decimal(reached)
    assert adds_up(found)
    assert stays_within(found, 0.3)
    left = found.total - Decimal(reached)
    assert found.left_over == left
    assert ("find no place within 30%" in found.statement) == (left > 0)
    assert ("below the least within 30%" in found.statement) == (left < 0)


def test_a_larger_total_is_shared_in_proportion_where_no_curve_says_better() -> None:
    found = recommend_budget([constant("partners"), wasted("radio")], 2750)
    assert [c.recommended_spend for c in found.channels] == [Decimal("2200.00"), Decimal("550.00")]
    assert found.channels[0].statement.startswith(
        "Take partners from 2,000.00 to 2,200.00 a month with the total: 12 months with "
    )
    assert "and the change wins at most 2." in found.channels[0].statement
    less = recommend_budget([constant("partners"), wasted("radio")], 2250)
    assert "and the change loses at most 2." in less.channels[0].statement


def test_cents_are_kept_on_odd_amounts() -> None:
    rng = np.random.default_rng(3)
    for seed in range(12):
        channels = []
        for place in range(int(rng.integers(1, 7))):
            make = rng.choice([0, 1, 2])
            one = [exact("x", MIDDLE), constant("x"), young("x")][make]
            spend = Decimal(int(rng.integers(0, 400_000))) / 100
            channels.append(Channel(f"channel {place}", spend, one.response))
        current = sum((Decimal(str(c.current_spend)) for c in channels), Decimal(0))
        total = (current * Decimal(str(rng.uniform(0.5, 1.5)))).quantize(Decimal("0.01"))
        max_shift = float(rng.choice([0, 0.07, 0.3, 1, 1.7]))
        found = recommend_budget(channels, total, max_shift=max_shift, samples=5, seed=seed)
        assert adds_up(found)
        assert stays_within(found, max_shift)
        assert all(c.recommended_spend >= 0 for c in found.channels)


def test_the_order_of_channels_is_of_no_matter() -> None:
    channels = [planted("a", STEEP), planted("b", FLAT, 2), constant("c"), planted("d", MIDDLE, 3)]
    there = recommend_budget(channels, samples=50)
    back = recommend_budget(channels[::-1], samples=50)
    assert back.channels == there.channels[::-1]
    assert (back.gain, back.statement) == (there.gain, there.statement)
    assert [c.channel for c in there.channels] == ["a", "b", "c", "d"]


@pytest.mark.parametrize("factor", [100, 7.3])
def test_the_currency_is_of_no_matter(factor: float) -> None:
    here = recommend_budget([exact("a", STEEP), exact("b", FLAT)], samples=50)
    there = recommend_budget([exact("a", STEEP, factor), exact("b", FLAT, factor)], samples=50)
    for one, other in zip(here.channels, there.channels, strict=True):
        wanted = float(one.recommended_spend) * factor
        assert float(other.recommended_spend) == pytest.approx(wanted, abs=0.01 * factor)
        assert other.wins_then.low == pytest.approx(one.wins_then.low)
        assert other.wins_then.high == pytest.approx(one.wins_then.high)


def test_the_same_seed_gives_the_same_intervals() -> None:
    channels = [planted("a", STEEP), planted("b", FLAT, 2)]
    assert recommend_budget(channels, samples=50) == recommend_budget(channels, samples=50)
    other = recommend_budget(channels, samples=50, seed=1)
    assert other.channels[0].wins_now != recommend_budget(channels, samples=50).channels[0].wins_now


def test_spend_beyond_what_was_seen_is_marked() -> None:
    channel = exact("steep", STEEP)
    now = Channel("steep", 5900, channel.response)
    found = recommend_budget([now, exact("flat", FLAT)], samples=10, max_shift=0.2)
    assert [c.is_beyond_seen for c in found.channels] == [True, False]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"total": -1}, "total is -1, expected an amount from 0"),
        ({"total": float("nan")}, "total is nan"),
        ({"max_shift": -0.1}, "max_shift is -0.1"),
        ({"samples": 0}, "samples is 0"),
        ({"level": 1.5}, "level is 1.5"),
        ({"channels": [organic("a"), organic("a")]}, "Channel 'a' is given more than once"),
        ({"channels": [Channel("a", -5, organic("a").response)]}, "current_spend of a is -5"),
    ],
)
def test_numbers_that_cannot_be_are_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(StatsError, match=message):
        recommend_budget(**{"channels": [constant("a")], **change})
