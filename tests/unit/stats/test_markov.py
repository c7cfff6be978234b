"""Removal effects: by hand, against an independent solution in fractions, and by simulation."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from gtm_tower.errors import StatsError
from gtm_tower.stats.markov import (
    CONVERSION,
    MOST_STATES,
    NULL,
    START,
    MarkovAttribution,
    MarkovChannel,
    markov_attribution,
)

# channels in order of touch -> how many such paths converted, how many did not, value
Paths = Mapping[tuple[str, ...], tuple[int, int, float]]

# S. Bryl' 2016, Marketing multi-channel attribution model with R, part 1: published as removal
# effects 0.5, 1, 1 and credit 0.2, 0.4, 0.4
BRYL: Paths = {("c1", "c2", "c3"): (1, 0, 0), ("c1",): (0, 1, 0), ("c2", "c3"): (0, 1, 0)}

# from a: 1/2 to b, 1/4 to c; from b: 5/7 converts, 2/7 to a; from c: 1/3 to b
BY_HAND: Paths = {
    ("a", "b"): (4, 0, 0),
    ("a", "c"): (0, 2, 0),
    ("b", "a"): (0, 2, 0),
    ("c", "b"): (1, 0, 0),
}


def moves_of(paths: Paths, order: int = 1) -> dict[tuple[str, ...], list[float]]:
    """Count and value of each move: (from, to), or (before, from, to) of order 2."""
    found: dict[tuple[str, ...], list[float]] = {}
    for path, (won, lost, value) in paths.items():
        for end, count, worth in [(CONVERSION, won, value), (NULL, lost, 0)]:
            steps = [START] * order + [*path, end]
            for place in range(len(steps) - order):
                move = found.setdefault(tuple(steps[place : place + order + 1]), [0, 0])
                move[0] += count
                move[1] += worth if steps[place + order] == CONVERSION else 0
    return {move: totals for move, totals in found.items() if totals[0]}


def given(moves: Mapping[tuple[str, ...], Sequence[float]], **more: Any) -> MarkovAttribution:
    rows = list(moves)
    order2 = {"before": [row[0] for row in rows]} if rows and len(rows[0]) == 3 else {}
    return markov_attribution(
        [row[-2] for row in rows],
        [row[-1] for row in rows],
        [int(moves[row][0]) for row in rows],
        [moves[row][1] for row in rows],
        **order2,
        **more,
    )


def attributed(paths: Paths, order: int = 1, **more: Any) -> MarkovAttribution:
    return given(moves_of(paths, order), **more)


def effects(found: MarkovAttribution) -> dict[str, float | None]:
    return {one.channel: one.effect for one in found.channels}


def credits_of(found: MarkovAttribution) -> dict[str, float]:
    return {one.channel: one.conversions for one in found.channels}


def solve(matrix: list[list[Fraction]], right: list[Fraction]) -> list[Fraction]:
    """Gauss and Jordan, in fractions."""
    rows = [[*row, end] for row, end in zip(matrix, right, strict=True)]
    for place in range(len(rows)):
        pivot = next(at for at in range(place, len(rows)) if rows[at][place])
        rows[place], rows[pivot] = rows[pivot], rows[place]
        rows[place] = [entry / rows[place][place] for entry in rows[place]]
        for other in range(len(rows)):
            if other != place and rows[other][place]:
                factor = rows[other][place]
                pairs = zip(rows[other], rows[place], strict=True)
                rows[other] = [entry - factor * lead for entry, lead in pairs]
    return [row[-1] for row in rows]


def brought(paths: Paths, order: int, removed: str | None, by_value: bool) -> Fraction:
    """What a path of the chain with a touch brings: P(conversion), or the mean of its value."""
    touched = {
        move: [Fraction(str(total)) for total in totals]
        for move, totals in moves_of(paths, order).items()
        if not (move[-2] == START and move[-1] in (CONVERSION, NULL))
    }
    states = sorted({move[:-1] for move in touched})
    leaving = {
        state: sum(totals[0] for move, totals in touched.items() if move[:-1] == state)
        for state in states
    }
    matrix = [[Fraction(at == to) for to in range(len(states))] for at in range(len(states))]
    right = [Fraction(0)] * len(states)
    for move, totals in touched.items():
        at = states.index(move[:-1])
        if move[-1] == CONVERSION:
            right[at] += totals[1 if by_value else 0] / leaving[move[:-1]]
        elif move[-1] not in (NULL, removed):
            matrix[at][states.index(move[1:])] -= totals[0] / leaving[move[:-1]]
    return solve(matrix, right)[states.index((START,) * order)]


def random_paths(seed: int, channels: int = 4) -> Paths:
    """Some paths with repeated touches and returns, at least one of which converts."""
    draw = random.Random(seed)
    names = [f"channel {place}" for place in range(channels)]
    paths: dict[tuple[str, ...], tuple[int, int, float]] = {(names[0],): (1, 3, 70.25)}
    for _ in range(draw.randint(2, 15)):
        path = tuple(draw.choices(names, k=draw.randint(1, 6)))
        won = draw.choice([0, 0, 1, 4])
        paths[path] = (won, draw.choice([0, 1, 9]), draw.randint(0, 9999) / 100 if won else 0)
    return paths


def test_a_published_example() -> None:
    found = attributed(BRYL)
    assert effects(found) == pytest.approx({"c1": 0.5, "c2": 1, "c3": 1})
    assert credits_of(found) == pytest.approx({"c1": 0.2, "c2": 0.4, "c3": 0.4}, abs=1e-6)


def test_three_channels_by_hand() -> None:
    # P is 5/9; without a 5/27, without b 0, without c 25/54; the effects add up to 11/6
    found = attributed(BY_HAND)
    assert effects(found) == pytest.approx({"a": 2 / 3, "b": 1, "c": 1 / 6}, rel=1e-14)
    expected = {"a": 20 / 11, "b": 30 / 11, "c": 5 / 11}
    assert credits_of(found) == pytest.approx(expected, abs=1e-6)
    assert (found.paths, found.conversions, found.unattributed, found.order) == (9, 5, 0, 1)
    assert [one.touches for one in found.channels] == [8, 7, 3]


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("seed", range(25))
def test_effects_are_those_of_an_independent_solution(seed: int, order: int) -> None:
    paths = random_paths(seed)
    whole = [brought(paths, order, None, by_value) for by_value in (False, True)]
    won, lost = (sum(counts) for counts in list(zip(*paths.values(), strict=True))[:2])
    # the chain of whole paths converts as often as the paths did
    assert whole[0] == Fraction(int(won), int(won + lost))
    for one in attributed(paths, order).channels:
        without = [brought(paths, order, one.channel, by_value) for by_value in (False, True)]
        assert one.effect == pytest.approx(float(1 - without[0] / whole[0]), rel=1e-9, abs=1e-12)
        assert one.value_effect == pytest.approx(float(1 - without[1] / whole[1]), rel=1e-9)


def test_effects_are_those_of_a_simulation() -> None:
    paths = random_paths(11)
    moves = {move: int(totals[0]) for move, totals in moves_of(paths).items()}
    rng = np.random.default_rng(5)
    followers = {
        state: (
            [move[1] for move in moves if move[0] == state],
            np.array([n for move, n in moves.items() if move[0] == state], dtype=float),
        )
        for state in {move[0] for move in moves}
    }
    walks = 20_000
    lost: Counter[str] = Counter()
    converted = 0
    for _ in range(walks):
        state, met = START, set()
        while state not in (CONVERSION, NULL):
            names, weights = followers[state]
            state = names[int(np.searchsorted(weights.cumsum(), rng.random() * weights.sum()))]
            met.add(state)
        converted += state == CONVERSION
        lost.update(met if state == CONVERSION else ())
    for one in attributed(paths).channels:
        share = lost[one.channel] / converted
        error = (share * (1 - share) / converted) ** 0.5
        assert one.effect == pytest.approx(share, abs=4 * error + 1e-9)


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("seed", range(10))
def test_credit_adds_up_exactly(seed: int, order: int) -> None:
    paths = {**random_paths(seed), (): (7, 100, 0.3)}
    found = attributed(paths, order, channels=["never met"])
    assert found.unattributed == 7
    assert sum(one.conversions for one in found.channels) + 7 == found.conversions
    assert found.value == Decimal(str(round(sum(v for _, _, v in paths.values()), 2)))
    money = [one.value for one in found.channels if one.value is not None]
    assert found.unattributed_value == Decimal("0.30")
    assert sum(money) + Decimal("0.30") == found.value
    total = sum(one.effect or 0 for one in found.channels)
    for one in found.channels:
        share = (one.effect or 0) / total
        assert one.conversions == pytest.approx((found.conversions - 7) * share, abs=2**-19)


def test_the_order_of_rows_and_their_parts_are_of_no_matter() -> None:
    moves = moves_of(random_paths(3))
    rows = [(*move, *totals) for move, totals in moves.items() for _ in range(2)]
    random.Random(2).shuffle(rows)
    source, target, count, value = (list(column) for column in zip(*rows, strict=True))
    twice = {move: [2 * n, 2 * worth] for move, (n, worth) in moves.items()}
    assert markov_attribution(source, target, count, value) == given(twice)


def test_the_scale_of_the_counts_is_of_no_matter() -> None:
    moves = moves_of(random_paths(4))
    large = {move: [1000 * n, 1000 * worth] for move, (n, worth) in moves.items()}
    assert effects(given(large)) == pytest.approx(effects(given(moves)), rel=1e-12)
    there, back = credits_of(given(moves)), credits_of(given(large))
    assert back == pytest.approx({name: 1000 * n for name, n in there.items()}, abs=1e-3)


def test_names_are_of_no_matter() -> None:
    names = {f"channel {place}": f"other {9 - place}" for place in range(4)}
    paths = random_paths(5)
    renamed = {tuple(names[name] for name in path): totals for path, totals in paths.items()}
    there, back = effects(attributed(paths)), effects(attributed(renamed))
    assert back == pytest.approx({names[name]: effect for name, effect in there.items()})


def test_repeated_touches_are_of_no_matter() -> None:
    repeated = {tuple(name for name in path for _ in range(3)): n for path, n in BY_HAND.items()}
    assert effects(attributed(repeated)) == effects(attributed(BY_HAND))


def test_paths_without_a_touch_change_no_effect() -> None:
    found = attributed({**BY_HAND, (): (50, 1000, 0)})
    assert effects(found) == effects(attributed(BY_HAND))
    assert credits_of(found) == credits_of(attributed(BY_HAND))
    assert (found.paths, found.conversions, found.unattributed) == (9, 55, 50)


def test_more_paths_that_do_not_convert_move_credit() -> None:
    # with b after a less of a sign of a conversion, a path to it is worth less
    found = attributed({**BY_HAND, ("b",): (0, 20, 0)})
    assert (effects(found)["a"] or 0) < 2 / 3


def test_value_goes_by_its_own_effects() -> None:
    found = attributed({("a",): (1, 0, 300), ("b",): (1, 0, 100), ("a", "b"): (0, 0, 0)})
    assert {one.channel: one.value for one in found.channels} == {
        "a": Decimal(300),
        "b": Decimal(100),
    }
    assert credits_of(found) == {"a": 1, "b": 1}


def test_equal_values_go_as_the_conversions_do() -> None:
    paths = {path: (won, lost, 10.0 * won) for path, (won, lost, _) in random_paths(6).items()}
    for one in attributed(paths).channels:
        assert one.value_effect == pytest.approx(one.effect)
        assert float(one.value or 0) == pytest.approx(10 * one.conversions, abs=0.01)


def test_order_two_sees_what_came_before() -> None:
    # b converts after a and never after c
    paths: Paths = {("a", "b"): (5, 0, 0), ("c", "b"): (0, 5, 0)}
    assert effects(attributed(paths)) == pytest.approx({"a": 0.5, "b": 1, "c": 0.5})
    second = attributed(paths, 2)
    assert effects(second) == pytest.approx({"a": 1, "b": 1, "c": 0})
    assert credits_of(second) == {"a": 2.5, "b": 2.5, "c": 0}
    assert second.method == "removal effect in a Markov chain of order 2, solved"


def test_a_single_channel_has_all() -> None:
    found = attributed({("a", "a"): (3, 4, 10)})
    assert effects(found) == {"a": 1}
    assert credits_of(found) == {"a": 3}


def test_a_channel_in_every_path_has_an_effect_of_one() -> None:
    found = attributed({("a", "all"): (1, 2, 0), ("all", "b"): (3, 1, 0), ("all",): (1, 0, 0)})
    assert effects(found)["all"] == pytest.approx(1)


def test_nothing_is_credited_where_nothing_converts() -> None:
    found = attributed({("a", "b"): (0, 5, 0)})
    assert effects(found) == {"a": None, "b": None}
    assert credits_of(found) == {"a": 0, "b": 0}
    assert found.notes == ("No path with a touch converts, so that no effect is defined.",)


def test_no_touch_leaves_all_unattributed() -> None:
    found = attributed({(): (3, 2, 40)}, channels=["a"])
    assert (found.paths, found.conversions, found.unattributed) == (0, 3, 3)
    assert (found.value, found.unattributed_value) == (Decimal(40), Decimal(40))
    (channel,) = found.channels
    assert channel == MarkovChannel("a", 0, None, None, 0, Decimal(0))
    assert found.notes == ("No path has a touch.",)


def test_no_path_at_all() -> None:
    found = markov_attribution([], [], [])
    assert (found.channels, found.conversions, found.value) == ((), 0, None)
    assert found.notes == ("No path has a touch.",)


def test_without_value_there_is_none() -> None:
    found = markov_attribution([START, "a"], ["a", CONVERSION], [2, 2])
    assert (found.value, found.unattributed_value) == (None, None)
    assert [(one.value, one.value_effect) for one in found.channels] == [(None, None)]


def test_a_channel_that_no_path_meets_has_nothing() -> None:
    # x only turns in a circle, y is only named, z is named in a row without a path
    moves = moves_of(BRYL)
    moves.update({("x", "x"): [4, 0], (START, "z"): [0, 0]})
    found = given(moves, channels=["y"])
    rows = {one.channel: (one.touches, one.effect, one.conversions) for one in found.channels}
    assert rows["x"] == (4, 0, 0)
    assert rows["y"] == rows["z"] == (0, 0, 0)
    assert credits_of(found) == pytest.approx(
        {**credits_of(attributed(BRYL)), "x": 0, "y": 0, "z": 0}
    )
    assert found.notes == ("No path from (start) meets x, y, z.",)


def test_long_circles_leave_no_nan() -> None:
    found = given(
        {
            (START, "a"): [1, 0],
            ("a", "b"): [10**6 + 1, 0],
            ("b", "a"): [10**6, 0],
            ("b", CONVERSION): [1, 5],
        }
    )
    assert effects(found) == pytest.approx({"a": 1, "b": 1}, abs=1e-8)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([(START, "a", 2), ("a", CONVERSION, 1)], "'a' is entered 2 times and left 1 times"),
        ([(START, "a", 1), ("a", "b", 1)], "'b' is entered 1 times and left 0 times"),
        ([("a", CONVERSION, 1)], "'a' is entered 0 times and left 1 times"),
        ([(START, "a", 1), ("a", START, 1)], r"A row goes from a to \(start\)"),
        ([(CONVERSION, "a", 1)], r"A row goes from \(conversion\) to a"),
        ([(START, "a", 0.5), ("a", NULL, 0.5)], "count holds 0.5 at position 1"),
        ([(START, "a", -1)], "count holds -1 at position 1"),
        ([(START, None, 1)], "to_state holds None at position 1, expected a name"),
        ([("", NULL, 1)], "from_state holds '' at position 1, expected a name"),
    ],
)
def test_counts_that_are_not_of_whole_paths_are_refused(
    rows: list[tuple[Any, Any, Any]], message: str
) -> None:
    source, target, count = (list(column) for column in zip(*rows, strict=True))
    with pytest.raises(StatsError, match=message):
        markov_attribution(source, target, count)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([5, 0, 0], r"value is above 0 in a row that is not one to \(conversion\)"),
        ([0, 0], "value has 2 values, expected 3"),
        ([0, 0, 7], "value is above 0 in a row without a conversion"),
    ],
)
def test_value_without_a_conversion_is_refused(value: list[float], message: str) -> None:
    with pytest.raises(StatsError, match=message):
        markov_attribution([START, "a", "a"], ["a", NULL, CONVERSION], count=[1, 1, 0], value=value)


def test_columns_are_of_one_length() -> None:
    with pytest.raises(StatsError, match="before has 1 values, expected 2"):
        markov_attribution([START, "a"], ["a", NULL], [1, 1], before=[START])


def test_too_many_states_are_refused() -> None:
    names = [f"campaign {place}" for place in range(MOST_STATES + 1)]
    with pytest.raises(StatsError, match="The chain has 3001 states, expected 3000 at most"):
        markov_attribution([START] * len(names), names, [1] * len(names))
