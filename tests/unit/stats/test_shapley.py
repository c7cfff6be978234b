"""Shapley values: a published game, the definition in fractions, the axioms, and sampling."""

import random
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from typing import Any

import numpy as np
import pytest

from gtm_tower.errors import StatsError
from gtm_tower.stats.shapley import (
    RATE,
    WORTHS,
    ShapleyAttribution,
    channel_masks,
    shapley_attribution,
)

# channels that paths met -> how many paths, how many of them converted, value
Met = Mapping[str, tuple[int, int, float]]


def attributed(met: Met, **more: Any) -> ShapleyAttribution:
    """Each letter is a channel."""
    names = more.pop("channels", sorted({letter for letters in met for letter in letters}))
    paths, won, value = zip(*met.values(), strict=True) if met else ((), (), ())
    return shapley_attribution(names, channel_masks(names, met), paths, won, value, **more)


def credits_of(found: ShapleyAttribution) -> dict[str, float]:
    return {one.channel: one.conversions for one in found.channels}


def worth_of(met: Met, coalition: frozenset[str], kind: str) -> Fraction:
    """Read off the definition: the conversions within a coalition, or their rate x all paths."""
    within = [totals for letters, totals in met.items() if letters and set(letters) <= coalition]
    paths, won = sum(totals[0] for totals in within), sum(totals[1] for totals in within)
    if kind != RATE:
        return Fraction(won)
    everybody = sum(totals[0] for letters, totals in met.items() if letters)
    return Fraction(won * everybody, paths) if paths else Fraction(0)


def by_definition(met: Met, kind: str) -> dict[str, Fraction]:
    """The mean over all orders of what each channel adds to those before it."""
    names = sorted({letter for letters in met for letter in letters})
    orders = list(permutations(names))
    credit = dict.fromkeys(names, Fraction(0))
    known: dict[frozenset[str], Fraction] = {}
    for order in orders:
        for place, name in enumerate(order):
            for some in (frozenset(order[:place]), frozenset(order[: place + 1])):
                known.setdefault(some, worth_of(met, some, kind))
            credit[name] += known[frozenset(order[: place + 1])] - known[frozenset(order[:place])]
    return {name: total / len(orders) for name, total in credit.items()}


def random_sets(seed: int, channels: int, rows: int = 12) -> Met:
    draw = random.Random(seed)
    letters = "abcdefghijklmnopqrstuvwxyz"[:channels]
    met: dict[str, tuple[int, int, float]] = {}
    for _ in range(rows):
        some = "".join(sorted(draw.sample(letters, draw.randint(0, min(channels, 4)))))
        paths = draw.randint(1, 40)
        won = draw.choice([0, 1, paths, draw.randint(0, paths)])
        met[some] = (paths, won, draw.randint(0, 99_999) / 100 if won else 0)
    met[letters] = (30, 7, 99.99)
    return met


def test_a_published_game() -> None:
    # J. Lemaire 1991, Cooperative game theory and its insurance applications, ASTIN Bulletin 21:
    # investors with 46,125, 17,437.5 and 5,812.5 alone, 90,000 together; here what each coalition
    # adds to those within it is the value of its paths
    added = {"a": 46125, "b": 17437.5, "c": 5812.5, "ab": 5625, "ac": 1875, "bc": 7500, "abc": 5625}
    found = attributed({letters: (1, 1, float(value)) for letters, value in added.items()})
    assert [one.value for one in found.channels] == [51750, 25875, 12375]


def test_parts_by_hand() -> None:
    found = attributed({"a": (9, 2, 0), "ab": (5, 3, 0), "abc": (3, 3, 0), "c": (8, 0, 0)})
    assert credits_of(found) == {"a": 4.5, "b": 2.5, "c": 1}
    assert [one.paths for one in found.channels] == [17, 8, 11]
    assert (found.paths, found.conversions, found.method) == (
        25,
        8,
        "Shapley value of the conversions, exact",
    )


def test_rates_by_hand() -> None:
    # of 250 paths a brings 25 alone, b brings 5, both bring 25
    found = attributed({"a": (100, 10, 0), "b": (100, 2, 0), "ab": (50, 13, 0)}, worth=RATE)
    assert credits_of(found) == {"a": 22.5, "b": 2.5}
    assert found.method == "Shapley value of the conversion rate, exact"


def test_a_rate_that_a_channel_pulls_down_is_credited_below_zero() -> None:
    # of 200 paths a brings 20 alone, b nothing, both 10
    found = attributed({"a": (100, 10, 5), "b": (100, 0, 0)}, worth=RATE)
    assert credits_of(found) == {"a": 15, "b": -5}
    assert [one.value for one in found.channels] == [Decimal("7.5"), Decimal("-2.5")]
    assert found.notes == ("Less than 0, as paths that met them convert less: b.",)


@pytest.mark.parametrize("worth", WORTHS)
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("channels", [1, 2, 3, 4, 6])
def test_credit_is_that_of_the_definition(channels: int, seed: int, worth: str) -> None:
    met = random_sets(seed, channels)
    expected = {name: float(credit) for name, credit in by_definition(met, worth).items()}
    assert credits_of(attributed(met, worth=worth)) == pytest.approx(expected, abs=2**-19)


@pytest.mark.parametrize("worth", WORTHS)
@pytest.mark.parametrize("exact_channels", [0, 20])
@pytest.mark.parametrize("seed", range(8))
def test_credit_adds_up_exactly(seed: int, exact_channels: int, worth: str) -> None:
    met = {**random_sets(seed, 7), "": (500, 11, 12.34)}
    names = ["never met", *"abcdefg"]
    found = attributed(met, worth=worth, exact_channels=exact_channels, channels=names)
    assert (found.unattributed, found.unattributed_value) == (11, Decimal("12.34"))
    assert sum(one.conversions for one in found.channels) + 11 == found.conversions
    assert found.conversions == sum(won for _, won, _ in met.values())
    assert found.value == Decimal(str(round(sum(value for _, _, value in met.values()), 2)))
    money = [one.value for one in found.channels if one.value is not None]
    assert sum(money) + Decimal("12.34") == found.value


@pytest.mark.parametrize("worth", WORTHS)
def test_channels_alike_have_alike(worth: str) -> None:
    met = {"ac": (7, 3, 0), "bc": (7, 3, 0), "ab": (5, 5, 0), "a": (4, 1, 0), "b": (4, 1, 0)}
    credit = credits_of(attributed({**met, "c": (9, 2, 0)}, worth=worth))
    assert credit["a"] == pytest.approx(credit["b"], abs=2**-19)


@pytest.mark.parametrize("worth", WORTHS)
def test_a_channel_that_adds_nothing_has_nothing(worth: str) -> None:
    # with z or without it paths of the others convert as often, and z alone leads nowhere
    names = ["a", "b", "z"]
    met = {"a": (10, 4, 0), "ab": (10, 6, 0), "b": (10, 1, 0)}
    found = attributed(met, worth=worth, channels=names)
    assert credits_of(found)["z"] == 0
    assert [one.paths for one in found.channels] == [20, 20, 0]
    unmet = credits_of(attributed(met, worth=worth))
    assert credits_of(found) == {**unmet, "z": 0}


def test_a_channel_only_met_by_paths_that_do_not_convert_has_nothing() -> None:
    assert credits_of(attributed({"a": (5, 5, 0), "ab": (9, 0, 0)})) == {"a": 5, "b": 0}


def test_parts_of_two_data_sets_add_up() -> None:
    first, second = random_sets(1, 5), random_sets(2, 5)
    both: dict[str, tuple[int, int, float]] = dict(first)
    for letters, (paths, won, value) in second.items():
        known = both.get(letters, (0, 0, 0))
        both[letters] = (known[0] + paths, known[1] + won, known[2] + value)
    apart = [credits_of(attributed(met)) for met in (first, second)]
    expected = {name: apart[0][name] + apart[1][name] for name in "abcde"}
    assert credits_of(attributed(both)) == pytest.approx(expected, abs=2**-18)


@pytest.mark.parametrize("worth", WORTHS)
@pytest.mark.parametrize("exact_channels", [0, 20])
def test_the_order_of_rows_and_channels_is_of_no_matter(exact_channels: int, worth: str) -> None:
    met = random_sets(3, 6)
    how = {"worth": worth, "exact_channels": exact_channels}
    rows = list(met.items())
    random.Random(4).shuffle(rows)
    assert attributed(dict(rows), channels=list("fbadec"), **how) == attributed(met, **how)


def test_rows_of_one_set_may_be_given_apart() -> None:
    masks = channel_masks(["a", "b"], ["ab", "a", "ab"])
    apart = shapley_attribution(["a", "b"], masks, [5, 4, 6], [1, 2, 3], worth=RATE)
    masks = channel_masks(["a", "b"], ["a", "ab"])
    assert shapley_attribution(["a", "b"], masks, [4, 11], [2, 4], worth=RATE) == apart


@pytest.mark.parametrize("worth", WORTHS)
def test_the_scale_of_the_counts_is_kept(worth: str) -> None:
    met = random_sets(5, 5)
    large = {letters: (1000 * n, 1000 * won, 0.0) for letters, (n, won, _) in met.items()}
    expected = {name: 1000 * n for name, n in credits_of(attributed(met, worth=worth)).items()}
    assert credits_of(attributed(large, worth=worth)) == pytest.approx(expected, abs=2e-3)


def test_equal_values_go_as_the_conversions_do() -> None:
    met = {letters: (n, won, 10.0 * won) for letters, (n, won, _) in random_sets(6, 6).items()}
    for worth in WORTHS:
        for one in attributed(met, worth=worth).channels:
            assert float(one.value or 0) == pytest.approx(10 * one.conversions, abs=0.01)


def test_samples_are_as_near_as_their_errors_say() -> None:
    met = random_sets(7, 9, rows=60)
    exact = np.array(list(credits_of(attributed(met, worth=RATE)).values()))
    scores = []
    for seed in range(40):
        found = attributed(met, worth=RATE, exact_channels=8, permutations=200, seed=seed)
        errors = np.array([one.conversions_error for one in found.channels])
        scores.append((np.array(list(credits_of(found).values())) - exact) / errors)
    assert np.sqrt(np.mean(np.square(scores))) == pytest.approx(1, abs=0.15)
    assert np.mean(scores, axis=0) == pytest.approx(np.zeros(9), abs=0.7)


def test_every_order_is_sampled_with_its_reverse() -> None:
    # two channels have two orders, so that a pair says all
    met = {"a": (100, 10, 0.0), "b": (100, 2, 0.0), "ab": (50, 13, 0.0)}
    found = attributed(met, worth=RATE, exact_channels=0, permutations=4)
    assert credits_of(found) == {"a": 22.5, "b": 2.5}
    assert [one.conversions_error for one in found.channels] == pytest.approx([0, 0], abs=1e-12)


def test_more_samples_have_less_error() -> None:
    met = random_sets(8, 9, rows=60)
    few, many = (
        np.array([one.conversions_error for one in found.channels])
        for found in (
            attributed(met, worth=RATE, exact_channels=8, permutations=n) for n in (100, 1600)
        )
    )
    assert np.mean(few / many) == pytest.approx(4, rel=0.25)


def test_the_seed_alone_decides_the_sample() -> None:
    met = random_sets(9, 24, rows=40)
    found = attributed(met, worth=RATE, seed=3)
    assert attributed(met, worth=RATE, seed=3) == found
    assert credits_of(attributed(met, worth=RATE, seed=4)) != credits_of(found)
    assert (found.permutations, found.seed) == (400, 3)
    assert found.method == "Shapley value of the conversion rate, sampled"
    assert found.notes[-1] == "24 channels in use: 400 of their orders were sampled."
    assert all(one.conversions_error > 0 for one in found.channels)


def test_only_channels_in_use_count_towards_the_limit() -> None:
    names = [*"abcde", *(f"unused {place}" for place in range(40))]
    met = random_sets(10, 5)
    found = attributed(met, worth=RATE, channels=names)
    assert found.permutations == 0
    assert {one.conversions_error for one in found.channels} == {0}
    used = credits_of(attributed(met, worth=RATE))
    assert {name: n for name, n in credits_of(found).items() if name in used} == used


def test_many_channels_are_shared_exactly_and_sampled_alike() -> None:
    names = [f"channel {place:02}" for place in range(62)]
    sets = [[name] for name in names] + [names]
    masks = channel_masks(names, sets)
    found = shapley_attribution(names, masks, [10] * 63, [1] * 62 + [10])
    assert {round(one.conversions, 5) for one in found.channels} == {round(1 + 10 / 62, 5)}
    rates = shapley_attribution(names, masks, [10] * 63, [1] * 62 + [10], worth=RATE)
    assert sum(one.conversions for one in rates.channels) == 72
    assert [one.paths for one in rates.channels] == [20] * 62


@pytest.mark.parametrize("worth", WORTHS)
@pytest.mark.parametrize(
    ("met", "credit", "note"),
    [
        ({}, {}, "No path has a touch."),
        ({"": (9, 4, 1.0)}, {}, "No path has a touch."),
        ({"ab": (9, 0, 0.0)}, {"a": 0, "b": 0}, "No path with a touch converts."),
        ({"a": (9, 4, 1.0)}, {"a": 4}, None),
        ({"abc": (9, 9, 1.0), "b": (0, 0, 0.0)}, {"a": 3, "b": 3, "c": 3}, None),
    ],
    ids=["nothing", "no touch", "no conversion", "one channel", "one set"],
)
def test_degenerate_sets(met: Met, credit: dict[str, float], note: str | None, worth: str) -> None:
    found = attributed(met, worth=worth)
    assert credits_of(found) == credit
    assert found.notes == ((note,) if note else ())
    credited = sum(one.conversions for one in found.channels)
    assert credited + found.unattributed == found.conversions


def test_without_value_there_is_none() -> None:
    found = shapley_attribution(["a"], [1], [5], [2])
    assert (found.value, found.unattributed_value) == (None, None)
    assert [(one.value, one.value_error) for one in found.channels] == [(None, None)]


def test_masks_have_a_bit_for_each_channel() -> None:
    assert channel_masks(["a", "b", "c"], ["", "a", "cb", "aa"]) == [0, 1, 6, 1]
    with pytest.raises(StatsError, match="There is no channel 'd'. Legal: a, b."):
        channel_masks(["a", "b"], [["d"]])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"masks": [4]}, "masks goes from 4 to 4, expected 0 to 3: one bit for each of 2 channels"),
        ({"masks": [-1]}, "masks goes from -1"),
        ({"masks": [1.0]}, "masks holds float64, expected one list of whole numbers"),
        ({"paths": [5, 5]}, "paths has 2 values, expected 1"),
        ({"conversions": [6]}, "conversions holds 6 at position 1, expected at most its paths"),
        ({"conversions": [0], "value": [3]}, "value is above 0 in a row without a conversion"),
        ({"value": [-1]}, "value holds -1 at position 1"),
        ({"channels": ["a", "a"]}, "Channel 'a' is given more than once"),
        ({"channels": list(map(str, range(63)))}, "There are 63 channels, expected 62 at most"),
        ({"worth": "rate"}, "worth is 'rate'. Legal: conversions, conversion rate"),
        ({"permutations": 5}, "permutations is 5, expected an even number from 4"),
        ({"exact_channels": 30}, "exact_channels is 30, expected 0 to 22"),
    ],
)
def test_what_is_no_count_of_sets_is_refused(given: dict[str, Any], message: str) -> None:
    rows: dict[str, Sequence[Any]] = {"channels": "ab", "masks": [1], "paths": [5]}
    with pytest.raises(StatsError, match=message):
        shapley_attribution(**{**rows, "conversions": [1], **given})
