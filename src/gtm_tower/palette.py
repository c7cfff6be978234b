"""The one palette, for every page: colours as #rrggbb, for light and for dark.

The series begin with sky blue and follow the hues of Okabe and Ito (2008, Color Universal Design),
with the lightness moved until each is seen on its background and each two differ for people with
protanopia, deuteranopia and tritanopia too. Text keeps a contrast of 4.5 with what it stands on,
lines and bars one of 3 (WCAG 2.2, 1.4.3 and 1.4.11). The tests measure it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """Colours of one appearance.

    `background` is the page, `surface` what stands on it: cards, tables, charts. `series` are for
    categories, in the order they are given out; `ramp` is for amounts, from little to much.
    `on_accent` is text on the accent, the good, the bad and the warning.
    """

    background: str
    surface: str
    text: str
    muted: str
    border: str
    accent: str
    on_accent: str
    good: str
    bad: str
    warn: str
    series: tuple[str, ...]
    ramp: tuple[str, ...]


LIGHT = Palette(
    background="#f4f9fd",
    surface="#ffffff",
    text="#10242f",
    muted="#4a6072",
    border="#c9dcea",
    accent="#0b6ea8",
    on_accent="#ffffff",
    good="#0b7358",
    bad="#b0361a",
    warn="#855400",
    series=(
        *("#2a8fd0", "#ae872e", "#0c846c", "#943309"),
        *("#1e5d94", "#7b3e64", "#727800", "#32383d"),
    ),
    ramp=("#e6f3fc", "#c6e4f7", "#9dd0f0", "#6ab7e6", "#3598d2", "#1374af", "#0b4f7c"),
)

DARK = Palette(
    background="#0b1722",
    surface="#122231",
    text="#e6f1f9",
    muted="#9fb6c8",
    border="#2b465c",
    accent="#6cc1f2",
    on_accent="#08202f",
    good="#4fd1a5",
    bad="#ff8f73",
    warn="#f0c24d",
    series=(
        *("#56b4e9", "#dda156", "#7debca", "#cd7026"),
        *("#2f7acb", "#a56086", "#feef69", "#959ba1"),
    ),
    ramp=("#17344a", "#1a4a6b", "#1e638f", "#2a80b5", "#479fd4", "#7abfea", "#b9e0f8"),
)
