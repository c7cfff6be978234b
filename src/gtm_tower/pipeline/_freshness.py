"""How far the raw data reaches, and whether the files have moved on since they were loaded."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from gtm_tower.config import Config
from gtm_tower.pipeline._raw import Loaded, declared, loaded_files
from gtm_tower.sources.files import discover, sha256
from gtm_tower.sources.registry import SourceColumn, source_tables
from gtm_tower.warehouse import Session

# a calendar date in the text `day`, without a cast that one engine would refuse
CALENDAR_DATE = """
    case when day ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' and day >= '0001-01-01' then
        case
            when substr(day, 6, 2) in ('01', '03', '05', '07', '08', '10', '12')
                then substr(day, 9, 2) between '01' and '31'
            when substr(day, 6, 2) in ('04', '06', '09', '11')
                then substr(day, 9, 2) between '01' and '30'
            when substr(day, 6, 2) = '02' and (
                cast(substr(day, 1, 4) as integer) % 400 = 0
                or (cast(substr(day, 1, 4) as integer) % 4 = 0
                    and cast(substr(day, 1, 4) as integer) % 100 <> 0)
            )
                then substr(day, 9, 2) between '01' and '29'
            when substr(day, 6, 2) = '02'
                then substr(day, 9, 2) between '01' and '28'
            else false
        end
    else false end
"""


@dataclass(frozen=True)
class StaleFile:
    """A file that is not in the warehouse as it is on disk."""

    source: str
    table: str
    file: str
    reason: Literal["not loaded", "changed", "gone"]


def latest_date(session: Session, config: Config, raw_schema: str, today: date) -> date | None:
    """The last date, not after `today`, in the columns that say where the data ends.

    Read from text that starts with a calendar date as YYYY-MM-DD or is a month as YYYY-MM; None if
    there is none.
    """
    columns = [
        f'select {_day(column)} as day from "{raw_schema}"."{table.identifier}"'
        for table in declared(config)
        for column in table.columns
        if column.is_as_of
    ]
    rows = session.query(
        f"select max(day) from (select distinct day from ({' union all '.join(columns)}) as texts)"
        f" as days where {CALENDAR_DATE} and day <= ?",
        [today.isoformat()],
    )
    return date.fromisoformat(rows[0][0]) if rows[0][0] else None


def _day(column: SourceColumn) -> str:
    """SQL for the day that a text starts with; a month is its first day."""
    text = f'"{column.name}"'
    if column.kind in ("moment", "named month"):
        # such a column is read with the century that its years lost: 0024 is 2024
        text = f"replace(substr({text}, 1, 2), '00', '20') || substr({text}, 3)"
    return f"substr({text} || '-01', 1, 10)"


def stale_files(
    session: Session, config: Config, raw_schema: str, root: Path
) -> tuple[StaleFile, ...]:
    """Files added, changed or removed since the last load; read only if size or time differ."""
    known = {(one.source, one.table, one.file): one for one in loaded_files(session, raw_schema)}
    stale: list[StaleFile] = []
    for name, source in config.sources.items():
        files = discover(root / source.path, name, source_tables(name)).files
        here = {(name, file.table.name, file.name): file.path for file in files}
        for key, path in here.items():
            if key not in known:
                stale.append(StaleFile(*key, "not loaded"))
            elif _has_changed(path, known[key]):
                stale.append(StaleFile(*key, "changed"))
        gone = [key for key in known if key[0] == name and key not in here]
        stale += [StaleFile(*key, "gone") for key in gone]
    return tuple(stale)


def _has_changed(path: Path, loaded: Loaded) -> bool:
    """Whether a file has another content; one that cannot be read has."""
    try:
        now = path.stat()
        if now.st_size != loaded.bytes:
            return True
        return now.st_mtime_ns != loaded.mtime_ns and sha256(path) != loaded.sha256
    except OSError:
        return True
