"""All visits to the `lottery` site: by whom, on which device, and whether it is known by whom."""

from dataclasses import dataclass, replace

import numpy as np

from gtm_tower.sources.generate import _lottery_params as params
from gtm_tower.sources.generate._arrays import (
    DAY_SECONDS,
    NONE,
    Bools,
    Ints,
    Rows,
    chance,
    has_value,
    pick,
)
from gtm_tower.sources.generate._calendar import Window
from gtm_tower.sources.generate._lottery_users import Groups, Users
from gtm_tower.sources.generate._lottery_visits import (
    CAMPAIGN_CODES,
    DIRECT,
    Visits,
    draw_pace,
    last_start,
)

# how somebody can be known on a visit
NOT_AT_ALL, BY_SIGNUP, BY_LOGIN, BY_EMAIL = range(4)
_MAX_DEVICES = 3


@dataclass(frozen=True)
class Sessions(Rows):
    """One row per visit; the first ones are by visitor and time, those at libraries follow."""

    visitor: Ints
    user: Ints  # the member the visitor is or becomes, or NONE
    started: Ints
    pace: Ints
    campaign: Ints
    way: Ints
    device: Ints
    cookie: Ints
    library: Ints  # whose computer it is, or NONE

    @property
    def is_at_kiosk(self) -> Bools:
        """Visits on a device and with a cookie that are everybody's."""
        return has_value(self.library) & is_kiosk(self.library)


def draw_sessions(
    rng: np.random.Generator,
    window: Window,
    visits: Visits,
    users: Users,
    has_mailbox: Bools,
    libraries: Groups,
) -> Sessions:
    """Visits before and after the sign-up, and those to libraries."""
    both = Visits.concat([visits, _member_visits(rng, window, users)])
    both = both.take(np.lexsort((both.started, both.visitor)))
    user_of = np.full(int(both.visitor.max(initial=0)) + 1, NONE)
    seen = np.nonzero(users.visitor != NONE)[0]
    user_of[users.visitor[seen]] = seen
    user = user_of[both.visitor]
    signed_up = np.where(user == NONE, NONE, np.append(users.signed_up, NONE)[user])
    is_signup = (user != NONE) & (both.started + both.pace == signed_up)
    is_after = (user != NONE) & (both.started > signed_up)
    device = _devices(rng, both, is_signup, is_after)
    can_click = ~np.append(has_mailbox, False)[user]
    way = _ways(rng, both, device, is_signup, is_after, can_click)
    sessions = Sessions(
        visitor=both.visitor,
        user=user,
        started=both.started,
        pace=both.pace,
        campaign=np.where(way == BY_EMAIL, CAMPAIGN_CODES["newsletter"], both.campaign),
        way=way,
        library=np.full(len(both), NONE),
        **_numbered(rng, both, device),
    )
    return _with_libraries(rng, window, sessions, users, libraries)


def _member_visits(rng: np.random.Generator, window: Window, users: Users) -> Visits:
    """Visits of members at any time after their sign-up; none of them leads to another one."""
    start = users.signed_up + params.GAP_SECONDS
    span = np.where(users.visitor == NONE, 0, np.maximum(last_start(window) - start, 0))
    counts = rng.poisson(params.MEMBER_VISITS_PER_DAY * span / DAY_SECONDS)
    user = np.repeat(np.arange(len(users)), counts)
    size = len(user)
    shares = list(params.MEMBER_CAMPAIGNS.values())
    codes = [*(CAMPAIGN_CODES[name] for name in params.MEMBER_CAMPAIGNS), DIRECT]
    return Visits(
        visitor=users.visitor[user],
        started=start[user] + np.floor(rng.random(size) * span[user]).astype(np.int64),
        pace=draw_pace(rng, size),
        campaign=np.array(codes)[pick(rng, [*shares, 1 - sum(shares)], size)],
        is_success=np.zeros(size, dtype=np.int64),
    )


def _devices(rng: np.random.Generator, visits: Visits, is_signup: Bools, is_after: Bools) -> Ints:
    """Which of its devices a visitor uses; one that is not seen after the sign-up is not used.

    So every device of a member can become known to be the member's.
    """
    size = int(visits.visitor.max(initial=0)) + 1
    is_member = np.zeros(size, dtype=np.bool_)
    is_member[visits.visitor[is_signup]] = True
    has_second = is_member & chance(rng, params.SECOND_DEVICE_SHARE, size)
    has_third = has_second & chance(rng, params.THIRD_DEVICE_SHARE, size)
    others = has_second.astype(np.int64) + has_third
    is_other = chance(rng, params.OTHER_DEVICE_SHARE, len(visits)) & has_second[visits.visitor]
    other = 1 + np.floor(rng.random(len(visits)) * others[visits.visitor]).astype(np.int64)
    device = np.where(is_other, other, 0)
    usual = np.zeros(size, dtype=np.int64)
    usual[visits.visitor[is_signup]] = device[is_signup]
    key = visits.visitor * _MAX_DEVICES + device
    is_used = np.zeros(size * _MAX_DEVICES, dtype=np.bool_)
    is_used[key[is_after]] = True
    return np.where(is_used[key], device, usual[visits.visitor])


def _ways(
    rng: np.random.Generator,
    visits: Visits,
    device: Ints,
    is_signup: Bools,
    is_after: Bools,
    can_click: Bools,
) -> Ints:
    """How members are known; on the last visit of each device they are.

    A click in a mail tells nothing where many people share the mailbox.
    """
    size = len(visits)
    unknown = 1 - params.LOGIN_SHARE - params.EMAIL_SHARE
    way = pick(rng, (unknown, 0.0, params.LOGIN_SHARE, params.EMAIL_SHARE), size)
    after = np.nonzero(is_after)[0]
    key = visits.visitor * _MAX_DEVICES + device
    last = np.full(int(key.max(initial=0)) + 1, NONE)
    last[key[after]] = after
    is_last = last[key] == np.arange(size)
    clicks = chance(rng, params.EMAIL_EVIDENCE_SHARE, size)
    shown = np.where(clicks, BY_EMAIL, BY_LOGIN)
    way = np.where(is_last & (way == NOT_AT_ALL), shown, way)
    way = np.where((way == BY_EMAIL) & ~can_click, BY_LOGIN, way)
    return np.where(is_signup, BY_SIGNUP, np.where(is_after, way, NOT_AT_ALL))


def _numbered(rng: np.random.Generator, visits: Visits, device: Ints) -> dict[str, Ints]:
    """Devices and cookies by number; a device gets a new cookie every now and then."""
    order = np.lexsort((visits.started, device, visits.visitor))
    key = (visits.visitor * _MAX_DEVICES + device)[order]
    is_new = np.ones(len(order), dtype=np.bool_)
    is_new[1:] = key[1:] != key[:-1]
    is_reset = is_new | chance(rng, params.NEW_COOKIE_SHARE, len(order))
    numbers = {"device": np.zeros_like(order), "cookie": np.zeros_like(order)}
    numbers["device"][order] = np.cumsum(is_new) - 1
    numbers["cookie"][order] = np.cumsum(is_reset) - 1
    return numbers


def is_kiosk(library: Ints) -> Bools:
    """Every other library computer keeps its cookie, so that all its users have one."""
    return np.asarray(library % 2 == 1, dtype=np.bool_)


def _with_libraries(
    rng: np.random.Generator,
    window: Window,
    sessions: Sessions,
    users: Users,
    libraries: Groups,
) -> Sessions:
    """A login of each of its members on a library computer, and strangers who do not log in."""
    size = len(libraries.user)
    device = int(sessions.device.max(initial=NONE)) + 1
    cookie = int(sessions.cookie.max(initial=NONE)) + 1
    kiosk_cookie = cookie + size + libraries.group
    start = users.signed_up[libraries.user] + params.GAP_SECONDS
    span = last_start(window) - start
    logins = Sessions(
        visitor=users.visitor[libraries.user],
        user=libraries.user,
        started=start + np.floor(rng.random(size) * span).astype(np.int64),
        pace=draw_pace(rng, size),
        campaign=np.full(size, DIRECT),
        way=np.full(size, BY_LOGIN),
        device=device + libraries.group,
        cookie=np.where(is_kiosk(libraries.group), kiosk_cookie, cookie + np.arange(size)),
        library=libraries.group,
    )
    strangers = _strangers(rng, sessions, libraries.count)
    library = np.arange(len(strangers)) % max(1, libraries.count)
    moved = {name: getattr(sessions, name).copy() for name in ("library", "device", "cookie")}
    moved["library"][strangers] = library
    moved["device"][strangers] = device + library
    at_kiosk = is_kiosk(library)
    moved["cookie"][strangers[at_kiosk]] = cookie + size + library[at_kiosk]
    return Sessions.concat([replace(sessions, **moved), logins])


def _strangers(rng: np.random.Generator, sessions: Sessions, libraries: int) -> Ints:
    """Single visits of visitors who never sign up."""
    visits = np.bincount(sessions.visitor)[sessions.visitor]
    free = np.nonzero((sessions.user == NONE) & (visits == 1))[0]
    return rng.permutation(free)[: params.STRANGERS * libraries]
