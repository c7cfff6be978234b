"""Attribution in plain Python: journeys, paths, and the credit of every model, one by one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np

from support.jaffle_files import UNKNOWN, Order, Shop
from support.lottery_files import CHANNELS, Lottery, Member, Payment, people_of, visits_of

LOOKBACK = timedelta(days=30)
HALF_LIFE_DAYS = 7
ONCE = {"signup", "first_deposit", "first_purchase"}
RULES = ("first", "last", "last_non_direct", "linear", "position", "w_shaped", "time_decay")
PROMOTIONS = ("coupon", "gift_card")
HIGH_VALUE = 5_000  # cents

Credit = dict[str, Fraction | float]


@dataclass(frozen=True)
class Touch:
    """What brought somebody, and when."""

    touch_id: str
    person: str
    channel: str
    campaign: str
    at: datetime
    is_derived: bool = False

    @property
    def label(self) -> str:
        """The channel as Markov and Shapley tell it apart."""
        return f"{self.channel} (derived)" if self.is_derived else self.channel


@dataclass(frozen=True)
class Conversion:
    """What counts as one, with the moments of its lead and its opportunity."""

    conversion_id: str
    kind: str
    person: str
    value: Decimal | None
    at: datetime
    lead_at: datetime | None
    opportunity_at: datetime | None


@dataclass(frozen=True)
class Path:
    """The touches of a journey, or those that led to nothing."""

    kind: str
    touches: tuple[Touch, ...]
    conversion: Conversion | None


def lottery_touches(company: Lottery) -> tuple[list[Touch], list[Conversion]]:
    """Visits of all whom somebody knows, and what members did."""
    people = {node: " ".join(person) for node, person in people_of(company.events).items()}
    touches = [
        Touch(
            f"visit:{event.event_id}",
            person,
            CHANNELS[event.source or ""] if event.campaign else "(direct)",
            event.campaign or "(direct)",
            event.at,
        )
        for person, visits in visits_of(company.events, people).items()
        for event in visits
    ]
    conversions = [
        one
        for member in company.members.values()
        for one in _member_conversions(
            member, people.get(("user_id", member.user_id), member.user_id)
        )
    ]
    return touches, conversions


def _member_conversions(member: Member, person: str) -> Iterable[Conversion]:
    deposited = member.deposits[0].at if member.deposits else None
    milestones = (member.signed_up, deposited)

    def of(kind: str, payment: Payment) -> Conversion:
        name = f"{kind}:{payment.payment_id}"
        return Conversion(name, kind, person, payment.amount, payment.at, *milestones)

    name = f"signup:{member.user_id}"
    yield Conversion(name, "signup", person, None, member.signed_up, *milestones)
    yield from (of("first_deposit", payment) for payment in member.deposits[:1])
    yield from (of("first_purchase", payment) for payment in member.purchases[:1])
    yield from (of("order", payment) for payment in member.purchases)


def shop_touches(shop: Shop, people: Mapping[str, str]) -> tuple[list[Touch], list[Conversion]]:
    """What every order tells of itself, and what customers did; `people` by customer."""
    touches, conversions = [], []
    for customer in shop.customers:
        person, since = people[customer.customer_id], customer.signed_up
        if since:
            name = f"signup:{customer.customer_id}"
            conversions.append(Conversion(name, "signup", person, None, since, since, None))
        for place, order in enumerate(customer.orders):
            at = datetime.combine(order.day, datetime.min.time())
            is_derived = (order.channel, order.campaign) == (UNKNOWN, UNKNOWN)
            channel = derived_channel(order) if is_derived else order.channel
            touch = Touch(
                f"order:{order.order_id}", person, channel, order.campaign, at, is_derived
            )
            touches.append(touch)
            value = Decimal(order.amount) / 100 if order.payments else None
            for kind in ["order", *(["first_purchase"] if place == 0 else [])]:
                name = f"{kind}:{order.order_id}"
                conversions.append(Conversion(name, kind, person, value, at, since, None))
    return touches, conversions


def derived_channel(order: Order) -> str:
    """What the rules make of an order that nobody tracked."""
    if sum(order.paid_with(method) for method in PROMOTIONS) > 0:
        return "Promotional Campaign"
    if order.day.weekday() in (5, 6):
        return "Social Media"
    return "Email Marketing" if order.amount >= HIGH_VALUE else "Organic"


def journeys_of(
    touches: Sequence[Touch], conversions: Sequence[Conversion]
) -> dict[Conversion, list[Touch]]:
    """The touches of each conversion's look-back, in their order."""
    by_person = defaultdict(list)
    for touch in sorted(touches, key=lambda touch: (touch.at, touch.touch_id.encode())):
        by_person[touch.person].append(touch)
    return {
        one: [touch for touch in by_person[one.person] if one.at - LOOKBACK <= touch.at <= one.at]
        for one in conversions
    }


def paths_of(
    touches: Sequence[Touch], journeys: Mapping[Conversion, Sequence[Touch]]
) -> list[Path]:
    """The paths of all conversions, and of the touches that could have led to one and did not."""
    used: dict[str, set[Touch]] = defaultdict(set)
    settled: dict[tuple[str, str], datetime] = {}
    for one, journey in journeys.items():
        used[one.kind].update(journey)
        key = (one.kind, one.person)
        settled[key] = max(one.at, settled.get(key, one.at))
    paths = [Path(one.kind, tuple(journey), one) for one, journey in journeys.items()]
    for kind in sorted({one.kind for one in journeys}):
        runs: dict[str, list[list[Touch]]] = defaultdict(list)
        for touch in sorted(touches, key=lambda touch: (touch.at, touch.touch_id.encode())):
            last = settled.get((kind, touch.person)) if kind in ONCE else None
            if touch in used[kind] or (last and touch.at > last):
                continue
            own = runs[touch.person]
            if not own or touch.at > own[-1][-1].at + LOOKBACK:
                own.append([])
            own[-1].append(touch)
        paths += [Path(kind, tuple(run), None) for own in runs.values() for run in own]
    return paths


def rule_credit(model: str, journey: Sequence[Touch], conversion: Conversion) -> Credit:
    """The credit of each touch by a rule, exactly but for time decay."""
    ids = [touch.touch_id for touch in journey]
    n = len(journey)
    tagged = [touch.touch_id for touch in journey if touch.channel != "(direct)"]
    only = {"first": ids[0], "last": ids[-1], "last_non_direct": [*ids[-1:], *tagged][-1]}
    if model in only:
        return {only[model]: Fraction(1)}
    if model == "linear":
        return dict.fromkeys(ids, Fraction(1, n))
    if model == "position" and n > 2:
        ends = {ids[0]: Fraction(2, 5), ids[-1]: Fraction(2, 5)}
        return {**dict.fromkeys(ids[1:-1], Fraction(1, 5 * (n - 2))), **ends}
    if model == "position":
        return dict.fromkeys(ids, Fraction(1, n))
    if model == "w_shaped":
        return _w_shaped(journey, conversion)
    days = [(conversion.at - touch.at).total_seconds() / 86_400 for touch in journey]
    weights = [0.5 ** (age / HALF_LIFE_DAYS) for age in days]
    return dict(zip(ids, (weight / sum(weights) for weight in weights), strict=True))


def _w_shaped(journey: Sequence[Touch], conversion: Conversion) -> Credit:
    roles = [journey[0]]
    for moment in (conversion.lead_at, conversion.opportunity_at):
        before = [touch for touch in journey if moment and touch.at <= moment <= conversion.at]
        roles += before[-1:]
    credit: Credit = dict.fromkeys((touch.touch_id for touch in journey), Fraction(0))
    for touch in roles:
        credit[touch.touch_id] += Fraction(3, 10)
    others = [name for name, part in credit.items() if not part]
    for name in others:
        credit[name] = (1 - Fraction(3, 10) * len(roles)) / len(others)
    return {name: part / sum(credit.values()) for name, part in credit.items()}


def data_credit(model: str, journey: Sequence[Touch], effects: Mapping[str, float]) -> Credit:
    """The credit of each touch by Markov, from the effects of channels, or by Shapley."""
    counts = Counter(touch.label for touch in journey)
    if model == "shapley":
        return {touch.touch_id: Fraction(1, len(counts) * counts[touch.label]) for touch in journey}
    total = sum(effects[touch.label] for touch in journey)
    if not total:
        return dict.fromkeys((touch.touch_id for touch in journey), Fraction(1, len(journey)))
    return {touch.touch_id: effects[touch.label] / total for touch in journey}


def removal_effects(paths: Sequence[Path]) -> dict[str, float]:
    """The share of conversions that a chain of order 1 loses without each channel: the chain is
    solved anew with every visit to the channel leading nowhere."""
    moves: Counter[tuple[str, str]] = Counter()
    for path in paths:
        if path.touches:
            end = "(won)" if path.conversion else "(lost)"
            states = ["(start)", *(touch.label for touch in path.touches), end]
            moves.update(zip(states, states[1:], strict=False))
    channels = sorted({at for at, _ in moves} - {"(start)"})
    whole = _converting(moves, channels, None)
    return {name: 1 - _converting(moves, channels, name) / whole for name in channels}


def _converting(
    moves: Mapping[tuple[str, str], int], channels: Sequence[str], removed: str | None
) -> float:
    """The chance to convert from the start."""
    places = {name: place for place, name in enumerate(["(start)", *channels])}
    leaving: Counter[str] = Counter()
    for (at, _), count in moves.items():
        leaving[at] += count
    matrix, right = np.eye(len(places)), np.zeros(len(places))
    for (at, to), count in moves.items():
        if at == removed:
            continue
        if to == "(won)":
            right[places[at]] += count / leaving[at]
        elif to != "(lost)":
            matrix[places[at], places[to]] -= count / leaving[at]
    return float(np.linalg.solve(matrix, right)[0])
