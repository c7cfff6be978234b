"""The input contract: which rows are accepted, and why each of the others is not."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from support.oracle.values import (
    Settings,
    Unreadable,
    clean,
    read_count,
    read_moment,
    read_money,
    read_month_or_moment,
    read_number,
)

Row = dict[str, Any]
Place = tuple[str, int]

ACCOUNT_STATUSES = (
    "active trial trialing prospect paused suspended inactive churned cancelled canceled"
    " customer lead closed"
)
SUBSCRIPTION_STATUSES = (
    "trialing active past_due unpaid paused cancelled canceled ended expired churned"
    " trial pending incomplete incomplete_expired inactive suspended"
)
INVOICE_STATUSES = (
    "draft open pending unpaid past_due overdue paid refunded void uncollectible failed"
    " sent partially_paid partially_refunded written_off cancelled canceled"
)
SEVERITIES = "low medium high critical urgent normal minor major blocker p1 p2 p3 p4"


@dataclass(frozen=True)
class Entity:
    """The contract of one input, fed by one raw table.

    `columns` maps each raw column to the input's column and its kind: text, name (lower case), code
    (upper case), moment, end (a moment that is unknown until as_of), month, money, number, count.
    """

    table: str
    columns: Mapping[str, tuple[str, str]]
    happens_at: str
    required: Sequence[str]
    key: str | None = None
    not_negative: Sequence[str] = ()
    has_currency: bool = False
    order: tuple[str, str] | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)


ENTITIES = {
    "accounts": Entity(
        "accounts",
        {
            "account_id": ("account_id", "text"),
            "account_name": ("account_name", "text"),
            "segment": ("segment", "text"),
            "company_size": ("company_size", "text"),
            "region": ("region", "text"),
            "acquisition_channel": ("acquisition_channel", "text"),
            "status": ("status", "name"),
            "created_at": ("created_at", "moment"),
        },
        "created_at",
        ["account_id", "created_at"],
        key="account_id",
        names={"status": ACCOUNT_STATUSES},
    ),
    "users": Entity(
        "users",
        {
            "user_id": ("user_id", "text"),
            "account_id": ("account_id", "text"),
            "email": ("email", "name"),
            "role": ("role", "name"),
            "created_at": ("created_at", "moment"),
        },
        "created_at",
        ["user_id", "account_id", "created_at"],
        key="user_id",
        parents={"account_id": "accounts"},
    ),
    "subscriptions": Entity(
        "subscriptions",
        {
            "subscription_id": ("subscription_id", "text"),
            "account_id": ("account_id", "text"),
            "plan_tier": ("plan", "text"),
            "status": ("status", "name"),
            "start_date": ("started_at", "moment"),
            "end_date": ("ended_at", "end"),
            "cancelled_at": ("cancelled_at", "end"),
        },
        "started_at",
        ["subscription_id", "account_id", "started_at"],
        key="subscription_id",
        order=("started_at", "ended_at"),
        names={"status": SUBSCRIPTION_STATUSES},
        parents={"account_id": "accounts"},
    ),
    "invoices": Entity(
        "invoices",
        {
            "invoice_id": ("invoice_id", "text"),
            "subscription_id": ("subscription_id", "text"),
            "account_id": ("account_id", "text"),
            "currency": ("currency", "code"),
            "status": ("status", "name"),
            "invoice_date": ("invoiced_at", "moment"),
            "amount": ("amount", "money"),
            "period_start": ("period_start", "moment"),
            "period_end": ("period_end", "moment"),
        },
        "invoiced_at",
        ["invoice_id", "invoiced_at", "amount"],
        key="invoice_id",
        not_negative=["amount"],
        has_currency=True,
        order=("period_start", "period_end"),
        names={"status": INVOICE_STATUSES},
        parents={"account_id": "accounts", "subscription_id": "subscriptions"},
    ),
    "payments": Entity(
        "payments",
        {
            "payment_id": ("payment_id", "text"),
            "invoice_id": ("invoice_id", "text"),
            "currency": ("currency", "code"),
            "payment_method": ("method", "name"),
            "payment_date": ("paid_at", "moment"),
            "amount": ("amount", "money"),
        },
        "paid_at",
        ["payment_id", "amount"],
        key="payment_id",
        has_currency=True,
        parents={"invoice_id": "invoices"},
    ),
    "opportunities": Entity(
        "crm_deals",
        {
            "deal_id": ("opportunity_id", "text"),
            "account_id": ("account_id", "text"),
            "stage": ("stage", "name"),
            "currency": ("currency", "code"),
            "segment": ("segment", "text"),
            "deal_value": ("amount", "money"),
            "created_date": ("created_at", "moment"),
            "closed_date": ("closed_at", "end"),
        },
        "created_at",
        ["opportunity_id", "stage", "created_at"],
        key="opportunity_id",
        not_negative=["amount"],
        has_currency=True,
    ),
    "product_events": Entity(
        "product_events",
        {
            "event_id": ("event_id", "text"),
            "user_id": ("user_id", "text"),
            "account_id": ("account_id", "text"),
            "event_type": ("event_type", "name"),
            "event_timestamp": ("occurred_at", "moment"),
        },
        "occurred_at",
        ["event_id", "user_id", "event_type", "occurred_at"],
        key="event_id",
        parents={"user_id": "users"},
    ),
    "support_tickets": Entity(
        "support_tickets",
        {
            "ticket_id": ("ticket_id", "text"),
            "account_id": ("account_id", "text"),
            "category": ("category", "name"),
            "severity": ("severity", "name"),
            "created_at": ("created_at", "moment"),
            "first_replied_at": ("first_replied_at", "end"),
            "resolved_at": ("resolved_at", "end"),
            "sla_hours": ("sla_hours", "number"),
        },
        "created_at",
        ["ticket_id", "account_id", "created_at"],
        key="ticket_id",
        not_negative=["sla_hours"],
        order=("created_at", "resolved_at"),
        names={"severity": SEVERITIES},
        parents={"account_id": "accounts"},
    ),
    "marketing_spend": Entity(
        "marketing_spend",
        {
            "channel": ("channel", "text"),
            "campaign_name": ("campaign", "text"),
            "currency": ("currency", "code"),
            "month": ("spent_at", "month"),
            "spend": ("amount", "money"),
            "leads_generated": ("leads", "count"),
        },
        "spent_at",
        ["spent_at", "channel", "amount"],
        not_negative=["amount"],
        has_currency=True,
    ),
}

_READERS: dict[str, Callable[[str, Settings], Any]] = {
    "text": lambda text, _: text,
    "name": lambda text, _: text.lower(),
    "code": lambda text, _: text.upper(),
    "moment": read_moment,
    "end": read_moment,
    "month": read_month_or_moment,
    "money": lambda text, _: read_money(text),
    "number": lambda text, _: read_number(text),
    "count": lambda text, _: read_count(text),
}
_PROBLEMS = dict.fromkeys(["moment", "end", "month"], "not_a_date") | dict.fromkeys(
    ["money", "number", "count"], "not_a_number"
)


@dataclass(frozen=True)
class Judged:
    """Every input: the rows accepted, and the verdict on each raw row (None for accepted)."""

    accepted: dict[str, list[Row]]
    verdicts: dict[str, dict[Place, str | None]]


def judge(raw: Mapping[str, Sequence[Mapping[str, str | None]]], settings: Settings) -> Judged:
    """Hold all raw rows against the contract; parents come before their children."""
    judged = Judged({}, {})
    for name, entity in ENTITIES.items():
        known = {
            column: {row[column] for row in judged.accepted[parents]}
            for column, parents in entity.parents.items()
        }
        rows = {
            _place(entity, number, row): _read(entity, row, settings)
            for number, row in enumerate(raw.get(entity.table, ()), start=1)
        }
        verdicts = {place: _verdict(entity, row, known, settings) for place, row in rows.items()}
        _replace_earlier_versions(entity, rows, verdicts)
        judged.verdicts[name] = verdicts
        judged.accepted[name] = [row for place, row in rows.items() if verdicts[place] is None]
    return judged


def _place(entity: Entity, number: int, row: Mapping[str, str | None]) -> Place:
    return row.get("_gtm_file") or f"{entity.table}.csv", int(row.get("_gtm_row") or number)


def _read(entity: Entity, row: Mapping[str, str | None], settings: Settings) -> Row:
    """The typed row; `problem` names the first raw column that is not of its kind."""
    values: Row = {"problem": None}
    for raw_column, (column, kind) in entity.columns.items():
        text = clean(row.get(raw_column))
        try:
            value = None if text is None else _READERS[kind](text, settings)
        except Unreadable:
            value = None
            values["problem"] = values["problem"] or f"{_PROBLEMS[kind]}: {raw_column}"
        if kind == "end" and value is not None and value >= settings.end_of_day:
            value = None
        values[column] = value
    return values


def _verdict(
    entity: Entity, row: Row, known: Mapping[str, set[str]], settings: Settings
) -> str | None:
    happens_at = row[entity.happens_at]
    if happens_at is not None and happens_at >= settings.end_of_day:
        return "later"
    return next(_refusals(entity, row, known, settings), None)


def _refusals(
    entity: Entity, row: Row, known: Mapping[str, set[str]], settings: Settings
) -> Iterator[str]:
    """The reasons against a row, the weightiest first."""
    if row["problem"]:
        yield row["problem"]
    for column in entity.required:
        if row[column] is None:
            yield f"missing_value: {column}"
    for column in entity.not_negative:
        if row[column] is not None and row[column] < 0:
            yield f"negative_amount: {column}"
    if entity.has_currency and row["currency"] not in (None, settings.currency):
        yield "other_currency: currency"
    if entity.order:
        start, end = (row[column] for column in entity.order)
        if start is not None and end is not None and end < start:
            yield f"wrong_order: {entity.order[1]}"
    for column, legal in entity.names.items():
        if row[column] is not None and row[column] not in legal.split():
            yield f"unknown_value: {column}"
    for column, parents in known.items():
        if row[column] is not None and row[column] not in parents:
            yield f"orphan: {column}"


def _replace_earlier_versions(
    entity: Entity, rows: Mapping[Place, Row], verdicts: dict[Place, str | None]
) -> None:
    """Of several acceptable rows with one key the one received last is kept."""
    if entity.key is None:
        return
    latest: dict[str, Place] = {}
    for place in sorted(rows, key=lambda one: (one[0].encode(), one[1])):
        if verdicts[place] is None:
            key = rows[place][entity.key]
            if key in latest:
                verdicts[latest[key]] = "duplicate"
            latest[key] = place
