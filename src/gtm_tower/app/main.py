"""The dashboard: the script that Streamlit runs for each reader and each change."""

from pathlib import Path

import streamlit as st

from gtm_tower.app import data, filters, views
from gtm_tower.app.components import Board, guarded
from gtm_tower.errors import GtmError

CHECK_EVERY = "20s"
ICON = Path(__file__).with_name("icon.svg")


def main() -> None:
    """Show the page that the URL names, of the version that is published now."""
    st.set_page_config(page_title="GTM Tower", page_icon=str(ICON), layout="wide")
    try:
        version = data.current()
    except GtmError as error:
        st.title("Nothing to show yet")
        st.info(str(error), icon=":material/info:")
        return
    pages = {view.title: view for view in views.available(version)}
    page = st.navigation(
        [
            st.Page(_nothing, title=view.title, icon=view.icon, url_path=view.name, default=not i)
            for i, view in enumerate(pages.values())
        ]
    )
    chosen = filters.sidebar(version)
    _watch(version.run_id)
    view = pages[page.title]
    st.title(view.title)
    st.caption(f"{view.question} {data.age(version)}.")
    page.run()
    with guarded():
        view.show(Board(version, chosen))


def _nothing() -> None:
    """Pages are shown by `main`, after the filters."""


@st.fragment(run_every=CHECK_EVERY)
def _watch(run_id: str) -> None:
    """Show a new version soon after it is published."""
    if data.published_run() != run_id:
        st.rerun(scope="app")


main()
