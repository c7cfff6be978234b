"""How long until something happens, when it has not happened to everybody: Kaplan-Meier."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gtm_tower.stats._inputs import Counts, Floats, share
from gtm_tower.stats._quantiles import normal_z
from gtm_tower.stats._risk import RiskTable, risk_table
from gtm_tower.stats.figure import UNKNOWN, Figure

# a product of many fractions that should be one half may miss it by its last bits
TOLERANCE = 1e-9


@dataclass(frozen=True)
class SurvivalStep:
    """One day of the curve.

    `survival` is the estimated share to whom nothing has happened up to and including the day, with
    its variance and interval; low and high are None where the log-log interval is not defined,
    before the first event and when nobody is left.
    """

    day: int
    at_risk: int
    events: int
    censored: int
    survival: float
    variance: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Survival:
    """A survival curve. `median` is in days; its parts are None where they are not reached."""

    steps: tuple[SurvivalStep, ...]
    median: Figure
    n: int
    events: int
    censored: int
    level: float
    method: str
    notes: tuple[str, ...]


def kaplan_meier(
    days: Counts, events: Counts, censored: Counts, *, level: float = 0.95
) -> Survival:
    """The survival curve from how many events and censorings fall on each day.

    E. L. Kaplan and P. Meier 1958, Nonparametric estimation from incomplete observations, JASA 53,
    457, eq. 2b: S(t) is the product over days up to t of (n - d) / n, with n at risk and d events.
    Greenwood 1926: var S(t) = S(t)^2 sum d / (n (n - d)); 0 once S(t) is 0. Interval on the scale
    log(-log S), Kalbfleisch and Prentice 2002, p. 18: S(t)^exp(-+ z s), where s^2 is
    sum d / (n (n - d)) over (log S(t))^2. Median: the first day with S(t) <= 0.5; its interval, by
    R. Brookmeyer and J. Crowley 1982, A confidence interval for the median survival time,
    Biometrics 38, 29, are the first days on which the lower and the upper limit are <= 0.5.

    Assumes that censoring says nothing about when the event would have come, and no competing
    event: where one exists, use `cumulative_incidence`.
    """
    share("level", level)
    table = risk_table(days, [events], censored)
    return survival_of(table, level)


def survival_of(table: RiskTable, level: float) -> Survival:
    """The curve of a risk table, its causes taken together."""
    steps = _steps(table, normal_z(level))
    middle = _median(steps)
    return Survival(
        steps=steps,
        median=middle,
        n=table.n,
        events=int(table.events.sum()),
        censored=int(table.censored.sum()),
        level=level,
        method="Kaplan-Meier, log-log interval",
        notes=_notes(table, middle),
    )


def survival_at(curve: Survival, day: int) -> Figure:
    """The share to whom nothing has happened by the end of a day, with its interval.

    Unknown past the last day that anybody was watched, unless nobody was left by then.
    """
    before = [step for step in curve.steps if step.day <= day]
    if not curve.steps or (day > curve.steps[-1].day and curve.steps[-1].survival > 0):
        return UNKNOWN
    if not before:
        return Figure(1.0)
    return Figure(before[-1].survival, before[-1].low, before[-1].high)


def log_log_limits(survival: float, variance: float, z: float) -> tuple[float, float] | None:
    """Lower and upper limit of a survival share on the log(-log) scale; None where undefined."""
    if not TOLERANCE < survival < 1 - TOLERANCE or variance <= 0:
        return None
    spread = math.exp(z * math.sqrt(variance) / (survival * -math.log(survival)))
    return survival**spread, survival ** (1 / spread)


def first_day(days: Sequence[int], is_reached: Sequence[bool]) -> float | None:
    """The first day on which something holds."""
    return next((float(d) for d, holds in zip(days, is_reached, strict=True) if holds), None)


def _steps(table: RiskTable, z: float) -> tuple[SurvivalStep, ...]:
    survival = table.survival
    variance = survival**2 * np.cumsum(_greenwood(table))
    rows = zip(
        table.day.tolist(),
        table.at_risk.tolist(),
        table.events.sum(axis=1).tolist(),
        table.censored.tolist(),
        survival.tolist(),
        variance.tolist(),
        strict=True,
    )
    return tuple(
        SurvivalStep(*row, *(log_log_limits(row[4], row[5], z) or (None, None))) for row in rows
    )


def _greenwood(table: RiskTable) -> Floats:
    """d / (n (n - d)) of each day; 0 when nobody is left, where the curve itself is 0."""
    events = table.events.sum(axis=1).astype(np.float64)
    at_risk = table.at_risk.astype(np.float64)
    below = at_risk * (at_risk - events)
    return np.where(below > 0, events / np.where(below > 0, below, 1.0), 0.0)


def _median(steps: tuple[SurvivalStep, ...]) -> Figure:
    days = [step.day for step in steps]
    half = 0.5 + TOLERANCE
    return Figure(
        first_day(days, [step.survival <= half for step in steps]),
        first_day(days, [step.low is not None and step.low <= half for step in steps]),
        first_day(days, [step.high is not None and step.high <= half for step in steps]),
    )


def _notes(table: RiskTable, middle: Figure) -> tuple[str, ...]:
    if table.n == 0:
        return ("There is nobody to follow.",)
    if middle.value is None:
        return (f"The median is not reached within the {table.day[-1]} days that were seen.",)
    return ()
