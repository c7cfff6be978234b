"""Files that appear whole or not at all, also after a power cut."""

import os
import shutil
from pathlib import Path


def put(source: Path, target: Path) -> None:
    """Give `target` the content of `source` in one step: a hard link, or a copy without such."""
    fresh = target.with_name(target.name + ".new")
    fresh.unlink(missing_ok=True)
    try:
        os.link(source, fresh)
    except OSError:
        shutil.copyfile(source, fresh)
        sync_file(fresh)
    os.replace(fresh, target)
    sync_folder(target.parent)


def sync_file(path: Path) -> None:
    """Wait until the content of a file is on disk."""
    _sync(path, os.O_RDONLY)


def sync_folder(path: Path) -> None:
    """Wait until the names in a folder are on disk."""
    _sync(path, os.O_RDONLY | os.O_DIRECTORY)


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
