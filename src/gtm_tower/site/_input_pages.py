"""The pages of inputs: the contract, and what became of the rows; never the rows themselves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gtm_tower.pipeline.project import Feed
from gtm_tower.pipeline.records import InputCount
from gtm_tower.site._book import Book, Page
from gtm_tower.site._graph import Node
from gtm_tower.site._project import Described

REASONS = {
    "missing_value": "a column that must be filled is empty",
    "not_a_date": "a date in a notation that is not known, or no day of the calendar",
    "not_a_number": "a number in a notation that is not known",
    "negative_amount": "an amount below 0 where there can be none",
    "other_currency": "another currency than the reporting currency",
    "wrong_order": "an end before its beginning",
    "orphan": "it names something that is not among the accepted rows",
    "unknown_value": "a word that the contract does not know",
    "duplicate": "a later row has the same key; that one stays",
}
REPAIRS = {
    "placeholder": "a word that stands for an empty cell was taken as empty",
    "unreadable": "a text not of the column's kind was left empty",
    "century": "a year that lost its century was taken for one of ours",
}


@dataclass(frozen=True)
class Fed:
    """What feeds an input, with what became of its rows; None where no file was loaded."""

    feed: Feed
    count: InputCount | None
    refused: tuple[tuple[str, int], ...]
    repairs: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True)
class Contract:
    """An input: its columns with whether they are required, its feeds and the marts behind it."""

    name: str
    described: Described
    columns: tuple[tuple[str, bool, str], ...]
    feeds: tuple[Fed, ...]
    counts: tuple[InputCount, ...]
    marts: tuple[str, ...]


def input_pages(book: Book) -> Iterator[Page]:
    """The list of inputs, those that have rows first, and a page for each."""
    contracts = [_contract(book, name, one) for name, one in sorted(book.project.inputs.items())]
    contracts.sort(key=lambda one: not one.counts)
    yield book.page("inputs.html", "inputs.html", inputs=contracts)
    for one in contracts:
        yield book.page(
            "input.html",
            f"inputs/{one.name}.html",
            section="inputs.html",
            one=one,
            reasons=REASONS,
            repairs=REPAIRS,
            checks=book.facts.checks_of(f"inputs__{one.name}", f"received__{one.name}"),
        )


def _contract(book: Book, name: str, described: Described) -> Contract:
    required = described.meta.get("required", ())
    own = {count.table_name: count for count in book.facts.inputs if count.input_name == name}
    return Contract(
        name=name,
        described=described,
        columns=tuple(
            (column, column in required, text) for column, text in described.columns.items()
        ),
        feeds=tuple(_fed(book, feed, own) for feed in book.project.feeds.get(name, ())),
        counts=tuple(own.values()),
        marts=tuple(
            sorted(
                node.name
                for node in book.graph.marts_after(Node("inputs", name))
                if node.name in book.marts
            )
        ),
    )


def _fed(book: Book, feed: Feed, counts: Mapping[str, InputCount]) -> Fed:
    place = (feed.source, feed.table)
    return Fed(
        feed,
        counts.get(feed.table),
        tuple((reason, rows) for *table, reason, rows in book.facts.refused if place == (*table,)),
        tuple(
            (column, repair, rows)
            for source, table, column, repair, rows in book.facts.repairs
            if place == (source, table)
        ),
    )
