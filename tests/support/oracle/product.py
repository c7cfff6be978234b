"""Activation of users, and retention of customers and users."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from support.oracle.contract import Judged, Row
from support.oracle.names import Group, Names
from support.oracle.revenue import Revenue
from support.oracle.values import ZERO, Settings, first_day, median, rate


@dataclass(frozen=True)
class Usage:
    """Events at or after their user's creation, with the account they count for."""

    user_id: str
    account_id: str
    month: int
    event_type: str
    occurred_at: datetime


@dataclass(frozen=True)
class NewUser:
    """A user, and when it got value, if ever."""

    user_id: str
    group: Group
    created_at: datetime
    created: date
    month: int
    activated_at: datetime | None
    days: int | None
    is_observed: bool


def usages(judged: Judged, settings: Settings) -> list[Usage]:
    """Every event that counts."""
    users = {row["user_id"]: row for row in judged.accepted["users"]}
    return [
        Usage(
            row["user_id"],
            users[row["user_id"]]["account_id"],
            settings.month(row["occurred_at"]),
            row["event_type"],
            row["occurred_at"],
        )
        for row in judged.accepted["product_events"]
        if row["occurred_at"] >= users[row["user_id"]]["created_at"]
    ]


def events_begin(used: list[Usage]) -> int | None:
    """The month in which product events begin; None without any."""
    return min((one.month for one in used), default=None)


def new_users(judged: Judged, used: list[Usage], names: Names, settings: Settings) -> list[NewUser]:
    """Every user with its first activation."""
    first: dict[str, datetime] = {}
    for one in used:
        if one.event_type in settings.policies.activation_event_types:
            first[one.user_id] = min(one.occurred_at, first.get(one.user_id, one.occurred_at))
    begin = events_begin(used)
    users = []
    for row in judged.accepted["users"]:
        created, month = settings.day(row["created_at"]), settings.month(row["created_at"])
        activated_at = first.get(row["user_id"])
        users.append(
            NewUser(
                row["user_id"],
                names.group(row["account_id"]),
                row["created_at"],
                created,
                month,
                activated_at,
                (settings.day(activated_at) - created).days if activated_at else None,
                begin is not None and month >= begin,
            )
        )
    return users


def activation(users: list[NewUser], settings: Settings) -> list[Row]:
    """fct_activation."""
    cohorts: dict[tuple[int, Group], list[NewUser]] = defaultdict(list)
    for user in users:
        cohorts[user.month, user.group].append(user)
    return [
        {
            "date_month": first_day(month),
            "segment": group[0],
            "region": group[1],
            "acquisition_channel": group[2],
            "user_count": len(some),
            "is_observed": some[0].is_observed,
        }
        | _activation(month, some, settings)
        for (month, group), some in cohorts.items()
    ]


def _activation(month: int, some: list[NewUser], settings: Settings) -> Row:
    if not some[0].is_observed:
        unknown: Row = dict.fromkeys(
            [
                "mature_user_count",
                "activated_user_count",
                "ever_activated_user_count",
                "activation_rate",
                "median_days_to_value",
                "km_median_days_to_value",
            ]
        )
        return unknown | {"is_mature": False}
    span = timedelta(days=settings.policies.activation_days)
    mature = [user for user in some if user.created + span <= settings.as_of]
    in_time = sum(
        user.activated_at is not None and user.activated_at - user.created_at <= span
        for user in mature
    )
    days = [user.days for user in some if user.days is not None]
    middle = median(days)
    return {
        "mature_user_count": len(mature),
        "activated_user_count": in_time,
        "ever_activated_user_count": len(days),
        "activation_rate": rate(in_time, len(mature)),
        "median_days_to_value": None if middle is None else float(middle),
        "km_median_days_to_value": _kaplan_meier_median(some, settings),
        "is_mature": len(mature) == len(some) and settings.is_over(month),
    }


def _kaplan_meier_median(some: list[NewUser], settings: Settings) -> int | None:
    """The first day on which the product of 1 - d / n is at most one half."""
    leaving = [
        (settings.as_of - user.created).days if user.days is None else user.days for user in some
    ]
    share = Fraction(1)
    for day in sorted({user.days for user in some if user.days is not None}):
        at_risk = sum(left >= day for left in leaving)
        share *= 1 - Fraction(sum(user.days == day for user in some), at_risk)
        if share <= Fraction(1, 2):
            return day
    return None


@dataclass(frozen=True)
class Member:
    """A customer or a user with its cohort, and the months in which it was active."""

    cohort_type: str
    month: int
    is_truncated: bool
    group: Group
    active: dict[int, Decimal]
    first_visible: int | None


def retention(
    found: Revenue, users: list[NewUser], used: list[Usage], names: Names, settings: Settings
) -> list[Row]:
    """fct_retention."""
    members = [*_customers(found, names), *_users(users, used)]
    cohorts: dict[tuple[str, int, bool, Group], list[Member]] = defaultdict(list)
    oldest: dict[str, int] = {}
    for one in members:
        cohorts[one.cohort_type, one.month, one.is_truncated, one.group].append(one)
        oldest[one.cohort_type] = min(one.month, oldest.get(one.cohort_type, one.month))
    return [
        {
            "cohort_type": cohort_type,
            "cohort_month": first_day(month),
            "segment": group[0],
            "region": group[1],
            "acquisition_channel": group[2],
            "months_since": age,
            "date_month": first_day(month + age),
            "currency": settings.currency,
            "is_truncated_cohort": is_truncated,
        }
        | _cell(some, month + age, settings)
        for (cohort_type, month, is_truncated, group), some in cohorts.items()
        for age in range(settings.as_of_month - oldest[cohort_type] + 1)
    ]


def _customers(found: Revenue, names: Names) -> Iterator[Member]:
    for (account_id, month), one in found.months.items():
        if month == one.first_paid_month:
            active = {
                other: mrr.mrr
                for (name, other), mrr in found.months.items()
                if name == account_id and mrr.mrr > 0
            }
            group = names.group(account_id)
            yield Member("customer", month, one.is_first_observed, group, active, month)


def _users(users: list[NewUser], used: list[Usage]) -> Iterator[Member]:
    begin = events_begin(used)
    for user in users:
        active = {one.month: ZERO for one in used if one.user_id == user.user_id}
        yield Member("user", user.month, not user.is_observed, user.group, active, begin)


def _cell(some: list[Member], month: int, settings: Settings) -> Row:
    """A cohort in a month; null where the month cannot have been seen."""
    size, visible = len(some), some[0].first_visible
    is_observable = visible is not None and visible <= month <= settings.as_of_month
    is_money = some[0].cohort_type == "customer"
    start = sum((one.active[one.month] for one in some), ZERO) if is_money else None
    active = [one.active[month] for one in some if month in one.active] if is_observable else None
    retained = sum(active, ZERO) if is_money and active is not None else None
    return {
        "cohort_size": size,
        "active_count": None if active is None else len(active),
        "retention_rate": None if active is None else rate(len(active), size),
        "cohort_mrr": start,
        "retained_mrr": retained,
        "mrr_retention_rate": None if retained is None else rate(retained, start),
        "is_observable": is_observable,
        "is_complete": is_observable and settings.is_over(month),
    }
