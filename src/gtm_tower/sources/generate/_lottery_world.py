"""The whole lottery, before it is written."""

from dataclasses import dataclass

import numpy as np

from gtm_tower.sources.generate import _lottery_params as params
from gtm_tower.sources.generate._arrays import DAY_SECONDS, NONE, Ints
from gtm_tower.sources.generate._calendar import Window
from gtm_tower.sources.generate._lottery_events import Events, draw_events
from gtm_tower.sources.generate._lottery_players import (
    Deposits,
    Purchases,
    draw_deposits,
    draw_purchases,
)
from gtm_tower.sources.generate._lottery_sessions import Sessions, draw_sessions
from gtm_tower.sources.generate._lottery_spend import Spend, draw_places, draw_spend
from gtm_tower.sources.generate._lottery_users import Groups, Users, draw_groups, draw_users
from gtm_tower.sources.generate._lottery_visits import Visits, draw_visits, last_start
from gtm_tower.sources.generate.spec import GenerateSpec


@dataclass(frozen=True)
class World:
    """Every entity of one data set; positions in one table refer to rows of another."""

    window: Window
    visits: Visits
    users: Users
    mailbox: Ints  # of each member: its own, numbered as the member, or a shared one after those
    libraries: Groups
    sessions: Sessions
    places: Ints  # of each session: the place of its campaign
    events: Events
    deposits: Deposits
    purchases: Purchases
    spend: Spend


def draw_world(spec: GenerateSpec) -> World:
    """Draw everything from the spec; each part has its own stream of random numbers."""
    window = Window.ending(spec.end, spec.months)
    size = max(1, round(params.VISITORS_AT_SCALE_1 * spec.scale))
    visits = draw_visits(spec.rng("visits"), window, size)
    users = draw_users(spec.rng("users"), window, visits)
    mailboxes, libraries = _draw_shared(spec, window, users)
    mailbox = np.arange(len(users))
    mailbox[mailboxes.user] = len(users) + mailboxes.group
    has_mailbox = mailbox >= len(users)
    sessions = draw_sessions(spec.rng("sessions"), window, visits, users, has_mailbox, libraries)
    deposits = draw_deposits(spec.rng("deposits"), window, users)
    return World(
        window=window,
        visits=visits,
        users=users,
        mailbox=mailbox,
        libraries=libraries,
        sessions=sessions,
        places=draw_places(spec.rng("places"), sessions.campaign),
        events=draw_events(spec.rng("events"), sessions),
        deposits=deposits,
        purchases=draw_purchases(spec.rng("purchases"), window, users, deposits),
        spend=draw_spend(spec.rng("spend"), window, spec.scale),
    )


def _draw_shared(spec: GenerateSpec, window: Window, users: Users) -> tuple[Groups, Groups]:
    """Mailboxes and library computers with many users."""
    is_seen = users.visitor != NONE
    has_time = is_seen & (users.signed_up < last_start(window) - DAY_SECONDS)
    return (
        draw_groups(spec.rng("mailboxes"), users, is_seen, params.MAILBOXES_AT_SCALE_1, spec.scale),
        draw_groups(
            spec.rng("libraries"), users, has_time, params.LIBRARIES_AT_SCALE_1, spec.scale
        ),
    )
