"""The interval of a proportion: Wilson's score interval."""

import math

from gtm_tower.stats._inputs import Counts, parts_of, share, whole_counts
from gtm_tower.stats._quantiles import normal_z
from gtm_tower.stats.figure import UNKNOWN, Figure


def wilson_intervals(won: Counts, n: Counts, *, level: float = 0.95) -> tuple[Figure, ...]:
    """The share won / n of each pair with its score interval; unknown where n is 0.

    E. B. Wilson 1927, Probable inference, the law of succession, and statistical inference, JASA
    22, 209: the roots p of (won / n - p)^2 = z^2 p (1 - p) / n, with z the normal quantile of the
    level. The lower end is exactly 0 without a win, the upper exactly 1 without a loss, and the
    order of operations is that of the SQL in fct_churn_drivers.
    """
    z = normal_z(share("level", level))
    trials = whole_counts("n", n)
    wins = parts_of("won", won, "n", trials)
    pairs = zip(wins.tolist(), trials.tolist(), strict=True)
    return tuple(_interval(w, count, z) if count else UNKNOWN for w, count in pairs)


def _interval(won: int, n: int, z: float) -> Figure:
    rate = won / n
    centre = (rate + z * z / (2 * n)) / (1 + z * z / n)
    spread = z * math.sqrt(rate * (1 - rate) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return Figure(
        rate,
        0.0 if won == 0 else centre - spread,
        1.0 if won == n else centre + spread,
    )
