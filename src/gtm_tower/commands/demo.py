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
from gtm_tower.output import emit, money, print_table, rate, stdout
from gtm_tower.pipeline.build import BuildOptions, BuildResult
from gtm_tower.pipeline.headlines import Headline, headlines, last_complete_month
from gtm_tower.sources.generate import Generated
from gtm_tower.warehouse import open_warehouse
from gtm_tower.workspace import Workspace, create_workspace

MARKER = ".gtm/demo"


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
        emit(
            ("metric", "unit", "value", "previous"), [tuple(asdict(h).values()) for h in found], fmt
        )
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
    warehouse = open_warehouse(workspace.config(), workspace.root)
    with warehouse.reader() as session:
        month = last_complete_month(session, warehouse)
        return (f"{month:%B %Y}", headlines(session, warehouse, month)) if month else ("", [])


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
        [(h.label, _shown(h.value, h, currency), _shown(h.previous, h, currency)) for h in found],
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


def _shown(value: float | None, headline: Headline, currency: str) -> str:
    if headline.unit == "money":
        return money(value, currency)
    if headline.unit == "rate":
        return rate(value)
    return "unknown" if value is None else f"{value:,.0f}"
