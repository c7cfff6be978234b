"""Where real public data are, for development only: they are no part of the project."""

import os
from pathlib import Path

import pytest

BESIDE_THE_PROJECT = Path(__file__).parents[3] / "shared" / "data"


def real_data(folder: str) -> Path:
    """A folder of real data; the test is skipped where it is absent."""
    place = Path(os.environ.get("GTM_REAL_DATA", BESIDE_THE_PROJECT)) / folder
    if not place.is_dir():
        pytest.skip(f"there are no real data in {place}; GTM_REAL_DATA names another place")
    return place
