"""gtm docs."""

from pathlib import Path

from gtm_tower.output import remark
from gtm_tower.site import build_site
from gtm_tower.workspace import find_workspace


def run_docs(folder: Path, out: Path | None, with_dbt: bool, is_opened: bool) -> None:
    """Write the docs site, print where its first page is, and show it if asked to."""
    site = build_site(find_workspace(folder), out, with_dbt)
    print(site.index)
    remark(f"{site.files} files, to be opened in a browser; no server is needed")
    if is_opened:
        import webbrowser

        webbrowser.open(site.index.as_uri())
