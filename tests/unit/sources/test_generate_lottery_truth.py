"""Who is who in the `lottery` data, what its touches say, and what its campaigns truly add."""

import math
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from gtm_tower.sources.generate import Generated, lottery
from support.generated import VARIETIES, truth_of, write
from support.lottery_files import (
    CHANNELS,
    Event,
    Lottery,
    Member,
    Node,
    people_of,
    read_lottery,
    shared_ids,
    visits_of,
)

ID_LISTS = {"anonymous_ids": "anonymous_user_id", "device_ids": "device_id", "emails": "email"}
DIRECT, NO_TOUCH = "(direct)", "(none)"


@pytest.fixture(scope="module", params=VARIETIES)
def generated(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Generated:
    changes = {"scale": 0.5, **VARIETIES[request.param]}
    return write(lottery.generate, tmp_path_factory.mktemp("lottery"), **changes)


@pytest.fixture(scope="module")
def truth(generated: Generated) -> Any:
    return truth_of(generated)


@pytest.fixture(scope="module")
def company(generated: Generated) -> Lottery:
    return read_lottery(generated.truth.parent)


@pytest.fixture(scope="module")
def people(company: Lottery) -> dict[Node, Node]:
    return people_of(company.events)


@pytest.fixture(scope="module")
def visits(company: Lottery, people: dict[Node, Node]) -> dict[str, list[Event]]:
    """Visits by member, in order of time."""
    members = {person: node[1] for node, person in people.items() if node[0] == "user_id"}
    known = {node: members[person] for node, person in people.items() if person in members}
    return visits_of(company.events, known)


@pytest.fixture(scope="module")
def touches(company: Lottery, people: dict[Node, Node]) -> dict[str, list[Event]]:
    """Events by member, in order of time."""
    members = {person: node[1] for node, person in people.items() if node[0] == "user_id"}
    found = defaultdict(list)
    for event in company.events:
        user = {members.get(people[node]) for node in event.ids if node in people} - {None}
        assert len(user) <= 1
        for one in user:
            found[str(one)].append(event)
    return found


def test_persons_are_what_the_events_show(truth: Any, people: dict[Node, Node]) -> None:
    """Connected components over ids of the same event, without the shared values."""
    components = defaultdict(set)
    for node, person in people.items():
        components[person].add(node)
    listed = []
    for entry in truth["persons"]:
        ids = {(kind, value) for name, kind in ID_LISTS.items() for value in entry[name]}
        listed.append(frozenset(ids | {("user_id", entry["user_id"])} - {("user_id", None)}))
    assert {frozenset(ids) for ids in components.values()} == set(listed)
    assert len(listed) == len(set(listed)) == truth["identity"]["persons"]
    assert len({entry["person"] for entry in truth["persons"]}) == len(listed)


def test_shared_values_are_listed(truth: Any, company: Lottery) -> None:
    found = {(row["kind"], row["value"]): row["users"] for row in truth["identity"]["guarded"]}
    assert found == shared_ids(company.events)
    assert min(found.values()) > truth["identity"]["max_group_size"]


def test_every_kind_of_shared_value_occurs(truth: Any) -> None:
    if truth["spec"]["months"] == 18:
        kinds = {row["kind"] for row in truth["identity"]["guarded"]}
        assert kinds == {"device_id", "anonymous_user_id", "email"}


def test_identity_counts(
    truth: Any, company: Lottery, people: dict[Node, Node], touches: dict[str, list[Event]]
) -> None:
    identity, persons = truth["identity"], truth["persons"]
    has_user = sum(bool(event.user_id) for event in company.events)
    nobody = sum(not any(node in people for node in event.ids) for event in company.events)
    known = sum(map(len, touches.values()))
    assert identity["events"] == {
        "with_user": has_user,
        "stitched": known - has_user,
        "of_unknown_persons": len(company.events) - known - nobody,
        "of_nobody": nobody,
    }
    assert identity["members"] == sum(entry["user_id"] is not None for entry in persons)
    assert identity["members_without_events"] == len(company.members) - identity["members"]
    for name in ("anonymous_ids", "device_ids"):
        several = sum(len(entry[name]) > 1 for entry in persons)
        assert identity[f"persons_with_several_{name}"] == several
        kind = ID_LISTS[name]
        values = {value for event in company.events for k, value in event.ids if k == kind}
        assert identity[name] == len(values)


def test_hard_cases_of_identity_occur(truth: Any, company: Lottery) -> None:
    """Late logins, chains over a device or a mailbox, and people who never log in."""
    direct = {
        node
        for event in company.events
        if event.user_id
        for node in event.ids
        if node[0] == "anonymous_user_id"
    }
    chained = [
        value
        for entry in truth["persons"]
        if entry["user_id"]
        for value in entry["anonymous_ids"]
        if ("anonymous_user_id", value) not in direct
    ]
    assert chained
    unknown = [entry for entry in truth["persons"] if not entry["user_id"]]
    assert len(unknown) > len(truth["persons"]) / 2
    assert any(len(entry["anonymous_ids"]) > 1 for entry in unknown)
    assert any(len(entry["device_ids"]) > 1 for entry in truth["persons"])


def touch_names(events: list[Event], converted: datetime, by: str) -> tuple[str, str]:
    """First and last touch of the 30 days before a conversion."""
    start = converted - timedelta(days=30)
    seen = [event for event in events if start <= event.at <= converted]
    if not seen:
        return NO_TOUCH, NO_TOUCH
    names = [
        event.campaign if by == "by_campaign" else CHANNELS.get(event.source or "")
        for event in (seen[0], seen[-1])
    ]
    return names[0] or DIRECT, names[1] or DIRECT


def conversion_of(member: Member, kind: str) -> tuple[datetime, Decimal] | None:
    if kind == "signup":
        return member.signed_up, Decimal(0)
    payments = member.deposits if kind == "first_deposit" else member.purchases
    return (payments[0].at, payments[0].amount) if payments else None


@pytest.mark.parametrize("kind", ["signup", "first_deposit", "first_purchase"])
@pytest.mark.parametrize("by", ["by_campaign", "by_channel"])
def test_first_and_last_touches_recounted(
    truth: Any, company: Lottery, visits: dict[str, list[Event]], kind: str, by: str
) -> None:
    counts: dict[tuple[str, str], int] = Counter()
    values: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for member in company.members.values():
        conversion = conversion_of(member, kind)
        if not conversion:
            continue
        names = touch_names(visits[member.user_id], conversion[0], by)
        for model, name in zip(("first_touch", "last_touch"), names, strict=True):
            counts[model, name] += 1
            values[model, name] += conversion[1]
    found = truth["attribution"][kind]
    for model in ("first_touch", "last_touch"):
        rows = found[model][by]
        assert {name for one, name in counts if one == model} <= set(rows)
        for name, row in rows.items():
            assert row["conversions"] == counts.get((model, name), 0)
            assert row["value"] == f"{values.get((model, name), Decimal(0)):.2f}"
        assert sum(row["conversions"] for row in rows.values()) == found["conversions"]


def test_jackpot_players_recounted(
    truth: Any, company: Lottery, visits: dict[str, list[Event]]
) -> None:
    found = truth["jackpot_players"]
    high = {
        game
        for game, (_, jackpot) in company.jackpots.items()
        if jackpot and jackpot > Decimal(found["threshold"])
    }
    assert {company.jackpots[game][0] for game in high} == set(found["games"])
    groups: dict[tuple[str, str], list[Member]] = defaultdict(list)
    for member in company.members.values():
        names = touch_names(visits[member.user_id], member.signed_up, "by_campaign")
        groups["by_first_touch", names[0]].append(member)
        groups["by_last_touch", names[1]].append(member)

    def counts(members: list[Member]) -> dict[str, int]:
        buyers = [member for member in members if member.purchases]
        return {
            "members": len(members),
            "buyers": len(buyers),
            "high_jackpot_players": sum(
                any(payment.game in high for payment in member.purchases) for member in buyers
            ),
        }

    for model in ("by_first_touch", "by_last_touch"):
        for name, row in found[model].items():
            assert row == counts(groups[model, name])
    whole = counts(list(company.members.values()))
    assert {name: found[name] for name in whole} == whole


def test_touches_after_the_conversion_and_conversions_without_any_occur(
    truth: Any, company: Lottery, touches: dict[str, list[Event]]
) -> None:
    later = [
        event.campaign
        for member in company.members.values()
        for event in touches[member.user_id]
        if event.at > member.signed_up
    ]
    assert {"newsletter", "retargeting", None} <= set(later)
    for kind in ("signup", "first_deposit"):
        assert truth["attribution"][kind]["last_touch"]["by_campaign"][NO_TOUCH]["conversions"]


def test_visits_before_the_signup_recounted(
    truth: Any, company: Lottery, touches: dict[str, list[Event]]
) -> None:
    """By campaign of the visit, and those on which somebody signed up."""
    signed_up = {
        event.event_id: company.members[user].signed_up
        for user, events in touches.items()
        for event in events
    }
    first: dict[str, Event] = {}
    for event in company.events:
        first.setdefault(event.session, event)
    before = Counter(
        event.campaign or DIRECT
        for event in first.values()
        if event.event_id not in signed_up or event.at <= signed_up[event.event_id]
    )
    won = Counter(event.campaign or DIRECT for event in company.events if event.kind == "signup")
    campaigns = truth["effects"]["campaigns"]
    # a login at a kiosk begins with a page of somebody unknown
    kiosk = {row["value"] for row in truth["identity"]["guarded"] if row["value"][:4] == "anon"}
    logins = {event.session for event in company.events if event.kind == "login"}
    odd = sum(
        event.session in logins and any(value in kiosk for _, value in event.ids)
        for event in first.values()
    )
    for name, row in campaigns.items():
        expected = row["visits_before_signup"] + (odd if name == DIRECT else 0)
        assert before[name] == expected
        assert won[name] == row["signups_on_visit"]
    assert sum(won.values()) == truth["effects"]["signups"] == truth["identity"]["members"]


def test_effects_show_in_the_data(truth: Any) -> None:
    """Each visit leads to a sign-up with the chance of its campaign."""
    effects = truth["effects"]
    for name, row in effects["campaigns"].items():
        visits, chance = row["visits_before_signup"], row["effect"]
        error = math.sqrt(chance * (1 - chance) * visits)
        assert abs(row["signups_on_visit"] - chance * visits) <= 4 * error
        assert abs(row["incremental"] - row["expected_incremental"]) <= 4 * error
        assert row["incremental"] <= row["visits"]
        if name in ("night_display", "radio_spots"):
            assert row["signups_on_visit"] == row["expected_incremental"] == 0
    assert effects["campaigns"]["night_display"]["visits"] > 0
    assert effects["campaigns"]["radio_spots"]["visits"] == 0
    total = effects["expected_signups"]
    assert abs(effects["signups"] - total) <= 4 * math.sqrt(total)


def test_campaigns_without_players_have_none(truth: Any) -> None:
    for name in ("night_display", "radio_spots"):
        assert Decimal(truth["spend"]["by_campaign"][name]) > 0
        for kind in ("signup", "first_deposit", "first_purchase"):
            for model in ("first_touch", "last_touch"):
                row = truth["attribution"][kind][model]["by_campaign"][name]
                assert row["conversions"] == 0


def test_players_of_high_jackpots_come_by_their_campaigns(truth: Any) -> None:
    found = truth["jackpot_players"]
    for name, share in found["planted_shares"].items():
        row = found["by_last_touch"][name]
        if row["buyers"] > 30:
            error = math.sqrt(share * (1 - share) / row["buyers"])
            assert abs(row["high_jackpot_players"] / row["buyers"] - share) < 4 * error + 0.06


def test_first_deposits_are_not_the_smallest(truth: Any) -> None:
    deposits = truth["deposits"]
    assert Decimal(deposits["first_amount"]) > Decimal(deposits["smallest_amount"])
    assert deposits["players_with_a_smaller_later_one"] > 0
