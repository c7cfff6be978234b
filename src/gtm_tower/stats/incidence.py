"""How long until one thing happens where another may happen instead: Aalen-Johansen."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gtm_tower.errors import StatsError
from gtm_tower.stats._inputs import Counts, Floats, share
from gtm_tower.stats._quantiles import normal_z
from gtm_tower.stats._risk import RiskTable, risk_table
from gtm_tower.stats.figure import UNKNOWN, Figure
from gtm_tower.stats.survival import TOLERANCE, Survival, first_day, log_log_limits, survival_of


@dataclass(frozen=True)
class IncidenceStep:
    """One day of a cause's curve.

    `events` are those of the cause. `incidence` is the estimated share to whom the cause has
    happened, and nothing else before, up to and including the day; low and high are None where the
    interval is not defined, before the cause's first event and at an incidence of 1.
    """

    day: int
    at_risk: int
    events: int
    incidence: float
    variance: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class CauseIncidence:
    """The curve of one cause.

    `last` is the incidence on the last day seen. `median` is the first day on which the incidence
    reaches half of `last`: the median time to the cause for those to whom it happened within what
    was seen. `half` is the first day on which the incidence itself reaches 0.5, which it need not.
    """

    cause: str
    steps: tuple[IncidenceStep, ...]
    events: int
    last: Figure
    median: Figure
    half: Figure


@dataclass(frozen=True)
class CumulativeIncidence:
    """The curves of all causes, in the order given, beside the share to whom none has happened."""

    causes: tuple[CauseIncidence, ...]
    survival: Survival
    n: int
    censored: int
    level: float
    method: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Cause:
    """What the estimator of one cause is made of, one value per day.

    Read F, S, n as in `cumulative_incidence`; `before` is S on the day before, `own` and `hazard`
    are d_k / n and d / n.
    """

    table: RiskTable
    events: Floats
    before: Floats
    own: Floats
    hazard: Floats
    incidence: Floats


def cumulative_incidence(
    days: Counts, events: Mapping[str, Counts], censored: Counts, *, level: float = 0.95
) -> CumulativeIncidence:
    """The incidence of each cause from how many events of each, and censorings, fall on each day.

    O. O. Aalen and S. Johansen 1978, An empirical transition matrix for non-homogeneous Markov
    chains based on censored observations, Scand. J. Stat. 5, 141; for competing causes
    F_k(t) = sum over days u <= t of S(u-) d_k(u) / n(u), with n at risk, d_k events of cause k, d
    of all causes and S(u-) the Kaplan-Meier estimate of "nothing has happened" before u.
    Variance by the delta method, D. Collett 2015, Modelling Survival Data in Medical Research, 3rd
    ed., p. 411: sum (F(t) - F(u))^2 d / (n (n - d)) + sum S(u-)^2 d_k (n - d_k) / n^3
    - 2 sum (F(t) - F(u)) S(u-) d_k / n^2. Interval on the scale log(-log(1 - F)), J. Beyersmann,
    A. Allignol and M. Schumacher 2012, Competing Risks and Multistate Models with R, eq. 4.21, so
    that without a competing cause it is that of `kaplan_meier`.

    Assumes that censoring says nothing about when or how the subject would have ended.
    """
    share("level", level)
    if not events:
        raise StatsError("events names no cause, expected one list of counts for each cause.")
    table = risk_table(days, list(events.values()), censored)
    z = normal_z(level)
    causes = tuple(_curve(name, _cause(table, place), z) for place, name in enumerate(events))
    return CumulativeIncidence(
        causes=causes,
        survival=survival_of(table, level),
        n=table.n,
        censored=int(table.censored.sum()),
        level=level,
        method="Aalen-Johansen, delta-method variance, complementary log-log interval",
        notes=_notes(table, causes),
    )


def incidence_at(curve: CumulativeIncidence, cause: str, day: int) -> Figure:
    """The share to whom a cause has happened by the end of a day, with its interval.

    Unknown past the last day that anybody was watched, unless nobody was left by then.
    """
    found = next((one for one in curve.causes if one.cause == cause), None)
    if found is None:
        names = ", ".join(one.cause for one in curve.causes)
        raise StatsError(f"There is no cause '{cause}'. Legal: {names}.")
    steps, overall = found.steps, curve.survival.steps
    if not steps or (day > steps[-1].day and overall[-1].survival > TOLERANCE):
        return UNKNOWN
    before = [step for step in steps if step.day <= day]
    if not before:
        return Figure(0.0)
    return Figure(before[-1].incidence, before[-1].low, before[-1].high)


def time_to_reach(curve: CauseIncidence, incidence: float) -> Figure:
    """The first day on which a cause's incidence is at least `incidence`, None if it never is.

    low and high are the first days on which the upper and the lower limit of the curve are, as
    Brookmeyer and Crowley 1982 read them off a survival curve.
    """
    wanted = share("incidence", incidence) - TOLERANCE
    days = [step.day for step in curve.steps]
    return Figure(
        first_day(days, [step.incidence >= wanted for step in curve.steps]),
        first_day(days, [step.high is not None and step.high >= wanted for step in curve.steps]),
        first_day(days, [step.low is not None and step.low >= wanted for step in curve.steps]),
    )


def _cause(table: RiskTable, place: int) -> _Cause:
    before = np.concatenate([[1.0], table.survival[:-1]])[: len(table.day)]
    events = table.events[:, place].astype(np.float64)
    own = events / table.at_risk
    return _Cause(table, events, before, own, table.hazard, np.cumsum(before * own))


def _curve(name: str, cause: _Cause, z: float) -> CauseIncidence:
    steps = _steps(cause, z)
    last = Figure(steps[-1].incidence, steps[-1].low, steps[-1].high) if steps else UNKNOWN
    found = CauseIncidence(name, steps, int(cause.events.sum()), last, UNKNOWN, UNKNOWN)
    if not found.events:
        return found
    middle, half = _median(cause, z), time_to_reach(found, 0.5)
    return CauseIncidence(name, steps, found.events, last, middle, half)


def _steps(cause: _Cause, z: float) -> tuple[IncidenceStep, ...]:
    steps = []
    variance = 0.0
    for place, day in enumerate(cause.table.day.tolist()):
        if cause.events[place] > 0:
            variance = _variance(cause, _gradient(cause, place))
        incidence = min(float(cause.incidence[place]), 1.0)
        limits = log_log_limits(1 - incidence, variance, z)
        low, high = (1 - limits[1], 1 - limits[0]) if limits else (None, None)
        at_risk, events = int(cause.table.at_risk[place]), int(cause.events[place])
        steps.append(IncidenceStep(day, at_risk, events, incidence, variance, low, high))
    return tuple(steps)


def _gradient(cause: _Cause, place: int) -> Floats:
    """The derivatives of F at a day by the hazards of each day: of the cause, of all the others.

    dF(t) / d own(u) = S(u-) - (F(t) - F(u)) / (1 - hazard(u)) for u <= t, and only the second term
    for the other causes. On a day that leaves nobody, F(t) = F(u) and that term is 0.
    """
    later = np.where(cause.hazard < 1, cause.incidence[place] - cause.incidence, 0.0)
    lost = -later / np.where(cause.hazard < 1, 1 - cause.hazard, 1.0)
    upto = np.arange(len(lost)) <= place
    return np.where(upto, np.stack([cause.before + lost, lost]), 0.0)


def _variance(cause: _Cause, gradient: Floats) -> float:
    """The delta method: the events of a day are multinomial among those at risk.

    With g the gradient by own and other hazards h, sum (sum g^2 h - (sum g h)^2) / n, which
    multiplied out is the formula of Collett.
    """
    hazards = np.stack([cause.own, cause.hazard - cause.own])
    spread = (gradient**2 * hazards).sum(axis=0) - (gradient * hazards).sum(axis=0) ** 2
    return max(float((spread / cause.table.at_risk).sum()), 0.0)


def _median(cause: _Cause, z: float) -> Figure:
    """The first day with F(t) >= F(last) / 2, and the days at which that is not ruled out.

    The interval holds the days on which D(t) = F(t) - F(last) / 2 is within z standard errors of 0,
    the errors of both taken together: the test of Brookmeyer and Crowley 1982, with D in the place
    of S(t) - 1/2.
    """
    final = len(cause.events) - 1
    places = np.flatnonzero(cause.events)
    days = cause.table.day[places].tolist()
    ahead = cause.incidence[places] - cause.incidence[final] / 2
    end = _gradient(cause, final) / 2
    errors = [_variance(cause, _gradient(cause, place) - end) ** 0.5 for place in places.tolist()]
    spread = z * np.array(errors) + TOLERANCE
    return Figure(
        first_day(days, (ahead >= -TOLERANCE).tolist()),
        first_day(days, (ahead >= -spread).tolist()),
        first_day(days, (ahead > spread).tolist()),
    )


def _notes(table: RiskTable, causes: tuple[CauseIncidence, ...]) -> tuple[str, ...]:
    if table.n == 0:
        return ("There is nobody to follow.",)
    return tuple(
        f"The incidence of {one.cause} does not reach one half within the {table.day[-1]} days"
        " that were seen."
        for one in causes
        if one.half.value is None
    )
