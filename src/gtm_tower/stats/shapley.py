"""Credit for conversions by what channels add to every set of the others: Shapley."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from gtm_tower.errors import StatsError
from gtm_tower.stats._cents import to_money
from gtm_tower.stats._coalitions import Sets, equal_parts, exact_rates, renumbered, sampled_rates
from gtm_tower.stats._credit import cents_of, conversions_to, money_to
from gtm_tower.stats._inputs import Amounts, Counts, Floats, Ints, parts_of, whole_counts

CONVERSIONS = "conversions"
RATE = "conversion rate"
WORTHS = (CONVERSIONS, RATE)
# the bits of a whole number that every warehouse has
MOST_CHANNELS = 62
# the sets of 20 channels take half a second; each channel more doubles that, and the memory
MOST_EXACT = 22


@dataclass(frozen=True)
class ShapleyChannel:
    """What one channel is credited with; less than 0 is possible where the worth is the rate.

    `paths` is how many met it. `conversions` are multiples of 2^-20, `value` is to the cent. The
    errors are the standard errors of sampling, 0 where nothing was sampled.
    """

    channel: str
    paths: int
    conversions: float
    conversions_error: float
    value: Decimal | None
    value_error: float | None


@dataclass(frozen=True)
class ShapleyAttribution:
    """The channels in order of their names. Their credit and what is unattributed, the conversions
    without a touch, add up to `conversions` exactly, and so does value, None where none was given.

    `paths` counts those with a touch, whether they converted or not. `permutations` is how many
    orders of the channels were sampled, 0 where the credit is exact.
    """

    channels: tuple[ShapleyChannel, ...]
    paths: int
    conversions: int
    unattributed: int
    value: Decimal | None
    unattributed_value: Decimal | None
    worth: str
    permutations: int
    seed: int
    method: str
    notes: tuple[str, ...]


def channel_masks(channels: Sequence[str], sets: Iterable[Iterable[str]]) -> list[int]:
    """Sets of channels as whole numbers: bit i is set where channels[i] is in the set."""
    bits = {name: 1 << place for place, name in enumerate(channels)}
    try:
        return [sum({bits[name] for name in names}) for names in sets]
    except KeyError as missing:
        raise StatsError(f"There is no channel {missing}. Legal: {', '.join(channels)}.") from None


def shapley_attribution(
    channels: Sequence[str],
    masks: Counts,
    paths: Counts,
    conversions: Counts,
    value: Amounts | None = None,
    *,
    worth: str = CONVERSIONS,
    exact_channels: int = 20,
    permutations: int = 400,
    seed: int = 0,
) -> ShapleyAttribution:
    """Credit each channel by the Shapley value, from the paths that met each set of channels.

    L. S. Shapley 1953, A value for n-person games, Contributions to the Theory of Games II, 307:
    phi_i = sum over sets S without i of |S|! (n - |S| - 1)! / n! (v(S + i) - v(S)). The credit adds
    up to v(all channels), which is the conversions of paths with a touch; channels that add the
    same have the same, and one that adds nothing has nothing. v(S), the worth of a set, is

    `conversions`: the conversions of the paths that met none but channels of S. Then phi is each
    path's conversions in equal parts to the channels it met: K. Zhao, S. H. Mahboobi and S. R.
    Bagheri 2018, Shapley value methods for attribution modeling in online advertising,
    arXiv:1804.05327. Exact for any number of channels and never below 0, but paths that did not
    convert say nothing.

    `conversion rate`: what all paths would bring if they converted at the rate of those that met
    none but channels of S; 0 where there are none. A conversion rate is the worth in B.
    Dalessandro, C. Perlich, O. Stitelman and F. Provost 2012, Causally motivated attribution for
    online advertising, ADKDD; here it is pooled over the sets within S, as few paths may have met
    exactly S. A channel whose paths seldom convert pulls the rate down and may have less than 0,
    even if it does no harm and is only met by colder prospects.

    `masks` are sets as whole numbers, see `channel_masks`; 0 is a path without a touch. Rows of one
    set may be given apart; value is rounded to the cent in each. With more channels in use than
    `exact_channels` the rate is sampled over `permutations` orders of the channels, half of them
    the reverses of the others: J. Castro, D. Gomez and J. Tejada 2009, Polynomial calculation of
    the Shapley value based on sampling, Comput. Oper. Res. 36, 1726, and R. Mitchell, J. Cooper, E.
    Frank and G. Holmes 2022, Sampling permutations for Shapley value estimation, JMLR 23, 43. Each
    order adds up, and so does their mean.
    """
    _check(channels, worth, exact_channels, permutations)
    sets = _sets(channels, masks, paths, conversions, value)
    used = np.flatnonzero(sets.met).tolist()
    is_sampled = worth == RATE and len(used) > exact_channels
    found = np.zeros((2, 2, sets.n))
    found[:, :, used] = _solved(
        renumbered(_part(sets, sets.masks > 0), used), worth, is_sampled, permutations, seed
    )
    credited = _credited(sorted(channels), sets, found, value is not None)
    none = _part(sets, sets.masks == 0)
    return ShapleyAttribution(
        channels=credited,
        paths=int(sets.paths.sum() - none.paths.sum()),
        conversions=int(sets.gains[0].sum()),
        unattributed=int(none.gains[0].sum()),
        value=None if value is None else to_money(int(sets.gains[1].sum())),
        unattributed_value=None if value is None else to_money(int(none.gains[1].sum())),
        worth=worth,
        permutations=permutations if is_sampled else 0,
        seed=seed,
        method=f"Shapley value of the {worth}, {'sampled' if is_sampled else 'exact'}",
        notes=_notes(credited, len(used), permutations if is_sampled else 0),
    )


def _check(channels: Sequence[str], worth: str, exact_channels: int, permutations: int) -> None:
    twice = sorted({name for name in channels if list(channels).count(name) > 1})
    if twice:
        raise StatsError(f"Channel '{twice[0]}' is given more than once.")
    if len(channels) > MOST_CHANNELS:
        raise StatsError(
            f"There are {len(channels)} channels, expected {MOST_CHANNELS} at most. Group them."
        )
    if worth not in WORTHS:
        raise StatsError(f"worth is '{worth}'. Legal: {', '.join(WORTHS)}.")
    if not 0 <= exact_channels <= MOST_EXACT:
        raise StatsError(f"exact_channels is {exact_channels}, expected 0 to {MOST_EXACT}.")
    if permutations < 4 or permutations % 2:
        raise StatsError(f"permutations is {permutations}, expected an even number from 4.")


def _sets(
    channels: Sequence[str],
    masks: Counts,
    paths: Counts,
    conversions: Counts,
    value: Amounts | None,
) -> Sets:
    """The sets that have paths, their channels numbered in order of the names."""
    mask = _whole_masks(masks, len(channels))
    met = whole_counts("paths", paths, len(mask))
    converted = parts_of("conversions", conversions, "paths", met)
    cents = np.zeros_like(met) if value is None else cents_of("value", value, len(met))
    if (cents[converted == 0] > 0).any():
        raise StatsError("value is above 0 in a row without a conversion.")
    given = Sets(len(channels), mask, met, np.stack([converted, cents]))
    by_name = sorted(range(len(channels)), key=lambda place: channels[place])
    return renumbered(_part(given, met > 0), by_name)


def _whole_masks(masks: Counts, n: int) -> Ints:
    """Read apart from other counts: as a float a mask would lose bits."""
    mask = np.asarray(masks) if len(masks) else np.zeros(0, dtype=np.int64)
    if mask.ndim != 1 or not np.issubdtype(mask.dtype, np.integer):
        raise StatsError(f"masks holds {mask.dtype}, expected one list of whole numbers.")
    if len(mask) and (mask.min() < 0 or mask.max() >= 1 << n):
        raise StatsError(
            f"masks goes from {mask.min()} to {mask.max()}, expected 0 to {(1 << n) - 1}: one bit"
            f" for each of {n} channels."
        )
    return mask.astype(np.int64)


def _part(sets: Sets, kept: npt.NDArray[np.bool_]) -> Sets:
    return Sets(sets.n, sets.masks[kept], sets.paths[kept], sets.gains[:, kept])


def _solved(sets: Sets, worth: str, is_sampled: bool, permutations: int, seed: int) -> Floats:
    """Credit and standard error, of conversions and of cents, for each channel."""
    if is_sampled:
        return np.stack(sampled_rates(sets, permutations, np.random.default_rng(seed)))
    credit = equal_parts(sets) if worth == CONVERSIONS else exact_rates(sets)
    return np.stack([credit, np.zeros_like(credit)])


def _credited(
    names: Sequence[str], sets: Sets, found: Floats, has_value: bool
) -> tuple[ShapleyChannel, ...]:
    total = _part(sets, sets.masks > 0).gains.sum(axis=1).tolist()
    credit, errors = found
    unknown = [None] * len(names)
    rows = zip(
        names,
        sets.met.tolist(),
        conversions_to(credit[0], total[0]),
        errors[0].tolist(),
        money_to(credit[1], total[1]) if has_value else unknown,
        (errors[1] / 100).tolist() if has_value else unknown,
        strict=True,
    )
    return tuple(ShapleyChannel(*row) for row in rows)


def _notes(credited: Sequence[ShapleyChannel], used: int, permutations: int) -> tuple[str, ...]:
    notes = []
    if not used:
        notes.append("No path has a touch.")
    elif not any(one.conversions for one in credited):
        notes.append("No path with a touch converts.")
    below = [one.channel for one in credited if one.conversions < 0]
    if below:
        notes.append(f"Less than 0, as paths that met them convert less: {', '.join(below)}.")
    if permutations:
        notes.append(f"{used} channels in use: {permutations} of their orders were sampled.")
    return tuple(notes)
