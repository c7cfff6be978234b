"""The synthetic company of the `saas` template: nine raw tables and the truth about them."""

from gtm_tower.sources.generate._files import Written, prepare_folder, write_dirty, write_truth
from gtm_tower.sources.generate._saas_defects import DEFECTS
from gtm_tower.sources.generate._saas_tables import draw_tables
from gtm_tower.sources.generate._saas_truth import spend_by_channel, truth_of
from gtm_tower.sources.generate._saas_world import draw_world
from gtm_tower.sources.generate.spec import Generated, GenerateSpec, Progress


def generate(spec: GenerateSpec, progress: Progress | None = None) -> Generated:
    """Write the tables and truth.json into `spec.out`; calls `progress(table, rows)` per table."""
    prepare_folder(spec)
    world = draw_world(spec)
    written = Written()
    for table in draw_tables(world):
        write_dirty(spec, table, DEFECTS[table.name], written, progress)
    truth = truth_of(world)
    if spec.dirty:
        # every refused row of the table is an added one: what remains is the clean data
        truth["after_quarantine"] = {"spend": {"by_channel": spend_by_channel(world)}}
    return write_truth(spec, written, truth)
