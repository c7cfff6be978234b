"""Persons: those of a made-up lottery against a plain reading and the truth, and what becomes of
their ids from build to build."""

import csv
import hashlib
import shutil
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from builds.company import Company, new_company
from builds.made_up import MadeUp
from gtm_tower.pipeline.project import find_tables
from gtm_tower.pipeline.transform import Transformer
from support.lottery_files import Lottery, Node, people_of, read_lottery, shared_ids
from support.real_data import real_data

pytestmark = pytest.mark.slow

IDENTITY = {
    *("int_identity_edges", "int_identity_stitching", "dim_person"),
    *("meta__identity_memory", "meta__identity_log"),
}
KINDS = ("user_id", "anonymous_id", "device_id", "email")
EVENTS = "event_id user_id anonymous_user_id utm_campaign event_timestamp device_id email"
SIGNUPS = "user_id signup_id signup_timestamp country"
Groups = set[frozenset[Node]]


@pytest.fixture
def quick_builds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds that read the project of a company once, and make no mart but those of identity."""
    parse, leave_out = Transformer.parse, Transformer.leave_out
    others = {table.name for table in find_tables()} - IDENTITY
    read: dict[Path, Any] = {}

    def parse_once(self: Transformer) -> None:
        root = self._workspace.root
        if root not in read:
            parse(self)
            read[root] = self._manifest
        self._manifest = read[root]

    def leave_out_others(self: Transformer, marts: Any, counted: Any) -> set[str]:
        return leave_out(self, {*marts, *others}, counted)

    monkeypatch.setattr(Transformer, "parse", parse_once)
    monkeypatch.setattr(Transformer, "leave_out", leave_out_others)


def node_of(kind: str, value: str) -> Node:
    """A value as the plain reading calls it."""
    return ("anonymous_user_id" if kind == "anonymous_id" else kind, value)


def stitching(company: Company) -> dict[Node, str | None]:
    """The person of every published value."""
    rows = company.query("select value_kind, value, person_id from marts.int_identity_stitching")
    assert len({row[:2] for row in rows}) == len(rows)
    return {node_of(kind, value): person for kind, value, person in rows}


def groups_of(names: Mapping[Node, Hashable]) -> Groups:
    """The values that have one name, whatever it is; those without one are nobody's."""
    found: dict[Hashable, set[Node]] = defaultdict(set)
    for node, name in names.items():
        if name is not None:
            found[name].add(node)
    return {frozenset(group) for group in found.values()}


def plain_people(read: Lottery) -> dict[Node, Node]:
    """A name of the person of every value; a member without events is a person, too."""
    alone = {("user_id", member): ("user_id", member) for member in read.members}
    return alone | people_of(read.events)


def test_planted_persons_are_found_and_nobody_else(lottery: MadeUp, lottery_read: Lottery) -> None:
    found = groups_of(stitching(lottery.company))
    assert found == groups_of(plain_people(lottery_read))
    planted: dict[Node, str] = {}
    kinds = {"anonymous_ids": "anonymous_id", "device_ids": "device_id", "emails": "email"}
    for person in lottery.truth["persons"]:
        ids = [(kind, value) for name, kind in kinds.items() for value in person[name]]
        ids += [("user_id", person["user_id"])] if person["user_id"] else []
        planted |= {node_of(kind, value): person["person"] for kind, value in ids}
    without_events = lottery.truth["identity"]["members_without_events"]
    assert len(planted) == sum(len(group) for group in found) - without_events
    assert groups_of(planted) == {group for group in found if group & planted.keys()}


def test_shared_values_are_guarded_and_listed(lottery: MadeUp, lottery_read: Lottery) -> None:
    rows = lottery.query(
        "select value_kind, value, user_count, person_id from marts.int_identity_stitching"
        " where is_guarded"
    )
    assert {node_of(kind, value): users for kind, value, users, _ in rows} == shared_ids(
        lottery_read.events
    )
    assert {(node_of(kind, value), users, person) for kind, value, users, person in rows} == {
        ((guarded["kind"], guarded["value"]), guarded["users"], None)
        for guarded in lottery.truth["identity"]["guarded"]
    }
    ((warned,),) = lottery.query(
        "select row_count from meta.checks where check_name = 'warn_values_shared_by_too_many'"
    )
    assert warned == len(rows) > 0


def test_edges_are_the_pairs_of_the_events(lottery: MadeUp, lottery_read: Lottery) -> None:
    pairs: Counter[tuple[Node, Node]] = Counter()
    times: dict[tuple[Node, Node], list[datetime]] = defaultdict(list)
    for event in lottery_read.events:
        for pair in combinations(event.ids, 2):
            pairs[pair] += 1
            times[pair].append(event.at)
    rows = lottery.query(
        "select kind_a, value_a, kind_b, value_b, event_count, first_seen_at, last_seen_at,"
        " evidence from marts.int_identity_edges"
    )
    assert {row[-1] for row in rows} == {"event"}  # these members have no address on record
    assert {(node_of(*row[:2]), node_of(*row[2:4])): row[4:7] for row in rows} == {
        pair: (count, min(times[pair]), max(times[pair])) for pair, count in pairs.items()
    }


def test_late_logins_bring_earlier_events_back(lottery: MadeUp, lottery_read: Lottery) -> None:
    person_of = stitching(lottery.company)
    wanted = {
        event.event_id: next((person_of[node] for node in event.ids if person_of[node]), None)
        for event in lottery_read.events
    }
    rows = lottery.accepted("select event_id, person_id from intermediate.int_identity__events")
    assert dict(rows) == wanted
    users: dict[str | None, int] = dict(
        lottery.query("select person_id, user_id_count from marts.dim_person")
    )
    truth = lottery.truth["identity"]["events"]
    without_login = Counter(
        None if wanted[event.event_id] is None else users[wanted[event.event_id]] > 0
        for event in lottery_read.events
        if not event.user_id
    )
    assert (without_login[True], without_login[False], without_login[None]) == (
        *(truth["stitched"], truth["of_unknown_persons"], truth["of_nobody"]),
    )
    assert without_login[True] > 0


def test_persons_are_summed_up(lottery: MadeUp, lottery_read: Lottery) -> None:
    person_of, seen = stitching(lottery.company), defaultdict(list)
    for event in lottery_read.events:
        for node in event.ids:
            seen[node].append(event.at)
    for user_id, member in lottery_read.members.items():
        seen["user_id", user_id].append(member.signed_up)
    members: dict[str, list[Node]] = defaultdict(list)
    for node, person in person_of.items():
        if person:
            members[person].append(node)
    found = {row["person_id"]: row for row in lottery.table("marts.dim_person")}
    assert found.keys() == members.keys()
    for person, nodes in members.items():
        row, kinds = found[person], Counter(kind for kind, _ in nodes)
        times = [at for node in nodes for at in seen[node]]
        known = [at for node in nodes if node[0] in ("user_id", "email") for at in seen[node]]
        users = sorted((min(seen[node]), node[1]) for node in nodes if node[0] == "user_id")
        counts = [row[f"{kind}_count"] for kind in KINDS]
        assert counts == [kinds[node_of(kind, "")[0]] for kind in KINDS]
        assert (row["first_seen_at"], row["last_seen_at"]) == (min(times), max(times))
        assert (row["is_known"], row["first_known_at"]) == (bool(known), min(known, default=None))
        assert row["first_user_id"] == (users[0][1] if users else None)


@pytest.mark.usefixtures("quick_builds")
def test_more_events_keep_every_id_that_lives_on(
    lottery: MadeUp, lottery_read: Lottery, tmp_path: Path
) -> None:
    shutil.copytree(lottery.company.workspace.root, tmp_path / "c", symlinks=True)
    company = Company(type(lottery.company.workspace)(tmp_path / "c"), "lottery")
    before = stitching(company)
    numbers = "select value_kind, value, value_number from marts.int_identity_stitching"
    order = {node_of(kind, value): number for kind, value, number in company.query(numbers)}
    add_events(company.data / "web_events.csv", lottery_read)
    company.load()
    company.build("2026-06-30")

    after = stitching(company)
    assert groups_of(after) == groups_of(plain_people(read_lottery(company.data)))
    wanted: dict[str, str] = {}  # what becomes of each id: the oldest one of its group stays
    for group in groups_of(after):
        known = sorted((order[node], before[node]) for node in group if before.get(node))
        for _, person in known:
            wanted[str(person)] = str(known[0][1])
    assert wanted.keys() == {person for person in before.values() if person}
    assert {(before[node], after[node]) for node in before if before[node]} == set(wanted.items())
    merged = {one: other for one, other in wanted.items() if one != other}
    assert len(merged) == 20
    log = company.table("meta.identity_log")
    assert {row["person_id_before"]: row["person_id_after"] for row in log} == merged
    sizes = Counter(before.values())
    for row in log:
        assert (row["event"], row["change_number"]) == ("merged", 1)
        assert row["value_count"] == sizes[row["person_id_before"]]


def add_events(path: Path, read: Lottery) -> None:
    """Events of June that join forty persons in pairs, and of years ago with cookies we know."""
    guarded = shared_ids(read.events)
    people: dict[Node, Node] = {}
    for node, person in people_of(read.events).items():
        if node[0] == "anonymous_user_id" and node not in guarded:
            people.setdefault(person, node)
    cookies = [value for _, value in sorted(people.values())][:50]
    rows: list[dict[str, Any]] = [
        {"anonymous_user_id": cookie, "device_id": f"new_{place // 2}", "month": "2026-06-05"}
        for place, cookie in enumerate(cookies[:40])
    ]
    rows += [
        {"anonymous_user_id": cookie, "device_id": f"old_{cookie}", "month": "2020-01-05"}
        for cookie in cookies[30:]
    ]
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        for place, row in enumerate(rows):
            at = f"{row.pop('month')} 10:{place // 60:02}:{place % 60:02}"
            more = {"event_id": f"more_{place}", "session_id": f"more_{place}"}
            writer.writerow(row | more | {"event_timestamp": at, "event_type": "page_view"})


@dataclass(frozen=True)
class Story:
    """A company that is built again and again."""

    company: Company

    def events(self, *lines: str) -> None:
        """Web events, in the place of those before: id, day, anonymous id, device and user id."""
        rows = []
        for line in lines:
            event, day, *values = [("" if word == "-" else word) for word in line.split()]
            cookie, device, user = values
            rows.append([event, user, cookie, "", f"2026-{day} 12:00:00", device, ""])
        self.company.put("web_events", EVENTS, rows)

    def build(self, as_of: str, **options: Any) -> dict[str, str | None]:
        """Load and build; gives the person of every value, by the value alone."""
        self.company.load()
        self.company.build(as_of, **options)
        return {value: person for (_, value), person in stitching(self.company).items()}

    def log(self) -> list[tuple[Any, ...]]:
        """The log without its dates, in order."""
        rows = self.company.query(
            "select change_number, event, person_id_before, person_id_after, value_count"
            " from meta.identity_log"
        )
        return sorted(rows, key=str)


def person(kind: str, value: str) -> str:
    """The id of a person who is named after a value."""
    return f"p_{hashlib.md5(f'{kind}:{value}'.encode()).hexdigest()}"


def in_groups(people: Mapping[str, str | None]) -> list[str]:
    """The values of each person, such as `a1 d1`, in order."""
    found: dict[str, list[str]] = defaultdict(list)
    for value, name in people.items():
        if name:
            found[name].append(value)
    return sorted(" ".join(sorted(values)) for values in found.values())


@pytest.mark.usefixtures("quick_builds")
def test_ids_live_on(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Late login, late event, split, loss, a look back, and the same again."""
    url = request.getfixturevalue("postgres_url") if engine == "postgres" else None
    story = Story(new_company(tmp_path / "c", url, "lottery"))
    story.company.set("max_group_size: 10", "max_group_size: 1")
    days = ["2026-03-01 12:00:00", "2026-03-02 12:00:00"]
    signups = [[f"U{place}", f"s{place}", day, "DE"] for place, day in enumerate(days, 1)]
    story.company.put("signups", SIGNUPS, signups)
    first = ("e1 03-03 a1 d1 -", "e2 03-04 a2 - -", "e3 03-05 a3 d3 -", "e4 03-06 a4 d3 -")
    story.events(*first, "e5 03-07 a5 - -")

    one = story.build("2026-03-31")
    assert in_groups(one) == ["U1", "U2", "a1 d1", "a2", "a3 a4 d3", "a5"]
    names = [("user_id", "U1"), ("anonymous_id", "a1"), ("anonymous_id", "a2")]
    assert [one[value] for _, value in names] == [person(*name) for name in names]
    assert story.log() == []

    # U1 logs in where a1 was, a0 was with a2 long ago, two share d3, and a5 is no longer delivered
    late = ("e6 04-01 a1 - U1", "e7 01-01 a0 d0 -", "e8 01-02 a2 d0 -")
    story.events(*first, *late, "e9 04-02 - d3 U1", "e10 04-03 - d3 U2")
    two = story.build("2026-04-30")
    assert in_groups(two) == ["U1 a1 d1", "U2", "a0 a2 d0", "a3", "a4"]
    assert two["d3"] is None
    kept = {"a1": one["U1"], "U2": one["U2"], "a0": one["a2"], "a3": one["a3"]}
    assert {value: two[value] for value in kept} == kept
    assert two["a4"] == person("anonymous_id", "a4") not in one.values()
    changes = [
        (1, "gone", one["a5"], None, 1),
        (1, "merged", one["a1"], one["U1"], 2),
        (1, "split", one["a3"], two["a4"], 1),
    ]
    assert story.log() == changes

    back = story.build("2026-03-31")
    assert in_groups(back) == ["U1", "U2", "a0 a2 d0", "a1 d1", "a3 a4 d3"]
    assert (back["U1"], back["a2"], back["a3"]) == (two["U1"], two["a2"], two["a3"])
    assert story.log() == changes

    # what is remembered is that of the second build, so this is that build once more
    assert story.build("2026-04-30", full_refresh=True) == two
    assert story.log() == changes


@pytest.mark.usefixtures("quick_builds")
def test_web_events_of_snowplow(tmp_path: Path) -> None:
    """Two batches of one company; a session is of its user, or of the visitor without a login."""
    data = real_data("web_identity_snowplow")
    company = new_company(tmp_path / "c", template="lottery")
    (company.data / "web_events").mkdir()
    before: dict[Node, str | None] = {}
    for batch in ("sp_event", "sp_event_update"):
        with (data / "event" / f"{batch}.csv").open(encoding="utf-8", newline="") as file:
            rows = [snowplow_row(row) for row in csv.DictReader(file)]
        company.put(f"web_events/{batch}", EVENTS, rows)
        company.load()
        company.build("2018-01-31")
        found = stitching(company)
        assert {node: found[node] for node in before} == before
        before = found

    persons = {row["person_id"]: row for row in company.table("marts.dim_person")}
    with (data / "expected" / "snowplow_sessions_expected.csv").open(encoding="utf-8") as file:
        sessions = list(csv.DictReader(file))
    assert len(sessions) == 5
    for session in sessions:
        visitor, device = (
            session["user_snowplow_domain_id"],
            session["user_snowplow_crossdomain_id"],
        )
        person_id = before["anonymous_user_id", visitor]
        assert before["device_id", device] == person_id
        user = persons[str(person_id)]["first_user_id"]
        assert (user or visitor) == session["inferred_user_id"]
    assert len(persons) == 4


def snowplow_row(row: Mapping[str, str]) -> list[str]:
    """A web event of theirs as one of ours."""
    ids = [row[name] for name in ("event_id", "user_id", "domain_userid")]
    return [*ids, "", row["collector_tstamp"], row["network_userid"], ""]
