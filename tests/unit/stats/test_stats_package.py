"""What importing the statistics costs, and who does."""

import subprocess
import sys

import gtm_tower.stats

HEAVY = ("scipy", "gtm_tower.stats")


def imported_after(code: str) -> str:
    ending = f"\nimport sys\nprint([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code + ending], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_importing_the_package_does_not_import_scipy() -> None:
    assert imported_after("import gtm_tower.stats") == "['gtm_tower.stats']"


def test_the_command_does_not_import_the_statistics() -> None:
    assert imported_after("import gtm_tower.cli") == "[]"


def test_every_public_name_is_there_and_documented() -> None:
    for name in gtm_tower.stats.__all__:
        assert getattr(gtm_tower.stats, name).__doc__, name
