"""Who was still under observation on each day: the table that survival curves are made from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gtm_tower.stats._inputs import Counts, Floats, Ints, whole_counts


@dataclass(frozen=True)
class RiskTable:
    """One row per day on which something happened, in order of the day.

    `events` has one column per cause. At risk on a day is everybody whose event or censoring is on
    that day or later: somebody censored on a day was still at risk for the events of that day.
    """

    day: Ints
    at_risk: Ints
    events: Ints
    censored: Ints

    @property
    def n(self) -> int:
        """How many subjects there are."""
        return int(self.events.sum() + self.censored.sum())

    @property
    def hazard(self) -> Floats:
        """The share of those at risk whose event, of any cause, is on the day."""
        return np.asarray(self.events.sum(axis=1) / self.at_risk, dtype=np.float64)

    @property
    def survival(self) -> Floats:
        """The product-limit estimate after each day (Kaplan and Meier 1958, eq. 2b)."""
        return np.cumprod(1 - self.hazard, dtype=np.float64)


def risk_table(days: Counts, events: Sequence[Counts], censored: Counts) -> RiskTable:
    """Sum the counts of each day; rows of one day may be given apart and in any order.

    `events` holds one list of counts per cause, each as long as `days`.
    """
    day = whole_counts("days", days)
    columns = [whole_counts("events", counts, len(day)) for counts in events]
    left = whole_counts("censored", censored, len(day))
    counts = np.column_stack([*columns, left])
    kept = counts.sum(axis=1) > 0
    unique, place = np.unique(day[kept], return_inverse=True)
    summed = np.zeros((len(unique), counts.shape[1]), dtype=np.int64)
    np.add.at(summed, place, counts[kept])
    at_risk = np.cumsum(summed.sum(axis=1)[::-1])[::-1]
    return RiskTable(unique, at_risk, summed[:, :-1], summed[:, -1])
