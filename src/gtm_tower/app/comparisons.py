"""Charts that hold things side by side: stages, groups, definitions, now and then."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from gtm_tower.app.charts import FINE, FORMATS, HEIGHT, Chart, _legend, _series
from gtm_tower.palette import Palette

SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")


def funnel(frame: pd.DataFrame, palette: Palette) -> Chart:
    """A bar per stage in the order of the rows: `stage`, `count`, and `rate` of the stage before.

    A rate that is not known is left out of the label.
    """
    label = "format(datum.count, ',.0f') + (isValid(datum.rate) ? '  (' + format(datum.rate, '.0%')"
    base = alt.Chart(frame.assign(most=frame["count"].max() * 1.3)).encode(
        y=alt.Y(
            "stage:N", title=None, sort=None, axis=alt.Axis(labelLimit=150, labelOverlap=False)
        ),
        x=alt.X("count:Q", title="leads", axis=alt.Axis(format=",.0f")),
        tooltip=[
            "stage",
            alt.Tooltip("count:Q", format=",.0f"),
            alt.Tooltip("rate:Q", title="of the stage before", format=".1%"),
        ],
    )
    numbers = (
        base.transform_calculate(shown=f"{label} + ')' : '')")
        .mark_text(align="left", dx=4, color=palette.text)
        .encode(text="shown:N")
    )
    room = base.mark_point(opacity=0).encode(x="most:Q")
    bars = base.mark_bar(color=palette.series[0])
    return alt.layer(room, bars, numbers).properties(height=44 * len(frame) + 40)


def columns(
    frame: pd.DataFrame, palette: Palette, category: str, value: str, title: str, unit: str
) -> Chart:
    """An upright bar per category, in the order of the rows, with its number above."""
    base = alt.Chart(frame).encode(
        x=alt.X(f"{category}:N", title=None, sort=None, axis=alt.Axis(labelAngle=-40)),
        y=alt.Y(f"{value}:Q", title=title, axis=alt.Axis(format=FORMATS.get(unit, ",.2f"))),
        tooltip=[category, alt.Tooltip(f"{value}:Q", title=title, format=FINE.get(unit, ",.2f"))],
    )
    numbers = base.mark_text(dy=-7, color=palette.text).encode(
        text=alt.Text(f"{value}:Q", format=FORMATS.get(unit, ",.2f"))
    )
    return alt.layer(base.mark_bar(color=palette.series[0]), numbers).properties(height=HEIGHT)


def grouped(
    frame: pd.DataFrame,
    palette: Palette,
    category: str,
    value: str,
    by: str,
    title: str,
    unit: str,
    order: Sequence[str] = (),
) -> Chart:
    """Bars side by side, one per category and `by`, with their numbers; `order` is that of `by`."""
    sort = list(order) or None
    base = alt.Chart(frame).encode(
        y=alt.Y(
            f"{category}:N",
            title=None,
            sort=None,
            axis=alt.Axis(labelLimit=150, labelOverlap=False),
        ),
        yOffset=alt.YOffset(f"{by}:N", sort=sort),
        x=alt.X(f"{value}:Q", title=title, axis=alt.Axis(format=FORMATS.get(unit, ",.2f"))),
        tooltip=[category, by, alt.Tooltip(f"{value}:Q", format=FINE.get(unit, ",.2f"))],
    )
    numbers = base.mark_text(align="left", dx=4, fontSize=10, color=palette.text).encode(
        text=alt.Text(f"{value}:Q", format=FORMATS.get(unit, ",.2f"))
    )
    height = 20 * len(frame) + 14 * frame[category].nunique() + 130
    return alt.layer(base.mark_bar().encode(color=_series(by, palette, order)), numbers).properties(
        height=height
    )


def dots(
    frame: pd.DataFrame,
    palette: Palette,
    category: str,
    by: str,
    value: str,
    title: str,
    unit: str,
    low: str | None = None,
    high: str | None = None,
    n: str | None = None,
    order: Sequence[str] = (),
) -> Chart:
    """A point per category and `by`, told apart by colour and shape, with its interval if any."""
    form = FINE.get(unit, ",.2f")
    told = [one for one in (value, low, high) if one]
    base = alt.Chart(frame).encode(
        y=alt.Y(
            f"{category}:N",
            title=None,
            sort=None,
            axis=alt.Axis(labelLimit=150, labelOverlap=False),
        ),
        yOffset=alt.YOffset(f"{by}:N", sort=list(order) or None),
        color=_series(by, palette, order),
        tooltip=[
            *(category, by),
            *(alt.Tooltip(f"{one}:Q", title=one.replace("_", " "), format=form) for one in told),
            *([alt.Tooltip(f"{n}:Q", title="n", format=",.0f")] if n else []),
        ],
    )
    axis = alt.Axis(format=FORMATS.get(unit, ",.2f"))
    scale = alt.Scale(domain=list(order), range=list(SHAPES)) if order else alt.Undefined
    points = base.mark_point(filled=True, size=70, opacity=1).encode(
        x=alt.X(f"{value}:Q", title=title, axis=axis),
        shape=alt.Shape(
            f"{by}:N",
            title=None,
            scale=scale,
            legend=_legend(),
        ),
    )
    layers = [points]
    if low and high:
        layers.insert(0, base.mark_rule(strokeWidth=2.5, opacity=0.5).encode(x=f"{low}:Q", x2=high))
    height = max(220, 16 * len(frame) + 14 * frame[category].nunique() + 130)
    return alt.layer(*layers).properties(height=height)


def band(
    frame: pd.DataFrame,
    palette: Palette,
    x: str,
    value: str,
    low: str,
    high: str,
    title: str,
    by: str,
) -> Chart:
    """A rate over a number such as days, with its interval as a band, for each `by`."""
    base = alt.Chart(frame).encode(
        x=alt.X(f"{x}:Q", title=x, axis=alt.Axis(values=sorted(frame[x].unique()), format="d")),
        color=_series(by, palette),
        tooltip=[by, x, *(alt.Tooltip(f"{one}:Q", format=".1%") for one in (value, low, high))],
    )
    axis = alt.Axis(format=".0%")
    area = base.mark_area(opacity=0.2).encode(
        y=alt.Y(f"{low}:Q", title=title, axis=axis), y2=f"{high}:Q"
    )
    line = base.mark_line(strokeWidth=2.5, point=alt.OverlayMarkDef(size=60))
    return alt.layer(area, line.encode(y=f"{value}:Q")).properties(height=HEIGHT)


def shift(
    frame: pd.DataFrame, palette: Palette, category: str, now: str, then: str, title: str, unit: str
) -> Chart:
    """Two points per category, hollow for now and full for then, and the way between them."""
    names = {one: one.split("_")[0] for one in (now, then)}
    form = FINE.get(unit, ",.2f")
    axis = alt.Axis(format=FORMATS.get(unit, ",.2f"))
    told: list[Any] = [category]
    told += [alt.Tooltip(f"{one}:Q", title=names[one], format=form) for one in names]
    y = alt.Y(
        f"{category}:N", title=None, sort=None, axis=alt.Axis(labelLimit=150, labelOverlap=False)
    )
    base = alt.Chart(frame).encode(y=y, tooltip=told)
    way = base.mark_rule(strokeWidth=2, color=palette.muted).encode(x=f"{now}:Q", x2=then)
    points = (
        base.transform_fold([now, then], as_=["when", "amount"])
        .transform_calculate(when=f"datum.when === '{now}' ? '{names[now]}' : '{names[then]}'")
        .mark_point(size=110, strokeWidth=2.5, opacity=1)
        .encode(
            x=alt.X("amount:Q", title=title, axis=axis),
            color=alt.value(palette.series[0]),
            fill=alt.condition(
                f"datum.when === '{names[then]}'", alt.value(palette.series[0]), alt.value(None)
            ),
            shape=alt.Shape(
                "when:N",
                title=None,
                scale=alt.Scale(domain=list(names.values()), range=["circle", "triangle-right"]),
                legend=_legend(),
            ),
        )
    )
    return alt.layer(way, points).properties(height=max(180, 36 * len(frame) + 110))
