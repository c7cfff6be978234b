"""Who is who in the web events of the `lottery` data.

A person is a visitor. All that a member did is known to be the member's: every device shows a
login, or a click in a mail, in the end, and every cookie its device. What is shared by many people
tells nothing.
"""

from collections.abc import Callable
from functools import partial

import numpy as np

from gtm_tower.sources.generate import _lottery_params as params
from gtm_tower.sources.generate._arrays import NONE, Bools, Ints
from gtm_tower.sources.generate._lottery_facts import Facts
from gtm_tower.sources.generate._lottery_sessions import NOT_AT_ALL, is_kiosk
from gtm_tower.sources.generate._lottery_tables import (
    ANONYMOUS,
    DEVICE,
    MAIL_HOST,
    OWN_MAILBOX,
    SHARED_MAILBOX,
    USER,
)
from gtm_tower.sources.generate._lottery_world import World
from gtm_tower.sources.generate._truth import Json

# truth.json lists at most this many persons, the first by number
LISTED_PERSONS = 100_000


def identity_truth(world: World, facts: Facts) -> Json:
    """Persons with all their ids, and values that link nobody."""
    sessions, users = world.sessions, world.users
    at_home, own_cookie = sessions.library == NONE, ~sessions.is_at_kiosk
    has_mail = sessions.way != NOT_AT_ALL
    mailbox = np.append(world.mailbox, NONE)[sessions.user]
    has_mail &= mailbox < len(users)
    ids = {
        "anonymous_ids": _pairs(sessions.visitor, sessions.cookie, own_cookie),
        "device_ids": _pairs(sessions.visitor, sessions.device, at_home),
        "emails": _pairs(sessions.visitor, mailbox, has_mail),
    }
    persons = np.unique(np.concatenate([pairs[0] for pairs in ids.values()]))
    user_of = np.full(int(sessions.visitor.max(initial=0)) + 1, NONE)
    is_seen = users.visitor != NONE
    user_of[users.visitor[is_seen]] = np.nonzero(is_seen)[0]
    return {
        "identity": {
            "max_group_size": params.MAX_GROUP_SIZE,
            "persons": len(persons),
            "members": int(is_seen.sum()),
            "members_without_events": int((~is_seen).sum()),
            "persons_with_several_anonymous_ids": _several(ids["anonymous_ids"][0]),
            "persons_with_several_device_ids": _several(ids["device_ids"][0]),
            "anonymous_ids": len(np.unique(sessions.cookie)),
            "device_ids": len(np.unique(sessions.device)),
            "events": _events_truth(facts),
            "guarded": _guarded_truth(world),
            "listed_persons": min(len(persons), LISTED_PERSONS),
        },
        "persons": _listed(persons[:LISTED_PERSONS], user_of, ids),
    }


def _pairs(person: Ints, value: Ints, mask: Bools) -> tuple[Ints, Ints]:
    """Persons and their values, each pair once, by person and value."""
    size = int(value.max(initial=0)) + 1
    pairs = np.unique(person[mask] * size + value[mask])
    return pairs // size, pairs % size


def _several(person: Ints) -> int:
    return int((np.bincount(person) > 1).sum())


def _events_truth(facts: Facts) -> Json:
    """Events that name a user, that can be known as a member's, as a person's, or as nobody's."""
    events = facts.events
    has_user, has_owner = events["user_row"] != NONE, events["owner"] != NONE
    has_person = events["person"] != NONE
    return {
        "with_user": int(has_user.sum()),
        "stitched": int((has_owner & ~has_user).sum()),
        "of_unknown_persons": int((has_person & ~has_owner).sum()),
        "of_nobody": int((~has_person).sum()),
    }


def _guarded_truth(world: World) -> list[Json]:
    """Values seen with more users than max_group_size."""
    users, libraries = world.users, world.libraries
    sessions = world.sessions
    shared = world.mailbox[world.mailbox >= len(users)] - len(users)
    boxes, people = np.unique(shared, return_counts=True)
    found: list[Json] = [
        {"kind": "email", "value": _email(SHARED_MAILBOX, int(box)), "users": int(count)}
        for box, count in zip(boxes, people, strict=True)
    ]
    _, places = np.unique(sessions.library, return_index=True)
    for library, place in enumerate(places[1:]):  # the first place is at no library
        count = int((libraries.group == library).sum())
        value = _text(DEVICE, int(sessions.device[place]))
        found.append({"kind": "device_id", "value": value, "users": count})
        if is_kiosk(np.array([library]))[0]:
            value = _text(ANONYMOUS, int(sessions.cookie[place]))
            found.append({"kind": "anonymous_user_id", "value": value, "users": count})
    return found


def _listed(persons: Ints, user_of: Ints, ids: dict[str, tuple[Ints, Ints]]) -> list[Json]:
    forms: dict[str, Callable[[int], str]] = {
        "anonymous_ids": partial(_text, ANONYMOUS),
        "device_ids": partial(_text, DEVICE),
        "emails": partial(_email, OWN_MAILBOX),
    }
    entries: list[Json] = [
        {
            "person": _text("person", person),
            "user_id": None if user == NONE else _text(USER, user),
            **{name: [] for name in ids},
        }
        for person, user in zip(persons.tolist(), user_of[persons].tolist(), strict=True)
    ]
    for name, (person, value) in ids.items():
        place = np.searchsorted(persons, person)
        known = place < len(persons)
        for entry, number in zip(place[known].tolist(), value[known].tolist(), strict=True):
            found = entries[entry][name]
            assert isinstance(found, list)
            found.append(forms[name](number))
    return entries


def _text(prefix: str, position: int) -> str:
    return f"{prefix}_{position + 1:06d}"


def _email(name: str, position: int) -> str:
    return f"{name}{position + 1}{MAIL_HOST}"
