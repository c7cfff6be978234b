"""gtm docs on built companies: every link leads somewhere, nothing is fetched, no row is shown."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser

from builds.company import Company
from builds.made_up import MadeUp
from gtm_tower.site import build_site
from gtm_tower.site._dbt import dbt_docs
from gtm_tower.site._facts import read_facts

VOID = {"meta", "link", "input", "br", "hr", "img", "rect", "path"}
LOADED = {("link", "href"), ("script", "src"), ("img", "src"), ("form", "action"), ("use", "href")}
PASSWORD = "hunter2secret"


class Reader(HTMLParser):
    """A page as a browser takes it: links, what is loaded, anchors, text; unclosed tags fail."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.anchors: list[str] = []
        self.headings: list[str] = []
        self.tags: set[str] = set()
        self.text = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        named = {name: value or "" for name, value in attrs}
        assert len(named) == len(attrs), (tag, attrs)
        assert not [name for name in named if name.startswith("on") or name == "style"]
        if "id" in named:
            self.anchors.append(named["id"])
        if tag == "a":
            self.links.append(named["href"])
        self.loaded += [value for name, value in named.items() if (tag, name) in LOADED]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(tag)
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@dataclass(frozen=True)
class Written:
    """A site on disk and the company it is about."""

    company: Company
    folder: Path

    def page(self, name: str) -> Reader:
        """A page, read."""
        return self.pages()[name]

    def pages(self) -> dict[str, Reader]:
        """All pages but dbt's, by their place."""
        return read_pages(self.folder)

    def text(self) -> str:
        """Everything in every file."""
        files = [path for path in sorted(self.folder.rglob("*")) if path.is_file()]
        return "\n".join(path.read_text(encoding="utf-8") for path in files)


@cache
def read_pages(folder: Path) -> dict[str, Reader]:
    """All pages of a folder but dbt's, by their place."""
    return {
        path.relative_to(folder).as_posix(): Reader(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.html"))
        if path.parent.name != "dbt"
    }


@pytest.fixture(scope="module", params=["saas", "jaffle"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The docs of a company whose files are faulty, without dbt's."""
    made = request.getfixturevalue("built_once" if request.param == "saas" else "shop")
    company: Company = made.company if isinstance(made, MadeUp) else made
    folder = tmp_path_factory.mktemp("docs") / "site"
    build_site(company.workspace, folder, with_dbt=False)
    return Written(company, folder)


def test_every_page_is_well_formed_and_has_one_title(site: Written) -> None:
    for name, page in site.pages().items():
        assert page.headings.count("h1") == 1, name
        assert {"main", "header", "footer", "nav"} <= page.tags, name
        assert len(page.anchors) == len(set(page.anchors)), name
        levels = [int(heading[1]) for heading in page.headings]
        assert all(b - a <= 1 for a, b in zip(levels, levels[1:], strict=False)), name


def test_every_link_leads_to_a_file_and_an_anchor(site: Written) -> None:
    pages = site.pages()
    for name, page in pages.items():
        for link in page.links:
            target, _, anchor = unquote(link).partition("#")
            path = (site.folder / name).parent / target if target else site.folder / name
            assert path.is_file(), (name, link)
            there = path.resolve().relative_to(site.folder.resolve()).as_posix()
            assert not anchor or anchor in pages[there].anchors, (name, link)


def test_what_the_search_finds_leads_somewhere(site: Written) -> None:
    pages = site.pages()
    text = (site.folder / "search-index.js").read_text(encoding="utf-8")
    entries = json.loads(text.removeprefix("window.SEARCH_INDEX = ").removesuffix(";\n"))
    assert len(entries) > 500
    for entry in entries:
        path, _, anchor = entry["url"].partition("#")
        assert not anchor or anchor in pages[path].anchors, entry


def test_nothing_is_fetched_from_outside(site: Written) -> None:
    for name, page in site.pages().items():
        for target in page.loaded:
            place = (site.folder / name).parent / target
            assert target == "data:," or place.is_file(), (name, target)
    style = (site.folder / "style.css").read_text(encoding="utf-8")
    assert "url(" not in style
    assert "@import" not in style


def test_every_mart_and_metric_has_its_place(site: Written) -> None:
    for mart, question, is_live, blocked_by, rows in site.company.query(
        "select mart, question, is_live, blocked_by, row_count from meta.marts"
    ):
        text = site.page(f"marts/{mart}.html").text
        assert question in text
        assert f"{rows:,}" in text
        assert is_live or f"Waits for: {blocked_by}." in text
        assert f"marts/{mart}.html" in site.page("marts.html").links
    ((document,),) = site.company.query("select document from meta.semantics")
    metrics = json.loads(document)["metrics"]
    assert len(metrics) > 150
    for metric in metrics:
        page = site.page(f"metrics/{metric['name']}.html")
        assert metric["label"] in page.text
        assert metric["config"]["meta"]["unit"] in page.text
        assert f"metrics/{metric['name']}.html" in site.page("metrics.html").links


def test_every_column_of_a_live_mart_is_there_with_its_definition(site: Written) -> None:
    for mart, column, definition in site.company.query(
        "select metrics.mart, metric, definition from meta.metrics"
        " inner join meta.marts on marts.mart = metrics.mart and marts.is_live"
    ):
        page = site.page(f"marts/{mart}.html")
        assert f"column-{column}" in page.anchors
        first = re.split(r"[`*\n|\[]", definition)[0]
        assert first in page.text


def test_counts_of_an_input_are_those_of_the_run(site: Written) -> None:
    for name, table, rows_in, accepted, held in site.company.query(
        "select input_name, table_name, rows_in, rows_accepted, rows_quarantined from meta.inputs"
    ):
        text = "".join(site.page(f"inputs/{name}.html").text.split())
        assert f"Rowsin{rows_in:,}Accepted{accepted:,}Inquarantine{held:,}," in text, table
    reasons = site.company.query(
        "select input_name, reason, count(*) from meta.quarantine group by 1, 2"
    )
    assert len(reasons) > 5
    for name, reason, rows in reasons:
        text = "".join(site.page(f"inputs/{name}.html").text.split())
        assert re.search(rf"{reason}{rows:,}\D", text), (name, reason)


def test_no_row_in_quarantine_is_told_of(site: Written) -> None:
    everything = site.text()
    rows = site.company.query("select row_key, detail, raw_content from meta.quarantine")
    assert len(rows) > 50
    for key, detail, content in rows:
        values = [content]
        values += [detail] if "'" in detail else []  # else it is the reason alone
        values += [key] if re.search(r"\d\d", key or "") and len(key) > 6 else []  # no word
        assert not [told for told in values if told in everything]


def test_every_check_is_there_with_its_result(site: Written) -> None:
    page = site.page("runs.html")
    checks = site.company.query("select check_name, status from meta.checks")
    assert {name for name, _ in checks} <= set(page.anchors)
    passed = sum(status == "pass" for _, status in checks)
    assert f"{passed} of {len(checks)} passed" in page.text


def test_policies_are_those_of_the_run(site: Written) -> None:
    page = site.page("policies.html")
    assert "max_refused_share" in page.anchors
    assert re.search(r"max_refused_share\s*0\.5\s*default: 0\.05", page.text)


def test_the_same_version_gives_the_same_bytes(site: Written, tmp_path: Path) -> None:
    build_site(site.company.workspace, tmp_path / "again", with_dbt=False)
    assert Written(site.company, tmp_path / "again").text() == site.text()


def test_a_hostile_description_stays_text(built: Company, tmp_path: Path) -> None:
    model = built.workspace.models / "fct_own.yml"
    attack = "</td><script>alert('x')</script><img src=https://example.com/a.png onerror=alert(1)>"
    described = {"name": "fct_pipeline", "description": attack, "config": {"meta": {}}}
    model.write_text(json.dumps({"models": [described]}), encoding="utf-8")
    build_site(built.workspace, tmp_path / "site", with_dbt=False)
    page = Written(built, tmp_path / "site").page("marts/fct_pipeline.html")
    assert attack in page.text
    assert not {"script", "img"} & page.tags


@pytest.mark.slow
def test_dbt_docs_ask_no_database_and_hold_no_secret(built: Company, tmp_path: Path) -> None:
    facts = read_facts(built.warehouse)
    url = f"postgresql://gtm:{PASSWORD}@127.0.0.1:9/nowhere"  # nobody listens there
    built.set("engine: duckdb", f"engine: postgres\n  url: {url}")
    page = dbt_docs(built.workspace, built.warehouse, facts)
    assert PASSWORD not in page
    assert str(built.workspace.root) not in page
    assert "model.gtm_tower.fct_revenue_monthly" in page
    assert '"MANIFEST.JSON INLINE DATA"' not in page
    assert page == dbt_docs(built.workspace, built.warehouse, facts)


def test_the_command_says_where_the_site_is(built: Company, tmp_path: Path) -> None:
    done = built.gtm("docs", "--no-dbt")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(built.workspace.state / "docs" / "index.html")
    assert Path(done.stdout.strip()).is_file()
    assert "dbt" not in {path.name for path in (built.workspace.state / "docs").iterdir()}


def _some(names: Iterable[str]) -> list[str]:
    """Every page of its own kind, and a tenth of those that there are many of."""
    many = sorted(name for name in names if "/" in name)
    return [*sorted(set(names) - set(many)), *many[::10]]


@pytest.mark.slow
def test_a_browser_shows_it_without_a_server(site: Written, browser: Browser) -> None:
    said: list[str] = []
    for width in (1440, 390):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda one: said.extend([one.url] * one.url.startswith("http")))
        for name in _some(site.pages()):
            page.goto((site.folder / name).as_uri())
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, (name, width)
        page.goto((site.folder / "index.html").as_uri())
        page.fill("input[type=search]", "conversion")
        page.click("button[type=submit]")
        page.wait_for_selector("#results li")
        found = page.locator("#results a").evaluate_all("some => some.map(one => one.href)")
        assert any("/metrics/" in link for link in found)
        page.locator("#results a").first.click()
        assert page.locator("h1").count() == 1
        page.close()
    assert not said
