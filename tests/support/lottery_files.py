"""The files of the `lottery` template, read row by row as the contract says."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from support.extract import Cells, Reading, read_table

UNKNOWN = "unknown (missing)"
# a value seen with more users links nobody
MAX_GROUP_SIZE = 10

# what a visit from a source is counted as; its campaign has spend there
CHANNELS = {
    "google": "paid_search",
    "bing": "paid_search",
    "facebook": "paid_social",
    "instagram": "paid_social",
    "youtube": "video",
    "ad_network": "display",
    "remarketing": "display",
    "night_network": "display",
    "partner": "affiliate",
    "newsletter": "email",
}

Node = tuple[str, str]


@dataclass
class Payment:
    """A deposit or a ticket as it can be read; the amount is in dollars."""

    payment_id: str
    user_id: str
    at: datetime
    amount: Decimal
    game: str = ""


@dataclass
class Member:
    """A sign-up as it can be read, with what followed in order of time."""

    user_id: str
    signed_up: datetime
    country: str
    deposits: list[Payment] = field(default_factory=list)
    purchases: list[Payment] = field(default_factory=list)


@dataclass
class Spend:
    """A line of the spend file; the amount is in dollars."""

    day: datetime
    campaign: str
    channel: str
    amount: Decimal


@dataclass
class Event:
    """A web event as it can be read."""

    event_id: str
    user_id: str
    at: datetime
    campaign: str | None
    source: str | None
    session: str
    kind: str
    ids: list[Node]  # of the user, cookie, device and mailbox


@dataclass
class Lottery:
    """All accepted rows, events in order of time, and what was found on the way."""

    members: dict[str, Member]
    deposits: list[Payment]
    purchases: list[Payment]
    jackpots: dict[str, tuple[str, Decimal | None]]
    spend: list[Spend]
    events: list[Event]
    reading: Reading


def read_lottery(folder: Path) -> Lottery:
    """Read the six files."""
    reading = Reading()
    signups = read_table(folder / "signups.csv", reading, _member, lambda row: str(row.user_id))
    members = {member.user_id: member for member in signups}
    deposits = _paid(folder / "deposits.csv", reading, _deposit, members)
    purchases = _paid(folder / "ticket_purchases.csv", reading, _purchase, members)
    for payment in deposits:
        members[payment.user_id].deposits.append(payment)
    for payment in purchases:
        members[payment.user_id].purchases.append(payment)
    games = read_table(folder / "games.csv", reading, _game, lambda row: str(row[0]))
    events = read_table(
        folder / "web_events.csv",
        reading,
        lambda cells: _event(cells, members),
        lambda row: str(row.event_id),
    )
    return Lottery(
        members=members,
        deposits=deposits,
        purchases=purchases,
        jackpots={game: (name, jackpot) for game, name, jackpot in games},
        spend=read_table(folder / "funnel_spend.csv", reading, _spend),
        events=sorted(events, key=lambda event: (event.at, event.event_id)),
        reading=reading,
    )


def visits_of(events: list[Event], people: dict[Node, str]) -> dict[str, list[Event]]:
    """Visits by person, in order of time: the first event of a session, which belongs to the first
    person known in it. `people` names the person behind each id; visits of nobody are left out."""
    first: dict[str, Event] = {}
    owner: dict[str, str] = {}
    for event in events:
        first.setdefault(event.session, event)
        for node in event.ids:
            if node in people:
                owner.setdefault(event.session, people[node])
    visits: dict[str, list[Event]] = defaultdict(list)
    for session, event in first.items():
        if session in owner:
            visits[owner[session]].append(event)
    return visits


def shared_ids(events: list[Event]) -> dict[Node, int]:
    """Values seen with more than ten users in their own events, with the number of users."""
    users: dict[Node, set[str]] = defaultdict(set)
    for event in events:
        if event.user_id:
            for node in event.ids:
                if node[0] != "user_id":
                    users[node].add(event.user_id)
    return {node: len(found) for node, found in users.items() if len(found) > MAX_GROUP_SIZE}


def people_of(events: list[Event]) -> dict[Node, Node]:
    """A name of the person behind each id: ids seen in one event are one person's, and so on."""
    guarded = shared_ids(events)
    parent: dict[Node, Node] = {}

    def root(node: Node) -> Node:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for event in events:
        nodes = [node for node in event.ids if node not in guarded]
        for node in nodes:
            parent[root(node)] = root(nodes[0])
    return {node: root(node) for node in list(parent)}


def _paid(
    path: Path,
    reading: Reading,
    read_row: Callable[[Cells], Payment],
    members: dict[str, Member],
) -> list[Payment]:
    """Payments of members in order of time."""

    def of_member(cells: Cells) -> Payment:
        payment = read_row(cells)
        if payment.user_id not in members:
            cells.refuse("orphan")
        return payment

    payments = read_table(path, reading, of_member, lambda row: str(row.payment_id))
    return sorted(payments, key=lambda row: (row.at, row.payment_id))


def _member(cells: Cells) -> Member:
    return Member(
        user_id=cells.required("user_id"),
        signed_up=_moment(cells, "signup_timestamp"),
        country=cells.text("country") or UNKNOWN,
    )


def _deposit(cells: Cells) -> Payment:
    return Payment(
        payment_id=cells.required("deposit_id"),
        user_id=cells.row["user_id"],
        at=_moment(cells, "deposit_timestamp"),
        amount=_amount(cells, "deposit_amount_inminor") / 100,
    )


def _purchase(cells: Cells) -> Payment:
    return Payment(
        payment_id=cells.required("purchase_id"),
        user_id=cells.row["user_id"],
        at=_moment(cells, "purchase_timestamp"),
        amount=_amount(cells, "purchase_amount_usd"),
        game=cells.required("game_id"),
    )


def _game(cells: Cells) -> tuple[str, str, Decimal | None]:
    cents = cells.number("jackpot_estimate_inminor")
    jackpot = None if cents is None else Decimal(cents) / 100
    return cells.required("game_id"), cells.row["game_name"], jackpot


def _spend(cells: Cells) -> Spend:
    return Spend(
        day=_moment(cells, "date"),
        campaign=_name(cells.required("campaign_name")),
        channel=_name(cells.required("channel")),
        amount=_amount(cells, "spend_inminor") / 100,
    )


def _event(cells: Cells, members: dict[str, Member]) -> Event:
    user_id = cells.row["user_id"]
    if user_id and user_id not in members:
        cells.refuse("orphan")
    campaign = cells.text("utm_campaign")
    ids = {
        "user_id": user_id,
        "anonymous_user_id": cells.required("anonymous_user_id"),
        "device_id": cells.text("device_id"),
        "email": cells.text("email"),
    }
    return Event(
        event_id=cells.required("event_id"),
        user_id=user_id,
        at=_moment(cells, "event_timestamp"),
        campaign=_name(campaign) if campaign else None,
        source=cells.text("utm_source"),
        session=cells.required("session_id"),
        kind=cells.required("event_type"),
        ids=[(kind, value) for kind, value in ids.items() if value],
    )


def _moment(cells: Cells, column: str) -> datetime:
    cells.required(column)
    return cells.moment(column, is_strict=True) or datetime.min


def _amount(cells: Cells, column: str) -> Decimal:
    cells.required(column)
    amount = cells.decimal(column, "not_a_number") or Decimal(0)
    if amount < 0:
        cells.refuse("negative_amount")
    return amount


def _name(text: str) -> str:
    return text.strip().lower()
