"""What a correct pipeline must find in the clean data of the `saas` template."""

from collections.abc import Sequence

import numpy as np

from gtm_tower.sources.generate import _saas_params as params
from gtm_tower.sources.generate._arrays import DAY_SECONDS, Bools, Floats, Ints
from gtm_tower.sources.generate._saas_support import BREACHED, MET, PENDING, breaches
from gtm_tower.sources.generate._saas_usage import NEVER
from gtm_tower.sources.generate._saas_world import World
from gtm_tower.sources.generate._truth import Json, money_text

_CHANNELS = [row.name for row in params.CHANNELS]
_SEGMENTS = [row.name for row in params.SEGMENTS]


def truth_of(world: World) -> Json:
    """Aggregates by month, channel and segment; money as text with two decimals."""
    mrr = account_mrr(world)
    is_new = _movements(world, mrr)["new"] > 0
    return {
        "mrr": _by_month(world, [money_text(value) for value in mrr.sum(axis=0)]),
        "movements": _movement_truth(world, mrr),
        "acquired": _acquired_truth(world, is_new),
        "spend": _spend_truth(world),
        "activation": _activation_truth(world),
        "deals": _deal_truth(world),
        "tickets": _ticket_truth(world),
        "churn_drivers": _driver_truth(world, mrr),
    }


def account_mrr(world: World) -> Ints:
    """Recurring revenue in cents, accounts x months."""
    mrr = np.zeros((len(world.accounts), world.window.months), dtype=np.int64)
    np.add.at(mrr, world.subscriptions.account, world.billing.mrr)
    return mrr


def spend_by_channel(world: World) -> dict[str, str]:
    """Spend of each channel over the window."""
    return {
        name: money_text(world.spend.spend[world.spend.channel == code].sum())
        for code, name in enumerate(_CHANNELS)
    }


def _by_month(world: World, values: Sequence[object]) -> Json:
    return {world.window.name(month): value for month, value in enumerate(values)}


def _movements(world: World, mrr: Ints) -> dict[str, Ints]:
    """Size of each movement in cents, accounts x months; a month has one movement at most."""
    before = np.zeros_like(mrr)
    before[:, 1:] = mrr[:, :-1]
    step = mrr - before
    is_start = (before == 0) & (mrr > 0)
    is_first = is_start & (np.cumsum(is_start, axis=1) == 1)
    is_old = world.accounts.is_existing[:, None]
    is_both = (before > 0) & (mrr > 0)
    masks: dict[str, Bools] = {
        "first_observed": is_first & is_old,
        "new": is_first & ~is_old,
        "expansion": is_both & (step > 0),
        "contraction": is_both & (step < 0),
        "churn": (before > 0) & (mrr == 0),
        "reactivation": is_start & ~is_first,
    }
    return {name: np.where(mask, np.abs(step), 0) for name, mask in masks.items()}


def _movement_truth(world: World, mrr: Ints) -> Json:
    movements = _movements(world, mrr)
    months = [
        {
            name: {"accounts": int((cents[:, m] > 0).sum()), "mrr": money_text(cents[:, m].sum())}
            for name, cents in movements.items()
        }
        for m in range(world.window.months)
    ]
    return _by_month(world, months)


def _acquired_truth(world: World, is_new: Bools) -> Json:
    """Customers won in the window: accounts whose first paid month is `new`."""
    channel = world.accounts.channel
    by_cell = [is_new[channel == code].sum(axis=0) for code in range(len(_CHANNELS))]
    cells = [
        {name: int(by_cell[code][m]) for code, name in enumerate(_CHANNELS)}
        for m in range(world.window.months)
    ]
    return {
        "by_channel": {name: int(by_cell[code].sum()) for code, name in enumerate(_CHANNELS)},
        "by_month": _by_month(world, [int(count) for count in is_new.sum(axis=0)]),
        "by_month_channel": _by_month(world, cells),
    }


def _spend_truth(world: World) -> Json:
    spend = world.spend
    cells = np.zeros((world.window.months, len(_CHANNELS)), dtype=np.int64)
    np.add.at(cells, (spend.month, spend.channel), spend.spend)
    months = [{name: money_text(row[code]) for code, name in enumerate(_CHANNELS)} for row in cells]
    return {"by_channel": spend_by_channel(world), "by_month_channel": _by_month(world, months)}


def _activation_truth(world: World) -> Json:
    """Users by month of creation, old enough ones, and those of them who activated in time."""
    users, window = world.users, world.window
    month = window.month_of(users.created_day)
    is_mature = users.created_day + params.ACTIVATION_DAYS <= window.end
    delay = _first_projects(world) - users.created_at
    is_activated = is_mature & (delay <= params.ACTIVATION_DAYS * DAY_SECONDS)
    first = int(month.min(initial=0))
    size = window.months - first
    counts = [
        np.bincount(month[mask] - first, minlength=size)
        for mask in (month == month, is_mature, is_activated)
    ]
    return {
        "within_days": params.ACTIVATION_DAYS,
        "event": params.EVENT_TYPES[params.PROJECT_CREATED],
        "cohorts": {
            window.name(first + i): {
                "users": int(counts[0][i]),
                "mature": int(counts[1][i]),
                "activated": int(counts[2][i]),
                "is_observed": first + i >= 0,
            }
            for i in range(size)
            if counts[0][i]
        },
    }


def _first_projects(world: World) -> Ints:
    """Second of each user's first activation event in the data."""
    events = world.events
    is_project = events.kind == params.PROJECT_CREATED
    first = np.full(len(world.users), NEVER)
    np.minimum.at(first, events.user[is_project], events.at[is_project])
    return first


def _deal_truth(world: World) -> Json:
    deals = world.deals
    segment = world.accounts.segment[deals.account]
    is_won, is_lost = deals.stage == params.CLOSED_WON, deals.stage == params.CLOSED_LOST
    masks = {"won": is_won, "lost": is_lost, "open": ~is_won & ~is_lost}
    return {
        name: {state: int((mask & (segment == code)).sum()) for state, mask in masks.items()}
        for code, name in enumerate(_SEGMENTS)
    }


def _ticket_truth(world: World) -> Json:
    counts = np.bincount(world.tickets.state, minlength=3)
    return {
        "breached": int(counts[BREACHED]),
        "met": int(counts[MET]),
        "pending": int(counts[PENDING]),
    }


def _driver_truth(world: World, mrr: Ints) -> Json:
    """Churn in the month after, for paying account-months with and without each driver."""
    is_paying = mrr[:, :-1] > 0
    is_churned = is_paying & (mrr[:, 1:] == 0)
    size, months = mrr.shape
    is_low = _events_per_user(world)[:, :-1] < params.LOW_USAGE_EVENTS_PER_USER
    is_breached = breaches(world.tickets, size, months)[:, :-1] > 0

    def rate(mask: Bools) -> Json:
        population, churned = int((is_paying & mask).sum()), int((is_churned & mask).sum())
        return {
            "account_months": population,
            "churned": churned,
            "rate": round(churned / population, 6) if population else None,
        }

    return {
        "outcome": "account pays in the month and not in the next one",
        "base": rate(is_paying),
        "usage": {
            "measure": "events of the account in the month / its users created by the month's end",
            "low_below": params.LOW_USAGE_EVENTS_PER_USER,
            "planted_factor": params.LOW_USAGE_CHURN_FACTOR,
            "low": rate(is_low),
            "normal": rate(~is_low),
        },
        "sla": {
            "measure": "tickets created in the month that are breached at the end of the data",
            "planted_factor": params.BREACH_CHURN_FACTOR,
            "breached": rate(is_breached),
            "none": rate(~is_breached),
        },
    }


def _events_per_user(world: World) -> Floats:
    """Events per user by account and month; a month without users counts as none."""
    window, users, events = world.window, world.users, world.events
    shape = (len(world.accounts), window.months)
    cells = shape[0] * shape[1]
    at = users.account[events.user] * window.months + window.month_of(events.at // DAY_SECONDS)
    counts = np.bincount(at, minlength=cells).reshape(shape)
    joined = np.maximum(window.month_of(users.created_day), 0)
    at = users.account * window.months + joined
    people = np.bincount(at, minlength=cells).reshape(shape).cumsum(axis=1)
    return np.asarray(counts / np.maximum(people, 1), dtype=np.float64)
