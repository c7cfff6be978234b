"""Rows of a mart against rows of the oracle."""

import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

Row = Mapping[str, Any]


def differences(actual: Iterable[Row], expected: Iterable[Row], key: Sequence[str]) -> list[str]:
    """What a mart has otherwise than the oracle; money must be equal, other decimals to 1e-9."""
    ours, theirs = _by_key(actual, key), _by_key(expected, key)
    found = [f"{place}: only in the mart: {ours[place]}" for place in ours.keys() - theirs.keys()]
    found += [
        f"{place}: only in the oracle: {theirs[place]}" for place in theirs.keys() - ours.keys()
    ]
    for place in ours.keys() & theirs.keys():
        found += [f"{place}: {text}" for text in _row_differences(ours[place], theirs[place])]
    return sorted(found)


def _by_key(rows: Iterable[Row], key: Sequence[str]) -> dict[tuple[str, ...], Row]:
    by_key: dict[tuple[str, ...], Row] = {}
    for row in rows:
        place = tuple(str(row[column]) for column in key)
        assert place not in by_key, f"two rows of {place}"
        by_key[place] = row
    return by_key


def _row_differences(actual: Row, expected: Row) -> list[str]:
    columns = [*actual, *(column for column in expected if column not in actual)]
    return [
        f"{column} is {actual.get(column, 'no column')!r}"
        f" in the mart, {expected.get(column, 'no column')!r} in the oracle"
        for column in columns
        if column not in actual
        or column not in expected
        or not _are_equal(actual[column], expected[column])
    ]


def _are_equal(actual: Any, expected: Any) -> bool:
    if actual is None or expected is None:
        return actual is expected
    if isinstance(actual, float) or isinstance(expected, float):
        return math.isclose(float(actual), float(expected), rel_tol=1e-9, abs_tol=1e-9)
    if isinstance(actual, bool) or isinstance(expected, bool):
        return actual is expected
    if isinstance(actual, Decimal) or isinstance(expected, Decimal):
        return Decimal(actual) == Decimal(expected)
    return bool(actual == expected)
