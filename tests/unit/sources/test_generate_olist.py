"""The `olist` data against a plain reading of its own files: notation, defects, and the truth."""

import csv
import io
import re
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest

from gtm_tower.sources.generate import GENERATORS, Generated, GenerateSpec
from gtm_tower.sources.generate._olist_defects import DEFECTS
from support.extract import rows_of
from support.generated import END, VARIETIES, assert_read_as_planted, generate, truth_of
from support.olist_files import Deal, Marketplace, read_marketplace

HEADERS = {
    "mql": "mql_id,first_contact_date,landing_page_id,origin",
    "closed_deals": "mql_id,seller_id,sdr_id,sr_id,won_date,business_segment,lead_type,"
    "lead_behaviour_profile,has_company,has_gtin,average_stock,business_type,"
    "declared_product_catalog_size,declared_monthly_revenue",
}
ID, DAY, NAME = "[0-9a-f]{32}", "20[0-9]{2}-[0-9]{2}-[0-9]{2}", "[a-z_]+"
# the notations of a column: each cell is in one of them, and each of them occurs
NOTATIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "mql": {
        "mql_id": (ID,),
        "first_contact_date": (DAY,),
        "landing_page_id": (ID,),
        "origin": ("unknown", "organic_search", NAME, ""),
    },
    "closed_deals": {
        **dict.fromkeys(("mql_id", "seller_id", "sdr_id", "sr_id"), (ID,)),
        "won_date": (f"{DAY} [0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}",),
        "business_segment": (NAME,),
        "lead_type": ("online_big", "industry", NAME, ""),
        "lead_behaviour_profile": ("cat", "cat, wolf", "[a-z]+, [a-z]+", "[a-z]+", ""),
        "has_company": ("True", "False", ""),
        "has_gtin": ("True", "False", ""),
        "average_stock": ("5-20", "[0-9]+-[0-9]+", "200[+]", "unknown", ""),
        "business_type": ("reseller", "manufacturer", "other", ""),
        "declared_product_catalog_size": ("[0-9]+[.]0", ""),
        "declared_monthly_revenue": ("0[.]0", "[1-9][0-9]*[.]0"),
    },
}
# leads and wins of the public data by origin; the empty one is a missing origin
PUBLISHED = {
    "organic_search": (2_296, 271),
    "paid_search": (1_586, 195),
    "social": (1_350, 75),
    "unknown": (1_099, 179),
    "direct_traffic": (499, 56),
    "email": (493, 15),
    "referral": (284, 24),
    "unknown (missing)": (60, 14),
}
MISSING, NO_LEAD = "unknown (missing)", "no lead"


@pytest.fixture(scope="module", params=VARIETIES)
def generated(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Generated:
    changes = {"scale": 0.5, **VARIETIES[request.param]}
    return generate("olist", tmp_path_factory.mktemp("olist"), **changes)


@pytest.fixture(scope="module")
def truth(generated: Generated) -> Any:
    return truth_of(generated)


@pytest.fixture(scope="module")
def market(generated: Generated) -> Marketplace:
    return read_marketplace(generated.truth.parent)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    return generate("olist", tmp_path_factory.mktemp("clean"))


@pytest.fixture(scope="module")
def dirty(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    return generate("olist", tmp_path_factory.mktemp("dirty"), dirty=0.03)


def test_files_are_written_as_pandas_writes_them(generated: Generated) -> None:
    for name, path in generated.files.items():
        written = path.read_bytes()
        records = list(csv.reader(io.StringIO(written.decode(), newline="")))
        assert ",".join(records[0]) == HEADERS[name]
        again = io.StringIO(newline="")
        csv.writer(again, lineterminator="\n").writerows(records)
        assert again.getvalue().encode() == written


@pytest.mark.parametrize("table", NOTATIONS)
def test_every_cell_is_in_a_notation_of_its_column(clean: Generated, table: str) -> None:
    rows = rows_of(clean.files[table])
    assert list(rows[0]) == list(NOTATIONS[table])
    for column, notations in NOTATIONS[table].items():
        for cell in {row[column] for row in rows}:
            assert any(re.fullmatch(form, cell) for form in notations), (column, cell)
        for form in notations:
            assert any(re.fullmatch(form, row[column]) for row in rows), (column, form)


def test_same_spec_gives_the_same_bytes(dirty: Generated, tmp_path: Path) -> None:
    again = generate("olist", tmp_path / "again", dirty=0.03)
    assert again.truth.read_bytes() == dirty.truth.read_bytes()
    other = generate("olist", tmp_path / "other", dirty=0.03, seed=1)
    for name, path in dirty.files.items():
        assert again.files[name].read_bytes() == path.read_bytes()
        assert other.files[name].read_bytes() != path.read_bytes()


def test_parquet_holds_the_same_texts(dirty: Generated, tmp_path: Path) -> None:
    parquet = generate("olist", tmp_path, dirty=0.03, file_format="parquet")
    for name, path in parquet.files.items():
        found = duckdb.execute(f"select * from '{path}'").fetchall()
        texts = [["" if cell is None else cell for cell in row] for row in found]
        assert texts == [list(row.values()) for row in rows_of(dirty.files[name])]


def test_leads_and_wins_are_near_the_public_ones(clean: Generated) -> None:
    assert clean.rows["mql"] == 8_000
    assert 750 < clean.rows["closed_deals"] < 900
    origins = truth_of(clean)["origins"]
    for name, (leads, won) in PUBLISHED.items():
        assert abs(origins[name]["leads"] - leads) < 4 * leads**0.5
        assert abs(origins[name]["won"] - won) < 4 * won**0.5
    assert origins[NO_LEAD]["won"] == 0


def test_progress_names_every_table(tmp_path: Path) -> None:
    seen: dict[str, int] = {}
    spec = GenerateSpec(out=tmp_path, end=END, scale=0.01)
    assert GENERATORS["olist"](spec, seen.__setitem__).rows == seen


def test_without_dirt_nothing_is_planted(clean: Generated) -> None:
    truth, reading = truth_of(clean), read_marketplace(clean.truth.parent).reading
    assert truth["planted"] == truth["repairs"] == []
    assert truth["planted_counts"] == {}
    assert reading.refused == {}
    assert reading.repaired == {}
    deals = truth["deals"]
    assert [deals[name] for name in ("orphans", "undated_leads", "won_before_contact")] == [0] * 3


def test_every_defect_of_the_catalogue_occurs(dirty: Generated) -> None:
    truth = truth_of(dirty)
    rows = {name: rows_of(path) for name, path in dirty.files.items()}
    for table, defects in DEFECTS.items():
        planted = [entry for entry in truth["planted"] if entry["table"] == table]
        found = {(entry["kind"], entry["column"], entry["expect"]) for entry in planted}
        assert found == {(one.kind, one.column, one.expect) for one in defects}
        assert Counter(entry["kind"] for entry in planted) == truth["planted_counts"][table]
        for entry in planted:
            row = rows[table][entry["row"] - 1]
            assert entry["value"] == (row[entry["column"]] if entry["column"] else None)
            assert entry["key"] == row["mql_id"]


def test_planted_defects_are_what_a_reading_refuses_and_repairs(
    generated: Generated, truth: Any, market: Marketplace
) -> None:
    assert_read_as_planted(generated, market.reading, ("nulled", "repaired"))
    for entry in truth["planted"]:
        if entry["expect"] == "repaired":
            assert entry["value"] == "00" + entry["repaired_to"][2:]


def outcome(deals: list[Deal]) -> dict[str, Any]:
    """Wins and their days, the flagged ones apart, as truth.json has them."""
    days = [deal.days for deal in deals if deal.days is not None]
    timed = [count for count in days if count >= 0]
    return {
        "won": len(deals),
        "won_before_contact": len(days) - len(timed),
        "average_days_of_all": round(sum(days) / len(days), 6) if days else None,
        "timed": len(timed),
        "days": sum(timed),
        "average_days": round(sum(timed) / len(timed), 6) if timed else None,
        "fast_track": sum(count <= 30 for count in timed),
        "revenue": f"{sum(deal.revenue for deal in deals)}.00",
    }


def test_origins_recounted(truth: Any, market: Marketplace) -> None:
    """A missing origin, the literal unknown and a deal without a lead stay apart."""
    leads = Counter(lead.origin or MISSING for lead in market.leads)
    for name, expected in truth["origins"].items():
        deals = [
            deal
            for deal in market.deals
            if (deal.lead.origin or MISSING if deal.lead else NO_LEAD) == name
        ]
        assert expected == {"leads": leads[name], **outcome(deals)}
    total = truth["deals"]
    assert {name: total[name] for name in outcome(market.deals)} == outcome(market.deals)
    assert total["leads"] == len(market.leads)
    assert total["orphans"] == sum(deal.lead is None for deal in market.deals)
    assert total["undated_leads"] == sum(lead.contact is None for lead in market.leads)


def test_months_recounted(truth: Any, market: Marketplace) -> None:
    leads = Counter(f"{lead.contact:%Y-%m}" for lead in market.leads if lead.contact)
    won = Counter(f"{deal.won:%Y-%m}" for deal in market.deals)
    of_leads = Counter(
        f"{deal.lead.contact:%Y-%m}" for deal in market.deals if deal.lead and deal.lead.contact
    )
    months = truth["months"]
    assert leads == +Counter({month: row["leads"] for month, row in months.items()})
    assert won == +Counter({month: row["won"] for month, row in months.items()})
    assert of_leads == +Counter({month: row["won_of_leads"] for month, row in months.items()})


def test_tiers_types_and_reps_recounted(truth: Any, market: Marketplace) -> None:
    for name, expected in truth["tiers"].items():
        deals = [deal for deal in market.deals if deal.tier == name]
        assert expected == {
            **outcome(deals),
            "share_of_wins": round(len(deals) / len(market.deals), 6),
            "wins_per_lead": round(len(deals) / len(market.leads), 6),
        }
    for name, expected in truth["lead_types"].items():
        assert expected == outcome([d for d in market.deals if (d.lead_type or MISSING) == name])
    reps = {deal.rep for deal in market.deals}
    assert set(truth["reps"]) == reps
    for rep in reps:
        assert truth["reps"][rep] == outcome([deal for deal in market.deals if deal.rep == rep])
