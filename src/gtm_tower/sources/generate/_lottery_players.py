"""Deposits and tickets of the members of the `lottery` site."""

from dataclasses import dataclass

import numpy as np

from gtm_tower.sources.generate import _lottery_params as params
from gtm_tower.sources.generate._arrays import (
    DAY_SECONDS,
    NONE,
    Floats,
    Ints,
    Rows,
    chance,
    per,
    pick,
    pick_by,
)
from gtm_tower.sources.generate._calendar import Window
from gtm_tower.sources.generate._lottery_users import Users

_HOUR = 3_600
IS_HIGH = tuple(row.jackpot > params.HIGH_JACKPOT for row in params.GAMES)


@dataclass(frozen=True)
class Deposits(Rows):
    """One row per deposit in order of time."""

    user: Ints
    at: Ints  # second
    amount: Ints  # cents


@dataclass(frozen=True)
class Purchases(Rows):
    """One row per ticket in order of time."""

    user: Ints
    at: Ints  # second
    game: Ints
    amount: Ints  # cents


def draw_deposits(rng: np.random.Generator, window: Window, users: Users) -> Deposits:
    """First deposits soon or late after the sign-up, mostly larger than those that follow."""
    size = len(users)
    shares, hours = np.array(params.DEPOSIT_SPEEDS).T
    wait = rng.exponential(1.0, size) * hours[pick(rng, shares, size)] * _HOUR
    first = users.signed_up + 60 + np.floor(wait).astype(np.int64)
    is_player = chance(rng, params.PLAYER_SHARE, size) & (first <= window.last_second)
    player = np.nonzero(is_player)[0]
    later, at = _follow(rng, window, first, player, params.DEPOSITS_SHAPE, params.DEPOSITS_PER_DAY)
    user = np.concatenate([player, later])
    factor = np.append(per(params.CAMPAIGNS, "deposit_factor"), params.DIRECT_DEPOSIT_FACTOR)
    factor = np.append(
        params.FIRST_DEPOSIT_FACTOR * factor[users.campaign[player]], np.ones(len(later))
    )
    worth = params.DEPOSIT_MEDIAN * np.exp(params.DEPOSIT_SPREAD * rng.standard_normal(len(user)))
    steps = np.maximum(np.round(worth * factor / params.DEPOSIT_STEP), 1).astype(np.int64)
    deposits = Deposits(user, np.concatenate([first[player], at]), steps * params.DEPOSIT_STEP)
    return deposits.take(np.lexsort((deposits.user, deposits.at)))


def draw_purchases(
    rng: np.random.Generator, window: Window, users: Users, deposits: Deposits
) -> Purchases:
    """Tickets of those who have deposited; few of them play for high jackpots, but those mostly."""
    player, place = np.unique(deposits.user, return_index=True)
    first = np.full(len(users), NONE)
    wait = rng.exponential(params.FIRST_PURCHASE_HOURS * _HOUR, len(player))
    first[player] = deposits.at[place] + 60 + np.floor(wait).astype(np.int64)
    buys = chance(rng, params.BUYER_SHARE, len(player)) & (first[player] <= window.last_second)
    buyer = player[buys]
    later, at = _follow(rng, window, first, buyer, params.PURCHASES_SHAPE, params.PURCHASES_PER_DAY)
    user = np.concatenate([buyer, later])
    game = pick_by(rng, _game_weights(), users.is_jackpot_player[user])
    lines = 1 + rng.poisson(params.MORE_LINES, len(user))
    price = per(params.GAMES, "price").astype(np.int64)
    purchases = Purchases(user, np.concatenate([first[buyer], at]), game, lines * price[game])
    return purchases.take(np.lexsort((purchases.user, purchases.at)))


def _follow(
    rng: np.random.Generator, window: Window, first: Ints, user: Ints, shape: float, per_day: float
) -> tuple[Ints, Ints]:
    """Members and moments of what follows their first time, at a rate of their own."""
    span = window.last_second - first[user]
    rate = rng.gamma(shape, per_day / shape, len(user)) / DAY_SECONDS
    counts = rng.poisson(rate * span)
    place = np.repeat(np.arange(len(user)), counts)
    after = 1 + np.floor(rng.random(len(place)) * span[place]).astype(np.int64)
    return user[place], first[user[place]] + after


def _game_weights() -> Floats:
    """Weights of the games for usual players and for those for high jackpots."""
    popularity = per(params.GAMES, "popularity")
    is_high = np.array(IS_HIGH)
    high = np.where(is_high, popularity, 0) / popularity[is_high].sum()
    low = np.where(is_high, 0, popularity) / popularity[~is_high].sum()
    share = np.array(params.HIGH_GAME_SHARES)[:, None]
    return np.asarray(share * high + (1 - share) * low, dtype=np.float64)
