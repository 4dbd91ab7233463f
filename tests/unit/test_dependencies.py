"""Dependencies: each pinned with its digests, from no place that a file names, under a licence that is listed."""

from __future__ import annotations

import re
import runpy
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = [(ROOT / name).read_text(encoding="utf-8") for name in ("requirements.lock", "requirements-dev.lock")]
NEEDED, PINNED = (dict(re.findall(r"^([a-z0-9-]+)==([^ ;\\]+)", lock, re.MULTILINE)) for lock in LOCKS)
# Licences under which a package may be used beside a program under MIT; another one is looked at by a person first.
KNOWN = re.compile(
    r"MIT|BSD|Apache|PSF|Python Software|ISC|MPL|Mozilla|Artistic|Unlicense|Zlib|0BSD|CC0|HPND|CMU|LGPL|Public Domain|ZPL"
)


def digests(lock: str) -> dict[str, set[str]]:
    blocks = re.split(r"^(?=[a-z0-9-]+==)", lock, flags=re.MULTILINE)[1:]
    return {block.partition("==")[0]: set(re.findall(r"--hash=sha256:([0-9a-f]{64})", block)) for block in blocks}


@pytest.mark.parametrize("lock", LOCKS)
def test_each_dependency_is_pinned_with_its_digests(lock: str) -> None:
    assert len(digests(lock)) > 30
    assert all(digests(lock).values())
    assert re.findall(r"https?://|--(?:extra-)?index|--find-links", lock) == []


def names_of(lines: list[str]) -> set[str]:
    return {re.match(r"[\w-]+", line)[0].lower().replace("_", "-") for line in lines if line.strip()}  # type: ignore[index]


def test_all_that_is_asked_for_is_pinned() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = names_of([*asked["project"]["dependencies"], *asked["build-system"]["requires"]])
    assert needed - NEEDED.keys() == set(), "run: make lock"
    developing = names_of((ROOT / "requirements-dev.txt").read_text(encoding="utf-8").splitlines())
    assert (developing | needed) - PINNED.keys() == set(), "run: make lock"


def test_what_a_build_needs_is_the_same_for_developers_and_no_more() -> None:
    assert NEEDED.items() <= PINNED.items()
    assert all(found == digests(LOCKS[1])[name] for name, found in digests(LOCKS[0]).items())
    assert NEEDED.keys() & {"pytest", "mypy", "ruff", "hypothesis", "distributed", "pagefind", "warcio"} == set()


@pytest.mark.parametrize("name", ["jinja2", "markdown", "nh3", "python-slugify", "text-unidecode"])
def test_what_is_tested_is_what_is_pinned(name: str) -> None:
    assert version(name) == PINNED[name], "run: make clean"


def test_the_licence_of_each_dependency_is_listed_and_known() -> None:
    written = (ROOT / "generator/docs/licences.md").read_text(encoding="utf-8")
    assert runpy.run_path(str(ROOT / "generator/tables/licences.py"))["table"]() == written, "run: make lock"
    rows = re.findall(r"^\| ([\w-]+) \| (.*) \| (program|extra|development) \|$", written, re.MULTILINE)
    assert {name for name, _, _ in rows} == PINNED.keys()
    assert [(name, licence) for name, licence, _ in rows if not KNOWN.search(licence)] == []
