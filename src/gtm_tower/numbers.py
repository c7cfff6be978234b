"""One way to write numbers for people, by the unit of their metric."""

from datetime import date
from typing import Any

UNKNOWN = "unknown"


def shown(value: Any, unit: str, currency: str = "") -> str:
    """A number with its unit; None is `unknown`. Rates are fractions of 1, shown in per cent."""
    if value is None:
        return UNKNOWN
    if unit == "money":
        return f"{currency} {value:,.2f}".strip()
    if unit == "rate":
        return f"{value:.1%}"
    if unit == "count":
        return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"
    if unit in ("days", "hours"):
        return f"{value:,.1f} {unit}"
    return f"{value:,.2f}"


def shown_short(value: Any, unit: str, currency: str = "") -> str:
    """The same where there is little room: an amount of 1,000 and more without its cents."""
    if unit == "money" and value is not None and abs(value) >= 1000:
        return f"{currency} {value:,.0f}".strip()
    return shown(value, unit, currency)


def shown_change(value: Any, unit: str, currency: str = "") -> str:
    """A change with its sign; of a rate in percentage points."""
    if value is None:
        return UNKNOWN
    if unit == "rate":
        return f"{100 * float(value):+,.1f} points"
    sign = "+" if value >= 0 else "-"
    return f"{sign}{shown(abs(value), unit, currency)}"


def shown_change_short(change: Any, value: Any, unit: str, currency: str = "") -> str:
    """The same beside a value where there is little room: without cents where it has none."""
    if unit == "money" and value is not None and abs(value) >= 1000:
        sign = "+" if change >= 0 else "-"
        return f"{sign}{currency} {abs(change):,.0f}"
    return shown_change(change, unit, currency)


def shown_period(first: date, grain: str) -> str:
    """The name of the period that begins on a day: 2026-05, 2026-Q2, week of 2026-05-04."""
    if grain == "year":
        return f"{first:%Y}"
    if grain == "quarter":
        return f"{first:%Y}-Q{(first.month + 2) // 3}"
    if grain == "month":
        return f"{first:%Y-%m}"
    return f"week of {first}" if grain == "week" else str(first)
