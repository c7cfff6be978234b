"""When the customers of the `jaffle` template buy, when they leave, and what a day is worth."""

from dataclasses import dataclass

import numpy as np

from gtm_tower.sources.generate import _jaffle_params as params
from gtm_tower.sources.generate._arrays import Bools, Floats, Ints, Rows
from gtm_tower.sources.generate._calendar import Window
from gtm_tower.sources.generate._jaffle_customers import Customers

_CENTS = 100


@dataclass(frozen=True)
class Purchases(Rows):
    """One row per purchase day, by customer and then by day."""

    customer: Ints
    day: Ints
    value: Ints  # cents


@dataclass(frozen=True)
class Process:
    """Purchase days up to the end of the window, later ones, and who is still there at the end."""

    seen: Purchases
    later: Purchases
    is_alive: Bools  # of all customers; one without any order is not


def draw_process(rng: np.random.Generator, window: Window, customers: Customers) -> Process:
    """The first purchase and the repeats of every customer until it leaves or the holdout ends.

    The repeats of a Poisson process over a span of time are spread evenly over it, so their number
    is drawn first and then their moments.
    """
    buyer = np.nonzero(customers.first_order >= 0)[0]
    first = customers.first_order[buyer]
    span = np.maximum(window.end + 1 + params.HOLDOUT_DAYS - first, 0.0)
    repeats = rng.poisson(customers.rate[buyer] * span)
    until = rng.geometric(np.maximum(customers.leaving[buyer], 1e-9))
    place = np.repeat(np.arange(len(buyer)), repeats)
    moment = first[place] + rng.random(len(place)) * span[place]
    order = np.lexsort((moment, place))
    rank = np.arange(len(place)) - (np.cumsum(repeats) - repeats)[place]
    is_made = rank < until[place]
    place, moment = place[is_made], moment[order][is_made]
    bought = np.bincount(place[moment < window.end + 1], minlength=len(buyer))
    is_alive = np.zeros(len(customers), dtype=np.bool_)
    is_alive[buyer[bought < until]] = True
    purchases = _purchases(
        rng, customers, np.concatenate([buyer, buyer[place]]), np.concatenate([first, moment])
    )
    is_seen = purchases.day <= window.end
    return Process(purchases.take(is_seen), purchases.take(~is_seen), is_alive)


def _purchases(
    rng: np.random.Generator, customers: Customers, customer: Ints, moment: Floats
) -> Purchases:
    """The days of the purchases, each once and with a worth of its own."""
    day = np.floor(moment).astype(np.int64)
    days = int(day.max(initial=0)) + 1
    customer, day = np.divmod(np.unique(customer * days + day), days)
    worth = rng.gamma(params.SPENDING.p, 1.0, len(customer)) * customers.scale[customer]
    value = np.maximum(np.round(worth * _CENTS).astype(np.int64), params.MIN_VALUE)
    return Purchases(customer, day, value)
