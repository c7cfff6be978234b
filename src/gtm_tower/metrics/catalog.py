"""The metrics of a published version: what each is, what it can be asked by, and from which marts.

The definitions are those of dbt's semantic manifest, which a build publishes in `meta.semantics`.
What dbt has no word for is in the `meta` of a metric: unit, direction, question, policies, `sample`
(the metric that counts what it is made of), `grain` (the one period it is defined for), `needs`
(dimensions that it must not be added up over) and `is_part` (it is there for others).
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from gtm_tower.errors import QueryError, did_you_mean

GRAINS = ("day", "week", "month", "quarter", "year")
DAYS = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}
SUMS = ("sum", "count", "sum_boolean")
UNITS = ("money", "count", "rate", "ratio", "days", "hours", "score", "number")


@dataclass(frozen=True)
class Metric:
    """One metric.

    `kind` is simple, ratio, derived, cumulative or conversion; `parts` are the metrics it is made
    of, numerator and denominator first for a ratio. `dimensions` maps the names it can be asked by
    to the names that the semantic layer knows them by. `smallest_grain` is that of its mart; None
    for a snapshot, which is known as of as_of only. `when_empty` is its value where nothing
    happened, None where that would not be known; `times` are the expressions of its mart's times.
    `reach` is how far before its period a metric looks, of a cumulative one before the period's
    end, as a number of periods of a grain; (0, its own) for one to date. `is_additive` says that
    its values over segments add up to the whole. `blocked_by` says what its marts wait for, or is
    empty.
    """

    name: str
    label: str
    description: str
    kind: str
    unit: str
    direction: str
    question: str
    policies: tuple[str, ...]
    sample: str
    needs: tuple[str, ...]
    only_grain: str
    is_part: bool
    is_additive: bool
    when_empty: int | None
    parts: tuple[str, ...]
    models: tuple[str, ...]
    marts: tuple[str, ...]
    dimensions: Mapping[str, str]
    smallest_grain: str | None
    blocked_by: str
    reach: tuple[int, str] | None = None
    times: tuple[str, ...] = ()

    @property
    def looks_back(self) -> bool:
        """True where it is about more than its period, so that it needs one."""
        return self.reach is not None

    @property
    def is_snapshot(self) -> bool:
        """True where there is no history, only what is known as of as_of."""
        return self.smallest_grain is None


@dataclass(frozen=True)
class Dimension:
    """A column to group and filter by: its mart, and the expression that gives it there."""

    name: str
    qualified: str
    mart: str
    expression: str


@dataclass(frozen=True)
class Catalog:
    """All metrics by name, and the dimensions of each semantic model by simple name."""

    metrics: Mapping[str, Metric]
    dimensions: Mapping[str, Mapping[str, Dimension]]
    as_of: date

    def metric(self, name: str) -> Metric:
        """The metric of a name; QueryError for an unknown or blocked one."""
        found = self.metrics.get(name)
        if found is None:
            raise QueryError(
                f"there is no metric '{name}'.{did_you_mean(name, self._names())}"
                " All of them: gtm metrics"
            )
        if found.blocked_by:
            raise QueryError(
                f"{name} has no data: {found.blocked_by}. gtm status says what each mart waits for."
            )
        return found

    def dimension(self, metric: Metric, name: str) -> Dimension:
        """A dimension of a metric; QueryError where it has none of that name."""
        if name not in metric.dimensions:
            raise QueryError(self._no_dimension(metric, name))
        return self.dimensions[metric.models[0]][name]

    def live(self) -> list[Metric]:
        """The metrics that have data, parts left out, in the order of their definition."""
        return [one for one in self.metrics.values() if not one.blocked_by and not one.is_part]

    def _names(self) -> Iterable[str]:
        return self.metrics.keys()

    def _no_dimension(self, metric: Metric, name: str) -> str:
        legal = ", ".join(metric.dimensions) or "none, it has a time only"
        if len(metric.models) > 1:
            return (
                f"{metric.name} is made of {' and '.join(metric.marts)}, which have no '{name}' in"
                " common: split by it, one part would be counted again for every row of the other."
                f" Legal: {legal}."
            )
        known = any(name in dimensions for dimensions in self.dimensions.values())
        reason = (
            f"{metric.marts[0]} does not have it, so it would count rows more than once"
            if known
            else "no metric has it"
        )
        return (
            f"{metric.name} cannot be split by '{name}': {reason}."
            f"{did_you_mean(name, metric.dimensions)} Legal: {legal}."
        )


def read_catalog(document: str, states: Mapping[str, str], as_of: date) -> Catalog:
    """The catalog of a semantic manifest; `states` says what each mart waits for, if anything."""
    manifest = json.loads(document)
    models = {model["name"]: model for model in manifest["semantic_models"]}
    measures = {
        measure["name"]: (model["name"], measure)
        for model in models.values()
        for measure in model["measures"]
    }
    found: dict[str, Metric] = {}
    raw = {metric["name"]: metric for metric in manifest["metrics"]}
    for name in raw:
        _add(name, raw, models, measures, states, found)
    return Catalog(
        {name: found[name] for name in raw},
        {name: _dimensions(model) for name, model in models.items()},
        as_of,
    )


def _add(
    name: str,
    raw: Mapping[str, Any],
    models: Mapping[str, Any],
    measures: Mapping[str, tuple[str, Any]],
    states: Mapping[str, str],
    found: dict[str, Metric],
) -> Metric:
    if name in found:
        return found[name]
    own = raw[name]
    parts = _parts(own)
    inputs = [_add(part, raw, models, measures, states, found) for part in parts]
    reaches = [_reach(own), *(part.reach for part in inputs)]
    if inputs:
        names = tuple(dict.fromkeys(model for part in inputs for model in part.models))
        is_additive = _is_sum(own) and all(part.is_additive for part in inputs)
    else:
        counted = [measures[one["name"]] for one in _measures(own)]
        names = tuple(dict.fromkeys(model for model, _ in counted))
        is_additive = own["type"] == "simple" and counted[0][1]["agg"] in SUMS
    described = _metric(own, parts, [models[one] for one in names], states)
    found[name] = replace(described, is_additive=is_additive, reach=_farthest(reaches))
    return found[name]


def _metric(
    own: Mapping[str, Any],
    parts: tuple[str, ...],
    models: list[Mapping[str, Any]],
    states: Mapping[str, str],
) -> Metric:
    meta = _meta(own)
    marts = tuple(dict.fromkeys(model["node_relation"]["alias"] for model in models))
    waits = [states[mart] for mart in marts if states.get(mart)]
    unpublished = [f"{mart} is not published" for mart in marts if mart not in states]
    blocked = next(iter([*waits, *unpublished]), "")
    grains = [_smallest_grain(model) for model in models]
    return Metric(
        name=own["name"],
        label=own.get("label") or own["name"].replace("_", " ").capitalize(),
        description=(own.get("description") or "").strip(),
        kind=own["type"],
        unit=meta.get("unit", "number"),
        direction=meta.get("direction", "none"),
        question=meta.get("question", ""),
        policies=tuple(meta.get("policies", ())),
        sample=meta.get("sample", ""),
        needs=tuple(meta.get("needs", ())),
        only_grain=meta.get("grain", ""),
        is_part=bool(meta.get("is_part", False)),
        is_additive=False,
        when_empty=None if parts else _measures(own)[0].get("fill_nulls_with"),
        parts=parts,
        models=tuple(model["name"] for model in models),
        marts=marts,
        dimensions=_qualified(models[0]) if len(models) == 1 or not parts else {},
        smallest_grain=None if None in grains else max(grains, key=_order),
        blocked_by=blocked,
        times=_times(models[0]),
    )


def _order(grain: str | None) -> int:
    return GRAINS.index(grain or GRAINS[0])


def _parts(own: Mapping[str, Any]) -> tuple[str, ...]:
    params = own["type_params"]
    if own["type"] == "ratio":
        return (params["numerator"]["name"], params["denominator"]["name"])
    return tuple(dict.fromkeys(part["name"] for part in params.get("metrics") or ()))


def _is_sum(own: Mapping[str, Any]) -> bool:
    """True where a metric only adds and subtracts others, all of the same period."""
    expression = own["type_params"].get("expr") or ""
    is_plain = bool(re.fullmatch(r"[\w\s+-]+", expression))
    return own["type"] == "derived" and is_plain and _reach(own) is None


def _reach(own: Mapping[str, Any]) -> tuple[int, str] | None:
    params = own["type_params"]
    if own["type"] == "cumulative":
        window = (params.get("cumulative_type_params") or {}).get("window") or params.get("window")
        return (int(window["count"]), _grain_of(window["granularity"])) if window else (0, "day")
    offsets = [one.get("offset_window") for one in params.get("metrics") or ()]
    return _farthest([(int(one["count"]), _grain_of(one["granularity"])) for one in offsets if one])


def _grain_of(name: str) -> str:
    return name.lower().removesuffix("s")


def _farthest(reaches: Iterable[tuple[int, str] | None]) -> tuple[int, str] | None:
    known = [one for one in reaches if one]
    return max(known, key=lambda one: one[0] * DAYS[one[1]], default=None)


def _measures(own: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What a metric adds up; of a conversion what it is split by and counted of comes first."""
    params = own["type_params"]
    conversion = params.get("conversion_type_params")
    if conversion:
        return [conversion["base_measure"], conversion["conversion_measure"]]
    return [params["measure"]]


def _times(model: Mapping[str, Any]) -> tuple[str, ...]:
    """The expressions of all times that measures of a model are counted by."""
    return tuple(
        str(one.get("expr") or one["name"]) for one in model["dimensions"] if one["type"] == "time"
    )


def _meta(node: Mapping[str, Any]) -> Mapping[str, Any]:
    return ((node.get("config") or {}).get("meta")) or {}


def _smallest_grain(model: Mapping[str, Any]) -> str | None:
    if _meta(model).get("is_snapshot"):
        return None
    grains = [
        str(dimension["type_params"]["time_granularity"])
        for dimension in model["dimensions"]
        if dimension["type"] == "time"
    ]
    return max(grains, key=_order)


def _dimensions(model: Mapping[str, Any]) -> dict[str, Dimension]:
    mart = model["node_relation"]["alias"]
    entity = _entity(model)
    return {
        one["name"]: Dimension(
            one["name"], f"{entity}__{one['name']}", mart, one.get("expr") or one["name"]
        )
        for one in model["dimensions"]
        if one["type"] == "categorical" and not _meta(one).get("is_part")
    }


def _qualified(model: Mapping[str, Any]) -> dict[str, str]:
    return {name: one.qualified for name, one in _dimensions(model).items()}


def _entity(model: Mapping[str, Any]) -> str:
    if model.get("primary_entity"):
        return str(model["primary_entity"])
    primary = [one["name"] for one in model["entities"] if one["type"] == "primary"]
    return str(primary[0])
