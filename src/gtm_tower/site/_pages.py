"""Every page of the site, in an order that does not change."""

import json
from collections.abc import Iterator
from datetime import date

from gtm_tower.palette import DARK, LIGHT
from gtm_tower.pipeline.records import InputCount
from gtm_tower.site._book import DBT, Book, Page
from gtm_tower.site._graph import HELPERS, Graph, Node
from gtm_tower.site._input_pages import input_pages
from gtm_tower.site._mart_pages import mart_pages
from gtm_tower.site._metric_pages import metric_pages
from gtm_tower.site._policy_pages import policy_pages
from gtm_tower.site._search import entries


def pages(book: Book) -> Iterator[Page]:
    """Where each file goes, and its text."""
    yield _home(book)
    yield from metric_pages(book)
    yield from mart_pages(book)
    yield from input_pages(book)
    yield from policy_pages(book)
    yield _lineage(book)
    yield book.page("runs.html", "runs.html", checks=book.facts.checks, runs=book.facts.runs[::-1])
    yield book.page("search.html", "search.html")
    index = json.dumps(entries(book), ensure_ascii=True, separators=(",", ":"))
    yield "search-index.js", f"window.SEARCH_INDEX = {index};\n"
    yield "search.js", book.environment.get_template("search.js").render()
    style = book.environment.get_template("style.css")
    yield "style.css", style.render(light=LIGHT, dark=DARK).lstrip()


def _home(book: Book) -> Page:
    facts = book.facts
    main = [one for one in facts.catalog.metrics.values() if not one.is_part]
    live = [mart for mart in facts.marts if mart.is_live]
    passed = sum(check.status == "pass" for check in facts.checks)
    accepted = sum(count.rows_accepted for count in facts.inputs)
    held = sum(count.rows_quarantined for count in facts.inputs)
    return book.page(
        "home.html",
        "index.html",
        tiles=[
            (f"{len(live)} of {len(facts.marts)}", "marts have data", "marts.html"),
            (f"{sum(not one.blocked_by for one in main)} of {len(main)}",
             "metrics have data", "metrics.html"),
            (f"{passed} of {len(facts.checks)}", "checks passed", "runs.html"),
            (f"{accepted:,}", "rows accepted", "inputs.html"),
            (f"{held:,}", "rows in quarantine", "inputs.html"),
        ],
        fresh=[{"count": count, "age": _age(count, facts.publication.as_of)}
               for count in facts.inputs],
        waiting=_waiting(book),
        warehouse=book.warehouse,
        dbt_url=DBT if book.dbt else "",
    )  # fmt: skip


def _age(count: InputCount, as_of: date) -> int | None:
    """Days between the last row of an input and as_of."""
    return (as_of - date.fromisoformat(count.last_date)).days if count.last_date else None


def _waiting(book: Book) -> list[tuple[str, list[str]]]:
    """What is missing, with the marts that wait for it; what most wait for first."""
    found: dict[str, list[str]] = {}
    for mart in book.facts.marts:
        for reason in mart.blocked_by.split("; ") if mart.blocked_by else ():
            found.setdefault(reason, []).append(mart.name)
    return sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))


def _lineage(book: Book) -> Page:
    graph = book.graph
    live = [mart.name for mart in book.facts.marts if mart.is_live]
    inputs = sorted({count.input_name for count in book.facts.inputs})
    behind = {name: _behind(graph, Node("marts", name)) for name in live}
    return book.page(
        "lineage.html",
        "lineage.html",
        layers=_layers(book),
        matrix_inputs=inputs,
        matrix=[(name, [Node("inputs", one) in behind[name] for one in inputs]) for name in live],
        intermediate=_intermediate(book, graph),
        dbt_url=DBT if book.dbt else "",
        dbt_model_url=lambda name: book.dbt_link(name, ""),
    )


def _behind(graph: Graph, mart: Node) -> set[Node]:
    """What a mart is made of; what is only behind a helper counts where there is nothing else."""
    return graph.without(HELPERS).behind(mart) or graph.behind(mart)


def _layers(book: Book) -> list[tuple[int, str]]:
    nodes = set(book.graph.parents) | set(book.graph.children)
    counts = {layer: sum(node.layer == layer for node in nodes) for layer in ("raw", "staging")}
    return [
        (counts["raw"], "raw tables"),
        (counts["staging"], "staging models"),
        (len({count.input_name for count in book.facts.inputs}), "inputs with a source"),
        (sum(node.layer == "intermediate" for node in nodes), "intermediate models"),
        (sum(mart.is_live for mart in book.facts.marts), "live marts"),
        (len(book.facts.catalog.live()), "metrics with data"),
    ]


def _intermediate(book: Book, graph: Graph) -> list[tuple[str, list[tuple[Node, list[str]]]]]:
    """The intermediate models by domain, each with the marts that are made of it next."""
    found: dict[str, list[tuple[Node, list[str]]]] = {}
    nodes = {node for node in {*graph.parents, *graph.children} if node.layer == "intermediate"}
    for node in sorted(nodes):
        domain = node.name.removeprefix("int_").partition("__")[0] if "__" in node.name else "own"
        marts = sorted(one.name for one in graph.marts_after(node) if one.name in book.marts)
        found.setdefault(domain, []).append((node, marts))
    return sorted(found.items())
