"""What can be found: metrics, marts, columns, inputs and policies, with where each is told of."""

from collections.abc import Iterator
from typing import Any

from gtm_tower.site._book import Book
from gtm_tower.site._text import first_paragraph, plain

LONGEST = 240


def entries(book: Book) -> list[dict[str, Any]]:
    """One entry for each thing; `weight` puts metrics before marts, and both before columns."""
    return [*_metrics(book), *_marts(book), *_inputs(book), *_policies(book)]


def _entry(kind: str, name: str, label: str, text: str, url: str, weight: int) -> dict[str, Any]:
    words = plain(first_paragraph(text)[0])
    short = words if len(words) <= LONGEST else f"{words[:LONGEST].rsplit(' ', 1)[0]} …"
    fields = {"kind": kind, "name": name, "label": label, "text": short, "url": url}
    return {**fields, "weight": weight}


def _metrics(book: Book) -> Iterator[dict[str, Any]]:
    for one in book.facts.catalog.metrics.values():
        text = f"{one.description.partition(chr(10) * 2)[0]} {one.question}"
        weight = 15 if one.is_part else 30
        yield _entry("metric", one.name, one.label, text, f"metrics/{one.name}.html", weight)


def _marts(book: Book) -> Iterator[dict[str, Any]]:
    for mart in book.facts.marts:
        url = f"marts/{mart.name}.html"
        described = book.project.marts.get(mart.name)
        text = f"{mart.question} {described.description if described else ''}"
        yield _entry("mart", mart.name, mart.name, text, url, 20)
        for column in book.facts.columns.get(mart.name, ()):
            anchor = f"{url}#column-{column.name}"
            yield _entry(f"column of {mart.name}", column.name, column.name,
                         column.definition, anchor, 2)  # fmt: skip


def _inputs(book: Book) -> Iterator[dict[str, Any]]:
    for name, one in sorted(book.project.inputs.items()):
        url = f"inputs/{name}.html"
        yield _entry("input", name, name, one.description, url, 12)
        for column, text in one.columns.items():
            yield _entry(f"column of the input {name}", column, column, text,
                         f"{url}#column-{column}", 1)  # fmt: skip


def _policies(book: Book) -> Iterator[dict[str, Any]]:
    for policy in book.policies:
        url = f"policies.html#{policy.name}"
        yield _entry("policy", policy.name, policy.name, policy.decides, url, 12)
