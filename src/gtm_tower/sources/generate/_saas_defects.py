"""Which defects fit which table of the `saas` template."""

from gtm_tower.sources.generate._defects import (
    broken_date,
    duplicates,
    missing,
    not_a_number,
    other,
)
from gtm_tower.sources.generate._table import day
from gtm_tower.sources.generate.dirt import (
    ACCEPTED,
    IN_PLACE,
    REPAIRED,
    Defect,
    mixed_case,
    variants,
)

_UNKNOWN_VALUES = ("to be decided", "xx", "banana")


def _negative(column: str) -> Defect:
    return Defect("negative_amount", column, "'-' || (100 + variant % 900) || '.50'")


def _unknown(column: str) -> Defect:
    return Defect("unknown_value", column, variants(*_UNKNOWN_VALUES))


def _orphan(column: str, prefix: str) -> Defect:
    return Defect("orphan", column, f"'{prefix}_nobody_' || (variant + 1)")


def _mixed_case(column: str) -> Defect:
    return Defect("mixed_case", column, mixed_case(), IN_PLACE, REPAIRED)


DEFECTS: dict[str, tuple[Defect, ...]] = {
    "accounts": (
        *duplicates("company_size", other("11-50", "51-200")),
        broken_date("created_at"),
        missing("account_id"),
        missing("created_at"),
        _unknown("status"),
        _mixed_case("segment"),
        _mixed_case("region"),
        _mixed_case("acquisition_channel"),
        _mixed_case("status"),
    ),
    "users": (
        *duplicates("role", other("viewer", "member")),
        _orphan("account_id", "acc"),
        broken_date("created_at"),
        missing("user_id"),
        missing("created_at"),
    ),
    "subscriptions": (
        *duplicates("plan_tier", other("Starter", "Growth")),
        _orphan("account_id", "acc"),
        broken_date("start_date"),
        missing("subscription_id"),
        missing("start_date"),
        _unknown("status"),
        Defect("wrong_order", "end_date", f"cast({day('start_day - 10')} as varchar)"),
        _mixed_case("status"),
    ),
    "invoices": (
        *duplicates("amount", "'9' || {clean}"),
        _orphan("account_id", "acc"),
        broken_date("invoice_date"),
        missing("invoice_id"),
        missing("amount"),
        _negative("amount"),
        not_a_number("amount"),
        _unknown("status"),
        _mixed_case("status"),
    ),
    "payments": (
        *duplicates("payment_method", other("card", "paypal")),
        _orphan("invoice_id", "inv"),
        broken_date("payment_date"),
        missing("payment_id"),
        missing("amount"),
        not_a_number("amount"),
    ),
    "crm_deals": (
        *duplicates("deal_value", "'9' || {clean}"),
        broken_date("created_date"),
        missing("deal_id"),
        _negative("deal_value"),
        not_a_number("deal_value"),
        Defect("orphan", "account_id", "'acc_nobody_' || (variant + 1)", IN_PLACE, ACCEPTED),
        _mixed_case("stage"),
        _mixed_case("segment"),
    ),
    "support_tickets": (
        *duplicates("category", other("billing", "bug")),
        _orphan("account_id", "acc"),
        broken_date("created_at"),
        missing("ticket_id"),
        missing("created_at"),
        _unknown("severity"),
        _mixed_case("severity"),
    ),
    "marketing_spend": (
        broken_date("month"),
        missing("spend"),
        _negative("spend"),
        not_a_number("spend"),
        _mixed_case("channel"),
    ),
    "product_events": (
        *duplicates("event_type", other("login", "report_exported")),
        _orphan("user_id", "usr"),
        broken_date("event_timestamp"),
        missing("event_id"),
        missing("event_timestamp"),
        _mixed_case("event_type"),
    ),
}
