"""The synthetic company of the `saas` template: nine raw tables and the truth about them."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from gtm_tower.sources.generate._saas_defects import DEFECTS
from gtm_tower.sources.generate._saas_tables import draw_tables
from gtm_tower.sources.generate._saas_truth import Json, spend_by_channel, truth_of
from gtm_tower.sources.generate._saas_world import World, draw_world
from gtm_tower.sources.generate._table import Table
from gtm_tower.sources.generate._write import write_table
from gtm_tower.sources.generate.dirt import plant
from gtm_tower.sources.generate.spec import Generated, GenerateSpec, Progress

TRUTH_FILE = "truth.json"


@dataclass
class _Written:
    """What has been written so far."""

    rows: dict[str, int] = field(default_factory=dict)
    clean_rows: dict[str, int] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    planted_counts: dict[str, dict[str, int]] = field(default_factory=dict)
    planted: list[dict[str, object]] = field(default_factory=list)


def generate(spec: GenerateSpec, progress: Progress | None = None) -> Generated:
    """Write the tables and truth.json into `spec.out`; calls `progress(table, rows)` per table."""
    spec.validate()
    spec.out.mkdir(parents=True, exist_ok=True)
    world = draw_world(spec)
    written = _Written()
    for table in draw_tables(world):
        _write(spec, table, written)
        if progress:
            progress(table.name, written.rows[table.name])
    truth = spec.out / TRUTH_FILE
    truth.write_text(_as_lines(_truth(spec, world, written)), encoding="utf-8", newline="\n")
    return Generated(written.rows, written.files, truth)


def _write(spec: GenerateSpec, table: Table, written: _Written) -> None:
    written.clean_rows[table.name] = len(table)
    if spec.dirty:
        dirty = plant(spec.rng(f"dirt {table.name}"), table, DEFECTS[table.name], spec.dirty)
        table = dirty.table
        written.planted_counts[table.name] = dirty.counts
        written.planted += dirty.planted
    written.files[table.name] = write_table(table, spec.out, spec.file_format)
    written.rows[table.name] = len(table)


def _truth(spec: GenerateSpec, world: World, written: _Written) -> Json:
    truth: Json = {
        "spec": {
            "months": spec.months,
            "scale": spec.scale,
            "seed": spec.seed,
            "dirty": spec.dirty,
            "end": spec.end.isoformat(),
            "file_format": spec.file_format,
        },
        "rows": written.rows,
        "clean_rows": written.clean_rows,
        **truth_of(world),
    }
    if spec.dirty:
        # every refused row of the table is an added one: what remains is the clean data
        truth["after_quarantine"] = {"spend": {"by_channel": spend_by_channel(world)}}
    truth["planted_counts"] = written.planted_counts
    truth["planted"] = written.planted
    return truth


def _as_lines(truth: Json) -> str:
    """JSON with one line per top-level key and one per planted defect."""
    lines = []
    for key, value in truth.items():
        if isinstance(value, list) and value:
            text = "[\n  " + ",\n  ".join(json.dumps(entry) for entry in value) + "\n ]"
        else:
            text = json.dumps(value)
        lines.append(f" {json.dumps(key)}: {text}")
    return "{\n" + ",\n".join(lines) + "\n}\n"
