"""The synthetic web shop of the `jaffle` template: customers, orders, payments, products, and the
truth about them."""

from gtm_tower.sources.generate._files import Written, prepare_folder, write_dirty, write_truth
from gtm_tower.sources.generate._jaffle_defects import DEFECTS
from gtm_tower.sources.generate._jaffle_facts import facts_of
from gtm_tower.sources.generate._jaffle_planted import planted_truth
from gtm_tower.sources.generate._jaffle_tables import draw_tables
from gtm_tower.sources.generate._jaffle_truth import totals_truth
from gtm_tower.sources.generate._jaffle_world import draw_world
from gtm_tower.sources.generate._truth import contract_truths
from gtm_tower.sources.generate.spec import Generated, GenerateSpec, Progress


def generate(spec: GenerateSpec, progress: Progress | None = None) -> Generated:
    """Write the tables and truth.json into `spec.out`; calls `progress(table, rows)` per table."""
    prepare_folder(spec)
    world = draw_world(spec)
    written = Written()
    tables = {
        table.name: write_dirty(spec, table, DEFECTS[table.name], written, progress)
        for table in draw_tables(world)
    }
    truth = {
        **planted_truth(world),
        **totals_truth(facts_of(world.window, tables)),
        **contract_truths(tables, DEFECTS),
    }
    return write_truth(spec, written, truth)
