"""The formula of a metric as people read it, and the columns of marts that it is made of."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

AGGREGATIONS = {
    "count_distinct": "count of different",
    "sum_boolean": "count of true",
    "average": "average",
}
_DIMENSION = re.compile(r"\{\{\s*(?:Time)?Dimension\('(?:\w+__)?(\w+?)'[^)]*\)\s*\}\}")
_TEXT = re.compile(r"'(?:[^']|'')*'")


@dataclass(frozen=True)
class Formulas:
    """The formulas of a semantic manifest."""

    metrics: Mapping[str, Mapping[str, Any]]
    measures: Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any]]]

    def of(self, name: str) -> str:
        """`a / b`, an expression of other metrics, or what is added up, where and when."""
        own = self.metrics[name]
        params = own["type_params"]
        if own["type"] == "ratio":
            text = f"{params['numerator']['name']} / {params['denominator']['name']}"
        elif params.get("expr"):
            text = str(params["expr"]) + _aliases(params["metrics"] or ())
        elif own["type"] == "conversion":
            text = self._conversion(params["conversion_type_params"])
        else:
            text = self._simple(own)
        return text + _filters(own)

    def with_parts(self, name: str) -> tuple[tuple[str, str], ...]:
        """The metric and all that it is made of, each with its formula."""
        found = dict.fromkeys([name, *self._parts(name)])
        return tuple((one, self.of(one)) for one in found)

    def columns(self, name: str) -> dict[str, set[str]]:
        """By mart, every word of the expressions that may be the name of a column."""
        used: dict[str, set[str]] = {}
        for one in [name, *self._parts(name)]:
            for measure in _measures(self.metrics[one]["type_params"]):
                model, own = self.measures[measure["name"]]
                texts = [own.get("expr") or own["name"], _time(model, own)[1]]
                words = {word for text in texts for word in _words(text)}
                used.setdefault(model["node_relation"]["alias"], set()).update(words)
        return used

    def _parts(self, name: str) -> Iterator[str]:
        params = self.metrics[name]["type_params"]
        inputs = [params.get("numerator"), params.get("denominator"), *(params["metrics"] or ())]
        for one in inputs:
            if one:
                yield one["name"]
                yield from self._parts(one["name"])

    def _conversion(self, params: Mapping[str, Any]) -> str:
        base, then = (self._counted(params[one]) for one in ("base_measure", "conversion_measure"))
        window = params["window"]
        within = f"within {window['count']} {window['granularity']}s" if window else "ever after"
        return f"{base} with {then} of the same {params['entity']} {within} / {base}"

    def _counted(self, used: Mapping[str, Any]) -> str:
        model, measure = self.measures[used["name"]]
        what = f"{AGGREGATIONS.get(measure['agg'], measure['agg'])}"
        return (
            f"{what}({measure.get('expr') or measure['name']})"
            f" of {model['node_relation']['alias']}{_filters(used)}"
        )

    def _simple(self, own: Mapping[str, Any]) -> str:
        used = own["type_params"]["measure"]
        model, measure = self.measures[used["name"]]
        text = self._counted(used)
        if not ((model.get("config") or {}).get("meta") or {}).get("is_snapshot"):
            text += _when(model, measure, own["type_params"])
        filled = used.get("fill_nulls_with")
        return text if filled is None else f"{text}, {filled} where there is none"


def _measures(params: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The measures that a metric uses itself."""
    both = params.get("conversion_type_params") or {}
    used = [params.get("measure"), both.get("base_measure"), both.get("conversion_measure")]
    return [one for one in used if one]


def read_formulas(manifest: Mapping[str, Any]) -> Formulas:
    """The formulas of dbt's semantic manifest."""
    measures = {
        measure["name"]: (model, measure)
        for model in manifest["semantic_models"]
        for measure in model["measures"]
    }
    return Formulas({one["name"]: one for one in manifest["metrics"]}, measures)


def _aliases(inputs: Sequence[Mapping[str, Any]]) -> str:
    """What the names in an expression stand for, where they are not those of metrics."""
    texts = []
    for one in inputs:
        window, grain = one.get("offset_window"), one.get("offset_to_grain")
        shift = f", {window['count']} {window['granularity']} before" if window else ""
        shift = f", at the beginning of the {grain}" if grain else shift
        if shift or one.get("alias"):
            texts.append(f"{one.get('alias') or one['name']} = {one['name']}{shift}")
    return f" where {'; '.join(texts)}" if texts else ""


def _when(model: Mapping[str, Any], measure: Mapping[str, Any], params: Mapping[str, Any]) -> str:
    name = _time(model, measure)[0]
    held = measure.get("non_additive_dimension")
    if held:
        end = "last" if held["window_choice"] == "max" else "first"
        return f" in the {end} {held['name']} of the period"
    return f" by {name}{_over(params.get('cumulative_type_params') or {})}"


def _over(cumulative: Mapping[str, Any]) -> str:
    """The time that a cumulative metric looks back over."""
    window, since = cumulative.get("window"), cumulative.get("grain_to_date")
    if window:
        return f", over {window['count']} {window['granularity'].rstrip('s')}s"
    if since:
        return f", since the {since} began"
    return ", over all time" if cumulative else ""


def _time(model: Mapping[str, Any], measure: Mapping[str, Any]) -> tuple[str, str]:
    """The name and the expression of the time that a measure is counted by."""
    name = measure.get("agg_time_dimension") or model["defaults"]["agg_time_dimension"]
    dimension = next(one for one in model["dimensions"] if one["name"] == name)
    return name, dimension.get("expr") or name


def _filters(node: Mapping[str, Any]) -> str:
    filters: Sequence[Mapping[str, Any]] = (node.get("filter") or {}).get("where_filters", ())
    texts = [_DIMENSION.sub(r"\1", one["where_sql_template"]).strip() for one in filters]
    return f" where {' and '.join(texts)}" if texts else ""


def _words(expression: str) -> list[str]:
    return re.findall(r"[A-Za-z_]\w*", _TEXT.sub("", str(expression)))
