"""One build at a time in a workspace: a file lock that the kernel releases even after kill -9."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from gtm_tower.errors import WorkspaceError


@contextmanager
def file_lock(path: Path) -> Iterator[None]:
    """Hold the lock file exclusively; held by another process is a WorkspaceError.

    The file stays when the lock is gone: removing it would let two processes lock two files.
    """
    import fcntl  # not on every system, and only a build needs it

    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WorkspaceError(_busy(handle, path)) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)


def _busy(handle: int, path: Path) -> str:
    pid = os.pread(handle, 32, 0).decode(errors="replace").strip() or "unknown"
    since = datetime.fromtimestamp(os.fstat(handle).st_mtime, UTC)
    return (
        f"a build or load is running in this workspace (process {pid},"
        f" since {since:%Y-%m-%d %H:%M:%S} UTC, lock {path})."
        f" Wait until it has ended, or end it with: kill {pid}"
    )
