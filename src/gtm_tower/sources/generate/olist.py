"""The synthetic marketplace of the `olist` template: leads and closed deals, and the truth."""

from gtm_tower.sources.generate._files import Written, prepare_folder, write_dirty, write_truth
from gtm_tower.sources.generate._olist_defects import DEFECTS
from gtm_tower.sources.generate._olist_tables import draw_tables
from gtm_tower.sources.generate._olist_truth import truth_of
from gtm_tower.sources.generate._olist_world import draw_world
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
    return write_truth(spec, written, truth_of(spec, world.window, tables))
