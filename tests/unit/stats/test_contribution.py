"""What moved a total: worked examples, planted mix and rate, sums to the cent, and faulty input."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gtm_tower.errors import StatsError
from gtm_tower.stats import (
    Decomposition,
    additive_contributions,
    pooled,
    ratio_contributions,
    rounded,
)

CENT = Fraction(1, 100)
AMOUNTS = st.dictionaries(st.sampled_from("abcdefghij"), st.integers(-10_000, 10_000))
PAIRS = st.dictionaries(
    st.sampled_from("abcdefghij"),
    st.tuples(st.integers(0, 10_000), st.integers(0, 1_000)),
    min_size=1,
).filter(lambda parts: sum(below for _, below in parts.values()) > 0)


def by_key(whole: Decomposition) -> dict[Any, Any]:
    """The contributions that are of one segment."""
    return {one.keys[0]: one for one in whole.contributions if not one.is_pool}


def effects(whole: Decomposition) -> dict[Any, Any]:
    """Mix and rate of each segment."""
    return {key: (one.mix, one.rate) for key, one in by_key(whole).items()}


def test_a_sum_moves_by_what_its_segments_moved() -> None:
    found: Any = additive_contributions(
        {"a": 100, "b": 50, "gone": 5}, {"a": 90, "b": 80, "new": 7}
    )
    assert (found.before, found.after, found.change) == (155, 177, 22)
    assert [(one.keys, one.before, one.after, one.contribution) for one in found.contributions] == [
        (("b",), 50, 80, 30),
        (("a",), 100, 90, -10),
        (("new",), 0, 7, 7),
        (("gone",), 5, 0, -5),
    ]
    assert all(one.mix is None and one.weight_before is None for one in found.contributions)


def test_only_rates_moved() -> None:
    # half of the whole each time; a from 10% to 20%, b from 30% to 20%
    found = ratio_contributions({"a": (10, 100), "b": (30, 100)}, {"a": (40, 200), "b": (40, 200)})
    assert (found.before, found.after) == (Fraction(1, 5), Fraction(1, 5))
    assert effects(found) == {"a": (0, Fraction(5, 100)), "b": (0, Fraction(-5, 100))}


def test_only_the_mix_moved() -> None:
    # rates stay at 10% and 50%; a shrinks from 80% to 40% of the whole: 18% becomes 34%, and the
    # mean of the two is 26%. a: -0.4 * (0.10 - 0.26); b: +0.4 * (0.50 - 0.26)
    found = ratio_contributions({"a": (8, 80), "b": (10, 20)}, {"a": (4, 40), "b": (30, 60)})
    assert (found.before, found.after) == (Fraction(18, 100), Fraction(34, 100))
    assert effects(found) == {"a": (Fraction(64, 1000), 0), "b": (Fraction(96, 1000), 0)}


def test_every_rate_rises_and_the_total_falls() -> None:
    # a from 10% to 20%, b from 80% to 90%, and b shrinks from a half to a tenth of the whole.
    # totals 45% and 27%, mean 36%; weights a .5 -> .9, b .5 -> .1
    # rate a = .7 * .1 = .07, b = .3 * .1 = .03; mix a = .4 * (.15 - .36) = -.084,
    # b = -.4 * (.85 - .36) = -.196; together .07 + .03 - .084 - .196 = -.18
    found = ratio_contributions({"a": (10, 100), "b": (80, 100)}, {"a": (36, 180), "b": (18, 20)})
    assert found.change == Fraction(-18, 100)
    assert effects(found) == {
        "a": (Fraction(-84, 1000), Fraction(7, 100)),
        "b": (Fraction(-196, 1000), Fraction(3, 100)),
    }
    assert [one.keys for one in found.contributions] == [("b",), ("a",)]


def test_a_segment_of_one_period_is_all_mix() -> None:
    # totals 10% and 20%, mean 15%. b comes with 40% and a third of the whole:
    # 1/3 * (.40 - .15) = 1/12; a shrinks from 1 to 2/3: -1/3 * (.10 - .15) = 1/60
    found = ratio_contributions({"a": (10, 100)}, {"a": (20, 200), "b": (40, 100)})
    assert effects(found) == {"a": (Fraction(1, 60), 0), "b": (Fraction(1, 12), 0)}
    assert (by_key(found)["b"].before, by_key(found)["b"].after) == (None, Fraction(2, 5))
    back = ratio_contributions({"a": (20, 200), "b": (40, 100)}, {"a": (10, 100)})
    assert effects(back) == {"a": (Fraction(-1, 60), 0), "b": (Fraction(-1, 12), 0)}


def test_a_numerator_without_a_denominator_is_rate() -> None:
    found = ratio_contributions({"a": (10, 100)}, {"a": (10, 100), "nobody": (5, 0)})
    assert effects(found) == {"a": (0, 0), "nobody": (0, Fraction(5, 100))}
    assert by_key(found)["nobody"].after is None
    # here it has a rate of 40% afterwards: half of the whole at 40% is its mix, and the 5% that it
    # had before without a denominator are lost
    met = ratio_contributions({"a": (10, 100), "b": (5, 0)}, {"a": (10, 100), "b": (40, 100)})
    assert (met.before, met.after) == (Fraction(15, 100), Fraction(25, 100))
    assert effects(met)["b"] == (Fraction(1, 2) * Fraction(20, 100), Fraction(-5, 100))


def test_money_is_exact_to_the_cent() -> None:
    # 0.1 and 0.2 are not what floating point numbers say they are
    before = {"a": Decimal("0.10"), "b": Decimal("0.20")}
    assert additive_contributions(before, {}).change == Fraction(-3, 10)


@given(AMOUNTS, AMOUNTS)
def test_a_sum_is_its_segments(before: dict[str, int], after: dict[str, int]) -> None:
    found = additive_contributions(before, after)
    total = sum(one.contribution for one in found.contributions)
    assert total == found.change == sum(after.values()) - sum(before.values())


@given(PAIRS, PAIRS)
def test_mix_and_rate_add_up_to_the_change(
    before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]]
) -> None:
    found = ratio_contributions(before, after)
    above, below = (sum(pair[place] for pair in after.values()) for place in (0, 1))
    assert found.after == Fraction(above, below)
    assert sum(one.contribution for one in found.contributions) == found.change
    assert all(one.mix is not None and one.rate is not None for one in found.contributions)
    assert all(one.contribution == (one.mix or 0) + (one.rate or 0) for one in found.contributions)


@given(PAIRS, PAIRS, st.integers(2, 50))
def test_size_and_order_do_not_matter(
    before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]], times: int
) -> None:
    found = ratio_contributions(before, after)
    reordered = dict(sorted(after.items(), reverse=True))
    assert ratio_contributions(dict(reversed(before.items())), reordered) == found
    larger = {key: (above * times, below * times) for key, (above, below) in after.items()}
    assert ratio_contributions(before, larger) == found
    dearer = [
        {key: (above * times, below) for key, (above, below) in side.items()}
        for side in (before, after)
    ]
    scaled = by_key(ratio_contributions(*dearer))
    assert {key: one.contribution for key, one in scaled.items()} == {
        key: one.contribution * times for key, one in by_key(found).items()
    }


@given(PAIRS, PAIRS)
def test_the_way_back_is_the_opposite(
    before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]]
) -> None:
    there, back = ratio_contributions(before, after), ratio_contributions(after, before)
    assert effects(there) == {key: (-mix, -rate) for key, (mix, rate) in effects(back).items()}


def test_small_contributions_are_pooled() -> None:
    # the sum of the absolute contributions is 100: below 5 are d to g
    moved = {"a": 50, "b": -20, "c": 16, "d": 4, "e": -4, "f": 4, "g": 2}
    found = pooled(additive_contributions({}, moved))
    assert [one.keys for one in found.contributions] == [
        ("a",), ("b",), ("c",), ("d", "e", "f", "g"),
    ]  # fmt: skip
    rest: Any = found.contributions[-1]
    assert (rest.before, rest.after, rest.contribution) == (0, 6, 6)
    assert rest.is_pool


def test_the_largest_three_are_never_pooled_and_a_single_one_is_not() -> None:
    whole = additive_contributions({}, {"a": 1000, "b": 2, "c": 1, "d": 1})
    assert pooled(whole) == whole
    wider = additive_contributions({}, {"a": 1000, "b": 2, "c": 2, "d": 1, "e": 1})
    assert [len(one.keys) for one in pooled(wider).contributions] == [1, 1, 1, 2]
    assert pooled(additive_contributions({}, {})).contributions == ()


def test_a_pool_of_a_ratio_has_the_rate_of_its_members_together() -> None:
    before = {"a": (900, 1000), "b": (100, 1000), "c": (500, 1000), "d": (10, 20), "e": (0, 30)}
    after = {"a": (700, 1000), "b": (300, 1000), "c": (700, 1000), "d": (11, 20), "e": (1, 30)}
    found = pooled(ratio_contributions(before, after))
    rest = found.contributions[-1]
    assert set(rest.keys) == {"d", "e"}
    assert (rest.before, rest.after) == (Fraction(10, 50), Fraction(12, 50))
    assert rest.weight_before == Fraction(50, 3050)
    assert sum(one.contribution for one in found.contributions) == found.change


def test_thirds_are_rounded_so_that_they_add_up() -> None:
    found: Any = rounded(additive_contributions({}, dict.fromkeys("abc", Fraction(100, 3))), CENT)
    assert (found.before, found.after) == (0, 100)
    assert sorted(one.contribution for one in found.contributions) == [
        Fraction("33.33"), Fraction("33.33"), Fraction("33.34"),
    ]  # fmt: skip


@given(PAIRS, PAIRS, st.sampled_from([CENT, Fraction(1, 1000), Fraction(1), Fraction(1, 10)]))
def test_rounded_figures_add_up_and_stay_near(
    before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]], step: Fraction
) -> None:
    exact = ratio_contributions(before, after)
    pools: Any = pooled(exact).contributions
    found: Any = rounded(pooled(exact), step)
    assert found.after == (exact.after / step + Fraction(1, 2)).__floor__() * step
    assert sum(one.contribution for one in found.contributions) == found.change
    for one, was in zip(found.contributions, pools, strict=True):
        assert one.contribution == one.mix + one.rate
        assert (one.contribution / step).denominator == 1
        assert abs(one.mix - was.mix) < 2 * step
        assert abs(one.rate - was.rate) < 2 * step


def test_rounding_what_is_whole_changes_nothing() -> None:
    exact = additive_contributions({"a": Decimal("1.10")}, {"a": Decimal("9.35"), "b": -3})
    assert rounded(exact, CENT) == exact


@pytest.mark.parametrize("parts", [{}, {"a": (5, 0)}, {"a": (5, 2), "b": (1, -2)}])
def test_a_ratio_without_a_denominator_is_unknown(parts: dict[str, tuple[int, int]]) -> None:
    with pytest.raises(StatsError, match="after is unknown: its denominators add up to 0"):
        ratio_contributions({"a": (1, 2)}, parts)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
def test_what_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(StatsError, match="not a number that can be added up"):
        additive_contributions({"a": 1}, {"a": value})
