"""Made-up companies to look into, and what their generator says is true of them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from gtm_tower.sources.generate import GENERATORS, Generated, GenerateSpec, Generator
from support.extract import Reading

END = date(2025, 12, 31)
# a clean company, a dirty one, one of two months, and one whose last month is cut short
VARIETIES: dict[str, dict[str, Any]] = {
    "clean": {},
    "dirty": {"dirty": 0.03},
    "short": {"months": 2, "end": date(2024, 2, 29), "dirty": 0.1, "seed": 4},
    "cut": {"end": date(2025, 6, 12), "scale": 0.5, "dirty": 0.2, "seed": 2},
}


def generate(template: str, out: Path, **changes: Any) -> Generated:
    """Write a company of 18 months unless `changes` say otherwise."""
    return write(GENERATORS[template], out, **changes)


def write(generator: Generator, out: Path, **changes: Any) -> Generated:
    """The same with a generator itself."""
    return generator(GenerateSpec(out=out, **{"end": END, **changes}))


def truth_of(generated: Generated) -> Any:
    """What truth.json holds."""
    return json.loads(generated.truth.read_text(encoding="utf-8"))


def assert_read_as_planted(
    generated: Generated, reading: Reading, counted: tuple[str, ...] = ("nulled",)
) -> None:
    """A plain reading refuses and repairs just what truth.json says was planted.

    `counted` are the ways to expect a cell that `meta.repairs` counts.
    """
    truth = truth_of(generated)
    places = {(entry["table"], entry["row"]): entry for entry in truth["planted"]}
    assert len(places) == len(truth["planted"])
    assert reading.refused == {
        place: entry["reason"]
        for place, entry in places.items()
        if entry["expect"] == "quarantined"
    }
    for place, entry in places.items():
        repairs = [(entry["column"], entry["reason"])] if entry["expect"] in counted else []
        assert reading.repaired.get(place, []) == repairs
    assert reading.repairs() == {
        (entry["table"], entry["column"], entry["repair"]): (entry["written"], entry["accepted"])
        for entry in truth["repairs"]
    }
    for table, counts in truth["after_quarantine"].items():
        assert counts["quarantined"] == reading.refusals(table)
        refused = [place for place in reading.refused if place[0] == table]
        assert counts["accepted"] == generated.rows[table] - len(refused)
