"""Companies for the build tests: an empty one on each engine, and a made-up one built once."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from builds.company import Company, new_company
from gtm_tower.sources.generate import GENERATORS, GenerateSpec

END = date(2026, 5, 31)


@pytest.fixture
def company(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Company:
    """An empty company on each engine."""
    url = request.getfixturevalue("postgres_url") if engine == "postgres" else None
    return new_company(tmp_path / "company", url)


@pytest.fixture(scope="session")
def raw_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Raw files of a made-up company with 2% of faulty rows, and their truth.json."""
    out = tmp_path_factory.mktemp("raw")
    GENERATORS["saas"](GenerateSpec(out=out, end=END, months=14, scale=0.15, dirty=0.02))
    return out


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory, raw_files: Path) -> Company:
    """The made-up company, built on DuckDB; copy it before changing anything."""
    company = new_company(tmp_path_factory.mktemp("built") / "company")
    allow_faults(company)
    copy_raw(raw_files, company)
    company.load()
    company.build(END.isoformat())
    return company


@pytest.fixture
def built(built_once: Company, tmp_path: Path) -> Company:
    """A copy of the built company, to do anything with."""
    root = tmp_path / "company"
    shutil.copytree(built_once.workspace.root, root, symlinks=True)
    return Company(type(built_once.workspace)(root))


def allow_faults(company: Company) -> None:
    """So small a company cannot have every kind of fault and stay under 5%."""
    company.set("max_refused_share: 0.05", "max_refused_share: 0.5")


def copy_raw(files: Path, company: Company) -> None:
    """Put all raw files into a company's folder."""
    for path in files.glob("*.csv"):
        shutil.copy(path, company.data / path.name)
