"""Wilson's interval in SQL: the figures that Newcombe published, on every engine."""

import pytest

from gtm_tower.stats.wilson import wilson_intervals
from support.macros import Texts, compile_expressions

# R. G. Newcombe 1998, Two-sided confidence intervals for the single proportion, Statistics in
# Medicine 17, 857, table I, method 3
PUBLISHED = {
    (81, 263): (0.2553, 0.3662),
    (15, 148): (0.0624, 0.1605),
    (0, 20): (0.0, 0.1611),
    (1, 29): (0.0061, 0.1718),
}
CASES = [*PUBLISHED, (20, 20), (1, 1), (7, 9), (1, 10**9), (10**9, 10**9)]


def test_intervals_are_the_published_ones(texts: Texts) -> None:
    call = "{{{{ gtm_tower.wilson_bound('{}', '{}', '{}') }}}}"
    calls = {
        f"bound_{part}_{whole}_{end}": call.format(part, whole, end)
        for part, whole in [*CASES, (0, 0)]
        for end in ("low", "high")
    }
    compiled = compile_expressions(texts.engine, calls)
    (values,) = texts.compute([compiled[name] for name in calls], ["any"])
    found = dict(zip(calls, values, strict=True))
    figures = wilson_intervals([part for part, _ in CASES], [whole for _, whole in CASES])
    for (part, whole), figure in zip(CASES, figures, strict=True):
        ends = tuple(found[f"bound_{part}_{whole}_{end}"] for end in ("low", "high"))
        assert ends == pytest.approx((figure.low, figure.high), rel=1e-12)
        if (part, whole) in PUBLISHED:
            assert ends == pytest.approx(PUBLISHED[part, whole], abs=0.00005)
    assert (found["bound_0_0_low"], found["bound_0_0_high"]) == (None, None)


def test_another_end_is_refused() -> None:
    with pytest.raises(AssertionError, match="end is 'middle'. Legal: low, high"):
        compile_expressions("duckdb", {"x1": "{{ gtm_tower.wilson_bound('1', '2', 'middle') }}"})
