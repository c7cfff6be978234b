"""A period that is named: a year, a quarter, a month or a day."""

from dataclasses import dataclass
from datetime import date

from gtm_tower.errors import QueryError
from gtm_tower.metrics.request import is_one_period, period
from gtm_tower.numbers import shown_period

NAMED = ("day", "month", "quarter", "year")


@dataclass(frozen=True)
class Period:
    """From the first to the last day of one day, month, quarter or year; as text it is its name."""

    start: date
    end: date
    grain: str

    def __str__(self) -> str:
        return shown_period(self.start, self.grain)


def read_period(option: str, text: str) -> Period:
    """The period of 2026, 2026-Q2, 2026-05 or 2026-05-17; QueryError for anything else."""
    start, end = period(option, text)
    grain = next(one for one in NAMED if is_one_period(start, end, one))
    return Period(start, end, grain)


def two_periods(first: str, second: str) -> tuple[Period, Period]:
    """Two periods of the same length, the earlier one first."""
    before, after = read_period("--from", first), read_period("--to", second)
    if before.grain != after.grain:
        raise QueryError(
            f"--from {before} is a {before.grain} and --to {after} a {after.grain}: a sum over one"
            " cannot be set against one over the other. Name two of the same length."
        )
    if before.start >= after.start:
        raise QueryError(f"--from {before} is to lie before --to {after}; name the earlier first.")
    return before, after
