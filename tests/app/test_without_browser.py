"""What pages do when there is little to show, or something goes wrong; run in this process."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from app.two_versions import OTHER
from builds.company import Company
from builds.made_up import MadeUp
from gtm_tower.app import data, views
from gtm_tower.app.components import Board
from gtm_tower.errors import QueryError, VersionChanged
from gtm_tower.metrics import request
from gtm_tower.workspace import PACKAGE, Workspace, create_workspace

pytestmark = pytest.mark.slow

MAIN = PACKAGE / "app" / "main.py"


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """What other tests have read is forgotten, before and after."""
    for _ in range(2):
        st.cache_data.clear()
        st.cache_resource.clear()
        if _ == 0:
            yield


def shown(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The first page of a workspace."""
    monkeypatch.setenv(data.WORKSPACE, str(workspace.root))
    return AppTest.from_file(str(MAIN), default_timeout=60).run()


def test_nothing_is_published_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = shown(create_workspace(tmp_path / "acme", "saas"), monkeypatch)
    assert not page.exception
    assert page.title[0].value == "Nothing to show yet"
    assert "gtm build" in page.info[0].value


def test_an_error_of_ours_is_a_message_on_the_page(
    shop: MadeUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(board: Board) -> None:
        st.text("what came before")
        raise QueryError("there is no such thing. Try another.")

    first, *others = views.VIEWS
    monkeypatch.setattr(views, "VIEWS", (replace(first, show=broken), *others))
    page = shown(shop.company.workspace, monkeypatch)
    assert not page.exception
    assert page.text[0].value == "what came before"
    assert page.error[0].value == "there is no such thing. Try another."


def test_a_page_without_its_marts_is_not_in_the_menu(
    shop: MadeUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(data.WORKSPACE, str(shop.company.workspace.root))
    with data.page() as version:
        names = [view.name for view in views.available(version)]
    assert "overview" in names
    assert "revenue" not in names


def test_every_view_has_a_name_of_its_own() -> None:
    assert len({view.name for view in views.VIEWS}) == len(views.VIEWS)
    assert len({view.title for view in views.VIEWS}) == len(views.VIEWS)
    assert views.VIEWS[0].name == "overview"


def test_a_version_is_what_its_run_says(
    two_versions: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(data.WORKSPACE, str(two_versions.workspace.root))
    asked = request(["mrr"], grain="month")
    first = data.published_run()
    data.columns(first, "marts", "dim_account")
    two_versions.warehouse.rollback(OTHER)
    with pytest.raises(VersionChanged):
        data.answer(first, asked)
    with pytest.raises(VersionChanged):
        data.table(first, "marts", "dim_account", ())
    with data.page() as second:
        assert second.run_id == second.metrics.publication.run_id == OTHER
        assert data.answer(OTHER, asked).run_id == OTHER


def test_a_page_that_has_begun_goes_on_with_its_version(
    two_versions: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(data.WORKSPACE, str(two_versions.workspace.root))
    with data.page() as version:
        before = data.answer(version.run_id, request(["mrr"], grain="month"))
        two_versions.warehouse.rollback(OTHER)
        after = data.answer(version.run_id, request(["active_accounts", "mrr"], grain="month"))
        assert data.published_run() == version.run_id
        with ThreadPoolExecutor(1) as other:  # another reader, who has no part in this page
            asked = request(["opening_accounts"], grain="month")
            refused = other.submit(data.answer, version.run_id, asked)
            assert isinstance(refused.exception(), VersionChanged)
            assert other.submit(data.published_run).result() == OTHER
    assert {one.run_id for one in (before, after)} == {version.run_id}
    assert [row["mrr"] for row in after.records()] == [row["mrr"] for row in before.records()]
    assert data.published_run() == OTHER


def test_many_readers_make_one_version(
    two_versions: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(data.WORKSPACE, str(two_versions.workspace.root))
    begin = threading.Barrier(10)

    def read() -> int:
        begin.wait()
        with data.page() as version:
            return id(version)

    with ThreadPoolExecutor(10) as readers:
        assert len({one.result() for one in [readers.submit(read) for _ in range(10)]}) == 1
