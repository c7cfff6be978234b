"""A plain reading of extracts written by hand and by pandas, row by row with the csv module.

It follows what the documents say of the notation, and shares no code with the generators.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

PLACEHOLDERS = ("nan", "nat", "none", "null", "n/a", "#n/a", "select", "-")
MONEY = re.compile(r"(-?)US\$\t(-?)([0-9]{1,3}(?:\u00a0[0-9]{3})*),([0-9]{2})")
DECIMAL = re.compile(r"-?[0-9]+([.][0-9]+)?")
MOMENT = "%Y-%m-%d %H:%M:%S"

Row = dict[str, str]
Place = tuple[str, int]
Value = TypeVar("Value")


@dataclass
class Reading:
    """What was found: refused rows with their reason, and repaired cells by row."""

    refused: dict[Place, str] = field(default_factory=dict)
    repaired: dict[Place, list[tuple[str, str]]] = field(default_factory=dict)

    def repairs(self) -> dict[tuple[str, str, str], tuple[int, int]]:
        """Cells by table, column and repair: in all rows, and in the accepted ones."""
        written: Counter[tuple[str, str, str]] = Counter()
        accepted: Counter[tuple[str, str, str]] = Counter()
        for place, cells in self.repaired.items():
            for column, repair in cells:
                written[place[0], column, repair] += 1
                accepted[place[0], column, repair] += place not in self.refused
        return {key: (count, accepted[key]) for key, count in written.items()}

    def refusals(self, table: str) -> dict[str, int]:
        """Refused rows of a table by reason."""
        return dict(Counter(reason for place, reason in self.refused.items() if place[0] == table))


@dataclass
class Cells:
    """The cells of one row, and the first reason to refuse it."""

    place: Place
    row: Row
    reading: Reading
    refusal: str | None = None

    def refuse(self, reason: str) -> None:
        """The row is not accepted; its other cells are read all the same."""
        self.refusal = self.refusal or reason

    def required(self, column: str) -> str:
        """A text that must be there."""
        if not self.row[column]:
            self.refuse("missing_value")
        return self.row[column]

    def text(self, column: str) -> str | None:
        """A text, or None for a word that means none."""
        value = self.row[column]
        if value.lower() in PLACEHOLDERS:
            self._repaired(column, "placeholder")
            return None
        return value or None

    def moment(self, column: str, is_strict: bool = False) -> datetime | None:
        """A date or moment; a year that lost its century gets it back."""
        text = self.row[column]
        if text.startswith("00"):
            self._repaired(column, "century")
            text = "20" + text[2:]
        reason = "not_a_date" if is_strict else None
        return self._read(column, _moment, text, reason)

    def number(self, column: str, reason: str | None = None) -> int | None:
        """A whole number, also written 3.0."""
        return self._read(column, _whole, self.row[column], reason)

    def boolean(self, column: str) -> bool | None:
        """True or False."""
        return self._read(column, {"True": True, "False": False}.__getitem__, self.row[column])

    def money(self, column: str, reason: str | None = None) -> Decimal | None:
        """An amount such as US$ 55 779,40."""
        return self._read(column, _money, self.row[column], reason)

    def decimal(self, column: str, reason: str | None = None) -> Decimal | None:
        """A number such as 12.50."""
        return self._read(column, _decimal, self.row[column], reason)

    def _read(
        self, column: str, parse: Callable[[str], Value], text: str, reason: str | None = None
    ) -> Value | None:
        if not text:
            return None
        try:
            return parse(text)
        except (ValueError, KeyError):
            if reason:
                self.refuse(reason)
            else:
                self._repaired(column, "unreadable")
        return None

    def _repaired(self, column: str, repair: str) -> None:
        self.reading.repaired.setdefault(self.place, []).append((column, repair))


def rows_of(path: Path) -> list[Row]:
    """The rows of a file as texts."""
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def read_table(
    path: Path,
    reading: Reading,
    read_row: Callable[[Cells], Any],
    key: Callable[[Any], str] | None = None,
) -> list[Any]:
    """The accepted rows of a file; of several with one key the last is accepted."""
    table = path.stem
    accepted: dict[int, Any] = {}
    newest: dict[str, int] = {}
    for number, row in enumerate(rows_of(path), start=1):
        cells = Cells((table, number), row, reading)
        found = read_row(cells)
        if cells.refusal:
            reading.refused[cells.place] = cells.refusal
            continue
        accepted[number] = found
        if key:
            older = newest.get(key(found))
            if older is not None:
                reading.refused[table, older] = "duplicate"
                del accepted[older]
            newest[key(found)] = number
    return list(accepted.values())


def _moment(text: str) -> datetime:
    clock = text if " " in text else text + " 00:00:00"
    return datetime.strptime(clock.removesuffix(".000"), MOMENT)


def _whole(text: str) -> int:
    return int(text.removesuffix(".0"))


def _decimal(text: str) -> Decimal:
    if not DECIMAL.fullmatch(text):
        raise ValueError(text)
    return Decimal(text)


def _money(text: str) -> Decimal:
    match = MONEY.fullmatch(text)
    if not match:
        raise ValueError(text)
    before, behind, whole, cents = match.groups()
    amount = Decimal(whole.replace("\u00a0", "") + "." + cents)
    return -amount if before or behind else amount
