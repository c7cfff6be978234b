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


@cache
def expressions(engine: str) -> dict[str, str]:
    return compile_expressions(
        engine,
        {
            f"digits_{digits}": f"{{{{ gtm_tower.number_text('given', {digits}) }}}}"
            for digits in (0, 1)
        },
    )


def test_numbers_are_written_as_the_cases_say(texts: Texts) -> None:
    compiled = expressions(texts.engine)
    found = texts.compute([compiled["digits_0"], compiled["digits_1"]], list(CASES))
    assert dict(zip(CASES, found, strict=True)) == CASES


def test_other_digits_are_refused() -> None:
    with pytest.raises(AssertionError, match="digits is 2. Legal: 0, 1"):
        compile_expressions("duckdb", {"digits_2": "{{ gtm_tower.number_text('given', 2) }}"})
