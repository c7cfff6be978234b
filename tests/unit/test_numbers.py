"""How numbers are written for people."""

import pytest

from gtm_tower.numbers import shown_change_short


@pytest.mark.parametrize(
    ("change", "value", "unit", "written"),
    [
        (1234.56, 9999.5, "money", "+USD 1,235"),
        (-0.4, 1000.0, "money", "-USD 0"),
        (-0.4, 999.99, "money", "-USD 0.40"),
        (0.0125, 0.5, "rate", "+1.2 points"),
        (-3, 5, "count", "-3"),
    ],
)
def test_a_change_has_the_digits_of_its_value(
    change: float, value: float, unit: str, written: str
) -> None:
    assert shown_change_short(change, value, unit, "USD") == written
