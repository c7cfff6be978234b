"""What a correct pipeline must find in the `lottery` data, dirty or not."""

from collections.abc import Sequence

import numpy as np

from gtm_tower.sources.generate._arrays import DAY_SECONDS, NONE, AnyArray, Bools, Ints
from gtm_tower.sources.generate._lottery_facts import Facts, second_of
from gtm_tower.sources.generate._lottery_spend import (
    CAMPAIGN_OF_PLACE,
    CHANNEL_OF_PLACE,
    CHANNELS,
    PLACES,
)
from gtm_tower.sources.generate._lottery_tables import CAMPAIGN_NAMES, COUNTRY_NAMES, GAME_NAMES
from gtm_tower.sources.generate._truth import MISSING_NAME, Json, money_text


def totals_truth(facts: Facts) -> Json:
    """Aggregates of the accepted rows; money as text with two decimals, days in UTC."""
    return {
        "spend": _spend_truth(facts),
        "signups": _signups_truth(facts),
        "deposits": _deposits_truth(facts),
        "purchases": _purchases_truth(facts),
        "first_purchases": _first_purchases_truth(facts),
    }


def _spend_truth(facts: Facts) -> Json:
    place, amount = facts.spend["place"], facts.spend["amount"]
    month = facts.window.month_of(facts.spend["spend_day"])

    def by(codes: Ints, names: Sequence[str], mask: Bools | None = None) -> Json:
        chosen = codes[place] if mask is None else codes[place[mask]]
        cents = np.zeros(len(names), dtype=np.int64)
        np.add.at(cents, chosen, amount if mask is None else amount[mask])
        return {name: money_text(cents[code]) for code, name in enumerate(names)}

    places = [f"{CAMPAIGN_NAMES[code]} / {row.channel}" for code, row in PLACES]
    return {
        "total": money_text(amount.sum()),
        "by_campaign": by(CAMPAIGN_OF_PLACE, CAMPAIGN_NAMES),
        "by_channel": by(CHANNEL_OF_PLACE, CHANNELS),
        "by_campaign_and_channel": by(np.arange(len(PLACES)), places),
        "by_month_campaign": {
            facts.window.name(m): by(CAMPAIGN_OF_PLACE, CAMPAIGN_NAMES, month == m)
            for m in range(facts.window.months)
        },
    }


def _signups_truth(facts: Facts) -> Json:
    country = facts.signups["country_code"]
    month = facts.window.month_of(facts.signed_up // DAY_SECONDS)
    return {
        "signups": facts.members,
        "by_country": {
            name: int((country == code).sum())
            for code, name in enumerate((MISSING_NAME, *COUNTRY_NAMES), NONE)
        },
        "by_month": {
            facts.window.name(m): int((month == m).sum()) for m in range(facts.window.months)
        },
    }


def _deposits_truth(facts: Facts) -> Json:
    """A first deposit is the earliest one; the smallest one is often another."""
    deposits = facts.deposits
    first = facts.first_deposit
    amount = np.asarray(deposits["amount"], dtype=np.int64)
    smallest = np.full(facts.members, np.iinfo(np.int64).max)
    np.minimum.at(smallest, deposits["user_row"], amount)
    is_player = first != NONE
    firsts, least = amount[first[is_player]], smallest[is_player]
    return {
        "deposits": len(amount),
        "amount": money_text(amount.sum()),
        "players": int(is_player.sum()),
        "first_amount": money_text(firsts.sum()),
        "smallest_amount": money_text(least.sum()),
        "players_with_a_smaller_later_one": int((firsts > least).sum()),
        "by_month": _by_month(facts, deposits["happened_at"], amount),
    }


def _purchases_truth(facts: Facts) -> Json:
    purchases = facts.purchases
    amount, game = np.asarray(purchases["amount"], dtype=np.int64), purchases["game"]
    is_before = purchases["happened_at"] < facts.signed_up[purchases["user_row"]]
    return {
        **_sums(amount),
        "buyers": int((facts.first_purchase != NONE).sum()),
        "before_signup": int(is_before.sum()),
        "by_game": {
            name: {
                **_sums(amount[game == code]),
                "buyers": len(np.unique(purchases["user_row"][game == code])),
            }
            for code, name in enumerate(GAME_NAMES)
        },
        "by_month": _by_month(facts, purchases["happened_at"], amount),
    }


def _sums(amount: Ints) -> Json:
    return {"count": len(amount), "amount": money_text(amount.sum())}


def _by_month(facts: Facts, at: AnyArray, amount: Ints) -> Json:
    """Every month of the window, and those before it in which a wrong row may be."""
    month = facts.window.month_of(at // DAY_SECONDS)
    months = range(int(month.min(initial=0)), facts.window.months)
    return {facts.window.name(m): _sums(amount[month == m]) for m in months}


def _first_purchases_truth(facts: Facts) -> Json:
    """Calendar days from sign-up to the first ticket; those before the sign-up are left out."""
    at = second_of(facts.purchases, facts.first_purchase)
    has_bought, is_early = at != NONE, (at != NONE) & (at < facts.signed_up)
    days = at // DAY_SECONDS - facts.signed_up // DAY_SECONDS
    country = facts.signups["country_code"]

    def of(mask: Bools) -> Json:
        timed = mask & has_bought & ~is_early
        return {
            "members": int(mask.sum()),
            "timed": int(timed.sum()),
            "days": int(days[timed].sum()),
            "before_signup": int((mask & is_early).sum()),
        }

    return {
        **of(np.ones(facts.members, dtype=np.bool_)),
        "by_country": {
            name: of(country == code)
            for code, name in enumerate((MISSING_NAME, *COUNTRY_NAMES), NONE)
        },
    }
