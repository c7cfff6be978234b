"""The wheel holds the dbt package and the workspace skeleton, and works without the source tree."""

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import gtm_tower

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT],
        check=True,
        capture_output=True,
    )
    [path] = out.glob("*.whl")
    return path


def test_every_file_of_the_package_is_in_the_wheel(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        str(path.relative_to(SOURCE))
        for path in (SOURCE / "gtm_tower").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted <= inside
    assert "gtm_tower/dbt/dbt_project.yml" in inside
    assert gtm_tower.__version__ in wheel.name


def test_the_wheel_works_on_its_own(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    environ = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    for arguments in (["--help"], ["init", "acme"], ["generate", "--out", "x", "--scale", "0.02"]):
        done = subprocess.run(
            [sys.executable, "-m", "gtm_tower", *arguments],
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "acme" / "gtm.yml").is_file()
    assert (tmp_path / "acme" / ".gitignore").is_file()


def test_each_dependency_says_why_it_is_there() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    wanted = [*project["dependencies"]]
    for extra in project["optional-dependencies"].values():
        wanted += [name for name in extra if not name.startswith("gtm-tower")]
    for name in wanted:
        [line] = [line for line in text.splitlines() if f'"{name}"' in line]
        assert "  # " in line, line


def test_constraints_pin_every_direct_dependency() -> None:
    pinned = {
        line.partition("==")[0].lower().replace("_", "-")
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [*project["dependencies"], *sum(project["optional-dependencies"].values(), [])]
    for name in names:
        bare = name.split("[")[0].split(">")[0].split("<")[0].split("=")[0].lower()
        assert bare.replace("_", "-") in pinned | {"gtm-tower"}, name
