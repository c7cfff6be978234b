"""The `owner` data: the notation of its files, byte for byte, and its planted defects."""

import csv
import io
import re
from collections import Counter
from pathlib import Path

import duckdb
import pytest

from gtm_tower.sources.generate import GENERATORS, Generated, GenerateSpec
from gtm_tower.sources.generate._owner_defects import DEFECTS
from support.extract import rows_of
from support.generated import END, VARIETIES, generate, truth_of
from support.owner_files import LEAD_DATES, read_company

RATE = VARIETIES["dirty"]["dirty"]
HEADERS = {
    "leads": ",LEAD_ID,FORM_SUBMISSION_DATE,SALES_CALL_COUNT,SALES_TEXT_COUNT,SALES_EMAIL_COUNT,"
    "FIRST_SALES_CALL_DATE,FIRST_TEXT_SENT_DATE,FIRST_MEETING_BOOKED_DATE,LAST_SALES_CALL_DATE,"
    "LAST_SALES_ACTIVITY_DATE,LAST_SALES_EMAIL_DATE,PREDICTED_SALES_WITH_OWNER,MARKETPLACES_USED,"
    "ONLINE_ORDERING_USED,CUISINE_TYPES,LOCATION_COUNT,CONNECTED_WITH_DECISION_MAKER,STATUS,"
    "CONVERTED_OPPORTUNITY_ID",
    "opportunities": ",OPPORTUNITY_ID,STAGE_NAME,LOST_REASON_C,CLOSED_LOST_NOTES_C,"
    "BUSINESS_ISSUE_C,HOW_DID_YOU_HEAR_ABOUT_US_C,CREATED_DATE,DEMO_HELD,DEMO_SET_DATE,DEMO_TIME,"
    "CLOSE_DATE,LAST_SALES_CALL_DATE_TIME,ACCOUNT_ID",
    "expenses_advertising": ",MONTH,ADVERTISING",
    "expenses_salary_and_commissions": ",MONTH,OUTBOUND_SALES_TEAM,INBOUND_SALES_TEAM",
}
CLOCK = "[0-9]{2}:[0-9]{2}:[0-9]{2}"
GOOD, BROKEN = "20[0-9]{2}-[0-9]{2}-[0-9]{2}", "00[0-9]{2}-[0-9]{2}-[0-9]{2}"
ITEM = "('[^']*'|\"[^\"]*'[^\"]*\")"
MONEY = "US\\$\t[0-9]{1,3}(\u00a0[0-9]{3})*,[0-9]{2}"
LISTS = ("nan", r"\[''\]", rf"\[{ITEM}\]", rf"\[{ITEM}(, {ITEM})+\]")
FLOAT, ID = "[0-9]+[.]0", "00[Q0-9]8c[0-9A-Z]{10}EAA"
# the notations of a column: each cell is in one of them, and each of them occurs
NOTATIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "leads": {
        "LEAD_ID": (ID,),
        **dict.fromkeys(LEAD_DATES[1:], (f"{GOOD} {CLOCK}", f"{BROKEN} {CLOCK}", BROKEN, "")),
        "FORM_SUBMISSION_DATE": (f"{GOOD} {CLOCK}", f"{BROKEN} {CLOCK}", ""),
        **dict.fromkeys(
            ("SALES_CALL_COUNT", "SALES_TEXT_COUNT", "SALES_EMAIL_COUNT", "LOCATION_COUNT"),
            (FLOAT, ""),
        ),
        "PREDICTED_SALES_WITH_OWNER": (MONEY, ""),
        "MARKETPLACES_USED": LISTS,
        "ONLINE_ORDERING_USED": LISTS,
        "CUISINE_TYPES": (*LISTS[:1], *LISTS[2:], r"\[\"Chef's Table\"(, '.*')?\]"),
        "CONNECTED_WITH_DECISION_MAKER": ("True", "False", ""),
        "STATUS": (
            "Incorrect Contact Data",
            "Incorrect_Contact_Data",
            "[A-Z][a-z]+( [A-Z][a-z]+)?",
        ),
        "CONVERTED_OPPORTUNITY_ID": (ID, ""),
    },
    "opportunities": {
        "OPPORTUNITY_ID": (ID,),
        "CREATED_DATE": (f"{GOOD} {CLOCK}[.]000", f"{BROKEN} {CLOCK}[.]000"),
        "DEMO_SET_DATE": (GOOD, BROKEN, ""),
        "DEMO_TIME": (f"{GOOD} {CLOCK}[.]000", f"{BROKEN} {CLOCK}[.]000", BROKEN, ""),
        "CLOSE_DATE": (GOOD, BROKEN, ""),
        "DEMO_HELD": ("True", "False"),
        "CLOSED_LOST_NOTES_C": ("", '[^\n"]+', '[^\n"]*"[^\n"]*"[^\n"]*', "(?s).*\n.*"),
        "ACCOUNT_ID": (ID,),
    },
    "expenses_advertising": {"MONTH": ("[JFMASOND][a-z]{2}-2[0-9]",), "ADVERTISING": (MONEY,)},
    "expenses_salary_and_commissions": {
        "MONTH": ("[JFMASOND][a-z]{2}-2[0-9]",),
        "OUTBOUND_SALES_TEAM": (MONEY,),
        "INBOUND_SALES_TEAM": (MONEY,),
    },
}


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    return generate("owner", tmp_path_factory.mktemp("clean"))


@pytest.fixture(scope="module")
def dirty(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    return generate("owner", tmp_path_factory.mktemp("dirty"), dirty=RATE)


@pytest.fixture(scope="module", params=VARIETIES)
def company(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Generated:
    return generate("owner", tmp_path_factory.mktemp("company"), **VARIETIES[request.param])


def test_files_have_the_columns_and_an_unnamed_index(company: Generated) -> None:
    for name, path in company.files.items():
        header, _, _ = path.read_bytes().partition(b"\n")
        assert header.decode() == HEADERS[name]
        index = [row[""] for row in rows_of(path)]
        assert index == [str(number) for number in range(company.rows[name])]


def test_files_are_written_as_pandas_writes_them(company: Generated) -> None:
    """Only what needs quotes has them, a missing value is nothing, lines end with a line feed."""
    for path in company.files.values():
        written = path.read_bytes()
        records = list(csv.reader(io.StringIO(written.decode(), newline="")))
        again = io.StringIO(newline="")
        csv.writer(again, lineterminator="\n").writerows(records)
        assert again.getvalue().encode() == written


@pytest.mark.parametrize("table", NOTATIONS)
def test_every_cell_is_in_a_notation_of_its_column(clean: Generated, table: str) -> None:
    rows = rows_of(clean.files[table])
    for column, notations in NOTATIONS[table].items():
        for cell in {row[column] for row in rows}:
            assert any(re.fullmatch(form, cell) for form in notations), (column, cell)
        for form in notations:
            assert any(re.fullmatch(form, row[column]) for row in rows), (column, form)


def test_the_bytes_of_the_odd_notations(clean: Generated) -> None:
    leads = clean.files["leads"].read_bytes()
    assert re.search(rb',"US\$\t[0-9]{2}\xc2\xa0[0-9]{3},[0-9]{2}",', leads)
    assert b""","['Doordash', 'Grubhub']",""" in leads
    assert b"""["Chef's Table"]""" not in leads
    assert b""","[""Chef's Table""]",""" in leads
    assert b",['']," in leads
    assert b",nan," in leads
    # a broken year beside a good one in one row
    assert re.search(rb"\n[^\n]*,0025-[^\n]*,2025-[0-9]{2}-[0-9]{2} ", leads)
    notes = clean.files["opportunities"].read_bytes()
    assert b'"No answer on the phone,\nno answer to three texts.' in notes
    assert b'"The manager said ""call me after the season"".' in notes
    salaries = clean.files["expenses_salary_and_commissions"].read_bytes()
    assert re.search(rb'\n0,Jul-24,"US\$\t[0-9]+\xc2\xa0[0-9]{3},[0-9]{2}","US\$\t', salaries)


def test_the_share_of_broken_years_is_the_stated_one(clean: Generated) -> None:
    share = truth_of(clean)["notation"]["broken_year_share"]
    cells = [row[name] for row in rows_of(clean.files["leads"]) for name in LEAD_DATES if row[name]]
    assert sum(cell.startswith("00") for cell in cells) / len(cells) == pytest.approx(
        share, abs=0.01
    )


def test_same_spec_gives_the_same_bytes(dirty: Generated, tmp_path: Path) -> None:
    again = generate("owner", tmp_path, dirty=RATE)
    assert again.truth.read_bytes() == dirty.truth.read_bytes()
    for name, path in dirty.files.items():
        assert again.files[name].read_bytes() == path.read_bytes()


def test_another_seed_gives_other_data(clean: Generated, tmp_path: Path) -> None:
    other = generate("owner", tmp_path, seed=1)
    for name, path in clean.files.items():
        assert other.files[name].read_bytes() != path.read_bytes()


def test_parquet_holds_the_same_texts(dirty: Generated, tmp_path: Path) -> None:
    parquet = generate("owner", tmp_path, dirty=RATE, file_format="parquet")
    for name, path in parquet.files.items():
        found = duckdb.execute(f"select * from '{path}'").fetchall()
        texts = [["" if cell is None else cell for cell in row] for row in found]
        assert texts == [list(row.values()) for row in rows_of(dirty.files[name])]
        titles = [row[0] for row in duckdb.execute(f"describe select * from '{path}'").fetchall()]
        assert titles == ["column_1", *HEADERS[name].split(",")[1:]]


def test_sizes_and_progress(clean: Generated, tmp_path: Path) -> None:
    assert 2_300 < clean.rows["leads"] < 2_700
    assert clean.rows["expenses_advertising"] == 18
    seen: dict[str, int] = {}
    spec = GenerateSpec(out=tmp_path, end=END, scale=0.05)
    assert GENERATORS["owner"](spec, seen.__setitem__).rows == seen


def test_without_dirt_nothing_is_planted(clean: Generated) -> None:
    truth, reading = truth_of(clean), read_company(clean.truth.parent).reading
    assert truth["planted"] == []
    assert truth["planted_counts"] == {}
    assert reading.refused == {}
    assert {repair for _, _, repair in reading.repairs()} == {"century"}
    flags = dict(truth["flags"])
    assert flags.pop("leads") == clean.rows["leads"]
    assert flags.pop("leads_with_a_deal") == clean.rows["opportunities"]
    assert set(flags.values()) == {0}


def test_every_defect_of_the_catalogue_occurs(tmp_path: Path) -> None:
    truth = truth_of(generate("owner", tmp_path, dirty=0.3))
    for table, defects in DEFECTS.items():
        planted = [entry for entry in truth["planted"] if entry["table"] == table]
        found = {(entry["kind"], entry["column"], entry["expect"]) for entry in planted}
        assert found == {(one.kind, one.column, one.expect) for one in defects}
        assert Counter(entry["kind"] for entry in planted) == truth["planted_counts"][table]


def test_few_faults_do_not_refuse_a_month_of_costs(dirty: Generated) -> None:
    counts = truth_of(dirty)["planted_counts"]
    for table in ("expenses_advertising", "expenses_salary_and_commissions"):
        assert set(counts[table].values()) == {0}


def test_planted_values_stand_where_they_are_said_to(dirty: Generated) -> None:
    rows = {name: rows_of(path) for name, path in dirty.files.items()}
    for entry in truth_of(dirty)["planted"]:
        row = rows[entry["table"]][entry["row"] - 1]
        assert entry["value"] == (row[entry["column"]] if entry["column"] else None)
        assert entry["key"] == list(row.values())[1]


def test_planted_defects_are_what_a_reading_refuses_and_repairs(company: Generated) -> None:
    truth, reading = truth_of(company), read_company(company.truth.parent).reading
    places = {(entry["table"], entry["row"]): entry for entry in truth["planted"]}
    assert len(places) == len(truth["planted"])
    assert reading.refused == {
        place: entry["reason"]
        for place, entry in places.items()
        if entry["expect"] == "quarantined"
    }
    nulled = {place: entry for place, entry in places.items() if entry["expect"] == "nulled"}
    for place, entry in nulled.items():
        assert (entry["column"], entry["reason"]) in reading.repaired[place]
    assert reading.repairs() == {
        (entry["table"], entry["column"], entry["repair"]): (entry["written"], entry["accepted"])
        for entry in truth["repairs"]
    }
    for table, counts in truth["after_quarantine"].items():
        assert counts["quarantined"] == reading.refusals(table)
        assert counts["accepted"] == company.rows[table] - sum(counts["quarantined"].values())


def test_exact_duplicates_differ_in_their_index_alone(dirty: Generated) -> None:
    truth = truth_of(dirty)
    for table in ("leads", "opportunities"):
        rows = [list(row.values())[1:] for row in rows_of(dirty.files[table])]
        places = [
            entry["row"]
            for entry in truth["planted"]
            if entry["table"] == table and entry["kind"] == "duplicate"
        ]
        assert places
        for place in places:
            assert rows.count(rows[place - 1]) == 2


def test_expenses_have_no_duplicates_and_refused_parts_add_nothing(company: Generated) -> None:
    truth = truth_of(company)
    rows = rows_of(company.files["expenses_salary_and_commissions"])
    nothing = "US$\t0,00"
    assert truth["salary_parts"]["zero"] == sum(nothing in row.values() for row in rows)
    assert truth["salary_parts"]["written"] == 2 * len(rows)
    for name in ("expenses_advertising", "expenses_salary_and_commissions"):
        assert "duplicate" not in truth["after_quarantine"][name]["quarantined"]
        clean_rows = [row["MONTH"] for row in rows_of(company.files[name])]
        assert len(set(clean_rows[: truth["clean_rows"][name]])) == truth["clean_rows"][name]
