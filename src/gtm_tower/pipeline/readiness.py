"""Which marts are live, and which missing input or column blocks each of the others."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from gtm_tower.pipeline._raw import loaded_files
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
    """What a mart still needs: tables nobody provides, columns in which nothing stands."""
    missing = []
    for need in mart.requires:
        name = need.partition(".")[0]
        if name not in provided:
            tables = " or ".join(feed.table for feed in feeds.get(name, [])) or name
            text = f"no file of {tables}"
        elif need in empty_columns:
            text = f"nothing in {need}"
        else:
            continue
        if text not in missing:
            missing.append(text)
    return missing


def empty_columns(session: Session, inputs_schema: str, marts: list[Mart]) -> set[str]:
    """The required `input.column` in which no accepted row has a value."""
    needs = {need for mart in marts for need in mart.requires if "." in need}
    empty = set()
    for need in sorted(needs):
        table, column = need.split(".")
        found = session.query(
            f"select 1 from {inputs_schema}.{table} where {column} is not null limit 1"
        )
        if not found:
            empty.add(need)
    return empty
