"""Readers only ever see what passed: bad data, broken models, kills and second builds."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from builds.company import Company, new_company, run_gtm
from builds.conftest import END
from builds.test_golden import put_billing
from gtm_tower.errors import TransformError, WorkspaceError
from gtm_tower.pipeline.build import BlockedError
from gtm_tower.pipeline.records import read_runs

pytestmark = pytest.mark.slow

MRR = "select sum(mrr) from marts.fct_revenue_monthly"
RUN = "select run_id from meta.published"
AS_OF = "2025-08-31"
KILL = """
import os, signal, sys
from pathlib import Path
from gtm_tower.pipeline import build as pipeline
from gtm_tower.warehouse.duckdb import DuckDBWarehouse
from gtm_tower.warehouse.postgres import PostgresWarehouse
from gtm_tower.workspace import Workspace

def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

moment, root = sys.argv[1:]
if moment == "write_meta":
    pipeline.records.write_meta = die
elif moment == "append_run":
    pipeline.records.append_run = die
elif moment == "publish":
    DuckDBWarehouse.publish = PostgresWarehouse.publish = die
elif moment == "prune":
    DuckDBWarehouse.prune = die
step, _, count = moment.partition(":")
def progress(name, node, done, total):
    if name == step and done == int(count or -1):
        die()
pipeline.build(Workspace(Path(root)), pipeline.BuildOptions("2025-08-31"), progress)
"""


@pytest.fixture(scope="session")
def published_once(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """The bills of the worked example, published on DuckDB; copy it before changing anything."""
    return with_bills(new_company(tmp_path_factory.mktemp("published") / "company"), AS_OF)


@pytest.fixture
def copied(published_once: Company, tmp_path: Path) -> Company:
    """A copy of the published bills, to do anything with."""
    root = tmp_path / "copied"
    shutil.copytree(published_once.workspace.root, root, symlinks=True)
    return Company(type(published_once.workspace)(root))


@pytest.fixture
def published(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Company:
    """The bills of the worked example, published on each engine."""
    if engine == "duckdb":
        found: Company = request.getfixturevalue("copied")
        return found
    url = request.getfixturevalue("postgres_url")
    return with_bills(new_company(tmp_path / "company", url), AS_OF)


def with_bills(company: Company, as_of: str) -> Company:
    """The company with the bills of the worked example, published."""
    put_billing(company)
    company.load()
    company.build(as_of)
    return company


def spoil(company: Company) -> None:
    """Half of the invoices get an amount that is no number."""
    path = company.data / "invoices.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    spoilt = [line.replace(".00", ".xx") if n % 2 else line for n, line in enumerate(lines)]
    path.write_text("\n".join(spoilt) + "\n", encoding="utf-8")


def test_bad_data_is_not_published_and_the_next_build_works(published: Company) -> None:
    before, run = published.query(MRR), published.query(RUN)
    good = (published.data / "invoices.csv").read_text(encoding="utf-8")
    spoil(published)
    published.load()
    with pytest.raises(BlockedError) as blocked:
        published.build(AS_OF)
    assert "assert_refused_share_within_policy" in str(blocked.value)
    assert (published.query(MRR), published.query(RUN)) == (before, run)
    assert [r.status for r in read_runs(published.workspace)] == ["published", "blocked"]

    refused = published.gtm("quarantine", "--format", "csv", "--limit", "0")
    assert "not_a_number: amount '100.xx'" in refused.stdout  # of the blocked build

    (published.data / "invoices.csv").write_text(good, encoding="utf-8")
    published.load()
    published.build(AS_OF)
    assert published.query(MRR) == before
    assert published.query(RUN) != run


def test_a_broken_model_and_a_failing_check_of_the_companys_own_block(published: Company) -> None:
    run = published.query(RUN)
    own = published.workspace.models / "fct_own.sql"
    own.write_text("select 1 / no_such_column as x from {{ ref('dim_account') }}\n")
    with pytest.raises(TransformError, match="fct_own"):
        published.build(AS_OF)
    assert published.query(RUN) == run

    own.write_text(
        "select account_id, x_tier from {{ ref('dim_account') }}\n".replace(", x_tier", "")
    )
    check = published.workspace.root / "tests" / "assert_no_account.sql"
    check.write_text("{# a row is an account #}\nselect * from {{ ref('fct_own') }}\n")
    with pytest.raises(BlockedError, match="assert_no_account: 4 offending rows"):
        published.build(AS_OF)
    assert published.query(RUN) == run

    check.unlink()
    own.write_text(OWN_MART)
    metrics = published.workspace.models / "own.yml"
    metrics.write_text(OWN_METRICS.replace("measure: mrr", "measure: mrrr"))
    with pytest.raises(
        TransformError, match="metric smb_mrr .*own.yml.*\n.*measure `mrrr` does not"
    ):
        published.build(AS_OF)
    metrics.write_text(OWN_METRICS.replace("defaults:", "#"))
    with pytest.raises(TransformError, match="Aggregation time dimension .* is not set"):
        published.build(AS_OF)
    assert published.query(RUN) == run

    metrics.write_text(OWN_METRICS)
    published.build(AS_OF)
    assert published.query("select count(*) from marts.fct_own") == [(4,)]
    check_own_metrics(published)


OWN_MART = """
select account_id, account_id < 'C' as is_old, cast(created_at as date) as created_date
from {{ ref('dim_account') }}
"""
OWN_METRICS = """
version: 2
semantic_models:
  - name: own
    model: ref('fct_own')
    defaults: {agg_time_dimension: created_date}
    entities: [{name: own_account, type: primary, expr: account_id}]
    dimensions:
      - {name: created_date, type: time, type_params: {time_granularity: day}}
      - {name: is_old, type: categorical}
    measures: [{name: own_count, agg: count, expr: account_id}]
metrics:
  - name: own_accounts
    label: Accounts of our own
    type: simple
    type_params: {measure: own_count}
    config: {meta: {unit: count, direction: up, question: How many are there?}}
  - name: smb_mrr
    label: MRR of SMB
    type: simple
    type_params: {measure: mrr}
    filter: "{{ Dimension('revenue__segment') }} = 'SMB'"
    config: {meta: {unit: money, direction: up}}
"""


def check_own_metrics(company: Company) -> None:
    """gtm metrics lists them, gtm query answers; a dimension may be true or false."""
    listed = json.loads(company.gtm("metrics", "own", "--format", "json").stdout)
    assert [(one["metric"], one["by"], one["grain"]) for one in listed] == [
        ("own_accounts", "is_old", "day")
    ]
    asked = company.gtm("query", "own_accounts", "--by", "is_old", "--format", "csv")
    assert asked.stdout.splitlines()[1:] == ["false,2", "true,2"], asked
    held = company.gtm("query", "own_accounts", "--where", "is_old = true", "--format", "json")
    assert json.loads(held.stdout) == [{"own_accounts": 2}]
    months = ["--from", AS_OF[:7], "--to", AS_OF[:7], "--format", "json"]
    small, every = (
        json.loads(company.gtm("query", name, *months).stdout)[0][name]
        for name in ("smb_mrr", "mrr")
    )
    assert small == every == 250.0


@pytest.mark.parametrize(
    "moment", ["build:1", "build:40", "check:1", "write_meta", "publish", "append_run", "prune"]
)
def test_a_build_killed_at_any_moment_leaves_one_whole_version(
    copied: Company, moment: str
) -> None:
    put_billing(copied, leave_out="A")  # other bills: a half-built version would show
    copied.load()
    killed = subprocess.run(
        [sys.executable, "-c", KILL, moment, str(copied.workspace.root)], check=False
    )
    assert killed.returncode == -signal.SIGKILL
    is_published = moment in ("append_run", "prune")
    assert str(copied.query(MRR)[0][0]) == ("970.00" if is_published else "1770.00")

    result = copied.build(AS_OF)
    assert result.is_published
    assert str(copied.query(MRR)[0][0]) == "970.00"


@pytest.mark.postgres
@pytest.mark.parametrize("moment", ["build:40", "publish"])
def test_a_build_killed_on_postgres_leaves_the_version_before(
    tmp_path: Path, postgres_url: str, moment: str
) -> None:
    company = with_bills(new_company(tmp_path / "company", postgres_url), "2025-03-31")
    before = company.query(RUN), company.query(MRR)
    killed = subprocess.run(
        [sys.executable, "-c", KILL, moment, str(company.workspace.root)], check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert (company.query(RUN), company.query(MRR)) == before
    company.build(AS_OF)
    assert str(company.query(MRR)[0][0]) == "1770.00"


def test_a_second_build_says_so_and_stops(built: Company) -> None:
    with built.warehouse.lock(), pytest.raises(WorkspaceError, match="build or load is running"):
        built.build(END.isoformat())
    with built.warehouse.lock():
        second = built.gtm("build")
        status = built.gtm("status")
    assert status.returncode == 0, status.stderr
    assert "build or load is running" in status.stdout
    assert "fct_revenue_monthly" in status.stdout
    assert second.returncode == 2
    assert "Traceback" not in second.stderr


def test_a_reader_holds_the_file_open_throughout(copied: Company) -> None:
    file = copied.workspace.root / "warehouse" / "gtm.duckdb"
    reader = duckdb.connect(str(file), read_only=True)
    before = reader.execute("select count(*), sum(mrr) from marts.fct_revenue_monthly").fetchall()
    put_billing(copied, leave_out="A")
    copied.load()
    copied.build(AS_OF)
    still = reader.execute("select count(*), sum(mrr) from marts.fct_revenue_monthly").fetchall()
    assert still == before
    assert str(copied.query(MRR)[0][0]) == "970.00"  # whoever comes now sees the new version
    reader.close()


def test_rollback_publishes_the_version_before(published: Company) -> None:
    first, mrr = published.query(RUN), published.query(MRR)
    published.build("2025-03-31")
    assert published.query(MRR) != mrr
    back = published.gtm("rollback")
    assert back.returncode == 0, back.stderr
    assert (published.query(RUN), published.query(MRR)) == (first, mrr)
    unknown = published.gtm("rollback", "--to", "20200101t000000z_abcd")
    assert unknown.returncode == 2
    assert first[0][0] in unknown.stderr  # the legal ones are named


def test_the_last_versions_are_kept(copied: Company) -> None:
    copied.set("keep_versions: 5", "keep_versions: 2")
    for _ in range(2):
        copied.build(AS_OF)
    assert len(copied.warehouse.versions()) == 2


def test_a_selection_is_not_published(copied: Company) -> None:
    run = copied.query(RUN)
    result = copied.build(AS_OF, select=("fct_revenue_summary",))
    assert not result.is_published
    assert result.checks
    assert copied.query(RUN) == run


def test_a_build_ended_by_the_user_frees_the_lock(built: Company) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "gtm_tower", "build", "-C", str(built.workspace.root)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(3)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    with built.warehouse.lock():
        pass


def test_nothing_loaded_is_said(tmp_path: Path) -> None:
    assert run_gtm("init", str(tmp_path / "new")).returncode == 0
    empty = run_gtm("build", "-C", str(tmp_path / "new"))
    assert empty.returncode == 1
    assert "gtm load" in empty.stderr
    assert "Traceback" not in empty.stderr
