"""Descriptions in Markdown, and formulas of metrics, as HTML that holds nothing but text."""

import re
from collections.abc import Mapping
from functools import cache

from markdown_it import MarkdownIt
from markupsafe import Markup, escape


@cache
def _parser() -> MarkdownIt:
    """Text, tables and links; tags stay text, and a picture would be fetched from elsewhere."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    parser.add_render_rule("table_open", lambda *_: '<div class="scroll" tabindex="0"><table>\n')
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    parser.add_render_rule("heading_open", lambda *_: "<p><strong>")
    parser.add_render_rule("heading_close", lambda *_: "</strong></p>\n")
    return parser


def markdown(text: str) -> Markup:
    """A description as HTML; tags in it are shown, not taken."""
    return Markup(_parser().render(text))


def inline(text: str) -> Markup:
    """A short description without paragraphs, for a cell or a line."""
    return Markup(_parser().renderInline(" ".join(text.split())))


def first_paragraph(text: str) -> tuple[str, str]:
    """A description's first paragraph, and the rest of it."""
    first, _, rest = text.strip().partition("\n\n")
    return first, rest.strip()


def plain(text: str) -> str:
    """The words of a description, for searching."""
    return " ".join(re.sub(r"[`*|]|-{3,}", " ", text).split())


def formula(text: str, links: Mapping[str, tuple[str, str]]) -> Markup:
    """A formula whose metrics are links; `links` gives the label and the place of each."""
    pieces = re.split(r"(\w+)", text)
    return Markup("").join(
        Markup('<a href="{1}">{0}</a>').format(*links[piece]) if piece in links else escape(piece)
        for piece in pieces
    )
