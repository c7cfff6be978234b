"""A new version appears without a restart, and no reader sees two in one page."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from app.server import Server, served
from app.two_versions import OTHER
from app.visit import visiting
from app.wire import Told, reading
from builds.company import Company
from gtm_tower.app.data import CHECK_SECONDS

pytestmark = pytest.mark.slow

READERS = 10
ROUNDS = 3


@pytest.fixture
def company(two_versions: Company) -> Company:
    """The company whose versions are published in turn."""
    return two_versions


@pytest.fixture
def server(company: Company, tmp_path: Path) -> Iterator[Server]:
    """Its dashboard, which looks for a new version every two seconds."""
    # oftener, and a page on a machine with much to do is never at rest
    with served(company.workspace, tmp_path / "server", **{CHECK_SECONDS: "2"}) as server:
        yield server


def test_an_open_page_shows_a_new_version(
    browser: Browser, server: Server, company: Company
) -> None:
    newest = company.warehouse.versions()[0].run_id
    with visiting(browser, server.url) as visit:
        visit.open("")
        caption = visit.page.get_by_test_id("stCaptionContainer").first
        expect(caption).to_contain_text(newest)
        before = visit.tiles()
        company.warehouse.rollback(OTHER)
        expect(caption).to_contain_text(OTHER, timeout=30_000)
        visit.wait()
        after = visit.tiles()
        assert after.keys() == before.keys()
        assert after["mrr"]["value"] != before["mrr"]["value"]
        assert after["won_deals"]["value"] != before["won_deals"]["value"]
        assert visit.wrong() == []


def test_ten_readers_while_versions_are_published(server: Server, company: Company) -> None:
    newest = company.warehouse.versions()[0].run_id
    known = {newest: told(server)}
    company.warehouse.rollback(OTHER)
    known[OTHER] = told(server)
    assert known[newest].tiles != known[OTHER].tiles
    pages: list[Told] = []
    readers = [
        threading.Thread(target=lambda: pages.extend(read_often(server))) for _ in range(READERS)
    ]
    for reader in readers:
        reader.start()
    published = 0
    while any(reader.is_alive() for reader in readers):
        company.warehouse.rollback((newest, OTHER)[published % 2])
        published += 1
        time.sleep(0.25)
    assert len(pages) == READERS * ROUNDS
    assert published >= 4
    assert {page.run_id for page in pages} == {newest, OTHER}
    for page in pages:
        assert page.errors == ()
        assert page.tiles == known[page.run_id].tiles


def told(server: Server) -> Told:
    """The first page, as one reader gets it."""
    with reading(server.port) as reader:
        return reader.read()


def read_often(server: Server) -> list[Told]:
    """The first page again and again, in one session."""
    with reading(server.port) as reader:
        return [reader.read() for _ in range(ROUNDS)]
