"""Channel effects from counts of paths: by hand, against published figures, and where it ends."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from gtm_tower.pipeline.estimates import attribution
from gtm_tower.pipeline.estimates.attribution import channel_effects

# channels in order of touch -> how many such paths converted, how many did not, value
Paths = Mapping[tuple[str, ...], tuple[int, int, Decimal | None]]
Rows = dict[tuple[str, str, str], dict[str, Any]]

# S. Bryl' 2016, Marketing multi-channel attribution model with R, part 1: published as removal
# effects 0.5, 1, 1 and credit 0.2, 0.4, 0.4
BRYL: Paths = {
    ("c1", "c2", "c3"): (1, 0, Decimal(10)),
    ("c1",): (0, 1, None),
    ("c2", "c3"): (0, 1, None),
}
# normalised effects credit c with 110 / 21 conversions, though 10 conversions met nothing else
ALONE: Paths = {("a", "b"): (100, 0, None), ("c",): (10, 0, None)}


def counted(kind: str, paths: Paths, channels: list[str]) -> tuple[list[Any], list[Any], list[Any]]:
    """The counts that the models make: moves, sets of channels, and bits."""
    moves: Counter[tuple[str, str, str]] = Counter()
    sets: Counter[int] = Counter()
    won: Counter[int] = Counter()
    worth: dict[Any, Decimal] = defaultdict(Decimal)
    for path, (converted, lost, value) in paths.items():
        mask = sum({1 << channels.index(name) for name in path})
        sets[mask] += converted + lost
        won[mask] += converted
        worth[mask] += value or 0
        for end, count in (("(conversion)", converted), ("(null)", lost)):
            steps = ["(start)", "(start)", *path, end]
            for move in zip(steps, steps[1:], steps[2:], strict=False):
                moves[move] += count
            worth[steps[-3], steps[-2], steps[-1]] += (value or 0) if count == converted else 0
    names = ("before_state", "from_state", "to_state")
    known = any(value is not None for _, _, value in paths.values())
    transitions = [
        {
            "conversion_type": kind,
            **dict(zip(names, move, strict=True)),
            "move_count": count,
            "value": worth[move] if known and move[2] == "(conversion)" else None,
        }
        for move, count in moves.items()
        if count
    ]
    channel_sets = [
        {
            "conversion_type": kind,
            "channel_set": mask,
            "path_count": count,
            "conversion_count": won[mask],
            "value": worth[mask] if known else None,
        }
        for mask, count in sets.items()
    ]
    bits = [{"label": name, "bit": 1 << place} for place, name in enumerate(channels)]
    return transitions, channel_sets, bits


def by_key(rows: list[tuple[object, ...]]) -> Rows:
    named: list[dict[str, Any]]
    named = [dict(zip(attribution.COLUMNS, row, strict=True)) for row in rows]
    return {(row["conversion_type"], row["model"], row["channel"]): row for row in named}


def estimated(paths: Paths, order: int = 1) -> Rows:
    channels = sorted({name for path in paths for name in path}, reverse=True)
    return by_key(channel_effects(*counted("order", paths, channels), order))


def test_published_removal_effects() -> None:
    found = estimated(BRYL)
    effects = {name: found["order", "markov", name]["effect"] for name in ("c1", "c2", "c3")}
    assert effects == pytest.approx({"c1": 0.5, "c2": 1, "c3": 1})
    values = [found["order", "markov", name]["value"] for name in ("c1", "c2", "c3")]
    assert values == [Decimal(2), Decimal(4), Decimal(4)]


def test_paths_are_counted_once_for_each_channel_they_met() -> None:
    found = estimated({("a", "b", "a"): (2, 1, None), ("b",): (0, 4, None), (): (3, 0, None)})
    for model in ("markov", "shapley", "shapley_rate"):
        counts = [found["order", model, name]["path_count"] for name in ("a", "b", "(none)")]
        assert counts == [3, 7, 3]
        assert found["order", model, "(none)"]["conversions"] == 3


def test_the_worked_example_of_the_textbook_totals() -> None:
    found = estimated(ALONE)
    credit = {name: found["order", "markov", name]["conversions"] for name in "abc"}
    assert credit == pytest.approx({"a": 1100 / 21, "b": 1100 / 21, "c": 110 / 21}, abs=1e-5)
    shapley = {name: found["order", "shapley", name]["conversions"] for name in "abc"}
    assert shapley == {"a": 50, "b": 50, "c": 10}


def test_unknown_values_are_no_values() -> None:
    found = estimated(ALONE)
    assert {row["value"] for row in found.values()} == {None}


def test_a_value_below_0_is_left_out() -> None:
    found = estimated({("a",): (1, 0, Decimal(-1)), ("b",): (1, 0, Decimal(5))})
    assert {row["value"] for row in found.values()} == {None}
    assert found["order", "markov", "a"]["conversions"] == 1


def test_types_do_not_mix() -> None:
    channels = ["a", "b", "c", "c1", "c2", "c3"]
    counts = [counted("order", ALONE, channels), counted("signup", BRYL, channels)]
    moves, sets = ([row for one in counts for row in one[place]] for place in (0, 1))
    found = by_key(channel_effects(moves, sets, counts[0][2], 1))
    alone = estimated(ALONE)
    for key, row in alone.items():
        assert found[key] == row
    assert found["order", "markov", "c1"]["conversions"] == 0
    assert found["signup", "markov", "c1"]["effect"] == pytest.approx(0.5)


def test_order_2_tells_what_came_before() -> None:
    # after a, b converts; after c, it does not
    paths: Paths = {("a", "b"): (5, 0, None), ("c", "b"): (0, 5, None)}
    first, second = estimated(paths), estimated(paths, order=2)
    assert first["order", "markov", "c"]["effect"] == pytest.approx(0.5)
    assert second["order", "markov", "c"]["effect"] == pytest.approx(0)
    assert "order 2" in second["order", "markov", "c"]["method"]


def test_a_chain_of_too_many_states_is_one_of_order_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attribution, "MOST_STATES", 3)
    found = estimated({("a", "b"): (5, 0, None), ("c", "b"): (0, 5, None)}, order=2)
    assert "order 1" in found["order", "markov", "c"]["method"]


def test_more_channels_than_can_be_gone_through_are_sampled() -> None:
    names = [f"c{place:02}" for place in range(14)]
    paths: Paths = {
        tuple(names[: place + 1]): (place % 3, 5 + place, None) for place in range(len(names))
    }
    found = estimated(paths)
    rates = [row for (_, model, _), row in found.items() if model == "shapley_rate"]
    assert {row["method"] for row in rates} == {"Shapley value of the conversion rate, sampled"}
    assert max(row["conversions_error"] for row in rates) > 0
    total = sum(converted for converted, _, _ in paths.values())
    assert sum(row["conversions"] for row in rates) == pytest.approx(total)
    exact = [row for (_, model, _), row in found.items() if model == "shapley"]
    assert {row["conversions_error"] for row in exact} == {0}
    assert estimated(paths) == found
