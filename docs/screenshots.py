"""Pictures of every page of the dashboard, for the documentation: `make screenshots`.

python docs/screenshots.py                   docs/screenshots/<template>-<page>-<width>.png
python docs/screenshots.py --template saas   those of one template

The companies are made up, with a fixed end and seed; when they were published, and by which run,
is replaced, so that the same code gives the same pictures. Each is a PNG of at most 256 colours,
and of fewer where it would be larger than 150 kB.
"""

import argparse
import io
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
from PIL import Image
from playwright.sync_api import Browser

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from app.expected import views_of
from app.server import Server, served
from app.visit import PHONE, WIDE, browsing, chromium, visiting
from gtm_tower.config import TEMPLATES
from gtm_tower.workspace import Workspace

PICTURES = Path(__file__).with_name("screenshots")
END, SEED = "2026-10-31", "0"
RUN, MOMENT = "20261101t060000z_made_up", "2026-11-01 06:00:00+00"
MOST_BYTES = 150_000
MOST_PIXELS = 8000  # of height: what is below is left out
COLOURS = (256, 128, 64, 32, 16)


def main() -> int:
    """Make the companies up, serve each, and take the pictures."""
    path = chromium()
    if path is None:
        raise SystemExit("no Chromium here to take pictures with: apt-get install chromium")
    asked = _options().template
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="gtm-pictures-") as folder, browsing(path) as browser:
        sizes = [
            size
            for template in asked or TEMPLATES
            for size in take(template, Path(folder), browser)
        ]
    print(f"{len(sizes)} pictures, {sum(sizes) / 1e6:.1f} MB")
    return 0


def take(template: str, folder: Path, browser: Browser) -> Iterator[int]:
    """Write the pictures of a template; gives their sizes in bytes."""
    workspace = make_up(template, folder / template)
    with served(workspace, folder / f"{template}-server") as server:
        for place, view in enumerate(views_of(server.metrics())):
            for width in (WIDE, PHONE):
                path = PICTURES / f"{template}-{view.name}-{width}.png"
                # the first page is marked in the menu where it is opened without its name
                path.write_bytes(small(picture(server, browser, view.name if place else "", width)))
                print(f"{path.name}  {path.stat().st_size / 1000:.0f} kB")
                yield path.stat().st_size


def make_up(template: str, root: Path) -> Workspace:
    """A made-up company whose version has a fixed name and time."""
    command = ["demo", template, "--dir", str(root), "--end", END, "--seed", SEED]
    done = subprocess.run(
        [sys.executable, "-m", "gtm_tower", *command], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"gtm {' '.join(command)} failed:\n{done.stderr}")
    with duckdb.connect(str(root / "warehouse" / "gtm.duckdb")) as connection:
        columns = connection.execute(
            "select table_name, column_name, data_type from information_schema.columns"
            " where table_schema = 'meta'"
            " and (column_name = 'run_id' or data_type like 'TIMESTAMP%')"
        ).fetchall()
        for table, column, kind in columns:
            value = RUN if column == "run_id" else MOMENT
            connection.execute(f"update meta.{table} set {column} = cast(? as {kind})", [value])
    return Workspace(root)


def picture(server: Server, browser: Browser, name: str, width: int) -> bytes:
    """A page as it is, from its top to its end."""
    with visiting(browser, server.url, width) as visit:
        visit.open(name)
        height = visit.page.get_by_test_id("stMain").evaluate("(main) => main.scrollHeight")
        visit.resize(width, min(int(height), MOST_PIXELS))
        return visit.page.screenshot()


def small(png: bytes) -> bytes:
    """The same picture with as many colours as there is room for."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in COLOURS:
        found = io.BytesIO()
        image.quantize(colours).save(found, "PNG", optimize=True)
        if found.tell() <= MOST_BYTES:
            break
    return found.getvalue()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--template", action="append", choices=TEMPLATES, help="only this one")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
