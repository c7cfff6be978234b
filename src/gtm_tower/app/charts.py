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
SIDES: dict[str, dict[str, Any]] = {
    "above": {"dy": -13},
    "below": {"dy": 14},
    "right": {"dx": 10, "align": "left"},
    "left": {"dx": -10, "align": "right"},
    "higher": {"dy": -27},
    "lower": {"dy": 28},
}
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
    title = _measured(title, unit)
    y = alt.Y(f"{value}:Q", title=title, axis=alt.Axis(format=FORMATS.get(unit, ",.2f")))
    shown = [
        alt.Tooltip(f"{grain}:T", format=_period(grain)),
        *([alt.Tooltip(f"{by}:N")] if by else []),
        alt.Tooltip(f"{value}:Q", title=title, format=FINE.get(unit, ",.2f")),
    ]
    colour = _series(by, palette)
    base = alt.Chart(frame).encode(x=x, y=y, color=colour, tooltip=shown)
    whole = base.transform_filter("datum.is_complete").mark_line(strokeWidth=2.5)
    # by their classes: what alt.value and alt.condition give takes altair longer than the rest
    opacity = alt.FillOpacityValue(0, condition={"test": "datum.is_complete", "value": 1})
    fill = colour if by else alt.FillValue(palette.series[0])
    points = base.mark_point(size=45).encode(fillOpacity=opacity, fill=fill)
    return alt.layer(whole, points).properties(height=height_of(frame, by))


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
    # layers cannot agree on a sort by a value: its order is written out
    order: Any = sort
    if sort == "-x":
        order = list(frame.sort_values(value, ascending=False)[category].unique())
    names = alt.Axis(labelLimit=220, labelOverlap=False)
    steps: Any = 1 if unit == "count" else alt.Undefined
    axis = alt.Axis(format=FORMATS.get(unit, ",.2f"), tickMinStep=steps)
    # room for the number of the longest bar
    most = frame[value].max()
    room: Any = alt.Scale(domainMax=1.2 * most) if most > 0 else alt.Undefined
    base = alt.Chart(frame).encode(
        y=alt.Y(f"{category}:N", title=None, sort=order, axis=names),
        x=alt.X(f"{value}:Q", title=_measured(title, unit), axis=axis, scale=room),
        tooltip=[category, alt.Tooltip(f"{value}:Q", format=FINE.get(unit, ",.2f"))],
    )
    numbers = base.mark_text(align="left", dx=4, color=palette.text).encode(
        text=alt.Text(f"{value}:Q", format=(FINE if unit == "rate" else FORMATS).get(unit, ",.2f"))
    )
    height = 28 * frame[category].nunique() + 80
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
            x=alt.X(f"yearmonth({grain}):T", title=None, axis=_bar_axis(frame[grain], grain)),
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
        .properties(height=height_of(frame, by))
    )
    return chart


def waterfall(frame: pd.DataFrame, palette: Palette, title: str, unit: str) -> Chart:
    """Steps from a start to an end, downwards: `step`, `low`, `high`, `amount` and `kind`."""
    kinds = ["total", "gain", "loss"]
    names = alt.Axis(labelLimit=160, labelOverlap=False)
    # room for the number of the longest bar
    room = alt.Scale(domainMax=1.2 * frame["high"].max()) if len(frame) else alt.Undefined
    axis = alt.Axis(format=FORMATS.get(unit, ",.2f"))
    base = alt.Chart(frame).encode(
        y=alt.Y("step:N", title=None, sort=None, axis=names),
        tooltip=["step", alt.Tooltip("amount:Q", format=FINE.get(unit, ",.2f"))],
    )
    steps = base.mark_bar().encode(
        x=alt.X("low:Q", title=title, axis=axis, scale=room),
        x2="high:Q",
        color=alt.Color(
            "kind:N",
            scale=alt.Scale(domain=kinds, range=[palette.series[0], palette.good, palette.bad]),
            legend=alt.Legend(orient="top", title=None),
        ),
    )
    numbers = base.mark_text(align="left", dx=4, color=palette.text).encode(
        x="high:Q", text=alt.Text("amount:Q", format=FORMATS.get(unit, ",.0f"))
    )
    return alt.layer(steps, numbers).properties(height=34 * len(frame) + 100)


def heat(
    frame: pd.DataFrame, palette: Palette, row: str, column: str, value: str, title: str, unit: str
) -> Chart:
    """A cell per row and column, in the order of the rows; a rate is in per cent.

    A cell that has not ended (`is_complete` false) has a broken border, or three dots where it is
    not known yet; one that cannot have been seen is not in the rows and stays empty.
    """
    columns, many = frame[column].nunique(), frame[row].nunique()
    names = alt.Axis(labelOverlap=False)
    base = alt.Chart(frame).encode(
        x=alt.X(f"{column}:O", title=column.replace("_", " "), axis=alt.Axis(labelAngle=0)),
        y=alt.Y(f"{row}:O", title=None, sort=list(frame[row].unique()), axis=names),
        tooltip=[
            alt.Tooltip(f"{row}:N"),
            alt.Tooltip(f"{column}:N", title=column.replace("_", " ")),
            alt.Tooltip(f"{value}:Q", title=title, format=FINE.get(unit, ",.2f")),
            *([alt.Tooltip("is_complete:N", title="has ended")] if "is_complete" in frame else []),
        ],
    )
    legend = alt.Legend(orient="top", format=FORMATS.get(unit, ",.2f"))
    colour = alt.condition(
        f"isValid(datum['{value}'])",
        alt.Color(f"{value}:Q", title=title, legend=legend),
        alt.value(palette.background),
    )
    cells = base.mark_rect(stroke=palette.surface, strokeWidth=1.5).encode(color=colour)
    running = base.transform_filter("datum.is_complete === false").mark_rect(
        fillOpacity=0, stroke=palette.warn, strokeWidth=2, strokeDash=[3, 2]
    )
    # a number is as large as its cell allows
    size = alt.ExprRef(expr=f"min(11, width / {columns} / 2.1)")
    numbers = base.mark_text(fontSize=size).encode(
        text="number:N",
        color=alt.condition(
            _dark(value, frame), alt.value(palette.on_accent), alt.value(palette.text)
        ),
    )
    numbers = numbers.transform_calculate(number=_in_cell(value, unit))
    return alt.layer(cells, running, numbers).properties(height=24 * many + 150)


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
    """A point per row at two values, named beside it where there is room; its area is a third."""
    taken = sides(frame, x, y, label)
    base = alt.Chart(frame.assign(side=taken)).encode(
        x=alt.X(f"{x}:Q", title=x.replace("_", " "), scale=alt.Scale(zero=False)),
        y=alt.Y(f"{y}:Q", title=y.replace("_", " "), scale=alt.Scale(zero=False)),
        tooltip=[label, x, y, *([size] if size else [])],
    )
    scale = alt.Scale(range=[60, 600])
    area = alt.Size(f"{size}:Q", legend=None, scale=scale) if size else alt.value(90)
    points = base.mark_circle(opacity=0.75).encode(size=area, color=_series(by, palette))
    written = base.encode(text=f"{label}:N")
    names = [
        written.transform_filter(f"datum.side === '{side}'").mark_text(
            fontSize=11, color=palette.text, **SIDES[side]
        )
        for side in sorted(set(taken))  # a layer without rows is warned about on the console
    ]
    return alt.layer(points, *names).properties(height=HEIGHT + 80)


def _measured(title: str, unit: str) -> str:
    """The title of an axis with what it is measured in, where its numbers do not say it."""
    return f"{title}, {unit}" if unit in ("days", "hours") and title != unit else title


def _in_cell(value: str, unit: str) -> str:
    """What a cell of a heat map says: a rate in per cent without its sign, a shortened amount."""
    number = f"datum['{value}']"
    shown = f"format({number} * 100, '.0f')" if unit == "rate" else f"format({number}, '.3~s')"
    return f"isValid({number}) ? {shown} : '\u2026'"


def _series(by: str | None, palette: Palette, order: Sequence[str] = ()) -> Any:
    if by is None:
        return alt.ColorValue(palette.series[0])
    scale = alt.Scale(domain=list(order), range=list(palette.series)) if order else alt.Undefined
    return alt.Color(f"{by}:N", title=None, scale=scale, legend=_legend())


def height_of(frame: pd.DataFrame, by: str | None) -> int:
    """The height of a chart with a legend: the more names, the more room above."""
    return HEIGHT + 16 * (frame[by].nunique() if by else 0)


def sides(frame: pd.DataFrame, x: str, y: str, label: str) -> list[str]:
    """On which side of each point its name is written: where it hides least, on a narrow chart."""
    points = list(zip(_places(frame[x], 240), _places(-frame[y], 200), strict=True))
    taken = [(-1000.0, -1000.0, 0.0, 1000.0)]  # the axis
    taken += [(across - 6, down - 6, across + 6, down + 6) for across, down in points]
    found = []
    for (across, down), name in zip(points, frame[label].astype(str), strict=True):
        half = 3.0 * len(name)
        boxes = {
            "above": (across - half, down - 20, across + half, down - 6),
            "below": (across - half, down + 7, across + half, down + 21),
            "right": (across + 10, down - 7, across + 10 + 2 * half, down + 7),
            "left": (across - 10 - 2 * half, down - 7, across - 10, down + 7),
            "higher": (across - half, down - 34, across + half, down - 20),
            "lower": (across - half, down + 21, across + half, down + 35),
        }
        hidden = {side: sum(_shared(box, one) for one in taken) for side, box in boxes.items()}
        found.append(min(hidden, key=hidden.__getitem__))
        taken.append(boxes[found[-1]])
    return found


def _places(values: pd.Series, length: float) -> list[float]:
    """Values as pixels of an axis."""
    span = values.max() - values.min()
    return [0.0 if not span else length * (one - values.min()) / span for one in values]


def _shared(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """The area that two boxes have in common."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return max(wide, 0) * max(high, 0)


def _legend() -> alt.Legend:
    """A legend above the chart, of fewer columns where there is little room."""
    columns = "(width < 300 ? 1 : width < 480 ? 2 : 3)"
    return alt.Legend(
        orient="top",
        columns=alt.ExprRef(expr=columns),
        labelLimit=alt.ExprRef(expr=f"width / {columns} - 28"),
    )


def _time_axis(grain: str) -> alt.Axis:
    """A tick per period, so that none is named twice; those without room are left out."""
    interval: Any = "month" if grain == "quarter" else grain
    return alt.Axis(format=_period(grain), tickCount=interval, labelOverlap="greedy")


def _bar_axis(periods: pd.Series, grain: str) -> alt.Axis:
    """Names where the bars of the periods begin, and none for the period after the last."""
    days = sorted(pd.to_datetime(periods.dropna()).unique())
    values: list[Any] = [alt.DateTime(year=day.year, month=day.month) for day in days]
    return alt.Axis(format=_period(grain), values=values, labelAlign="left", labelOverlap="greedy")


def _period(grain: str) -> str:
    return PERIODS.get(grain, "%b %Y")


def _dark(value: str, frame: pd.DataFrame) -> str:
    """Where a cell is dark enough for white numbers: in the upper part of the range."""
    low, high = frame[value].min(), frame[value].max()
    return f"datum['{value}'] > {low + 0.55 * (high - low)}"
