"""The command: what it prints where, how it ends, and what it imports."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from gtm_tower.cli import main
from gtm_tower.errors import (
    CheckError,
    ConfigError,
    GtmError,
    SourceError,
    TransformError,
    WarehouseError,
    WorkspaceError,
)
from gtm_tower.output import emit

HEAVY = ("dbt", "duckdb", "numpy", "psycopg2", "rich.table", "yaml")


def test_the_bare_command_says_what_to_try() -> None:
    shown = CliRunner().invoke(main, [])
    assert shown.exit_code == 0
    assert "gtm demo saas" in shown.output


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom gtm_tower.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Commands:" in shown.stdout
    assert shown.stderr.strip() == "[]"


@pytest.mark.parametrize("command", sorted(main.commands))
def test_each_help_ends_with_an_example(command: str) -> None:
    shown = CliRunner().invoke(main, [command, "--help"])
    assert shown.exit_code == 0
    assert shown.output.strip().splitlines()[-1].strip().startswith("Example: gtm " + command)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["status"], 2, ["gtm.yml", "gtm init"]),
        (["init", "new", "--template", "saass"], 2, ["'saass'", "Did you mean 'saas'"]),
        (["demo", "olives"], 2, ["'olives'", "saas"]),
        (["generate", "saas", "--out", "x", "--months", "0"], 2, ["months", "0", "1 to"]),
        (["generate", "saas", "--out", "x", "--end", "May"], 2, ["--end", "'May'", "2025-06-30"]),
        (["generate", "saas", "--out", "x", "--file-format", "xls"], 2, ["xls", "parquet"]),
        (["load"], 2, ["gtm.yml"]),
        (["build", "--format", "xml"], 2, ["xml", "table"]),
    ],
)
def test_wrong_use_is_answered_without_a_traceback(
    arguments: list[str],
    code: int,
    words: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    shown = CliRunner().invoke(main, arguments)
    assert shown.exit_code == code
    assert "Traceback" not in shown.output
    for word in words:
        assert word in shown.output


def test_generate_writes_files_and_prints_their_rows(tmp_path: Path) -> None:
    shown = CliRunner().invoke(
        main, ["generate", "saas", "--out", str(tmp_path), "--scale", "0.02", "--end", "2025-06-30"]
    )
    assert shown.exit_code == 0, shown.output
    counts = dict(line.split("\t") for line in shown.output.strip().splitlines())
    lines = (tmp_path / "accounts.csv").read_text(encoding="utf-8").splitlines()
    assert counts["accounts"] == str(len(lines) - 1) == "10"
    assert json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))["rows"]


# a command whose query does not end before somebody stops it. It runs on one thread: DuckDB lets
# the tasks of its other threads end before it answers, and these have no end.
ENDLESS = """
import duckdb, os, signal, threading
from gtm_tower.cli import main

@main.command()
def endless():
    duckdb.execute("set threads = 1")
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
    duckdb.execute("select max(hash(n)) from range(1000000000000) numbers (n)")

main(["endless"])
"""


def test_ctrl_c_ends_a_query_without_a_traceback() -> None:
    stopped = subprocess.run(
        [sys.executable, "-c", ENDLESS], capture_output=True, text=True, timeout=120
    )
    assert stopped.returncode == 1
    assert stopped.stderr.strip() == "Aborted!"


def test_results_are_a_table_json_or_csv(capsys: pytest.CaptureFixture[str]) -> None:
    columns, rows = ("name", "rows"), [("a,b", 1), (None, 2000)]
    emit(columns, rows, "csv")
    assert capsys.readouterr().out == 'name,rows\n"a,b",1\n,2000\n'
    emit(columns, rows, "json")
    assert json.loads(capsys.readouterr().out) == [
        {"name": "a,b", "rows": 1},
        {"name": None, "rows": 2000},
    ]
    emit(columns, rows, "table")
    assert "2,000" in capsys.readouterr().out


def test_exit_codes() -> None:
    assert {error.exit_code for error in (ConfigError, WorkspaceError)} == {2}
    assert {e.exit_code for e in (SourceError, WarehouseError, TransformError, CheckError)} == {1}
    assert GtmError.exit_code == 1
