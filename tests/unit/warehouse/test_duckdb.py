"""What only DuckDB has: files, kill -9 at every step, several readers of one path."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gtm_tower.config import Config, Source
from gtm_tower.errors import WarehouseError
from gtm_tower.warehouse import Session, Warehouse, open_warehouse

CONFIG = Config({"saas": Source("data/saas")})

# one operation on the file system after the other is the last thing the process does
KILLED = """
import os, signal, sys
from pathlib import Path
from gtm_tower.config import Config, Source
from gtm_tower.warehouse import open_warehouse

root, action, when, left = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])

def deadly(operation):
    def run(*args, **kwargs):
        global left
        left -= 1
        if left == 0 and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        try:
            return operation(*args, **kwargs)
        finally:
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
    return run

for name in ("replace", "link", "fsync", "unlink"):
    setattr(os, name, deadly(getattr(os, name)))
warehouse = open_warehouse(Config({"saas": Source("data/saas")}), root)
if action == "publish":
    warehouse.publish("run_2")
elif action == "rollback":
    warehouse.rollback("run_1")
else:
    warehouse.prepare_next()
"""


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return open_warehouse(CONFIG, tmp_path)


def prepare(warehouse: Warehouse, answer: int) -> None:
    warehouse.prepare_next()
    with warehouse.build() as session:
        for schema in (warehouse.next_marts_schema, warehouse.next_meta_schema):
            session.execute(f"create table {schema}.answers as select {answer} as answer")


def answer(session: Session) -> int:
    rows = session.query("select m.answer, l.answer from marts.answers m, meta.answers l")
    assert len(rows) == 1
    assert rows[0][0] == rows[0][1]
    return int(rows[0][0])


def published(warehouse: Warehouse) -> int:
    with warehouse.reader() as session:
        return answer(session)


def killed(root: Path, action: str, when: str, step: int) -> bool:
    """Run the action in a process that is killed at a step; False once it has no such step."""
    command = [sys.executable, "-c", KILLED, str(root), action, when, str(step)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode != 0


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("action", ["publish", "rollback", "prepare_next"])
def test_kill_9_at_any_step_leaves_the_old_or_the_new_version(
    tmp_path: Path, action: str, when: str
) -> None:
    step, seen = 0, set()
    is_killed = True
    while is_killed:
        step += 1
        root = tmp_path / str(step)
        warehouse = open_warehouse(CONFIG, root)
        prepare(warehouse, 1)
        warehouse.publish("run_1")
        prepare(warehouse, 2)
        if action == "rollback":
            warehouse.publish("run_2")
        is_killed = killed(root, action, when, step)

        now = published(warehouse)
        seen.add(now)
        listed = {version.run_id: version.is_current for version in warehouse.versions()}
        assert [run_id for run_id, is_current in listed.items() if is_current] == [f"run_{now}"]
        # a version that was never published is never offered
        assert set(listed) == (
            {"run_1", "run_2"} if now == 2 or action == "rollback" else {"run_1"}
        )

        prepare(warehouse, 3)
        warehouse.publish("run_3")
        assert published(warehouse) == 3
        assert {version.run_id for version in warehouse.versions()} == {*listed, "run_3"}
        names = {path.name for path in root.rglob("*") if path.is_file()}
        assert names == {
            "build.duckdb",
            "gtm.duckdb",
            *(f"{run_id}.duckdb" for run_id in listed),
        } | {"run_3.duckdb"}
    assert step > 2
    assert seen == ({1} if action == "prepare_next" else {1, 2})


def test_readers_keep_the_file_they_opened(warehouse: Warehouse) -> None:
    prepare(warehouse, 1)
    warehouse.publish("run_1")
    with warehouse.reader() as first:
        prepare(warehouse, 2)
        warehouse.publish("run_2")
        with warehouse.reader() as second:
            warehouse.rollback()
            prepare(warehouse, 3)
            warehouse.publish("run_3")
            warehouse.prune(1)
            assert [answer(first), answer(second), published(warehouse)] == [1, 2, 3]


@pytest.mark.timeout(120, method="thread")
def test_readers_come_and_go_while_one_stays(warehouse: Warehouse) -> None:
    prepare(warehouse, 1)
    warehouse.publish("run_1")
    with warehouse.reader() as longest:
        for _ in range(60):
            assert published(warehouse) == 1
        assert answer(longest) == 1


def test_the_published_database_is_also_called_published(warehouse: Warehouse) -> None:
    prepare(warehouse, 1)
    warehouse.publish("run_1")
    with warehouse.reader() as session:
        assert session.query("select answer from published.marts.answers") == [(1,)]


def test_any_program_can_open_the_published_file_during_a_build(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    prepare(warehouse, 1)
    warehouse.publish("run_1")
    with warehouse.build():
        code = (
            "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True);"
            " print(c.execute('select answer from marts.answers').fetchall())"
        )
        path = tmp_path / "warehouse" / "gtm.duckdb"
        done = subprocess.run(
            [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
        )
    assert done.stdout == "[(1,)]\n"


def test_versions_without_hard_links_are_copies(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise OSError("no hard links here")

    monkeypatch.setattr(os, "link", no_links)
    for number in (1, 2):
        prepare(warehouse, number)
        warehouse.publish(f"run_{number}")
    assert (tmp_path / "warehouse" / "gtm.duckdb").stat().st_nlink == 1
    assert [version.is_current for version in warehouse.versions()] == [True, False]
    warehouse.rollback()
    assert published(warehouse) == 1
    assert [version.is_current for version in warehouse.versions()] == [False, True]


def test_a_published_file_is_one_name_of_its_version(warehouse: Warehouse, tmp_path: Path) -> None:
    prepare(warehouse, 1)
    warehouse.publish("run_1")
    folder = tmp_path / "warehouse"
    assert (folder / "gtm.duckdb").samefile(folder / "versions" / "run_1.duckdb")


def test_next_that_is_still_open_is_not_published(warehouse: Warehouse) -> None:
    prepare(warehouse, 1)
    with warehouse.build(), pytest.raises(WarehouseError, match=r"cannot open .*next\.duckdb"):
        warehouse.publish("run_1")
    assert warehouse.versions() == []


def test_a_build_file_open_elsewhere_says_what_to_check(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    with warehouse.build():
        pass
    code = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); input()"
    path = tmp_path / ".gtm" / "build.duckdb"
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        refused = pytest.raises(WarehouseError, match="no other program has the file open")
        with refused, warehouse.build():
            pass
        other.kill()


def test_a_build_session_is_in_utc(warehouse: Warehouse) -> None:
    with warehouse.build() as session:
        rows = session.query(
            "select timestamptz '2025-01-01 12:00:00+02', current_setting('TimeZone')"
        )
    assert rows == [(datetime(2025, 1, 1, 10, tzinfo=UTC), "UTC")]


def test_what_dbt_is_told(warehouse: Warehouse, tmp_path: Path) -> None:
    target = warehouse.dbt_target()
    assert target["path"] == str(tmp_path / ".gtm" / "build.duckdb")
    assert target["attach"] == [
        {"path": str(tmp_path / ".gtm" / "next.duckdb"), "alias": "published"}
    ]
    assert target["settings"] == {"TimeZone": "UTC"}
    assert target["config_options"]["temp_directory"] == str(tmp_path / ".gtm" / "tmp")
    assert warehouse.dbt_environment() == {}
    assert warehouse.dbt_vars() == {
        "gtm_raw_schema": "raw",
        "gtm_published_database": "published",
        "gtm_marts_schema": "marts",
        "gtm_meta_schema": "meta",
        "gtm_schema_prefix": "",
    }
    assert warehouse.describe() == "DuckDB warehouse/gtm.duckdb"
