"""Descriptions become text and nothing else; formulas become words with links."""

import pytest

from gtm_tower.site._text import first_paragraph, formula, inline, markdown, plain


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "[click](javascript:alert(1))",
        "`<b>` and <style>*{}</style>",
        "| a |\n|---|\n| <iframe src='https://example.com'> |",
    ],
)
def test_tags_and_scripts_of_a_description_are_shown_not_taken(text: str) -> None:
    for shown in (str(markdown(text)), str(inline(text))):
        for tag in ("<script", "<img", "<style", "<iframe", 'href="javascript'):
            assert tag not in shown


def test_a_picture_in_a_description_is_not_fetched() -> None:
    assert "<img" not in markdown("![logo](https://example.com/logo.png)")


def test_code_and_tables_of_a_description_are_kept() -> None:
    assert inline("the policy `won_stages`") == "the policy <code>won_stages</code>"
    table = markdown("| a | b |\n|---|---|\n| 1 | 2 |")
    assert "<td>1</td>" in table
    assert table.startswith('<div class="scroll" tabindex="0"><table>')


def test_a_heading_in_a_description_does_not_disturb_those_of_the_page() -> None:
    assert markdown("# Title") == "<p><strong>Title</strong></p>\n"


def test_the_first_paragraph_stands_apart() -> None:
    assert first_paragraph("One.\n\nTwo.\n\nThree.") == ("One.", "Two.\n\nThree.")
    assert first_paragraph("One.") == ("One.", "")


def test_words_for_searching_have_no_marks() -> None:
    assert plain("The `mrr` of *all*\n|---|") == "The mrr of all"


def test_a_formula_links_the_metrics_it_names_and_no_others() -> None:
    links = {"won": ("Deals <won>", "won.html")}
    shown = formula("won / won_all < 2", links)
    assert shown == '<a href="won.html">Deals &lt;won&gt;</a> / won_all &lt; 2'
