"""Opportunities and the pipeline."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from support.oracle.contract import Judged, Row
from support.oracle.data import first_month
from support.oracle.names import Group, Names
from support.oracle.values import MISSING, ZERO, Settings, first_day, median, month_number, rate


@dataclass(frozen=True)
class Deal:
    """An opportunity and what had become of it by as_of."""

    row: Row
    group: Group
    state: str
    created: date
    closed: date | None
    cycle_days: int | None
    is_mature: bool
    is_won_in_time: bool | None

    @property
    def amount(self) -> Decimal:
        """What the deal adds to a sum; an unknown amount adds nothing."""
        return self.row["amount"] or ZERO


def deals(judged: Judged, names: Names, settings: Settings) -> list[Deal]:
    """Every accepted opportunity."""
    return [_deal(row, names, settings) for row in judged.accepted["opportunities"]]


def opportunities(found: list[Deal], names: Names, settings: Settings) -> list[Row]:
    """fct_opportunities."""
    flag = {"is_lost_recorded": _recorded(found)["is_lost_recorded"]}
    return [_opportunity(deal, names, settings) | flag for deal in found]


def pipeline(found: list[Deal], judged: Judged, settings: Settings) -> list[Row]:
    """fct_pipeline: every group in every month since the first with an opportunity."""
    calendar_start = first_month(judged, settings)
    by_group: dict[Group, list[Deal]] = defaultdict(list)
    for deal in found:
        by_group[deal.group].append(deal)
    touched = [_closed_month(deal, calendar_start) for deal in found]
    touched += [month_number(deal.created) for deal in found]
    start = min((month for month in touched if month is not None), default=0)
    recorded = _recorded(found)
    return [
        _known_rates(_pipeline_month(month, group, some, calendar_start, settings) | recorded)
        for group, some in by_group.items()
        for month in range(start, settings.as_of_month + 1)
    ]


def _recorded(found: list[Deal]) -> Row:
    """What the company records of its deals."""
    return {
        "is_amount_recorded": any(deal.row["amount"] is not None for deal in found),
        "is_lost_recorded": any(deal.state == "lost" for deal in found),
        "has_only_wins": all(deal.state == "won" for deal in found),
    }


def _known_rates(row: Row) -> Row:
    """Without the rates that say nothing: those of wins among wins."""
    closed = row["closed_win_rate"] if row["is_lost_recorded"] else None
    cohort = None if row["has_only_wins"] else row["cohort_win_rate"]
    return row | {"closed_win_rate": closed, "cohort_win_rate": cohort}


def _deal(row: Row, names: Names, settings: Settings) -> Deal:
    created = settings.day(row["created_at"])
    state, closed = _outcome(row, settings)
    days = (closed - created).days if closed else None
    is_mature = (settings.as_of - created).days >= settings.policies.win_rate_horizon_days
    in_time = state == "won" and days is not None
    return Deal(
        row,
        _group(row, names),
        state,
        created,
        closed,
        days if days is not None and days >= 0 else None,
        is_mature,
        (in_time and (days or 0) <= settings.policies.win_rate_horizon_days) if is_mature else None,
    )


def _outcome(row: Row, settings: Settings) -> tuple[str, date | None]:
    """Won or lost where the stage says so and the close date is known by as_of; else open."""
    if row["closed_at"] is None:
        return "open", None
    if row["stage"] in settings.policies.won_stages:
        return "won", settings.day(row["closed_at"])
    if row["stage"] in settings.policies.lost_stages:
        return "lost", settings.day(row["closed_at"])
    return "open", None


def _group(row: Row, names: Names) -> Group:
    """The account's names; where its segment is missing, the deal's own."""
    segment, region, channel = names.group(row["account_id"])
    if segment == MISSING:
        segment = names.spelled("segment", row["segment"])
    return segment, region, channel


def _opportunity(deal: Deal, names: Names, settings: Settings) -> Row:
    row, closed = deal.row, deal.closed
    closes = (*settings.policies.won_stages, *settings.policies.lost_stages)
    return {
        "opportunity_id": row["opportunity_id"],
        "account_id": row["account_id"],
        "segment": deal.group[0],
        "region": deal.group[1],
        "acquisition_channel": deal.group[2],
        "stage": row["stage"],
        "state": deal.state,
        "currency": settings.currency,
        "amount": row["amount"],
        "sales_cycle_days": deal.cycle_days,
        "age_days": (settings.as_of - deal.created).days,
        "is_account_known": row["account_id"] in names.accounts,
        "has_closed_stage_without_date": row["stage"] in closes and closed is None,
        "is_closed_before_created": closed is not None and closed < deal.created,
        "is_mature": deal.is_mature,
        "is_won_within_horizon": deal.is_won_in_time,
        "created_date": deal.created,
        "closed_date": closed,
        "created_month": deal.created.replace(day=1),
        "closed_month": closed.replace(day=1) if closed else None,
        "created_at": row["created_at"],
        "closed_at": row["closed_at"] if closed else None,
    }


def _closed_month(deal: Deal, calendar_start: int) -> int | None:
    """The month of the close; one from before the first month of the data counts in that."""
    return max(month_number(deal.closed), calendar_start) if deal.closed else None


def _pipeline_month(
    month: int, group: Group, some: list[Deal], calendar_start: int, settings: Settings
) -> Row:
    closes = [(deal, _closed_month(deal, calendar_start)) for deal in some]
    created = [deal for deal in some if month_number(deal.created) == month]
    won = [deal for deal, closed in closes if deal.state == "won" and closed == month]
    lost = [deal for deal, closed in closes if deal.state == "lost" and closed == month]
    still_open = [
        deal
        for deal, closed in closes
        if month_number(deal.created) <= month and (closed is None or closed > month)
    ]
    row: Row = {
        "date_month": first_day(month),
        "segment": group[0],
        "region": group[1],
        "acquisition_channel": group[2],
        "currency": settings.currency,
        "created_without_amount_count": sum(deal.row["amount"] is None for deal in created),
        "closed_win_rate": rate(len(won), len(won) + len(lost)),
    }
    listed = {"created": created, "won": won, "lost": lost, "open": still_open}
    for name, chosen in listed.items():
        row[f"{name}_count"] = len(chosen)
        row[f"{name}_amount"] = sum((deal.amount for deal in chosen), ZERO)
    return row | _out_of_order(month, closes) | _cohort(month, created, settings) | _cycles(won)


def _out_of_order(month: int, closes: list[tuple[Deal, int | None]]) -> Row:
    """Deals closed in an earlier month than created: 1 in that of the close, -1 in the other."""
    count, amount = 0, ZERO
    for deal, closed in closes:
        created = month_number(deal.created)
        if closed is not None and closed < created:
            sign = (closed == month) - (created == month)
            count, amount = count + sign, amount + sign * deal.amount
    return {"out_of_order_count": count, "out_of_order_amount": amount}


def _cohort(month: int, created: list[Deal], settings: Settings) -> Row:
    """Won within the horizon over created, once the month's last day is old enough."""
    last_day = first_day(month + 1).toordinal() - 1
    age = settings.as_of.toordinal() - last_day
    is_mature = age >= settings.policies.win_rate_horizon_days
    won = sum(bool(deal.is_won_in_time) for deal in created)
    return {
        "is_mature": is_mature,
        "cohort_won_count": won if is_mature else None,
        "cohort_win_rate": rate(won, len(created)) if is_mature else None,
    }


def _cycles(won: list[Deal]) -> Row:
    days = [deal.cycle_days for deal in won if deal.cycle_days is not None]
    middle = median(days)
    return {
        "won_cycle_days": sum(days),
        "won_cycle_count": len(days),
        "average_won_cycle_days": rate(sum(days), len(days)),
        "median_won_cycle_days": None if middle is None else float(middle),
    }
