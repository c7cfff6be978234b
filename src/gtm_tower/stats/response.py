"""How the wins of a channel follow what is spent on it, as far as its months can tell."""

from dataclasses import dataclass

import numpy as np

from gtm_tower.errors import StatsError
from gtm_tower.stats._fitted import Fitted, fit_months, interval_of, likely
from gtm_tower.stats._inputs import Amounts, Counts, Floats, Ints, amounts, share, whole_counts
from gtm_tower.stats._quantiles import poisson_mean_interval
from gtm_tower.stats._saturation import marginal_shape, shape
from gtm_tower.stats.figure import UNKNOWN, Figure

DIMINISHING = "diminishing returns"
CONSTANT = "constant-return bound"
TOO_FEW = "too few months"
NO_SPEND = "no spend"
# the change of spend that a statement speaks of
STEP = 0.1


@dataclass(frozen=True)
class Response:
    """What the months of one channel say about its returns.

    `n` counts the months with spend, `wins` their wins, and spend_low, spend_mean and spend_high
    are over them. `average_return` is wins per unit of spend. `curvature`, `ceiling` and
    `half_spend` are q, a and c of the fitted curve, unknown without a win, and to be used only
    where `is_identified`. `method` is how the returns may be read, `reason` why, as a clause, and
    `statement` both in a sentence with the numbers.
    """

    n: int
    wins: int
    wins_without_spend: int
    spend_low: float | None
    spend_mean: float | None
    spend_high: float | None
    average_return: Figure
    curvature: Figure
    ceiling: Figure
    half_spend: Figure
    fitted: Fitted | None
    is_identified: bool
    method: str
    reason: str
    statement: str
    level: float


@dataclass(frozen=True)
class _Rules:
    """When a curve is believed."""

    min_months: int
    min_spend_ratio: float
    significance: float


def spend_response(
    spend: Amounts,
    wins: Counts,
    *,
    min_months: int = 12,
    min_spend_ratio: float = 1.5,
    significance: float = 0.05,
    level: float = 0.95,
) -> Response:
    """The response of one channel's wins to its spend, from one pair per month.

    Wins are Poisson with mean mu(spend), fitted by maximum likelihood (P. McCullagh and J. A.
    Nelder 1989, Generalized Linear Models, ch. 6). Two models: a constant return, mu = b x, and
    diminishing returns, mu = a x / (c + x) (see `_saturation`), which contains the first as c
    grows with a / c = b. The likelihood ratio has its null on the boundary, so its p-value is half
    the chi-square tail of 1 degree of freedom (S. G. Self and K.-Y. Liang 1987, JASA 82, 605, case
    5). Where the months scatter more than Poisson, the ratio is divided by the dispersion,
    Pearson's X^2 / (n - 2), and the tail is that of F with 1 and n - 2 (McCullagh and Nelder, 6.2.3
    and 9.2): without that, months three times as scattered are called diminishing in 17% of
    simulated channels whose return is constant.

    A curve is identified where it is significant, the highest month is at least `min_spend_ratio`
    times the lowest, and there are `min_months` months with spend. The default of 12 is the least
    that sees every season once: in 6 months season and trend cannot be told from spend, and at 10
    wins a month and a spend that varies by 20%, of simulated curves whose marginal return at the
    mean spend is half the average one only one in ten is found.

    Otherwise only a bound is known: if the response is concave and not negative at 0, spending s
    more in every month, in proportion, wins at most s times what the months have won, and spending
    s less loses at most that, since mu((1 + s) x) <= (1 + s) mu(x).

    Assumes that wins belong to the month of their spend, and that nothing else moved both: the
    response is an association. Wins without spend have a part in neither model. As always where a
    test comes first, few months that do show a curve show too steep a one.
    """
    money = amounts("spend", spend)
    won = whole_counts("wins", wins, len(money))
    _check(min_months, min_spend_ratio, significance, level)
    rules = _Rules(min_months, min_spend_ratio, significance)
    has_spend = money > 0
    aside = int(won[~has_spend].sum())
    order = np.lexsort((won[has_spend], money[has_spend]))
    return _response(money[has_spend][order], won[has_spend][order], aside, rules, level)


def expected_wins(response: Response, spend: float) -> Figure:
    """Expected wins of a month with this spend.

    With an identified curve its value, with the profile likelihood interval. Else the average
    return times the spend: at a spend above the usual one an upper bound, below it a lower one.
    """
    if response.fitted is None or not response.is_identified:
        return _times(response.average_return, spend)
    if spend <= 0:
        return Figure(0.0, 0.0, 0.0)
    curve = response.fitted.curve
    units = np.array([spend / curve.scale])
    region = likely(response.fitted, response.level)
    return Figure(curve.expected(spend), *interval_of(region, lambda m, q: m * shape(units, q)))


def marginal_return(response: Response, spend: float) -> Figure:
    """Wins that the next unit of spend would bring at this spend, which is to be above 0.

    Without an identified curve no value is known, only that it is between 0 and the average return.
    """
    if response.fitted is None or not response.is_identified:
        bound = response.average_return.high
        return UNKNOWN if bound is None else Figure(None, 0.0, bound)
    curve = response.fitted.curve
    units = np.array([spend / curve.scale])
    region = likely(response.fitted, response.level)
    ends = interval_of(region, lambda m, q: m / curve.scale * marginal_shape(units, q))
    return Figure(curve.marginal(spend), *ends)


def wins_at_stake(response: Response, change: float) -> Figure:
    """The most that a change of monthly spend can win or lose: the average return times it.

    `change` may have any sign; low and high are the interval of the bound.
    """
    return _times(response.average_return, abs(change))


def _check(min_months: int, min_spend_ratio: float, significance: float, level: float) -> None:
    share("level", level)
    share("significance", significance)
    if min_months < 3:
        raise StatsError(
            f"min_months is {min_months}, expected 3 or more, one above the parameters."
        )
    if min_spend_ratio < 1:
        raise StatsError(f"min_spend_ratio is {min_spend_ratio}, expected 1 or more.")


def _response(money: Floats, won: Ints, aside: int, rules: _Rules, level: float) -> Response:
    fitted = fit_months(money, won.astype(np.float64))
    average = _average_return(money, won, fitted, level)
    method, reason = _judge(money, won, fitted, rules)
    curvature, ceiling, half_spend = _parameters(fitted, level)
    identified = fitted if method == DIMINISHING else None
    said = _statement(money, average, identified, reason, level)
    if aside:
        said += f" {_counted(aside, 'win')} without spend in the month left out."
    has_spend = len(money) > 0
    return Response(
        n=len(money),
        wins=int(won.sum()),
        wins_without_spend=aside,
        spend_low=float(money.min()) if has_spend else None,
        spend_mean=float(money.mean()) if has_spend else None,
        spend_high=float(money.max()) if has_spend else None,
        average_return=average,
        curvature=curvature,
        ceiling=ceiling,
        half_spend=half_spend,
        fitted=fitted,
        is_identified=identified is not None,
        method=method,
        reason=reason,
        statement=said,
        level=level,
    )


def _average_return(money: Floats, won: Ints, fitted: Fitted | None, level: float) -> Figure:
    """Wins over spend, with Garwood's interval of the wins over their dispersion."""
    if not len(money):
        return UNKNOWN
    dispersion = fitted.dispersion if fitted else 1.0
    interval = poisson_mean_interval(float(won.sum()) / dispersion, level)
    return _times(interval, dispersion / float(money.sum()))


def _parameters(fitted: Fitted | None, level: float) -> tuple[Figure, Figure, Figure]:
    if fitted is None:
        return UNKNOWN, UNKNOWN, UNKNOWN
    scale, m, q = fitted.curve.scale, fitted.curve.wins, fitted.curve.curvature
    region = likely(fitted, level)
    ceiling, half_spend = (m / q, scale * (1 - q) / q) if q else (None, None)
    return (
        Figure(q, *interval_of(region, lambda m, q: q)),
        Figure(ceiling, *interval_of(region, lambda m, q: m / q)),
        Figure(half_spend, *interval_of(region, lambda m, q: scale * (1 - q) / q)),
    )


def _judge(money: Floats, won: Ints, fitted: Fitted | None, rules: _Rules) -> tuple[str, str]:
    """How the returns may be read, and why, as a clause."""
    months = _counted(len(money), "month")
    if not len(money):
        return NO_SPEND, "no month has spend"
    if len(money) < rules.min_months:
        return TOO_FEW, (
            f"{months} with spend {'is' if len(money) == 1 else 'are'} too few to tell whether"
            f" returns diminish ({rules.min_months} are needed)"
        )
    if fitted is None or fitted.p_value is None:
        return CONSTANT, f"there is no win in {months} with spend"
    if money.max() < rules.min_spend_ratio * money.min():
        return CONSTANT, (
            f"spend was {money.min():,.2f} to {money.max():,.2f} in {months}, too much the same to"
            " tell whether returns diminish"
        )
    p_value = "p < 0.001" if fitted.p_value < 0.001 else f"p = {fitted.p_value:.3f}"
    if fitted.p_value >= rules.significance:
        return CONSTANT, (
            f"{months} with {_counted(int(won.sum()), 'win')} do not tell diminishing from constant"
            f" returns ({p_value})"
        )
    return DIMINISHING, f"returns diminish ({p_value}, {months})"


def _statement(
    money: Floats, average: Figure, identified: Fitted | None, reason: str, level: float
) -> str:
    said = reason[:1].upper() + reason[1:]
    if not len(money):
        return f"{said}."
    mean = float(money.mean())
    step = STEP * mean
    if identified is None:
        bound = interval_text(_times(average, step), level)
        return f"{said}, and {step:,.2f} more a month would win at most {bound}."
    curve = identified.curve
    more = curve.expected(mean + step) - curve.expected(mean)
    return (
        f"{said}: at {mean:,.2f} a month {curve.wins:.2f} wins are expected, and {step:,.2f} more"
        f" would win {more:.2f}."
    )


def interval_text(figure: Figure, level: float) -> str:
    """A figure with its interval as text: 9.4 (95% interval 8.2 to 10.9)."""
    ends = f"{_plain(figure.low)} to {_plain(figure.high)}"
    return f"{_plain(figure.value)} ({level:.0%} interval {ends})"


def _plain(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.2f}" if abs(value) < 10 else f"{value:,.1f}"


def _counted(count: int, thing: str) -> str:
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"


def _times(figure: Figure, factor: float) -> Figure:
    def scaled(value: float | None) -> float | None:
        return None if value is None else value * factor

    return Figure(scaled(figure.value), scaled(figure.low), scaled(figure.high))
