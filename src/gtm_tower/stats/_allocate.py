"""The split of an amount over curves of diminishing returns that wins the most."""

import math
from collections.abc import Sequence

from gtm_tower.stats._saturation import Curve

HALVINGS = 100
# a curve that spend does not move at all still has a marginal return, too small to matter
MOST_CURVATURE = 1 - 1e-9


def best_split(
    curves: Sequence[Curve], low: Sequence[float], high: Sequence[float], total: float
) -> list[float]:
    """The amounts within low and high, adding up to the total, with the most expected wins in all.

    The sum of concave curves is greatest where all marginal returns equal one multiplier, and those
    at a bound lie on its side of it (the conditions of Karush, Kuhn and Tucker; S. Boyd and L.
    Vandenberghe 2004, Convex Optimization, 5.5.3 and example 5.2, water-filling). The sum of the
    amounts falls with the multiplier, which is found by bisection of its logarithm. The total is to
    be between the sums of low and of high.
    """
    firm = [Curve(c.scale, c.wins, min(c.curvature, MOST_CURVATURE)) for c in curves]
    bounds = list(zip(firm, low, high, strict=True))
    least = math.log(min(curve.marginal(most) for curve, _, most in bounds))
    most = math.log(max(curve.marginal(least) for curve, least, _ in bounds))
    for _ in range(HALVINGS):
        middle = (least + most) / 2
        if sum(_amounts(bounds, middle)) > total:
            least = middle
        else:
            most = middle
    return _amounts(bounds, most)


def _amounts(bounds: Sequence[tuple[Curve, float, float]], log_multiplier: float) -> list[float]:
    multiplier = math.exp(log_multiplier)
    return [min(max(_spend_at(curve, multiplier), low), high) for curve, low, high in bounds]


def _spend_at(curve: Curve, marginal: float) -> float:
    """The spend with this marginal return: m (1 - q) / scale / (1 - q + q u)^2 solved for u."""
    flat = 1 - curve.curvature
    below = math.sqrt(curve.wins * flat / curve.scale / marginal)
    return curve.scale * (below - flat) / curve.curvature
