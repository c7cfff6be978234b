"""gtm dashboard: whom it listens to, whom it asks, what it says when it cannot, and how it ends."""

import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus

from app.server import LOCAL, SECONDS, Server, served
from app.wire import Told, reading
from builds.company import Company, run_gtm
from gtm_tower.app.data import CHECK_SECONDS
from gtm_tower.commands.dashboard import free_port, run_dashboard
from gtm_tower.errors import ConfigError
from gtm_tower.workspace import create_workspace

pytestmark = pytest.mark.slow


def refused(*arguments: str) -> str:
    """What the command says where it cannot serve."""
    done = run_gtm("dashboard", "--no-browser", *arguments)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    return str(done.stderr)


def until(tell: Callable[[], Told], is_so: Callable[[Told], bool]) -> Told:
    """The first page, once it is so; the last one where it never is."""
    end = time.monotonic() + SECONDS
    while not is_so(told := tell()) and time.monotonic() < end:
        time.sleep(0.2)
    return told


def test_no_workspace(tmp_path: Path) -> None:
    assert "There is no gtm.yml" in refused("-C", str(tmp_path))


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    create_workspace(tmp_path / "acme", "saas")
    with socket.socket() as other:
        other.bind(("localhost", 0))
        other.listen()
        port = other.getsockname()[1]
        said = refused("-C", str(tmp_path / "acme"), "--port", str(port))
    assert f"port {port} of localhost is taken by another program" in said
    assert "--port 0" in said


def test_a_host_that_is_none_of_ours(tmp_path: Path) -> None:
    create_workspace(tmp_path / "acme", "saas")
    said = refused("-C", str(tmp_path / "acme"), "--host", "198.51.100.7", "--port", "0")
    assert "--host '198.51.100.7' is no address of this machine" in said
    assert "Legal: localhost" in said


def test_streamlit_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    create_workspace(tmp_path / "acme", "saas")
    monkeypatch.setattr("gtm_tower.commands.dashboard.find_spec", lambda name: None)
    with pytest.raises(ConfigError, match=r"pip install 'gtm-tower\[dashboard\]'"):
        run_dashboard(tmp_path / "acme", "localhost", 0, False)


def test_port_0_is_any_free_one() -> None:
    first = free_port("localhost", 0)
    assert first > 0
    assert free_port("localhost", first) == first


def test_it_says_where_it_is_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "acme", "saas")
    process = subprocess.Popen(
        [sys.executable, "-m", "gtm_tower", "dashboard", "--no-browser", "--port", "0"],
        cwd=workspace.root,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        said = process.stderr.readline()
        found = re.search(r"is at http://localhost:(\d+)\. Ctrl-C ends it", said)
        assert found, said
    finally:
        process.terminate()
        process.wait(SECONDS)


def test_the_first_build_appears_by_itself(built_once: Company, tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "acme", "saas")
    with served(workspace, tmp_path / "server", **{CHECK_SECONDS: "0.5"}) as server:
        with reading(server.port) as reader:
            told = reader.read()
            assert "Nothing to show yet" in told.texts
            assert any("gtm build" in text for text in told.texts)
            assert told.errors == ()
            published = built_once.workspace.root / "warehouse"
            shutil.copytree(published, workspace.root / "warehouse", dirs_exist_ok=True)
            told = until(reader.read, lambda told: "MRR" in told.tiles)
            assert "MRR" in told.tiles
        assert_keeps_to_itself(server)


def assert_keeps_to_itself(server: Server) -> None:
    """It listens on this machine only, refuses pages from elsewhere, and asks nobody."""
    with socket.socket() as other, pytest.raises(ConnectionRefusedError):
        other.connect(("127.0.0.2", server.port))  # of this machine, and not localhost
    with pytest.raises(InvalidStatus), reading(server.port, origin="http://elsewhere.example"):
        pass
    assert {one for one in server.addresses() if not LOCAL.search(one)} == set()
