"""Texts, moments, months and money as METRICS.md and the input contract mean them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from gtm_tower.config import Config
from gtm_tower.policies import Policies

MISSING = "unknown (missing)"
ZERO = Decimal("0.00")
CENT = Decimal("0.01")
CLOCK = re.compile(
    r"[ T](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})"
    r"(:(?P<second>[0-9]{2})([.](?P<fraction>[0-9]{1,6}))?)?"
    r"(?P<zone> ?(Z|[+-][0-9]{2}(:?[0-9]{2})?))?"
)


class Unreadable(ValueError):
    """The text is not of its kind."""


@dataclass(frozen=True)
class Settings:
    """What the numbers depend on besides the data."""

    as_of: date
    policies: Policies
    zone: ZoneInfo
    currency: str

    @staticmethod
    def of(config: Config, as_of: date) -> "Settings":
        """The settings of a configuration."""
        return Settings(
            as_of, config.policies, ZoneInfo(config.reporting.time_zone), config.reporting.currency
        )

    @property
    def as_of_month(self) -> int:
        """The month of as_of."""
        return month_number(self.as_of)

    @property
    def end_of_day(self) -> datetime:
        """The end of the as_of day, UTC."""
        return self.midnight(self.as_of + timedelta(days=1))

    def midnight(self, day: date) -> datetime:
        """The beginning of a day of the reporting time zone, UTC."""
        local = datetime(day.year, day.month, day.day, tzinfo=self.zone)
        return local.astimezone(UTC).replace(tzinfo=None)

    def day(self, moment: datetime) -> date:
        """The day of a UTC moment in the reporting time zone."""
        return moment.replace(tzinfo=UTC).astimezone(self.zone).date()

    def month(self, moment: datetime) -> int:
        """The month of a UTC moment in the reporting time zone."""
        return month_number(self.day(moment))

    def is_over(self, month: int) -> bool:
        """Whether a month had ended by the end of the as_of day."""
        return first_day(month + 1) <= self.as_of + timedelta(days=1)


def month_number(day: date) -> int:
    """Months since the year 0, so that months can be added and compared."""
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    """The first day of a month."""
    return date(month // 12, month % 12 + 1, 1)


def clean(text: str | None) -> str | None:
    """A text without blanks, tabs, line ends and no-break spaces around it; None if empty."""
    return (text or "").strip(" \t\n\r\u00a0") or None


def read_moment(text: str, settings: Settings) -> datetime:
    """A day (midnight in the reporting time zone), or a day with a clock (UTC, or in its zone)."""
    day = _read_day(text[:10])
    if len(text) == 10:
        return settings.midnight(day)
    found = CLOCK.fullmatch(text[10:])
    if found is None:
        raise Unreadable(text)
    try:
        moment = datetime(
            *(day.year, day.month, day.day),
            *(int(found["hour"]), int(found["minute"]), int(found["second"] or 0)),
            int((found["fraction"] or "").ljust(6, "0")),
        )
    except ValueError:
        raise Unreadable(text) from None
    return moment - _offset((found["zone"] or "Z").strip())


def read_month_or_moment(text: str, settings: Settings) -> datetime:
    """A month (2025-03) begins at midnight of its first day; else a moment."""
    return read_moment(f"{text}-01" if re.fullmatch("[0-9]{4}-[0-9]{2}", text) else text, settings)


def read_money(text: str) -> Decimal:
    """A number of at most 15 digits before and after the point, in cents, half away from zero."""
    return _read_number(text).quantize(CENT, ROUND_HALF_UP)


def read_number(text: str) -> float:
    """A number of at most 15 digits before and after the point."""
    return float(_read_number(text))


def read_count(text: str) -> int:
    """A whole number of at most 15 digits, without a sign."""
    if not re.fullmatch("[0-9]{1,12}", text):
        raise Unreadable(text)
    return int(text)


def rate(numerator: Decimal | float, denominator: Decimal | float | None) -> float | None:
    """Numerator over denominator; None where the denominator is 0 or unknown."""
    if not denominator:
        return None
    return float(Fraction(numerator) / Fraction(denominator))


def median(values: Sequence[int]) -> Fraction | None:
    """The value in the middle, or the mean of the two; None over nothing."""
    if not values:
        return None
    ranked, half = sorted(values), len(values) // 2
    if len(values) % 2:
        return Fraction(ranked[half])
    return Fraction(ranked[half - 1] + ranked[half], 2)


def _read_day(text: str) -> date:
    if not re.fullmatch("(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}", text):
        raise Unreadable(text)
    try:
        return date(int(text[:4]), int(text[5:7]), int(text[8:]))
    except ValueError:
        raise Unreadable(text) from None


def _offset(zone: str) -> timedelta:
    if zone == "Z":
        return timedelta()
    hours, minutes = int(zone[1:3]), int(zone[-2:]) if len(zone) > 3 else 0
    if hours > 14 or minutes > 59:
        raise Unreadable(zone)
    shift = timedelta(hours=hours, minutes=minutes)
    return shift if zone[0] == "+" else -shift


def _read_number(text: str) -> Decimal:
    if not re.fullmatch("[+-]?[0-9]{1,12}([.][0-9]{1,15})?", text):
        raise Unreadable(text)
    return Decimal(text)
