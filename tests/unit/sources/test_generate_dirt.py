"""The planted defects of the `saas` data: where they are, and what is left without them."""

import csv
import json
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from gtm_tower.sources.generate import GENERATORS, Generated, GenerateSpec
from gtm_tower.sources.generate._saas_defects import DEFECTS
from gtm_tower.sources.generate._table import Table, identifier, numbered
from gtm_tower.sources.generate.dirt import Defect, plant

END = date(2025, 12, 31)
SCALE, RATE = 0.3, 0.03

Rows = dict[str, list[dict[str, str]]]


def generate(out: Path, dirty: float, **changes: Any) -> Generated:
    spec = GenerateSpec(out=out, **{"end": END, "scale": SCALE, "dirty": dirty, **changes})
    return GENERATORS["saas"](spec)


def read(generated: Generated) -> Rows:
    tables = {}
    for name, path in generated.files.items():
        with path.open(newline="", encoding="utf-8") as lines:
            tables[name] = list(csv.DictReader(lines))
    return tables


def truth_of(generated: Generated) -> dict[str, Any]:
    truth: dict[str, Any] = json.loads(generated.truth.read_text(encoding="utf-8"))
    return truth


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    return generate(tmp_path_factory.mktemp("clean"), dirty=0.0)


@pytest.fixture(scope="module")
def dirty(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    return generate(tmp_path_factory.mktemp("dirty"), dirty=RATE)


@pytest.fixture(scope="module")
def truth(dirty: Generated) -> dict[str, Any]:
    return truth_of(dirty)


@pytest.fixture(scope="module")
def rows(dirty: Generated) -> Rows:
    return read(dirty)


def refused_rows(truth: dict[str, Any], table: str) -> set[int]:
    return {
        entry["row"]
        for entry in truth["planted"]
        if entry["table"] == table and entry["expect"] == "quarantined"
    }


def accepted(truth: dict[str, Any], rows: Rows, table: str) -> list[dict[str, str]]:
    refused = refused_rows(truth, table)
    return [row for number, row in enumerate(rows[table], start=1) if number not in refused]


def test_same_spec_gives_the_same_bytes(dirty: Generated, tmp_path: Path) -> None:
    again = generate(tmp_path, dirty=RATE)
    assert again.truth.read_bytes() == dirty.truth.read_bytes()
    for name, path in dirty.files.items():
        assert again.files[name].read_bytes() == path.read_bytes()


def test_defects_leave_the_other_truths_alone(clean: Generated, truth: dict[str, Any]) -> None:
    expected = truth_of(clean)
    for key in ("mrr", "movements", "acquired", "spend", "activation", "deals", "tickets"):
        assert truth[key] == expected[key]
    assert truth["clean_rows"] == expected["rows"]


def test_planted_values_stand_where_they_are_said_to(truth: dict[str, Any], rows: Rows) -> None:
    for entry in truth["planted"]:
        row = rows[entry["table"]][entry["row"] - 1]
        assert entry["value"] == (row[entry["column"]] if entry["column"] else None)
        if entry["table"] == "marketing_spend":
            names = ("month", "channel", "campaign_name")
            assert entry["key"] == "|".join(row[name] for name in names)
        else:
            assert entry["key"] == next(iter(row.values()))


def test_every_row_carries_one_defect_at_most(truth: dict[str, Any]) -> None:
    places = Counter((entry["table"], entry["row"]) for entry in truth["planted"])
    assert max(places.values()) == 1


@pytest.mark.parametrize("table", DEFECTS)
def test_every_defect_of_the_catalogue_occurs(truth: dict[str, Any], table: str) -> None:
    planted = [entry for entry in truth["planted"] if entry["table"] == table]
    found = {(entry["kind"], entry["column"], entry["expect"]) for entry in planted}
    assert found == {(defect.kind, defect.column, defect.expect) for defect in DEFECTS[table]}
    assert Counter(entry["kind"] for entry in planted) == truth["planted_counts"][table]


@pytest.mark.parametrize("table", DEFECTS)
def test_what_is_accepted_is_the_clean_data(
    clean: Generated, truth: dict[str, Any], rows: Rows, table: str
) -> None:
    """Once repaired, every accepted row is a clean row, apart from deals of unknown accounts."""

    def folded(row: dict[str, str]) -> tuple[str, ...]:
        values = [value.strip().lower() for value in row.values()]
        return tuple(values[:1] + values[2:] if table == "crm_deals" else values)

    kept = Counter(map(folded, accepted(truth, rows, table)))
    assert kept == Counter(map(folded, read(clean)[table]))


@pytest.mark.parametrize("table", DEFECTS)
def test_refused_share_is_about_the_rate(
    truth: dict[str, Any], dirty: Generated, table: str
) -> None:
    refused, written = len(refused_rows(truth, table)), dirty.rows[table]
    kinds = sum(defect.expect == "quarantined" for defect in DEFECTS[table])
    assert abs(refused - RATE * written) <= kinds / 2 + 1


def test_the_later_copy_is_the_true_one(
    clean: Generated, truth: dict[str, Any], rows: Rows
) -> None:
    true_rows = {
        name: {tuple(row.values()) for row in table} for name, table in read(clean).items()
    }
    for entry in truth["planted"]:
        if entry["reason"] != "duplicate":
            continue
        later = rows[entry["table"]][entry["row"] :]
        copies = [row for row in later if next(iter(row.values())) == entry["key"]]
        assert len(copies) == 1
        assert tuple(copies[0].values()) in true_rows[entry["table"]]
        stale = rows[entry["table"]][entry["row"] - 1]
        assert (stale == copies[0]) == (entry["kind"] == "duplicate")


def test_spend_after_quarantine(truth: dict[str, Any], rows: Rows) -> None:
    spelling = {name.lower(): name for name in truth["spend"]["by_channel"]}
    total: dict[str, Decimal] = defaultdict(Decimal)
    for row in accepted(truth, rows, "marketing_spend"):
        total[spelling[row["channel"].strip().lower()]] += Decimal(row["spend"])
    expected = truth["after_quarantine"]["spend"]["by_channel"]
    assert {name: str(spend) for name, spend in total.items()} == expected


def test_mixed_case_is_never_the_clean_text(truth: dict[str, Any]) -> None:
    values = {entry["value"] for entry in truth["planted"] if entry["kind"] == "mixed_case"}
    assert values.isdisjoint({"SMB", "Enterprise", "EMEA", "Google Ads", "paid", "active", "login"})
    assert {"SMB", "paid"} <= {value.strip().upper().replace("PAID", "paid") for value in values}


def test_dirty_parquet_is_text(tmp_path: Path, rows: Rows) -> None:
    parquet = generate(tmp_path, dirty=RATE, file_format="parquet")
    for name, path in parquet.files.items():
        types = duckdb.execute(f"describe select * from '{path}'").fetchall()
        assert {row[1] for row in types} == {"VARCHAR"}
        assert parquet.rows[name] == len(rows[name])


def test_long_lists_are_cut_and_counted(tmp_path: Path) -> None:
    truth = truth_of(generate(tmp_path, dirty=0.5))
    listed = Counter((entry["table"], entry["kind"]) for entry in truth["planted"])
    assert listed["product_events", "orphan"] == 1_000
    assert truth["planted_counts"]["product_events"]["orphan"] > 1_000
    written, clean = truth["rows"]["product_events"], truth["clean_rows"]["product_events"]
    assert written == pytest.approx(2 * clean, rel=0.01)


@pytest.mark.parametrize(("size", "count"), [(0, 0), (1, 0), (2, 2)])
def test_tiny_tables_take_what_they_can(size: int, count: int) -> None:
    table = Table("t", {"t_id": identifier("t")}, numbered({"x": np.arange(size)}), ("t_id",))
    defects = (Defect("missing_value", "t_id", "null"), Defect("duplicate", None, "", "earlier"))
    dirty = plant(np.random.default_rng(0), table, defects, 0.5)
    assert len(dirty.table) == size + sum(dirty.counts.values())
    assert len(dirty.planted) == count


def test_an_effect_changes_what_its_rows_are_written_from() -> None:
    columns = {"t_id": identifier("t"), "x": "x"}
    table = Table("t", columns, numbered({"x": np.arange(10)}), ("t_id",))
    tripled = Defect(
        "tripled",
        "x",
        "{clean}",
        "in_place",
        "accepted",
        effect=lambda rows, turns: {"x": rows["x"] * 3 + turns},
        where=lambda arrays: np.asarray(arrays["x"] > 7),
    )
    dirty = plant(np.random.default_rng(0), table, (tripled,), 0.5)
    assert list(dirty.table.arrays["x"]) == [0, 1, 2, 3, 4, 5, 6, 7, 24, 28]
    assert [(entry["row"], entry["value"]) for entry in dirty.planted] == [(9, "24"), (10, "28")]
    assert list(table.arrays["x"]) == list(range(10))


def test_a_repaired_defect_says_what_it_must_become(
    truth: dict[str, Any], clean: Generated
) -> None:
    rows = read(clean)
    repaired = [entry for entry in truth["planted"] if entry["expect"] == "repaired"]
    assert repaired
    for entry in repaired:
        meant = rows[entry["table"]][entry["row"] - 1][entry["column"]]
        assert entry["repaired_to"] == meant
