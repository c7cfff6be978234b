"""gtm query and gtm metrics: what they print, and how they end."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gtm_tower.cli import main
from gtm_tower.warehouse.duckdb import DuckDBWarehouse
from gtm_tower.workspace import create_workspace
from support.published import publish


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which the small version is published."""
    root = create_workspace(tmp_path_factory.mktemp("small") / "company", "saas").root
    publish(DuckDBWarehouse(root))
    return root


def gtm(folder: Path, *arguments: str) -> Result:
    """Run the command in a workspace."""
    return CliRunner().invoke(main, [*arguments, "-C", str(folder)])


def test_a_table_for_people(folder: Path) -> None:
    shown = gtm(folder, "query", "takings", "visit_rate", "--grain", "month", "--by", "region")
    assert (shown.exit_code, shown.stderr) == (
        0,
        "note: The month of 2026-05-20 had not ended: its figures are to date.\n",
    )
    lines = [line.split() for line in shown.stdout.splitlines() if line.strip()]
    assert lines[0] == ["Month", "region", "Takings", "Visit", "rate"]
    assert lines[2:] == [
        ["2026-03", "north", "EUR", "40.00", "100.0%"],
        ["2026-03", "south", "EUR", "20.00", "100.0%"],
        ["2026-04", "north", "EUR", "50.00", "100.0%"],
        ["2026-05", "*", "north", "EUR", "90.00", "100.0%"],
        ["2026-05", "*", "south", "unknown", "100.0%"],
    ]


def test_changes_have_their_sign(folder: Path) -> None:
    asked = ["visits", "takings", "--grain", "month", "--compare", "previous", "--to", "2026-04"]
    shown = gtm(folder, "query", *asked)
    last = shown.stdout.splitlines()[-2].split()
    assert last == [
        *("2026-04", "1", "4", "-3", "-75.0%"),
        *("EUR", "50.00", "EUR", "60.00", "-EUR", "10.00", "-16.7%"),
    ]


def test_plain_numbers_as_csv_and_json(folder: Path) -> None:
    asked = ["takings", "--grain", "month", "--by", "region", "--from", "2026-05"]
    rows = list(csv.reader(io.StringIO(gtm(folder, "query", *asked, "--format", "csv").stdout)))
    assert rows == [
        ["month", "is_complete", "region", "takings"],
        ["2026-05-01", "False", "north", "90.0"],
        ["2026-05-01", "False", "south", ""],
    ]
    found = json.loads(gtm(folder, "query", *asked, "--format", "json").stdout)
    assert found[0] == {
        "month": "2026-05-01",
        "is_complete": False,
        "region": "north",
        "takings": 90.0,
    }
    assert found[1]["takings"] is None


def test_conditions_come_from_the_shell_as_they_are(folder: Path) -> None:
    asked = ["staff", "--where", "agency = 'Dun''s, Ltd'", "--format", "json"]
    assert json.loads(gtm(folder, "query", *asked).stdout) == [{"staff": 2}]


def test_nothing_answers(folder: Path) -> None:
    shown = gtm(folder, "query", "visits", "--grain", "month", "--to", "2020")
    assert (shown.exit_code, shown.stdout) == (0, "")
    assert "nothing in the published data answers this" in shown.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["query", "vists"], "Did you mean 'visits'?"),
        (["query", "visits", "--by", "reigon"], "Did you mean 'region'?"),
        (["query", "visits", "--grain", "months"], "Did you mean 'month'?"),
        (["query", "visits", "--from", "2026-05", "--to", "2026-04"], "lies after"),
        (["query", "visits", "--where", "region"], "cannot be read"),
        (["query", "credits"], "Add --by model"),
        (["query", "refunds"], "gtm status says"),
        (["query", "visits", "--compare", "previous"], "add --grain day"),
        (["query"], "METRIC"),
    ],
)
def test_what_cannot_be_asked_ends_with_2(folder: Path, arguments: list[str], words: str) -> None:
    shown = gtm(folder, *arguments)
    assert (shown.exit_code, shown.stdout) == (2, "")
    assert words in shown.stderr
    assert "Traceback" not in shown.output


def test_nothing_is_published_yet(tmp_path: Path) -> None:
    root = create_workspace(tmp_path / "company", "saas").root
    shown = gtm(root, "query", "mrr")
    assert shown.exit_code == 2
    assert "gtm build" in shown.stderr


def test_metrics_are_listed_without_parts_and_what_waits(folder: Path) -> None:
    found = json.loads(gtm(folder, "metrics", "--format", "json").stdout)
    names = [one["metric"] for one in found]
    assert "visits" in names
    assert "refunds" not in names
    assert found[0] == {
        "metric": "visits",
        "label": "Visits",
        "unit": "count",
        "by": "region",
        "grain": "day",
        "question": "How many come?",
    }
    some = json.loads(gtm(folder, "metrics", "COME", "--format", "json").stdout)
    assert [one["metric"] for one in some] == ["visits"]
    assert "metrics without data: 1;" in gtm(folder, "metrics").stderr
