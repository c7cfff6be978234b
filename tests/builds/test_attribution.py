"""The marts of attribution against the truth and a plain reading of the files: touches,
conversions, and the credit of every model for every conversion."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from builds.made_up import END, MadeUp
from support.jaffle_files import Shop
from support.lottery_files import Lottery
from support.touches import (
    LOOKBACK,
    RULES,
    Conversion,
    Path,
    Touch,
    data_credit,
    journeys_of,
    lottery_touches,
    paths_of,
    removal_effects,
    rule_credit,
    shop_touches,
)

pytestmark = pytest.mark.slow

NONE, DIRECT = "(none)", "(direct)"
MODELS = (*RULES, "markov", "shapley")


@dataclass(frozen=True)
class Plain:
    """A company, and what a plain reading of its files makes of its touches."""

    company: MadeUp
    touches: Sequence[Touch]
    journeys: Mapping[Conversion, Sequence[Touch]]
    paths: Sequence[Path]


@pytest.fixture(scope="module")
def plain_lottery(lottery: MadeUp, lottery_read: Lottery) -> Plain:
    return plain(lottery, *lottery_touches(lottery_read))


@pytest.fixture(scope="module")
def plain_shop(shop: MadeUp, shop_read: Shop) -> Plain:
    people = shop.query(
        "select value, person_id from marts.int_identity_stitching where value_kind = 'user_id'"
    )
    return plain(shop, *shop_touches(shop_read, dict(people)))


@pytest.fixture(scope="module", params=["lottery", "shop"])
def either(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue(f"plain_{request.param}")


def plain(company: MadeUp, touches: list[Touch], conversions: list[Conversion]) -> Plain:
    journeys = journeys_of(touches, conversions)
    return Plain(company, touches, journeys, paths_of(touches, journeys))


def test_touches_are_those_of_the_files(either: Plain) -> None:
    rows = either.company.query(
        "select touchpoint_id, channel, lower(campaign), touched_at, is_derived, person_id"
        " from marts.fct_touchpoints where person_id is not null"
    )
    assert {row[0]: row[1:5] for row in rows} == {
        touch.touch_id: (touch.channel, touch.campaign, touch.at, touch.is_derived)
        for touch in either.touches
    }
    found, wanted = defaultdict(set), defaultdict(set)
    for row in rows:
        found[row[5]].add(row[0])
    for touch in either.touches:
        wanted[touch.person].add(touch.touch_id)
    assert set(map(frozenset, found.values())) == set(map(frozenset, wanted.values()))


def test_visits_of_nobody_are_touches_too(lottery: MadeUp, lottery_read: Lottery) -> None:
    ((count,),) = lottery.query("select count(*) from marts.fct_touchpoints")
    assert count == len({event.session for event in lottery_read.events})


def test_conversions_are_those_of_the_files(either: Plain) -> None:
    rows = either.company.query(
        "select conversion_id, conversion_type, value, converted_at, lead_at, opportunity_at"
        " from marts.fct_conversions"
    )
    assert {row[0]: row[1:] for row in rows} == {
        one.conversion_id: (one.kind, one.value, one.at, one.lead_at, one.opportunity_at)
        for one in either.journeys
    }


def test_every_conversion_is_credited_by_every_model(either: Plain) -> None:
    effects = {
        kind: removal_effects([path for path in either.paths if path.kind == kind])
        for kind in {one.kind for one in either.journeys}
    }
    found: dict[tuple[str, str], dict[str, tuple[float, Decimal | None]]] = defaultdict(dict)
    for name, model, touch, credit, value in either.company.query(
        "select conversion_id, model, touchpoint_id, credit, value from marts.fct_attribution"
    ):
        found[name, model][touch] = (credit, value)
    assert len(found) == len(MODELS) * len(either.journeys)
    for one, journey in either.journeys.items():
        for model in MODELS:
            credited = found[one.conversion_id, model]
            if not journey:
                assert credited == {NONE: (1, one.value)}
                continue
            wanted = (
                rule_credit(model, journey, one)
                if model in RULES
                else data_credit(model, journey, effects[one.kind])
            )
            wanted = {touch: part for touch, part in wanted.items() if part > 1e-9}
            assert_credited(credited, wanted, one, model)


def assert_credited(
    found: Mapping[str, tuple[float, Decimal | None]],
    wanted: Mapping[str, Any],
    one: Conversion,
    model: str,
) -> None:
    """The parts that are wanted, and of the value as much, to the cent and in all exactly."""
    assert found.keys() == wanted.keys(), (one, model)
    for touch, part in wanted.items():
        credit, value = found[touch]
        assert credit == pytest.approx(float(part), abs=2e-8), (one, model)
        if one.value is None:
            assert value is None
        else:
            assert value is not None
            assert abs(value - one.value * Decimal(float(part))) < Decimal("0.011")
    if one.value is not None:
        assert sum(value or 0 for _, value in found.values()) == one.value


def test_markov_and_shapley_credit_channels_as_the_paths_say(either: Plain) -> None:
    rows = either.company.query(
        "select conversion_type, channel, removal_effect, path_count, attributed_conversions"
        " from marts.fct_channel_effects where model = 'markov'"
    )
    for kind in {one.kind for one in either.journeys}:
        paths = [path for path in either.paths if path.kind == kind]
        met = Counter(name for path in paths for name in {t.label for t in path.touches})
        if not any(path.conversion and path.touches for path in paths):
            continue
        effects = removal_effects(paths)
        found = {row[1]: row[2:] for row in rows if row[0] == kind and row[1] != NONE}
        assert {name: row[1] for name, row in found.items() if row[1]} == met
        for name, effect in effects.items():
            assert found[name][0] == pytest.approx(effect, abs=1e-9)
    for kind, credited, attributed in either.company.query(
        "select conversion_type, conversions, attributed_conversions"
        " from marts.fct_channel_effects where model = 'shapley'"
    ):
        assert credited == pytest.approx(attributed, abs=1e-4), kind


def test_paths_are_counted_once(either: Plain) -> None:
    wanted: dict[tuple[str, str], list[Any]] = defaultdict(lambda: [0, 0, 0, Decimal(0)])
    end = datetime.combine(END, datetime.min.time()) + timedelta(days=1)
    for path in either.paths:
        row = wanted[path.kind, shown(path)]
        row[0] += 1
        row[1] += path.conversion is not None
        row[2] += path.conversion is None and path.touches[-1].at + LOOKBACK >= end
        row[3] += (path.conversion.value or 0) if path.conversion else 0
    rows = either.company.query(
        "select conversion_type, path, path_count, conversion_count, open_count,"
        " coalesce(value, 0) from marts.fct_attribution_paths"
    )
    assert {(kind, path): list(row) for kind, path, *row in rows} == dict(wanted)


def shown(path: Path) -> str:
    """A path as it is shown: of more than eight touches the first four and the last three."""
    names = [touch.label for touch in path.touches] or [NONE]
    return " > ".join(names if len(names) <= 8 else [*names[:4], "...", *names[-3:]])


@pytest.mark.parametrize("kind", ["signup", "first_deposit", "first_purchase"])
@pytest.mark.parametrize("model", ["first", "last"])
@pytest.mark.parametrize("by", ["campaign", "channel"])
def test_first_and_last_touches_are_the_true_ones(
    lottery: MadeUp, kind: str, model: str, by: str
) -> None:
    rows = lottery.query(
        f"select lower({by}), sum(conversions), coalesce(sum(value), 0)"
        f" from marts.marketing_attribution where conversion_type = '{kind}'"
        f" and model = '{model}' group by 1"
    )
    truth = lottery.truth["attribution"][kind][f"{model}_touch"][f"by_{by}"]
    assert {name: (credit, f"{value:.2f}") for name, credit, value in rows} == {
        name: (row["conversions"], row["value"]) for name, row in truth.items()
    }


def test_campaigns_add_up_what_their_touches_are_credited_with(either: Plain) -> None:
    names = {touch.touch_id: (touch.channel, touch.campaign) for touch in either.touches}
    wanted: dict[tuple[str, ...], float] = defaultdict(float)
    for one, journey in either.journeys.items():
        for model in RULES:
            parts = rule_credit(model, journey, one) if journey else {NONE: 1}
            for touch, part in parts.items():
                key = (one.kind, model, *names.get(touch, (NONE, NONE)))
                wanted[key] += float(part)
    rows = either.company.query(
        "select conversion_type, model, channel, lower(campaign), sum(conversions)"
        " from marts.marketing_attribution where model not in ('markov', 'shapley')"
        " group by 1, 2, 3, 4"
    )
    for kind, model, channel, campaign, credit in rows:
        key = (kind, model, channel, campaign)
        assert credit == pytest.approx(wanted.pop(key, 0.0), abs=1e-4), key
    assert not any(wanted.values())


def test_spend_is_that_of_the_files_in_every_model(lottery: MadeUp, lottery_read: Lottery) -> None:
    wanted: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for line in lottery_read.spend:
        wanted[line.campaign, line.channel] += line.amount
    found: dict[tuple[str, str], dict[tuple[str, str], Decimal]] = defaultdict(dict)
    rows = lottery.query(
        "select conversion_type, model, lower(campaign), lower(channel), spend, value, roas"
        " from marts.marketing_attribution"
    )
    for kind, model, campaign, channel, spend, value, roas in rows:
        if spend is not None:
            found[kind, model][campaign, channel] = spend
        ratio = float(value / spend) if spend and value is not None else None
        assert roas == (None if ratio is None else pytest.approx(ratio, rel=1e-12))
    assert len(found) == 4 * len(MODELS)
    assert all(spends == wanted for spends in found.values())


def test_nobody_says_that_a_derived_channel_was_tracked(shop: MadeUp) -> None:
    rows = shop.query(
        "select distinct channel, is_derived from marts.marketing_attribution"
        f" where channel not in ('{NONE}', '{DIRECT}')"
    )
    derived = {channel for channel, is_derived in rows if is_derived}
    assert derived == {"Promotional Campaign", "Social Media", "Email Marketing", "Organic"}
    tracked = {channel for channel, is_derived in rows if not is_derived}
    assert tracked == {"email", "paid_search", "paid_social", "affiliate", "organic_search"}


def test_ways_to_advise_occur(lottery: MadeUp) -> None:
    rows = lottery.query(
        "select campaign, performance_category, recommendation from marts.marketing_attribution"
        " where conversion_type = 'first_deposit' and model = 'linear'"
    )
    found = {campaign.lower(): (category, advice) for campaign, category, advice in rows}
    assert found["night_display"][1].startswith("Stop or rework it")
    assert found["radio_spots"][1].startswith("Stop or rework it")
    assert found[NONE] == ("no spend", "Track more: no touch of these conversions is known.")
    assert {"High performing", "Low performing"} <= {category for category, _ in found.values()}
