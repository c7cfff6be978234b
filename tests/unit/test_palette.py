"""The palette can be read: contrast by WCAG, and colours that the colour-blind tell apart."""

import re
from dataclasses import fields
from itertools import combinations

import numpy as np
import pytest

from gtm_tower.palette import DARK, LIGHT, Palette

# what people without one kind of cones see, on linear RGB: Machado, Oliveira and Fernandes (2009),
# table 1, severity 1.0
SEEN_BY = {
    "everybody": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def linear(colour: str) -> np.ndarray:
    """Linear RGB of a colour (IEC 61966-2-1)."""
    coded = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.asarray(np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4))


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    return float(linear(colour) @ np.array([0.2126, 0.7152, 0.0722]))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, as WCAG 2.2 defines it: 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(seen: np.ndarray) -> np.ndarray:
    """CIE L*a*b* (1976) of linear RGB, white D65."""
    to_xyz = np.array(
        [
            [0.4123908, 0.3575843, 0.1804808],
            [0.2126390, 0.7151687, 0.0721923],
            [0.0193308, 0.1191948, 0.9505322],
        ]
    )
    xyz = to_xyz @ np.clip(seen, 0, 1) / np.array([0.95047, 1.0, 1.08883])
    x, y, z = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


APPEARANCES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)  # W3C's own example


@APPEARANCES
def test_every_colour_is_written_the_same_way(palette: Palette) -> None:
    values = [getattr(palette, field.name) for field in fields(palette)]
    colours = [one for value in values for one in ([value] if isinstance(value, str) else value)]
    assert len(colours) == 10 + 8 + 7
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in colours)


@APPEARANCES
@pytest.mark.parametrize("ground", ["background", "surface"])
@pytest.mark.parametrize("name", ["text", "muted", "accent", "good", "bad", "warn"])
def test_text_is_read_on_what_it_stands_on(palette: Palette, name: str, ground: str) -> None:
    assert contrast(getattr(palette, name), getattr(palette, ground)) >= 4.5


@APPEARANCES
@pytest.mark.parametrize("name", ["accent", "good", "bad", "warn"])
def test_text_on_a_colour_is_read(palette: Palette, name: str) -> None:
    assert contrast(palette.on_accent, getattr(palette, name)) >= 4.5


@APPEARANCES
@pytest.mark.parametrize("ground", ["background", "surface"])
def test_lines_are_seen_on_what_they_stand_on(palette: Palette, ground: str) -> None:
    ratios = [contrast(colour, getattr(palette, ground)) for colour in palette.series]
    assert min(ratios) >= 3


@APPEARANCES
@pytest.mark.parametrize("eyes", SEEN_BY)
def test_no_two_series_look_alike(palette: Palette, eyes: str) -> None:
    seen = [lab(SEEN_BY[eyes] @ linear(colour)) for colour in palette.series]
    nearest = min(float(np.linalg.norm(one - other)) for one, other in combinations(seen, 2))
    assert nearest >= 8  # 2.3 is the least difference an eye sees


@APPEARANCES
def test_the_ramp_goes_one_way_in_even_steps(palette: Palette) -> None:
    lightness = [lab(linear(colour))[0] for colour in palette.ramp]
    steps = np.diff(lightness) * (1 if palette is DARK else -1)
    assert steps.min() > 5
    assert steps.max() < 3 * steps.min()


def test_sky_blue_comes_first() -> None:
    for palette in (LIGHT, DARK):
        red, green, blue = (int(palette.series[0][place : place + 2], 16) for place in (1, 3, 5))
        assert red < green < blue
