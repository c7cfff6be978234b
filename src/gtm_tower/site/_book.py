"""What every page is made with: the facts, the project, the graph, and one way to render."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from gtm_tower import __version__
from gtm_tower.metrics._formula import Formulas, read_formulas
from gtm_tower.numbers import shown
from gtm_tower.site._facts import Facts
from gtm_tower.site._graph import Graph, Node
from gtm_tower.site._policies import InForce, policies_in_force
from gtm_tower.site._project import Project
from gtm_tower.site._text import first_paragraph, inline, markdown

Page = tuple[str, str]  # where in the site, and the text
SECTIONS = (
    ("Metrics", "metrics.html"),
    ("Marts", "marts.html"),
    ("Inputs", "inputs.html"),
    ("Policies", "policies.html"),
    ("Lineage", "lineage.html"),
    ("Runs and checks", "runs.html"),
)
DBT = "dbt/index.html"


@dataclass(frozen=True)
class Book:
    """A site to be: `company` is its name, `dbt` the dbt package of each model, if dbt's docs
    are there too."""

    company: str
    warehouse: str
    facts: Facts
    project: Project
    graph: Graph
    dbt: dict[str, str] = field(default_factory=dict)

    @cached_property
    def marts(self) -> frozenset[str]:
        """The names of the marts that have a page."""
        return frozenset(mart.name for mart in self.facts.marts)

    @cached_property
    def policies(self) -> list[InForce]:
        """The policies in force."""
        return policies_in_force(self.facts)

    @cached_property
    def formulas(self) -> Formulas:
        """The formulas of all metrics."""
        return read_formulas(self.facts.semantics)

    @cached_property
    def environment(self) -> Environment:
        """The templates; every text from data is escaped."""
        made = Environment(
            loader=PackageLoader("gtm_tower.site"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        made.filters |= {
            "count": lambda value: shown(value, "count"),
            "markdown": markdown,
            "inline": inline,
            "paragraphs": first_paragraph,
        }
        made.globals |= {
            "company": self.company,
            "catalog": self.facts.catalog,
            "publication": self.facts.publication,
            "published_at": f"{self.facts.publication.published_at:%Y-%m-%d %H:%M}",
            "mart_names": self.marts,
            "input_names": frozenset(self.project.inputs),
            "sections": SECTIONS,
            "version": __version__,
        }
        return made

    def page(self, template: str, path: str, section: str = "", **values: Any) -> Page:
        """A page from its template; a path has one folder at most."""
        root = "../" if "/" in path else ""
        text = self.environment.get_template(template).render(
            root=root, section=section or path, **values
        )
        return path, text

    def link(self, node: Node, root: str) -> str:
        """Where a table or model is told of, or an empty text."""
        if node.layer == "marts" and node.name in self.marts:
            return f"{root}marts/{node.name}.html"
        if node.layer == "inputs" and node.name in self.project.inputs:
            return f"{root}inputs/{node.name}.html"
        if node.layer == "intermediate":
            return f"{root}lineage.html#model-{node.name}"
        return ""

    def dbt_link(self, model: str, root: str) -> str:
        """Where dbt's docs show a model, or an empty text without them."""
        package = self.dbt.get(model)
        return f"{root}{DBT}#!/model/model.{package}.{model}" if package else ""

    def domains(self) -> Iterator[tuple[str, list[str]]]:
        """The marts by domain, both by name."""
        found: dict[str, list[str]] = {}
        for mart in self.facts.marts:
            found.setdefault(self.domain(mart.name), []).append(mart.name)
        yield from sorted(found.items())

    def domain(self, mart: str) -> str:
        """The domain of a mart."""
        described = self.project.marts.get(mart)
        return described.domain if described else "others"
