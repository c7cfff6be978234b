"""The little Markdown that the generated pages need."""

from collections.abc import Iterable, Sequence
from pathlib import Path

MADE = "<!-- Made by docs/generate.py from the code: change that, then run `make docs`. -->"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a pipe in a cell stays a pipe."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines
    )


def code(text: str) -> str:
    """A text as code; nothing of an empty one."""
    return f"`{text}`" if text else ""


def line(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


def read(path: Path) -> str:
    """A file's text; empty where there is none."""
    return path.read_text(encoding="utf-8") if path.exists() else ""
