"""What dbt remembers of earlier files is given up where it is in the way; Ctrl-C is no fault."""

from pathlib import Path
from typing import Any

import pytest
from dbt.cli.main import dbtRunner, dbtRunnerResult

from gtm_tower.errors import TransformError
from gtm_tower.pipeline.transform import Transformer
from gtm_tower.workspace import Workspace


@pytest.fixture
def remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that dbt keeps; with it there, reading the project fails."""
    path = tmp_path / ".gtm" / "target" / "partial_parse.msgpack"
    path.parent.mkdir(parents=True)

    def invoke(self: Transformer, command: list[str], *_: Any) -> str:
        if path.exists():
            raise TransformError("dbt found two metrics")
        return "manifest"

    monkeypatch.setattr(Transformer, "_invoke", invoke)
    return path


def test_a_metric_that_moved_to_another_file_is_read_anew(remembered: Path, tmp_path: Path) -> None:
    remembered.write_bytes(b"stale")
    Transformer(Workspace(tmp_path), {}).parse()
    assert not remembered.exists()


def test_a_fault_without_anything_remembered_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def invoke(*_: Any) -> None:
        raise TransformError("a fault")

    monkeypatch.setattr(Transformer, "_invoke", invoke)
    with pytest.raises(TransformError, match="a fault"):
        Transformer(Workspace(tmp_path), {}).parse()


def test_ctrl_c_is_no_fault_of_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def invoke(*_: Any) -> dbtRunnerResult:
        return dbtRunnerResult(success=False, exception=KeyboardInterrupt())

    monkeypatch.setattr(dbtRunner, "invoke", invoke)
    with pytest.raises(KeyboardInterrupt):
        Transformer(Workspace(tmp_path), {}).parse()
