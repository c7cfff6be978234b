"""Which defects fit which table of the `owner` template."""

from gtm_tower.sources.generate import _owner_params as params
from gtm_tower.sources.generate._arrays import DAY_SECONDS, NONE, Bools, Ints, equals, has_value
from gtm_tower.sources.generate._defects import (
    BAD_BOOLEANS,
    BAD_COUNTS,
    BAD_DATES,
    BAD_NUMBERS,
    broken_date,
    duplicates,
    missing,
    other,
    placeholder,
    unreadable,
)
from gtm_tower.sources.generate._owner_tables import (
    ADVERTISING,
    DEAL_DATES,
    LEAD_DATES,
    LEADS,
    OPPORTUNITIES,
    SALARIES,
)
from gtm_tower.sources.generate.dirt import (
    ACCEPTED,
    CLEAN,
    EXTRA,
    IN_PLACE,
    Arrays,
    Defect,
    sets,
    variants,
)

_FORM = "FORM_SUBMISSION_DATE"
_NOBODY = "'0068cNOBODY' || lpad(cast(variant as varchar), 4, '0') || 'EAA'"
_TAB = "chr(9)"
# the minus before and behind the currency
_NEGATIVE = (
    f"case variant % 2 when 0 then '-' || {CLEAN}"
    f" else 'US$' || {_TAB} || '-' || substr({CLEAN}, 5) end"
)
_BEFORE_DAYS, _BEFORE_SPREAD = 2, 20


def _is_unlinked(leads: Arrays) -> Bools:
    return ~has_value(leads["opportunity"])


def _is_unlinked_outbound(leads: Arrays) -> Bools:
    return _is_unlinked(leads) & ~has_value(leads["form"])


def _is_closed(deals: Arrays) -> Bools:
    return has_value(deals["closed_day"])


def _is_lost(deals: Arrays) -> Bools:
    return equals(deals["stage"], params.LOST)


def _is_held(deals: Arrays) -> Bools:
    return equals(deals["is_held"], 1)


def _closes_before(deals: Arrays, turns: Ints) -> Arrays:
    created_day = deals["created"] // DAY_SECONDS
    return {"closed_day": created_day - _BEFORE_DAYS - turns % _BEFORE_SPREAD}


def _bad_date(column: str, array: str) -> Defect:
    return unreadable(column, "unreadable_date", BAD_DATES, **{array: NONE})


def _bad_amounts(column: str, other_team: str = "") -> tuple[Defect, ...]:
    """Rows refused for an amount; the other amount of the row is nothing, so it adds nothing."""
    effect = sets(**{other_team: 0}) if other_team else None
    return (
        Defect("missing_value", column, "null", effect=effect),
        Defect("not_a_number", column, variants(*BAD_NUMBERS), effect=effect),
        Defect("negative_amount", column, _NEGATIVE, effect=effect),
    )


DEFECTS: dict[str, tuple[Defect, ...]] = {
    LEADS: (
        Defect(
            "undated",
            None,
            "",
            IN_PLACE,
            ACCEPTED,
            effect=sets(**dict.fromkeys(LEAD_DATES.values(), NONE)),
            where=_is_unlinked_outbound,
        ),
        Defect(
            "orphan", "CONVERTED_OPPORTUNITY_ID", _NOBODY, IN_PLACE, ACCEPTED, where=_is_unlinked
        ),
        *duplicates("STATUS", other("Working", "Attempted Contact")),
        missing("LEAD_ID"),
        broken_date(_FORM),
        *(_bad_date(column, array) for column, array in LEAD_DATES.items() if column != _FORM),
        unreadable("PREDICTED_SALES_WITH_OWNER", "unreadable_money", BAD_NUMBERS, predicted=NONE),
        unreadable("SALES_CALL_COUNT", "unreadable_count", BAD_COUNTS, calls=NONE),
        unreadable("LOCATION_COUNT", "unreadable_count", BAD_COUNTS, locations=NONE),
        unreadable(
            "CONNECTED_WITH_DECISION_MAKER", "unreadable_boolean", BAD_BOOLEANS, is_reached=NONE
        ),
        placeholder("STATUS", status=NONE),
    ),
    OPPORTUNITIES: (
        Defect(
            "demo_without_date",
            "DEMO_TIME",
            "null",
            IN_PLACE,
            ACCEPTED,
            effect=sets(demo=NONE),
            where=_is_held,
        ),
        Defect(
            "closed_before_created",
            "CLOSE_DATE",
            CLEAN,
            IN_PLACE,
            ACCEPTED,
            effect=_closes_before,
            where=_is_closed,
        ),
        placeholder("LOST_REASON_C", _is_lost, lost_reason=NONE),
        *duplicates("STAGE_NAME", other("Demo Set", "Demo Held")),
        Defect("without_lead", None, "", EXTRA, ACCEPTED),
        missing("OPPORTUNITY_ID"),
        missing("STAGE_NAME"),
        missing("CREATED_DATE"),
        broken_date("CREATED_DATE"),
        broken_date("CLOSE_DATE"),
        *(
            _bad_date(column, DEAL_DATES[column])
            for column in ("DEMO_SET_DATE", "DEMO_TIME", "LAST_SALES_CALL_DATE_TIME")
        ),
        unreadable("DEMO_HELD", "unreadable_boolean", BAD_BOOLEANS, is_held=NONE),
        placeholder("BUSINESS_ISSUE_C", issue=NONE),
        placeholder("HOW_DID_YOU_HEAR_ABOUT_US_C", heard=NONE),
    ),
    ADVERTISING: (missing("MONTH"), broken_date("MONTH"), *_bad_amounts("ADVERTISING")),
    SALARIES: (
        missing("MONTH"),
        broken_date("MONTH"),
        *_bad_amounts("OUTBOUND_SALES_TEAM", "inbound"),
        *_bad_amounts("INBOUND_SALES_TEAM", "outbound"),
    ),
}
