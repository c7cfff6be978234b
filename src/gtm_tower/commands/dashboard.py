"""gtm dashboard."""

import errno
import os
import socket
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from gtm_tower.errors import ConfigError
from gtm_tower.output import remark
from gtm_tower.workspace import PACKAGE, find_workspace


def run_dashboard(folder: Path, host: str, port: int, opens_browser: bool) -> None:
    """Serve the pages until the user ends it; port 0 is any free one."""
    workspace = find_workspace(folder)
    workspace.config()
    if find_spec("streamlit") is None:
        raise ConfigError(
            "the dashboard needs Streamlit, which is not installed."
            " Run: pip install 'gtm-tower[dashboard]'"
        )
    port = free_port(host, port)
    os.environ["GTM_WORKSPACE"] = str(workspace.root)
    remark(f"{workspace.root} is at {address(host, port)}. Ctrl-C ends it.")
    serve(settings(host, port, opens_browser))


def free_port(host: str, port: int) -> int:
    """The port, or a free one for 0; ConfigError where nobody can listen to it."""
    try:
        family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(place)
            return int(tried.getsockname()[1])
    except OSError as error:
        raise ConfigError(_refusal(host, port, error)) from error


def _refusal(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"port {port} of {host} is taken by another program, maybe another dashboard."
            " Name another one with --port, or any free one: --port 0"
        )
    if error.errno == errno.EACCES:
        return f"port {port} is not open to you: those below 1024 are the system's. Try --port 8501"
    return (
        f"--host '{host}' is no address of this machine ({error.strerror})."
        " Legal: localhost, 0.0.0.0 for everybody in the network, or an address of this machine."
    )


def address(host: str, port: int) -> str:
    """Where a browser on this machine finds the pages."""
    shown = {"0.0.0.0": "localhost", "::": "localhost"}.get(host, host)
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}"


def settings(host: str, port: int, opens_browser: bool) -> dict[str, Any]:
    """The options of Streamlit: what it serves, what it says, how it looks."""
    from gtm_tower.app.theme import options

    return {
        "server.address": host,
        "server.port": port,
        "server.headless": not opens_browser,
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": False,
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none",
        # its welcome names this machine's address in the internet, which it asks a stranger for
        "logger.hideWelcomeMessage": True,
        **options(),
    }


def serve(options: dict[str, Any]) -> None:
    """Run Streamlit on the pages."""
    from streamlit import net_util
    from streamlit.web import bootstrap

    # asked when a page elsewhere calls, to tell whether it is of this machine: it is refused anyway
    net_util.get_external_ip = net_util.get_internal_ip = _no_address
    flags = {name.replace(".", "_"): value for name, value in options.items()}
    bootstrap.load_config_options(flags)
    bootstrap.run(str(PACKAGE / "app" / "main.py"), False, [], flags)


def _no_address() -> None:
    """No stranger is asked who we are."""
