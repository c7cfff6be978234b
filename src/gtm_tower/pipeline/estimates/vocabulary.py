"""One-hot columns: which cuisines, marketplaces and tools have one, and what it is called."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gtm_tower.pipeline.estimates._estimate import Context, Estimate, Read
from gtm_tower.sources.columns import LONGEST_NAME, plain_name

ITEMS = "int_sales__attribute_items"
KINDS = ("cuisine", "marketplace", "ordering_tool")
# the rest, those that are known to have none, and those of whom nothing is known
OTHER, NONE, UNKNOWN = "other", "none", "unknown (missing)"

Column = tuple[str, str, str]


def profile_columns(items: Mapping[str, Iterable[str]]) -> list[Column]:
    """The columns of a profile as (name, kind, item): the items of each kind, then the rest.

    A name is the kind and the item in lower case, of letters a-z, digits and _, at most 56 long.
    The items are taken in the order of their bytes; where two would have one name the first has it,
    and each of the others gets the least number from 2 that makes a name nobody has.
    """
    return [
        (name, kind, item)
        for kind in KINDS
        for item, name in _named(kind, sorted(items.get(kind, ()), key=str.encode))
    ]


def learned_vars(read: Read, context: Context) -> dict[str, Any]:
    """What the models of the second run are told: the names of the columns, in their order."""
    return {"gtm_profile_columns": [name for name, _, _ in _rows(read, context)]}


def _rows(read: Read, context: Context) -> list[Column]:
    items: dict[str, list[str]] = {}
    for row in read(ITEMS):
        if row["is_common"]:
            items.setdefault(row["kind"], []).append(row["item"])
    return profile_columns(items)


def _named(kind: str, items: Sequence[str]) -> list[tuple[str, str]]:
    """Each item with its name; the names of the rest are taken before those of the items."""
    rest = {item: plain_name(f"{kind} {item.partition(' ')[0]}") for item in (OTHER, NONE, UNKNOWN)}
    wanted = {item: _plain(kind, item) for item in items}
    taken = set(rest.values())
    named = []
    for item, name in wanted.items():
        own, number = name, 1
        while own in taken or (number > 1 and own in wanted.values()):
            number += 1
            own = f"{name[: LONGEST_NAME - len(str(number)) - 1]}_{number}"
        taken.add(own)
        named.append((item, own))
    return [*named, *rest.items()]


def _plain(kind: str, item: str) -> str:
    """The plain name of an item, with `item` for one that has no Latin letter or digit."""
    name = plain_name(f"{kind} {item}")
    return f"{kind}_item" if name == kind else name


PROFILE_COLUMNS = Estimate(
    table="profile_columns",
    reads=(ITEMS,),
    columns={"column_name": "text", "kind": "text", "item": "text"},
    rows=_rows,
)
