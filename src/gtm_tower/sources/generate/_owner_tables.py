"""The four raw tables of the `owner` template: columns, order and notation of the extract.

The arrays hold what a right reading of the cells gives, so that the truth can be counted from them.
"""

from collections.abc import Iterator

import numpy as np

from gtm_tower.sources.generate import _owner_params as params
from gtm_tower.sources.generate._arrays import DAY_SECONDS, NONE, Floats, Ints, chance
from gtm_tower.sources.generate._notation import (
    AS_IT_IS,
    BROKEN_DAY,
    BROKEN_YEAR,
    boolean_text,
    day_text,
    float_text,
    moment_text,
    month_text,
    python_list,
    styled,
    us_money_text,
)
from gtm_tower.sources.generate._owner_leads import (
    CUISINE_LISTS,
    MARKETPLACE_LISTS,
    TOOL_LISTS,
    Lists,
)
from gtm_tower.sources.generate._owner_world import World
from gtm_tower.sources.generate._table import ROW_ID, Table, label, numbered
from gtm_tower.sources.generate.spec import GenerateSpec

LEADS, OPPORTUNITIES = "leads", "opportunities"
ADVERTISING, SALARIES = "expenses_advertising", "expenses_salary_and_commissions"

# the array behind each column of dates: seconds, but for the days of DEAL_DAYS
LEAD_DATES = {
    "FORM_SUBMISSION_DATE": "form",
    "FIRST_SALES_CALL_DATE": "first_call",
    "FIRST_TEXT_SENT_DATE": "first_text",
    "FIRST_MEETING_BOOKED_DATE": "meeting",
    "LAST_SALES_CALL_DATE": "last_call",
    "LAST_SALES_ACTIVITY_DATE": "last_activity",
    "LAST_SALES_EMAIL_DATE": "last_email",
}
DEAL_DATES = {
    "CREATED_DATE": "created",
    "DEMO_TIME": "demo",
    "LAST_SALES_CALL_DATE_TIME": "last_call",
    "DEMO_SET_DATE": "set_day",
    "CLOSE_DATE": "closed_day",
}
DEAL_DAYS = ("set_day", "closed_day")
MISSING_LIST = "nan"

_LEAD_ID, _DEAL_ID, _ACCOUNT_ID = "00Q8c", "0068c", "0018c"
_MILLISECONDS = ".000"


def style_of(array: str) -> str:
    """The array with the styles of a date array."""
    return f"{array}_style"


def draw_tables(spec: GenerateSpec, world: World) -> Iterator[Table]:
    """The clean tables."""
    rng = spec.rng("notation")
    yield _leads(rng, world)
    yield _opportunities(rng, world)
    yield _advertising(world)
    yield _salaries(world)


def _leads(rng: np.random.Generator, world: World) -> Table:
    leads, activity = world.leads, world.activity
    seconds = {array: getattr(activity, array) for array in LEAD_DATES.values()}
    opportunity = np.where(activity.opportunity == NONE, NONE, activity.opportunity + 1)
    arrays = {
        "created_day": leads.created // DAY_SECONDS,
        "calls": activity.calls,
        "texts": activity.texts,
        "emails": activity.emails,
        "predicted": leads.predicted,
        "marketplaces": leads.marketplaces,
        "tools": leads.tools,
        "cuisines": leads.cuisines,
        "locations": leads.locations,
        "is_reached": activity.is_reached,
        "status": activity.status,
        "opportunity": opportunity,
        "eventual_win": world.eventual_win,
        **_cells(rng, seconds, leads.created // DAY_SECONDS),
    }
    date = {column: styled(moment_text(a), style_of(a)) for column, a in LEAD_DATES.items()}
    names = list(LEAD_DATES)
    columns = {
        "LEAD_ID": _salesforce_id(_LEAD_ID, ROW_ID),
        names[0]: date[names[0]],
        "SALES_CALL_COUNT": float_text("calls"),
        "SALES_TEXT_COUNT": float_text("texts"),
        "SALES_EMAIL_COUNT": float_text("emails"),
        **{name: date[name] for name in names[1:]},
        "PREDICTED_SALES_WITH_OWNER": us_money_text("predicted"),
        "MARKETPLACES_USED": _list_text("marketplaces", MARKETPLACE_LISTS),
        "ONLINE_ORDERING_USED": _list_text("tools", TOOL_LISTS),
        "CUISINE_TYPES": _list_text("cuisines", CUISINE_LISTS),
        "LOCATION_COUNT": float_text("locations"),
        "CONNECTED_WITH_DECISION_MAKER": boolean_text("is_reached"),
        "STATUS": label("status", params.STATUSES),
        "CONVERTED_OPPORTUNITY_ID": _salesforce_id(_DEAL_ID, f"nullif(opportunity, {NONE})"),
    }
    return Table(LEADS, columns, numbered(arrays), key=("LEAD_ID",), has_index=True)


def _opportunities(rng: np.random.Generator, world: World) -> Table:
    deals = world.deals
    created_day = deals.created // DAY_SECONDS
    moments = {a: getattr(deals, a) for a in DEAL_DATES.values() if a not in DEAL_DAYS}
    days = {a: getattr(deals, a) for a in DEAL_DAYS}
    arrays: dict[str, Ints | Floats] = {
        "is_held": deals.is_held,
        "stage": deals.stage,
        "lost_reason": deals.lost_reason,
        "note": deals.note,
        "issue": deals.issue,
        "heard": deals.heard,
        **_cells(rng, moments, created_day),
        **days,
        **{style_of(a): _styles(rng, values) for a, values in days.items()},
    }
    date = {
        column: styled(
            day_text(a) if a in DEAL_DAYS else moment_text(a, _MILLISECONDS), style_of(a)
        )
        for column, a in DEAL_DATES.items()
    }
    notes = [head + tail for head in params.NOTE_HEADS for tail in params.NOTE_TAILS]
    columns = {
        "OPPORTUNITY_ID": _salesforce_id(_DEAL_ID, ROW_ID),
        "STAGE_NAME": label("stage", params.STAGES),
        "LOST_REASON_C": label("lost_reason", params.LOST_REASONS),
        "CLOSED_LOST_NOTES_C": label("note", notes),
        "BUSINESS_ISSUE_C": label("issue", params.BUSINESS_ISSUES),
        "HOW_DID_YOU_HEAR_ABOUT_US_C": label("heard", params.HEARD_ABOUT_US),
        "CREATED_DATE": date["CREATED_DATE"],
        "DEMO_HELD": boolean_text("is_held"),
        "DEMO_SET_DATE": date["DEMO_SET_DATE"],
        "DEMO_TIME": date["DEMO_TIME"],
        "CLOSE_DATE": date["CLOSE_DATE"],
        "LAST_SALES_CALL_DATE_TIME": date["LAST_SALES_CALL_DATE_TIME"],
        "ACCOUNT_ID": _salesforce_id(_ACCOUNT_ID, ROW_ID),
    }
    return Table(OPPORTUNITIES, columns, numbered(arrays), key=("OPPORTUNITY_ID",), has_index=True)


def _advertising(world: World) -> Table:
    arrays = {**_months(world), "advertising": world.market.advertising}
    columns = {"MONTH": month_text("first_day"), "ADVERTISING": us_money_text("advertising")}
    return Table(ADVERTISING, columns, numbered(arrays), key=("MONTH",), has_index=True)


def _salaries(world: World) -> Table:
    arrays = {
        **_months(world),
        "inbound": world.salaries[params.INBOUND],
        "outbound": world.salaries[params.OUTBOUND],
    }
    columns = {
        "MONTH": month_text("first_day"),
        "OUTBOUND_SALES_TEAM": us_money_text("outbound"),
        "INBOUND_SALES_TEAM": us_money_text("inbound"),
    }
    return Table(SALARIES, columns, numbered(arrays), key=("MONTH",), has_index=True)


def _months(world: World) -> dict[str, Ints]:
    months = world.window.all_months
    return {"month": months, "first_day": world.window.month_start(months)}


def _cells(
    rng: np.random.Generator, seconds: dict[str, Ints], first_day: Ints
) -> dict[str, Ints | Floats]:
    """Moments as their cells can be read, and the styles of the cells.

    On the first day of a row no time of day is lost: it would make what followed come before.
    """
    cells: dict[str, Ints | Floats] = {}
    for name, values in seconds.items():
        style = _styles(rng, values)
        is_day = (style == BROKEN_YEAR) & (values // DAY_SECONDS > first_day)
        is_day &= chance(rng, params.BROKEN_DAY_SHARE, len(values))
        cells[name] = np.where(is_day, values // DAY_SECONDS * DAY_SECONDS, values)
        cells[style_of(name)] = np.where(is_day, BROKEN_DAY, style)
    return cells


def _styles(rng: np.random.Generator, values: Ints) -> Ints:
    is_broken = (values != NONE) & chance(rng, params.BROKEN_YEAR_SHARE, len(values))
    return np.where(is_broken, BROKEN_YEAR, AS_IT_IS)


def _salesforce_id(prefix: str, number: str) -> str:
    """An id of 18 signs."""
    return f"'{prefix}' || upper(lpad(to_base({number}, 36), 10, '0')) || 'EAA'"


def _list_text(array: str, lists: Lists) -> str:
    text = label(array, [python_list(part) for part in lists.texts])
    return f"coalesce({text}, '{MISSING_LIST}')"
