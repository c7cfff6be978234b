"""Days and months of the window as whole numbers.

A day counts from 1970-01-01. A month counts from the first month of the window, so months before
the window are negative.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from gtm_tower.sources.generate._arrays import DAY_SECONDS, Floats, Ints

_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Window:
    """The calendar months covered; `end` is the last day, which may cut the last month short."""

    months: int
    first: int
    end: int

    @classmethod
    def ending(cls, end: date, months: int) -> "Window":
        """The `months` calendar months whose last one is the month of `end`."""
        first = (end.year - 1970) * 12 + end.month - months
        return cls(months, first, end.toordinal() - _EPOCH_ORDINAL)

    @property
    def last(self) -> int:
        """The last month."""
        return self.months - 1

    @property
    def first_day(self) -> int:
        """First day of the first month."""
        return int(self.month_start(np.array([0]))[0])

    @property
    def last_second(self) -> int:
        """The last second covered by the data."""
        return (self.end + 1) * DAY_SECONDS - 1

    @property
    def end_day_of_month(self) -> int:
        """Day of the month of `end`: billing days after it are not reached in the last month."""
        return self.end - int(self.month_start(np.array([self.last]))[0]) + 1

    @property
    def all_months(self) -> Ints:
        """0, 1, ... up to the last month."""
        return np.arange(self.months)

    def month_start(self, month: Ints) -> Ints:
        """First day of each month."""
        calendar = (month + self.first).astype("datetime64[M]")
        return calendar.astype("datetime64[D]").astype(np.int64)

    def month_end(self, month: Ints) -> Ints:
        """Last covered day of each month."""
        return np.minimum(self.month_start(month + 1) - 1, self.end)

    def month_of(self, day: Ints) -> Ints:
        """The month a day falls in."""
        calendar = day.astype("datetime64[D]").astype("datetime64[M]")
        return calendar.astype(np.int64) - self.first

    def season(self, weights: Sequence[float]) -> Floats:
        """Weights of the twelve calendar months laid over the window."""
        return np.asarray(weights, dtype=np.float64)[(self.all_months + self.first) % 12]

    def name(self, month: int) -> str:
        """YYYY-MM of one month."""
        year, index = divmod(month + self.first, 12)
        return f"{1970 + year:04d}-{index + 1:02d}"
