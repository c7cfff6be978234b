"""Charts that hold things side by side: what they are given is what they draw."""

from typing import Any

import pandas as pd
import pytest

from gtm_tower.app import comparisons
from gtm_tower.app.charts import Chart
from gtm_tower.palette import DARK, LIGHT, Palette

ROWS = pd.DataFrame(
    {
        "channel": ["ads", "ads", "referral"],
        "basis": ["media", "full", "media"],
        "value": [2.0, 1.0, 4.0],
        "low": [1.5, 0.5, None],
        "high": [2.5, 1.5, None],
        "n": [40, 40, 3],
        "days": [30, 60, 30],
    }
)
STAGES = pd.DataFrame(
    {"stage": ["Leads", "Won"], "count": [200.0, 50.0], "rate": [None, 0.25]},
)
BUDGET = pd.DataFrame({"channel": ["ads"], "current_spend": [90.0], "recommended_spend": [120.0]})


def _drawn(palette: Palette) -> dict[str, Chart]:
    by: dict[str, Any] = {"category": "channel", "by": "basis", "value": "value"}
    return {
        "funnel": comparisons.funnel(STAGES, palette),
        "columns": comparisons.columns(ROWS, palette, "channel", "value", "leads", "count"),
        "grouped": comparisons.grouped(ROWS, palette, **by, title="CAC", unit="money"),
        "dots": comparisons.dots(
            ROWS, palette, **by, title="LTV:CAC", unit="ratio", low="low", high="high", n="n"
        ),
        "band": comparisons.band(
            ROWS, palette, "days", "value", "low", "high", "won", by="channel"
        ),
        "shift": comparisons.shift(
            BUDGET, palette, "channel", "current_spend", "recommended_spend", "spend", "money"
        ),
    }


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["funnel", "columns", "grouped", "dots", "band", "shift"])
def test_every_chart_is_a_valid_picture(name: str, palette: Palette) -> None:
    picture = _drawn(palette)[name].to_dict()
    assert picture["layer"]
    assert picture["height"] > 100


def test_points_are_told_apart_by_shape_too() -> None:
    points = _drawn(LIGHT)["dots"].to_dict()["layer"][-1]["encoding"]
    assert points["shape"]["field"] == points["color"]["field"] == "basis"


def test_points_without_an_interval_have_no_bars() -> None:
    chart = comparisons.dots(ROWS, LIGHT, "channel", "basis", "value", "LTV:CAC", "ratio")
    assert len(chart.to_dict()["layer"]) == 1


def test_a_stage_says_its_share_of_the_stage_before() -> None:
    text = str(_drawn(LIGHT)["funnel"].to_dict())
    assert "of the stage before" in text
    assert "isValid(datum.rate)" in text
