"""gtm memo."""

import sys
from importlib.util import find_spec
from pathlib import Path

from gtm_tower.errors import ConfigError
from gtm_tower.memo import render, write_memo
from gtm_tower.metrics import open_metrics
from gtm_tower.output import remark
from gtm_tower.workspace import find_workspace


def run_memo(folder: Path, month: str | None, fmt: str, out: Path | None) -> None:
    """Print the memo, or write it to a file; a PDF needs a file."""
    if fmt == "pdf" and out is None:
        raise ConfigError("a PDF is no text to print. Name a file for it: --out memo.pdf")
    if fmt == "pdf" and find_spec("fpdf") is None:
        raise ConfigError(
            "a PDF needs fpdf2, which is not installed. Run: pip install 'gtm-tower[pdf]',"
            " or write HTML and print it: --format html --out memo.html"
        )
    workspace = find_workspace(folder)
    written = render(write_memo(open_metrics(folder), workspace.root.name, month), fmt)
    if out is None:
        sys.stdout.write(written.decode())
        return
    try:
        out.write_bytes(written)
    except OSError as error:
        raise ConfigError(f"--out: {out} cannot be written: {error.strerror}.") from error
    remark(f"wrote {out}")
