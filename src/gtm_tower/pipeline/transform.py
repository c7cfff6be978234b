"""dbt, in process: build the models, run the checks, and say what came of each."""

import gc
import json
import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from gtm_tower.errors import ConfigError, TransformError, did_you_mean
from gtm_tower.pipeline.project import packages_are_installed, packages_are_stale
from gtm_tower.workspace import Workspace

PACKAGE = "gtm_tower"  # our dbt package
# the dbt source of the tables that are estimated between two runs
ESTIMATED = "stats"
# the tag of the models and checks that are left out: one to look for, where names are looked for
# one by one, each in the whole graph
LEFT_OUT = "gtm_left_out"

Status = Literal["pass", "warn", "fail", "error", "skipped"]


@dataclass(frozen=True)
class NodeResult:
    """What became of one model or check.

    `failures` counts the offending rows of a check, `models` are those that it looks at.
    """

    name: str
    status: Status
    severity: str
    failures: int
    message: str
    description: str
    seconds: float
    models: tuple[str, ...] = ()


Progress = Callable[[str, int, int], None]


class Transformer:
    """Runs dbt on a workspace; parses once and keeps the manifest for the next step."""

    def __init__(self, workspace: Workspace, dbt_vars: Mapping[str, Any]) -> None:
        self._workspace = workspace
        self._vars = dict(dbt_vars)
        self._manifest: Any = None
        self._left_out: set[str] = set()

    def install_packages(self) -> None:
        """Run `dbt deps` where packages.yml changed; a local package needs no network."""
        if packages_are_stale(self._workspace):
            self._invoke(["deps"], None)
            packages_are_installed(self._workspace)

    def parse(self) -> None:
        """Read the project once; a fault in it is a TransformError.

        Read anew where it fails: of a metric that moved to another file dbt still remembers the old
        place, and says that there are two.
        """
        remembered = self._workspace.state / "target" / "partial_parse.msgpack"
        try:
            self._manifest = self._invoke(["parse"], None)
        except TransformError:
            if not remembered.exists():
                raise
            remembered.unlink()
            self._manifest = self._invoke(["parse"], None)

    def tell(self, learned: Mapping[str, Any]) -> None:
        """Give the models that are still to be built what was learned from those that are."""
        self._vars |= learned

    def estimates_behind(self, select: Collection[str]) -> set[str]:
        """The tables of the source `stats` that models need."""
        behind = self._behind({node.unique_id for node in self._models() if node.name in select})
        sources = (one for one in self._manifest.sources.values() if one.unique_id in behind)
        return {one.name for one in sources if one.source_name == ESTIMATED}

    def leave_out(
        self, marts: Collection[str], counted: Callable[[set[str]], set[str]]
    ) -> set[str]:
        """Build neither these marts, nor what only they need, nor their checks.

        What another mart, or a model or test of the company's own needs, is built all the same.
        Gives the estimates that are still needed; `counted` names the models that hold the counts
        for some of these.
        """
        shown = {"marts", "meta"}
        kept = {
            node.name
            for node in self._models()
            if node.package_name != PACKAGE
            or (node.config.schema in shown and node.name not in marts)
        }
        names = {node.unique_id: node.name for node in self._models()}
        kept |= {names[key] for key in self._behind_own_tests() if key in names}
        while True:
            behind = self._behind({key for key, name in names.items() if name in kept})
            found = {names[key] for key in behind if key in names}
            needed = found | counted(self.estimates_behind(found))
            if needed == kept:
                break
            kept = needed
        self._left_out = set(names.values()) - kept
        self._tag_what_is_left_out()
        return self.estimates_behind(kept)

    def columns_left_out(self) -> dict[str, dict[str, str]]:
        """The columns, with their types, of each mart that was left out."""
        return {
            node.name: {column.name: column.data_type for column in node.columns.values()}
            for node in self._models()
            if node.name in self._left_out and node.config.schema == "marts"
        }

    def run_models(
        self,
        progress: Progress,
        select: tuple[str, ...] = (),
        full_refresh: bool = False,
        is_after_estimates: bool = False,
    ) -> list[NodeResult]:
        """Build the models, each after its parents; the parents of a selection are built too.

        First those that need no estimate; `is_after_estimates` builds the others.
        """
        options = ["--full-refresh"] if full_refresh else []
        estimated = f"source:{ESTIMATED}+"
        if select and is_after_estimates:
            options += ["--select", *(f"+{name},{estimated}" for name in select)]
        elif select:
            options += ["--select", *(f"+{name}" for name in select), "--exclude", estimated]
        elif is_after_estimates:
            options += ["--select", estimated, "--exclude", f"tag:{LEFT_OUT}"]
        else:
            options += ["--exclude", estimated, f"tag:{LEFT_OUT}"]
        return self._results(self._invoke(["run", *options], progress))

    def run_checks(self, progress: Progress, select: tuple[str, ...] = ()) -> list[NodeResult]:
        """Run every data test, also after one failed; unit tests are for development.

        Of a selection, only tests all of whose models are selected.
        """
        options = ["--exclude-resource-type", "unit_test"]
        if select:
            options += ["--indirect-selection", "cautious"]
            options += ["--select", *(f"+{name}" for name in select)]
        else:
            options += ["--exclude", f"tag:{LEFT_OUT}"]
        return self._results(self._invoke(["test", *options], progress))

    def definitions(self) -> list[tuple[str, str, str]]:
        """Mart, column and definition of every documented column of a mart."""
        return sorted(
            (node.name, column.name, column.description.strip())
            for node in self._manifest.nodes.values()
            if node.resource_type == "model" and node.config.schema == "marts"
            for column in node.columns.values()
            if column.description
        )

    def descriptions(self) -> dict[str, str]:
        """The description of each mart; its first sentence is the grain."""
        return {
            node.name: " ".join(node.description.split())
            for node in self._models()
            if node.config.schema == "marts"
        }

    def semantics(self) -> str:
        """The semantic models and metrics of the project: dbt's semantic manifest, as JSON."""
        from dbt.contracts.graph.semantic_manifest import SemanticManifest

        path = self._workspace.state / "semantic_manifest.json"
        SemanticManifest(self._manifest).write_json_to_file(str(path))
        return path.read_text(encoding="utf-8")

    def lineage(self) -> list[tuple[str, str, str, str]]:
        """Every model with its layer, beside each model and source it is made of with its own."""
        layers = {node.unique_id: (node.name, str(node.config.schema)) for node in self._models()}
        for one in self._manifest.sources.values():
            layers[one.unique_id] = (one.name, one.source_name)
        return sorted(
            (*layers[child.unique_id], *layers[parent])
            for child in self._models()
            for parent in set(self._manifest.parent_map[child.unique_id])
            if parent in layers
        )

    def write_docs(self, folder: Path) -> None:
        """dbt's own docs, as index.html, manifest.json and catalog.json; asks no database.

        In a target folder of its own, so that what a build parsed stays as it is.
        """
        folder.mkdir(parents=True, exist_ok=True)
        place = ["--target-path", str(folder), "--write-json"]
        self._manifest = self._invoke(["parse"], None, place)
        self._invoke(["docs", "generate", "--no-compile", "--empty-catalog"], None, place)

    def check_selection(self, select: tuple[str, ...]) -> None:
        """Raise ConfigError for a name that no model has."""
        models = {node.name for node in self._models()}
        for name in select:
            if name not in models:
                raise ConfigError(
                    f"--select: there is no model '{name}'.{did_you_mean(name, models)}"
                    " Name models one by one; the models they need are built with them."
                )

    def _models(self) -> list[Any]:
        nodes = self._manifest.nodes.values()
        return [node for node in nodes if node.resource_type == "model"]

    def _behind(self, chosen: set[str]) -> set[str]:
        """The nodes and sources that nodes are made of, and these nodes."""
        parents = self._manifest.parent_map
        behind, waiting = set(chosen), list(chosen)
        while waiting:
            fresh = set(parents.get(waiting.pop(), ())) - behind
            behind |= fresh
            waiting += fresh
        return behind

    def _behind_own_tests(self) -> set[str]:
        return {
            key
            for node in self._manifest.nodes.values()
            if node.resource_type == "test" and node.package_name != PACKAGE
            for key in node.depends_on.nodes
        }

    def _tag_what_is_left_out(self) -> None:
        """The models and their checks; the manifest in memory is the only one that learns it."""
        gone = {node.unique_id for node in self._models() if node.name in self._left_out}
        for node in self._manifest.nodes.values():
            if node.unique_id in gone or (
                node.resource_type == "test" and gone.intersection(node.depends_on.nodes)
            ):
                node.tags = [*node.tags, LEFT_OUT]

    def _invoke(
        self, command: list[str], progress: Progress | None, options: Collection[str] = ()
    ) -> Any:
        from dbt.cli.main import dbtRunner

        faults: list[str] = []
        callbacks = [_faults_in_metrics(faults), *([_listener(progress)] if progress else [])]
        runner = dbtRunner(manifest=self._manifest, callbacks=callbacks)
        with _without_flags_in_environment(), _without_collector():
            outcome = runner.invoke([*command, *self._common_options(), *options])
        if isinstance(outcome.exception, KeyboardInterrupt):
            raise outcome.exception
        if outcome.exception is not None:
            raise TransformError(
                f"dbt could not {command[0]} the project: {_first_lines(str(outcome.exception))}\n"
                f"{''.join(faults)}"
                f"The whole log is in {self._workspace.state / 'logs' / 'dbt.log'}."
            ) from outcome.exception
        return outcome.result

    def _common_options(self) -> list[str]:
        root = str(self._workspace.root)
        return [
            *("--project-dir", root, "--profiles-dir", str(self._workspace.state)),
            *("--vars", json.dumps(self._vars, sort_keys=True), "--log-level", "none", "--quiet"),
            *("--log-level-file", "info", "--no-send-anonymous-usage-stats", "--no-use-colors"),
            "--no-write-json",  # its files take half a second each time, and nobody reads them
        ]

    def _results(self, outcome: Any) -> list[NodeResult]:
        return sorted(
            (_node_result(result) for result in outcome.results), key=lambda result: result.name
        )


def close_connections() -> None:
    """Let go of dbt's connections, so that the files it wrote can be moved."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.adapters.factory import reset_adapters

    DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
    reset_adapters()  # type: ignore[no-untyped-call]


@contextmanager
def secrets_in_environment(secrets: Mapping[str, str]) -> Iterator[None]:
    """Put the secrets that the profile names into the environment, for as long as dbt runs."""
    before = {name: os.environ.get(name) for name in secrets}
    os.environ.update(secrets)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _without_flags_in_environment() -> Iterator[None]:
    """Hide DBT_… variables of the user's shell, which would change what our command means."""
    hidden = {name: value for name, value in os.environ.items() if name.startswith("DBT_")}
    for name in hidden:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(hidden)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Leave cycles of objects alone while dbt runs: looking for them is a sixth of its time.

    What it made counts as old then, or all of it would be looked through at once.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()
        if was_on:
            gc.enable()


def _listener(progress: Progress) -> Callable[[Any], None]:
    done, total = 0, 0

    def hear(event: Any) -> None:
        nonlocal done, total
        if event.info.name == "ConcurrencyLine":
            total = event.data.node_count
            progress("", 0, total)
        elif event.info.name == "NodeFinished":
            done += 1
            progress(event.data.node_info.node_name, done, total)

    return hear


def _faults_in_metrics(faults: list[str]) -> Callable[[Any], None]:
    """Keeps what is wrong with semantic models and metrics; the exception only counts it."""

    def hear(event: Any) -> None:
        if event.info.name == "SemanticValidationFailure" and event.info.level == "error":
            faults.append(f"  {event.data.msg.strip()}\n")

    return hear


def _node_result(result: Any) -> NodeResult:
    node = result.node
    severity = str(getattr(node.config, "severity", "error")).lower()
    status: Status = {
        "success": "pass",
        "pass": "pass",
        "warn": "warn",
        "fail": "fail",
        "skipped": "skipped",
    }.get(str(result.status), "error")  # type: ignore[assignment]
    return NodeResult(
        name=node.name,
        status=status,
        severity=severity,
        failures=int(result.failures or 0),
        message=_first_lines(result.message or ""),
        description=_description(node),
        seconds=float(result.execution_time),
        models=tuple(sorted(key.split(".")[-1] for key in node.depends_on.nodes)),
    )


def _description(node: Any) -> str:
    """What a row of a check's result means: its description, or the comment that heads its SQL."""
    if node.description:
        return str(node.description)
    head = (getattr(node, "raw_code", "") or "").lstrip()
    if head.startswith("{#"):
        return " ".join(head[2 : head.index("#}")].split())
    return ""


def _first_lines(text: str, count: int = 12) -> str:
    return "\n".join(line for line in text.strip().splitlines()[:count])
