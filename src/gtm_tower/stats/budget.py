"""A month's budget over the channels: who would win more with more, as far as the months tell."""

import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from gtm_tower.errors import StatsError
from gtm_tower.stats._allocate import MOST_CURVATURE, best_split
from gtm_tower.stats._cents import round_to_total, to_cents, to_money
from gtm_tower.stats._fitted import Fitted, simulate
from gtm_tower.stats._inputs import Floats, share
from gtm_tower.stats._saturation import fit, shape
from gtm_tower.stats.figure import UNKNOWN, Figure
from gtm_tower.stats.response import (
    NO_SPEND,
    Response,
    expected_wins,
    interval_text,
    marginal_return,
    wins_at_stake,
)

# a split that gains less than this share of the wins is not worth moving money for
LEAST_GAIN = 1e-6


@dataclass(frozen=True)
class Channel:
    """A channel: what is spent on it in a month now, and what its months say about its returns."""

    name: str
    current_spend: Decimal | float
    response: Response


@dataclass(frozen=True)
class ChannelBudget:
    """The recommendation for one channel, per month.

    `wins_now` and `wins_then` are the expected wins at the current and the recommended spend, from
    the curve where the method is `diminishing returns`, else at a constant return, which more spend
    reaches at most and less spend at least. `marginal_now` and `marginal_then` are the wins of the
    next unit of spend; without a curve only their bounds are known. `wins_at_stake` is the most
    that the largest shift allowed could win or lose, None with a curve. `is_beyond_seen` says that
    the recommended spend is outside the months' own.
    """

    channel: str
    current_spend: Decimal
    recommended_spend: Decimal
    shift: Decimal
    wins_now: Figure
    wins_then: Figure
    marginal_now: Figure
    marginal_then: Figure
    wins_at_stake: Figure | None
    is_beyond_seen: bool
    method: str
    statement: str


@dataclass(frozen=True)
class Budget:
    """The channels in the order given. `total` is what was asked for, and is left_over more than
    the recommendation adds up to; less than 0 where the bounds do not let it be that small. `gain`
    is the change in expected wins of the channels with a curve, unknown without any.
    """

    channels: tuple[ChannelBudget, ...]
    current_total: Decimal
    total: Decimal
    recommended_total: Decimal
    left_over: Decimal
    gain: Figure
    max_shift: float
    level: float
    seed: int
    method: str
    statement: str


@dataclass(frozen=True)
class _Plan:
    """A channel in cents: what it spends, its bounds, its share of the total, what is recommended.

    The share is that of its current spend.
    """

    channel: Channel
    current: int
    low: int
    high: int
    share: int
    recommended: int

    @property
    def curve(self) -> Fitted | None:
        """The curve to go by, None where none is identified or nothing is spent."""
        identified = self.channel.response.is_identified and self.high > 0
        return self.channel.response.fitted if identified else None


def recommend_budget(
    channels: Sequence[Channel],
    total: Decimal | float | None = None,
    *,
    max_shift: float = 0.3,
    samples: int = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> Budget:
    """Allocate a month's total, the current one unless given, over the channels.

    First every channel is scaled in proportion to the total. Then what the channels with an
    identified curve have together is split among them for the most expected wins, each within
    1 - max_shift and 1 + max_shift of what it spends now (see `_allocate`). A channel without a
    curve keeps its share: that more spend wins at most so much is no reason to spend it. What the
    bounds do not take is left over. Amounts add up to the cent.

    Intervals of expected wins with a curve are percentiles over `samples` of the parametric
    bootstrap (B. Efron and R. Tibshirani 1993, An Introduction to the Bootstrap, 6.5 and 13.3): the
    months' wins drawn anew from the fitted curve, the curve fitted again, the recommendation held.
    Each channel is drawn from a stream of its own, by `seed` and its name, so that their order is
    of no matter. The other intervals are those of the channel's response, at its level.
    """
    share("level", level)
    _check(channels, max_shift, samples)
    order = sorted(range(len(channels)), key=lambda place: channels[place].name)
    plans = [_plan(channels[place], max_shift) for place in order]
    current = sum(plan.current for plan in plans)
    wanted = current if total is None else to_cents("total", total)
    plans = _optimise(_scale(plans, current, wanted))
    drawn = [_bootstrap(plan, samples, seed) for plan in plans]
    found = [_recommendation(*pair, max_shift, level) for pair in zip(plans, drawn, strict=True)]
    gain = _gain(plans, drawn, level)
    reached = sum(plan.recommended for plan in plans)
    return Budget(
        channels=tuple(found[order.index(place)] for place in range(len(found))),
        current_total=to_money(current),
        total=to_money(wanted),
        recommended_total=to_money(reached),
        left_over=to_money(wanted - reached),
        gain=gain,
        max_shift=max_shift,
        level=level,
        seed=seed,
        method="equal marginal returns, parametric bootstrap",
        statement=_statement(plans, wanted, gain, max_shift, level),
    )


def _check(channels: Sequence[Channel], max_shift: float, samples: int) -> None:
    names = [channel.name for channel in channels]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise StatsError(f"Channel '{twice[0]}' is given more than once.")
    if not 0 <= max_shift < float("inf"):
        raise StatsError(f"max_shift is {max_shift}, expected a share from 0, such as 0.3.")
    if samples < 1:
        raise StatsError(f"samples is {samples}, expected 1 or more.")


def _plan(channel: Channel, max_shift: float) -> _Plan:
    current = to_cents(f"current_spend of {channel.name}", channel.current_spend)
    shift = Decimal(str(max_shift))
    # bounds are rounded inwards; less than nothing cannot be spent
    low, high = max(math.ceil(current * (1 - shift)), 0), math.floor(current * (1 + shift))
    return _Plan(channel, current, low, high, current, current)


def _scale(plans: list[_Plan], current: int, wanted: int) -> list[_Plan]:
    """Every channel in proportion to the total, as near to it as the bounds let it come."""
    if current == 0:
        return plans
    low, high = [plan.low for plan in plans], [plan.high for plan in plans]
    reached = min(max(wanted, sum(low)), sum(high))
    scaled = [plan.current * reached / current for plan in plans]
    shared = _with(plans, round_to_total(scaled, low, high, reached))
    return [replace(plan, share=plan.recommended) for plan in shared]


def _optimise(plans: list[_Plan]) -> list[_Plan]:
    """What the channels with a curve have together, split anew among them."""
    curves = [plan.curve.curve for plan in plans if plan.curve]
    if len(curves) < 2:
        return plans
    free = [plan for plan in plans if plan.curve]
    low, high = [plan.low for plan in free], [plan.high for plan in free]
    total = sum(plan.recommended for plan in free)
    split = best_split(curves, [x / 100 for x in low], [x / 100 for x in high], total / 100)
    moved = _with(free, round_to_total([x * 100 for x in split], low, high, total))
    if _expected(moved) - _expected(free) <= LEAST_GAIN * _expected(free):
        return plans
    rest = iter(moved)
    return [next(rest) if plan.curve else plan for plan in plans]


def _with(plans: Sequence[_Plan], cents: Sequence[int]) -> list[_Plan]:
    return [replace(plan, recommended=amount) for plan, amount in zip(plans, cents, strict=True)]


def _bootstrap(plan: _Plan, samples: int, seed: int) -> Floats | None:
    """Expected wins now and then, one row each, over curves fitted to simulated months."""
    if plan.curve is None:
        return None
    rng = np.random.default_rng([seed, zlib.crc32(plan.channel.name.encode())])
    wins, curvature = fit(plan.curve.units, simulate(plan.curve, samples, rng))
    spend = np.array([[plan.current], [plan.recommended]]) / 100 / plan.curve.curve.scale
    return np.asarray(wins * shape(spend, np.minimum(curvature, MOST_CURVATURE)))


def _interval(value: float, drawn: Floats, level: float) -> Figure:
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return Figure(value, float(low), float(high))


def _gain(plans: list[_Plan], drawn: list[Floats | None], level: float) -> Figure:
    changes = [rows[1] - rows[0] for rows in drawn if rows is not None]
    if not changes:
        return UNKNOWN
    now = [replace(plan, recommended=plan.current) for plan in plans]
    return _interval(_expected(plans) - _expected(now), np.sum(changes, axis=0), level)


def _expected(plans: Sequence[_Plan]) -> float:
    """Expected wins at the recommended spend of the channels with a curve."""
    return sum(plan.curve.curve.expected(plan.recommended / 100) for plan in plans if plan.curve)


def _recommendation(
    plan: _Plan, drawn: Floats | None, max_shift: float, level: float
) -> ChannelBudget:
    response = plan.channel.response
    now, then = plan.current / 100, plan.recommended / 100
    wins = _wins(plan, drawn, level)
    at_stake = wins_at_stake(response, now * max_shift) if plan.curve is None else None
    low, high = response.spend_low, response.spend_high
    return ChannelBudget(
        channel=plan.channel.name,
        current_spend=to_money(plan.current),
        recommended_spend=to_money(plan.recommended),
        shift=to_money(plan.recommended - plan.current),
        wins_now=wins[0],
        wins_then=wins[1],
        marginal_now=marginal_return(response, now) if plan.current else UNKNOWN,
        marginal_then=marginal_return(response, then) if plan.recommended else UNKNOWN,
        wins_at_stake=at_stake,
        is_beyond_seen=low is not None and high is not None and not low <= then <= high,
        method=response.method if plan.current else NO_SPEND,
        statement=_advice(plan, wins, max_shift, level),
    )


def _wins(plan: _Plan, drawn: Floats | None, level: float) -> list[Figure]:
    """Expected wins at the current and at the recommended spend."""
    spend = [plan.current / 100, plan.recommended / 100]
    if plan.curve is None or drawn is None:
        return [expected_wins(plan.channel.response, amount) for amount in spend]
    values = [plan.curve.curve.expected(amount) for amount in spend]
    return [_interval(*pair, level) for pair in zip(values, drawn, strict=True)]


def _advice(plan: _Plan, wins: list[Figure], max_shift: float, level: float) -> str:
    name, response = plan.channel.name, plan.channel.response
    now, then = plan.current / 100, plan.recommended / 100
    if not plan.current:
        return f"Nothing is spent on {name}, so there is nothing to shift."
    if plan.curve is None and plan.recommended == plan.current:
        bound = interval_text(wins_at_stake(response, now * max_shift), response.level)
        return (
            f"Keep {name} at {now:,.2f} a month: {response.reason}, and {now * max_shift:,.2f} more"
            f" would win at most {bound}."
        )
    if plan.curve is None:
        bound = interval_text(wins_at_stake(response, then - now), response.level)
        verb = "wins" if then > now else "loses"
        return (
            f"Take {name} from {now:,.2f} to {then:,.2f} a month with the total:"
            f" {response.reason}, and the change {verb} at most {bound}."
        )
    if plan.recommended == plan.current:
        return f"Keep {name} at {now:,.2f} a month for {interval_text(wins[0], level)} wins."
    return (
        f"Spend {abs(then - now):,.2f} a month {'more' if then > now else 'less'} on {name},"
        f" {now:,.2f} to {then:,.2f}: {wins[0].value:.2f} expected wins become"
        f" {interval_text(wins[1], level)}."
    )


def _statement(
    plans: list[_Plan], wanted: int, gain: Figure, max_shift: float, level: float
) -> str:
    """What is recommended of the whole, and what of the total found no place."""
    left = (wanted - sum(plan.recommended for plan in plans)) / 100
    bound = f"within {max_shift:.0%} of what each channel spends now"
    parts = [_main_point(plans, gain, level)]
    if left > 0:
        parts.append(f"{left:,.2f} of the total find no place {bound}.")
    if left < 0:
        parts.append(f"The total is {-left:,.2f} below the least {bound}.")
    return " ".join(parts)


def _main_point(plans: list[_Plan], gain: Figure, level: float) -> str:
    known = sum(plan.curve is not None for plan in plans)
    if not any(plan.current for plan in plans):
        return "No channel has spend."
    if known < 2:
        return (
            f"Channels whose returns are known well enough: {known} of {len(plans)}. A shift needs"
            " two, so every channel keeps its share."
        )
    moved = sum(max(plan.recommended - plan.share, 0) for plan in plans) / 100
    shift = f"Shift {moved:,.2f} a month" if moved else "Shift nothing"
    change = sum(plan.recommended - plan.current for plan in plans) / 100
    beside = f" beside a total changed by {change:,.2f}" if change else ""
    return (
        f"{shift} between the {known} channels with a curve{beside}: their expected wins change by"
        f" {interval_text(gain, level)}."
    )
