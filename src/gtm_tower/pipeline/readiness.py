"""Which marts are live, and which missing input or column blocks each of the others."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from gtm_tower.pipeline._raw import loaded_files, physical_columns
from gtm_tower.pipeline.project import Feed, Mart
from gtm_tower.warehouse import Session


@dataclass(frozen=True)
class MartState:
    """A mart and whether its numbers mean anything; `blocked_by` says what is missing."""

    name: str
    question: str
    is_live: bool
    blocked_by: str
    rows: int


def loaded_tables(session: Session, raw_schema: str) -> set[str]:
    """The raw tables that at least one file was loaded into."""
    return {f"{file.source}_{file.table}" for file in loaded_files(session, raw_schema)}


def provided_inputs(
    feeds: Mapping[str, list[Feed]], sources: Collection[str], loaded_tables: Collection[str]
) -> set[str]:
    """The inputs for which a raw table has a file, or which a model of the company's own feeds."""
    return {
        name
        for name, some in feeds.items()
        if any(feed.raw_table in loaded_tables or feed.source not in sources for feed in some)
    }


def blocking(
    mart: Mart,
    feeds: Mapping[str, list[Feed]],
    provided: Collection[str],
    empty_columns: Collection[str] = (),
) -> list[str]:
    """What a mart still needs: tables nobody provides, columns in which nothing stands.

    Of a need with several `or`, one is enough.
    """
    missing = []
    for need in mart.requires:
        wanted = need.split(" or ")
        absent = [one for one in wanted if _input_of(one) not in provided]
        if any(one not in absent and one not in empty_columns for one in wanted):
            continue
        tables = [table for one in absent for table in _tables_of(_input_of(one), feeds)]
        empty = [one for one in wanted if one not in absent]
        text = " and ".join(
            [
                *([f"no file of {' or '.join(dict.fromkeys(tables))}"] if tables else []),
                *([f"nothing in {' or '.join(empty)}"] if empty else []),
            ]
        )
        if text not in missing:
            missing.append(text)
    return missing


def _input_of(need: str) -> str:
    return need.partition(".")[0]


def _tables_of(name: str, feeds: Mapping[str, list[Feed]]) -> list[str]:
    """The raw tables that provide an input; its own name where no source has any."""
    return [feed.table for feed in feeds.get(name, [])] or [name]


def empty_columns(session: Session, inputs_schema: str, marts: list[Mart]) -> set[str]:
    """The required `input.column` in which no accepted row has a value; of the inputs that exist,
    since one that no source can provide is not built."""
    present = physical_columns(session, inputs_schema)
    needs = {one for mart in marts for need in mart.requires for one in need.split(" or ")}
    empty = set()
    for need in sorted(needs):
        table, _, column = need.partition(".")
        if not column or table not in present:
            continue
        found = session.query(
            f"select 1 from {inputs_schema}.{table} where {column} is not null limit 1"
        )
        if not found:
            empty.add(need)
    return empty
