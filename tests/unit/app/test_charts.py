"""Charts are valid Vega-Lite, and show what their rows say."""

from collections.abc import Callable
from dataclasses import astuple
from typing import Any

import altair as alt
import pandas as pd
import pytest

from gtm_tower.app import charts
from gtm_tower.palette import DARK, LIGHT, Palette

MONTHS = pd.to_datetime(["2026-03-01", "2026-04-01", "2026-05-01"])
HISTORY = pd.DataFrame(
    {
        "month": [*MONTHS, *MONTHS],
        "is_complete": [True, True, False] * 2,
        "kind": ["new"] * 3 + ["lost"] * 3,
        "amount": [10.0, 20.0, 5.0, -4.0, -6.0, -1.0],
    }
)
CATEGORIES = pd.DataFrame(
    {
        "name": ["few", "most", "some"],
        "rate": [0.1, 0.7, 0.4],
        "low": [0.0, 0.6, 0.3],
        "high": [0.3, 0.8, 0.5],
        "n": [5, 80, 40],
    }
)
STEPS = pd.DataFrame(
    {
        "step": ["Start", "New", "Lost", "End"],
        "low": [0.0, 100.0, 90.0, 0.0],
        "high": [100.0, 120.0, 120.0, 90.0],
        "amount": [100.0, 20.0, -30.0, 90.0],
        "kind": ["total", "gain", "loss", "total"],
    }
)
CELLS = pd.DataFrame(
    {
        "cohort": ["2026-03", "2026-03", "2026-04"],
        "age": [0, 1, 0],
        "rate": [1.0, 0.5, 0.9],
        "is_complete": [True, False, True],
    }
)
DRAWN: dict[str, Callable[[Palette], alt.TopLevelMixin]] = {
    "lines": lambda colours: charts.lines(
        HISTORY[HISTORY.kind == "new"], colours, "amount", "MRR", "money"
    ),
    "lines by": lambda colours: charts.lines(
        HISTORY, colours, "amount", "MRR", "money", by="kind", grain="month"
    ),
    "bars": lambda colours: charts.bars(CATEGORIES, colours, "name", "n", "leads", "count"),
    "stacked": lambda colours: charts.stacked(
        HISTORY, colours, "amount", "MRR", "money", by="kind", order=["new", "lost"]
    ),
    "waterfall": lambda colours: charts.waterfall(STEPS, colours, "MRR", "money"),
    "heat": lambda colours: charts.heat(CELLS, colours, "cohort", "age", "rate", "kept", "rate"),
    "intervals": lambda colours: charts.intervals(
        CATEGORIES, colours, "name", "rate", "low", "high", "won", "rate"
    ),
    "quadrant": lambda colours: charts.quadrant(
        CATEGORIES, colours, "n", "rate", "name", size="n", by="name"
    ),
}


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_is_valid_and_takes_its_colours_from_the_palette(
    name: str, colours: Palette
) -> None:
    with alt.utils.schemapi.debug_mode(True):
        spec = DRAWN[name](colours).to_dict(validate=True)
    assert rows_of(spec)
    assert colours_of(spec) <= colours_of(list(astuple(colours)))


def rows_of(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows that a chart is drawn from."""
    return [row for rows in spec["datasets"].values() for row in rows]


def colours_of(part: Any) -> set[str]:
    """Every colour that is written in a chart, its rows aside."""
    if isinstance(part, dict):
        inside = (one for name, one in part.items() if name not in ("datasets", "config"))
        return set().union(*map(colours_of, inside))
    if isinstance(part, list | tuple):
        return set().union(*map(colours_of, part))
    return {part} if isinstance(part, str) and part.startswith("#") else set()


def encoding(spec: dict[str, Any], channel: str) -> list[Any]:
    """A channel of each layer that has it."""
    layers = [layer["encoding"] for layer in spec.get("layer", [spec])]
    return [layer[channel] for layer in layers if channel in layer]


def test_a_month_that_has_not_ended_is_a_hollow_point_off_the_line() -> None:
    spec = DRAWN["lines"](LIGHT).to_dict()
    line, points = spec["layer"]
    assert line["transform"] == [{"filter": "datum.is_complete"}]
    opacity = points["encoding"]["fillOpacity"]
    assert (opacity["condition"]["test"], opacity["condition"]["value"]) == ("datum.is_complete", 1)
    assert opacity["value"] == 0


def test_the_largest_bar_is_first() -> None:
    assert encoding(DRAWN["bars"](LIGHT).to_dict(), "y")[0]["sort"] == ["most", "some", "few"]


def test_the_parts_of_a_stack_keep_their_order() -> None:
    (colour,) = encoding(DRAWN["stacked"](LIGHT).to_dict(), "color")
    assert colour["scale"]["domain"] == ["new", "lost"]


def test_gains_and_losses_differ_by_more_than_colour() -> None:
    spec = DRAWN["waterfall"](LIGHT).to_dict()
    amounts = {row["step"]: row["amount"] for row in rows_of(spec)}
    assert amounts == {"Start": 100, "New": 20, "Lost": -30, "End": 90}
    assert encoding(spec, "text")[0]["field"] == "amount"


def test_names_of_points_that_are_close_do_not_cross() -> None:
    close = pd.DataFrame(
        {
            "days": [40.0, 40.5, 40.2, 80.0, 0.0],
            "score": [2.0, 2.0, 2.01, 1.0, 1.5],
            "name": ["organic_search", "referral", "paid_search", "social", "display"],
        }
    )
    found = charts.sides(close, "days", "score", "name")
    assert found == ["below", "right", "above", "above", "right"]


def test_the_names_of_steps_are_all_written() -> None:
    spec = DRAWN["waterfall"](LIGHT).to_dict()
    assert encoding(spec, "y")[0]["axis"]["labelOverlap"] is False
