"""Dependencies: each pinned with its digests, from no place that a file names, under a licence that is listed."""

from __future__ import annotations

import re
import runpy
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINNED = dict(re.findall(r"^([a-z0-9-]+)==([^ ;\\]+)", LOCK, re.MULTILINE))
# Licences under which a package may be used beside a program under MIT; another one is looked at by a person first.
KNOWN = re.compile(
    r"MIT|BSD|Apache|PSF|Python Software|ISC|MPL|Mozilla|Artistic|Unlicense|Zlib|0BSD|CC0|HPND|CMU|LGPL|Public Domain|ZPL"
)


def test_each_dependency_is_pinned_with_its_digests() -> None:
    blocks = re.split(r"^(?=[a-z0-9-]+==)", LOCK, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(PINNED) > 50
    assert [block.partition("\n")[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert re.findall(r"https?://|--(?:extra-)?index|--find-links", LOCK) == []


def test_all_that_is_asked_for_is_pinned() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    asked += (ROOT / "requirements-dev.txt").read_text(encoding="utf-8").splitlines()
    names = {re.match(r"[\w-]+", line)[0].lower().replace("_", "-") for line in asked if line.strip()}  # type: ignore[index]
    assert names - PINNED.keys() == set(), "run: make lock"


@pytest.mark.parametrize("name", ["jinja2", "markdown", "nh3", "python-slugify", "text-unidecode"])
def test_what_is_tested_is_what_is_pinned(name: str) -> None:
    assert version(name) == PINNED[name], "run: make clean"


def test_the_licence_of_each_dependency_is_listed_and_known() -> None:
    written = (ROOT / "generator/docs/licences.md").read_text(encoding="utf-8")
    assert runpy.run_path(str(ROOT / "generator/tables/licences.py"))["table"]() == written, "run: make lock"
    rows = re.findall(r"^\| ([\w-]+) \| (.*) \| (program|extra|development) \|$", written, re.MULTILINE)
    assert {name for name, _, _ in rows} == PINNED.keys()
    assert [(name, licence) for name, licence, _ in rows if not KNOWN.search(licence)] == []
