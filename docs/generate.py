"""The reference pages that are made from the code.

python docs/generate.py            write them
python docs/generate.py --check    exit 1 if one of them is not what the code says
"""

import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import Field, fields
from pathlib import Path
from typing import Any

import click
from _dbt import MODELS, cell, docs_blocks, is_long, models, question, sql_of
from _inputs import inputs
from _markdown import MADE, code, line, read, table
from _metrics import metrics

from gtm_tower.cli import main as gtm
from gtm_tower.config import ENGINES, TEMPLATES, Config, Reporting, Source, WarehouseSettings
from gtm_tower.pipeline.records import CHECKS, LINEAGE, MARTS, METRICS, RUNS, SEMANTICS
from gtm_tower.policies import SEVERITIES, DerivedChannels, Policies, Rules
from gtm_tower.segments import packaged_segments
from gtm_tower.workspace import create_workspace

DOCS = Path(__file__).parent

# what config.py says in its checks rather than beside a field
SETTINGS: dict[type[Any], dict[str, str]] = {
    Source: {
        "path": "Folder of the raw files, from the workspace.",
        "encoding": "Encoding of its text files: utf-8, latin-1, cp1252, utf-16 or any that Python"
        " knows.",
        "delimiter": "auto, comma, semicolon, tab, pipe, or one sign. A .tsv file is always read"
        " with tabs.",
    },
    WarehouseSettings: {
        "engine": f"The warehouse: {' or '.join(ENGINES)}.",
        "url": "Postgres only: postgresql://user:${PGPASSWORD}@host:5432/database. ${NAME} is"
        " taken from the environment, in this section only.",
        "prefix": "Postgres only: start of the names of all schemas. Lower-case letters, digits"
        " and _.",
    },
    Reporting: {
        "currency": "The one currency of all amounts, three letters after ISO 4217. A row in"
        " another currency is refused.",
        "time_zone": "IANA name of the zone that decides to which day and month a moment belongs,"
        " such as Europe/Berlin.",
    },
    Config: {
        "as_of": "The day of the results: a date, or `latest`, the last date in the data that is"
        " not after today. `gtm build --as-of` goes before it.",
    },
}
META = {
    "runs": ("One row per run so far, this one included.", list(RUNS)),
    "checks": (
        "One row per check of this run: its severity, status and offending rows.",
        list(CHECKS),
    ),
    "marts": ("One row per mart: live, or blocked and by what.", list(MARTS)),
    "metrics": ("One row per documented column of a mart, with its definition.", list(METRICS)),
    "semantics": (
        "One row: the semantic models and metrics, as dbt's semantic manifest in JSON.",
        list(SEMANTICS),
    ),
    "lineage": (
        "One row per model and model or source that it is made of, with the layer of each.",
        list(LINEAGE),
    ),
    "published": ("One row: the run that this version comes from.", ["run_id", "published_at"]),
}


def pages() -> dict[str, Callable[[], str]]:
    """Every generated page, by its name in docs/."""
    return {
        "commands.md": commands,
        "configuration.md": configuration,
        "inputs.md": inputs,
        "marts.md": marts,
        "metrics.md": metrics,
    }


def stale_pages() -> list[str]:
    """The pages that are not what the code says."""
    return [name for name, page in pages().items() if read(DOCS / name) != page()]


def configuration() -> str:
    """gtm.yml: every key, its default and what it decides."""
    parts = [
        "# gtm.yml",
        MADE,
        "Every key that a workspace's `gtm.yml` may have. A key that is left out has its default; a"
        " key that is not listed here is an error which names the legal ones. The settings and"
        " policies of a run are stored with its results, in `meta.runs.policies`.",
        f"## sources\n\nOne entry per template, so far {', '.join(f'`{t}`' for t in TEMPLATES)}.",
        _settings_table("sources.saas.", Source),
        "## warehouse",
        _settings_table("warehouse.", WarehouseSettings),
        "## as_of",
        _settings_table("", Config),
        "## reporting",
        _settings_table("reporting.", Reporting),
        "## policies\n\nChoices on which the field disagrees. Names are compared in lower case.",
        table(
            ("policy", "default", "legal", "decides"),
            [
                (f"`{item.name}`", code(_default(item)), _legal(item), item.metadata["decides"])
                for item in fields(Policies)
            ],
        ),
        "## rules\n\nWhat the mart `actions` recommends, and when. Of each rule may be set:"
        f" `severity` ({', '.join(SEVERITIES)}), `threshold` (a number of at least 0) and `is_on`.",
        table(("rule", "severity", "threshold", "fires for"), _rules()),
        "## derived_channels\n\nThe channel of an order that nobody tracked, where there are no web"
        " events either. The rules are tried in this order, and the first that holds names the"
        ' channel; one whose name is `""` is switched off.',
        table(
            ("rule", "default", "holds for an order"),
            [
                (f"`{item.name}`", f"`{item.default}`", item.metadata["decides"])
                for item in fields(DerivedChannels)
            ],
        ),
        "## segments\n\nThe segments of customers by their scores, from 1 to 5, for recency,"
        " frequency and value. The first row that fits wins, and together the rows must cover all"
        " 125 combinations. A list under `segments:` replaces the whole table:",
        "```yaml\nsegments:\n  - {name: Best, recency: 4-5, monetary: 5, action: Call them}\n"
        "  - {name: Others, action: Write to them}\n```",
        table(("segment", "recency", "frequency", "monetary", "recommended action"), _segments()),
        "## A new gtm.yml\n\nWhat `gtm init` writes:",
        f"```yaml\n{_new_settings()}```",
    ]
    return "\n\n".join(parts) + "\n"


def commands() -> str:
    """The commands with their options, from the help of the command line."""
    parts = [
        "# Commands",
        MADE,
        "Results go to stdout; progress, notes and errors to stderr. Exit code 0: ok; 1: the data"
        " did not pass, or could not be read; 2: usage or configuration. `gtm --debug COMMAND`"
        " shows tracebacks. Every option can also be set by its environment variable.",
    ]
    root = click.Context(gtm, info_name="gtm", **gtm.context_settings)
    for name, command in gtm.commands.items():
        context = click.Context(command, info_name=name, parent=root)
        arguments = [item for item in command.params if isinstance(item, click.Argument)]
        usage = " ".join([f"gtm {name} [OPTIONS]", *(_argument(item) for item in arguments)])
        parts += [
            f"## gtm {name}",
            command.help or "",
            f"```\n{usage}\n```",
            table(("option", "what it does", "default", "environment"), _options(context)),
            f"Example: `{(command.epilog or '').removeprefix('Example: ')}`",
        ]
    return "\n\n".join(parts) + "\n"


def marts() -> str:
    """The published tables: question, grain, needs and columns, then the definitions."""
    blocks = docs_blocks(MODELS)
    asked = [model for model in models(MODELS / "marts") if question(model)]
    asked.sort(key=lambda model: str(model["name"]))
    questions = [(f"[`{mart['name']}`](#{mart['name']})", question(mart)) for mart in asked]
    own = docs_blocks(MODELS / "marts")
    parts = [
        "# Marts",
        MADE,
        "The published tables: the schema `marts` of `warehouse/gtm.duckdb`, on Postgres"
        " in `<prefix>_marts`. A mart that waits for an input is there too, without rows;"
        " `gtm status` and `meta.marts` say what it waits for. Rates are fractions of 1: add"
        " up the counts and amounts behind them and divide last.",
        table(("mart", "question"), questions),
        *(part for mart in asked for part in _mart(mart, blocks)),
        "## The schema meta\n\nWhere the numbers come from, published together with them; on"
        " Postgres in `<prefix>_meta`.",
        table(("table", "what a row is", "columns"), _meta_rows()),
        "## Definitions",
        *(f"### {name}\n\n{text}" for name, text in own.items() if is_long(text)),
    ]
    return "\n\n".join(parts) + "\n"


def _mart(model: dict[str, Any], blocks: dict[str, str]) -> Iterator[str]:
    meta = model["config"]["meta"]
    yield f"## {model['name']}"
    yield f"**{meta['question']}** {line(model['description'])}"
    needs = (" or ".join(f"`{one}`" for one in need.split(" or ")) for need in meta["requires"])
    yield f"Needs: {', '.join(needs) or 'nothing'}."
    rows = [
        (f"`{column['name']}`", _type(column["data_type"]), cell(column["description"], blocks))
        for column in model["columns"]
    ]
    found = re.search(r"input_extensions\('(\w+)'\)", read(sql_of(model["name"])))
    if found:
        rows.append(("`x_…`", "text", f"Columns of that name in the input `{found.group(1)}`."))
    yield table(("column", "type", "definition"), rows)


def _meta_rows() -> Iterator[tuple[str, str, str]]:
    for model in models(MODELS / "marts" / "meta"):
        name = model["name"].removeprefix("meta__")
        columns = ", ".join(column["name"] for column in model["columns"])
        yield f"`{name}`", line(model["description"]), columns
    for name, (what, columns_written) in META.items():
        yield f"`{name}`", what, ", ".join(columns_written)


def _rules() -> Iterator[tuple[str, str, str, str]]:
    for item in fields(Rules):
        default = getattr(Rules(), item.name)
        yield f"`{item.name}`", default.severity, f"{default.threshold:g}", item.metadata["decides"]


def _segments() -> Iterator[tuple[str, str, str, str, str]]:
    for row in packaged_segments():
        ranges = (
            f"{low}" if low == high else f"{low}-{high}"
            for low, high in (row.recency, row.frequency, row.monetary)
        )
        recency, frequency, monetary = ranges
        yield row.name, recency, frequency, monetary, row.action


def _settings_table(prefix: str, kind: type[Any]) -> str:
    known = [item for item in fields(kind) if item.name in SETTINGS[kind] or kind is not Config]
    rows = [
        (f"`{prefix}{item.name}`", code(_default(item)), SETTINGS[kind][item.name])
        for item in known
    ]
    return table(("key", "default", "decides"), rows)


def _default(item: Field[Any]) -> str:
    if callable(item.default_factory):
        value: Any = item.default_factory()
    else:
        value = item.default
    if isinstance(value, tuple):
        return f"[{', '.join(value)}]"
    return str(value) if isinstance(value, str | int | float) else ""


def _legal(item: Field[Any]) -> str:
    if item.metadata["legal"]:
        return ", ".join(f"`{value}`" for value in item.metadata["legal"])
    default = _default(item)
    if default.startswith("["):
        return "a list of names"
    low = item.metadata["low"]
    kind = "number" if "." in default else "whole number"
    return f"a {kind}" + ("" if low is None else f" of at least {low}")


def _new_settings() -> str:
    with tempfile.TemporaryDirectory() as folder:
        return read(create_workspace(Path(folder) / "new", TEMPLATES[0]).settings)


def _options(context: click.Context) -> Iterator[tuple[str, str, str, str]]:
    for option in context.command.params:
        if not isinstance(option, click.Option):
            continue
        names = ", ".join(f"`{name}`" for name in option.opts)
        variable = option.envvar or f"{context.auto_envvar_prefix}_{option.name}".upper()
        default = code(str(option.default)) if option.show_default else ""
        yield names, f"{option.help}{_choices(option)}", default, f"`{variable}`"


def _choices(option: click.Option) -> str:
    if isinstance(option.type, click.Choice):
        return f" One of {', '.join(f'`{choice}`' for choice in option.type.choices)}."
    return " Required." if option.required else ""


def _argument(argument: click.Argument) -> str:
    name = str(argument.name).upper()
    return name if argument.required else f"[{name}]"


def _type(written: str) -> str:
    if "gtm_double" in written:
        return "double"
    return {"string": "text"}.get(written, written)


def main(arguments: Sequence[str]) -> int:
    """Write the pages, or say which are stale; gives the exit code."""
    if "--check" in arguments:
        stale = stale_pages()
        for name in stale:
            print(f"docs/{name} is not what the code says; run: make docs", file=sys.stderr)
        return 1 if stale else 0
    for name, page in pages().items():
        (DOCS / name).write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
