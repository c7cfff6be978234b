"""Why a metric changed between two periods: the contribution of each segment to the change."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from gtm_tower.errors import QueryError
from gtm_tower.metrics._why_refusals import refuse_segments, refuse_times, refuse_unsplittable
from gtm_tower.metrics._why_sides import Side, ask_side, first_day, parts_of
from gtm_tower.metrics.answer import sort_key
from gtm_tower.metrics.catalog import Metric
from gtm_tower.metrics.periods import Period, two_periods
from gtm_tower.metrics.reader import Metrics
from gtm_tower.metrics.request import Request, condition
from gtm_tower.numbers import shown, shown_change
from gtm_tower.stats.contribution import (
    Contribution,
    Decomposition,
    additive_contributions,
    pooled,
    ratio_contributions,
    rounded,
)
from gtm_tower.warehouse import Session

CENT = Fraction(1, 100)
# the last digit that `gtm_tower.numbers` shows
STEPS = {
    "rate": Fraction(1, 1000),
    "days": Fraction(1, 10),
    "hours": Fraction(1, 10),
}
NEGLIGIBLE = 1e-9  # by which sums of floating point numbers may differ


@dataclass(frozen=True)
class Segment:
    """A group and its part in the change.

    `values` are those of the dimensions, None being unknown; of the pool of small segments they are
    empty, and `count` says how many it holds. The weights are shares of the denominator; these,
    `mix` and `rate` are None of a metric that adds up. `mix` and `rate` add up to `contribution`;
    `share` is that over the change, None where that is 0. `n` is what the metric counts as its
    sample.
    """

    values: tuple[Any, ...]
    name: str
    count: int
    before: Any
    after: Any
    n_before: Any
    n_after: Any
    weight_before: float | None
    weight_after: float | None
    mix: Any
    rate: Any
    contribution: Any
    share: float | None


@dataclass(frozen=True)
class Part:
    """The numerator or the denominator of a ratio in both periods."""

    metric: Metric
    before: Any
    after: Any


@dataclass(frozen=True)
class Why:
    """A change and the segments that made it, the largest contribution first, a pool last.

    The contributions add up to the change: money is Decimal and to the cent, whole counts are int,
    the others float. `mix` and `rate` are their sums over the segments, None of a metric that adds
    up; `parts` are the numerator and the denominator of a ratio. `command` asks for it again.
    """

    metric: Metric
    by: tuple[str, ...]
    where: tuple[str, ...]
    first: Period
    second: Period
    before: Any
    after: Any
    change: Any
    mix: Any
    rate: Any
    n_before: Any
    n_after: Any
    parts: tuple[Part, ...]
    segments: tuple[Segment, ...]
    as_of: date
    run_id: str
    currency: str
    notes: tuple[str, ...]
    sql: tuple[str, ...]
    command: str
    exact: Decomposition = field(repr=False)

    def to_show(self) -> "Why":
        """The same with figures of as many digits as are shown to people, which still add up."""
        return _with_figures(self, _as_shown(self.exact, self.metric.unit))

    def headline(self) -> str:
        """What happened, in one line."""
        why, unit = self.to_show(), self.metric.unit
        said = (
            f"{self.metric.name}, {self.first} to {self.second}:"
            f" {shown(why.before, unit, self.currency)} -> {shown(why.after, unit, self.currency)},"
            f" {shown_change(why.change, unit, self.currency)}"
        )
        if self.mix is None:
            return said
        effects = (shown_change(one, unit, self.currency) for one in (why.mix, why.rate))
        return "{}: mix {}, rate {}".format(said, *effects)


def why(
    metrics: Metrics,
    name: str,
    first: str,
    second: str,
    by: Sequence[str],
    where: Sequence[str] = (),
    *,
    pool: bool = True,
    session: Session | None = None,
) -> Why:
    """What moved a metric from one period to a later one, by the combinations of dimensions.

    Periods are 2026, 2026-Q2, 2026-05 or 2026-05-17, both of the same length. A metric that adds up
    is split by the change of each segment's value, a ratio by mix and rate. Contributions below 5%
    of the sum of the absolute ones are pooled, the largest three never. QueryError for what cannot
    be split, or is unknown in one of the periods.
    """

    def read(reader: Session) -> Why:
        return _why(metrics, name, first, second, by, where, pool, reader)

    return metrics.of_one_version(read, session)


def _why(
    metrics: Metrics,
    name: str,
    first: str,
    second: str,
    by: Sequence[str],
    where: Sequence[str],
    pool: bool,
    reader: Session,
) -> Why:
    metric = metrics.catalog.metric(name)
    refuse_unsplittable(metric, metrics.catalog)
    asked = Request(
        (metric.name,), tuple(dict.fromkeys(by)), tuple(condition(text) for text in where)
    )
    refuse_segments(metric, asked, metrics.catalog)
    periods = two_periods(first, second)
    refuse_times(metric, *periods, metrics.publication.as_of)
    sides = [ask_side(metrics, metric, asked, one, reader) for one in periods]
    begin = first_day(metrics, metric, asked, reader)
    for one, side in zip(periods, sides, strict=True):
        _refuse_unknown(metric, one, side, begin)
    exact = _decomposed(metric, *sides)
    _refuse_what_does_not_add_up(metric, asked, periods, sides, exact)
    told = _told(metrics, metric, asked, periods, sides, pooled(exact) if pool else exact)
    command = _command(metric, asked.by, where, periods)
    notes = _notes(metric, periods, sides, begin, metrics.publication.as_of)
    return replace(told, where=tuple(where), notes=notes, command=command)


def _told(
    metrics: Metrics,
    metric: Metric,
    asked: Request,
    periods: tuple[Period, Period],
    sides: Sequence[Side],
    exact: Decomposition,
) -> Why:
    """All but the words: what was asked for, in which version, and the figures."""
    publication = metrics.publication
    parts = tuple(
        Part(metrics.catalog.metric(one), sides[0].whole[one], sides[1].whole[one])
        for one in parts_of(metric)
    )
    told = Why(
        *(metric, asked.by, (), *periods),
        before=None,
        after=None,
        change=None,
        mix=None,
        rate=None,
        n_before=sides[0].n,
        n_after=sides[1].n,
        parts=parts,
        segments=_counted(exact, sides),
        as_of=publication.as_of,
        run_id=publication.run_id,
        currency=publication.currency,
        notes=(),
        sql=tuple(dict.fromkeys(text for side in sides for text in side.sql)),
        command="",
        exact=exact,
    )
    is_money = metric.unit == "money"
    return _with_figures(told, _as_shown(exact, metric.unit) if is_money else exact)


def _decomposed(metric: Metric, first: Side, second: Side) -> Decomposition:
    keys = sorted({**first.segments, **second.segments}, key=sort_key)
    if metric.kind == "ratio":
        above, below = metric.parts
        ratios = (
            {key: (side.known(key, above), side.known(key, below)) for key in keys}
            for side in (first, second)
        )
        return ratio_contributions(*ratios)
    values = ({key: side.known(key, metric.name) for key in keys} for side in (first, second))
    return additive_contributions(*values)


def _refuse_unknown(metric: Metric, period: Period, side: Side, begin: date | None) -> None:
    if begin is None or period.end < begin:
        since = "has no data" if begin is None else f"is known from {begin} on"
        raise QueryError(f"{metric.name} {since}, so there is nothing to explain in {period}.")
    if side.whole[metric.name] is None:
        parts = parts_of(metric)
        below = f": its denominator {parts[1]} is 0 or unknown" if parts else ""
        raise QueryError(
            f"{metric.name} is unknown in {period}{below}. Ask what is known:"
            f" gtm query {metric.name} --grain {period.grain}"
        )


def _refuse_what_does_not_add_up(
    metric: Metric,
    asked: Request,
    periods: tuple[Period, Period],
    sides: Sequence[Side],
    exact: Decomposition,
) -> None:
    """A part that is no sum over segments, such as a product of sums, shows here."""
    totals = zip(periods, sides, (exact.before, exact.after), strict=True)
    for period, side, total in totals:
        whole = Fraction(side.whole[metric.name])
        size = sum(abs(one.amount_before) + abs(one.amount_after) for one in exact.contributions)
        if abs(whole - total) > NEGLIGIBLE * max(size, abs(whole)):
            raise QueryError(
                f"{metric.name} cannot be split by {', '.join(asked.by)}: its segments in {period}"
                f" add up to {float(total):,.6g}, and as a whole it is {float(whole):,.6g}."
                f" Ask for its values: gtm query {metric.name} --by {asked.by[0]}"
            )


def _counted(exact: Decomposition, sides: Sequence[Side]) -> tuple[Segment, ...]:
    """The segments with their names and samples; the figures come later."""
    return tuple(
        Segment(
            values=() if one.is_pool else _values(one),
            name=f"others ({len(one.keys)})" if one.is_pool else _name(_values(one)),
            count=len(one.keys),
            before=None if _is_unknown(one, sides[0]) else 0,
            after=None if _is_unknown(one, sides[1]) else 0,
            n_before=_n(one, sides[0]),
            n_after=_n(one, sides[1]),
            weight_before=None if one.weight_before is None else float(one.weight_before),
            weight_after=None if one.weight_after is None else float(one.weight_after),
            mix=None,
            rate=None,
            contribution=None,
            share=float(one.contribution / exact.change) if exact.change else None,
        )
        for one in exact.contributions
    )


def _values(one: Contribution) -> tuple[Any, ...]:
    return tuple(one.keys[0])


def _name(values: Iterable[Any]) -> str:
    return ", ".join("unknown" if value is None else str(value) for value in values)


def _is_unknown(one: Contribution, side: Side) -> bool:
    """Whether the answer holds a segment with something that it does not know."""
    rows = [side.segments[key] for key in one.keys if key in side.segments]
    return len(rows) == 1 and not one.is_pool and None in rows[0].values()


def _n(one: Contribution, side: Side) -> Any:
    if not side.sample:
        return None
    return sum(side.segments.get(key, {}).get(side.sample) or 0 for key in one.keys)


def _notes(
    metric: Metric,
    periods: tuple[Period, Period],
    sides: Sequence[Side],
    begin: date | None,
    as_of: date,
) -> tuple[str, ...]:
    notes = [
        f"{one} had not ended by {as_of}: its figures are to date, those of the other are whole."
        for one in periods
        if one.end > as_of
    ]
    notes += [
        f"{metric.name} is known from {begin} on: {one} is not whole."
        for one in periods
        if begin and one.start < begin.replace(day=1)
    ]
    for one, side in zip(periods, sides, strict=True):
        lacking = sum(None in row.values() for row in side.segments.values())
        if lacking and metric.kind != "ratio":
            notes.append(f"{lacking} segments are unknown in {one} and count 0 there.")
    return tuple(notes)


def _command(
    metric: Metric, by: Sequence[str], where: Sequence[str], periods: tuple[Period, Period]
) -> str:
    words = ["gtm why", metric.name, f"--from {periods[0]} --to {periods[1]}"]
    words += [f"--by {name}" for name in by]
    words += ['--where "{}"'.format(text.replace('"', '\\"')) for text in where]
    return " ".join(words)


def _with_figures(found: Why, figures: Decomposition) -> Why:
    number = _number_of(found.metric.unit, _is_whole(found.exact))
    segments = tuple(
        _with_figure(segment, one, number)
        for segment, one in zip(found.segments, figures.contributions, strict=True)
    )
    is_ratio = found.metric.kind == "ratio"
    effects = [
        number(sum((getattr(one, name) for one in figures.contributions), Fraction(0)))
        if is_ratio
        else None
        for name in ("mix", "rate")
    ]
    return replace(
        found,
        before=number(figures.before),
        after=number(figures.after),
        change=number(figures.change),
        mix=effects[0],
        rate=effects[1],
        segments=segments,
    )


def _with_figure(segment: Segment, one: Contribution, number: Callable[[Any], Any]) -> Segment:
    return replace(
        segment,
        before=None if segment.before is None else number(one.before),
        after=None if segment.after is None else number(one.after),
        mix=number(one.mix),
        rate=number(one.rate),
        contribution=number(one.contribution),
    )


def _as_shown(exact: Decomposition, unit: str) -> Decomposition:
    """The figures as `gtm_tower.numbers` shows them: a half goes where its float number lies."""
    step = Fraction(1) if unit == "count" and _is_whole(exact) else STEPS.get(unit, CENT)
    digits = {1: 0, 10: 1}.get(step.denominator, 2)

    def nearest(value: Fraction) -> Fraction:
        if unit == "rate":
            return Fraction(f"{float(value):.1%}".rstrip("%")) / 100
        return Fraction(f"{float(value):.{digits}f}")

    return rounded(exact, step, nearest)


def _is_whole(exact: Decomposition) -> bool:
    values = [value for one in exact.contributions for value in (one.before, one.after)]
    return all(value is None or value.denominator == 1 for value in values)


def _number_of(unit: str, is_whole: bool) -> Callable[[Fraction | None], Any]:
    def number(value: Fraction | None) -> Any:
        if value is None:
            return None
        if unit == "money":
            return Decimal(int(value / CENT)) * Decimal("0.01")
        return int(value) if unit == "count" and is_whole else float(value)

    return number
