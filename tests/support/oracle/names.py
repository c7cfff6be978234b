"""The names that reports group by: one spelling each, and a category for the missing ones."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from support.oracle.contract import Judged, Row
from support.oracle.values import MISSING

Group = tuple[str, str, str]


@dataclass(frozen=True)
class Names:
    """The spelling shown of every name, and the accounts by id with theirs."""

    spellings: dict[str, dict[str, str]]
    accounts: dict[str, Group]

    def spelled(self, kind: str, name: str | None) -> str:
        """The spelling shown of a segment, region, channel or plan."""
        return MISSING if name is None else self.spellings[kind][name.lower()]

    def group(self, account_id: str | None) -> Group:
        """Segment, region and acquisition channel of an account; missing for an unknown one."""
        return self.accounts.get(account_id or "", (MISSING, MISSING, MISSING))

    def channel(self, account_id: str | None) -> str:
        """The acquisition channel of an account."""
        return self.group(account_id)[2]


def find_names(judged: Judged) -> Names:
    """The names of all accepted rows."""
    rows = judged.accepted
    spellings = {
        "segment": _spellings(rows["accounts"], "segment", rows["opportunities"], "segment"),
        "region": _spellings(rows["accounts"], "region"),
        "channel": _spellings(
            rows["accounts"], "acquisition_channel", rows["marketing_spend"], "channel"
        ),
        "plan": _spellings(rows["subscriptions"], "plan"),
    }
    names = Names(spellings, {})
    for account in rows["accounts"]:
        names.accounts[account["account_id"]] = (
            names.spelled("segment", account["segment"]),
            names.spelled("region", account["region"]),
            names.spelled("channel", account["acquisition_channel"]),
        )
    return names


def _spellings(
    rows: Iterable[Row], column: str, more: Iterable[Row] = (), more_column: str = ""
) -> dict[str, str]:
    """The spelling seen most of each name, the first by its bytes among equals."""
    seen = Counter(row[column] for row in rows if row[column] is not None)
    seen.update(row[more_column] for row in more if row[more_column] is not None)
    shown: dict[str, str] = {}
    for name in sorted(seen, key=lambda name: (-seen[name], name.encode())):
        shown.setdefault(name.lower(), name)
    return shown
