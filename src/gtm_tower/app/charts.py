"""Charts: pure functions from rows to a picture; colours come from the theme and the palette."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from gtm_tower.palette import Palette

Chart = alt.Chart | alt.LayerChart | alt.FacetChart

HEIGHT = 280
FORMATS = {
    "money": ",.0f",
    "count": ",.0f",
    "rate": ".0%",
    "ratio": ",.2f",
    "days": ",.1f",
    "hours": ",.1f",
}
FINE = FORMATS | {"money": ",.2f", "rate": ".1%"}
PERIODS = {"day": "%Y-%m-%d", "week": "%Y-%m-%d", "month": "%b %Y", "year": "%Y"}


def lines(
    frame: pd.DataFrame,
    palette: Palette,
    value: str,
    title: str,
    unit: str,
    by: str | None = None,
    grain: str = "month",
) -> Chart:
    """A value over time, one line per `by`; a period that had not ended is a hollow point."""
    x = alt.X(f"{grain}:T", title=None, axis=_time_axis(grain))
    y = alt.Y(f"{value}:Q", title=title, axis=alt.Axis(format=FORMATS.get(unit, ",.2f")))
    shown = [
        alt.Tooltip(f"{grain}:T", format=_period(grain)),
        *([alt.Tooltip(f"{by}:N")] if by else []),
        alt.Tooltip(f"{value}:Q", title=title, format=FINE.get(unit, ",.2f")),
    ]
    colour = _series(by, palette)
    base = alt.Chart(frame).encode(x=x, y=y, color=colour, tooltip=shown)
    whole = base.transform_filter("datum.is_complete").mark_line(strokeWidth=2.5)
    points = base.mark_point(size=45).encode(
        fillOpacity=alt.condition("datum.is_complete", alt.value(1), alt.value(0)),
        fill=colour,
    )
    return alt.layer(whole, points).properties(height=HEIGHT)


def bars(
    frame: pd.DataFrame,
    palette: Palette,
    category: str,
    value: str,
    title: str,
    unit: str,
    sort: str = "-x",
) -> Chart:
    """A horizontal bar per category with its number beside it, the largest first."""
    y = alt.Y(f"{category}:N", title=None, sort=sort, axis=alt.Axis(labelLimit=220))
    x = alt.X(f"{value}:Q", title=title, axis=alt.Axis(format=FORMATS.get(unit, ",.2f")))
    base = alt.Chart(frame).encode(
        y=y,
        x=x,
        tooltip=[category, alt.Tooltip(f"{value}:Q", format=FINE.get(unit, ",.2f"))],
    )
    numbers = base.mark_text(align="left", dx=4, color=palette.text).encode(
        text=alt.Text(f"{value}:Q", format=FINE.get(unit, ",.2f"))
    )
    height = max(110, 30 * frame[category].nunique() + 40)
    return alt.layer(base.mark_bar(color=palette.series[0]), numbers).properties(height=height)


def stacked(
    frame: pd.DataFrame,
    palette: Palette,
    value: str,
    title: str,
    unit: str,
    by: str,
    grain: str = "month",
    order: Sequence[str] = (),
) -> Chart:
    """Bars over time, stacked by a dimension; `order` is that of its values."""
    chart: Chart = (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            x=alt.X(f"yearmonth({grain}):T", title=None, axis=alt.Axis(format=_period(grain))),
            y=alt.Y(
                f"sum({value}):Q", title=title, axis=alt.Axis(format=FORMATS.get(unit, ",.2f"))
            ),
            color=_series(by, palette, order),
            tooltip=[
                alt.Tooltip(f"{grain}:T", format=_period(grain)),
                f"{by}:N",
                alt.Tooltip(f"{value}:Q", format=FINE.get(unit, ",.2f")),
            ],
        )
        .properties(height=HEIGHT)
    )
    return chart


def waterfall(frame: pd.DataFrame, palette: Palette, title: str, unit: str) -> Chart:
    """Steps from a start to an end: rows of `step`, `low`, `high`, `amount` and `kind`."""
    kinds = ["total", "gain", "loss"]
    base = alt.Chart(frame).encode(
        x=alt.X("step:N", title=None, sort=None, axis=alt.Axis(labelAngle=-30, labelLimit=160)),
        tooltip=["step", alt.Tooltip("amount:Q", format=FINE.get(unit, ",.2f"))],
    )
    steps = base.mark_bar().encode(
        y=alt.Y("low:Q", title=title, axis=alt.Axis(format=FORMATS.get(unit, ",.2f"))),
        y2="high:Q",
        color=alt.Color(
            "kind:N",
            scale=alt.Scale(domain=kinds, range=[palette.series[0], palette.good, palette.bad]),
            legend=alt.Legend(orient="top", title=None),
        ),
    )
    numbers = base.mark_text(dy=-8, color=palette.text).encode(
        y="high:Q", text=alt.Text("amount:Q", format=FORMATS.get(unit, ",.0f"))
    )
    return alt.layer(steps, numbers).properties(height=HEIGHT + 60)


def heat(
    frame: pd.DataFrame, palette: Palette, row: str, column: str, value: str, title: str, unit: str
) -> Chart:
    """A cell per row and column; one that has not ended (`is_complete` false) is hatched by a
    border, one that cannot have been seen is not in the rows and stays empty."""
    base = alt.Chart(frame).encode(
        x=alt.X(f"{column}:O", title=column.replace("_", " "), axis=alt.Axis(labelAngle=0)),
        y=alt.Y(f"{row}:O", title=None),
        tooltip=[row, column, alt.Tooltip(f"{value}:Q", format=FINE.get(unit, ",.2f"))],
    )
    cells = base.mark_rect().encode(
        color=alt.Color(
            f"{value}:Q",
            title=title,
            legend=alt.Legend(orient="top", format=FORMATS.get(unit, ",.2f")),
        ),
        strokeDash=alt.condition("datum.is_complete", alt.value([0]), alt.value([3, 2])),
        stroke=alt.condition("datum.is_complete", alt.value(None), alt.value(palette.warn)),
        strokeWidth=alt.value(2),
    )
    numbers = base.mark_text(fontSize=10).encode(
        text=alt.Text(f"{value}:Q", format=FORMATS.get(unit, ",.2f")),
        color=alt.condition(
            _dark(value, frame), alt.value(palette.on_accent), alt.value(palette.text)
        ),
    )
    height = max(160, 24 * frame[row].nunique() + 60)
    return alt.layer(cells, numbers).properties(height=height)


def intervals(
    frame: pd.DataFrame,
    palette: Palette,
    category: str,
    value: str,
    low: str,
    high: str,
    title: str,
    unit: str,
) -> Chart:
    """A point per category with its interval, the largest first."""
    y = alt.Y(f"{category}:N", title=None, sort=alt.SortField(value, "descending"))
    axis = alt.Axis(format=FORMATS.get(unit, ",.2f"))
    base = alt.Chart(frame).encode(y=y)
    span = base.mark_rule(strokeWidth=3, color=palette.series[0], opacity=0.5).encode(
        x=alt.X(f"{low}:Q", title=title, axis=axis), x2=f"{high}:Q"
    )
    form = FINE.get(unit, ",.2f")
    points = base.mark_point(filled=True, size=90, color=palette.series[0], opacity=1).encode(
        x=f"{value}:Q",
        tooltip=[category, *(alt.Tooltip(f"{one}:Q", format=form) for one in (value, low, high))],
    )
    height = max(110, 30 * frame[category].nunique() + 40)
    return alt.layer(span, points).properties(height=height)


def quadrant(
    frame: pd.DataFrame,
    palette: Palette,
    x: str,
    y: str,
    label: str,
    size: str | None = None,
    by: str | None = None,
) -> Chart:
    """A point per row at two values, named; its area is a third."""
    base = alt.Chart(frame).encode(
        x=alt.X(f"{x}:Q", title=x.replace("_", " "), scale=alt.Scale(zero=False)),
        y=alt.Y(f"{y}:Q", title=y.replace("_", " "), scale=alt.Scale(zero=False)),
        tooltip=[label, x, y, *([size] if size else [])],
    )
    area = alt.Size(f"{size}:Q", legend=None) if size else alt.value(90)
    points = base.mark_circle(opacity=0.75).encode(size=area, color=_series(by, palette))
    names = base.mark_text(dy=-12, fontSize=11, color=palette.text).encode(text=f"{label}:N")
    return alt.layer(points, names).properties(height=HEIGHT + 80)


def _series(by: str | None, palette: Palette, order: Sequence[str] = ()) -> Any:
    if by is None:
        return alt.value(palette.series[0])
    scale = alt.Scale(domain=list(order), range=list(palette.series)) if order else alt.Undefined
    return alt.Color(f"{by}:N", title=None, scale=scale, legend=alt.Legend(orient="top", columns=3))


def _time_axis(grain: str) -> alt.Axis:
    """A tick per period, so that none is named twice; those without room are left out."""
    interval: Any = "month" if grain == "quarter" else grain
    return alt.Axis(format=_period(grain), tickCount=interval, labelOverlap="greedy")


def _period(grain: str) -> str:
    return PERIODS.get(grain, "%b %Y")


def _dark(value: str, frame: pd.DataFrame) -> str:
    """Where a cell is dark enough for white numbers: in the upper part of the range."""
    low, high = frame[value].min(), frame[value].max()
    return f"datum['{value}'] > {low + 0.55 * (high - low)}"
