"""What the models say of themselves: their yml, their docs blocks and their SQL."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from _markdown import line, read

from gtm_tower.workspace import DBT_PACKAGE

MODELS = DBT_PACKAGE / "models"


def models(folder: Path, name: str | None = None) -> Iterator[dict[str, Any]]:
    """The models that the yml files of a folder describe, or the one of a name."""
    for path in sorted(folder.rglob("*.yml")):
        for model in yaml.safe_load(read(path))["models"]:
            if name in (None, model["name"]):
                yield model


def question(model: dict[str, Any]) -> str:
    """The question that a published mart answers; empty for any other model."""
    return str(model.get("config", {}).get("meta", {}).get("question", ""))


def docs_blocks(folder: Path) -> dict[str, str]:
    """The docs blocks of a folder, by name, in the order of their files."""
    pattern = re.compile(r"\{% docs (\w+) %\}(.*?)\{% enddocs %\}", re.DOTALL)
    return {
        name: text.strip()
        for path in sorted(folder.rglob("*.md"))
        for name, text in pattern.findall(read(path))
    }


def cell(description: str, blocks: dict[str, str]) -> str:
    """A description on one line; of a long block its first paragraph and a link to the rest."""

    def shown(match: re.Match[str]) -> str:
        name = match.group(1)
        text = blocks[name]
        first = text.partition("\n\n")[0]
        return f"{first} More: [{name}](#{name})." if is_long(text) else first

    return line(re.sub(r"\{\{ doc\('(\w+)'\) \}\}", shown, description))


def is_long(text: str) -> bool:
    """Whether a docs block has more than one paragraph."""
    return "\n\n" in text


def sql_of(model: str) -> Path:
    """The SQL file of a model."""
    return next(MODELS.rglob(f"{model}.sql"))


def names(listed: str) -> str:
    """The quoted names of a Jinja list, as code."""
    return ", ".join(f"`{name}`" for name in re.findall(r"'(\w+)'", listed))
