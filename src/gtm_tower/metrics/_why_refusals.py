"""What `gtm why` cannot split, and what to ask instead."""

from datetime import date

from gtm_tower.errors import QueryError
from gtm_tower.metrics.catalog import GRAINS, Catalog, Metric
from gtm_tower.metrics.periods import NAMED, Period
from gtm_tower.metrics.request import Request

EXAMPLES = {"day": "2026-05-17", "month": "2026-05", "quarter": "2026-Q2", "year": "2026"}


def refuse_unsplittable(metric: Metric, catalog: Catalog) -> None:
    """QueryError unless the metric is a sum over segments, or a ratio of such sums."""
    if metric.is_snapshot:
        raise QueryError(
            f"{metric.name} is known as of {catalog.as_of} only: there is no earlier value to"
            f" compare with. Ask for it as it is: gtm query {metric.name}"
        )
    if metric.kind != "ratio":
        if not metric.is_additive:
            raise QueryError(_not_a_sum(metric, catalog))
        return
    parts = [catalog.metric(name) for name in metric.parts]
    if not all(part.is_additive for part in parts):
        asked = " and ".join(f"gtm why {part.name}" for part in parts if _can_split(part, catalog))
        raise QueryError(
            f"{metric.name} is {metric.parts[0]} over {metric.parts[1]}, which do not add up over"
            f" segments: its change has no one split. Ask for its parts: {asked or 'gtm query'}"
        )


def refuse_segments(metric: Metric, asked: Request, catalog: Catalog) -> None:
    """QueryError for dimensions that the metric has not, or must not be added up over."""
    if not asked.by:
        legal = ", ".join(name for name in metric.dimensions if name not in metric.needs)
        raise QueryError(
            f"by what? Name dimensions with --by. Of {metric.name}: {legal or 'none'}."
        )
    for name in (*asked.by, *(one.dimension for one in asked.where)):
        catalog.dimension(metric, name)
    for name in metric.needs:
        held = [one for one in asked.where if one.dimension == name]
        is_one = any(one.operator in ("=", "in") and len(one.values) == 1 for one in held)
        if not is_one:
            raise QueryError(
                f"{metric.name} cannot be added up over {name}: the whole would count the same"
                f' thing more than once. Hold it to one value: --where "{name} = ..."'
            )


def refuse_times(metric: Metric, first: Period, second: Period, as_of: date) -> None:
    """QueryError for periods that the metric is not defined for, or that lie in the future."""
    smallest = GRAINS.index(metric.smallest_grain or "year")
    legal = [one for one in NAMED if GRAINS.index(one) >= smallest]
    legal = [metric.only_grain] if metric.only_grain else legal
    if first.grain not in legal:
        kept = "is defined for a" if metric.only_grain else "is kept by"
        raise QueryError(
            f"{metric.name} {kept} {legal[0]}, and {first} is a {first.grain}."
            f" Legal: periods like {', '.join(EXAMPLES.get(one, one) for one in legal)}."
        )
    for one in (first, second):
        if one.start > as_of:
            raise QueryError(
                f"{one} begins after {as_of}, the day of the results. Name an earlier period."
            )


def _not_a_sum(metric: Metric, catalog: Catalog) -> str:
    if metric.parts:
        return (
            f"{metric.name} is made of {', '.join(metric.parts)}, which do not all add up over"
            f" segments. Ask for them one by one: gtm why {metric.parts[0]}"
        )
    averages = [
        one.name
        for one in catalog.live()
        if one.kind == "ratio" and (one.models, one.unit) == (metric.models, metric.unit)
        if one.sample == metric.sample
    ]
    instead = f"What can be split: gtm why {averages[0]}. " if averages else ""
    return (
        f"{metric.name} is no sum, such as a median or a number of different things: its value is"
        f" not made of those of segments. {instead}Its values: gtm query {metric.name} --by ..."
    )


def _can_split(part: Metric, catalog: Catalog) -> bool:
    inner = [catalog.metric(name) for name in part.parts]
    return part.is_additive or (part.kind == "ratio" and all(one.is_additive for one in inner))
