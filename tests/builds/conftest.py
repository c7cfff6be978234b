"""Companies for the build tests: an empty one on each engine, and copies of what is built once."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from builds.company import Company, new_company
from builds.made_up import MadeUp
from support.jaffle_files import Shop, read_shop
from support.lottery_files import Lottery, read_lottery
from support.real_data import real_data

END = date(2026, 5, 31)


@pytest.fixture
def company(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Company:
    """An empty company on each engine."""
    url = request.getfixturevalue("postgres_url") if engine == "postgres" else None
    return new_company(tmp_path / "company", url)


@pytest.fixture
def built(built_once: Company, tmp_path: Path) -> Company:
    """A copy of the built company, to do anything with."""
    root = tmp_path / "company"
    shutil.copytree(built_once.workspace.root, root, symlinks=True)
    return Company(type(built_once.workspace)(root))


@pytest.fixture(scope="session")
def shop_read(shop: MadeUp) -> Shop:
    """The files of the shop, read in plain Python."""
    return read_shop(shop.files)


@pytest.fixture(scope="session")
def lottery_read(lottery: MadeUp) -> Lottery:
    """The files of the lottery, read in plain Python."""
    return read_lottery(lottery.files)


@pytest.fixture(scope="session")
def classic(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """The published files of the web shop, as they are, built on DuckDB."""
    company = new_company(tmp_path_factory.mktemp("classic") / "c", template="jaffle")
    copy_raw(real_data("jaffle_classic"), company)
    company.load()
    company.build()
    return company


def allow_faults(company: Company) -> None:
    """So small a company cannot have every kind of fault and stay under 5%."""
    company.set("max_refused_share: 0.05", "max_refused_share: 0.5")


def copy_raw(files: Path, company: Company) -> None:
    """Put all raw files into a company's folder."""
    for path in files.glob("*.csv"):
        shutil.copy(path, company.data / path.name)
