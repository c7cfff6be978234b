"""Lifetime value won for each unit of cost, with the interval that the number of wins allows."""

from dataclasses import dataclass

from gtm_tower.errors import StatsError
from gtm_tower.stats._inputs import amounts, parts_of, share, whole_counts
from gtm_tower.stats.figure import UNKNOWN, Figure

# rounding of the sums is not to be taken for a contradiction
TOLERANCE = 1e-9


@dataclass(frozen=True)
class LifetimeValues:
    """The customers won: how many, of how many the lifetime value is known, and of these the sum of
    the values, the sum of their squares and the largest one."""

    won: int
    known: int
    total: float
    squares: float
    most: float


def ltv_to_cac(cost: float, values: LifetimeValues, *, level: float = 0.95) -> Figure:
    """Average lifetime value over cost per win: of one channel, over one time.

    Where every value is known that is their total over the cost; the others are taken to be worth
    the average of the known.

    The wins are a Poisson process and their values a sample of their own, so that the total is
    compound Poisson, with the sum of squares for its variance; a win whose value is not known adds
    its number and no spread. The interval is that of M. P. Fay and E. J. Feuer 1997, Confidence
    intervals for directly standardized rates: a method based on the gamma distribution, Stat. Med.
    16, 791, for a sum of Poisson counts by weights, each win being a count of 1 with its value as
    the weight: with y the total, v its variance and w the largest value, from the quantile of a
    gamma of mean y and variance v to that of mean y + w and variance v + w^2. With equal values it
    is Garwood's exact interval of a Poisson mean. In simulations of lognormal values it covers 95%
    or more where their standard deviation is up to a third of their mean, and of 10 wins 94% where
    it equals the mean and 89% where it is twice that: a few large values may not have been seen.

    The cost is taken as known. Unknown without cost and without a known value; without an interval
    where the total is not above 0.
    """
    share("level", level)
    _check(cost, values)
    if cost == 0 or values.known == 0:
        return UNKNOWN
    scale = values.won / values.known
    total = values.total * scale
    if total <= 0:
        return Figure(total / cost)
    spread = values.squares - values.total**2 * (1 / values.known - 1 / values.won)
    low, high = _ends(total, spread * scale**2, values.most, level)
    return Figure(total / cost, low / cost, high / cost)


def _ends(total: float, variance: float, most: float, level: float) -> tuple[float, float]:
    tail = (1 - level) / 2
    return (
        _gamma_quantile(total, variance, tail),
        _gamma_quantile(total + most, variance + most**2, 1 - tail),
    )


def _gamma_quantile(mean: float, variance: float, probability: float) -> float:
    from scipy.special import gammaincinv

    return float(gammaincinv(mean**2 / variance, probability)) * variance / mean


def _check(cost: float, values: LifetimeValues) -> None:
    amounts("cost", [cost])
    amounts("the sum of squares", [values.squares])
    parts_of("known", [values.known], "won", whole_counts("won", [values.won]))
    least = values.total**2 / values.known if values.known else 0.0
    if values.squares < least * (1 - TOLERANCE):
        raise StatsError(
            f"{values.known} values with the sum {values.total:g} have squares of {least:g} or more"
            f" in all, and the sum of squares is {values.squares:g}."
        )
    if values.known * values.most < values.total * (1 - TOLERANCE):
        raise StatsError(
            f"{values.known} values of at most {values.most:g} cannot have the sum"
            f" {values.total:g}."
        )
