"""A month's media budget over the channels, from what each has spent and won."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from gtm_tower.pipeline.estimates._estimate import Context, Estimate, Read
from gtm_tower.stats.budget import Budget, Channel, ChannelBudget, recommend_budget
from gtm_tower.stats.figure import UNKNOWN, Figure
from gtm_tower.stats.response import Response, spend_response

MONTHS = "int_efficiency__spend_wins"
ALL_CHANNELS = "all"
# what is spent now is the mean of so many months, the last ones
RECENT_MONTHS = 3
PER_SPEND = 1000
NO_MEDIA = "no media spend"
# the intervals of expected wins are drawn at random, always the same way
SEED = 0


@dataclass(frozen=True)
class SpendMonth:
    """A complete month of a channel: what it spent, and its wins with the spend they are set
    against. Spend is None where it is unknown, as it is for a channel that buys no media."""

    channel: str
    month: date
    spend: Decimal | None
    matched_spend: Decimal | None
    won_count: int


@dataclass(frozen=True)
class Advice:
    """A row of the recommendation: a channel, or with `is_total` all that buy media.

    Amounts are per month, `marginal_…` are wins per 1,000 more. `gain` is of the total alone, and
    of the channels with a curve.
    """

    channel: str
    is_total: bool
    method: str
    statement: str
    month_count: int
    won_count: int
    is_media_channel: bool
    is_beyond_seen: bool | None = None
    current_spend: Decimal | None = None
    recommended_spend: Decimal | None = None
    shift: Decimal | None = None
    wins_now: Figure = UNKNOWN
    wins_then: Figure = UNKNOWN
    gain: Figure = UNKNOWN
    marginal_now: Figure = UNKNOWN
    marginal_then: Figure = UNKNOWN
    at_stake: Figure = UNKNOWN


def budget_advice(
    months: Sequence[SpendMonth], total: Decimal | float | None, max_shift: float
) -> list[Advice]:
    """The total and every channel in the order of their names; nothing where no channel has spend.

    `total` is the budget of a month, None for what is spent now.
    """
    recent = sorted({one.month for one in months})[-RECENT_MONTHS:]
    by_channel: dict[str, list[SpendMonth]] = {}
    for one in sorted(months, key=lambda one: (one.channel.encode(), one.month)):
        by_channel.setdefault(one.channel, []).append(one)
    media = {name: own for name, own in by_channel.items() if any(o.spend is not None for o in own)}
    if not media:
        return []
    responses = {name: _response(own) for name, own in media.items()}
    channels = [
        Channel(name, _recent_spend(own, recent), responses[name]) for name, own in media.items()
    ]
    budget = recommend_budget(channels, total, max_shift=max_shift, seed=SEED)
    found = {one.channel: one for one in budget.channels}
    rows = [
        _channel(found[name], responses[name]) if name in found else _without_media(name, own)
        for name, own in by_channel.items()
    ]
    return [_total(budget, list(responses.values()), len(by_channel) - len(media)), *rows]


def _response(months: Sequence[SpendMonth]) -> Response:
    """The response of the months whose wins have a known spend."""
    known = [one for one in months if one.matched_spend is not None]
    return spend_response(
        [float(one.matched_spend or 0) for one in known], [one.won_count for one in known]
    )


def _recent_spend(months: Sequence[SpendMonth], recent: Sequence[date]) -> Decimal:
    """The mean spend of the recent months, those without a line of it included, in cents."""
    spent = sum((one.spend or Decimal(0) for one in months if one.month in recent), Decimal(0))
    return (spent / len(recent)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _channel(found: ChannelBudget, response: Response) -> Advice:
    return Advice(
        channel=found.channel,
        is_total=False,
        method=found.method,
        statement=found.statement,
        month_count=response.n,
        won_count=response.wins,
        is_media_channel=True,
        is_beyond_seen=found.is_beyond_seen,
        current_spend=found.current_spend,
        recommended_spend=found.recommended_spend,
        shift=found.shift,
        wins_now=found.wins_now,
        wins_then=found.wins_then,
        marginal_now=_per_thousand(found.marginal_now),
        marginal_then=_per_thousand(found.marginal_then),
        at_stake=found.wins_at_stake or UNKNOWN,
    )


def _without_media(name: str, months: Sequence[SpendMonth]) -> Advice:
    return Advice(
        channel=name,
        is_total=False,
        method=NO_MEDIA,
        statement=f"{name} has no media spend, so it has no part in this budget.",
        month_count=0,
        won_count=sum(one.won_count for one in months),
        is_media_channel=False,
    )


def _total(budget: Budget, responses: Sequence[Response], aside: int) -> Advice:
    one, several = "1 channel without media spend has", "channels without media spend have"
    said = one if aside == 1 else f"{aside} {several}"
    return Advice(
        channel=ALL_CHANNELS,
        is_total=True,
        method=budget.method,
        statement=budget.statement + (f" {said} no part in it." if aside else ""),
        month_count=max(one.n for one in responses),
        won_count=sum(one.wins for one in responses),
        is_media_channel=True,
        current_spend=budget.current_total,
        recommended_spend=budget.recommended_total,
        shift=budget.recommended_total - budget.current_total,
        wins_now=_sum([one.wins_now for one in budget.channels]),
        wins_then=_sum([one.wins_then for one in budget.channels]),
        gain=budget.gain,
    )


def _sum(figures: Sequence[Figure]) -> Figure:
    """The sum of what is known; intervals of several channels do not add up."""
    known = [one.value for one in figures if one.value is not None]
    return Figure(sum(known)) if known else UNKNOWN


def _per_thousand(figure: Figure) -> Figure:
    def scaled(value: float | None) -> float | None:
        return None if value is None else value * PER_SPEND

    return Figure(scaled(figure.value), scaled(figure.low), scaled(figure.high))


def _rows(read: Read, context: Context) -> list[tuple[object, ...]]:
    policies = context.config.policies
    months = [
        SpendMonth(
            channel=row["channel"],
            month=row["date_month"],
            spend=row["media_spend"],
            matched_spend=row["matched_media_spend"],
            won_count=int(row["won_count"]),
        )
        for row in read(MONTHS)
    ]
    advice = budget_advice(months, policies.monthly_budget or None, policies.max_budget_shift)
    return [_row(one) for one in advice]


def _row(advice: Advice) -> tuple[object, ...]:
    parts: list[object] = []
    for value in vars(advice).values():
        parts += [value.value, value.low, value.high] if isinstance(value, Figure) else [value]
    return tuple(parts)


BUDGET = Estimate(
    table="budget",
    reads=(MONTHS,),
    columns={
        "channel": "text",
        "is_total": "boolean",
        "method": "text",
        "statement": "text",
        "month_count": "count",
        "won_count": "count",
        "is_media_channel": "boolean",
        "is_beyond_seen": "boolean",
        "current_spend": "money",
        "recommended_spend": "money",
        "shift": "money",
        **{
            f"{name}{end}": "number"
            for name in (
                "expected_wins_now",
                "expected_wins_then",
                "expected_gain",
                "marginal_wins_now",
                "marginal_wins_then",
                "wins_at_stake",
            )
            for end in ("", "_lower", "_upper")
        },
    },
    rows=_rows,
)
