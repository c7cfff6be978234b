"""The curve of diminishing returns, and its fit to many rows of monthly wins at once.

The curve is the Hill function of Y. Jin et al. 2017, Bayesian methods for media mix modeling with
carryover and shape effects, eq. 4 and 5, with its shape S held at 1, where it is concave from the
first unit on: mu(x) = a x / (c + x), with a the ceiling (their beta) and c the spend that wins half
of it (their K). S is held because the months of one channel do not identify three parameters, which
they show for much longer series. Unlike a (1 - exp(-x / c)), the curve saturates slowly, so that
the next unit of spend is not written off too early.

Here it is written as mu(x) = m u / (1 - q + q u), with u = x / scale, scale the mean spend,
m = mu(scale) and q in [0, 1] its curvature: a = m / q, c = scale (1 - q) / q. At the mean spend the
marginal return is (1 - q) of the average one. q = 0 is a constant return, q = 1 a response that
does not depend on spend, and nothing depends on the currency.
"""

from dataclasses import dataclass

import numpy as np

from gtm_tower.stats._inputs import Floats

GRID = np.linspace(0.0, 1.0, 201)
HALVINGS = 40


@dataclass(frozen=True)
class Curve:
    """Expected wins of a month by its spend; `wins` at the spend `scale`, `curvature` in [0, 1]."""

    scale: float
    wins: float
    curvature: float

    def expected(self, spend: float) -> float:
        """Expected wins of a month with this spend."""
        if spend <= 0:
            return 0.0
        return float(self.wins * shape(np.array([spend / self.scale]), self.curvature)[0])

    def marginal(self, spend: float) -> float:
        """Wins that the next unit of spend would bring, at this spend."""
        slope = float(marginal_shape(np.array([spend / self.scale]), self.curvature)[0])
        return self.wins / self.scale * slope


def shape(units: Floats, curvature: Floats | float) -> Floats:
    """mu / m = u / (1 - q + q u), for units above 0."""
    return np.asarray(units / (1 - curvature + curvature * units), dtype=np.float64)


def marginal_shape(units: Floats, curvature: Floats | float) -> Floats:
    """Its derivative by u, (1 - q) / (1 - q + q u)^2, for units above 0 or a curvature below 1."""
    slope = (1 - curvature) / (1 - curvature + curvature * units) ** 2
    return np.asarray(slope, dtype=np.float64)


def log_likelihood(units: Floats, wins: Floats, curvature: Floats) -> Floats:
    """The Poisson log-likelihood of rows of wins, at the best m for each curvature.

    `units` has one value per month, `wins` one row per sample and one column per month, `curvature`
    one value per column of the result. With h = mu / m and Y the wins of a row, m = Y / sum h
    leaves sum y log h - Y log sum h, and what depends on the wins alone.
    """
    shapes = shape(units[:, None], curvature[None, :])
    total = wins.sum(axis=1, keepdims=True)
    return np.asarray(wins @ np.log(shapes) - total * np.log(shapes.sum(axis=0)), dtype=np.float64)


def fit(units: Floats, wins: Floats) -> tuple[Floats, Floats]:
    """m and q of the highest likelihood for each row of wins; q is 0 for a row without a win.

    The best point of a grid, then the root of the score between its neighbours, by bisection.
    """
    best = log_likelihood(units, wins, GRID).argmax(axis=1)
    low = GRID[np.maximum(best - 1, 0)]
    high = GRID[np.minimum(best + 1, len(GRID) - 1)]
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        rises = _score(units, wins, middle) > 0
        low, high = np.where(rises, middle, low), np.where(rises, high, middle)
    # the ends of the range are reached by halving only nearly
    curvature = np.where(high <= 1e-9, 0.0, np.where(low >= 1 - 1e-9, 1.0, (low + high) / 2))
    per_unit = wins.sum(axis=1) / shape(units, curvature[:, None]).sum(axis=1)
    return per_unit, curvature


def _score(units: Floats, wins: Floats, curvature: Floats) -> Floats:
    """The derivative of the log-likelihood by the curvature, one value per row of wins."""
    below = 1 - curvature[:, None] + curvature[:, None] * units
    shapes, slopes = units / below, (1 - units) / below
    expected = (shapes * slopes).sum(axis=1) / shapes.sum(axis=1)
    return np.asarray((wins * slopes).sum(axis=1) - wins.sum(axis=1) * expected)
