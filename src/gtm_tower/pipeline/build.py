"""Build aside, check, publish in one step, or leave what was published as it is."""

from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime

from gtm_tower.config import Config, parse_as_of
from gtm_tower.errors import CheckError, ConfigError, GtmError, SourceError, TransformError
from gtm_tower.pipeline import records
from gtm_tower.pipeline.estimates import Context, learn, models_read, write_estimates
from gtm_tower.pipeline.load import latest_date, new_load_id, prepare_raw, raw_columns
from gtm_tower.pipeline.memory import remember
from gtm_tower.pipeline.project import (
    Feed,
    dbt_vars,
    find_feeds,
    find_marts,
    find_tables,
    prepare_project,
)
from gtm_tower.pipeline.readiness import (
    MartState,
    blocking,
    empty_columns,
    loaded_tables,
    provided_inputs,
)
from gtm_tower.pipeline.transform import (
    NodeResult,
    Transformer,
    close_connections,
    secrets_in_environment,
)
from gtm_tower.warehouse import Session, Warehouse, open_warehouse
from gtm_tower.workspace import Workspace

REFUSED_SHARE = "assert_refused_share_within_policy"

Progress = Callable[[str, str, int, int], None]
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class BuildOptions:
    """What a build is asked for; a selection is built and checked, but not published."""

    as_of: str | None = None
    full_refresh: bool = False
    select: tuple[str, ...] = ()


@dataclass(frozen=True)
class BuildResult:
    """A run, its checks and its marts; `is_published` is False for a selection."""

    run: records.Run
    checks: tuple[NodeResult, ...]
    marts: tuple[MartState, ...]
    is_published: bool


class BlockedError(CheckError):
    """Checks failed; `result` holds them."""

    def __init__(self, message: str, result: BuildResult) -> None:
        super().__init__(message)
        self.result = result


@dataclass(frozen=True)
class _Plan:
    """What is known before the models run."""

    run: records.Run
    feeds: dict[str, list[Feed]]
    provided: set[str]
    transformer: Transformer
    context: Context
    blocked_marts: set[str]
    checks: list[NodeResult] = field(default_factory=list)


def build(
    workspace: Workspace,
    options: BuildOptions = BuildOptions(),
    progress: Progress = lambda step, name, done, total: None,
    clock: Clock = lambda: datetime.now(UTC),
) -> BuildResult:
    """Build and check the next version and publish it if it passed.

    Raises BlockedError if a check fails; then, and after any other error, readers see what they saw
    before. Every run that got as far as the models is in the run log.
    """
    config = workspace.config()
    warehouse = open_warehouse(config, workspace.root)
    with warehouse.lock():
        plan = _plan(workspace, config, warehouse, options, clock())
        try:
            result = _run(workspace, config, warehouse, plan, options, progress, clock)
        except BlockedError as blocked:
            records.append_run(workspace, blocked.result.run)
            raise
        except GtmError as error:
            failed = replace(plan.run, status="failed", message=str(error).partition("\n")[0])
            records.append_run(workspace, replace(failed, finished_at=clock().isoformat()))
            raise
    return result


def _plan(
    workspace: Workspace,
    config: Config,
    warehouse: Warehouse,
    options: BuildOptions,
    now: datetime,
) -> _Plan:
    feeds = find_feeds(config.sources, workspace.models)
    with warehouse.build() as session:
        prepare_raw(session, config, warehouse.raw_schema)
        columns = raw_columns(session, config, warehouse.raw_schema)
        loaded = loaded_tables(session, warehouse.raw_schema)
        if not loaded:
            raise SourceError(
                f"Nothing is loaded yet. Put files into {_data_folders(config)} and run: gtm load"
            )
        as_of = _as_of(session, config, warehouse, options.as_of, now.date())
        remember(session, warehouse)
    provided = provided_inputs(feeds, config.sources, loaded)
    prepare_project(workspace, warehouse)
    told = dbt_vars(config, as_of, feeds, columns, provided, warehouse.dbt_vars())
    run = records.Run(
        run_id=new_load_id(),
        as_of=as_of.isoformat(),
        started_at=now.isoformat(),
        finished_at="",
        status="running",
        message="",
        policies=records.settings_used(config),
        versions=records.versions_used(),
    )
    blocked = {table.name for table in find_tables() if blocking(table, feeds, provided)}
    transformer = Transformer(workspace, told)
    return _Plan(run, feeds, provided, transformer, Context(config, as_of), blocked)


def _run(
    workspace: Workspace,
    config: Config,
    warehouse: Warehouse,
    plan: _Plan,
    options: BuildOptions,
    progress: Progress,
    clock: Clock,
) -> BuildResult:
    warehouse.prepare_next()
    try:
        checks = _transform(warehouse, plan, options, progress)
    finally:
        close_connections()
    if options.select:
        return _judge(BuildResult(_finished(plan.run, clock, "selected"), checks, (), False))
    with warehouse.build() as session:
        run = replace(
            _finished(plan.run, clock, "published"),
            inputs=[asdict(c) for c in records.read_counts(session, warehouse.next_meta_schema)],
        )
        _create_left_out(session, warehouse, plan.transformer)
        marts = _mart_states(session, warehouse, workspace, plan)
        result = _judge(BuildResult(run, checks, marts, True))
        history = records.read_runs(workspace)
        definitions = records.Definitions(
            plan.transformer.definitions(),
            plan.transformer.descriptions(),
            plan.transformer.semantics(),
            plan.transformer.lineage(),
        )
        records.write_meta(
            session, warehouse.next_meta_schema, [*history, run], checks, marts, definitions
        )
    warehouse.publish(run.run_id)
    records.append_run(workspace, run)
    warehouse.prune(config.policies.keep_versions)
    return result


def _transform(
    warehouse: Warehouse, plan: _Plan, options: BuildOptions, progress: Progress
) -> tuple[NodeResult, ...]:
    transformer = plan.transformer
    with secrets_in_environment(warehouse.dbt_environment()):
        transformer.install_packages()
        progress("read", "", 0, 0)
        transformer.parse()
        wanted, counted = _estimates_wanted(transformer, options.select, plan.blocked_marts)
        _run_models(transformer, options, progress, (*options.select, *counted))
        close_connections()
        with warehouse.build() as session:
            prefix = warehouse.dbt_vars()["gtm_schema_prefix"] or ""
            write_estimates(session, prefix, plan.context, wanted)
            transformer.tell(learn(session, prefix, plan.context, wanted))
        _run_models(transformer, options, progress, options.select, is_after_estimates=True)
        return tuple(
            transformer.run_checks(
                lambda name, done, total: progress("check", name, done, total), options.select
            )
        )


def _estimates_wanted(
    transformer: Transformer, select: tuple[str, ...], blocked: Collection[str]
) -> tuple[set[str], set[str]]:
    """The estimates to make, and of a selection the models that hold their counts."""
    if select:
        transformer.check_selection(select)
        wanted = transformer.estimates_behind(select)
        return wanted, models_read(wanted)
    return transformer.leave_out(blocked, models_read), set()


def _run_models(
    transformer: Transformer,
    options: BuildOptions,
    progress: Progress,
    select: tuple[str, ...],
    is_after_estimates: bool = False,
) -> None:
    models = transformer.run_models(
        lambda name, done, total: progress("build", name, done, total),
        select,
        options.full_refresh,
        is_after_estimates,
    )
    broken = [model for model in models if model.status == "error"]
    if broken:
        raise TransformError(_broken_message(broken, models))


def _judge(result: BuildResult) -> BuildResult:
    """The result, or a BlockedError if a check failed."""
    failed = [check for check in result.checks if check.status in ("fail", "error")]
    if not failed:
        return result
    message = f"{len(failed)} of {len(result.checks)} checks failed"
    run = replace(result.run, status="blocked", message=message)
    lines = [f"{message}, so nothing was published; readers see what they saw before."]
    for check in failed:
        lines.append(f"  {check.name}: {_verdict(check)}")
        if check.name == REFUSED_SHARE:
            lines += _refused_shares(run)
            lines.append("    See the refused rows with: gtm quarantine")
    raise BlockedError("\n".join(lines), replace(result, run=run, is_published=False))


def _refused_shares(run: records.Run) -> list[str]:
    """The inputs with more refused rows than the policy allows, with their shares."""
    allowed = run.policies["max_refused_share"]
    lines = []
    for entry in run.inputs:
        table, refused, rows = entry["table_name"], entry["rows_refused"], entry["rows_in"]
        if refused > allowed * rows:
            share = f"{refused / rows:.1%}, allowed {allowed:.1%}"
            lines.append(f"    {table}: {refused:,} of {rows:,} rows refused, {share}")
    return lines


def _verdict(check: NodeResult) -> str:
    if check.status == "error":
        return f"could not run: {check.message}"
    meaning = f" ({check.description})" if check.description else ""
    rows = "1 offending row" if check.failures == 1 else f"{check.failures} offending rows"
    return f"{rows}{meaning}"


def _mart_states(
    session: Session, warehouse: Warehouse, workspace: Workspace, plan: _Plan
) -> tuple[MartState, ...]:
    marts = find_marts(workspace.models)
    inputs_schema = f"{warehouse.dbt_vars()['gtm_schema_prefix']}inputs"
    empty = empty_columns(session, inputs_schema, marts)
    states, ours = [], find_marts()
    for mart in marts:
        missing = blocking(mart, plan.feeds, plan.provided, empty)
        table = f"{warehouse.next_marts_schema}.{mart.name}"
        if missing and mart in ours:
            session.execute(f"delete from {table}")
        rows = int(session.query(f"select count(*) from {table}")[0][0])
        states.append(MartState(mart.name, mart.question, not missing, "; ".join(missing), rows))
    return tuple(states)


def _create_left_out(session: Session, warehouse: Warehouse, transformer: Transformer) -> None:
    """The marts that were not built, without rows, for those who read them by name."""
    for mart, columns in transformer.columns_left_out().items():
        kinds = {name: "text" if kind == "string" else kind for name, kind in columns.items()}
        described = ", ".join(f"{name} {kind}" for name, kind in kinds.items())
        session.execute(f"create table {warehouse.next_marts_schema}.{mart} ({described})")


def _finished(run: records.Run, clock: Clock, status: str) -> records.Run:
    return replace(run, finished_at=clock().isoformat(), status=status)


def _as_of(
    session: Session, config: Config, warehouse: Warehouse, asked: str | None, today: date
) -> date:
    where = "--as-of" if asked else "gtm.yml"
    fixed = parse_as_of(asked or config.as_of, where)
    if fixed and fixed > today:
        raise ConfigError(
            f"{where}: as_of is {fixed}, after today, {today}."
            " Legal: latest, or a date up to today."
        )
    if fixed:
        return fixed
    latest = latest_date(session, config, warehouse.raw_schema, today)
    if latest is None:
        raise SourceError(
            "No loaded row has a date that can be read, so there is no latest date to report on."
            " Dates are written 2025-06-30 or 2025-06-30 14:05:00; or set as_of in gtm.yml."
        )
    return latest


def _broken_message(broken: list[NodeResult], models: list[NodeResult]) -> str:
    skipped = sum(model.status == "skipped" for model in models)
    lines = [f"  {model.name}: {model.message}" for model in broken]
    return "\n".join(
        [
            f"{len(broken)} of {len(models)} models could not be built and {skipped} that need them"
            " were skipped; nothing was published.",
            *lines,
        ]
    )


def _data_folders(config: Config) -> str:
    return ", ".join(source.path for source in config.sources.values())
