"""Segments, lead scores and one-hot columns, from counts made by hand."""

import math
import random
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from gtm_tower.config import Config, Source
from gtm_tower.pipeline.estimates import icp
from gtm_tower.pipeline.estimates._estimate import Context
from gtm_tower.pipeline.estimates.icp import (
    ItemPoints,
    KnownMonth,
    Outcome,
    drawn_to_base,
    item_points,
    known_months,
    points_in_tenths,
    segment_rates,
)
from gtm_tower.pipeline.estimates.vocabulary import (
    PROFILE_COLUMNS,
    learned_vars,
    profile_columns,
)
from gtm_tower.stats.shrinkage import shrink_rates

JANUARY, FEBRUARY, MARCH, APRIL = (date(2026, month, 1) for month in (1, 2, 3, 4))
CONTEXT = Context(Config({"owner": Source("data/owner")}), date(2026, 4, 30))

# settled in January: 40 leads, 8 won. In February: 10 leads, 7 won, all of them outbound
COUNTS = [
    Outcome("lead", None, JANUARY, 40, 8),
    Outcome("lead", None, FEBRUARY, 10, 7),
    Outcome("channel", None, JANUARY, 40, 8),
    Outcome("channel", None, FEBRUARY, 10, 7),
    Outcome("channel", "inbound", JANUARY, 30, 3),
    Outcome("channel", "outbound", JANUARY, 10, 5),
    Outcome("channel", "outbound", FEBRUARY, 10, 7),
    # the cuisine of 20 of the leads of January is known, 4 of them have two
    Outcome("cuisine", None, JANUARY, 20, 6),
    Outcome("cuisine", "Italian", JANUARY, 16, 6),
    Outcome("cuisine", "Pizza", JANUARY, 8, 3),
]


def reads(**tables: Sequence[Mapping[str, Any]]) -> Any:
    """A reader of these intermediate models."""
    return lambda model: list(tables[model])


def by_item(points: Sequence[ItemPoints], month: date) -> dict[str, ItemPoints]:
    return {one.item: one for one in points if one.month == month}


@pytest.mark.parametrize(
    ("rate", "base", "tenths"),
    [
        (1 / 3, 0.2, 100),  # odds 1 to 2 against 1 to 4
        (1 / 9, 0.2, -100),
        (0.5, 0.2, 200),
        (0.2, 0.2, 0),
        (0.15, 0.2, -50),  # -5.025
        (0.75, 0.5, 158),  # log2(3) = 1.58496
    ],
)
def test_ten_points_double_the_odds(rate: float, base: float, tenths: int) -> None:
    assert points_in_tenths(rate, base) == tenths


def test_what_is_known_before_each_month() -> None:
    assert known_months(COUNTS, APRIL) == [
        KnownMonth(FEBRUARY, 40, 8),
        KnownMonth(MARCH, 50, 15),
        KnownMonth(APRIL, 50, 15),
    ]


def test_nothing_is_known_of_nobody() -> None:
    assert known_months([], APRIL) == []
    assert item_points([], APRIL) == []
    assert segment_rates([]) == []


@pytest.mark.parametrize(
    ("leads", "won", "is_scored"),
    [(29, 9, False), (30, 9, True), (30, 0, False), (30, 30, False), (30, 1, True)],
)
def test_enough_history_has_thirty_leads_won_and_not_won(
    leads: int, won: int, is_scored: bool
) -> None:
    assert KnownMonth(APRIL, leads, won).is_scored is is_scored


def test_points_of_a_month_by_hand() -> None:
    """Two channels are too few to fit a prior: it is worth as many leads as have 5 wins."""
    february = by_item(item_points(COUNTS, APRIL), FEBRUARY)
    inbound = (5 + 3) / (25 + 30)  # of a base of 1 in 5: odds 8 to 47
    outbound = (5 + 5) / (25 + 10)  # odds 2 to 5
    italian = (5 + 6) / (50 / 3 + 16)  # of a base of 3 in 10: odds 33 to 65, against 3 to 7
    assert february["inbound"].base_rate == pytest.approx(0.2)
    assert february["inbound"].shrunk_rate == pytest.approx(inbound)
    assert february["inbound"].point_tenths == round(100 * math.log2(8 / 47 * 4))
    assert february["outbound"].shrunk_rate == pytest.approx(outbound)
    assert february["outbound"].point_tenths == round(100 * math.log2(2 / 5 * 4))
    assert february["Italian"].base_rate == pytest.approx(0.3)
    assert february["Italian"].shrunk_rate == pytest.approx(italian)
    assert february["Italian"].point_tenths == round(100 * math.log2(33 / 65 * 7 / 3))
    assert (february["Italian"].lead_count, february["Italian"].won_count) == (16, 6)


def test_two_wins_of_a_rare_tool_do_not_make_a_score_jump() -> None:
    """Six tools of which one won 2 of 2 would fit a belief that is worth 2 leads."""
    counts = [(2, 2), (20, 0), (20, 0), (20, 0), (20, 6), (18, 2)]
    tools = [f"tool {number}" for number in range(6)]
    plain = shrink_rates(tools, [won for _, won in counts], [n for n, _ in counts], whole=(10, 100))
    drawn = drawn_to_base(tools, counts, (100, 10))
    assert plain.prior
    assert plain.prior.is_fitted
    assert plain.prior.strength < 10
    assert drawn.prior
    assert drawn.prior.strength == pytest.approx(50)
    assert drawn.groups[0].rate.value == pytest.approx((5 + 2) / (50 + 2))


def test_a_belief_that_is_worth_more_is_kept() -> None:
    """Groups that differ little: the fitted strength is the better one."""
    counts = [(1000, won) for won in (185, 190, 195, 205, 210, 215, 170, 230)]
    items = [f"item {number}" for number in range(8)]
    plain = shrink_rates(items, [won for _, won in counts], [n for n, _ in counts], whole=(1, 5))
    drawn = drawn_to_base(items, counts, (5, 1))
    assert plain.prior
    assert plain.prior.strength > 25
    assert drawn == plain


def test_an_outcome_counts_from_the_month_after_it_was_settled() -> None:
    points = item_points(COUNTS, APRIL)
    assert {one.month for one in points} == {FEBRUARY, MARCH, APRIL}
    assert by_item(points, FEBRUARY)["outbound"].lead_count == 10
    assert by_item(points, MARCH)["outbound"].lead_count == 20
    assert by_item(points, MARCH)["outbound"].won_count == 12
    april = by_item(points, APRIL)
    assert {name: vars(one) | {"month": MARCH} for name, one in april.items()} == {
        name: vars(one) for name, one in by_item(points, MARCH).items()
    }


def made_up(seed: int) -> list[Outcome]:
    """Two years of outcomes of a dozen cuisines and three channels, none of them consistent."""
    draw = random.Random(seed)
    outcomes = []
    for number in range(24):
        month = date(2024 + number // 12, number % 12 + 1, 1)
        for kind, count in (("cuisine", 12), ("channel", 3)):
            leads = [draw.randint(0, 9) for _ in range(count)]
            won = [draw.randint(0, n) if draw.random() < 0.6 else 0 for n in leads]
            outcomes += [
                Outcome(kind, f"{kind} {place}", month, n, w)
                for place, (n, w) in enumerate(zip(leads, won, strict=True))
                if n
            ]
            outcomes.append(Outcome(kind, None, month, sum(leads), sum(won)))
            if kind == "channel":
                outcomes.append(Outcome("lead", None, month, sum(leads), sum(won)))
    return outcomes


@pytest.mark.parametrize("seed", range(3))
def test_nothing_later_changes_a_score(seed: int) -> None:
    outcomes = made_up(seed)
    points, last = item_points(outcomes, date(2026, 1, 1)), date(2026, 1, 1)
    assert len({one.month for one in points}) > 18
    for month in (date(2024, 6, 1), date(2025, 2, 1), date(2025, 12, 1)):
        before = [one for one in outcomes if one.month < month]
        doubled = [
            Outcome(one.kind, one.item, one.month, 2 * one.lead_count, one.won_count)
            if one.month >= month
            else one
            for one in outcomes
        ]
        expected = [one for one in points if one.month <= month]
        assert expected
        assert item_points(before, month) == expected
        assert [one for one in item_points(doubled, last) if one.month <= month] == expected


def test_the_order_of_the_counts_is_of_no_matter() -> None:
    outcomes = made_up(7)
    shuffled = random.Random(1).sample(outcomes, len(outcomes))
    assert item_points(shuffled, date(2026, 1, 1)) == item_points(outcomes, date(2026, 1, 1))


def segment(level: int, cuisine: str | None, band: str | None, n: int, won: int) -> dict[str, Any]:
    return {
        "segment_level": level,
        "cuisine": cuisine,
        "location_band": band,
        "ordering_tool": None,
        "lead_count": n,
        "won_count": won,
    }


SEGMENTS = [
    segment(0, None, None, 100, 20),
    segment(1, "Vegan", None, 3, 2),
    segment(1, "Italian", None, 60, 15),
    segment(2, "Vegan", "2-4", 3, 2),
]


def beta_share(alpha: int, beta: int, below: float, steps: int = 20_000) -> float:
    """The share of a Beta distribution below a value, by the midpoint rule."""
    scale = math.gamma(alpha + beta) / (math.gamma(alpha) * math.gamma(beta))
    width = below / steps
    middles = ((place + 0.5) * width for place in range(steps))
    return scale * width * sum(x ** (alpha - 1) * (1 - x) ** (beta - 1) for x in middles)


def test_two_of_three_do_not_top_the_list() -> None:
    """The worked example of `icp_shrunk_rate`: a prior worth 20 leads at 20%, Beta(4, 16)."""
    rows = {row[0]: row for row in segment_rates(SEGMENTS) if row[1] is None}
    rate, low, high, strength, is_fitted = rows["Italian"][3:]
    assert (strength, is_fitted) == (20, False)
    assert rate == pytest.approx(19 / 80)
    assert beta_share(19, 61, low) == pytest.approx(0.025, abs=1e-6)
    assert beta_share(19, 61, high) == pytest.approx(0.975, abs=1e-6)
    assert rows["Vegan"][3] == pytest.approx(6 / 23)
    assert beta_share(6, 17, rows["Vegan"][4]) == pytest.approx(0.025, abs=1e-6)
    assert rows["Vegan"][4] < low < rows["Vegan"][3]


def test_every_segment_has_a_rate_and_everybody_has_none() -> None:
    keys = [row[:3] for row in segment_rates(SEGMENTS)]
    assert keys == [("Italian", None, None), ("Vegan", None, None), ("Vegan", "2-4", None)]


def test_the_estimates_give_their_columns() -> None:
    outcomes = [vars(one) | {"mature_month": one.month} for one in COUNTS]
    read = reads(int_sales__attribute_outcomes=outcomes, int_sales__segment_counts=SEGMENTS)
    for estimate in (icp.ICP_POINTS, icp.ICP_SCORE_MONTHS, icp.ICP_SEGMENTS):
        rows = [tuple(row) for row in estimate.rows(read, CONTEXT)]
        assert rows
        assert {len(row) for row in rows} == {len(estimate.columns)}
    assert list(icp.ICP_SCORE_MONTHS.rows(read, CONTEXT))[-1] == (APRIL, 50, 15, True)


def names(kind: str, *items: str) -> dict[str, str]:
    """The names of the items of one kind, by item."""
    return {item: name for name, of_kind, item in profile_columns({kind: items}) if of_kind == kind}


def test_worked_example_of_the_columns() -> None:
    assert names("cuisine", "crepes!", "Crêpes", "寿司") == {
        "Crêpes": "cuisine_crepes",
        "crepes!": "cuisine_crepes_2",
        "寿司": "cuisine_item",
        "other": "cuisine_other",
        "none": "cuisine_none",
        "unknown (missing)": "cuisine_unknown",
    }


def test_a_number_makes_a_name_that_nobody_has() -> None:
    assert names("ordering_tool", "a b", "a-b", "a b 2", "Others", "Other", "2") == {
        "a b": "ordering_tool_a_b",
        "a b 2": "ordering_tool_a_b_2",
        "a-b": "ordering_tool_a_b_3",
        "Other": "ordering_tool_other_2",
        "Others": "ordering_tool_others",
        "2": "ordering_tool_2",
        "other": "ordering_tool_other",
        "none": "ordering_tool_none",
        "unknown (missing)": "ordering_tool_unknown",
    }


def test_long_names_are_cut_and_still_told_apart() -> None:
    long = [f"{'x' * 70}{number:02}" for number in range(12)]
    named = [names("marketplace", *long)[item] for item in long]
    assert len(set(named)) == 12
    assert {len(name) for name in named} == {56}
    assert named[0] == "marketplace_" + "x" * 44
    assert named[11] == "marketplace_" + "x" * 41 + "_12"


def test_columns_are_safe_unique_and_in_one_order() -> None:
    items = {"cuisine": ["Thai", "Café & Bar", "7's"], "marketplace": ["DoorDash"]}
    columns = profile_columns(items)
    assert [name for name, _, _ in columns] == [
        "cuisine_7_s",
        "cuisine_cafe_bar",
        "cuisine_thai",
        "cuisine_other",
        "cuisine_none",
        "cuisine_unknown",
        "marketplace_doordash",
        "marketplace_other",
        "marketplace_none",
        "marketplace_unknown",
        "ordering_tool_other",
        "ordering_tool_none",
        "ordering_tool_unknown",
    ]
    assert profile_columns({kind: some[::-1] for kind, some in items.items()}) == columns


def test_only_common_items_are_learned() -> None:
    rows = [
        {"kind": "cuisine", "item": "Thai", "is_common": True},
        {"kind": "cuisine", "item": "Lao", "is_common": False},
        {"kind": "locations", "item": "2-4", "is_common": False},
    ]
    read = reads(int_sales__attribute_items=rows)
    learned = learned_vars(read, CONTEXT)["gtm_profile_columns"]
    assert learned[:2] == ["cuisine_thai", "cuisine_other"]
    assert len(learned) == 10
    assert [row[0] for row in PROFILE_COLUMNS.rows(read, CONTEXT)] == learned
