"""The six raw tables of the `lottery` template: columns, order and types.

The arrays hold what a right reading of the cells gives, so that the truth can be counted from them.
"""

from collections.abc import Iterator

import numpy as np

from gtm_tower.sources.generate import _lottery_params as params
from gtm_tower.sources.generate._arrays import NONE, AnyArray, Ints
from gtm_tower.sources.generate._lottery_spend import PLACES
from gtm_tower.sources.generate._lottery_world import World
from gtm_tower.sources.generate._table import (
    Table,
    day,
    identifier,
    label,
    moment,
    money,
    numbered,
)

SIGNUPS, DEPOSITS, PURCHASES = "signups", "deposits", "ticket_purchases"
GAMES, SPEND, EVENTS = "games", "funnel_spend", "web_events"

CAMPAIGN_NAMES = tuple(row.name for row in params.CAMPAIGNS)
GAME_NAMES = tuple(row.name for row in params.GAMES)
COUNTRY_NAMES = tuple(row.name for row in params.COUNTRIES)
USER, ANONYMOUS, DEVICE = "usr", "anon", "dev"
OWN_MAILBOX, SHARED_MAILBOX, MAIL_HOST = "player", "club", "@mail.example"
_SITE = "https://lottery.example/"
_CENTS = 100


def draw_tables(world: World) -> Iterator[Table]:
    """The clean tables, small ones first."""
    yield _games()
    yield _funnel_spend(world)
    yield _signups(world)
    yield _deposits(world)
    yield _ticket_purchases(world)
    yield _web_events(world)


def _games() -> Table:
    dollars = np.array([row.jackpot for row in params.GAMES])
    arrays = {
        "game": np.arange(len(GAME_NAMES)),
        "jackpot": np.where(dollars == NONE, NONE, dollars * _CENTS),
    }
    columns = {
        "game_id": identifier("game"),
        "game_name": label("game", GAME_NAMES),
        "jackpot_estimate_inminor": f"nullif(jackpot, {NONE})",
    }
    return Table(GAMES, columns, numbered(arrays), key=("game_id",))


def _funnel_spend(world: World) -> Table:
    spend = world.spend
    arrays = {"spend_day": spend.day, "place": spend.place, "amount": spend.amount}
    columns = {
        "date": day("spend_day"),
        "campaign_name": label("place", [CAMPAIGN_NAMES[code] for code, _ in PLACES]),
        "channel": label("place", [row.channel for _, row in PLACES]),
        "spend_inminor": "amount",
    }
    key = ("date", "campaign_name", "channel")
    return Table(SPEND, columns, numbered(arrays), key=key)


def _signups(world: World) -> Table:
    users = world.users
    arrays = {"signed_up": users.signed_up, "country_code": users.country}
    columns = {
        "user_id": identifier(USER),
        "signup_id": identifier("sup"),
        "signup_timestamp": moment("signed_up"),
        "country": label("country_code", COUNTRY_NAMES),
    }
    return Table(SIGNUPS, columns, numbered(arrays), key=("user_id",))


def _deposits(world: World) -> Table:
    deposits = world.deposits
    arrays = {
        "user_row": deposits.user,
        "happened_at": deposits.at,
        "amount": deposits.amount,
    }
    columns = {
        "deposit_id": identifier("dep"),
        "user_id": identifier(USER, "user_row", 1),
        "deposit_amount_inminor": "amount",
        "deposit_timestamp": moment("happened_at"),
    }
    return Table(DEPOSITS, columns, numbered(arrays), key=("deposit_id",))


def _ticket_purchases(world: World) -> Table:
    purchases = world.purchases
    arrays = {
        "user_row": purchases.user,
        "signed_up": world.users.signed_up[purchases.user],
        "happened_at": purchases.at,
        "game": purchases.game,
        "amount": purchases.amount,
    }
    columns = {
        "purchase_id": identifier("tic"),
        "user_id": identifier(USER, "user_row", 1),
        "game_id": identifier("game", "game", 1),
        "purchase_amount_usd": money("amount"),
        "purchase_timestamp": moment("happened_at"),
    }
    return Table(PURCHASES, columns, numbered(arrays), key=("purchase_id",))


def _web_events(world: World) -> Table:
    events, sessions = world.events, world.sessions

    def of_session(values: Ints) -> AnyArray:
        return values.astype(np.int32)[events.session]

    mailbox = np.append(world.mailbox, NONE)[events.email]
    # on a computer that is everybody's only a login tells who it is
    is_unknown = sessions.is_at_kiosk[events.session] & (events.user == NONE)
    arrays: dict[str, AnyArray] = {
        "happened_at": events.at,
        "user_row": events.user.astype(np.int32),
        "owner": np.where(is_unknown, NONE, of_session(sessions.user)),
        "person": np.where(is_unknown, NONE, of_session(sessions.visitor)),
        "cookie": of_session(sessions.cookie),
        "device": of_session(sessions.device),
        "mailbox": mailbox.astype(np.int32),
        "campaign": of_session(sessions.campaign),
        "place": of_session(world.places),
        "session": events.session.astype(np.int32),
        "page": events.page.astype(np.int8),
        "kind": events.kind.astype(np.int8),
        "is_spare": events.is_spare.astype(np.int8),
    }
    columns = _event_columns(len(world.users))
    return Table(EVENTS, columns, numbered(arrays), key=("event_id",))


def _event_columns(users: int) -> dict[str, str]:
    places = [row for _, row in PLACES]
    return {
        "event_id": identifier("evt"),
        "user_id": identifier(USER, f"nullif(user_row, {NONE})", 1),
        "anonymous_user_id": identifier(ANONYMOUS, "cookie", 1),
        "utm_campaign": label("campaign", CAMPAIGN_NAMES),
        "event_timestamp": moment("happened_at"),
        "device_id": identifier(DEVICE, "device", 1),
        "email": _email(users),
        "utm_source": label("place", [row.source for row in places]),
        "utm_medium": label("place", [row.medium for row in places]),
        "session_id": identifier("ses", "session", 1),
        "page_url": f"'{_SITE}' || {label('page', params.PAGES)}",
        "event_type": label("kind", params.EVENT_TYPES),
    }


def _email(users: int) -> str:
    return (
        f"case when mailbox >= {users} then '{SHARED_MAILBOX}' || (mailbox - {users} + 1)"
        f" else '{OWN_MAILBOX}' || (nullif(mailbox, {NONE}) + 1) end || '{MAIL_HOST}'"
    )
