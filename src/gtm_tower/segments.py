"""The table of customer segments: which scores mean which segment."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from gtm_tower.errors import ConfigError, did_you_mean

PACKAGED = Path(__file__).with_name("segments.yml")
SCORES = range(1, 6)
# what customers are in who lack a score
WITHOUT_SCORES = ("No Orders", "Value Unknown")

Range = tuple[int, int]
_ANY: Range = (SCORES[0], SCORES[-1])
_RANGES = ("recency", "frequency", "monetary")
_TEXTS = ("name", "action")


@dataclass(frozen=True)
class Segment:
    """A row of the table: the lowest and highest score of each kind that fit, both included."""

    name: str
    action: str
    recency: Range = _ANY
    frequency: Range = _ANY
    monetary: Range = _ANY

    def fits(self, scores: tuple[int, int, int]) -> bool:
        """Whether a customer with these scores may be in it."""
        bounds = (self.recency, self.frequency, self.monetary)
        return all(low <= score <= high for score, (low, high) in zip(scores, bounds, strict=True))


@cache
def packaged_segments() -> tuple[Segment, ...]:
    """The segments of a company that names none of its own."""
    content = yaml.safe_load(PACKAGED.read_text(encoding="utf-8"))
    return parse_segments(content, PACKAGED.name)


def parse_segments(content: Any, where: str) -> tuple[Segment, ...]:
    """The rows of a table of segments; a fault is a ConfigError, and so is a gap in the table."""
    if not isinstance(content, list) or not content:
        raise ConfigError(f"{where}: expected a list of segments, got {content!r}.")
    segments = tuple(
        _segment(row, f"{where}, row {place}") for place, row in enumerate(content, start=1)
    )
    _check_names(segments, where)
    _check_cover(segments, where)
    return segments


def _segment(row: Any, where: str) -> Segment:
    legal = (*_TEXTS, *_RANGES)
    if not isinstance(row, Mapping):
        raise ConfigError(f"{where}: expected keys and values, got {row!r}.")
    for key in row:
        if key not in legal:
            raise ConfigError(
                f"{where}: unknown key '{key}'. Legal: {', '.join(legal)}."
                f"{did_you_mean(str(key), legal)}"
            )
    name, action = (_text(row, key, where) for key in _TEXTS)
    ranges = {key: _range(row[key], f"{where}: {key}") for key in _RANGES if key in row}
    return Segment(name, action, **ranges)


def _text(row: Mapping[str, Any], key: str, where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value.strip() or not value.isprintable() or "\\" in value:
        raise ConfigError(
            f"{where}: '{key}' is {value!r}. Legal: a text of one line without backslashes."
        )
    return value.strip()


def _range(value: Any, where: str) -> Range:
    found = re.fullmatch(r"\s*(\d)\s*(?:-\s*(\d)\s*)?", str(value))
    low, high = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if isinstance(value, bool) or not SCORES[0] <= low <= high <= SCORES[-1]:
        raise ConfigError(
            f"{where} is {value!r}. Legal: a score from {SCORES[0]} to {SCORES[-1]},"
            " or a range of them such as 4-5."
        )
    return low, high


def _check_names(segments: tuple[Segment, ...], where: str) -> None:
    seen = {name.lower(): name for name in WITHOUT_SCORES}
    for segment in segments:
        if segment.name.lower() in seen:
            raise ConfigError(
                f"{where}: the name '{segment.name}' is taken. Each segment has one row;"
                f" {' and '.join(WITHOUT_SCORES)} are for customers without scores."
            )
        seen[segment.name.lower()] = segment.name


def _check_cover(segments: tuple[Segment, ...], where: str) -> None:
    uncovered = list(_uncovered(segments))
    if uncovered:
        shown = "; ".join(f"{r}, {f}, {m}" for r, f, m in uncovered[:3])
        raise ConfigError(
            f"{where}: {len(uncovered)} of {len(SCORES) ** 3} combinations of scores are in no"
            f" segment, such as recency, frequency, monetary = {shown}."
            " Add a last row without scores: it takes all the others."
        )


def _uncovered(segments: tuple[Segment, ...]) -> Iterator[tuple[int, int, int]]:
    for scores in product(SCORES, SCORES, SCORES):
        if not any(segment.fits(scores) for segment in segments):
            yield scores
