"""The pages of marts: the list, and one page each with its lineage."""

from collections.abc import Iterator

from gtm_tower.pipeline.readiness import MartState
from gtm_tower.site._book import Book, Page
from gtm_tower.site._graph import Node
from gtm_tower.site._picture import picture

# layers as people read them, in the order of the data
WORDS = {
    "raw": "raw tables",
    "staging": "staging",
    "inputs": "inputs",
    "estimate": "estimates",
    "memory": "kept from the version before",
    "intermediate": "intermediate",
    "marts": "marts",
}


def mart_pages(book: Book) -> Iterator[Page]:
    """The list of marts by domain, and a page for each."""
    states = {mart.name: mart for mart in book.facts.marts}
    groups = [(domain, [states[name] for name in names]) for domain, names in book.domains()]
    yield book.page("marts.html", "marts.html", marts=book.facts.marts, groups=groups)
    for mart in book.facts.marts:
        yield _mart_page(book, mart)


def _mart_page(book: Book, mart: MartState) -> Page:
    node = Node("marts", mart.name)
    described = book.project.marts.get(mart.name)
    metrics = [one for one in book.facts.catalog.metrics.values() if mart.name in one.marts]
    nodes = {node, *book.graph.up_to_marts(node).behind(node)}
    links = {one: book.link(one, "../") for one in nodes}
    main = [one.label for one in metrics if not one.is_part]
    return book.page(
        "mart.html",
        f"marts/{mart.name}.html",
        section="marts.html",
        one=mart,
        described=described,
        columns=book.facts.columns.get(mart.name, ()),
        needs=", ".join(described.meta.get("requires", ())) if described else "",
        above=[(one, links[one]) for one in sorted(book.graph.parents.get(node, ()))],
        below=sorted(one.name for one in book.graph.marts_after(node) if one.name in book.marts),
        metrics=sorted(metrics, key=lambda one: (one.is_part, one.label)),
        checks=book.facts.checks_of(mart.name),
        picture=picture(book.graph, mart.name, main, links, without_rows(book)),
        behind=_by_layer(nodes - {node}, links),
        dbt_url=book.dbt_link(mart.name, "../"),
    )


def without_rows(book: Book) -> set[Node]:
    """The inputs that nobody provides, and the marts that wait."""
    provided = {count.input_name for count in book.facts.inputs}
    return {
        *(Node("inputs", name) for name in book.project.inputs if name not in provided),
        *(Node("marts", mart.name) for mart in book.facts.marts if not mart.is_live),
    }


def _by_layer(nodes: set[Node], links: dict[Node, str]) -> list[tuple[str, list[tuple[Node, str]]]]:
    return [
        (words, [(one, links[one]) for one in sorted(nodes) if one.layer == layer])
        for layer, words in WORDS.items()
        if any(one.layer == layer for one in nodes)
    ]
