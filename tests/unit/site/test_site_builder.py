"""Where the site goes: nothing of anybody else is overwritten, and nobody sees half of it."""

from pathlib import Path

import pytest

from gtm_tower.errors import WorkspaceError
from gtm_tower.site import build_site
from gtm_tower.site._dbt import _inline, _quiet
from gtm_tower.site.builder import MARK, _write
from gtm_tower.workspace import create_workspace


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "acme", "saas")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="not an earlier docs site"):
        build_site(workspace, tmp_path / "mine")
    assert (tmp_path / "mine" / "thesis.txt").read_text(encoding="utf-8") == "years of work"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "acme", "saas")
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="is not a folder"):
        build_site(workspace, tmp_path / "file")


def test_nothing_published_is_said_and_nothing_is_written(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "acme", "saas")
    with pytest.raises(WorkspaceError, match="gtm build"):
        build_site(workspace, tmp_path / "site", with_dbt=False)
    assert not (tmp_path / "site").exists()


def test_an_earlier_site_is_replaced_whole(tmp_path: Path) -> None:
    site = tmp_path / "site"
    _write(site, {"index.html": "one", "marts/gone.html": "one"})
    _write(site, {"index.html": "two"})
    files = [path for path in site.rglob("*") if path.is_file()]
    assert sorted(path.name for path in files) == [MARK, "index.html"]
    assert (site / "index.html").read_text(encoding="utf-8") == "two"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_json_cannot_end_the_script_it_stands_in() -> None:
    assert "</script>" not in _inline({"a": "</script><script>alert(1)"})


def test_dbt_is_given_neither_clocks_nor_tags() -> None:
    document = {
        "metadata": {"generated_at": "now", "invocation_id": "x", "dbt_version": "1.11"},
        "nodes": {"b": {"created_at": 5.1, "description": "<b>x</b> < 3"}, "a": {}},
    }
    quiet = _quiet(document)
    assert quiet["metadata"] == {"dbt_version": "1.11"}
    assert list(quiet["nodes"]) == ["a", "b"]
    assert quiet["nodes"]["b"] == {"created_at": 0, "description": "&lt;b>x&lt;/b> < 3"}
