"""The table of customer segments: it covers every combination of scores; its faults are named."""

from itertools import product
from typing import Any

import pytest
import yaml

from gtm_tower.config import parse_config
from gtm_tower.errors import ConfigError
from gtm_tower.segments import PACKAGED, Segment, packaged_segments, parse_segments

SCORES = (1, 2, 3, 4, 5)
CELLS = list(product(SCORES, SCORES, SCORES))
NAMED_IN_THE_FIELD = {
    *("Champions", "Loyal Customers", "Potential Loyalists", "New Customers"),
    *("At Risk", "Can't Lose Them", "Hibernating"),
}
REST = {"name": "Others", "action": "Write to them"}


def read_plainly() -> list[dict[str, Any]]:
    """The packaged table with each range as the set of its scores."""
    rows = yaml.safe_load(PACKAGED.read_text(encoding="utf-8"))
    for row in rows:
        for kind in ("recency", "frequency", "monetary"):
            ends = [int(end) for end in str(row.get(kind, "1-5")).split("-")]
            row[kind] = set(range(ends[0], ends[-1] + 1))
    return list(rows)


def name_of(cell: tuple[int, int, int], segments: tuple[Segment, ...]) -> str:
    """The segment of three scores: the first that fits."""
    return next(segment.name for segment in segments if segment.fits(cell))


def test_every_cell_is_in_the_segment_that_the_file_says() -> None:
    rows = read_plainly()
    for r, f, m in CELLS:
        fitting = [
            row["name"]
            for row in rows
            if r in row["recency"] and f in row["frequency"] and m in row["monetary"]
        ]
        assert fitting, (r, f, m)
        assert name_of((r, f, m), packaged_segments()) == fitting[0]


def test_no_row_of_the_file_is_empty() -> None:
    found = {name_of(cell, packaged_segments()) for cell in CELLS}
    assert found == {segment.name for segment in packaged_segments()}
    assert found >= NAMED_IN_THE_FIELD
    assert all(segment.action for segment in packaged_segments())


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ((4, 4, 4), "Champions"),
        ((5, 5, 3), "Loyal Customers"),
        ((3, 5, 5), "Loyal Customers"),
        ((4, 3, 1), "Potential Loyalists"),
        ((5, 1, 5), "New Customers"),
        ((4, 1, 1), "Promising"),
        ((3, 2, 4), "Need Attention"),
        ((3, 1, 1), "About to Sleep"),
        ((2, 3, 5), "At Risk"),
        ((1, 5, 3), "At Risk"),
        ((1, 4, 4), "Can't Lose Them"),
        ((2, 2, 2), "Hibernating"),
        ((1, 1, 5), "Lost"),
    ],
)
def test_what_the_names_mean(cell: tuple[int, int, int], name: str) -> None:
    assert name_of(cell, packaged_segments()) == name


def test_the_first_row_that_fits_wins() -> None:
    best = {"name": "Best", "action": "Thank them", "recency": 5, "monetary": "4 - 5"}
    segments = parse_segments([best, REST], "gtm.yml: segments")
    assert segments[0] == Segment("Best", "Thank them", recency=(5, 5), monetary=(4, 5))
    assert name_of((5, 1, 4), segments) == "Best"
    assert name_of((5, 1, 3), segments) == name_of((4, 1, 5), segments) == "Others"


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ([], ["expected a list", "[]"]),
        ({"Best": REST}, ["expected a list"]),
        (["Best"], ["row 1", "keys and values", "'Best'"]),
        ([{**REST, "recencey": 5}], ["row 1", "'recencey'", "Did you mean 'recency'"]),
        ([{"name": "Best"}], ["row 1", "'action'", "None"]),
        ([{**REST, "name": " "}], ["'name'", "one line"]),
        ([{**REST, "action": "write\nto them"}], ["'action'", "one line"]),
        ([{**REST, "name": "a\\b"}], ["'name'", "backslash"]),
        ([{**REST, "recency": 6}], ["recency is 6", "from 1 to 5"]),
        ([{**REST, "recency": "0-5"}], ["recency is '0-5'", "from 1 to 5"]),
        ([{**REST, "monetary": "5-4"}], ["monetary is '5-4'", "4-5"]),
        ([{**REST, "frequency": "high"}], ["frequency is 'high'"]),
        ([{**REST, "frequency": True}], ["frequency is True"]),
        ([{**REST, "frequency": None}], ["frequency is None"]),
        ([{**REST, "frequency": [4, 5]}], ["frequency is [4, 5]"]),
        ([REST, {**REST, "name": "others"}], ["'others' is taken"]),
        ([{**REST, "name": "No Orders"}], ["'No Orders' is taken"]),
        ([{**REST, "recency": "2-5"}], ["25 of 125", "1, 1, 1", "last row"]),
        ([{**REST, "recency": "1-4"}, {**REST, "name": "B", "frequency": 1}], ["20 of 125"]),
    ],
)
def test_a_fault_is_named(table: Any, words: list[str]) -> None:
    with pytest.raises(ConfigError) as error:
        parse_segments(table, "gtm.yml: segments")
    for word in ["gtm.yml: segments", *words]:
        assert word in str(error.value)


def test_a_company_may_have_its_own_table() -> None:
    settings: dict[str, Any] = {"sources": {"saas": {"path": "data/saas"}}}
    assert parse_config(settings, "gtm.yml", {}).segments == packaged_segments()
    config = parse_config({**settings, "segments": [REST]}, "gtm.yml", {})
    assert config.segments == (Segment("Others", "Write to them"),)
    with pytest.raises(ConfigError, match="gtm.yml: segments"):
        parse_config({**settings, "segments": {}}, "gtm.yml", {})
