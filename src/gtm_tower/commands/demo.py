"""gtm demo: a made-up company from raw files to published numbers, then what to try next."""

import json
import shutil
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import Any

from gtm_tower.commands.build import build_workspace, print_warnings
from gtm_tower.commands.generate import run_generate, spec_of
from gtm_tower.commands.load import load_files
from gtm_tower.errors import WorkspaceError
from gtm_tower.metrics.headlines import Headline, headlines, last_complete_month
from gtm_tower.metrics.reader import Metrics
from gtm_tower.numbers import shown
from gtm_tower.output import emit, print_table, stdout
from gtm_tower.pipeline.build import BuildOptions, BuildResult
from gtm_tower.sources.generate import Generated
from gtm_tower.warehouse import open_warehouse
from gtm_tower.workspace import Workspace, create_workspace

MARKER = ".gtm/demo"
HEADLINE_COLUMNS = ("metric", "label", "unit", "value", "previous")


def run_demo(template: str, folder: Path, options: dict[str, Any], fmt: str) -> None:
    """Generate, load, build, check, publish and show."""
    started = perf_counter()
    spec = spec_of(template, folder / "data" / template, options)
    spec.validate()
    workspace = _fresh_workspace(template, folder)
    generated = run_generate(template, spec)
    load_files(workspace)
    result = build_workspace(workspace, BuildOptions(spec.end.isoformat()))
    month, found = _headlines(workspace)
    if fmt != "table":
        emit(HEADLINE_COLUMNS, [tuple(asdict(one).values()) for one in found], fmt)
        return
    _print(workspace, folder, generated, result, (month, found), perf_counter() - started)


def _fresh_workspace(template: str, folder: Path) -> Workspace:
    """A new workspace, in the place of one that an earlier demo made; nothing else is removed."""
    if (folder / MARKER).is_file():
        shutil.rmtree(folder)
    elif folder.exists() and any(folder.iterdir()):
        raise WorkspaceError(
            f"{folder} is not empty and was not made by gtm demo. Name another: gtm demo --dir NAME"
        )
    workspace = create_workspace(folder, template)
    workspace.state.mkdir()
    (folder / MARKER).write_text(json.dumps({"template": template}), encoding="utf-8")
    return workspace


def _headlines(workspace: Workspace) -> tuple[str, list[Headline]]:
    """The last complete month as text, and its metrics."""
    metrics = Metrics(open_warehouse(workspace.config(), workspace.root))
    month = last_complete_month(metrics)
    return f"{month:%B %Y}", headlines(metrics, month)


def _print(
    workspace: Workspace,
    folder: Path,
    generated: Generated,
    result: BuildResult,
    last_month: tuple[str, list[Headline]],
    seconds: float,
) -> None:
    run, statuses = result.run, [check.status for check in result.checks]
    currency = workspace.config().reporting.currency
    month, found = last_month
    print_table(
        ("metric", month, "the month before"),
        [
            (one.label, *(shown(value, one.unit, currency) for value in (one.value, one.previous)))
            for one in found
        ],
        f"A made-up company, as of {run.as_of}",
    )
    live = sum(mart.is_live for mart in result.marts)
    console = stdout()
    rows, tables = sum(generated.rows.values()), len(generated.rows)
    console.print(f"Loaded      {rows:,} rows of {tables} tables from {folder}/data")
    console.print(
        f"Judged      {run.total('rows_in'):,} rows: {run.total('rows_accepted'):,} accepted,"
        f" {run.total('rows_quarantined'):,} in quarantine"
    )
    console.print(
        f"Checked     {statuses.count('pass')} checks passed, {statuses.count('warn')} warned"
    )
    console.print(f"Published   {live} marts in {folder}/warehouse/gtm.duckdb")
    console.print(f"Took        {seconds:.1f} s")
    print_warnings(result)
    console.print("\nTry next:")
    steps = _next_steps(folder, run.as_of, next(iter(workspace.config().sources)))
    width = max(len(command) for command, _ in steps)
    for command, what in steps:
        console.print(f"  {command:<{width}}  {what}")


def _next_steps(folder: Path, as_of: str, template: str) -> list[tuple[str, str]]:
    return [
        (f"gtm status -C {folder}", "what is loaded, live and blocked"),
        (f"gtm build -C {folder} --as-of {as_of[:4]}-01-31", "as it was known then"),
        (f"gtm rollback -C {folder}", "and back to today's"),
        (f"gtm demo {template} --dir dirty --dirty 0.02", "the same with faulty rows"),
        (f"gtm init acme --template {template}", "a workspace for your own files"),
    ]
