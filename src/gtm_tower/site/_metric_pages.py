"""The pages of metrics: the list, and one page each."""

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from gtm_tower.metrics.catalog import Metric
from gtm_tower.site._book import Book, Page
from gtm_tower.site._policies import policy_names
from gtm_tower.site._text import formula

UNITS = {
    "money": "money, in {currency}",
    "count": "count",
    "rate": "rate: a fraction of 1, shown in per cent",
    "ratio": "ratio: so many to one",
    "days": "days",
    "hours": "hours",
    "score": "score",
    "number": "number",
}


def metric_pages(book: Book) -> Iterator[Page]:
    """The list of metrics, and a page for each, the parts of others included."""
    metrics = list(book.facts.catalog.metrics.values())
    main = [one for one in metrics if not one.is_part]
    groups: dict[str, list[Metric]] = {}
    for one in main:
        groups.setdefault(book.domain(one.marts[0]), []).append(one)
    yield book.page(
        "metrics.html",
        "metrics.html",
        groups=sorted(groups.items()),
        live_count=sum(not one.blocked_by for one in main),
        main_count=len(main),
        parts_of_others=sorted((one for one in metrics if one.is_part), key=lambda one: one.label),
    )
    for one in metrics:
        yield _metric_page(book, one)


def _metric_page(book: Book, one: Metric) -> Page:
    facts = book.facts
    known = facts.catalog.metrics
    asked = [mart.question for mart in facts.marts if mart.name == one.marts[0]]
    touched = policy_names(facts.catalog, one)
    policies = {policy.name: policy for policy in book.policies}
    return book.page(
        "metric.html",
        f"metrics/{one.name}.html",
        section="metrics.html",
        one=one,
        question=one.question or next(iter(asked), ""),
        formulas=_formulas(book, one),
        unit=UNITS.get(one.unit, one.unit).format(currency=facts.publication.currency),
        grain=_grain(one, str(facts.publication.as_of)),
        dimensions=_dimensions(book, one),
        used_by=[other.name for other in known.values() if one.name in other.parts],
        counted_by=[other.name for other in known.values() if other.sample == one.name],
        policies=[policies[name] for name in touched if name in policies],
        checks=facts.checks_of(*one.marts),
        example=_example(one),
    )


def _formulas(book: Book, one: Metric) -> list[tuple[str, Markup]]:
    """The label and the formula of the metric and of all that it is made of."""
    known = book.facts.catalog.metrics
    formulas = book.formulas
    return [
        (known[name].label, formula(text, _part_links(formulas.metrics[name], known)))
        for name, text in formulas.with_parts(one.name)
    ]


def _part_links(own: Mapping[str, Any], known: Mapping[str, Metric]) -> dict[str, tuple[str, str]]:
    """By its name in a formula, the label and the page of each metric that one is made of."""
    params = own["type_params"]
    parts = [params.get("numerator"), params.get("denominator"), *(params.get("metrics") or ())]
    links = {}
    for part in filter(None, parts):
        window = part.get("offset_window")
        before = f", {window['count']} {window['granularity']} before" if window else ""
        label = f"{known[part['name']].label}{before}"
        links[part.get("alias") or part["name"]] = (label, f"{part['name']}.html")
    return links


def _grain(one: Metric, as_of: str) -> str:
    if one.is_snapshot:
        return f"as of {as_of} only; there is no history"
    if one.only_grain:
        return f"one {one.only_grain}: rates of several cannot be added or averaged"
    return f"{one.smallest_grain} and longer"


def _dimensions(book: Book, one: Metric) -> list[tuple[str, str]]:
    """Each dimension with the column of the mart that gives it."""
    if not one.dimensions:
        return []
    known = book.facts.catalog.dimensions[one.models[0]]
    found = []
    for name in one.dimensions:
        mart = known[name].mart
        columns = {column.name for column in book.facts.columns.get(mart, ())}
        column = known[name].expression
        anchor = f"#column-{column}" if column in columns else "#columns"
        found.append((name, f"../marts/{mart}.html{anchor}"))
    return found


def _example(one: Metric) -> str:
    """A query that is answered."""
    needed = "".join(f" --by {name}" for name in one.needs)
    grain = "" if one.is_snapshot else f" --grain {one.only_grain or one.smallest_grain}"
    return f"gtm query {one.name}{needed}{grain}"
