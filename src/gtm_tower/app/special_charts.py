"""Charts for one kind of page each: cohorts, groups with intervals, anomalies, products."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from gtm_tower.app.charts import (
    FINE,
    FORMATS,
    HEIGHT,
    Chart,
    _legend,
    _series,
    _time_axis,
    height_of,
)
from gtm_tower.palette import Palette


def curves(
    frame: pd.DataFrame,
    palette: Palette,
    x: str,
    value: str,
    title: str,
    unit: str,
    by: str | None = None,
    n: str | None = None,
) -> Chart:
    """A value over a whole number such as an age, one line per `by`; `n` is in the tooltip."""
    base = alt.Chart(frame).encode(
        x=alt.X(f"{x}:Q", title=x.replace("_", " "), axis=alt.Axis(tickMinStep=1, format="d")),
        y=alt.Y(f"{value}:Q", title=title, axis=alt.Axis(format=FORMATS.get(unit, ",.2f"))),
        color=_series(by, palette),
        tooltip=[
            *([f"{by}:N"] if by else []),
            alt.Tooltip(f"{x}:Q", title=x.replace("_", " ")),
            alt.Tooltip(f"{value}:Q", title=title, format=FINE.get(unit, ",.2f")),
            *([alt.Tooltip(f"{n}:Q", title="n", format=",.0f")] if n else []),
        ],
    )
    points = base.mark_point(size=30, filled=True)
    return alt.layer(base.mark_line(strokeWidth=2.5), points).properties(
        height=height_of(frame, by)
    )


def rates(frame: pd.DataFrame, palette: Palette, category: str, base_rate: float | None) -> Chart:
    """A rate per category with its interval, in the order of the rows: `rate`, `low`, `high`, `n`.

    One of too few (`is_too_small`) is a hollow point; the broken line is the rate of all.
    """
    axis = alt.Axis(format="~%", tickCount=5)
    y = alt.Y(
        f"{category}:N", title=None, sort=None, axis=alt.Axis(labelLimit=200, labelOverlap=False)
    )
    base = alt.Chart(frame).encode(y=y)
    colour = alt.value(palette.series[0])
    span = base.mark_rule(strokeWidth=3, opacity=0.5).encode(
        x=alt.X("low:Q", title=None, axis=axis), x2="high:Q", color=colour
    )
    points = base.mark_point(size=90, opacity=1, strokeWidth=2).encode(
        x="rate:Q",
        color=colour,
        fill=alt.condition("datum.is_too_small", alt.value(palette.surface), colour),
        tooltip=[
            category,
            *(alt.Tooltip(f"{one}:Q", format=".1%") for one in ("rate", "low", "high")),
            alt.Tooltip("n:Q", format=",.0f"),
            alt.Tooltip("is_too_small:N", title="too small"),
        ],
    )
    line = alt.Chart(pd.DataFrame({"all": [base_rate]}))
    rule = line.mark_rule(strokeDash=[5, 4], color=palette.muted).encode(
        x="all:Q", tooltip=[alt.Tooltip("all:Q", title="rate of all", format=".1%")]
    )
    # a layer without rows is warned about on the console
    layers = [span, points] if base_rate is None else [rule, span, points]
    height = max(110, 30 * frame[category].nunique() + 50)
    return alt.layer(*layers).properties(height=height)


def parts(
    frame: pd.DataFrame,
    palette: Palette,
    category: str,
    value: str,
    by: str,
    title: str,
    order: Sequence[str] = (),
) -> Chart:
    """A horizontal bar per category, made of the values of `by`; `order` is that of these."""
    chart: Chart = (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            x=alt.X(f"{value}:Q", title=title, axis=alt.Axis(format=",.0f", tickCount=5)),
            y=alt.Y(
                f"{category}:N",
                title=None,
                sort="-x",
                axis=alt.Axis(labelLimit=200, labelOverlap=False),
            ),
            color=_series(by, palette, order),
            tooltip=[f"{category}:N", f"{by}:N", alt.Tooltip(f"{value}:Q", format=",.0f")],
        )
        .properties(height=30 * frame[category].nunique() + 180)
    )
    return chart


def expected(frame: pd.DataFrame, palette: Palette, unit: str) -> Chart:
    """A value by month with the range expected of it, and a diamond where it was unusual."""
    form, fine = FORMATS.get(unit, ",.2f"), FINE.get(unit, ",.2f")
    told = ("value", "expected_low", "expected_high")
    base = alt.Chart(frame).encode(
        x=alt.X("date_month:T", title=None, axis=_time_axis("month")),
        tooltip=[
            alt.Tooltip("date_month:T", title="month", format="%b %Y"),
            *(alt.Tooltip(f"{one}:Q", title=one.replace("_", " "), format=fine) for one in told),
            alt.Tooltip("robust_score:Q", title="robust score", format=",.1f"),
            alt.Tooltip("volume_count:Q", title="n", format=",.0f"),
            alt.Tooltip("severity:N"),
        ],
    )
    band = base.mark_area(color=palette.series[0], opacity=0.2).encode(
        y=alt.Y("expected_low:Q", title=None, axis=alt.Axis(format=form)), y2="expected_high:Q"
    )
    line = base.mark_line(strokeWidth=2.5, color=palette.series[0], point=True).encode(y="value:Q")
    marks = base.transform_filter("datum.is_unusual === true").mark_point(
        shape="diamond", size=180, filled=True, color=palette.bad, opacity=1
    )
    # a layer without rows is warned about on the console
    unusual = [marks.encode(y="value:Q")] if frame["is_unusual"].eq(True).any() else []
    return alt.layer(band, line, *unusual).properties(height=HEIGHT)


def calendar(
    frame: pd.DataFrame, palette: Palette, row: str, kinds: dict[str, str], sign: str
) -> Chart:
    """A cell per row and month in the colour of its `severity`; `sign` is a column of short text.

    `kinds` gives the colour of each severity, in the order of the legend.
    """
    scale = alt.Scale(domain=list(kinds), range=list(kinds.values()))
    base = alt.Chart(frame).encode(
        x=alt.X("yearmonth(date_month):O", title=None, axis=_month_names()),
        y=alt.Y(f"{row}:N", title=None, axis=alt.Axis(labelLimit=150, labelOverlap=False)),
        tooltip=[
            alt.Tooltip(f"{row}:N"),
            alt.Tooltip("date_month:T", title="month", format="%b %Y"),
            alt.Tooltip("severity:N"),
            alt.Tooltip("change_rate:Q", title="change", format="+.1%"),
            alt.Tooltip("robust_score:Q", title="robust score", format=",.1f"),
        ],
    )
    cells = base.mark_rect(stroke=palette.surface, strokeWidth=1.5).encode(
        color=alt.Color("severity:N", title=None, scale=scale, legend=_legend())
    )
    signs = base.mark_text(fontWeight="bold").encode(
        text=f"{sign}:N",
        color=alt.condition(
            "datum.severity === 'Normal' || datum.severity === 'unknown'",
            alt.value(palette.text),
            alt.value(palette.on_accent),
        ),
    )
    return alt.layer(cells, signs).properties(height=24 * frame[row].nunique() + 220)


def matrix(
    frame: pd.DataFrame,
    palette: Palette,
    x: str,
    y: str,
    label: str,
    by: str,
    size: str,
    place: str,
) -> Chart:
    """A point per row at two rates, its colour and shape by a kind, its area by a third.

    Beside it stands its `place`, which is short; its `label` is in the tooltip.
    """
    x_title, y_title = (one.replace("_rate", "").replace("_", " ") for one in (x, y))
    told = [alt.Tooltip(f"{x}:Q", title=x_title, format=".1%")]
    told += [alt.Tooltip(f"{y}:Q", title=y_title, format=".1%")]
    base = alt.Chart(frame).encode(
        x=alt.X(f"{x}:Q", title=x_title, axis=alt.Axis(format="+.0%")),
        y=alt.Y(f"{y}:Q", title=y_title, axis=alt.Axis(format=".0%")),
        tooltip=[f"{label}:N", f"{by}:N", *told, alt.Tooltip(f"{size}:Q", format=",.0f")],
    )
    points = base.mark_point(filled=True, opacity=0.85).encode(
        size=alt.Size(f"{size}:Q", legend=None, scale=alt.Scale(range=[60, 600])),
        color=_series(by, palette),
        shape=alt.Shape(f"{by}:N", title=None, legend=_legend()),
    )
    names = base.mark_text(dy=-14, fontSize=12, color=palette.text).encode(text=f"{place}:N")
    return alt.layer(points, names).properties(height=HEIGHT + 100)


def graph(frame: pd.DataFrame, palette: Palette, arrows: pd.DataFrame) -> Chart:
    """Named nodes at `step` and `place`, with lines to where `arrows` lead."""
    across = alt.Scale(domain=[frame["step"].min() - 0.4, 0.4], nice=False)
    down = alt.Scale(domain=[frame["place"].min() - 0.6, frame["place"].max() + 0.6], nice=False)
    x, y = alt.X("step:Q", axis=None, scale=across), alt.Y("place:Q", axis=None, scale=down)
    lines = (
        alt.Chart(arrows)
        .mark_rule(color=palette.muted, opacity=0.6)
        .encode(x=x, y=y, x2="to_step:Q", y2="to_place:Q")
    )
    told = [alt.Tooltip("name:N"), alt.Tooltip("layer:N")]
    base = alt.Chart(frame).encode(x=x, y=y, tooltip=told)
    points = base.mark_point(filled=True, size=70, opacity=1).encode(
        color=_series("layer", palette)
    )
    names = base.mark_text(
        dy=7, fontSize=11, baseline="top", lineBreak="\n", color=palette.text
    ).encode(text="label:N")
    height = 52 * frame.groupby("step").size().max() + 80
    return alt.layer(lines, points, names).properties(height=int(height))


def _month_names() -> alt.Axis:
    return alt.Axis(format="%b %y", labelAngle=-90, labelOverlap="greedy")
