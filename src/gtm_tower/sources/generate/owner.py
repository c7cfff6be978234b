"""The synthetic company of the `owner` template: software sold to restaurants, four raw tables as
its systems export them, and the truth about them."""

from gtm_tower.sources.generate._files import Written, prepare_folder, write_dirty, write_truth
from gtm_tower.sources.generate._owner_defects import DEFECTS
from gtm_tower.sources.generate._owner_facts import facts_of
from gtm_tower.sources.generate._owner_planted import planted_truth
from gtm_tower.sources.generate._owner_tables import draw_tables
from gtm_tower.sources.generate._owner_truth import (
    contract_truths,
    salary_parts_truth,
    totals_truth,
)
from gtm_tower.sources.generate._owner_world import draw_world
from gtm_tower.sources.generate.spec import Generated, GenerateSpec, Progress


def generate(spec: GenerateSpec, progress: Progress | None = None) -> Generated:
    """Write the tables and truth.json into `spec.out`; calls `progress(table, rows)` per table."""
    prepare_folder(spec)
    world = draw_world(spec)
    written = Written()
    tables = {
        table.name: write_dirty(spec, table, DEFECTS[table.name], written, progress)
        for table in draw_tables(spec, world)
    }
    facts = facts_of(world.window, tables)
    truth = {
        **totals_truth(facts),
        **planted_truth(facts, world, spec.scale),
        **contract_truths(tables),
        "salary_parts": salary_parts_truth(tables),
    }
    return write_truth(spec, written, truth)
