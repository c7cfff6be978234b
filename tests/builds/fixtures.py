"""The built companies that tests of several folders look at; nothing may change them.

Each is built once in a run, however many workers there are: the first that needs it builds it, the
others wait and take a copy.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from builds.company import Company, new_company
from builds.made_up import END, MadeUp, build_files, make_up
from gtm_tower.sources.generate import GENERATORS, GenerateSpec
from gtm_tower.workspace import Workspace

Filled = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """A folder by its name and the function that fills it."""

    def filled(name: str, fill: Callable[[Path], object]) -> Path:
        own = tmp_path_factory.mktemp(name) / "own"
        if "PYTEST_XDIST_WORKER" not in os.environ:
            own.mkdir()
            fill(own)
        else:
            shared = tmp_path_factory.getbasetemp().parent / "filled" / name
            _fill_once(shared, fill)
            shutil.copytree(shared, own, symlinks=True)
        return own

    return filled


@pytest.fixture(scope="session")
def raw_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Raw files of a made-up company with 2% of faulty rows, and their truth.json."""
    out = tmp_path_factory.mktemp("raw")
    GENERATORS["saas"](GenerateSpec(out=out, end=END, months=14, scale=0.15, dirty=0.02))
    return out


@pytest.fixture(scope="session")
def built_once(filled: Filled, raw_files: Path) -> Company:
    """The made-up company, built on DuckDB; copy it before changing anything."""

    def fill(folder: Path) -> None:
        build_files(raw_files, new_company(folder / "company"))

    return Company(Workspace(filled("saas", fill) / "company"))


@pytest.fixture(scope="session")
def shop(filled: Filled) -> MadeUp:
    """A made-up web shop whose files are faulty, built on DuckDB."""
    return _made_up(filled, "jaffle", scale=0.5, dirty=0.1)


@pytest.fixture(scope="session")
def lottery(filled: Filled) -> MadeUp:
    """A made-up lottery whose files are faulty, built on DuckDB."""
    return _made_up(filled, "lottery", scale=0.3, dirty=0.1)


@pytest.fixture(scope="session")
def seller(filled: Filled) -> MadeUp:
    """A made-up company that sells by leads and deals; a quarter of its rows are faulty."""
    return _made_up(filled, "owner", scale=0.4, dirty=0.25)


@pytest.fixture(scope="session")
def marketplace(filled: Filled) -> MadeUp:
    """A made-up marketplace with 2% of faulty rows, built on DuckDB."""

    def fill(folder: Path) -> None:
        company = new_company(folder / "company", template="olist")
        company.set("max_refused_share: 0.05", "max_refused_share: 0.5")
        company.set("max_missing_origin_share: 0.05", "max_missing_origin_share: 0.001")
        files = folder / "files"
        GENERATORS["olist"](GenerateSpec(out=files, end=END, scale=0.3, dirty=0.02, seed=3))
        for path in files.glob("*.csv"):
            shutil.copy(path, company.data / path.name)
        company.load()
        company.build()

    return _read(filled("olist", fill), "olist")


def _made_up(filled: Filled, template: str, scale: float, dirty: float) -> MadeUp:
    def fill(folder: Path) -> None:
        make_up(template, folder, scale=scale, dirty=dirty, seed=3)

    return _read(filled(template, fill), template)


def _read(folder: Path, template: str) -> MadeUp:
    truth = json.loads((folder / "files" / "truth.json").read_text(encoding="utf-8"))
    company = Company(Workspace(folder / "company"), template)
    return MadeUp(company, folder / "files", truth)


def _fill_once(folder: Path, fill: Callable[[Path], object]) -> None:
    """Fill a folder that all workers see, in its place: links of a workspace name it in full."""
    folder.parent.mkdir(exist_ok=True)
    filled = folder.with_suffix(".filled")
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if filled.exists():
            return
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        fill(folder)
        filled.touch()
