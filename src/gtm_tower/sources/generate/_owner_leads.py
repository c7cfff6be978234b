"""Leads of the `owner` template: when and how they came, what is known of the restaurant, and how
good they are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from gtm_tower.sources.generate import _owner_params as params
from gtm_tower.sources.generate._arrays import (
    DAY_SECONDS,
    NONE,
    Bools,
    Floats,
    Ints,
    Rows,
    chance,
    per,
    pick,
    pick_by,
    work_second,
)
from gtm_tower.sources.generate._calendar import Window
from gtm_tower.sources.generate._owner_market import Market


@dataclass(frozen=True)
class Lists:
    """The lists a column can hold, by code: none, each item alone, each pair."""

    names: tuple[str, ...]
    members: tuple[tuple[int, ...], ...]

    @classmethod
    def up_to_pairs(cls, items: Sequence[params.Named]) -> "Lists":
        """No item, one item, or two."""
        places = range(len(items))
        members = ((), *((i,) for i in places), *combinations(places, 2))
        return cls(tuple(item.name for item in items), members)

    @classmethod
    def of_any(cls, items: Sequence[params.Named]) -> "Lists":
        """Any set of the items: bit i of the code says that item i is in it."""
        places = range(len(items))
        sets = (tuple(i for i in places if code >> i & 1) for code in range(2 ** len(items)))
        return cls(tuple(item.name for item in items), tuple(sets))

    @property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """The items of each code by name."""
        return tuple(tuple(self.names[i] for i in part) for part in self.members)

    def codes(self, first: Ints, second: Ints) -> Ints:
        """The code of one or two items; an item that is NONE or twice counts once."""
        size = len(self.names)
        table = np.zeros((size + 1, size + 1), dtype=np.int64)
        for code, part in enumerate(self.members):
            for i, j in ((a, b) for a in (*part, NONE) for b in (*part, NONE)):
                if {i, j} - {NONE} == set(part):
                    table[i, j] = code
        return np.asarray(table[first, second], dtype=np.int64)

    def has(self, name: str) -> Bools:
        """Which codes have an item; the last entry stands for an unknown list."""
        place = self.names.index(name)
        return np.array([*(place in part for part in self.members), False])

    def mean(self, values: Floats, empty: float) -> Floats:
        """Mean of a value per item over the items of each code."""
        means = [values[list(part)].mean() if part else empty for part in self.members]
        return np.array(means, dtype=np.float64)


CUISINE_LISTS = Lists.up_to_pairs(params.CUISINES)
TOOL_LISTS = Lists.up_to_pairs(params.TOOLS)
MARKETPLACE_LISTS = Lists.of_any(params.MARKETPLACES)


@dataclass(frozen=True)
class Leads(Rows):
    """One row per lead in order of creation; unknown lists, counts and sales are NONE."""

    channel: Ints
    created: Ints  # second
    cuisines: Ints  # code of CUISINE_LISTS
    tools: Ints
    marketplaces: Ints
    locations: Ints
    predicted: Ints  # monthly sales in cents
    score: Floats


def in_segment(segment: params.Segment, cuisines: Ints, tools: Ints, locations: Ints) -> Bools:
    """Leads of a segment by what is known of them."""
    is_in = np.ones(len(cuisines), dtype=np.bool_)
    if segment.cuisine:
        is_in &= CUISINE_LISTS.has(segment.cuisine)[cuisines]
    if segment.tool:
        is_in &= TOOL_LISTS.has(segment.tool)[tools]
    for size in params.LOCATIONS:
        if size.name == segment.locations:
            is_in &= (locations >= size.low) & (locations <= size.high)
    return is_in


def draw_leads(rng: np.random.Generator, window: Window, market: Market) -> Leads:
    """Leads of every month and channel, as many as the market brings, at working hours."""
    expected = np.stack([market.inbound, market.outbound])
    counts = rng.poisson(expected)
    channel = np.repeat(np.arange(len(params.CHANNELS)), counts.sum(axis=1))
    month = np.concatenate([np.repeat(window.all_months, row) for row in counts])
    size = len(month)
    first = window.month_start(month)
    day = first + np.floor(rng.random(size) * (window.month_end(month) - first + 1)).astype(
        np.int64
    )
    created = day * DAY_SECONDS + work_second(rng, size)
    leads = _with_restaurants(rng, channel, created)
    return _partly_unknown(rng, leads.take(np.argsort(created, kind="stable")))


def _with_restaurants(rng: np.random.Generator, channel: Ints, created: Ints) -> Leads:
    size = len(channel)
    cuisine = pick(rng, per(params.CUISINES, "share"), size)
    other = pick(rng, per(params.CUISINES, "share"), size)
    second = np.where(chance(rng, params.SECOND_CUISINE_SHARE, size), other, NONE)
    tools = _draw_tools(rng, cuisine)
    locations = np.array(params.LOCATION_COUNTS)[pick(rng, params.LOCATION_COUNT_WEIGHTS, size)]
    cuisines = CUISINE_LISTS.codes(cuisine, second)
    score, factor = _score(cuisines, tools, locations)
    noise = np.exp(params.SALES_SPREAD * rng.standard_normal(size))
    sales = params.SALES_BASE * factor * locations**params.LOCATION_SALES_POWER * noise
    return Leads(
        channel=channel,
        created=created,
        cuisines=cuisines,
        tools=tools,
        marketplaces=_draw_marketplaces(rng, size),
        locations=locations,
        predicted=np.round(sales / params.SALES_STEP).astype(np.int64) * params.SALES_STEP,
        score=score,
    )


def _draw_tools(rng: np.random.Generator, cuisine: Ints) -> Ints:
    """Codes of the ordering tools; some cuisines have a favourite."""
    size = len(cuisine)
    share = per(params.TOOLS, "share")
    weights = np.tile(share / share.sum(), (len(params.CUISINES), 1))
    for name, tool in params.FAVOURITE_TOOLS.items():
        row = CUISINE_LISTS.names.index(name)
        weights[row] *= 1 - params.FAVOURITE_TOOL_SHARE
        weights[row, TOOL_LISTS.names.index(tool)] += params.FAVOURITE_TOOL_SHARE
    first = pick_by(rng, weights, cuisine)
    other = pick(rng, share, size)
    second = np.where(chance(rng, params.SECOND_TOOL_SHARE, size), other, NONE)
    has_none = chance(rng, params.NO_TOOL_SHARE, size)
    return np.where(has_none, 0, TOOL_LISTS.codes(first, second))


def _draw_marketplaces(rng: np.random.Generator, size: int) -> Ints:
    shares = per(params.MARKETPLACES, "share")
    uses = rng.random((size, len(shares))) < shares
    return np.asarray(uses @ 2 ** np.arange(len(shares)), dtype=np.int64)


def _score(cuisines: Ints, tools: Ints, locations: Ints) -> tuple[Floats, Floats]:
    """The score of each lead and the factor on its sales."""
    size = np.array([row.low for row in params.LOCATIONS])
    bucket = np.searchsorted(size, locations, side="right") - 1
    score = (
        CUISINE_LISTS.mean(per(params.CUISINES, "effect"), 0.0)[cuisines]
        + TOOL_LISTS.mean(per(params.TOOLS, "effect"), 0.0)[tools]
        + per(params.LOCATIONS, "effect")[bucket]
    )
    factor = (
        CUISINE_LISTS.mean(per(params.CUISINES, "sales_factor"), 1.0)[cuisines]
        * TOOL_LISTS.mean(per(params.TOOLS, "sales_factor"), 1.0)[tools]
    )
    for segment in params.SEGMENTS:
        is_in = in_segment(segment, cuisines, tools, locations)
        score = score + is_in * segment.effect
        factor = factor * np.where(is_in, segment.sales_factor, 1.0)
    return score, factor


def _partly_unknown(rng: np.random.Generator, leads: Leads) -> Leads:
    """The leads as the extract knows them."""

    def hidden(values: Ints, share: float) -> Ints:
        return np.where(chance(rng, share, len(leads)), NONE, values)

    return replace(
        leads,
        cuisines=hidden(leads.cuisines, params.UNKNOWN_LIST_SHARE),
        tools=hidden(leads.tools, params.UNKNOWN_LIST_SHARE),
        marketplaces=hidden(leads.marketplaces, params.UNKNOWN_LIST_SHARE),
        locations=hidden(leads.locations, params.UNKNOWN_LOCATIONS_SHARE),
        predicted=hidden(leads.predicted, params.UNKNOWN_SALES_SHARE),
    )
