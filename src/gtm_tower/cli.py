"""The command `gtm`: parse, call, print, exit. Heavy imports stay inside the commands.

Exit codes: 0 ok, 1 the data did not pass or could not be read, 2 usage or configuration.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from gtm_tower import __version__
from gtm_tower.errors import GtmError
from gtm_tower.output import FORMATS, remark

FIRST_STEPS = """GTM Tower: tested, explained, reproducible go-to-market numbers.

Try one of these:

  gtm demo saas                    a company made up, loaded, built and checked
  gtm init acme --template saas    a workspace for your own files
  gtm load                         bring the files in data/ into the warehouse
  gtm build                        build, check and publish the marts
  gtm status                       what is loaded, live and blocked
  gtm --help                       all commands
"""


# what DuckDB makes of Ctrl-C during a query, as a RuntimeError
INTERRUPTED = "Query interrupted"


class Group(click.Group):
    """Shows every GtmError as a message and an exit code, and Ctrl-C as such: no traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except GtmError as error:
            if ctx.params.get("debug"):
                raise
            remark(f"gtm: {error}")
            ctx.exit(error.exit_code)
        except RuntimeError as error:
            if str(error) != INTERRUPTED:
                raise
            raise KeyboardInterrupt from error


@click.group(
    cls=Group,
    invoke_without_command=True,
    context_settings={"auto_envvar_prefix": "GTM", "help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 ok, 1 the data did not pass, 2 usage or configuration.",
)
@click.version_option(__version__, prog_name="gtm")
@click.option("--debug", is_flag=True, help="Show tracebacks.")
@click.pass_context
def main(ctx: click.Context, debug: bool) -> None:
    """Tested, explained, reproducible go-to-market numbers from your raw data."""
    if ctx.invoked_subcommand is None:
        click.echo(FIRST_STEPS)


def in_workspace(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option that names the workspace."""
    return click.option(
        "-C",
        "--workspace",
        "folder",
        default=".",
        show_default=True,
        envvar="GTM_WORKSPACE",
        show_envvar=True,
        type=click.Path(path_type=Path),
        help="The workspace, or a folder inside it.",
    )(command)


def with_format(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option that names the output format."""
    return click.option(
        "--format",
        "fmt",
        default="table",
        show_default=True,
        envvar="GTM_FORMAT",
        show_envvar=True,
        type=click.Choice(FORMATS),
        help="How results are printed.",
    )(command)


def generator_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of generated data."""
    for option in reversed(
        (
            click.option("--months", default=18, show_default=True, help="Calendar months."),
            click.option("--scale", default=1.0, show_default=True, help="1 is a small company."),
            click.option("--seed", default=0, show_default=True, help="Same seed, same data."),
            click.option("--dirty", default=0.0, show_default=True, help="Share of faulty rows."),
            click.option(
                "--end", metavar="YYYY-MM-DD", help="Last day; default: end of last month."
            ),
            click.option(
                "--file-format",
                default="csv",
                show_default=True,
                help="csv or parquet.",
            ),
        )
    ):
        command = option(command)
    return command


@main.command(
    short_help="A made-up company, from raw files to numbers.",
    epilog="Example: gtm demo saas --dir demo",
)
@click.argument("template", default="saas")
@click.option(
    "--dir", "folder", default="demo", show_default=True, type=click.Path(path_type=Path),
    help="Where to put the workspace; one made by an earlier demo is made anew.",
)  # fmt: skip
@generator_options
@with_format
def demo(template: str, folder: Path, fmt: str, **options: Any) -> None:
    """Make up a company, load it, build it, check it and show the numbers."""
    from gtm_tower.commands.demo import run_demo

    run_demo(template, folder, _spec_options(options), fmt)


@main.command(
    short_help="A new workspace for your own files.",
    epilog="Example: gtm init acme --template saas",
)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--template", default="saas", show_default=True, help="The kind of business.")
def init(folder: Path, template: str) -> None:
    """Lay out a workspace for your own files."""
    from gtm_tower.workspace import create_workspace

    workspace = create_workspace(folder, template)
    click.echo(f"Created {workspace.root}. Next:")
    click.echo(
        f"  1. put your files into {folder}/data/{template} (data/README.md names the columns)"
    )
    click.echo(f"  2. gtm load -C {folder}")
    click.echo(f"  3. gtm build -C {folder}")


@main.command(
    short_help="The raw files of a made-up company.",
    epilog="Example: gtm generate saas --out data/saas --months 24 --dirty 0.01",
)
@click.argument("template", default="saas")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write to.")
@generator_options
def generate(template: str, out: Path, **options: Any) -> None:
    """Write the raw files of a made-up company, with the truth about it beside them."""
    from gtm_tower.commands.generate import run_generate, spec_of

    generated = run_generate(template, spec_of(template, out, _spec_options(options)))
    for table, rows in generated.rows.items():
        click.echo(f"{table}\t{rows}")


@main.command(
    short_help="Bring new and changed files into the warehouse.", epilog="Example: gtm load -C acme"
)
@in_workspace
@with_format
def load(folder: Path, fmt: str) -> None:
    """Bring new and changed files into the warehouse, exactly as they are."""
    from gtm_tower.commands.load import run_load

    run_load(folder, fmt)


@main.command(
    short_help="Build, check and publish the marts.",
    epilog="Example: gtm build -C acme --as-of 2025-06-30",
)
@in_workspace
@click.option("--as-of", metavar="YYYY-MM-DD", help="Report as it was known on that day.")
@click.option("--full-refresh", is_flag=True, help="Rebuild incremental models from scratch.")
@click.option("--select", multiple=True, help="Build and check only these models; no publishing.")
@with_format
def build(
    folder: Path, as_of: str | None, full_refresh: bool, select: tuple[str, ...], fmt: str
) -> None:
    """Build the marts aside, check them, and publish them only if every check passes."""
    from gtm_tower.commands.build import run_build

    run_build(folder, as_of, full_refresh, select, fmt)


@main.command(short_help="What is loaded, live and blocked.", epilog="Example: gtm status -C acme")
@in_workspace
@with_format
def status(folder: Path, fmt: str) -> None:
    """Show inputs, the last run, freshness, and which marts are live or blocked."""
    from gtm_tower.commands.status import run_status

    run_status(folder, fmt)


@main.command(
    short_help="The refused rows, and why.",
    epilog="Example: gtm quarantine -C acme --table invoices --limit 20",
)
@in_workspace
@click.option("--table", help="Only this raw table.")
@click.option("--reason", help="Only this reason, such as not_a_date.")
@click.option("--limit", default=50, show_default=True, help="Rows to show; 0 shows all.")
@with_format
def quarantine(folder: Path, table: str | None, reason: str | None, limit: int, fmt: str) -> None:
    """Show the rows that the contract refused, why, and what they held."""
    from gtm_tower.commands.quarantine import run_quarantine

    run_quarantine(folder, table, reason, limit, fmt)


@main.command(
    short_help="Publish an earlier version again.", epilog="Example: gtm rollback -C acme"
)
@in_workspace
@click.option("--to", "run_id", help="The run to go back to; default: the one before.")
@click.option("--list", "only_list", is_flag=True, help="Only list the versions.")
@with_format
def rollback(folder: Path, run_id: str | None, only_list: bool, fmt: str) -> None:
    """Publish an earlier version again."""
    from gtm_tower.commands.rollback import run_rollback

    run_rollback(folder, run_id, only_list, fmt)


@main.command(
    short_help="The metrics that can be asked for.",
    epilog="Example: gtm metrics churn -C acme",
)
@click.argument("search", required=False)
@in_workspace
@click.option("--parts", "with_parts", is_flag=True, help="Also those that others are made of.")
@with_format
def metrics(search: str | None, folder: Path, with_parts: bool, fmt: str) -> None:
    """List the metrics that have data, or those that speak of a word."""
    from gtm_tower.commands.query import run_metrics

    run_metrics(folder, search, with_parts, fmt)


@main.command(
    short_help="Metrics, by what and when you like.",
    epilog="Example: gtm query mrr nrr --by segment --grain month --compare year_ago",
)
@click.argument("names", nargs=-1, required=True, metavar="METRIC...")
@in_workspace
@click.option("--by", multiple=True, metavar="DIMENSION", help="Split by it; can be repeated.")
@click.option(
    "--where", multiple=True, metavar="CONDITION",
    help="Such as: segment = SMB, or: region in (EMEA, APAC). All given must hold.",
)  # fmt: skip
@click.option("--grain", help="One row per day, week, month, quarter or year.")
@click.option("--from", "start", metavar="PERIOD", help="2026, 2026-Q2, 2026-05 or 2026-05-17.")
@click.option("--to", "end", metavar="PERIOD", help="The last period, included.")
@click.option("--compare", help="Beside each period the previous one, or that of year_ago.")
@with_format
def query(names: tuple[str, ...], folder: Path, fmt: str, **asked: Any) -> None:
    """Ask for metrics: the numbers of the published version, by the one definition of each."""
    from gtm_tower.commands.query import run_query

    run_query(folder, names, fmt, **asked)


@main.command(
    short_help="What moved a metric, by segments.",
    epilog="Example: gtm why nrr --from 2026-09 --to 2026-10 --by segment",
)
@click.argument("name", metavar="METRIC")
@in_workspace
@click.option("--from", "first", required=True, metavar="PERIOD", help="2026, 2026-Q2 or 2026-05.")
@click.option("--to", "second", required=True, metavar="PERIOD", help="A later one of that length.")
@click.option("--by", multiple=True, metavar="DIMENSION", help="Split by it; can be repeated.")
@click.option(
    "--where", multiple=True, metavar="CONDITION", help="Such as: segment = SMB. All must hold."
)
@click.option("--all", "with_all", is_flag=True, help="Every segment, the small ones not pooled.")
@with_format
def why(name: str, folder: Path, fmt: str, **asked: Any) -> None:
    """Show what each segment added to the change of a metric between two periods.

    The contributions add up to the change. Of a ratio each is split into mix (the segment became a
    larger or smaller part of the whole) and rate (it became better or worse).
    """
    from gtm_tower.commands.why import run_why

    run_why(folder, name, fmt, **asked)


@main.command(
    short_help="What a metric or mart is, and where it comes from.",
    epilog="Example: gtm explain nrr -C acme",
)
@click.argument("name", metavar="METRIC|MART")
@in_workspace
@with_format
def explain(name: str, folder: Path, fmt: str) -> None:
    """Show the definition of a metric or mart, its formula, policies, sources, checks and SQL.

    Where a mart has the name of a metric, marts.NAME is the mart.
    """
    from gtm_tower.commands.explain import run_explain

    run_explain(folder, name, fmt)


@main.command(
    short_help="The pages: metrics, marts, actions and data health.",
    epilog="Example: gtm dashboard -C acme --port 8600",
)
@in_workspace
@click.option(
    "--host", default="localhost", show_default=True,
    help="Whom to listen to. The pages ask nobody who they are: name another host with care.",
)  # fmt: skip
@click.option(
    "--port", default=8501, show_default=True, type=click.IntRange(0, 65535),
    help="The port; 0 is any free one.",
)  # fmt: skip
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
def dashboard(folder: Path, host: str, port: int, no_browser: bool) -> None:
    """Show what is published in a browser; a new version appears without a restart."""
    from gtm_tower.commands.dashboard import run_dashboard

    run_dashboard(folder, host, port, not no_browser)


@main.command(
    short_help="The docs site: what is published, and what it means.",
    epilog="Example: gtm docs -C acme --open",
)
@in_workspace
@click.option(
    "--out", metavar="DIR", type=click.Path(path_type=Path),
    help="Where to write it: a new folder, or one with an earlier site."
    "  [default: .gtm/docs in the workspace]",
)  # fmt: skip
@click.option("--no-dbt", is_flag=True, help="Leave dbt's own docs out; they take some seconds.")
@click.option("--open", "is_opened", is_flag=True, help="Show it in the browser.")
def docs(folder: Path, out: Path | None, no_dbt: bool, is_opened: bool) -> None:
    """Write pages on metrics, marts, inputs, policies and lineage, to be read without a server."""
    from gtm_tower.commands.docs import run_docs

    run_docs(folder, out, not no_dbt, is_opened)


@main.command(
    short_help="The memo of a month: what changed, why, what to do.",
    epilog="Example: gtm memo -C acme --month 2026-05 --format html --out memo.html",
)
@in_workspace
@click.option("--month", metavar="YYYY-MM", help="Default: the last month that has ended.")
@click.option(
    "--format", "fmt", default="md", show_default=True, type=click.Choice(("md", "html", "pdf")),
    help="Markdown, one HTML file, or PDF.",
)  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
def memo(folder: Path, month: str | None, fmt: str, out: Path | None) -> None:
    """Write the memo of a month; each figure names the query that gives it again."""
    from gtm_tower.commands.memo import run_memo

    run_memo(folder, month, fmt, out)


def _spec_options(options: dict[str, Any]) -> dict[str, Any]:
    """Generator options as given, without those left out."""
    return {name: value for name, value in options.items() if value is not None}


if __name__ == "__main__":
    sys.exit(main())
