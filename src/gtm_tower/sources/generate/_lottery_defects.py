"""Which defects fit which table of the `lottery` template.

No defect of the web events changes who is who: what is refused is an added row, and a cell that
becomes empty is one whose evidence its visit gives elsewhere.
"""

from dataclasses import replace

from gtm_tower.sources.generate import _lottery_params as params
from gtm_tower.sources.generate._arrays import DAY_SECONDS, NONE, Bools, Ints, equals, has_value
from gtm_tower.sources.generate._defects import (
    BAD_COUNTS,
    broken_date,
    duplicates,
    missing,
    not_a_number,
    other,
    placeholder,
    unreadable,
)
from gtm_tower.sources.generate._lottery_tables import (
    DEPOSITS,
    EVENTS,
    GAMES,
    PURCHASES,
    SIGNUPS,
    SPEND,
)
from gtm_tower.sources.generate.dirt import (
    ACCEPTED,
    CLEAN,
    IN_PLACE,
    REPAIRED,
    Arrays,
    Defect,
    mixed_case,
)

_CENTS = 100
_BEFORE_DAYS, _BEFORE_SPREAD = 2, 20
_ORPHAN = Defect("orphan", "user_id", "'usr_nobody_' || (variant + 1)")


def _has_low_jackpot(games: Arrays) -> Bools:
    return has_value(games["jackpot"]) & (games["jackpot"] <= params.HIGH_JACKPOT * _CENTS)


def _has_campaign(events: Arrays) -> Bools:
    return has_value(events["campaign"])


def _has_no_campaign(events: Arrays) -> Bools:
    return ~_has_campaign(events)


def _is_spare(events: Arrays) -> Bools:
    return equals(events["is_spare"], 1)


def _buys_before(purchases: Arrays, turns: Ints) -> Arrays:
    days = _BEFORE_DAYS + turns % _BEFORE_SPREAD
    return {"happened_at": purchases["signed_up"] - days * DAY_SECONDS}


def _negative(column: str) -> Defect:
    return Defect("negative_amount", column, "'-' || (100 + variant % 900)")


def _mixed_case(column: str) -> Defect:
    return Defect("mixed_case", column, mixed_case(), IN_PLACE, REPAIRED)


DEFECTS: dict[str, tuple[Defect, ...]] = {
    GAMES: (
        *duplicates("game_name", other("Old Draw", "Older Draw")),
        missing("game_id"),
        replace(
            unreadable("jackpot_estimate_inminor", "unreadable_count", BAD_COUNTS, jackpot=NONE),
            where=_has_low_jackpot,
        ),
    ),
    SPEND: (
        broken_date("date"),
        missing("date"),
        missing("spend_inminor"),
        _negative("spend_inminor"),
        not_a_number("spend_inminor"),
        _mixed_case("campaign_name"),
        _mixed_case("channel"),
    ),
    SIGNUPS: (
        *duplicates("country", other("FR", "ES")),
        broken_date("signup_timestamp"),
        missing("user_id"),
        missing("signup_timestamp"),
        placeholder("country", country_code=NONE),
    ),
    DEPOSITS: (
        *duplicates("deposit_amount_inminor", f"'9' || {CLEAN}"),
        _ORPHAN,
        broken_date("deposit_timestamp"),
        missing("deposit_id"),
        missing("deposit_amount_inminor"),
        _negative("deposit_amount_inminor"),
        not_a_number("deposit_amount_inminor"),
    ),
    PURCHASES: (
        Defect(
            "before_signup",
            "purchase_timestamp",
            CLEAN,
            IN_PLACE,
            ACCEPTED,
            effect=_buys_before,
        ),
        *duplicates("purchase_amount_usd", f"'9' || {CLEAN}"),
        _ORPHAN,
        broken_date("purchase_timestamp"),
        missing("purchase_id"),
        missing("purchase_timestamp"),
        _negative("purchase_amount_usd"),
        not_a_number("purchase_amount_usd"),
    ),
    EVENTS: (
        *duplicates("page_url", f"{CLEAN} || '?old'"),
        _ORPHAN,
        broken_date("event_timestamp"),
        missing("event_id"),
        missing("event_timestamp"),
        # some systems write such a word where there is nothing
        placeholder("utm_campaign", _has_no_campaign),
        placeholder("device_id", _is_spare),
        Defect(
            "mixed_case",
            "utm_campaign",
            mixed_case(),
            IN_PLACE,
            REPAIRED,
            where=_has_campaign,
        ),
    ),
}
