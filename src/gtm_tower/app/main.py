"""The dashboard: the script that Streamlit runs for each reader and each change."""

import os
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import streamlit as st
from altair.utils.schemapi import disable_debug_mode

from gtm_tower.app import data, filters, views
from gtm_tower.app.components import Board, guarded
from gtm_tower.app.theme import MARGINS
from gtm_tower.errors import GtmError

disable_debug_mode()  # the tests hold every chart against the schema; a page need not, each time
CHECK_EVERY = float(os.environ.get(data.CHECK_SECONDS, "20"))
ICON = Path(__file__).with_name("icon.svg")


def main() -> None:
    """Show the page that the URL names, of the version that is published now."""
    st.set_page_config(page_title="GTM Tower", page_icon=str(ICON), layout="wide")
    st.html(MARGINS)
    with ExitStack() as stack:
        try:
            version = stack.enter_context(data.page())
        except GtmError as error:
            _watch("")
            st.title("Nothing to show yet")
            st.info(str(error), icon=":material/info:")
            return
        _show(version)


def _show(version: data.Version) -> None:
    pages = {view.title: view for view in views.available(version)}
    page = st.navigation(_navigation(list(pages.values())))
    chosen = filters.sidebar(version)
    _watch(version.run_id)
    view = pages[page.title]
    st.title(view.title)
    currency = version.metrics.publication.currency
    st.caption(f"{view.question} {data.age(version)}. Amounts are in {currency}.")
    page.run()
    with guarded():
        view.show(Board(version, chosen))


def _navigation(available: list[views.View]) -> list[Any]:
    """The pages of the menu; the first is at /, and by its name too, out of the menu."""
    first, *others = available
    return [
        _page(first, url_path="home", default=True),
        *(_page(view, url_path=view.name) for view in others),
        _page(first, url_path=first.name, visibility="hidden"),
    ]


def _page(view: views.View, **place: Any) -> Any:
    return st.Page(_nothing, title=view.title, icon=view.icon, **place)


def _nothing() -> None:
    """Pages are shown by `main`, after the filters."""


@st.fragment(run_every=CHECK_EVERY)
def _watch(run_id: str) -> None:
    """Show a new version soon after it is published; what is shown stays where none can be read."""
    with suppress(GtmError):
        if data.published_run() != run_id:
            st.rerun(scope="app")


main()
