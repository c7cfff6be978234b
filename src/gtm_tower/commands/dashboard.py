"""gtm dashboard."""

import os
from importlib.util import find_spec
from pathlib import Path

from gtm_tower.errors import ConfigError
from gtm_tower.workspace import PACKAGE, find_workspace


def run_dashboard(folder: Path, host: str, port: int, opens_browser: bool) -> None:
    """Serve the pages until the user ends it."""
    workspace = find_workspace(folder)
    workspace.config()
    if find_spec("streamlit") is None:
        raise ConfigError(
            "the dashboard needs Streamlit, which is not installed."
            " Run: pip install 'gtm-tower[dashboard]'"
        )
    from streamlit.web import bootstrap

    from gtm_tower.app.theme import options

    os.environ["GTM_WORKSPACE"] = str(workspace.root)
    settings = {
        "server.address": host,
        "server.port": port,
        "server.headless": not opens_browser,
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": False,
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none",
        **options(),
    }
    flags = {name.replace(".", "_"): value for name, value in settings.items()}
    bootstrap.load_config_options(flags)
    bootstrap.run(str(PACKAGE / "app" / "main.py"), False, [], flags)
