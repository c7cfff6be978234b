"""The look of the dashboard, as options of its server: one palette, light and dark."""

from gtm_tower.palette import DARK, LIGHT, Palette


def options() -> dict[str, object]:
    """The options `theme.*` of Streamlit."""
    found: dict[str, object] = {"theme.font": "sans-serif", "theme.baseRadius": "medium"}
    found["theme.metricValueFontSize"] = "1.7rem"
    found["theme.headingFontSizes"] = ["2.1rem", "1.7rem", "1.4rem", "1.25rem", "1.1rem", "1rem"]
    for name, palette in (("light", LIGHT), ("dark", DARK)):
        found |= {f"theme.{name}.{key}": value for key, value in _colours(palette).items()}
    return found


# the options know no margins: half of those of Streamlit, so that a table has room for its columns
MARGINS = """<style>
[data-testid="stMainBlockContainer"] { padding: 3.5rem clamp(1rem, 3vw, 3rem) 3rem; }
</style>"""


def ten(ramp: tuple[str, ...]) -> list[str]:
    """A ramp in ten steps, which Streamlit wants, mixed from those it has."""
    colours = [[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in ramp]
    places = [step * (len(ramp) - 1) / 9 for step in range(10)]
    mixed = []
    for place in places:
        below = min(int(place), len(ramp) - 2)
        share = place - below
        parts = zip(colours[below], colours[below + 1], strict=True)
        mixed.append("#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts))
    return mixed


def _colours(palette: Palette) -> dict[str, object]:
    return {
        "primaryColor": palette.accent,
        "backgroundColor": palette.background,
        "secondaryBackgroundColor": palette.surface,
        "textColor": palette.text,
        "borderColor": palette.border,
        "linkColor": palette.accent,
        "greenColor": palette.good,
        "redColor": palette.bad,
        "orangeColor": palette.warn,
        "chartCategoricalColors": list(palette.series),
        "chartSequentialColors": ten(palette.ramp),
    }
