"""What would be wrong, or cannot be known: each refused with what to ask instead."""

from collections.abc import Iterable, Sequence
from datetime import date

from gtm_tower.errors import QueryError, did_you_mean
from gtm_tower.metrics.catalog import GRAINS, Catalog, Metric
from gtm_tower.metrics.request import Condition, Request, begin, is_one_period, last_day

SHOWN_VALUES = 12


def refuse_what_is_wrong(catalog: Catalog, metric: Metric, asked: Request, as_of: date) -> None:
    """QueryError for dimensions, sums and times that a metric has not."""
    for name in (*asked.by, *(one.dimension for one in asked.where)):
        catalog.dimension(metric, name)
    _refuse_sums(metric, asked)
    _refuse_times(metric, asked, as_of)


def refuse_values(one: Condition, known: Sequence[str], is_complete: bool) -> None:
    """QueryError for a value that a dimension never has, or that cannot be held against its own."""
    if one.operator in ("=", "!=", "in", "not in"):
        for value in one.values:
            if value not in known and is_complete:
                shown = ", ".join(known[:SHOWN_VALUES])
                more = ", …" if len(known) > SHOWN_VALUES else ""
                raise QueryError(
                    f"--where: no {one.dimension} is '{value}'.{did_you_mean(value, known)}"
                    f" There are: {shown}{more}."
                )
    elif one.values and _are_numbers(known) and not _are_numbers(one.values):
        raise QueryError(
            f"--where: {one.dimension} is a number, and '{one.values[0]}' is none."
            f" There are: {', '.join(known[:SHOWN_VALUES])}."
        )


def _are_numbers(values: Iterable[str]) -> bool:
    try:
        return bool([float(value) for value in values])
    except ValueError:
        return False


def _refuse_sums(metric: Metric, asked: Request) -> None:
    held = {one.dimension for one in asked.where if _is_single(one)}
    for name in metric.needs:
        if name not in (*asked.by, *held):
            raise QueryError(
                f"{metric.name} cannot be added up over {name}: the sum would count the same thing"
                f" more than once. Add --by {name}, or hold it to one value with --where."
            )


def _is_single(one: Condition) -> bool:
    return one.operator == "=" or (one.operator == "in" and len(one.values) == 1)


def _refuse_times(metric: Metric, asked: Request, as_of: date) -> None:
    smallest = metric.smallest_grain
    if smallest is None:
        if asked.grain or asked.start or asked.end or asked.compare:
            raise QueryError(
                f"{metric.name} is known as of {as_of} only: there is no history to ask for."
                " Leave --grain, --from, --to and --compare out; for another day: gtm build --as-of"
            )
        return
    if asked.compare and not asked.grain:
        raise QueryError(
            f"--compare needs periods to compare: add --grain {metric.only_grain or smallest}"
        )
    if asked.grain and GRAINS.index(asked.grain) < GRAINS.index(smallest):
        raise QueryError(
            f"{metric.name} is kept by {smallest}: --grain {asked.grain} is too fine."
            f" Legal: {', '.join(_legal_grains(metric))}."
        )
    _refuse_parts_of_periods(metric, asked, smallest, as_of)
    _refuse_other_periods(metric, asked)


def _refuse_parts_of_periods(metric: Metric, asked: Request, smallest: str, as_of: date) -> None:
    """Of a month kept as a whole no part can be told; with a grain, whole periods are taken."""
    if asked.grain:
        return
    starts_within = asked.start and begin(asked.start, smallest) != asked.start
    ends_within = asked.end and asked.end < min(as_of, _last_of(asked.end, smallest))
    for option, day, is_within in (
        ("--from", asked.start, starts_within),
        ("--to", asked.end, ends_within),
    ):
        if day and is_within:
            raise QueryError(
                f"{metric.name} is kept by {smallest}: {option} {day} lies within that from"
                f" {begin(day, smallest)} to {_last_of(day, smallest)}. Name whole ones."
            )


def _last_of(day: date, grain: str) -> date:
    return last_day(begin(day, grain), grain)


def _refuse_other_periods(metric: Metric, asked: Request) -> None:
    only = metric.only_grain
    if only and asked.grain != only and not is_one_period(asked.start, asked.end, only):
        raise QueryError(
            f"{metric.name} is defined for a {only}: values of several cannot be added or averaged."
            f" Add --grain {only}, or name one {only} with --from and --to."
        )
    if metric.looks_back and not asked.grain:
        raise QueryError(
            f"{metric.name} looks back from the end of a period: add --grain."
            f" Legal: {only or ', '.join(_legal_grains(metric))}."
        )


def _legal_grains(metric: Metric) -> tuple[str, ...]:
    return GRAINS[GRAINS.index(metric.smallest_grain or GRAINS[0]) :]
