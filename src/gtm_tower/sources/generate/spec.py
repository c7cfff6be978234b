"""What a generator is asked for and what it hands back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol
from zlib import crc32

import numpy as np

from gtm_tower.errors import ConfigError

FILE_FORMATS = ("csv", "parquet")
MAX_DIRTY = 0.5
MAX_MONTHS = 240
MAX_SCALE = 1_000.0

Progress = Callable[[str, int], None]


@dataclass(frozen=True, kw_only=True)
class GenerateSpec:
    """One synthetic data set: the same spec always gives the same files.

    `end` is the last day covered; the window is `months` calendar months up to its month.
    """

    out: Path
    end: date
    months: int = 18
    scale: float = 1.0
    seed: int = 0
    dirty: float = 0.0
    file_format: str = "csv"

    def validate(self) -> None:
        """Raise ConfigError on the first argument outside its legal values."""
        _require("months", self.months, 1 <= self.months <= MAX_MONTHS, f"1 to {MAX_MONTHS}")
        _require("scale", self.scale, 0 < self.scale <= MAX_SCALE, f"above 0, to {MAX_SCALE:g}")
        _require("seed", self.seed, self.seed >= 0, "0 or more")
        _require("dirty", self.dirty, 0 <= self.dirty <= MAX_DIRTY, f"0 to {MAX_DIRTY:g}")
        is_known = self.file_format in FILE_FORMATS
        _require("file_format", self.file_format, is_known, " or ".join(FILE_FORMATS))

    def rng(self, stream: str) -> np.random.Generator:
        """Random numbers of one named stream, so that a change in one table spares the others."""
        return np.random.default_rng([self.seed, crc32(stream.encode())])


@dataclass(frozen=True)
class Generated:
    """What was written: data rows and path of each table, and the path of truth.json."""

    rows: dict[str, int]
    files: dict[str, Path]
    truth: Path


class Generator(Protocol):
    """Writes the tables of one template and the truth about them."""

    def __call__(self, spec: GenerateSpec, progress: Progress | None = None) -> Generated: ...


def _require(name: str, value: object, is_legal: bool, legal: str) -> None:
    if not is_legal:
        raise ConfigError(f"cannot generate with {name} = {value!r}; legal: {legal}")
