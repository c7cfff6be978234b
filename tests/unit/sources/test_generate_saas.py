"""The clean `saas` data against an independent reading of its own files."""

import csv
import json
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from gtm_tower.errors import ConfigError
from gtm_tower.sources.generate import GENERATORS, Generated, GenerateSpec

END = date(2025, 12, 31)
ROUNDED = Decimal("0.01")
INVOICE_STATUSES = ("paid", "open", "void", "refunded", "uncollectible")
SUBSCRIPTION_STATUSES = ("trialing", "active", "past_due", "cancelled")
COLUMNS = {
    "accounts": "account_id,account_name,segment,company_size,region,acquisition_channel,"
    "created_at,status",
    "users": "user_id,account_id,email,role,created_at",
    "subscriptions": "subscription_id,account_id,plan_tier,start_date,end_date,status",
    "invoices": "invoice_id,subscription_id,account_id,invoice_date,amount,status,"
    "period_start,period_end",
    "payments": "payment_id,invoice_id,payment_date,amount,payment_method",
    "crm_deals": "deal_id,account_id,deal_value,stage,created_date,closed_date,"
    "sales_cycle_days,segment",
    "product_events": "event_id,user_id,account_id,event_type,event_timestamp",
    "support_tickets": "ticket_id,account_id,category,severity,created_at,resolved_at,sla_hours,"
    "resolution_hours,sla_breached",
    "marketing_spend": "month,channel,spend,leads_generated,campaign_name",
}

Row = dict[str, str]
Tables = dict[str, list[Row]]


def generate(out: Path, **changes: Any) -> Generated:
    return GENERATORS["saas"](GenerateSpec(out=out, **{"end": END, **changes}))


def read(files: dict[str, Path]) -> Tables:
    tables = {}
    for name, path in files.items():
        with path.open(newline="", encoding="utf-8") as lines:
            tables[name] = list(csv.DictReader(lines))
    return tables


def truth_of(generated: Generated) -> dict[str, Any]:
    truth: dict[str, Any] = json.loads(generated.truth.read_text(encoding="utf-8"))
    return truth


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    return generate(tmp_path_factory.mktemp("clean"))


@pytest.fixture(scope="module")
def tables(clean: Generated) -> Tables:
    return read(clean.files)


@pytest.fixture(scope="module")
def truth(clean: Generated) -> dict[str, Any]:
    return truth_of(clean)


def month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def month_name(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def half_up(amount: Decimal) -> Decimal:
    return amount.quantize(ROUNDED, ROUND_HALF_UP)


def covered(invoice: Row) -> tuple[list[int], Decimal]:
    """The months an invoice pays for and the value of each."""
    amount = Decimal(invoice["amount"])
    if not invoice["period_start"]:
        return [month_number(date.fromisoformat(invoice["invoice_date"]))], amount
    start = date.fromisoformat(invoice["period_start"])
    after = date.fromisoformat(invoice["period_end"]) + timedelta(days=1)
    months = (after.year - start.year) * 12 + after.month - start.month
    count = max(1, round(months + (after.day - start.day) / 30))
    first = month_number(start)
    return list(range(first, first + count)), half_up(amount / count)


def subscription_mrr(subscription: Row, invoices: list[Row], last: int) -> dict[int, Decimal]:
    """Monthly value of one subscription, carried over months without a counted invoice."""
    known: dict[int, Decimal] = defaultdict(Decimal)
    for invoice in invoices:
        months, value = covered(invoice)
        for month in months:
            known[month] += value
    if not known:
        return {}
    end = subscription["end_date"]
    end_month = month_number(date.fromisoformat(end)) if end else last + 1
    mrr, carried = {}, Decimal(0)
    for month in range(min(known), min(last, end_month) + 1):
        carried = known.get(month, Decimal(0) if month == end_month else carried)
        mrr[month] = carried
    return mrr


def account_mrr(tables: Tables, last: int) -> dict[str, dict[int, Decimal]]:
    paid: dict[str, list[Row]] = defaultdict(list)
    for invoice in tables["invoices"]:
        if invoice["status"] == "paid":
            paid[invoice["subscription_id"]].append(invoice)
    total: dict[str, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for subscription in tables["subscriptions"]:
        values = subscription_mrr(subscription, paid[subscription["subscription_id"]], last)
        for month, value in values.items():
            total[subscription["account_id"]][month] += value
    return total


def movement(before: Decimal, now: Decimal, has_paid: bool, is_old: bool) -> str | None:
    if before == now:
        return None
    if not before and not has_paid:
        return "first_observed" if is_old else "new"
    if not before:
        return "reactivation"
    if not now:
        return "churn"
    return "expansion" if now > before else "contraction"


def movements(tables: Tables, first: int, last: int) -> dict[tuple[int, str], list[Decimal]]:
    """Sizes of the movements by month and kind."""
    first_start: dict[str, int] = {}
    for row in tables["subscriptions"]:
        start = month_number(date.fromisoformat(row["start_date"]))
        account = row["account_id"]
        first_start[account] = min(start, first_start.get(account, start))
    found = defaultdict(list)
    for account, mrr in account_mrr(tables, last).items():
        has_paid = False
        for month in range(first, last + 1):
            before, now = mrr.get(month - 1, Decimal(0)), mrr.get(month, Decimal(0))
            kind = movement(before, now, has_paid, first_start[account] < first)
            has_paid = has_paid or now > 0
            if kind:
                found[month, kind].append(abs(now - before))
    return found


def check_revenue(generated: Generated, end: date, months: int) -> None:
    tables, truth = read(generated.files), truth_of(generated)
    last = month_number(end)
    first = last - months + 1
    by_account = account_mrr(tables, last).values()
    for month in range(first, last + 1):
        total = sum((mrr.get(month, Decimal(0)) for mrr in by_account), Decimal(0))
        assert f"{total:.2f}" == truth["mrr"][month_name(month)]
    found = movements(tables, first, last)
    for month in range(first, last + 1):
        for kind, expected in truth["movements"][month_name(month)].items():
            sizes = found.get((month, kind), [])
            assert len(sizes) == expected["accounts"]
            assert f"{sum(sizes, Decimal(0)):.2f}" == expected["mrr"]
    assert sum(map(len, found.values())) == sum(
        kind["accounts"] for month in truth["movements"].values() for kind in month.values()
    )


def test_files_have_the_columns_in_order(clean: Generated) -> None:
    headers = {
        name: path.read_text(encoding="utf-8").split("\n", 1)[0]
        for name, path in clean.files.items()
    }
    assert headers == COLUMNS


def test_row_counts(clean: Generated, tables: Tables, truth: dict[str, Any]) -> None:
    assert clean.rows == truth["rows"] == {name: len(rows) for name, rows in tables.items()}
    assert clean.rows["accounts"] == 500
    assert 110_000 < sum(clean.rows.values()) < 130_000


def test_same_spec_gives_the_same_bytes(clean: Generated, tmp_path: Path) -> None:
    again = generate(tmp_path)
    assert again.truth.read_bytes() == clean.truth.read_bytes()
    for name, path in clean.files.items():
        assert again.files[name].read_bytes() == path.read_bytes()


def test_another_seed_gives_other_data(clean: Generated, tmp_path: Path) -> None:
    other = generate(tmp_path, seed=1)
    for name, path in clean.files.items():
        assert other.files[name].read_bytes() != path.read_bytes()


def test_progress_names_every_table(tmp_path: Path) -> None:
    seen: dict[str, int] = {}
    spec = GenerateSpec(out=tmp_path, end=END, scale=0.02)
    generated = GENERATORS["saas"](spec, seen.__setitem__)
    assert seen == generated.rows


@pytest.mark.parametrize(
    ("child", "column", "parent"),
    [
        ("users", "account_id", "accounts"),
        ("subscriptions", "account_id", "accounts"),
        ("invoices", "account_id", "accounts"),
        ("invoices", "subscription_id", "subscriptions"),
        ("payments", "invoice_id", "invoices"),
        ("crm_deals", "account_id", "accounts"),
        ("product_events", "user_id", "users"),
        ("product_events", "account_id", "accounts"),
        ("support_tickets", "account_id", "accounts"),
    ],
)
def test_references_hold(tables: Tables, child: str, column: str, parent: str) -> None:
    keys = [row[column] for row in tables[parent]]
    assert len(keys) == len(set(keys))
    assert {row[column] for row in tables[child]} <= set(keys)


def test_nothing_is_dated_after_the_end(tables: Tables) -> None:
    dated = [
        (table, column)
        for table, columns in COLUMNS.items()
        for column in columns.split(",")
        if column.endswith(("_at", "_date", "_timestamp")) or column == "month"
    ]
    for table, column in dated:
        assert max(row[column] for row in tables[table])[:10] <= END.isoformat()


def test_events_stay_inside_the_life_of_their_user(tables: Tables) -> None:
    created = {row["user_id"]: row["created_at"] for row in tables["users"]}
    account = {row["user_id"]: row["account_id"] for row in tables["users"]}
    ended: dict[str, str] = {}
    for row in tables["subscriptions"]:
        end = row["end_date"] or END.isoformat()
        ended[row["account_id"]] = max(end, ended.get(row["account_id"], ""))
    for row in tables["product_events"]:
        assert account[row["user_id"]] == row["account_id"]
        assert created[row["user_id"]] < row["event_timestamp"]
        assert row["event_timestamp"][:10] <= ended[row["account_id"]]


def test_revenue_recomputed_from_the_files(clean: Generated) -> None:
    check_revenue(clean, END, months=18)


@pytest.mark.parametrize(
    ("end", "months", "scale", "seed"),
    [
        (date(2025, 6, 12), 18, 0.5, 2),
        (date(2025, 2, 3), 1, 0.3, 3),
        (date(2024, 2, 29), 2, 0.3, 4),
        (date(2025, 10, 1), 30, 0.3, 5),
        (date(2025, 12, 31), 18, 0.002, 6),
    ],
    ids=["cut month", "one month", "leap day", "first day of a month", "one account"],
)
def test_revenue_of_other_windows(
    tmp_path: Path, end: date, months: int, scale: float, seed: int
) -> None:
    generated = generate(tmp_path, end=end, months=months, scale=scale, seed=seed)
    check_revenue(generated, end, months)


def test_spend_adds_up(tables: Tables, truth: dict[str, Any]) -> None:
    by_channel: dict[str, Decimal] = defaultdict(Decimal)
    by_cell: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in tables["marketing_spend"]:
        by_channel[row["channel"]] += Decimal(row["spend"])
        by_cell[row["month"][:7], row["channel"]] += Decimal(row["spend"])
    assert {name: str(spend) for name, spend in by_channel.items()} == truth["spend"]["by_channel"]
    for (month, channel), spend in by_cell.items():
        assert str(spend) == truth["spend"]["by_month_channel"][month][channel]


def test_a_channel_spends_without_winning_anyone(truth: dict[str, Any]) -> None:
    month = list(truth["mrr"])[9]
    assert truth["acquired"]["by_month_channel"][month]["Events"] == 0
    assert Decimal(truth["spend"]["by_month_channel"][month]["Events"]) > 0


def test_activation_recomputed(tables: Tables, truth: dict[str, Any]) -> None:
    first: dict[str, str] = {}
    for row in tables["product_events"]:
        if row["event_type"] == "project_created":
            first.setdefault(row["user_id"], row["event_timestamp"])
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in tables["users"]:
        created = datetime.fromisoformat(row["created_at"])
        limit = created + timedelta(days=14)
        is_mature = limit.date() <= END
        is_activated = row["user_id"] in first and first[row["user_id"]] <= str(limit)
        counts[row["created_at"][:7]].update(
            users=1, mature=is_mature, activated=is_mature and is_activated
        )
    cohorts = truth["activation"]["cohorts"]
    assert {name: {**count} for name, count in counts.items()} == {
        name: {key: value for key, value in cohort.items() if key != "is_observed"}
        for name, cohort in cohorts.items()
    }
    observed = [cohort for cohort in cohorts.values() if cohort["is_observed"]]
    rate = sum(c["activated"] for c in observed) / sum(c["mature"] for c in observed)
    assert 0.70 < rate < 0.80


def test_deals_and_tickets_recomputed(tables: Tables, truth: dict[str, Any]) -> None:
    states = {"closed_won": "won", "closed_lost": "lost"}
    deals = Counter((r["segment"], states.get(r["stage"], "open")) for r in tables["crm_deals"])
    assert deals == Counter(
        {(name, state): n for name, of in truth["deals"].items() for state, n in of.items()}
    )
    now = datetime(END.year, END.month, END.day) + timedelta(days=1)
    found: Counter[str] = Counter()
    for row in tables["support_tickets"]:
        due = datetime.fromisoformat(row["created_at"]) + timedelta(hours=int(row["sla_hours"]))
        resolved = datetime.fromisoformat(row["resolved_at"]) if row["resolved_at"] else None
        assert row["sla_breached"] == (str(resolved > due).lower() if resolved else "")
        late = (resolved or now) > due
        found["breached" if late else "met" if resolved else "pending"] += 1
    assert found == Counter(truth["tickets"])


def test_churn_drivers_are_strong_enough_to_find(truth: dict[str, Any]) -> None:
    drivers = truth["churn_drivers"]
    usage, sla = drivers["usage"], drivers["sla"]
    assert usage["low"]["rate"] > 2 * usage["normal"]["rate"]
    assert sla["breached"]["rate"] > 1.3 * sla["none"]["rate"]
    for parts in ((usage["low"], usage["normal"]), (sla["breached"], sla["none"])):
        assert sum(part["churned"] for part in parts) == drivers["base"]["churned"]


def test_every_kind_of_billing_occurs(tables: Tables, truth: dict[str, Any]) -> None:
    invoices, subscriptions = tables["invoices"], tables["subscriptions"]
    lengths = Counter(len(covered(row)[0]) for row in invoices)
    assert min(lengths[months] for months in (1, 3, 12)) > 20
    assert set(lengths) == {1, 3, 12}
    assert {r["status"] for r in invoices} == set(INVOICE_STATUSES)
    assert {r["status"] for r in subscriptions} == set(SUBSCRIPTION_STATUSES)
    assert any(row["amount"] == "0.00" and row["status"] == "paid" for row in invoices)
    addons = [row for row in subscriptions if row["plan_tier"].startswith("Add-on")]
    assert any(row["status"] == "cancelled" for row in addons)
    for kind in ("new", "first_observed", "expansion", "contraction", "churn", "reactivation"):
        assert any(month[kind]["accounts"] for month in truth["movements"].values())


def test_payments_of_every_kind_occur(tables: Tables) -> None:
    status = {row["invoice_id"]: row["status"] for row in tables["invoices"]}
    by_invoice: dict[str, list[Decimal]] = defaultdict(list)
    for row in tables["payments"]:
        by_invoice[row["invoice_id"]].append(Decimal(row["amount"]))
    refunded = {key for key, parts in by_invoice.items() if sum(parts) == 0}
    assert refunded == {key for key, value in status.items() if value == "refunded"}
    partly = [parts for parts in by_invoice.values() if min(parts) < 0 < sum(parts)]
    halved = [parts for parts in by_invoice.values() if len(parts) == 2 and min(parts) > 0]
    assert partly
    assert halved


def test_parquet_holds_the_same_values(clean: Generated, tmp_path: Path) -> None:
    parquet = generate(tmp_path, file_format="parquet")
    assert parquet.rows == clean.rows
    for name, path in parquet.files.items():
        texts = ", ".join(f"cast({c} as varchar) as {c}" for c in COLUMNS[name].split(","))
        left = f"select {texts} from read_csv('{clean.files[name]}', all_varchar = true)"
        right = f"select {texts} from '{path}'"
        assert duckdb.execute(f"{left} except all {right}").fetchall() == []
    types = duckdb.execute(f"describe select * from '{parquet.files['invoices']}'").fetchall()
    assert [row[1] for row in types[3:8]] == ["DATE", "DECIMAL(18,2)", "VARCHAR", "DATE", "DATE"]


@pytest.mark.parametrize(
    ("changes", "legal"),
    [
        ({"months": 0}, "months = 0; legal: 1 to 240"),
        ({"scale": 0}, "scale = 0; legal: above 0"),
        ({"scale": float("nan")}, "scale = nan"),
        ({"seed": -1}, "seed = -1; legal: 0 or more"),
        ({"dirty": 0.9}, "dirty = 0.9; legal: 0 to 0.5"),
        ({"file_format": "xlsx"}, "file_format = 'xlsx'; legal: csv or parquet"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_bad_arguments_name_the_legal_values(
    tmp_path: Path, changes: dict[str, Any], legal: str
) -> None:
    with pytest.raises(ConfigError, match=legal):
        generate(tmp_path, **changes)
