"""Which defects fit which table of the `olist` template."""

from dataclasses import replace

from gtm_tower.sources.generate._arrays import DAY_SECONDS, NONE, Bools, Ints, equals, has_value
from gtm_tower.sources.generate._defects import (
    BAD_COUNTS,
    broken_century,
    broken_date,
    duplicates,
    missing,
    not_a_number,
    other,
    placeholder,
    unreadable,
)
from gtm_tower.sources.generate._olist_tables import CLOSED_DEALS, MQL
from gtm_tower.sources.generate._table import ROW_ID
from gtm_tower.sources.generate.dirt import (
    ACCEPTED,
    CLEAN,
    EXTRA,
    IN_PLACE,
    Arrays,
    Defect,
    sets,
)

# added to a row number it gives a lead that is not there
NOBODY = 1_000_000_000
_BEFORE_DAYS, _BEFORE_SPREAD = 2, 20


def _has_no_deal(leads: Arrays) -> Bools:
    return equals(leads["has_deal"], 0)


def _has_origin(leads: Arrays) -> Bools:
    return has_value(leads["origin_code"])


def _of_nobody(deals: Arrays, turns: Ints) -> Arrays:
    return {"lead": deals[ROW_ID] + NOBODY}


def _wins_before(deals: Arrays, turns: Ints) -> Arrays:
    days = _BEFORE_DAYS + turns % _BEFORE_SPREAD
    return {"won": deals["contact"] - days * DAY_SECONDS + DAY_SECONDS // 2}


def _added(defect: Defect) -> Defect:
    """A refused deal of a lead that is not there: no other deal has its key."""
    return replace(defect, effect=_of_nobody)


DEFECTS: dict[str, tuple[Defect, ...]] = {
    MQL: (
        Defect(
            "undated",
            "first_contact_date",
            "null",
            IN_PLACE,
            ACCEPTED,
            effect=sets(first_day=NONE),
            where=_has_no_deal,
        ),
        *duplicates("origin", other("email", "social")),
        missing("mql_id"),
        broken_date("first_contact_date"),
        broken_century("first_contact_date"),
        placeholder("origin", _has_origin, origin_code=NONE),
    ),
    CLOSED_DEALS: (
        Defect("orphan", "mql_id", CLEAN, EXTRA, ACCEPTED, effect=_of_nobody),
        Defect(
            "won_before_contact",
            "won_date",
            CLEAN,
            IN_PLACE,
            ACCEPTED,
            effect=_wins_before,
        ),
        *duplicates("declared_monthly_revenue", f"'9' || {CLEAN}"),
        missing("mql_id"),
        _added(broken_date("won_date")),
        _added(not_a_number("declared_monthly_revenue")),
        _added(
            Defect("negative_amount", "declared_monthly_revenue", "'-' || (variant + 1) || '.0'")
        ),
        broken_century("won_date"),
        unreadable("declared_product_catalog_size", "unreadable_count", BAD_COUNTS, catalog=NONE),
        placeholder("lead_behaviour_profile", behaviour=NONE),
        placeholder("business_type", business=NONE),
    ),
}
