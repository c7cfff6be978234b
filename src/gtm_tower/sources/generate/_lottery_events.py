"""Web events of the `lottery` site: the steps of every visit."""

from dataclasses import dataclass

import numpy as np

from gtm_tower.sources.generate import _lottery_params as params
from gtm_tower.sources.generate._arrays import NONE, Ints, Rows
from gtm_tower.sources.generate._lottery_sessions import BY_EMAIL, BY_LOGIN, BY_SIGNUP, Sessions


@dataclass(frozen=True)
class Events(Rows):
    """One row per event in order of time."""

    session: Ints
    at: Ints  # second
    kind: Ints
    page: Ints
    user: Ints  # as the event says, NONE while nobody is logged in
    email: Ints  # the member whose mail it is, NONE without one
    is_spare: Ints  # it says nothing of who it is that its visit does not say elsewhere


def draw_events(rng: np.random.Generator, sessions: Sessions) -> Events:
    """A page, the sign-up, login or click that tells who it is, and more pages."""
    counts = np.minimum(1 + rng.poisson(params.MORE_EVENTS, len(sessions)), params.MAX_EVENTS)
    is_known = np.isin(sessions.way, (BY_SIGNUP, BY_LOGIN))
    counts = np.where(is_known, np.maximum(counts, 2), counts)
    session = np.repeat(np.arange(len(sessions)), counts)
    step = np.arange(len(session)) - (np.cumsum(counts) - counts)[session]
    at = sessions.started[session] + step * sessions.pace[session]
    order = np.argsort(at, kind="stable")
    session, step, at = session[order], step[order], at[order]
    way, user = sessions.way[session], sessions.user[session]
    is_click = (way == BY_EMAIL) & (step == 0)
    is_entry = is_known[session] & (step == 1)
    entry = np.where(way == BY_SIGNUP, params.SIGNUP, params.LOGIN)
    kind = np.where(is_entry, entry, np.where(is_click, params.EMAIL_CLICK, params.PAGE_VIEW))
    page = rng.integers(0, len(params.PAGES), len(sessions))
    return Events(
        session=session,
        at=at,
        kind=kind,
        page=(page[session] + step) % len(params.PAGES),
        user=np.where(is_known[session] & (step > 0), user, NONE),
        email=np.where(is_entry | is_click, user, NONE),
        is_spare=((step > 0) & (kind == params.PAGE_VIEW)).astype(np.int64),
    )
