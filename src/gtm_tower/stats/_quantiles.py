"""Quantiles and tails of the distributions that the methods use.

scipy is imported when one is asked for, so that importing `gtm_tower.stats` stays cheap.
"""

from statistics import NormalDist

import numpy as np

from gtm_tower.stats._inputs import Floats
from gtm_tower.stats.figure import Figure


def normal_z(level: float) -> float:
    """The z between whose minus and plus the share `level` of a standard normal lies."""
    return NormalDist().inv_cdf((1 + level) / 2)


def beta_quantiles(alpha: Floats, beta: Floats, probability: float) -> Floats:
    """The quantile of each Beta(alpha, beta)."""
    from scipy.special import betaincinv

    return np.asarray(betaincinv(alpha, beta, probability), dtype=np.float64)


def poisson_mean_interval(count: float, level: float) -> Figure:
    """The exact interval of a Poisson mean from one count (Garwood 1936, Biometrika 28, 437).

    With X the count, half the chi-square quantiles of 2X and 2X + 2 degrees of freedom, which are
    gamma quantiles. X need not be whole: a count over its dispersion is the quasi-Poisson one.
    """
    from scipy.special import gammaincinv

    tail = (1 - level) / 2
    low = float(gammaincinv(count, tail)) if count > 0 else 0.0
    return Figure(count, low, float(gammaincinv(count + 1, 1 - tail)))


def chi_square_1_tail(value: float) -> float:
    """The probability that a chi-square variable of 1 degree of freedom is above a value."""
    return 2 * NormalDist().cdf(-(value**0.5))


def f_1_tail(value: float, degrees: int) -> float:
    """The probability that an F variable of 1 and `degrees` degrees of freedom is above a value."""
    from scipy.special import stdtr

    return 2 * float(stdtr(degrees, -(value**0.5)))


def t_quantile(level: float, degrees: int) -> float:
    """The t between whose minus and plus the share `level` of a t of `degrees` freedom lies."""
    from scipy.special import stdtrit

    return float(stdtrit(degrees, (1 + level) / 2))
