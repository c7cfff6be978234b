"""Numbers as text: the same on every engine, rounded half up."""

from functools import cache

import pytest

from support.macros import Texts, compile_expressions

# number -> whole, and to tenths
CASES = {
    "0": ("0", "0.0"),
    "0.04": ("0", "0.0"),
    "0.05": ("0", "0.1"),
    "0.5": ("1", "0.5"),
    "2.5": ("3", "2.5"),
    "3.25": ("3", "3.3"),
    "9.96": ("10", "10.0"),
    "99.95": ("100", "100.0"),
    "50.19259259259259": ("50", "50.2"),
    "12345.678": ("12346", "12345.7"),
    "4000000000.04": ("4000000000", "4000000000.0"),
    None: (None, None),
}


AMOUNTS = {
    "0": "0",
    "0.5": "1",
    "999.49": "999",
    "999.5": "1,000",
    "1000": "1,000",
    "12500.4": "12,500",
    "1000000": "1,000,000",
    "1002003": "1,002,003",
    "45006007.5": "45,006,008",
    "9000000001": "9,000,000,001",
    "1234567890123": "1234,567,890,123",
    None: None,
}


@cache
def expressions(engine: str) -> dict[str, str]:
    numbers = {
        f"digits_{digits}": f"{{{{ gtm_tower.number_text('given', {digits}) }}}}"
        for digits in (0, 1)
    }
    return compile_expressions(engine, numbers | {"amount": "{{ gtm_tower.amount_text('given') }}"})


def test_numbers_are_written_as_the_cases_say(texts: Texts) -> None:
    compiled = expressions(texts.engine)
    found = texts.compute([compiled["digits_0"], compiled["digits_1"]], list(CASES))
    assert dict(zip(CASES, found, strict=True)) == CASES


def test_amounts_have_a_comma_after_each_three_digits(texts: Texts) -> None:
    found = texts.compute([expressions(texts.engine)["amount"]], list(AMOUNTS))
    assert {given: text for given, (text,) in zip(AMOUNTS, found, strict=True)} == AMOUNTS


def test_other_digits_are_refused() -> None:
    with pytest.raises(AssertionError, match="digits is 2. Legal: 0, 1"):
        compile_expressions("duckdb", {"digits_2": "{{ gtm_tower.number_text('given', 2) }}"})
