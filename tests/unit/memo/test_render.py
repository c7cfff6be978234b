"""A memo in its formats: what comes from the data stays text, and no letter is lost unseen."""

from datetime import date

import pytest

from gtm_tower.memo import Figure, Memo, Section, Sentence, render
from gtm_tower.memo.render import western

QUERY = "gtm query mrr --grain month"


@pytest.fixture
def memo() -> Memo:
    said = Sentence(("<b>Łódź</b> *won* ", Figure("USD 1.00", QUERY), "."))
    example = Sentence((Figure("One of them", QUERY),), is_example=True)
    sections = (
        Section("What changed", (said, example), "Nothing."),
        Section("Why", (), "Nothing moved."),
    )
    return Memo("a & b", date(2026, 5, 1), date(2026, 5, 31), "run", sections)


def test_html_escapes_what_comes_from_the_data(memo: Memo) -> None:
    page = render(memo, "html").decode()
    assert "&lt;b&gt;Łódź&lt;/b&gt; *won* <strong>USD 1.00</strong>." in page
    assert "<title>a &amp; b: May 2026</title>" in page
    assert '<a href="#q1" aria-label="query 1">1</a>' in page
    assert f'<li id="q1"><code>{QUERY}</code></li>' in page


def test_markdown_escapes_what_comes_from_the_data(memo: Memo) -> None:
    lines = render(memo, "md").decode().splitlines()
    assert lines[0] == "# a & b: May 2026"
    assert lines[2] == "As of 2026-05-31, run run."
    assert "- \\<b\\>Łódź\\</b\\> \\*won\\* USD 1.00. [^1]" in lines
    assert f"[^1]: `{QUERY}`" in lines


def test_an_example_is_set_under_its_sentence(memo: Memo) -> None:
    assert "  - One of them [^1]" in render(memo, "md").decode().splitlines()
    assert "<li class=example><strong>One of them</strong>" in render(memo, "html").decode()


def test_a_section_without_sentences_says_so(memo: Memo) -> None:
    assert "Nothing moved." in render(memo, "md").decode()
    assert "<p>Nothing moved.</p>" in render(memo, "html").decode()


def test_the_page_needs_nothing_from_outside(memo: Memo) -> None:
    assert "http" not in render(memo, "html").decode()


def test_pdf_is_the_same_each_time(memo: Memo) -> None:
    first = render(memo, "pdf")
    assert first == render(memo, "pdf")
    assert first.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("São Paulo", "São Paulo"), ("Łódź", "?ódz"), ("ā", "a"), ("東", "?")],
)
def test_western_letters(text: str, wanted: str) -> None:
    assert western(text) == wanted
