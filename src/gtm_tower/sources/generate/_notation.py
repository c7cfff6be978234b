"""SQL for values as other systems write them, over the number arrays of a table.

A date cell has a style, an array of its own: as it is, with a year that lost its century, or that
and without its time of day.
"""

from collections.abc import Sequence

from gtm_tower.sources.generate._arrays import NONE
from gtm_tower.sources.generate._table import day, label, moment

AS_IT_IS, BROKEN_YEAR, BROKEN_DAY = range(3)

# pandas writes true and false so
BOOLEANS = ("False", "True")


def moment_text(array: str, fraction: str = "") -> str:
    """2024-03-21 14:05:00 from seconds, with a fraction such as .000 behind it."""
    return f"strftime({moment(array)}, '%Y-%m-%d %H:%M:%S{fraction}')"


def day_text(array: str) -> str:
    """2024-03-21 from days."""
    return f"strftime({day(array)}, '%Y-%m-%d')"


def month_text(array: str) -> str:
    """Mar-24 from days."""
    return f"strftime({day(array)}, '%b-%y')"


def styled(text: str, style: str) -> str:
    """A date or moment in the style of its cell: 0024-03-21 for 2024-03-21."""
    return (
        f"case {style} when {BROKEN_YEAR} then '00' || substr({text}, 3)"
        f" when {BROKEN_DAY} then '00' || substr({text}, 3, 8) else {text} end"
    )


def float_text(array: str) -> str:
    """3.0 from 3: pandas writes whole numbers so where the column has missing values."""
    return f"nullif({array}, {NONE}) || '.0'"


def boolean_text(array: str) -> str:
    """False and True from 0 and 1."""
    return label(array, BOOLEANS)


def us_money_text(array: str) -> str:
    """US$, a tab, and 55 779,40 with a no-break space (U+00A0) from cents."""
    cents = f"nullif({array}, {NONE})"
    whole = f"replace(format('{{:,}}', {cents} // 100), ',', chr(160))"
    return f"'US$' || chr(9) || {whole} || ',' || lpad(cast({cents} % 100 as varchar), 2, '0')"


def python_list(items: Sequence[str]) -> str:
    """A list as Python prints it; an empty one as a list of one empty text."""
    return repr(list(items) or [""])
