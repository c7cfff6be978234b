"""The `lottery` data against a plain reading of its own files: shape, defects, and the totals."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from gtm_tower.sources.generate import Generated, GenerateSpec, lottery
from gtm_tower.sources.generate._lottery_defects import DEFECTS
from support.extract import rows_of
from support.generated import END, VARIETIES, assert_read_as_planted, truth_of, write
from support.lottery_files import Lottery, Member, Payment, Spend, read_lottery

HEADERS = {
    "games": "game_id,game_name,jackpot_estimate_inminor",
    "funnel_spend": "date,campaign_name,channel,spend_inminor",
    "signups": "user_id,signup_id,signup_timestamp,country",
    "deposits": "deposit_id,user_id,deposit_amount_inminor,deposit_timestamp",
    "ticket_purchases": "purchase_id,user_id,game_id,purchase_amount_usd,purchase_timestamp",
    "web_events": "event_id,user_id,anonymous_user_id,utm_campaign,event_timestamp,device_id,"
    "email,utm_source,utm_medium,session_id,page_url,event_type",
}
SPEND_KEY = ("date", "campaign_name", "channel")


@pytest.fixture(scope="module", params=VARIETIES)
def generated(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Generated:
    changes = {**VARIETIES[request.param], "scale": 0.2}
    return write(lottery.generate, tmp_path_factory.mktemp("lottery"), **changes)


@pytest.fixture(scope="module")
def truth(generated: Generated) -> Any:
    return truth_of(generated)


@pytest.fixture(scope="module")
def company(generated: Generated) -> Lottery:
    return read_lottery(generated.truth.parent)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    return write(lottery.generate, tmp_path_factory.mktemp("clean"))


@pytest.fixture(scope="module")
def dirty(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    return write(lottery.generate, tmp_path_factory.mktemp("dirty"), scale=0.1, dirty=0.3)


def test_files_have_their_columns(generated: Generated) -> None:
    for name, path in generated.files.items():
        header, _, _ = path.read_bytes().partition(b"\n")
        assert header.decode() == HEADERS[name]
        assert len(rows_of(path)) == generated.rows[name]


def test_sizes_and_progress(clean: Generated, tmp_path: Path) -> None:
    assert 2_800 < clean.rows["signups"] < 3_200
    assert 56_000 < clean.rows["web_events"] < 64_000
    seen: dict[str, int] = {}
    spec = GenerateSpec(out=tmp_path, end=END, scale=0.01)
    assert lottery.generate(spec, seen.__setitem__).rows == seen


def test_same_spec_gives_the_same_bytes(dirty: Generated, tmp_path: Path) -> None:
    again = write(lottery.generate, tmp_path / "again", scale=0.1, dirty=0.3)
    assert again.truth.read_bytes() == dirty.truth.read_bytes()
    other = write(lottery.generate, tmp_path / "other", scale=0.1, dirty=0.3, seed=1)
    for name, path in dirty.files.items():
        assert again.files[name].read_bytes() == path.read_bytes()
        assert other.files[name].read_bytes() != path.read_bytes()


@pytest.mark.parametrize("rate", [0.0, 0.3])
def test_parquet_holds_the_same_values(rate: float, tmp_path: Path) -> None:
    csv, parquet = (
        write(lottery.generate, tmp_path / kind, scale=0.01, dirty=rate, file_format=kind)
        for kind in ("csv", "parquet")
    )
    for name, path in parquet.files.items():
        found = duckdb.execute(f"select * from '{path}'").fetchall()
        texts = [["" if cell is None else str(cell) for cell in row] for row in found]
        assert texts == [list(row.values()) for row in rows_of(csv.files[name])]


@pytest.mark.parametrize("months", [1, 24])
def test_the_smallest_lottery_can_be_written(tmp_path: Path, months: int) -> None:
    generated = write(lottery.generate, tmp_path, scale=0.0001, months=months, dirty=0.5)
    assert truth_of(generated)["effects"]["visitors"] <= 1


def test_nothing_is_dated_after_the_end(truth: Any, company: Lottery) -> None:
    last = datetime.fromisoformat(truth["spec"]["end"]) + timedelta(days=1)
    payments = [*company.deposits, *company.purchases]
    assert max(payment.at for payment in payments) < last
    assert max(event.at for event in company.events) < last
    assert max(member.signed_up for member in company.members.values()) < last


def test_without_dirt_nothing_is_planted(tmp_path: Path) -> None:
    truth = truth_of(write(lottery.generate, tmp_path, scale=0.2))
    reading = read_lottery(tmp_path).reading
    assert truth["planted"] == truth["repairs"] == []
    assert truth["planted_counts"] == {}
    assert reading.refused == {}
    assert reading.repaired == {}
    assert truth["purchases"]["before_signup"] == 0
    assert truth["signups"]["by_country"]["unknown (missing)"] == 0


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
            names = SPEND_KEY if table == "funnel_spend" else tuple(row)[:1]
            assert entry["value"] == (row[entry["column"]] if entry["column"] else None)
            assert entry["key"] == "|".join(row[name] for name in names)


def test_planted_defects_are_what_a_reading_refuses_and_repairs(
    generated: Generated, truth: Any, company: Lottery
) -> None:
    assert_read_as_planted(generated, company.reading)
    for entry in truth["planted"]:
        if entry["expect"] == "repaired":
            assert entry["value"].strip().lower() == entry["repaired_to"] != entry["value"]


def money(amounts: Iterable[Decimal]) -> str:
    return f"{sum(amounts, Decimal(0)):.2f}"


def test_spend_is_that_of_the_files_to_the_cent(truth: Any, company: Lottery) -> None:
    found = truth["spend"]
    assert found["total"] == money(line.amount for line in company.spend)
    keys: dict[str, Callable[[Spend], str]] = {
        "by_campaign": lambda line: line.campaign,
        "by_channel": lambda line: line.channel,
        "by_campaign_and_channel": lambda line: f"{line.campaign} / {line.channel}",
    }
    for name, key in keys.items():
        assert {key(line) for line in company.spend} <= set(found[name])
        for group, expected in found[name].items():
            assert expected == money(line.amount for line in company.spend if key(line) == group)
    for month, campaigns in found["by_month_campaign"].items():
        lines = [line for line in company.spend if f"{line.day:%Y-%m}" == month]
        for campaign, expected in campaigns.items():
            assert expected == money(line.amount for line in lines if line.campaign == campaign)


def test_every_campaign_has_spend_on_every_day(clean: Generated) -> None:
    rows = rows_of(clean.files["funnel_spend"])
    days = {row["date"] for row in rows}
    places = {(row["campaign_name"], row["channel"]) for row in rows}
    assert len(days) == 549
    assert len(rows) == len(days) * len(places) == len({tuple(row.values())[:3] for row in rows})
    assert len(places) > len({campaign for campaign, _ in places})
    assert min(int(row["spend_inminor"]) for row in rows) > 0


def test_signups_recounted(truth: Any, company: Lottery) -> None:
    members = company.members.values()
    found = truth["signups"]
    assert found["signups"] == len(members)
    assert +Counter(found["by_country"]) == Counter(member.country for member in members)
    months = Counter(f"{member.signed_up:%Y-%m}" for member in members)
    assert +Counter(found["by_month"]) == months


def by_month(payments: list[Payment]) -> dict[str, Any]:
    months: dict[str, list[Decimal]] = {}
    for payment in payments:
        months.setdefault(f"{payment.at:%Y-%m}", []).append(payment.amount)
    return {
        name: {"count": len(amounts), "amount": money(amounts)} for name, amounts in months.items()
    }


def non_zero(months: dict[str, Any]) -> dict[str, Any]:
    return {name: row for name, row in months.items() if row["count"]}


def test_deposits_recounted(truth: Any, company: Lottery) -> None:
    """The first deposit is the earliest, which is not the smallest."""
    found = dict(truth["deposits"])
    assert non_zero(found.pop("by_month")) == by_month(company.deposits)
    players = [member.deposits for member in company.members.values() if member.deposits]
    firsts = [deposits[0].amount for deposits in players]
    least = [min(payment.amount for payment in deposits) for deposits in players]
    assert found == {
        "deposits": len(company.deposits),
        "amount": money(payment.amount for payment in company.deposits),
        "players": len(players),
        "first_amount": money(firsts),
        "smallest_amount": money(least),
        "players_with_a_smaller_later_one": sum(a > b for a, b in zip(firsts, least, strict=True)),
    }


def test_purchases_recounted(truth: Any, company: Lottery) -> None:
    found, members = dict(truth["purchases"]), company.members
    assert non_zero(found.pop("by_month")) == by_month(company.purchases)
    for game, (name, _) in company.jackpots.items():
        bought = [payment for payment in company.purchases if payment.game == game]
        assert found["by_game"][name] == {
            "count": len(bought),
            "amount": money(payment.amount for payment in bought),
            "buyers": len({payment.user_id for payment in bought}),
        }
    del found["by_game"]
    assert found == {
        "count": len(company.purchases),
        "amount": money(payment.amount for payment in company.purchases),
        "buyers": sum(bool(member.purchases) for member in members.values()),
        "before_signup": sum(row.at < members[row.user_id].signed_up for row in company.purchases),
    }


def first_purchases(members: list[Member]) -> dict[str, int]:
    bought = [member for member in members if member.purchases]
    early = [member for member in bought if member.purchases[0].at < member.signed_up]
    timed = [member for member in bought if member.purchases[0].at >= member.signed_up]
    days = ((one.purchases[0].at.date() - one.signed_up.date()).days for one in timed)
    return {
        "members": len(members),
        "timed": len(timed),
        "days": sum(days),
        "before_signup": len(early),
    }


def test_days_to_the_first_purchase_recounted(truth: Any, company: Lottery) -> None:
    found = dict(truth["first_purchases"])
    members = list(company.members.values())
    for country, expected in found.pop("by_country").items():
        assert expected == first_purchases([one for one in members if one.country == country])
    assert found == first_purchases(members)
