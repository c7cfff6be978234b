"""The documents say what the code does: links, commands, marts, policies and generated pages."""

import importlib.util
import re
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml

from gtm_tower.cli import main as gtm
from gtm_tower.pipeline.project import Mart, find_marts
from gtm_tower.policies import DerivedChannels, Policies, Rules

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
WRITTEN = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted(DOCS.rglob("*.md")),
]
RUNNABLE = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", DOCS / "tutorial.md"]


def text_of(path: Path) -> str:
    """A document's text."""
    return path.read_text(encoding="utf-8")


def name_of(value: object) -> str:
    """A readable id of a case."""
    if isinstance(value, Path):
        return value.relative_to(ROOT).as_posix()
    return value.name if isinstance(value, Mart) else str(value)


@pytest.fixture(scope="module")
def generate() -> Iterator[Any]:
    """The module docs/generate.py."""
    sys.path.insert(0, str(DOCS))
    try:
        spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
        assert spec
        assert spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        yield module
    finally:
        sys.path.remove(str(DOCS))


def test_the_readme_is_short() -> None:
    assert len(text_of(ROOT / "README.md").splitlines()) <= 120


@pytest.mark.parametrize("mart", find_marts(), ids=name_of)
def test_every_mart_is_documented_with_its_question(mart: Mart) -> None:
    assert f"## {mart.name}\n\n**{mart.question}**" in text_of(DOCS / "marts.md")


def test_the_readme_names_every_mart_once() -> None:
    published = text_of(ROOT / "README.md").partition("| what about | marts |")[2]
    listed = re.findall(r"`(\w+)`", published.partition("\n\n")[0])
    assert sorted(listed) == [mart.name for mart in find_marts()]


@pytest.mark.parametrize("command", list(gtm.commands))
def test_every_command_is_documented(command: str) -> None:
    assert f"## gtm {command}\n" in text_of(DOCS / "commands.md")


@pytest.mark.parametrize("policy", [item.name for item in fields(Policies)])
def test_every_policy_is_documented(policy: str) -> None:
    assert f"| `{policy}` |" in text_of(DOCS / "configuration.md")


@pytest.mark.parametrize("rule", [item.name for item in fields(Rules)])
def test_every_rule_is_documented(rule: str) -> None:
    assert f"| `{rule}` |" in text_of(DOCS / "configuration.md")


@pytest.mark.parametrize("rule", [item.name for item in fields(DerivedChannels)])
def test_every_derived_channel_is_documented(rule: str) -> None:
    assert f"| `{rule}` |" in text_of(DOCS / "configuration.md")


@pytest.mark.parametrize("page", ["commands.md", "configuration.md", "inputs.md", "marts.md"])
def test_generated_pages_are_fresh(generate: Any, page: str) -> None:
    assert text_of(DOCS / page) == generate.pages()[page](), "run: make docs"


def test_no_generated_page_is_left_out(generate: Any) -> None:
    made = {path.name for path in DOCS.glob("*.md") if generate.MADE in text_of(path)}
    assert made == set(generate.pages())


def test_a_stale_page_is_an_error(
    generate: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(generate, "DOCS", tmp_path)
    monkeypatch.setattr(generate, "pages", lambda: {"marts.md": lambda: "new"})
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0
    (tmp_path / "marts.md").write_text("old", encoding="utf-8")
    assert generate.main(["--check"]) == 1
    assert "docs/marts.md" in capsys.readouterr().err


@pytest.mark.parametrize("columns", ["40", "200"])
def test_pages_do_not_depend_on_the_terminal(
    generate: Any, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert generate.commands() == text_of(DOCS / "commands.md")


@pytest.mark.parametrize("document", WRITTEN, ids=name_of)
def test_links_lead_somewhere(document: Path) -> None:
    prose = re.sub(r"^```.*?^```", "", text_of(document), flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        if target.startswith("http"):
            continue
        path, _, anchor = target.partition("#")
        found = (document.parent / path) if path else document
        assert found.exists(), target
        assert not anchor or anchor in anchors(found), target


def anchors(document: Path) -> set[str]:
    """The anchors of a document's headings."""
    titles = re.findall(r"^#+ (.+)$", text_of(document), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title).strip().lower().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("document", RUNNABLE, ids=name_of)
def test_commands_and_options_shown_exist(document: Path) -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```", text_of(document), re.DOTALL | re.MULTILINE)
    spans = re.findall(r"`(gtm [^`]+)`", text_of(document))
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("gtm ")]
    for line in lines + spans:
        shown = line.split("#")[0].split()
        if shown[1].startswith("-"):
            continue
        assert shown[1] in gtm.commands, line
        legal = {opt for item in gtm.commands[shown[1]].params for opt in item.opts}
        assert {word for word in shown[2:] if word.startswith("-")} <= legal, line


@pytest.mark.parametrize("document", RUNNABLE, ids=name_of)
def test_make_targets_shown_exist(document: Path) -> None:
    targets = set(re.findall(r"^(\w+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    shown = re.findall(r"(?:^|`)make (\w+)", text_of(document), re.MULTILINE)
    assert set(shown) <= targets


def test_the_compose_file_has_no_password_and_listens_here_only() -> None:
    services = yaml.safe_load(text_of(ROOT / "compose.yaml"))["services"]
    assert services["postgres"]["image"] == "postgres:15"
    assert services["postgres"]["healthcheck"]["test"]
    for service in services.values():
        assert service["volumes"]
        assert all(port.startswith("127.0.0.1:") for port in service["ports"])
        secrets = [value for name, value in service["environment"].items() if "PASSWORD" in name]
        assert secrets
        assert all(value.startswith("${") and ":?" in value for value in secrets)


def test_every_variable_of_the_compose_file_is_in_the_example() -> None:
    wanted = set(re.findall(r"(?<!\$)\$\{(\w+):", text_of(ROOT / "compose.yaml")))
    given = set(re.findall(r"^(\w+)=", text_of(ROOT / ".env.example"), re.MULTILINE))
    assert wanted == given


def test_the_changelog_has_a_place_for_what_comes() -> None:
    changelog = text_of(ROOT / "CHANGELOG.md")
    assert "\n## Unreleased\n" in changelog
    assert "\n### Data changes\n" in changelog


def test_the_worked_example_of_the_tutorial_is_that_of_the_definition() -> None:
    shown = re.findall(
        r"^│ ([A-D]) +│ 2026-0(\d)-01 │ (\w+) +│ +([\d.]+) │ +([\d.]+) │$",
        text_of(DOCS / "tutorial.md"),
        re.MULTILINE,
    )
    assert len(shown) == 11
    definition = text_of(DOCS / "marts.md").partition("\n### mrr\n")[2]
    for account, month, movement, prior, mrr in shown:
        months = rf"^\| {account} \| ((?:\d+ \| ){{8}}.+) \|$"
        row = re.search(months, definition, re.MULTILINE)
        assert row
        cells = ["0", *row.group(1).split(" | ")]
        assert (float(cells[int(month) - 1]), float(cells[int(month)])) == (
            float(prior),
            float(mrr),
        )
        assert re.search(rf"{movement}\b[^,]* in {month}\b", cells[9])
