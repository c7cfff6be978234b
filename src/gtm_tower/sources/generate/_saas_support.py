"""Support tickets and the state of their targets."""

from dataclasses import dataclass

import numpy as np

from gtm_tower.sources.generate import _saas_params as params
from gtm_tower.sources.generate._arrays import (
    DAY_SECONDS,
    NONE,
    Bools,
    Floats,
    Ints,
    Rows,
    chance,
    per,
    pick,
    work_second,
)
from gtm_tower.sources.generate._calendar import Window
from gtm_tower.sources.generate._saas_accounts import Accounts

MET, BREACHED, PENDING = range(3)
_HOUR, _MINUTE = 3_600, 60


@dataclass(frozen=True)
class Tickets(Rows):
    """One row per ticket; an open ticket has no resolution."""

    account: Ints
    month: Ints
    category: Ints
    severity: Ints
    created_at: Ints
    sla_hours: Ints
    resolution_minutes: Ints
    state: Ints  # MET, BREACHED or PENDING at the end of the window


def draw_tickets(rng: np.random.Generator, window: Window, accounts: Accounts) -> Tickets:
    """Tickets every account would open were it a customer in every month of the window."""
    rate = per(params.SEGMENTS, "tickets")[accounts.segment]
    counts = rng.poisson(np.repeat(rate, window.months))
    cell = np.repeat(np.arange(len(counts)), counts)
    account, month = np.divmod(cell, window.months)
    created_at = _created_at(rng, window, month)
    severity = pick(rng, per(params.SEVERITIES, "share"), len(cell))
    sla_hours = per(params.SEVERITIES, "sla_hours")[severity].astype(np.int64)
    is_poor = chance(rng, params.POORLY_SERVED_SHARE, len(accounts))
    minutes = _resolution_minutes(rng, sla_hours, is_poor[account])
    minutes = _known_at_end(window, created_at, sla_hours, minutes)
    tickets = Tickets(
        account=account,
        month=month,
        category=pick(rng, params.TICKET_CATEGORY_WEIGHTS, len(cell)),
        severity=severity,
        created_at=created_at,
        sla_hours=sla_hours,
        resolution_minutes=minutes,
        state=_states(window, created_at, sla_hours, minutes),
    )
    return tickets.take(np.argsort(created_at, kind="stable"))


def breaches(tickets: Tickets, accounts: int, months: int) -> Ints:
    """Breached tickets by account and month of creation."""
    cell = (tickets.account * months + tickets.month)[tickets.state == BREACHED]
    return np.bincount(cell, minlength=accounts * months).reshape(accounts, months)


def _created_at(rng: np.random.Generator, window: Window, month: Ints) -> Ints:
    start, end = window.month_start(month), window.month_end(month)
    day = start + np.floor(rng.random(len(month)) * (end - start + 1)).astype(np.int64)
    return day * DAY_SECONDS + work_second(rng, len(month))


def _resolution_minutes(rng: np.random.Generator, sla_hours: Ints, is_poor: Bools) -> Ints:
    """Whole minutes until resolved, NONE for tickets nobody ever resolves."""
    size = len(sla_hours)
    breach_rate = np.where(is_poor, params.POOR_BREACH_RATE, params.BREACH_RATE)
    late: Floats = 1.05 + rng.exponential(0.8, size)
    in_time: Floats = rng.uniform(0.05, 0.95, size)
    share = np.where(chance(rng, breach_rate, size), late, in_time)
    minutes = (share * sla_hours * 60).astype(np.int64)
    return np.where(chance(rng, params.NEVER_RESOLVED_RATE, size), NONE, minutes)


def _known_at_end(window: Window, created_at: Ints, sla_hours: Ints, minutes: Ints) -> Ints:
    """Resolution as seen at the end of the last day: what comes later is still open.

    A ticket due on that very day is resolved in time, so that its state does not depend on
    whether a reader takes the day's start or its end as "now".
    """
    day_start, now = window.end * DAY_SECONDS, (window.end + 1) * DAY_SECONDS
    due = created_at + sla_hours * _HOUR
    is_open = (minutes == NONE) | (created_at + minutes * _MINUTE >= now)
    is_due_today = (due >= day_start - _HOUR) & (due <= now + _HOUR)
    minutes = np.where(is_open & is_due_today, sla_hours * 30, minutes)
    return np.where(is_open & ~is_due_today, NONE, minutes)


def _states(window: Window, created_at: Ints, sla_hours: Ints, minutes: Ints) -> Ints:
    now = (window.end + 1) * DAY_SECONDS
    is_open = minutes == NONE
    is_overdue = created_at + sla_hours * _HOUR < now
    is_breached = np.where(is_open, is_overdue, minutes > sla_hours * 60)
    return np.where(is_breached, BREACHED, np.where(is_open, PENDING, MET))
