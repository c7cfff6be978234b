"""Shapley values of the games that sets of channels are: by parts, by definition, by sampling."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb
from typing import Any

import numpy as np
import numpy.typing as npt

from gtm_tower.stats._inputs import Floats, Ints

# a table of 2^15 positions stays in the cache nearest to the processor
TABLE_BITS = 15


@dataclass(frozen=True)
class Sets:
    """The sets of channels that paths have met, with what they hold.

    Bit i of a mask is channel i of n. `gains` has a row for conversions and one for cents.
    """

    n: int
    masks: Ints
    paths: Ints
    gains: Ints

    def has(self, channel: int) -> npt.NDArray[np.bool_]:
        """Which of the sets the channel is in."""
        return np.asarray((self.masks >> channel) & 1 == 1)

    @property
    def met(self) -> Ints:
        """How many paths met each channel."""
        met = [self.paths[self.has(channel)].sum() for channel in range(self.n)]
        return np.array(met, dtype=np.int64)


def renumbered(sets: Sets, channels: Sequence[int]) -> Sets:
    """The same sets with channels[i] as channel i; those not listed are in none."""
    masks = np.zeros_like(sets.masks)
    for bit, channel in enumerate(channels):
        masks |= sets.has(channel).astype(np.int64) << bit
    return Sets(len(channels), masks, sets.paths, sets.gains)


def equal_parts(sets: Sets) -> Floats:
    """The gains of each set in equal parts to its channels, added up by size to stay whole."""
    size = np.bitwise_count(sets.masks).astype(np.int64)
    credit = np.zeros((2, sets.n))
    for channel in range(sets.n):
        own = np.flatnonzero(sets.has(channel))
        for row, gains in enumerate(sets.gains):
            by_size = np.bincount(size[own], gains[own], minlength=sets.n + 1)
            credit[row, channel] = (by_size[1:] / np.arange(1, sets.n + 1)).sum()
    return credit


def exact_rates(sets: Sets) -> Floats:
    """The Shapley value of the rate by its definition, over all 2^n sets at once."""
    paths, *gains = [_subset_sums(sets, held) for held in (sets.paths, *sets.gains)]
    weight = np.array([1 / (sets.n * comb(sets.n - 1, others)) for others in range(sets.n)])
    size = np.bitwise_count(np.arange(2**sets.n))
    credit = np.zeros((2, sets.n))
    for row, sums in enumerate(gains):
        worth = _rates(sums, paths)
        for channel in range(sets.n):
            without, along = _halves(worth, channel)
            others, _ = _halves(size, channel)
            credit[row, channel] = (weight[others] * (along - without)).sum()
    return credit


def sampled_rates(sets: Sets, permutations: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """The mean, over random orders and their reverses, of what each channel adds to those before
    it, and the standard error of the mean of these pairs."""
    pieces = [(sets.masks >> cut) & (2**TABLE_BITS - 1) for cut in range(0, sets.n, TABLE_BITS)]
    pairs = np.zeros((permutations // 2, 2, sets.n))
    for pair in pairs:
        order = rng.permutation(sets.n)
        pair += (_added(sets, pieces, order) + _added(sets, pieces, order[::-1])) / 2
    error = pairs.std(axis=0, ddof=1) / np.sqrt(len(pairs))
    return pairs.mean(axis=0), np.asarray(error)


def _subset_sums(sets: Sets, held: Ints) -> Floats:
    """For each of the 2^n sets what it and the sets within it hold."""
    sums = np.bincount(sets.masks, held, minlength=2**sets.n).astype(np.float64)
    for channel in range(sets.n):
        without, along = _halves(sums, channel)
        along += without
    return sums


def _halves(of_sets: npt.NDArray[Any], channel: int) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Views of the sets without the channel and, in the same order, of those with it."""
    halves = of_sets.reshape(-1, 2, 2**channel)
    return halves[:, 0], halves[:, 1]


def _rates(gains: Floats, paths: Floats) -> Floats:
    """Gains per path x all paths, which the last of the sets holds; 0 where there is no path."""
    return np.asarray(gains / np.maximum(paths, 1) * paths[-1])


def _added(sets: Sets, pieces: Sequence[Ints], order: Ints) -> Floats:
    """What each channel adds when they come in this order.

    A path counts from when the last of the channels that it met has come.
    """
    position = np.empty(sets.n, dtype=np.uint8)
    position[order] = np.arange(1, sets.n + 1)
    last = np.zeros(len(sets.masks), dtype=np.uint8)
    for place, piece in enumerate(pieces):
        table = _last_positions(position[place * TABLE_BITS : (place + 1) * TABLE_BITS])
        np.maximum(last, table[piece], out=last)
    paths, *gains = [
        np.cumsum(np.bincount(last, held, minlength=sets.n + 1), dtype=np.float64)
        for held in (sets.paths, *sets.gains)
    ]
    added = np.empty((2, sets.n))
    added[:, order] = [np.diff(_rates(sums, paths)) for sums in gains]
    return added


def _last_positions(position: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The greatest of the positions in each of the sets of so many channels."""
    table = np.zeros(1, dtype=np.uint8)
    for one in position:
        table = np.concatenate([table, np.maximum(table, one)])
    return table
