"""What the project says of its models in yml: grain, contract and needs, docs blocks filled in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gtm_tower import yml
from gtm_tower.pipeline.project import Feed, find_feeds
from gtm_tower.workspace import DBT_PACKAGE, Workspace

MODELS = DBT_PACKAGE / "models"
DOC = re.compile(r"""\{\{\s*doc\(\s*(?:["']\w+["']\s*,\s*)?["'](\w+)["']\s*\)\s*\}\}""")
BLOCK = re.compile(r"\{%-?\s*docs (\w+)\s*-?%\}(.*?)\{%-?\s*enddocs\s*-?%\}", re.DOTALL)
OWN = "company"  # where the company's own models stand


@dataclass(frozen=True)
class Described:
    """A model as its yml describes it, in Markdown; `domain` is its folder."""

    name: str
    domain: str
    description: str
    columns: Mapping[str, str]
    meta: Mapping[str, Any]


@dataclass(frozen=True)
class Project:
    """The marts and inputs by name (without `inputs__`), and what feeds each input."""

    marts: Mapping[str, Described]
    inputs: Mapping[str, Described]
    feeds: Mapping[str, list[Feed]]


def read_project(workspace: Workspace) -> Project:
    """The models of the package, and those of the company's own."""
    config = workspace.config()
    blocks = {**docs_blocks(MODELS), **docs_blocks(workspace.models)}
    inputs = {
        one.name.removeprefix("inputs__"): one
        for one in _described(MODELS / "inputs", blocks)
        if one.name.startswith("inputs__")
    }
    marts = [*_described(MODELS / "marts", blocks), *_described(workspace.models, blocks, OWN)]
    feeds = find_feeds(config.sources, workspace.models)
    return Project({one.name: one for one in marts}, inputs, feeds)


def docs_blocks(folder: Path) -> dict[str, str]:
    """The docs blocks of a folder, by name."""
    return {
        name: text.strip()
        for path in sorted(folder.rglob("*.md"))
        for name, text in BLOCK.findall(path.read_text(encoding="utf-8"))
    }


def _described(folder: Path, blocks: Mapping[str, str], domain: str = "") -> Iterator[Described]:
    for path in sorted([*folder.rglob("*.yml"), *folder.rglob("*.yaml")]):
        content = yml.parse(path.read_text(encoding="utf-8")) or {}
        for model in content.get("models", []):
            yield Described(
                name=str(model["name"]),
                domain=domain or path.parent.name,
                description=_filled(model.get("description"), blocks),
                columns={
                    str(column["name"]): _filled(column.get("description"), blocks)
                    for column in model.get("columns") or ()
                },
                meta=(model.get("config") or {}).get("meta") or {},
            )


def _filled(text: Any, blocks: Mapping[str, str]) -> str:
    """A description with its docs blocks in place; one that is not there stays as written."""
    return DOC.sub(lambda found: blocks.get(found[1], found[0]), str(text or "")).strip()
