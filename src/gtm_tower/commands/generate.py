"""gtm generate."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from gtm_tower.errors import ConfigError, did_you_mean
from gtm_tower.output import progress_bar
from gtm_tower.sources.generate import GENERATORS, Generated, GenerateSpec
from gtm_tower.sources.registry import source_tables


def spec_of(template: str, out: Path, options: dict[str, Any]) -> GenerateSpec:
    """What is asked of the generator of a template."""
    if template not in GENERATORS:
        raise ConfigError(
            f"Template '{template}' is unknown. Legal: {', '.join(GENERATORS)}."
            f"{did_you_mean(template, GENERATORS)}"
        )
    end = _end(options.get("end"), date.today())
    return GenerateSpec(out=out, **{**options, "end": end})


def run_generate(template: str, spec: GenerateSpec) -> Generated:
    """Write the raw files of a template's made-up company."""
    with progress_bar() as bar:
        task = bar.add_task("generate", total=len(source_tables(template))) if bar else None

        def progress(table: str, rows: int) -> None:
            if bar and task is not None:
                bar.update(task, advance=1, description=f"generate {table}")

        return GENERATORS[template](spec, progress)


def _end(asked: str | None, today: date) -> date:
    """The last day of the data: as asked, else the last day of the month before today."""
    if asked is None:
        return today.replace(day=1) - timedelta(days=1)
    try:
        return date.fromisoformat(asked)
    except ValueError:
        raise ConfigError(f"--end is '{asked}'. Legal: a date such as 2025-06-30.") from None
