"""The real command, serving a workspace, as a process of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gtm_tower.metrics import Metrics
from gtm_tower.warehouse import Warehouse, open_warehouse
from gtm_tower.workspace import Workspace

SECONDS = 60
LOCAL = re.compile(r"^\(?'(localhost|127\.0\.0\.1|::1|/[^']*)'|^None$")  # names and addresses
# every process of the command that the tests start says which names and addresses it asks for
GUARD = """
import atexit, os, socket

def noted(call):
    def say(*arguments, **options):
        with open(os.environ["GTM_TEST_ASKED"], "a") as file:
            file.write(repr(arguments[-1] if call is connect else arguments[0]) + "\\n")
        return call(*arguments, **options)
    return say

connect = socket.socket.connect
socket.getaddrinfo = noted(socket.getaddrinfo)
socket.socket.connect = noted(connect)
"""


@dataclass
class Server:
    """A dashboard that is being served."""

    process: subprocess.Popen[bytes]
    port: int
    workspace: Workspace
    log: Path
    asked: Path

    @property
    def url(self) -> str:
        """Where its first page is."""
        return f"http://localhost:{self.port}"

    @property
    def warehouse(self) -> Warehouse:
        """What it reads."""
        return open_warehouse(self.workspace.config(), self.workspace.root)

    def metrics(self) -> Metrics:
        """The metrics of what is published now, read apart from the server."""
        return Metrics(self.warehouse)

    def said(self) -> str:
        """All it wrote so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def addresses(self) -> set[str]:
        """The names and addresses that it asked for."""
        return set(self.asked.read_text().splitlines()) if self.asked.exists() else set()

    def stop(self) -> int:
        """End it as Ctrl-C does; gives its exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(SECONDS)


@contextmanager
def served(
    workspace: Workspace, folder: Path, host: str = "localhost", **environ: str
) -> Iterator[Server]:
    """Serve a workspace on a free port; `folder` takes its log. No traceback may be in it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sitecustomize.py").write_text(GUARD)
    log, asked, port = folder / "log.txt", folder / "asked.txt", free_port()
    path = os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")]))
    command = ["dashboard", "-C", str(workspace.root), "--no-browser", "--host", host]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gtm_tower", *command, "--port", str(port)],
            stdout=output,
            stderr=subprocess.STDOUT,
            env=os.environ
            | {"PYTHONPATH": path, "GTM_TEST_ASKED": str(asked), "HOME": str(folder)}
            | environ,
        )
    server = Server(process, port, workspace, log, asked)
    try:
        _wait_until_up(server)
        yield server
        code = server.stop() if process.poll() is None else process.returncode
    finally:
        process.kill()
    assert code in (0, 130), server.said()
    assert "Traceback" not in server.said(), server.said()


def free_port() -> int:
    """A port that nobody listens to."""
    with socket.socket() as tried:
        tried.bind(("localhost", 0))
        return int(tried.getsockname()[1])


def _wait_until_up(server: Server) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        assert server.process.poll() is None, server.said()
        try:
            with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=5) as answer:
                assert answer.status == 200
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"not up after {SECONDS} s: {server.said()}")
