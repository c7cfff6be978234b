"""Support tickets and their targets."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from support.oracle.contract import Judged, Row
from support.oracle.names import Names
from support.oracle.values import MISSING, Settings, first_day, median, rate

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Ticket:
    """A ticket, when its target passes, and where it stands."""

    row: Row
    month: int
    due_at: datetime
    state: str

    @property
    def resolution_seconds(self) -> int | None:
        """Whole seconds to the resolution; None while open."""
        resolved_at = self.row["resolved_at"]
        return None if resolved_at is None else (resolved_at - self.row["created_at"]) // SECOND

    @property
    def reply_seconds(self) -> int | None:
        """Whole seconds to the first reply; None without one, or where it precedes the ticket."""
        replied_at = self.row["first_replied_at"]
        if replied_at is None or replied_at < self.row["created_at"]:
            return None
        return int((replied_at - self.row["created_at"]) // SECOND)


def tickets(judged: Judged, settings: Settings) -> list[Ticket]:
    """Every accepted ticket."""
    return [_ticket(row, settings) for row in judged.accepted["support_tickets"]]


def support(found: list[Ticket], names: Names) -> list[Row]:
    """fct_support."""
    groups: dict[tuple[object, ...], list[Ticket]] = defaultdict(list)
    for ticket in found:
        row = ticket.row
        kind = (row["category"] or MISSING, row["severity"] or MISSING)
        groups[first_day(ticket.month), *names.group(row["account_id"]), *kind].append(ticket)
    columns = ("date_month", "segment", "region", "acquisition_channel", "category", "severity")
    return [
        dict(zip(columns, group, strict=True)) | _counts(some) | _hours(some)
        for group, some in groups.items()
    ]


def _ticket(row: Row, settings: Settings) -> Ticket:
    hours = row["sla_hours"]
    target = (settings.policies.default_sla_hours if hours is None else hours) * HOUR
    due_at = row["created_at"] + target
    if row["resolved_at"] is None:
        state = "breached" if due_at < settings.end_of_day else "pending"
    else:
        state = "breached" if row["resolved_at"] > due_at else "met"
    return Ticket(row, settings.month(row["created_at"]), due_at, state)


def _counts(some: list[Ticket]) -> Row:
    states = [ticket.state for ticket in some]
    met, breached = states.count("met"), states.count("breached")
    resolved = sum(ticket.row["resolved_at"] is not None for ticket in some)
    return {
        "ticket_count": len(some),
        "resolved_count": resolved,
        "open_count": len(some) - resolved,
        "sla_met_count": met,
        "sla_breached_count": breached,
        "sla_pending_count": states.count("pending"),
        "sla_breach_rate": rate(breached, met + breached),
    }


def _hours(some: list[Ticket]) -> Row:
    resolved = [t.resolution_seconds for t in some if t.resolution_seconds is not None]
    replied = [t.reply_seconds for t in some if t.reply_seconds is not None]
    middle = median(resolved)
    return {
        "resolution_hours": rate(sum(resolved), 3600),
        "average_resolution_hours": rate(sum(resolved), 3600 * len(resolved)),
        "median_resolution_hours": None if middle is None else float(middle / 3600),
        "replied_count": len(replied),
        "first_reply_hours": rate(sum(replied), 3600),
        "average_first_reply_hours": rate(sum(replied), 3600 * len(replied)),
    }
