"""What can be asked: metrics, by what, where, for which periods, beside which others."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gtm_tower.errors import QueryError, did_you_mean
from gtm_tower.metrics.catalog import GRAINS

COMPARISONS = ("previous", "year_ago")
OPERATORS = ("=", "!=", "<=", ">=", "<", ">", "in", "not in", "is known", "is unknown")

_CONDITION = re.compile(
    r"^\s*(?P<name>\w+)\s*(?:(?P<sign><=|>=|!=|<>|=|<|>)(?![<>=])|\s(?P<word>not\s+in|in|is\s+known|is\s+unknown)\b)"
    r"\s*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_VALUE = re.compile(r"\s*(?:'((?:[^']|'')*)'|([^,()']+?))\s*(?:,|$)")


@dataclass(frozen=True)
class Condition:
    """A dimension held against values; all conditions of a request must hold."""

    dimension: str
    operator: str
    values: tuple[str, ...]

    def sql(self) -> str:
        """The comparison as SQL, its values quoted."""
        quoted = ["'" + value.replace("'", "''") + "'" for value in self.values]
        if self.operator in ("in", "not in"):
            return f"{self.operator} ({', '.join(quoted)})"
        if self.operator == "is known":
            return "is not null"
        if self.operator == "is unknown":
            return "is null"
        return f"{'<>' if self.operator == '!=' else self.operator} {quoted[0]}"


@dataclass(frozen=True)
class Request:
    """A question about metrics.

    `start` and `end` are the first and the last day, None for all there is; `compare` is one of
    COMPARISONS or None. Without a grain the answer is about the whole of the time.
    """

    metrics: tuple[str, ...]
    by: tuple[str, ...] = ()
    where: tuple[Condition, ...] = ()
    grain: str | None = None
    start: date | None = None
    end: date | None = None
    compare: str | None = None


def request(
    metrics: Iterable[str],
    by: Iterable[str] = (),
    where: Iterable[str] = (),
    grain: str | None = None,
    start: str | date | None = None,
    end: str | date | None = None,
    compare: str | None = None,
) -> Request:
    """A request from words; QueryError for what cannot be read."""
    names = tuple(dict.fromkeys(metrics))
    if not names:
        raise QueryError("no metric is named. All of them: gtm metrics")
    _check("--grain", grain, GRAINS)
    _check("--compare", compare, COMPARISONS)
    first = start if isinstance(start, date) else start and period("--from", start)[0]
    last = end if isinstance(end, date) else end and period("--to", end)[1]
    if first and last and first > last:
        raise QueryError(f"--from {first} lies after --to {last}.")
    conditions = tuple(condition(text) for text in where)
    return Request(
        names, tuple(dict.fromkeys(by)), conditions, grain, first or None, last or None, compare
    )


def condition(text: str) -> Condition:
    """A condition such as `segment = SMB`, `region in (EMEA, 'North America')`."""
    found = _CONDITION.match(text)
    if not found or "\0" in text:
        raise QueryError(
            f"--where: '{text}' cannot be read. Legal: a dimension, one of"
            f" {', '.join(OPERATORS)}, and values: segment = SMB,"
            " region in (EMEA, 'North America'), plan is unknown."
        )
    operator = re.sub(r"\s+", " ", (found["sign"] or found["word"]).lower()).replace("<>", "!=")
    rest = found["rest"].strip()
    values = _values(rest, text)
    expected = 0 if operator.startswith("is") else None if "in" in operator else 1
    if (expected is not None and len(values) != expected) or (expected is None and not values):
        wanted = {0: "no value", 1: "one value", None: "values in brackets"}[expected]
        raise QueryError(
            f"--where: '{text}' has {len(values)} values; '{operator}' takes {wanted}."
        )
    return Condition(found["name"], operator, values)


def period(option: str, text: str) -> tuple[date, date]:
    """The first and the last day of 2026, 2026-Q2, 2026-05 or 2026-05-17."""
    found = re.fullmatch(r"(\d{4})(?:-(?:[Qq]([1-4])|(\d\d)(?:-(\d\d))?))?", text.strip())
    try:
        if not found:
            raise ValueError
        year, quarter, month, day = (int(part) if part else None for part in found.groups())
        assert year is not None
        if month is not None and day is not None:
            return (date(year, month, day),) * 2
        if month is not None:
            return date(year, month, 1), _last_day(year, month)
        if quarter is not None:
            return date(year, 3 * quarter - 2, 1), _last_day(year, 3 * quarter)
        return date(year, 1, 1), date(year, 12, 31)
    except ValueError:
        raise QueryError(
            f"{option}: '{text}' is no period. Legal: 2026, 2026-Q2, 2026-05 or 2026-05-17."
        ) from None


def begin(day: date, grain: str) -> date:
    """The first day of the period that a day lies in; weeks begin on Monday."""
    if grain == "week":
        return day - timedelta(days=day.weekday())
    if grain == "month":
        return day.replace(day=1)
    if grain == "quarter":
        return date(day.year, day.month - (day.month - 1) % 3, 1)
    return date(day.year, 1, 1) if grain == "year" else day


def shifted(first: date, grain: str, count: int) -> date:
    """The first day of the period so many periods later."""
    if grain in ("day", "week"):
        return first + timedelta(days=count * (7 if grain == "week" else 1))
    months = {"month": 1, "quarter": 3, "year": 12}[grain] * count
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def before(first: date, grain: str, comparison: str) -> date:
    """The first day of the period that one is compared with.

    A year ago is the same calendar day, month, quarter or year; of a week the one 52 weeks ago, of
    a 29 February the 28th.
    """
    if comparison == "previous":
        return shifted(first, grain, -1)
    if grain == "week":
        return first - timedelta(weeks=52)
    day = min(first.day, _last_day(first.year - 1, first.month).day)
    return date(first.year - 1, first.month, day)


def last_day(first: date, grain: str) -> date:
    """The last day of the period that begins on a day."""
    return shifted(first, grain, 1) - timedelta(days=1)


def is_one_period(start: date | None, end: date | None, grain: str) -> bool:
    """True where two days are the first and the last of one period."""
    return start is not None and begin(start, grain) == start and end == last_day(start, grain)


def _last_day(year: int, month: int) -> date:
    return shifted(date(year, month, 1), "month", 1) - timedelta(days=1)


def _values(rest: str, text: str) -> tuple[str, ...]:
    inner = rest[1:-1] if rest.startswith("(") and rest.endswith(")") else rest
    if not inner.strip():
        return ()
    found = list(_VALUE.finditer(inner))
    ends = [0, *(one.end() for one in found)]
    gaps = [one for end, one in zip(ends, found, strict=False) if one.start() != end]
    if ends[-1] != len(inner) or gaps:
        raise QueryError(
            f"--where: the values of '{text}' cannot be read. Put a value with a comma, a bracket"
            " or a quote between single quotes, and double a quote inside it: 'Dun''s, Ltd'."
        )
    return tuple(
        (one[1].replace("''", "'") if one[1] is not None else one[2].strip()) for one in found
    )


def _check(option: str, value: str | None, legal: Sequence[str]) -> None:
    if value is not None and value not in legal:
        raise QueryError(
            f"{option}: '{value}' is unknown.{did_you_mean(value, legal)}"
            f" Legal: {', '.join(legal)}."
        )
