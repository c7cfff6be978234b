"""One build at a time, and no lock outlives its process."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gtm_tower.errors import WorkspaceError
from gtm_tower.warehouse import Warehouse
from gtm_tower.warehouse.lock import file_lock

HOLDER = """
import sys, time
from pathlib import Path
from gtm_tower.warehouse.lock import file_lock
with file_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    return tmp_path / ".gtm" / "lock"


def test_a_free_lock_can_be_taken_again_and_again(lock: Path) -> None:
    for _ in range(2):
        with file_lock(lock):
            assert lock.read_text() == f"{os.getpid()}\n"


def test_an_error_inside_frees_the_lock(lock: Path) -> None:
    with pytest.raises(ValueError, match="inside"), file_lock(lock):
        raise ValueError("inside")
    with file_lock(lock):
        pass


def test_a_second_holder_is_told_who_and_since_when(lock: Path) -> None:
    with file_lock(lock), pytest.raises(WorkspaceError) as refused, file_lock(lock):
        pass
    message = str(refused.value)
    assert f"process {os.getpid()}" in message
    assert re.search(r"since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC", message)
    assert "Wait until it has ended" in message


def test_kill_9_frees_the_lock(lock: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(lock)], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(WorkspaceError, match=f"process {holder.pid}"), file_lock(lock):
        pass
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    holder.stdout.close()
    with file_lock(lock):
        pass


def test_the_lock_of_a_warehouse_excludes_another_build(warehouse: Warehouse) -> None:
    with warehouse.lock():
        with pytest.raises(WorkspaceError, match="a build or load is running"), warehouse.lock():
            pass
        warehouse.prepare_next()
        warehouse.publish("run_1")
        with warehouse.reader() as session:
            assert session.query(f"select run_id from {warehouse.meta_schema}.published") == [
                ("run_1",)
            ]
    with warehouse.lock():
        pass
