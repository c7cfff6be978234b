"""What the touches of the `lottery` data say: first and last ones, and players of high jackpots."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gtm_tower.sources.generate import _lottery_params as params
from gtm_tower.sources.generate._arrays import DAY_SECONDS, NONE, Bools, Ints
from gtm_tower.sources.generate._lottery_facts import Facts, second_of
from gtm_tower.sources.generate._lottery_spend import CHANNEL_OF_PLACE, CHANNELS
from gtm_tower.sources.generate._lottery_tables import CAMPAIGN_NAMES, GAME_NAMES
from gtm_tower.sources.generate._truth import Json, money_text
from gtm_tower.sources.generate.dirt import Arrays

LOOKBACK_DAYS = 30
DIRECT_NAME, NO_TOUCH_NAME = "(direct)", "(none)"

# codes beside those of campaigns and channels
_DIRECT, _NO_TOUCH = -1, -2
_CENTS = 100


@dataclass(frozen=True)
class Touches:
    """By member: campaign and channel of the first and of the last touch before a conversion."""

    first_campaign: Ints
    last_campaign: Ints
    first_channel: Ints
    last_channel: Ints


def attribution_truth(facts: Facts) -> Json:
    """Conversions by their touches, and what kind of players came by which."""
    deposit, purchase = facts.first_deposit, facts.first_purchase
    conversions = {
        "signup": (facts.signed_up, np.zeros(facts.members, dtype=np.int64)),
        "first_deposit": (
            second_of(facts.deposits, deposit),
            np.append(facts.deposits["amount"], 0)[deposit],
        ),
        "first_purchase": (
            second_of(facts.purchases, purchase),
            np.append(facts.purchases["amount"], 0)[purchase],
        ),
    }
    found = {name: touches_before(facts, at) for name, (at, _) in conversions.items()}
    return {
        "attribution": {
            "rule": "touches are the visits of a person that begin from lookback_days before the"
            " conversion up to its second, in order of time and then of event_id; a visit is the"
            " first event of a session and belongs to the first person known in it; without a"
            " campaign it is direct",
            "lookback_days": LOOKBACK_DAYS,
            **{
                name: _conversions_truth(found[name], at != NONE, value)
                for name, (at, value) in conversions.items()
            },
        },
        "jackpot_players": _jackpot_truth(facts, found["signup"]),
    }


def touches_before(facts: Facts, converted: Ints) -> Touches:
    """The touches of each member's conversion at a second; NONE is a member without it."""
    events = visits_of(facts)
    owner, at = events["owner"], events["happened_at"]
    end = np.append(converted, NONE)[owner]
    is_touch = (end != NONE) & (at <= end) & (at >= end - LOOKBACK_DAYS * DAY_SECONDS)
    touch = np.nonzero(is_touch)[0]
    first, last = (np.full(facts.members, NONE) for _ in range(2))
    last[owner[touch]] = touch
    first[owner[touch[::-1]]] = touch[::-1]
    campaign = np.append(events["campaign"], _NO_TOUCH)
    place = np.append(CHANNEL_OF_PLACE, _DIRECT)[events["place"]]
    channel = np.append(place, _NO_TOUCH)
    return Touches(campaign[first], campaign[last], channel[first], channel[last])


def visits_of(facts: Facts) -> Arrays:
    """The first event of each session, in order of time, with the first owner known in it."""
    events = facts.events
    known = np.nonzero(events["owner"] != NONE)[0]
    owner = np.full(int(events["session"].max(initial=NONE)) + 1, NONE)
    # of several events of a session the last one assigned stays: the earliest
    owner[events["session"][known[::-1]]] = events["owner"][known[::-1]]
    _, place = np.unique(events["session"], return_index=True)
    visits = {name: array[np.sort(place)] for name, array in events.items()}
    return {**visits, "owner": owner[visits["session"]]}


def _conversions_truth(touches: Touches, is_converted: Bools, value: Ints) -> Json:
    def by(codes: Ints, names: Sequence[str]) -> Json:
        return {
            name: {"conversions": int(mask.sum()), "value": money_text(value[mask].sum())}
            for name, code in _named(names)
            for mask in [is_converted & (codes == code)]
        }

    return {
        "conversions": int(is_converted.sum()),
        "value": money_text(value[is_converted].sum()),
        "first_touch": {
            "by_campaign": by(touches.first_campaign, CAMPAIGN_NAMES),
            "by_channel": by(touches.first_channel, CHANNELS),
        },
        "last_touch": {
            "by_campaign": by(touches.last_campaign, CAMPAIGN_NAMES),
            "by_channel": by(touches.last_channel, CHANNELS),
        },
    }


def _jackpot_truth(facts: Facts, touches: Touches) -> Json:
    """Members who have bought a ticket of a game above the threshold, by touch before sign-up."""
    is_high = high_games(facts)
    tickets, members = facts.purchases, facts.members
    is_buyer = facts.first_purchase != NONE
    has_high = np.zeros(members, dtype=np.bool_)
    has_high[tickets["user_row"][is_high[tickets["game"]]]] = True

    def of(mask: Bools) -> Json:
        return {
            "members": int(mask.sum()),
            "buyers": int((mask & is_buyer).sum()),
            "high_jackpot_players": int((mask & has_high).sum()),
        }

    def by(codes: Ints) -> Json:
        return {name: of(codes == code) for name, code in _named(CAMPAIGN_NAMES)}

    planted = {row.name: row.jackpot_share for row in params.CAMPAIGNS}
    return {
        "threshold": money_text(params.HIGH_JACKPOT * _CENTS),
        "games": [name for name, high in zip(GAME_NAMES, is_high, strict=True) if high],
        **of(np.ones(members, dtype=np.bool_)),
        "by_first_touch": by(touches.first_campaign),
        "by_last_touch": by(touches.last_campaign),
        "planted_shares": {**planted, DIRECT_NAME: params.DIRECT_JACKPOT_SHARE},
    }


def high_games(facts: Facts) -> Bools:
    """By game: its jackpot is above the threshold; one without an estimate is not."""
    is_high = np.zeros(len(GAME_NAMES), dtype=np.bool_)
    is_high[facts.games["game"]] = facts.games["jackpot"] > params.HIGH_JACKPOT * _CENTS
    return is_high


def _named(names: Sequence[str]) -> list[tuple[str, int]]:
    codes = [(name, code) for code, name in enumerate(names)]
    return [*codes, (DIRECT_NAME, _DIRECT), (NO_TOUCH_NAME, _NO_TOUCH)]
