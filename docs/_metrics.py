"""The page of metrics, read from the yml of the semantic layer."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from _dbt import MODELS, cell, docs_blocks
from _markdown import MADE, line, read, table

from gtm_tower import yml
from gtm_tower.metrics._formula import Formulas, read_formulas
from gtm_tower.metrics.catalog import Catalog, Metric, read_catalog

FOLDER = MODELS / "semantic"
BETTER = {"up": "better when it rises", "down": "better when it falls"}


def metrics() -> str:
    """Every metric: what it is, its formula, and what it can be asked by."""
    manifest = _manifest()
    marts = {model["node_relation"]["alias"]: "" for model in manifest["semantic_models"]}
    catalog = read_catalog(json.dumps(manifest), marts, date.min)
    formulas = read_formulas(manifest)
    main = [one for one in catalog.metrics.values() if not one.is_part]
    asked = [(f"[`{one.name}`](#{one.name})", one.label, one.unit, one.question) for one in main]
    parts = [
        "# Metrics",
        MADE,
        "Each is defined once, in `models/semantic/`, and read from there by `gtm query`,"
        " `gtm explain`, `gtm docs` and the dashboard. A metric whose marts wait for an input has"
        " no data; `gtm metrics` lists those that have. A company adds its own as YAML under"
        " `models/` in its workspace.",
        "n is the metric that counts what the figure is made of. A metric of one period only is a"
        " rate whose values cannot be added or averaged: ask for each period, or name one. A"
        " snapshot is known as of as_of, without a history.",
        table(("metric", "label", "unit", "question"), asked),
    ]
    for title, names in manifest["domains"].items():
        parts.append(f"## {title.capitalize()}")
        for name in names:
            if not catalog.metrics[name].is_part:
                parts += _metric(catalog.metrics[name], formulas)
    parts += [
        "## Parts of others\n\nThey are there for the metrics that are made of them, and can be"
        " asked for too.",
        table(("metric", "unit", "what it is", "formula"), _parts(catalog, formulas)),
    ]
    return "\n\n".join(parts) + "\n"


def _metric(one: Metric, formulas: Formulas) -> Iterator[str]:
    yield f"### {one.name}"
    yield f"**{one.label}.** {_definition(one)}"
    yield "\n".join(f"- {name}: {text}" for name, text in _facts(one, formulas) if text)


def _facts(one: Metric, formulas: Formulas) -> Iterator[tuple[str, str]]:
    yield "question", one.question
    yield "formula", f"`{formulas.of(one.name)}`"
    yield "where", _aliases(formulas.metrics[one.name])
    yield "unit", ", ".join(filter(None, (one.unit, BETTER.get(one.direction, ""))))
    yield "grain", _grain(one)
    yield "dimensions", _code(one.dimensions) or "none"
    yield "not added up over", _code(one.needs)
    yield "n", f"`{one.sample}`" if one.sample else ""
    yield "policies", _code(one.policies)
    yield "from", ", ".join(f"[`{mart}`](marts.md#{mart})" for mart in one.marts)


def _aliases(metric: Mapping[str, Any]) -> str:
    """What the names in a formula stand for, where they are not those of metrics."""
    return ", ".join(
        f"`{part['alias']}` is `{part['name']}`{_before(part['offset_window'])}"
        for part in metric["type_params"]["metrics"]
        if part["alias"]
    )


def _before(window: Mapping[str, Any] | None) -> str:
    return f", {window['count']} {window['granularity']} before" if window else ""


def _parts(catalog: Catalog, formulas: Formulas) -> Iterator[tuple[str, str, str, str]]:
    for one in sorted(catalog.metrics.values(), key=lambda metric: metric.name):
        if one.is_part:
            yield f"`{one.name}`", one.unit, _definition(one), f"`{formulas.of(one.name)}`"


def _definition(one: Metric) -> str:
    """The definition on one line; of a long one the first paragraph, and where the rest is."""
    text = cell(one.description, docs_blocks(MODELS)).replace("](#", "](marts.md#")
    return text if text.endswith((".", "?")) else f"{text}."


def _grain(one: Metric) -> str:
    if one.is_snapshot:
        return "a snapshot"
    return f"one {one.only_grain} only" if one.only_grain else f"{one.smallest_grain} and longer"


def _code(names: Any) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _manifest() -> dict[str, Any]:
    """The yml in the form that dbt gives it: names as objects, windows as count and granularity."""
    models, found, domains = [], [], {}
    for path in sorted(FOLDER.glob("*.yml")):
        content = yml.parse(read(path))
        models += [_model(model) for model in content.get("semantic_models", ())]
        own = [_as_dbt(metric) for metric in content.get("metrics", ())]
        found += own
        domains[path.stem.replace("_", " ")] = [metric["name"] for metric in own]
    return {"semantic_models": models, "metrics": found, "domains": domains}


def _model(model: dict[str, Any]) -> dict[str, Any]:
    mart = re.sub(r"ref\('(\w+)'\)", r"\1", model["model"])
    return {"entities": [], "measures": [], **model, "node_relation": {"alias": mart}}


def _as_dbt(metric: dict[str, Any]) -> dict[str, Any]:
    params = {"metrics": [], **metric["type_params"]}
    for name in ("measure", "numerator", "denominator"):
        if isinstance(params.get(name), str):
            params[name] = {"name": params[name]}
    params["metrics"] = [
        {"alias": None, **part, "offset_window": _window(part.get("offset_window"))}
        for part in params["metrics"]
    ]
    if "cumulative_type_params" in params:
        running = params["cumulative_type_params"]
        params["cumulative_type_params"] = {**running, "window": _window(running.get("window"))}
    if "conversion_type_params" in params:
        params["conversion_type_params"] = _conversion(params["conversion_type_params"])
    return {**metric, "description": line(metric.get("description", "")), "type_params": params}


def _conversion(params: dict[str, Any]) -> dict[str, Any]:
    measures = {
        name: {**params[name], "filter": {"where_filters": _where(params[name].get("filter"))}}
        for name in ("base_measure", "conversion_measure")
    }
    return {**params, **measures, "window": _window(params.get("window"))}


def _where(text: str | None) -> list[dict[str, str]]:
    return [{"where_sql_template": text}] if text else []


def _window(text: str | None) -> dict[str, Any] | None:
    """`12 months` as dbt has it."""
    if not text:
        return None
    count, granularity = text.split()
    return {"count": int(count), "granularity": granularity.removesuffix("s")}
