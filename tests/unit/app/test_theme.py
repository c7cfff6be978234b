"""The look is made of options that Streamlit knows, and of the palette."""

import re

from streamlit import config

from gtm_tower.app.theme import options, ten
from gtm_tower.palette import DARK, LIGHT


def test_every_option_is_one_of_streamlit() -> None:
    assert set(options()) <= set(config.get_config_options())


def test_light_and_dark_set_the_same() -> None:
    light, dark = (
        {name.removeprefix(f"theme.{kind}.") for name in options() if f".{kind}." in name}
        for kind in ("light", "dark")
    )
    assert light == dark != set()


def test_nothing_is_fetched_for_it() -> None:
    assert "http" not in repr(options())


def test_a_ramp_in_ten_steps_keeps_its_ends() -> None:
    for palette in (LIGHT, DARK):
        steps = ten(palette.ramp)
        assert len(steps) == 10
        assert (steps[0], steps[-1]) == (palette.ramp[0], palette.ramp[-1])
        assert all(re.fullmatch("#[0-9a-f]{6}", step) for step in steps)
    assert ten(("#000000", "#090909")) == [f"#{step:02x}{step:02x}{step:02x}" for step in range(10)]
