"""The page of the contract, read from the models that hold the rows to it."""

import re
from collections.abc import Iterable, Iterator, Sequence

from _dbt import MODELS, cell, docs_blocks, models, names, sql_of
from _markdown import MADE, line, read, table

from gtm_tower.config import TEMPLATES
from gtm_tower.pipeline.project import Feed, find_feeds
from gtm_tower.sources.registry import SourceTable, source_table, source_tables

KINDS = {
    "clean_text": "text",
    "clean_name": "text, in lower case",
    "clean_missing": "text, or a missing word",
    "clean_label": "text, in lower case, `_` as a blank",
    "parse_moment": "date or moment",
    "parse_month": "month, date or moment",
    "parse_number": "number",
    "parse_loose_moment": "date or moment, loosely",
    "parse_named_month": "month by name, date or moment",
    "parse_money": "amount",
    "parse_list": "list",
    "parse_boolean": "yes or no",
    "parse_count": "whole number, loosely",
    "parse_minor_units": "minor units",
}


def inputs() -> str:
    """The contract: per file its columns, what they become, and which rows are refused."""
    parts = [
        "# Inputs",
        MADE,
        "The raw files of each template and the contract that their rows are held to. Every file is"
        " optional: `gtm status` says which marts it would bring to life. A file is named after its"
        " table (`invoices.csv`), ends in .csv, .tsv, .csv.gz, .tsv.gz or .parquet, and may be a"
        " folder of that name with several such files. Titles are compared without regard to case"
        " and signs: `Invoice ID` is `invoice_id`. **Bold** columns must be in the header, or the"
        " file is refused.",
        _notations(),
        "A refused row is in quarantine with its reason and its content as received. The first"
        " reason that applies, in the order given, is the one named. A row that happens after as_of"
        " is neither accepted nor refused. Other columns are kept in the raw table; those named"
        " `x_…` travel on, for accounts to `dim_account`, for deals to `fct_opportunities`.",
        "A text that is not of its kind refuses the row where it is listed under *Refused*;"
        " elsewhere it is left empty. `meta.repairs` counts what was left empty or repaired, by"
        " column, in the files of all templates but `saas`.",
    ]
    for input_name, feeds in find_feeds(TEMPLATES).items():
        for feed in feeds:
            parts += _input(input_name, feed)
    return "\n\n".join(parts) + "\n"


def _input(input_name: str, feed: Feed) -> Iterator[str]:
    raw = source_table(feed.source, feed.table)
    sql = read(sql_of(f"received__{input_name}"))
    described = line(next(models(MODELS / "inputs", f"inputs__{input_name}"))["description"])
    yield f"## {_title(raw)}"
    grain = described.removesuffix(" The rows that the contract accepts.")
    yield f"Provides the input `{input_name}`, from the template `{raw.source}`. {grain}"
    yield table(("column", "kind", "becomes", "meaning"), _input_columns(input_name, feed, raw))
    refusals = [*_needed(feed), *_refusals(sql, _problems(feed), feed.lacks)]
    yield "Refused:\n\n" + "\n".join(f"- {item}" for item in refusals)
    ends = re.search(r"ends=\[(.*?)\]", sql)
    if ends:
        yield f"Empty while later than as_of: {names(ends.group(1))}."


def _title(raw: SourceTable) -> str:
    """The name of a table, with its template where several have one of that name."""
    templates = [one for one in TEMPLATES for table in source_tables(one) if table.name == raw.name]
    return raw.name if len(templates) == 1 else f"{raw.name} of {raw.source}"


def _input_columns(
    input_name: str, feed: Feed, raw: SourceTable
) -> Iterator[tuple[str, str, str, str]]:
    blocks = docs_blocks(MODELS / "inputs")
    described = next(models(MODELS / "inputs", f"inputs__{input_name}"))["columns"]
    meanings = {column["name"]: cell(column["description"], blocks) for column in described}
    calls = re.findall(
        r"\{\{ gtm_tower\.(\w+)\('(\w+)'(?:, '(\w+)')?\) \}\}\)? as (\w+)",
        read(sql_of(feed.model)),
    )
    becomes = {
        title: (macro, kind, name) for macro, title, kind, name in calls if name != "problem"
    }
    for column in raw.columns:
        title = f"**{column.name}**" if column.is_required else column.name
        if column.name not in becomes:
            yield title, "text", "", "Kept in the raw table, not used."
            continue
        macro, kind, name = becomes[column.name]
        text = "whole number" if kind == "count" else KINDS[macro]
        if name in meanings:
            yield title, text, f"`{name}`", meanings[name]
        else:
            yield title, text, "", "Used in staging only."


def _problems(feed: Feed) -> list[tuple[str, str]]:
    """The columns whose text must be of a kind, with the kind."""
    found = re.findall(r"problem_in\(\s*\{(.*?)\}", read(sql_of(feed.model)), re.DOTALL)
    pairs = [pair for part in found for pair in re.findall(r"'(\w+)': '([\w ]+)'", part)]
    return list(dict.fromkeys(pairs))


def _needed(feed: Feed) -> Iterator[str]:
    """The columns that a source must fill, though the contract can do without them."""
    found = re.search(r"needed=\[(.*?)\]", read(sql_of(feed.model)))
    if found:
        yield f"`missing_value`: {names(found.group(1))} empty"


def _refusals(sql: str, problems: Iterable[tuple[str, str]], lacks: Sequence[str]) -> Iterator[str]:
    """What a received model refuses, in its order, in words; of the columns that a source has."""
    in_time = ("moment", "month")
    dates = [f"`{name}`" for name, kind in problems if kind.endswith(in_time)]
    numbers = [f"`{name}`" for name, kind in problems if not kind.endswith(in_time)]
    if dates:
        yield f"`not_a_date`: {', '.join(dates)} in another notation, or no day of the calendar"
    if numbers:
        yield f"`not_a_number`: {', '.join(numbers)} in another notation"
    for macro, arguments in re.findall(r"gtm_tower\.(refuse_\w+)\((.*?)\) \}\}", sql):
        columns = re.findall(r"'(\w+)'", arguments) or ["currency"]
        if columns[0] not in lacks:
            yield _refusal(macro, columns, arguments, sql)
    keys = re.search(r"superseded\(\[(.*?)\]\)", sql)
    if keys:
        yield f"`duplicate`: {names(keys.group(1))} that a later row has too; the last row stays"


def _refusal(macro: str, columns: Sequence[str], arguments: str, sql: str) -> str:
    if macro == "refuse_missing":
        return f"`missing_value`: {', '.join(f'`{name}`' for name in columns)} empty"
    if macro == "refuse_negative":
        return f"`negative_amount`: `{columns[0]}` below 0"
    if macro == "refuse_currency":
        return "`other_currency`: `currency` other than the reporting currency; empty is accepted"
    if macro == "refuse_order":
        return f"`wrong_order`: `{columns[1]}` before `{columns[0]}`"
    if macro == "refuse_orphan":
        return f"`orphan`: `{columns[0]}` not among the accepted {columns[1]}, where there are any"
    if macro == "refuse_unknown":
        variable = arguments.rpartition(", ")[2]
        found = re.search(rf"set {variable} = \[(.*?)\]", sql, re.DOTALL)
        legal = names(found.group(1)) if found else ""
        required = re.search(r"refuse_missing\(\[(.*?)\]", sql)
        is_required = required and f"'{columns[0]}'" in required.group(1)
        empty = "" if is_required else "; empty is accepted"
        return f"`unknown_value`: `{columns[0]}` other than {legal}{empty}"
    raise ValueError(f"docs/generate.py knows no words for {macro}")


def _notations() -> str:
    rows = (
        ("date", "`2025-03-31`: midnight of the reporting time zone"),
        ("moment", "`2025-03-31 09:30`, with seconds, fractions and a T if you like: UTC"),
        ("moment with offset", "`2025-03-31T09:30:00+02:00` or `Z`"),
        ("month", "`2025-03`: its first day"),
        (
            "number",
            "`1234.56`, with a sign if you like, up to 12 digits before the point;"
            " no thousands separator, no currency sign",
        ),
        (
            "missing word",
            "a word of the policy `missing_words`, such as `nan` or `Select`, in any case: empty",
        ),
        (
            "date or moment, loosely",
            "as above; also with a year that lost its century: `0024-03-21` is 2024-03-21."
            " Nothing that can mean two days, such as `3/4/2024`",
        ),
        (
            "month by name",
            "`Jan-24`, `January 2024` or `jan/2024`, in English: its first day; `24` is 2024",
        ),
        (
            "amount",
            "`1234.5`, `$1,234.50`, `1.234,50 €`, `US$ 1 234,50`, `CHF 1'234.50`; below 0 as `-1`,"
            " `1-` or `(1)`. Of both marks the last is the decimal one; a mark that occurs twice is"
            " none; a single one is none with one to three digits before it, the first not 0, and"
            " three behind it: `1.234` is 1234. The policy `money_decimal_mark` overrides this."
            " Rounded to 2 decimals, halves away from 0",
        ),
        (
            "list",
            '`[\'a\', "b"]`, `["a","b"]`, `{a,b}`, or `a, b`, `a; b`, `a|b`: the items,'
            " missing words left out; `[]` is none. Brackets or quotes that do not close, and"
            " lists in lists, cannot be read",
        ),
        (
            "yes or no",
            "`true`, `t`, `yes`, `y`, `on`, `checked`, `1`, `1.0`, and `false`, `f`, `no`, `n`,"
            " `off`, `unchecked`, `0`, `0.0`, in any case",
        ),
        ("whole number, loosely", "`3`, also as `3.0`"),
        (
            "minor units",
            "`1234`, also as `1234.0` or `-1234`: cents, so 12.34. `12.34` is no number of cents",
        ),
    )
    return table(("kind", "written as"), rows)
