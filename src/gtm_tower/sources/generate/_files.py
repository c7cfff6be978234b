"""Writing the tables of one data set, spoiled or not, and truth.json beside them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gtm_tower.sources.generate._table import Table
from gtm_tower.sources.generate._truth import Json
from gtm_tower.sources.generate._write import write_table
from gtm_tower.sources.generate.dirt import Defect, plant
from gtm_tower.sources.generate.spec import Generated, GenerateSpec, Progress

TRUTH_FILE = "truth.json"


@dataclass
class Written:
    """What has been written so far."""

    rows: dict[str, int] = field(default_factory=dict)
    clean_rows: dict[str, int] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    planted_counts: dict[str, dict[str, int]] = field(default_factory=dict)
    planted: list[dict[str, object]] = field(default_factory=list)


def prepare_folder(spec: GenerateSpec) -> None:
    """Raise ConfigError on a bad spec, else make the folder."""
    spec.validate()
    spec.out.mkdir(parents=True, exist_ok=True)


def write_dirty(
    spec: GenerateSpec,
    table: Table,
    defects: Sequence[Defect],
    written: Written,
    progress: Progress | None,
) -> Table:
    """Write a clean table with the defects the spec asks for; gives the table as it was written."""
    written.clean_rows[table.name] = len(table)
    if spec.dirty:
        dirty = plant(spec.rng(f"dirt {table.name}"), table, defects, spec.dirty)
        table = dirty.table
        written.planted_counts[table.name] = dirty.counts
        written.planted += dirty.planted
    written.files[table.name] = write_table(table, spec.out, spec.file_format)
    written.rows[table.name] = len(table)
    if progress:
        progress(table.name, len(table))
    return table


def write_truth(spec: GenerateSpec, written: Written, truth: Json) -> Generated:
    """Write truth.json: the spec, the rows, `truth`, and the planted defects."""
    whole: Json = {
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
        **truth,
        "planted_counts": written.planted_counts,
        "planted": written.planted,
    }
    path = spec.out / TRUTH_FILE
    path.write_text(_as_lines(whole), encoding="utf-8", newline="\n")
    return Generated(written.rows, written.files, path)


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
