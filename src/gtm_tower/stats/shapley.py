"""Credit for conversions by what channels add to every set of the others: Shapley."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import comb

import numpy as np
import numpy.typing as npt

from gtm_tower.errors import StatsError
from gtm_tower.stats._cents import to_money
from gtm_tower.stats._credit import cents_of, conversions_to, money_to
from gtm_tower.stats._inputs import Amounts, Counts, Floats, Ints, parts_of, whole_counts

CONVERSIONS = "conversions"
RATE = "conversion rate"
WORTHS = (CONVERSIONS, RATE)
MOST_CHANNELS = 62
# a table of 2^15 positions stays in the cache nearest to the processor
TABLE_BITS = 15


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
    """The channels in the order given. Their credit and what is unattributed, the conversions
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


@dataclass(frozen=True)
class _Sets:
    """The sets of channels that paths have met, with what they hold.

    Bit i of a mask is channel i. `gains` has a row for conversions and one for cents.
    """

    n: int
    masks: Ints
    paths: Ints
    gains: Ints


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
    arXiv:1804.05327. Exact for any number of channels, never below 0, and a channel is credited
    with paths that met it alone; paths that did not convert say nothing.

    `conversion rate`: what all paths would bring if they converted at the rate of those that met
    none but channels of S; 0 where there are none. A conversion rate as in B. Dalessandro, C.
    Perlich, O. Stitelman and F. Provost 2012, Causally motivated attribution for online
    advertising, ADKDD, though theirs is of the paths that met exactly S, of which there are often
    none. A channel whose paths seldom convert pulls the rate down and may have less than 0, be it
    harmful or only met by colder prospects.

    Rows of one set may be given apart; value is rounded to the cent in each. The rate with more
    channels in use than `exact_channels` is sampled over orders of the channels, each with its
    reverse: J. Castro, D. Gomez and J. Tejada 2009, Comput. Oper. Res. 36, 1726, and R. Mitchell,
    J. Cooper, E. Frank and G. Holmes 2022, Sampling permutations for Shapley value estimation, JMLR
    23, 43. Each order adds up, so the credit does; the standard error is that of the mean of pairs.
    """
    _check(channels, worth, exact_channels, permutations)
    given = _sets(channels, masks, paths, conversions, value)
    used = np.flatnonzero(_met(given) > 0).tolist()
    # sampled in order of the names, so that the order given is of no matter
    used.sort(key=lambda place: channels[place])
    is_sampled = worth == RATE and len(used) > exact_channels
    touched = _renumbered(given, used)
    if worth == CONVERSIONS:
        credit, error = _equal_parts(touched), np.zeros((2, len(used)))
    elif is_sampled:
        credit, error = _sampled(touched, permutations // 2, np.random.default_rng(seed))
    else:
        credit, error = _exact(touched), np.zeros((2, len(used)))
    none = given.gains[:, given.masks == 0].sum(axis=1).tolist()
    total = given.gains.sum(axis=1).tolist()
    credited = _credited(channels, given, used, np.stack([credit, error]), value is not None)
    return ShapleyAttribution(
        channels=credited,
        paths=int(touched.paths.sum()),
        conversions=total[0],
        unattributed=none[0],
        value=None if value is None else to_money(total[1]),
        unattributed_value=None if value is None else to_money(none[1]),
        worth=worth,
        permutations=permutations if is_sampled else 0,
        seed=seed,
        method=f"Shapley value of {worth}, {'sampled orders' if is_sampled else 'exact'}",
        notes=_notes(credited, touched, is_sampled, permutations),
    )


def _check(channels: Sequence[str], worth: str, exact_channels: int, permutations: int) -> None:
    twice = sorted({name for name in channels if list(channels).count(name) > 1})
    if twice:
        raise StatsError(f"Channel '{twice[0]}' is given more than once.")
    if len(channels) > MOST_CHANNELS:
        raise StatsError(f"There are {len(channels)} channels, expected {MOST_CHANNELS} at most.")
    if worth not in WORTHS:
        raise StatsError(f"worth is '{worth}'. Legal: {', '.join(WORTHS)}.")
    if not 0 <= exact_channels <= 24:
        raise StatsError(f"exact_channels is {exact_channels}, expected 0 to 24.")
    if permutations < 4 or permutations % 2:
        raise StatsError(f"permutations is {permutations}, expected an even number from 4.")


def _sets(
    channels: Sequence[str],
    masks: Counts,
    paths: Counts,
    conversions: Counts,
    value: Amounts | None,
) -> _Sets:
    """The rows as given, those without a path left out."""
    mask = _whole_masks(masks, len(channels))
    path = whole_counts("paths", paths, len(mask))
    converted = parts_of("conversions", conversions, "paths", path)
    cents = np.zeros_like(path) if value is None else cents_of("value", value, len(path))
    if (cents[converted == 0] > 0).any():
        raise StatsError("value is above 0 in a row without a conversion.")
    kept = path > 0
    return _Sets(len(channels), mask[kept], path[kept], np.stack([converted, cents])[:, kept])


def _whole_masks(masks: Counts, n: int) -> Ints:
    """Read apart from other counts: as a float a mask would lose bits."""
    mask = np.asarray(masks if len(masks) else np.zeros(0, dtype=np.int64))
    if mask.ndim != 1 or not np.issubdtype(mask.dtype, np.integer):
        raise StatsError(f"masks holds {mask.dtype}, expected a list of whole numbers.")
    if len(mask) and (mask.min() < 0 or mask.max() >= 1 << n):
        raise StatsError(f"masks goes from {mask.min()} to {mask.max()}, expected {n} bits.")
    return mask.astype(np.int64)


def _met(sets: _Sets) -> Ints:
    """How many paths met each channel."""
    met = [sets.paths[(sets.masks >> bit) & 1 == 1].sum() for bit in range(sets.n)]
    return np.array(met, dtype=np.int64)


def _renumbered(sets: _Sets, used: Sequence[int]) -> _Sets:
    """The sets with a touch, of the channels in use: channel used[i] becomes channel i."""
    kept = sets.masks > 0
    old = sets.masks[kept]
    masks = np.zeros_like(old)
    for bit, place in enumerate(used):
        masks |= ((old >> place) & 1) << bit
    return _Sets(len(used), masks, sets.paths[kept], sets.gains[:, kept])


def _equal_parts(sets: _Sets) -> Floats:
    """The gains of each set in equal parts to its channels, added up by size to stay whole."""
    size = np.bitwise_count(sets.masks).astype(np.int64)
    credit = np.zeros((2, sets.n))
    for bit in range(sets.n):
        has = np.flatnonzero((sets.masks >> bit) & 1)
        for row, gains in enumerate(sets.gains):
            by_size = np.bincount(size[has], gains[has], minlength=sets.n + 1)
            credit[row, bit] = (by_size[1:] / np.arange(1, sets.n + 1)).sum()
    return credit


def _exact(sets: _Sets) -> Floats:
    """The Shapley value of the rate by its definition, over all 2^n sets at once.

    Seen along bit i, the first half of an array of sets is those without channel i and the second
    the same ones with it.
    """
    n = sets.n
    holding = [sets.paths, *sets.gains]
    paths, *gains = [np.bincount(sets.masks, held, minlength=2**n) for held in holding]
    for sums in (paths, *gains):
        for bit in range(n):
            halves = sums.reshape(-1, 2, 2**bit)
            halves[:, 1] += halves[:, 0]
    size = np.bitwise_count(np.arange(2**n))
    weight = np.array([1 / (n * comb(n - 1, others)) for others in range(n)])
    credit = np.zeros((2, n))
    for row, sums in enumerate(gains):
        worth = _rate(sums, paths)
        for bit in range(n):
            halves = worth.reshape(-1, 2, 2**bit)
            without = weight[size.reshape(-1, 2, 2**bit)[:, 0]]
            credit[row, bit] = (without * (halves[:, 1] - halves[:, 0])).sum()
    return credit


def _rate(gains: Floats, paths: Floats) -> Floats:
    """Gains per path x all paths, which the last of the sets holds; 0 where there is no path."""
    return np.asarray(gains / np.maximum(paths, 1) * paths[-1])


def _sampled(sets: _Sets, pairs: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """The mean over random orders of what each channel adds to those before it, and its error."""
    chunks = _chunks(sets)
    drawn = np.zeros((pairs, 2, sets.n))
    for pair in drawn:
        order = rng.permutation(sets.n)
        pair += (_added(sets, chunks, order) + _added(sets, chunks, order[::-1])) / 2
    error = drawn.std(axis=0, ddof=1) / np.sqrt(pairs)
    return drawn.mean(axis=0), np.asarray(error)


def _chunks(sets: _Sets) -> list[Ints]:
    """The masks cut into pieces of TABLE_BITS."""
    cuts = range(0, sets.n, TABLE_BITS)
    return [(sets.masks >> cut) & (2**TABLE_BITS - 1) for cut in cuts]


def _added(sets: _Sets, chunks: Sequence[Ints], order: npt.NDArray[np.int64]) -> Floats:
    """What each channel adds when they come in this order.

    A path counts from when the last channel that it met has come.
    """
    position = np.empty(sets.n, dtype=np.uint8)
    position[order] = np.arange(1, sets.n + 1)
    last = np.zeros(len(sets.masks), dtype=np.uint8)
    for place, chunk in enumerate(chunks):
        table = _last_positions(position[place * TABLE_BITS : (place + 1) * TABLE_BITS])
        np.maximum(last, table[chunk], out=last)
    held = [
        np.cumsum(np.bincount(last, each, minlength=sets.n + 1))
        for each in (sets.paths, *sets.gains)
    ]
    added = np.empty((2, sets.n))
    added[:, order] = [np.diff(_rate(gains, held[0])) for gains in held[1:]]
    return added


def _last_positions(position: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The greatest of the positions in each set of so many channels."""
    table = np.zeros(1, dtype=np.uint8)
    for one in position:
        table = np.concatenate([table, np.maximum(table, one)])
    return table


def _credited(
    channels: Sequence[str], sets: _Sets, used: Sequence[int], found: Floats, has_value: bool
) -> tuple[ShapleyChannel, ...]:
    """`found` holds credit and error, of conversions and of cents, of the channels in use."""
    every = np.zeros((2, 2, len(channels)))
    every[:, :, used] = found
    total = sets.gains[:, sets.masks > 0].sum(axis=1).tolist()
    credit = conversions_to(every[0, 0], total[0])
    money = money_to(every[0, 1], total[1])
    rows = zip(channels, _met(sets).tolist(), credit, every[1].T.tolist(), money, strict=True)
    return tuple(
        ShapleyChannel(
            channel=name,
            paths=met,
            conversions=own,
            conversions_error=error[0],
            value=worth if has_value else None,
            value_error=error[1] / 100 if has_value else None,
        )
        for name, met, own, error, worth in rows
    )


def _notes(
    credited: Sequence[ShapleyChannel], touched: _Sets, is_sampled: bool, permutations: int
) -> tuple[str, ...]:
    notes = []
    if not touched.n:
        notes.append("No path has a touch.")
    elif not touched.gains[0].any():
        notes.append("No path with a touch converts.")
    below = [one.channel for one in credited if one.conversions < 0]
    if below:
        notes.append(f"Less than 0, as paths that met them convert less: {', '.join(below)}.")
    if is_sampled:
        notes.append(f"{touched.n} channels in use: {permutations} of their orders were sampled.")
    return tuple(notes)
