"""What a correct pipeline must find in the `owner` data, dirty or not."""

from collections.abc import Sequence

import numpy as np

from gtm_tower.sources.generate import _owner_params as params
from gtm_tower.sources.generate._arrays import DAY_SECONDS, NONE, Bools, Ints
from gtm_tower.sources.generate._calendar import Window
from gtm_tower.sources.generate._notation import AS_IT_IS
from gtm_tower.sources.generate._owner_deals import quiet_month
from gtm_tower.sources.generate._owner_defects import DEFECTS
from gtm_tower.sources.generate._owner_facts import CHANNELS, UNKNOWN_CHANNEL, Facts
from gtm_tower.sources.generate._owner_tables import (
    DEAL_DATES,
    LEAD_DATES,
    LEADS,
    OPPORTUNITIES,
    SALARIES,
    style_of,
)
from gtm_tower.sources.generate._table import ROW_ID, Table
from gtm_tower.sources.generate._truth import (
    MISSING_NAME,
    Json,
    contract_truth,
    money_text,
    repairs_truth,
)
from gtm_tower.sources.generate.dirt import is_refused

# the policies the values are counted with; money in cents
_SUBSCRIPTION, _LIFETIME_MONTHS = 50_000, 24
_TAKE_RATE_PERCENT = 5


def totals_truth(facts: Facts) -> Json:
    """Aggregates by month and channel; money as text with two decimals, days in UTC."""
    return {
        "spend": _spend_truth(facts),
        "leads": _leads_truth(facts),
        "opportunities": _opportunities_truth(facts),
        "demos": _demos_truth(facts),
        "wins": _wins_truth(facts),
        "cohorts": _cohorts_truth(facts),
        "deals": _deals_truth(facts),
        "lost_reasons": _lost_reasons_truth(facts),
        "ltv": _ltv_truth(facts),
        "flags": _flags_truth(facts),
    }


def contract_truths(written: dict[str, Table]) -> Json:
    """Rows accepted and refused, cells repaired or given up, and cells in odd notations."""
    rows: Json = {name: contract_truth(table, DEFECTS[name]) for name, table in written.items()}
    repairs = [entry for name, table in written.items() for entry in _repairs(name, table)]
    return {"after_quarantine": rows, "repairs": repairs, "notation": _notation_truth(written)}


def _repairs(name: str, table: Table) -> list[Json]:
    dates = {LEADS: LEAD_DATES, OPPORTUNITIES: DEAL_DATES}.get(name, {})
    broken = {
        column: (table.arrays[style_of(array)] != AS_IT_IS) & (table.arrays[array] != NONE)
        for column, array in dates.items()
    }
    return repairs_truth(table, DEFECTS[name], broken)


def _notation_truth(written: dict[str, Table]) -> Json:
    leads = written[LEADS]
    kept = ~is_refused(leads, DEFECTS[LEADS])
    lists = {
        "MARKETPLACES_USED": "marketplaces",
        "ONLINE_ORDERING_USED": "tools",
        "CUISINE_TYPES": "cuisines",
    }

    def counts(mask: Bools) -> Json:
        return {"written": int(mask.sum()), "accepted": int((mask & kept).sum())}

    return {
        "broken_year_share": params.BROKEN_YEAR_SHARE,
        "nan_lists": {name: counts(leads.arrays[a] == NONE) for name, a in lists.items()},
        "empty_lists": {name: counts(leads.arrays[a] == 0) for name, a in lists.items()},
        "underscore_statuses": {
            "accepted": int((kept & (leads.arrays["status"] == params.INCORRECT_SPELT)).sum())
        },
    }


def _cells(window: Window, month: Ints, channel: Ints, names: Sequence[str] = CHANNELS) -> Json:
    """Rows by month and channel; every month of the window is there."""
    first = min(0, int(month.min(initial=0)))
    size = max(window.months, int(month.max(initial=0)) + 1) - first
    counts = np.zeros((size, len(names)), dtype=np.int64)
    np.add.at(counts, (month - first, channel), 1)
    return {
        window.name(first + i): {name: int(row[code]) for code, name in enumerate(names)}
        for i, row in enumerate(counts)
    }


def _by_channel(channel: Ints, mask: Bools | None = None) -> Json:
    chosen = channel if mask is None else channel[mask]
    counts = np.bincount(chosen, minlength=len(CHANNELS))
    return {name: int(counts[code]) for code, name in enumerate(CHANNELS)}


def _spend_truth(facts: Facts) -> Json:
    months = facts.window.months
    media = np.zeros(months, dtype=np.int64)
    np.add.at(media, facts.advertising["month"], facts.advertising["advertising"])
    teams = np.zeros((2, months), dtype=np.int64)
    for code, name in enumerate(("inbound", "outbound")):
        np.add.at(teams[code], facts.salaries["month"], facts.salaries[name])
    kinds = {
        "inbound": {"advertising": media, "salaries and commissions": teams[params.INBOUND]},
        "outbound": {"salaries and commissions": teams[params.OUTBOUND]},
    }
    by_channel = {
        channel: {kind: money_text(cents.sum()) for kind, cents in parts.items()}
        for channel, parts in kinds.items()
    }
    by_month = {
        facts.window.name(month): {
            channel: {kind: money_text(cents[month]) for kind, cents in parts.items()}
            for channel, parts in kinds.items()
        }
        for month in range(months)
    }
    total = money_text(media.sum() + teams.sum())
    return {"total": total, "by_channel": by_channel, "by_month_channel": by_month}


def _leads_truth(facts: Facts) -> Json:
    is_dated = facts.lead_day != NONE
    month = facts.window.month_of(facts.lead_day[is_dated])
    return {
        "by_channel": _by_channel(facts.lead_channel),
        "undated": _by_channel(facts.lead_channel, ~is_dated),
        "by_month_channel": _cells(facts.window, month, facts.lead_channel[is_dated]),
    }


def _opportunities_truth(facts: Facts) -> Json:
    month = facts.window.month_of(facts.deal_created_day)
    return {
        "by_channel": _by_channel(facts.deal_channel),
        "by_month_channel": _cells(facts.window, month, facts.deal_channel),
    }


def _demos_truth(facts: Facts) -> Json:
    window, deals, channel = facts.window, facts.deals, facts.deal_channel
    is_set, is_held = deals["set_day"] != NONE, deals["is_held"] == 1
    is_dated = is_held & (deals["demo"] != NONE)
    held_month = window.month_of(deals["demo"][is_dated] // DAY_SECONDS)
    return {
        "set": _by_channel(channel, is_set),
        "held": _by_channel(channel, is_held),
        "held_without_date": _by_channel(channel, is_held & ~is_dated),
        "set_by_month_channel": _cells(
            window, window.month_of(deals["set_day"][is_set]), channel[is_set]
        ),
        "held_by_month_channel": _cells(window, held_month, channel[is_dated]),
        "held_by_created_month_channel": _cells(
            window, window.month_of(facts.deal_created_day[is_held]), channel[is_held]
        ),
    }


def _wins_truth(facts: Facts) -> Json:
    """Distinct won opportunities; each has an account of its own."""
    window, is_won = facts.window, facts.is_won
    channel = facts.deal_channel[is_won]
    created = facts.deal_created_day[is_won]
    lead_day = facts.of_lead(facts.lead_day)[is_won]
    days = {
        "by_won_month_channel": facts.deals["closed_day"][is_won],
        "by_created_month_channel": created,
        "by_lead_month_channel": np.where(lead_day == NONE, created, lead_day),
    }
    return {
        "by_channel": _by_channel(channel),
        "month_without_outbound_wins": _quiet_month(window),
        **{name: _cells(window, window.month_of(day), channel) for name, day in days.items()},
    }


def _quiet_month(window: Window) -> str | None:
    """The month with spend and no outbound win, unless a planted defect moves one into it."""
    is_long = window.months >= params.QUIET_FROM_MONTHS
    return window.name(quiet_month(window)) if is_long else None


def _cohorts_truth(facts: Facts) -> Json:
    """Leads by the month they were created in, and what became of them."""
    is_dated = facts.lead_day != NONE
    masks = {
        "leads": is_dated,
        "opportunities": facts.deal_of != NONE,
        "demos_set": facts.of_deal(facts.deals["set_day"] != NONE),
        "demos_held": facts.of_deal(facts.deals["is_held"] == 1),
        "won": facts.of_deal(facts.is_won),
        "lost": facts.of_deal(facts.is_lost),
        "open": facts.of_deal(~facts.is_won & ~facts.is_lost),
    }
    month = facts.window.month_of(facts.lead_day)
    return {
        name: _cells(facts.window, month[mask & is_dated], facts.lead_channel[mask & is_dated])
        for name, mask in masks.items()
    }


def _deals_truth(facts: Facts) -> Json:
    """Deals by state; a cycle is calendar days from creation to close, one below 0 left out."""
    is_open = ~facts.is_won & ~facts.is_lost
    idle = _idle_days(facts)
    cycle = facts.deals["closed_day"] - facts.deal_created_day
    states: Json = {}
    for code, name in enumerate(CHANNELS):
        is_here = facts.deal_channel == code
        cycles = cycle[is_here & facts.is_won & (cycle >= 0)]
        states[name] = {
            "won": int((is_here & facts.is_won).sum()),
            "lost": int((is_here & facts.is_lost).sum()),
            "open": int((is_here & is_open).sum()),
            "stalled": int((is_here & is_open & (idle > params.STALLED_POLICY_DAYS)).sum()),
            "won_cycles": len(cycles),
            "won_cycle_days": int(cycles.sum()),
        }
    return {
        "stalled_rule": "open, and more than 30 days from the last of all dates of the deal and of"
        " its lead to the end of the data",
        "by_channel": states,
    }


def _idle_days(facts: Facts) -> Ints:
    """Days from the last sign of life of each deal to the end of the data."""
    deals = facts.deals
    lead = [facts.of_lead(facts.leads[array]) for array in LEAD_DATES.values()]
    last = np.max([deals["created"], deals["demo"], deals["last_call"], *lead], axis=0)
    return np.asarray(facts.window.end - last // DAY_SECONDS, dtype=np.int64)


def _lost_reasons_truth(facts: Facts) -> Json:
    reasons = facts.deals["lost_reason"][facts.is_lost]
    names = (MISSING_NAME, *params.LOST_REASONS)
    return {name: int((reasons == code).sum()) for code, name in enumerate(names, start=NONE)}


def _ltv_truth(facts: Facts) -> Json:
    """(500 + 5% of predicted monthly sales) x 24 of every won deal whose sales are known."""
    predicted = facts.of_lead(facts.leads["predicted"])
    is_valued = facts.is_won & (predicted != NONE)
    value = _LIFETIME_MONTHS * (_SUBSCRIPTION + predicted * _TAKE_RATE_PERCENT // 100)
    month = facts.window.month_of(facts.deals["closed_day"])

    def of(mask: Bools) -> Json:
        return {
            "deals": int((facts.is_won & mask).sum()),
            "deals_of_unknown_sales": int((facts.is_won & ~is_valued & mask).sum()),
            "ltv": money_text(value[is_valued & mask].sum()),
        }

    channels = [name for code, name in enumerate(CHANNELS) if code != UNKNOWN_CHANNEL]
    return {
        "policies": {
            "subscription_per_month": 500,
            "take_rate": 0.05,
            "lifetime_months": _LIFETIME_MONTHS,
            "gross_margin": 1,
        },
        "by_channel": {name: of(facts.deal_channel == code) for code, name in enumerate(channels)},
        "by_won_month_channel": {
            facts.window.name(m): {
                name: of((facts.deal_channel == code) & (month == m))
                for code, name in enumerate(channels)
            }
            for m in range(facts.window.months)
        },
    }


def _flags_truth(facts: Facts) -> Json:
    """Rows that are kept and flagged."""
    deals, leads = facts.deals, facts.leads
    is_closed = facts.is_won | facts.is_lost
    return {
        "closed_before_created": int(
            (is_closed & (deals["closed_day"] < facts.deal_created_day)).sum()
        ),
        "demo_held_without_date": int(((deals["is_held"] == 1) & (deals["demo"] == NONE)).sum()),
        "opportunities_without_lead": int((facts.lead_of == NONE).sum()),
        "undated_leads": int((facts.lead_day == NONE).sum()),
        "leads_with_a_deal": int((facts.deal_of != NONE).sum()),
        "leads": len(leads[ROW_ID]),
    }


def salary_parts_truth(written: dict[str, Table]) -> Json:
    """A row of salaries is two costs: those refused, and those of nothing beside a refused one."""
    table = written[SALARIES]
    refused = is_refused(table, DEFECTS[SALARIES])
    is_zero = (table.arrays["inbound"] == 0) | (table.arrays["outbound"] == 0)
    zeros = int((refused & is_zero).sum())
    return {"written": 2 * len(table), "refused": 2 * int(refused.sum()) - zeros, "zero": zeros}
