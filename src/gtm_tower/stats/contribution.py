"""What moved a total: the contribution of each segment to its change between two periods."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any, TypeVar

from gtm_tower.errors import StatsError
from gtm_tower.stats._cents import round_to_total

Key = TypeVar("Key", bound=Hashable)
Number = int | float | Decimal | Fraction
ZERO = Fraction(0)


@dataclass(frozen=True)
class Contribution:
    """A segment, or several pooled, and its part in the change; sums and differences are exact.

    `before` and `after` are its value, or of a ratio its rate, None where it has no denominator;
    the amounts are its value, or its numerator over the denominator of all. The weights are its
    shares of the denominator; these, `mix` and `rate` are None of a metric that adds up. `mix` and
    `rate` add up to `contribution`.
    """

    keys: tuple[Any, ...]
    before: Fraction | None
    after: Fraction | None
    contribution: Fraction
    amount_before: Fraction
    amount_after: Fraction
    weight_before: Fraction | None = None
    weight_after: Fraction | None = None
    mix: Fraction | None = None
    rate: Fraction | None = None

    @property
    def is_pool(self) -> bool:
        """True where it stands for several segments."""
        return len(self.keys) > 1


@dataclass(frozen=True)
class Decomposition:
    """A total in two periods and the segments that moved it, which add up to its change.

    The largest contribution is first, a pool of small ones last.
    """

    before: Fraction
    after: Fraction
    contributions: tuple[Contribution, ...]

    @property
    def change(self) -> Fraction:
        """After less before."""
        return self.after - self.before


def additive_contributions(
    before: Mapping[Key, Number], after: Mapping[Key, Number]
) -> Decomposition:
    """The change of a sum by segments: the value of each after less that before.

    A segment that is missing on one side counts 0 there.
    """
    first, second = _exact(before), _exact(after)
    found = []
    for key in {**first, **second}:
        then, now = first.get(key, ZERO), second.get(key, ZERO)
        found.append(Contribution((key,), then, now, now - then, then, now))
    return Decomposition(_total(first.values()), _total(second.values()), _ordered(found))


def ratio_contributions(
    before: Mapping[Key, tuple[Number, Number]],
    after: Mapping[Key, tuple[Number, Number]],
) -> Decomposition:
    """The change of a ratio, the sum of numerators over the sum of denominators, by segments.

    Each segment has its numerator and denominator in both periods. With w its share of the
    denominator, r its rate and R the mean of the two totals, a bar being the mean of the two
    periods, its contribution is

        rate effect  w_bar (r_2 - r_1)         it became better or worse
        mix effect   (w_2 - w_1) (r_bar - R)   it became a larger or smaller part of the whole

    and the contributions add up to the change. This is the midpoint form of shift-share: E. M.
    Kitagawa 1955, Components of a difference between two rates, JASA 50, 1168, with the rates of
    the mix effect taken against the total as in Z. Griliches and H. Regev 1995, Firm productivity
    in Israeli industry 1979-1988, J. Econometrics 65, 175, so that a segment which grows counts as
    good only where it is better than the whole.

    A segment with a denominator in one period only has its known rate in both, so that all of it is
    mix; what a segment has of the numerator without a denominator is rate. StatsError where the
    denominators of a period add up to 0: the ratio is unknown there.
    """
    first, second = _shares("before", before), _shares("after", after)
    totals = [_total(amount for amount, _ in side.values()) for side in (first, second)]
    middle = _total(totals) / 2
    nothing = (ZERO, ZERO)
    found = [
        _ratio_part(key, first.get(key, nothing), second.get(key, nothing), middle)
        for key in {**first, **second}
    ]
    return Decomposition(totals[0], totals[1], _ordered(found))


def pooled(
    whole: Decomposition, *, share: Number = Fraction(5, 100), keep: int = 3
) -> Decomposition:
    """The same with the small contributions in one: those below a share of the sum of the absolute.

    The largest `keep` stay, and a single small one is not pooled. The pool is the exact rest.
    """
    least = _fraction(share) * sum(abs(one.contribution) for one in whole.contributions)
    small = [one for one in whole.contributions[keep:] if abs(one.contribution) < least]
    if len(small) < 2:
        return whole
    kept = tuple(one for one in whole.contributions if one not in small)
    return replace(whole, contributions=(*kept, _pool(small)))


def rounded(
    whole: Decomposition,
    step: Number,
    nearest: Callable[[Fraction], Fraction] | None = None,
) -> Decomposition:
    """The same in multiples of a step such as 0.01, which still add up.

    The totals are rounded, their difference is the change, and the contributions, of a ratio their
    mix and rate, are rounded up or down so that they add up to it: the largest remainders go up.
    `nearest` is how values are rounded; left out, halves go up.
    """
    unit = _fraction(step)

    def steps(value: Fraction) -> int:
        return floor((nearest(value) if nearest else value) / unit + Fraction(1, 2))

    cells = [
        effect / unit
        for one in whole.contributions
        for effect in ((one.contribution,) if one.mix is None else (one.mix, one.rate or ZERO))
    ]
    total = steps(whole.after) - steps(whole.before)
    fixed = iter([count * unit for count in _rounded_to(cells, total)])
    return Decomposition(
        steps(whole.before) * unit,
        steps(whole.after) * unit,
        tuple(
            _with_effects(
                replace(
                    one,
                    before=None if one.before is None else steps(one.before) * unit,
                    after=None if one.after is None else steps(one.after) * unit,
                ),
                fixed,
            )
            for one in whole.contributions
        ),
    )


def _rounded_to(cells: Sequence[Fraction], total: int) -> list[int]:
    low = [floor(cell) - 1 for cell in cells]
    high = [floor(cell) + 2 for cell in cells]
    return round_to_total([float(cell) for cell in cells], low, high, total) if cells else []


def _with_effects(one: Contribution, effects: Iterator[Fraction]) -> Contribution:
    if one.mix is None:
        return replace(one, contribution=next(effects))
    mix, rate = next(effects), next(effects)
    return replace(one, contribution=mix + rate, mix=mix, rate=rate)


def _ratio_part(
    key: Hashable,
    first: tuple[Fraction, Fraction],
    second: tuple[Fraction, Fraction],
    middle: Fraction,
) -> Contribution:
    (amount_1, weight_1), (amount_2, weight_2) = first, second
    rate_1, rate_2 = _rate(amount_1, weight_1), _rate(amount_2, weight_2)
    known = [rate for rate in (rate_1, rate_2) if rate is not None]
    moved = weight_2 - weight_1
    mix = moved * (_total(known) / len(known) - middle) if known else ZERO
    contribution = amount_2 - amount_1 - middle * moved
    shares = (amount_1, amount_2, weight_1, weight_2)
    return Contribution((key,), rate_1, rate_2, contribution, *shares, mix, contribution - mix)


def _pool(small: Sequence[Contribution]) -> Contribution:
    keys = tuple(key for one in small for key in one.keys)
    contribution = _total(one.contribution for one in small)
    before = _total(one.amount_before for one in small)
    after = _total(one.amount_after for one in small)
    if small[0].mix is None:
        return Contribution(keys, before, after, contribution, before, after)
    weight_before = _total(one.weight_before for one in small)
    weight_after = _total(one.weight_after for one in small)
    mix = _total(one.mix for one in small)
    return Contribution(
        keys,
        _rate(before, weight_before),
        _rate(after, weight_after),
        *(contribution, before, after, weight_before, weight_after, mix, contribution - mix),
    )


def _rate(amount: Fraction, weight: Fraction) -> Fraction | None:
    return amount / weight if weight else None


def _ordered(found: Iterable[Contribution]) -> tuple[Contribution, ...]:
    return tuple(sorted(found, key=lambda one: (-abs(one.contribution), repr(one.keys))))


def _shares(
    side: str, parts: Mapping[Key, tuple[Number, Number]]
) -> dict[Key, tuple[Fraction, Fraction]]:
    """Numerator and denominator of each segment, as shares of the denominator of all."""
    pairs = {key: (_fraction(n), _fraction(d)) for key, (n, d) in parts.items()}
    total = _total(denominator for _, denominator in pairs.values())
    if not total:
        raise StatsError(f"the ratio {side} is unknown: its denominators add up to 0.")
    return {key: (n / total, d / total) for key, (n, d) in pairs.items()}


def _total(values: Iterable[Fraction | None]) -> Fraction:
    return sum((value for value in values if value is not None), ZERO)


def _exact(values: Mapping[Key, Number]) -> dict[Key, Fraction]:
    return {key: _fraction(value) for key, value in values.items()}


def _fraction(value: Number) -> Fraction:
    try:
        return Fraction(value)
    except (ValueError, OverflowError):
        raise StatsError(f"{value} is not a number that can be added up.") from None
