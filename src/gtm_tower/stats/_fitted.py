"""The curve of one channel's months, with its test against a constant return and its intervals."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gtm_tower.stats._inputs import Floats
from gtm_tower.stats._quantiles import chi_square_1_tail, f_1_tail, normal_z, t_quantile
from gtm_tower.stats._saturation import Curve, fit, log_likelihood, shape

PROFILE = np.linspace(0.0, 1.0, 1001)


@dataclass(frozen=True)
class Fitted:
    """The curve of highest likelihood through the months with spend.

    `likelihood_ratio` is twice the gain in log-likelihood over a constant return. `dispersion` is
    the variance of the months' wins over their mean, at least 1. `p_value` is None below 3 months.
    """

    spend: tuple[float, ...]
    wins: tuple[int, ...]
    curve: Curve
    likelihood_ratio: float
    dispersion: float
    p_value: float | None

    @property
    def units(self) -> Floats:
        """The months' spend in units of its mean."""
        return np.array(self.spend) / self.curve.scale


@dataclass(frozen=True)
class Region:
    """All likely curves: for each of these curvatures q, the m from `least` to `most`."""

    curvature: Floats
    least: Floats
    most: Floats


def fit_months(spend: Floats, wins: Floats) -> Fitted | None:
    """Fit the curve to months with spend; None without a win."""
    if wins.sum() == 0:
        return None
    scale = float(spend.mean())
    units, sample = spend / scale, wins[None, :]
    per_unit, curvature = fit(units, sample)
    curve = Curve(scale, float(per_unit[0]), float(curvature[0]))
    both = log_likelihood(units, sample, np.array([0.0, curve.curvature]))[0]
    ratio = max(2 * float(both[1] - both[0]), 0.0)
    dispersion = _dispersion(wins, curve.wins * shape(units, curve.curvature))
    return Fitted(
        spend=tuple(spend.tolist()),
        wins=tuple(int(count) for count in wins),
        curve=curve,
        likelihood_ratio=ratio,
        dispersion=dispersion,
        p_value=_p_value(ratio, dispersion, len(spend) - 2),
    )


def simulate(fitted: Fitted, samples: int, rng: np.random.Generator) -> Floats:
    """Samples of the months' wins from the fitted curve, one row each, as scattered as the months.

    Poisson, or where the dispersion D is above 1 negative binomial with variance D times the mean.
    """
    mean = fitted.curve.wins * shape(fitted.units, fitted.curve.curvature)
    size = (samples, len(mean))
    if fitted.dispersion <= 1:
        return rng.poisson(mean, size).astype(np.float64)
    failures = mean / (fitted.dispersion - 1)
    return rng.negative_binomial(failures, 1 / fitted.dispersion, size).astype(np.float64)


def likely(fitted: Fitted, level: float) -> Region:
    """The curves whose log-likelihood is within dispersion times half the squared quantile of best.

    For a given q that is Y log(m H) - m H >= Y log Y - Y - slack, with H the sum of the shapes and
    Y the wins: m H / Y = -W(-exp(-1 - slack / Y)), with W the real branches of Lambert's function.
    """
    from scipy.special import lambertw

    total = float(sum(fitted.wins))
    curvature = np.union1d(PROFILE, [fitted.curve.curvature])
    wins = np.array(fitted.wins, dtype=np.float64)[None, :]
    likelihood = log_likelihood(fitted.units, wins, curvature)[0]
    slack = _reach(fitted, level) - (likelihood.max() - likelihood)
    curvature, slack = curvature[slack >= 0], slack[slack >= 0]
    best = total / shape(fitted.units[:, None], curvature[None, :]).sum(axis=0)
    inner = -np.exp(-1 - slack / total)
    return Region(curvature, best * -lambertw(inner, 0).real, best * -lambertw(inner, -1).real)


def interval_of(
    region: Region, quantity: Callable[[Floats, Floats], Floats]
) -> tuple[float | None, float | None]:
    """The profile likelihood interval of a quantity of (m, q) that does not fall with m.

    Its ends over the region; one that is not finite is None.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        low = quantity(region.least, region.curvature).min()
        high = quantity(region.most, region.curvature).max()
    return _finite(low), _finite(high)


def _reach(fitted: Fitted, level: float) -> float:
    """How far below the highest log-likelihood the interval goes."""
    degrees = len(fitted.spend) - 2
    is_poisson = fitted.dispersion <= 1
    quantile = normal_z(level) if is_poisson else t_quantile(level, degrees)
    return fitted.dispersion * quantile**2 / 2


def _dispersion(wins: Floats, mean: Floats) -> float:
    """Pearson's X^2 over the degrees of freedom left by two parameters, at least 1."""
    if len(wins) < 3:
        return 1.0
    return max(float(((wins - mean) ** 2 / mean).sum()) / (len(wins) - 2), 1.0)


def _p_value(ratio: float, dispersion: float, degrees: int) -> float | None:
    if degrees < 1:
        return None
    if dispersion > 1:
        return f_1_tail(ratio / dispersion, degrees) / 2
    return chi_square_1_tail(ratio) / 2


def _finite(value: np.float64) -> float | None:
    return float(value) if np.isfinite(value) else None
