"""The charts of single pages are valid Vega-Lite, and say by more than colour what they say."""

from collections.abc import Callable
from dataclasses import astuple
from typing import Any

import altair as alt
import pandas as pd
import pytest

from gtm_tower.app import special_charts as charts
from gtm_tower.palette import DARK, LIGHT, Palette

AGES = pd.DataFrame({"months_since": [0, 1, 0], "kept": [1.0, 0.5, 1.0], "by": ["a", "a", "b"]})
GROUPS = pd.DataFrame(
    {
        "name": ["few", "many"],
        "rate": [0.5, 0.2],
        "low": [0.1, 0.15],
        "high": [0.9, 0.25],
        "n": [2, 400],
        "is_too_small": [True, False],
    }
)
COUNTS = pd.DataFrame({"plan": ["A", "A", "B"], "state": ["in", "out", "in"], "n": [3, 1, 2]})
WATCHED = pd.DataFrame(
    {
        "figure": ["MRR", "MRR"],
        "date_month": pd.to_datetime(["2026-03-01", "2026-04-01"]),
        "value": [10.0, 90.0],
        "expected_low": [5.0, 8.0],
        "expected_high": [15.0, 20.0],
        "robust_score": [0.1, 9.0],
        "volume_count": [10, 11],
        "change_rate": [0.0, 8.0],
        "severity": ["Normal", "High"],
        "is_unusual": [False, True],
        "sign": ["", "H!"],
    }
)
PRODUCTS = pd.DataFrame(
    {
        "named": ["1. Iron", "2. Box"],
        "growth_rate": [0.1, -0.2],
        "revenue_share_rate": [0.7, 0.3],
        "product_status": ["Star", "Declining"],
        "order_count": [30, 10],
        "rank": ["1", "2"],
    }
)
NODES = pd.DataFrame(
    {
        "step": [0, -1],
        "place": [0.0, 0.0],
        "label": ["mart", "part"],
        "layer": ["marts", "intermediate"],
        "name": ["mart", "part"],
    }
)
ARROWS = pd.DataFrame({"step": [-1], "place": [0.0], "to_step": [0], "to_place": [0.0]})
DRAWN: dict[str, Callable[[Palette], alt.TopLevelMixin]] = {
    "curves": lambda colours: charts.curves(
        AGES, colours, "months_since", "kept", "kept", "rate", by="by"
    ),
    "rates": lambda colours: charts.rates(GROUPS, colours, "name", 0.3),
    "rates without one of all": lambda colours: charts.rates(GROUPS, colours, "name", None),
    "parts": lambda colours: charts.parts(
        COUNTS, colours, "plan", "n", "state", "accounts", ("in", "out")
    ),
    "expected": lambda colours: charts.expected(WATCHED, colours, "money"),
    "calendar": lambda colours: charts.calendar(
        WATCHED, colours, "figure", {"Normal": colours.ramp[0], "High": colours.warn}, "sign"
    ),
    "matrix": lambda colours: charts.matrix(
        PRODUCTS,
        colours,
        *("growth_rate", "revenue_share_rate", "named", "product_status", "order_count", "rank"),
    ),
    "graph": lambda colours: charts.graph(NODES, colours, ARROWS),
}


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_is_valid_and_takes_its_colours_from_the_palette(
    name: str, colours: Palette
) -> None:
    with alt.utils.schemapi.debug_mode(True):
        spec = DRAWN[name](colours).to_dict(validate=True)
    known = {
        one for value in astuple(colours) for one in ([value], value)[isinstance(value, tuple)]
    }
    assert {one for one in _texts(spec) if one.startswith("#")} <= known


def test_a_group_too_small_is_a_hollow_point() -> None:
    fill = _layer(DRAWN["rates"](LIGHT), "fill")["encoding"]["fill"]
    assert fill["condition"] == {"test": "datum.is_too_small", "value": LIGHT.surface}


def test_an_unusual_month_is_a_diamond() -> None:
    spec = DRAWN["expected"](LIGHT).to_dict()
    (marked,) = [one for one in spec["layer"] if one["mark"].get("shape") == "diamond"]
    assert marked["transform"] == [{"filter": "datum.is_unusual === true"}]


def test_severity_and_status_are_more_than_a_colour() -> None:
    assert _layer(DRAWN["calendar"](LIGHT), "text")["encoding"]["text"]["field"] == "sign"
    assert _layer(DRAWN["matrix"](LIGHT), "shape")["encoding"]["shape"]["field"] == "product_status"


def _layer(chart: alt.TopLevelMixin, channel: str) -> dict[str, Any]:
    """The layer of a chart that has a channel."""
    layers: list[dict[str, Any]] = chart.to_dict()["layer"]
    return next(one for one in layers if channel in one["encoding"])


def _texts(part: Any) -> set[str]:
    """Every text in a chart, its rows and the settings of the library aside."""
    if isinstance(part, dict):
        inside = [one for name, one in part.items() if name not in ("datasets", "config")]
        return set().union(*map(_texts, inside))
    if isinstance(part, list):
        return set().union(*map(_texts, part))
    return {part} if isinstance(part, str) else set()
