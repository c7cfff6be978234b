"""Which defects fit which table of the `saas` template."""

from gtm_tower.sources.generate._table import day
from gtm_tower.sources.generate.dirt import (
    ACCEPTED,
    EARLIER,
    IN_PLACE,
    REPAIRED,
    Defect,
    mixed_case,
    variants,
)

_BAD_DATES = ("2025-02-30", "13/45/2025", "soon")
_BAD_NUMBERS = ("abc", "12,x")
_UNKNOWN_VALUES = ("to be decided", "xx", "banana")


def _broken_date(column: str) -> Defect:
    return Defect("not_a_date", column, variants(*_BAD_DATES))


def _missing(column: str) -> Defect:
    return Defect("missing_value", column, "null")


def _negative(column: str) -> Defect:
    return Defect("negative_amount", column, "'-' || (100 + variant % 900) || '.50'")


def _not_a_number(column: str) -> Defect:
    return Defect("not_a_number", column, variants(*_BAD_NUMBERS))


def _unknown(column: str) -> Defect:
    return Defect("unknown_value", column, variants(*_UNKNOWN_VALUES))


def _orphan(column: str, prefix: str) -> Defect:
    return Defect("orphan", column, f"'{prefix}_nobody_' || (variant + 1)")


def _mixed_case(column: str) -> Defect:
    return Defect("mixed_case", column, mixed_case(), IN_PLACE, REPAIRED)


def _duplicates(stale_column: str, stale_sql: str) -> tuple[Defect, Defect]:
    """An exact copy, and a copy that corrects a stale row; the later row wins in both."""
    return (
        Defect("duplicate", None, "", EARLIER),
        Defect("changed_duplicate", stale_column, stale_sql, EARLIER, reason="duplicate"),
    )


def _other(first: str, second: str) -> str:
    """The first value, or the second where the clean one is the first already."""
    return f"case when {{clean}} = '{first}' then '{second}' else '{first}' end"


DEFECTS: dict[str, tuple[Defect, ...]] = {
    "accounts": (
        *_duplicates("company_size", _other("11-50", "51-200")),
        _broken_date("created_at"),
        _missing("account_id"),
        _missing("created_at"),
        _unknown("status"),
        _mixed_case("segment"),
        _mixed_case("region"),
        _mixed_case("acquisition_channel"),
        _mixed_case("status"),
    ),
    "users": (
        *_duplicates("role", _other("viewer", "member")),
        _orphan("account_id", "acc"),
        _broken_date("created_at"),
        _missing("user_id"),
        _missing("created_at"),
    ),
    "subscriptions": (
        *_duplicates("plan_tier", _other("Starter", "Growth")),
        _orphan("account_id", "acc"),
        _broken_date("start_date"),
        _missing("subscription_id"),
        _missing("start_date"),
        _unknown("status"),
        Defect("wrong_order", "end_date", f"cast({day('start_day - 10')} as varchar)"),
        _mixed_case("status"),
    ),
    "invoices": (
        *_duplicates("amount", "'9' || {clean}"),
        _orphan("account_id", "acc"),
        _broken_date("invoice_date"),
        _missing("invoice_id"),
        _missing("amount"),
        _negative("amount"),
        _not_a_number("amount"),
        _unknown("status"),
        _mixed_case("status"),
    ),
    "payments": (
        *_duplicates("payment_method", _other("card", "paypal")),
        _orphan("invoice_id", "inv"),
        _broken_date("payment_date"),
        _missing("payment_id"),
        _missing("amount"),
        _not_a_number("amount"),
    ),
    "crm_deals": (
        *_duplicates("deal_value", "'9' || {clean}"),
        _broken_date("created_date"),
        _missing("deal_id"),
        _negative("deal_value"),
        _not_a_number("deal_value"),
        Defect("orphan", "account_id", "'acc_nobody_' || (variant + 1)", IN_PLACE, ACCEPTED),
        _mixed_case("stage"),
        _mixed_case("segment"),
    ),
    "support_tickets": (
        *_duplicates("category", _other("billing", "bug")),
        _orphan("account_id", "acc"),
        _broken_date("created_at"),
        _missing("ticket_id"),
        _missing("created_at"),
        _unknown("severity"),
        _mixed_case("severity"),
    ),
    "marketing_spend": (
        _broken_date("month"),
        _missing("spend"),
        _negative("spend"),
        _not_a_number("spend"),
        _mixed_case("channel"),
    ),
    "product_events": (
        *_duplicates("event_type", _other("login", "report_exported")),
        _orphan("user_id", "usr"),
        _broken_date("event_timestamp"),
        _missing("event_id"),
        _missing("event_timestamp"),
        _mixed_case("event_type"),
    ),
}
