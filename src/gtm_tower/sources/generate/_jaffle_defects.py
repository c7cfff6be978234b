"""Which defects fit which table of the `jaffle` template."""

from gtm_tower.sources.generate._arrays import NONE, Bools, Ints, has_value
from gtm_tower.sources.generate._defects import (
    BAD_DATES,
    broken_date,
    duplicates,
    missing,
    not_a_number,
    other,
    placeholder,
    unreadable,
)
from gtm_tower.sources.generate._jaffle_tables import CUSTOMERS, ORDERS, PAYMENTS, PRODUCTS
from gtm_tower.sources.generate.dirt import (
    ACCEPTED,
    CLEAN,
    EXTRA,
    IN_PLACE,
    REPAIRED,
    Arrays,
    Defect,
    mixed_case,
    sets,
    variants,
)

# what an e-mail can be: NONE is missing
EMAIL, NO_ADDRESS = 0, 1

BAD_EMAILS = ("anna.example", "@mail.example", "ben@")
UNKNOWN_STATUSES = ("banana", "to be decided", "xx")
_NOBODY = "'900' || lpad(cast(variant as varchar), 6, '0')"
_BEFORE_DAYS, _BEFORE_SPREAD = 2, 20


def _has_email(customers: Arrays) -> Bools:
    return has_value(customers["email_state"])


def _has_channel(orders: Arrays) -> Bools:
    return has_value(orders["channel_code"])


def _has_no_channel(orders: Arrays) -> Bools:
    return ~_has_channel(orders)


def _has_no_campaign(orders: Arrays) -> Bools:
    return ~has_value(orders["campaign_code"])


def _orders_before(orders: Arrays, turns: Ints) -> Arrays:
    return {"order_day": orders["signup_day"] - _BEFORE_DAYS - turns % _BEFORE_SPREAD}


def _pays_back(payments: Arrays, turns: Ints) -> Arrays:
    return {"amount_cents": -payments["amount_cents"]}


DEFECTS: dict[str, tuple[Defect, ...]] = {
    CUSTOMERS: (
        *duplicates("last_name", other("Smith", "Jones")),
        missing("id"),
        unreadable("signed_up_at", "unreadable_date", BAD_DATES, signed_up=NONE),
        Defect(
            "invalid_email",
            "email",
            variants(*BAD_EMAILS),
            IN_PLACE,
            ACCEPTED,
            effect=sets(email_state=NO_ADDRESS),
            where=_has_email,
        ),
        placeholder("email", _has_email, email_state=NONE),
    ),
    ORDERS: (
        Defect("before_signup", "order_date", CLEAN, IN_PLACE, ACCEPTED, effect=_orders_before),
        *duplicates("status", other("placed", "shipped")),
        Defect("orphan", "user_id", _NOBODY),
        broken_date("order_date"),
        missing("id"),
        missing("user_id"),
        missing("order_date"),
        Defect("unknown_value", "status", variants(*UNKNOWN_STATUSES)),
        placeholder("product_name", product=NONE),
        # some systems write such a word where there is nothing
        placeholder("channel", _has_no_channel),
        placeholder("campaign", _has_no_campaign),
        Defect("mixed_case", "status", mixed_case(), IN_PLACE, REPAIRED),
        Defect("mixed_case", "channel", mixed_case(), IN_PLACE, REPAIRED, where=_has_channel),
    ),
    PAYMENTS: (
        Defect("refund", "amount", CLEAN, EXTRA, ACCEPTED, effect=_pays_back),
        *duplicates("amount", f"'9' || {CLEAN}"),
        Defect("orphan", "order_id", _NOBODY),
        missing("id"),
        missing("amount"),
        not_a_number("amount"),
        placeholder("payment_method", method=NONE),
        Defect("mixed_case", "payment_method", mixed_case(), IN_PLACE, REPAIRED),
    ),
    PRODUCTS: (
        *duplicates("category", other("bread", "gifts")),
        missing("product_id"),
        placeholder("category", category_code=NONE),
    ),
}
