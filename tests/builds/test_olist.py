"""The seller funnel on the real public files, against published figures and plain Python; and on a
made-up marketplace, against the truth beside its files."""

import shutil
from math import log
from pathlib import Path
from typing import Any

import pytest

from builds.company import Company, new_company
from builds.made_up import MadeUp
from builds.test_same_numbers import assert_same, published_tables
from gtm_tower.pipeline.load import LoadError
from support.compare import differences
from support.oracle import sellers as oracle
from support.real_data import real_data

pytestmark = pytest.mark.slow

# leads, won and average calendar days to close by origin, as others have published them
PUBLISHED = {
    "organic_search": (2296, 271, 50.0),
    "paid_search": (1586, 195, 56.6),
    "social": (1350, 75, 61.0),
    "unknown": (1099, 179, 41.3),
    "direct_traffic": (499, 56, 31.1),
    "email": (493, 15, 52.2),
    "referral": (284, 24, 32.5),
    "other": (150, 4, 15.3),
    "display": (118, 6, 10.3),
    "other_publicities": (65, 3, 39.3),
    "unknown (missing)": (60, 14, 49.2),
}
TOTALS = "where is_origin_total"
NO_LEAD = "unknown (no lead)"


@pytest.fixture(scope="module")
def files() -> Path:
    """The folder of the real files."""
    return real_data("olist")


@pytest.fixture(scope="module")
def real(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """The real files, built on DuckDB; nothing may change it."""
    return built_from(files, new_company(tmp_path_factory.mktemp("real") / "c", template="olist"))


@pytest.fixture(scope="module")
def funnel(files: Path) -> oracle.Funnel:
    """The real files, read in plain Python."""
    return oracle.read_funnel(files)


@pytest.fixture(scope="module")
def made_up(marketplace: MadeUp) -> Company:
    """A made-up marketplace; nothing may change it."""
    return marketplace.company


@pytest.fixture(scope="module")
def truth(marketplace: MadeUp) -> Any:
    """What its generator says is true."""
    return marketplace.truth


def built_from(folder: Path, company: Company) -> Company:
    """The company with all files of a folder, loaded and built."""
    for path in folder.glob("*.csv"):
        shutil.copyfile(path, company.data / path.name)
    company.load()
    company.build()
    return company


def warned(company: Company) -> dict[str, int]:
    """The checks that warn, with their offending rows."""
    rows = company.table("meta.checks")
    return {row["check_name"]: row["row_count"] for row in rows if row["status"] == "warn"}


def test_leads_wins_and_days_are_the_published_ones(real: Company) -> None:
    rows = real.query(
        "select origin, lead_count, won_count, average_days_all_wins"
        f" from marts.fct_channel_efficiency {TOTALS}"
    )
    found = {origin: (leads, won, days) for origin, leads, won, days in rows}
    assert found.keys() == PUBLISHED.keys()
    for origin, (leads, won, days) in PUBLISHED.items():
        assert found[origin][:2] == (leads, won), origin
        # rounded to one decimal, halves up, as they were published
        assert days - 0.05 - 1e-9 <= found[origin][2] < days + 0.05, origin
    assert sum(leads for leads, _, _ in found.values()) == 8_000
    assert sum(won for _, won, _ in found.values()) == 842


def test_the_deal_won_before_its_first_contact_is_flagged_and_left_out(real: Company) -> None:
    flagged = real.query(
        "select origin, days_to_revenue, is_fast_track, is_converted"
        " from marts.fct_marketing_efficiency where is_won_before_contact"
    )
    assert flagged == [("organic_search", None, None, True)]
    rows = real.query(
        "select origin, won_count, timed_won_count, round(average_days_to_revenue, 2)"
        f" from marts.fct_channel_efficiency {TOTALS} and won_before_contact_count > 0"
    )
    assert rows == [("organic_search", 271, 270, 50.19)]
    assert warned(real) == {"warn_deals_won_before_first_contact": 1}


def test_a_missing_origin_is_kept_apart_from_the_origin_unknown(real: Company) -> None:
    rows = real.query(
        "select origin, count(*), sum(won_count) from marts.fct_marketing_efficiency"
        " where origin like 'unknown%' group by 1 order by 1"
    )
    assert rows == [("unknown", 1099, 179), ("unknown (missing)", 60, 14)]
    audits = {row["audit"]: row for row in real.table("marts.fct_data_audits")}
    missing = audits["leads without an origin"]
    assert (missing["found_count"], missing["state"]) == (60, "ok")
    both = audits["leads without an origin or of origin unknown"]
    assert (both["found_count"], both["checked_count"]) == (1159, 8_000)


def test_rows_in_are_accepted_or_quarantined(real: Company) -> None:
    rows = real.query(
        "select table_name, rows_in, rows_accepted, rows_quarantined from meta.inputs"
        " where rows_in > 0 order by 1"
    )
    assert rows == [("closed_deals", 842, 842, 0), ("mql", 8_000, 8_000, 0)]


def test_leads_equal_the_plain_calculation(real: Company, funnel: oracle.Funnel) -> None:
    assert_equal(real, "fct_marketing_efficiency", oracle.marketing_efficiency(funnel), "lead_id")


def test_sellers_equal_the_plain_calculation(real: Company, funnel: oracle.Funnel) -> None:
    assert_equal(real, "dim_sellers_profile", oracle.sellers_profile(funnel), "seller_id")


def test_representatives_equal_the_plain_calculation(real: Company, funnel: oracle.Funnel) -> None:
    wanted = oracle.rep_productivity(funnel)
    assert_equal(real, "fct_rep_productivity", wanted, "rep_id", "role", "period")


def test_origins_equal_the_plain_calculation(real: Company, funnel: oracle.Funnel) -> None:
    wanted = oracle.channel_efficiency(funnel)
    assert len(wanted) == 75
    found = real.table("marts.fct_channel_efficiency")
    expected, actual = index_intervals(wanted), index_intervals(found)
    assert not differences(found, wanted, ("origin", "lead_type"))
    assert actual.keys() == expected.keys()
    # the mart's quantile is a series, good to 0.3% at 5 deals and to 0.02% at 10
    for group, reaches in expected.items():
        assert actual[group] == pytest.approx(reaches, rel=3e-3), group


def index_intervals(rows: list[oracle.Row]) -> dict[tuple[str, str], list[float]]:
    """Take the intervals of the index out of the rows: how far they reach, as logarithms."""
    reaches = {}
    for row in rows:
        ends = [row.pop(f"efficiency_ci_{end}") for end in ("low", "high")]
        if ends != [None, None]:
            group = (row["origin"], row["lead_type"])
            reaches[group] = [log(end / row["efficiency_index"]) for end in ends]
    return reaches


def assert_equal(company: Company, mart: str, wanted: list[oracle.Row], *key: str) -> None:
    """Every column of every row of a mart is as it was calculated."""
    assert not differences(company.table(f"marts.{mart}"), wanted, key)


@pytest.mark.postgres
def test_postgres_publishes_what_duckdb_does(
    real: Company, files: Path, tmp_path: Path, postgres_url: str
) -> None:
    on_postgres = built_from(files, new_company(tmp_path / "c", postgres_url, "olist"))
    tables = published_tables(real)
    assert published_tables(on_postgres) == tables
    for table in tables:
        assert_same(on_postgres.table(table), real.table(table), table)


@pytest.mark.parametrize(
    ("file", "column", "renamed"),
    [
        (oracle.LEADS, "mql_id", "mql_identifier"),
        (oracle.LEADS, "first_contact_date", "first_contact"),
        (oracle.DEALS, "won_date", "won_day"),
    ],
)
def test_a_renamed_column_is_named_with_its_nearest_match(
    files: Path, tmp_path: Path, file: str, column: str, renamed: str
) -> None:
    company = new_company(tmp_path / "c", template="olist")
    head, _, rest = (files / file).read_text(encoding="utf-8").partition("\n")
    text = head.replace(column, renamed) + "\n" + rest
    (company.data / file).write_text(text, encoding="utf-8")
    with pytest.raises(LoadError) as failure:
        company.load()
    for piece in (file, f"'{column}' is missing", f"Did you mean '{renamed}'?"):
        assert piece in str(failure.value)


def test_a_made_up_marketplace_is_as_its_truth_says(made_up: Company, truth: Any) -> None:
    rows = made_up.query(
        "select origin, lead_count, won_count, won_before_contact_count, average_days_all_wins,"
        " timed_won_count, sales_days, average_days_to_revenue, fast_track_count, revenue"
        f" from marts.fct_channel_efficiency {TOTALS}"
    )
    found = {origin: list(values) for origin, *values in rows}
    wanted = {
        NO_LEAD if origin == "no lead" else origin: outcome
        for origin, outcome in truth["origins"].items()
        if outcome["leads"] or outcome["won"]
    }
    assert found.keys() == wanted.keys()
    for origin, outcome in wanted.items():
        *counts, revenue = found[origin]
        assert counts == pytest.approx(list(outcome.values())[:-1], abs=1e-6), origin
        assert str(revenue) == outcome["revenue"], origin


def test_made_up_tiers_and_representatives_are_the_true_ones(made_up: Company, truth: Any) -> None:
    tiers = made_up.query(
        "select icp_profile, sum(won_count), sum(declared_monthly_revenue)"
        " from marts.dim_sellers_profile group by 1"
    )
    assert {name: (int(won), f"{revenue:.2f}") for name, won, revenue in tiers} == {
        name: (tier["won"], tier["revenue"]) for name, tier in truth["tiers"].items()
    }
    reps = made_up.query(
        "select rep_id, won_count, timed_won_count, sales_days, fast_track_count"
        " from marts.fct_rep_productivity where role = 'owner' and period = 'total'"
    )
    assert {rep: tuple(values) for rep, *values in reps} == {
        rep: (one["won"], one["timed"], one["days"], one["fast_track"])
        for rep, one in truth["reps"].items()
    }


def test_planted_faults_are_refused_flagged_or_audited(made_up: Company, truth: Any) -> None:
    found = {
        (row["table_name"], row["row_number"]): row["reason"]
        for row in made_up.table("meta.quarantine")
    }
    assert found == {
        (fault["table"], fault["row"]): fault["reason"]
        for fault in truth["planted"]
        if fault["expect"] == "quarantined"
    }
    deals = truth["deals"]
    warnings = warned(made_up)
    assert warnings["warn_deals_of_unknown_leads"] == deals["orphans"] > 0
    assert warnings["warn_deals_won_before_first_contact"] == deals["won_before_contact"] > 0
    assert warnings["warn_leads_without_an_origin"] == 1
    audits = {row["audit"]: row for row in made_up.table("marts.fct_data_audits")}
    assert audits["deals of unknown leads"]["found_count"] == deals["orphans"]
    assert audits["won before first contact"]["found_count"] == deals["won_before_contact"]
    undated = made_up.query(
        "select count(*) from marts.fct_marketing_efficiency where first_contact_date is null"
    )
    assert undated == [(deals["undated_leads"],)]
