"""Compiled templates: found when they are right, made anew when they are not, never in the way, and never a publication's."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jinja2
import pytest

from broadsheet.render import compiled, environment
from broadsheet.render.engine import Engine
from broadsheet.render.environment import built_in_code, make_environment
from broadsheet.render.theme import builtin_templates
from newsroom import Newsroom, article


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "page.html").write_text("{{ '/'|href }} {{ 6 * 7 }}", encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the folder of compiled templates, which is empty; nothing is remembered."""
    monkeypatch.setattr(compiled, "compiled_templates", lambda: tmp_path / "compiled")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    forget()
    yield tmp_path / "compiled"
    forget()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """Take note of the templates that are compiled."""
    names: list[str | None] = []
    generate_really = Engine._generate

    def noting(engine: Engine, source: jinja2.nodes.Template, name: str | None, *more: Any, **named: Any) -> str:
        names.append(name)
        return generate_really(engine, source, name, *more, **named)

    monkeypatch.setattr(Engine, "_generate", noting)
    return names


def forget() -> None:
    """Be as a process that has just begun."""
    compiled._remembered().clear()
    compiled._maker.cache_clear()


def rendered(theme: Path, base_path: str = "/") -> str:
    forget()
    return make_environment([theme], base_path).get_template("page.html").render()


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.py"))


def test_a_template_is_compiled_once(theme: Path, made: list[str]) -> None:
    assert rendered(theme) == rendered(theme) == "/ 42"
    assert made == ["page.html"]


def test_a_site_under_another_path_has_the_same_code(theme: Path, made: list[str]) -> None:
    assert [rendered(theme, path) for path in ("/one/", "/two/")] == ["/one/ 42", "/two/ 42"]
    assert made == ["page.html"]


def test_languages_without_words_of_their_own_write_numbers_and_lists_each_in_its_way(theme: Path) -> None:
    (theme / "page.html").write_text("{{ 1234567|number }}: {{ ['A', 'B']|listed }}", encoding="utf-8")
    made = []
    for language in ("de", "sv"):
        forget()
        made.append(make_environment([theme], "/", environment.Languages(language).words).get_template("page.html").render())
    assert made == ["1.234.567: A und B", "1\xa0234\xa0567: A och B"]


def test_a_changed_template_is_compiled_anew_and_so_is_one_of_another_name(theme: Path, made: list[str]) -> None:
    rendered(theme)
    (theme / "page.html").write_text("{{ 6 * 8 }}", encoding="utf-8")
    assert rendered(theme) == "48"
    shutil.copy(theme / "page.html", theme / "page.txt")
    assert make_environment([theme], "/").get_template("page.txt").render() == "48"
    assert made == ["page.html", "page.html", "page.txt"]


def test_code_of_another_version_is_not_used(theme: Path, made: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    rendered(theme)
    monkeypatch.setattr(jinja2, "__version__", "0.0")
    assert rendered(theme) == "/ 42"
    assert made == ["page.html"] * 2


@pytest.mark.parametrize(
    "damage", [b"", b"\0" * 100, b"name = 'page.html'\n", b"def root("], ids=["empty", "zeros", "cut", "broken"]
)
def test_a_damaged_file_is_as_good_as_none(theme: Path, folder: Path, made: list[str], damage: bytes) -> None:
    rendered(theme)
    (path,) = kept(folder)
    whole = path.read_bytes()
    path.write_bytes(damage)
    shutil.rmtree(folder / "__pycache__")
    assert rendered(theme) == "/ 42"
    assert made == ["page.html"] * 2
    assert path.read_bytes() == whole


def test_a_file_whose_end_is_missing_is_as_good_as_none(theme: Path, folder: Path) -> None:
    rendered(theme)
    (path,) = kept(folder)
    whole = path.read_bytes().rstrip()
    for size in range(whole.index(b"debug_info"), len(whole)):
        path.write_bytes(whole[:size])
        shutil.rmtree(folder / "__pycache__", ignore_errors=True)
        assert rendered(theme) == "/ 42"
        assert path.read_bytes().rstrip() == whole


@pytest.mark.parametrize("failing", ["mkdir", "write", "replace", "bytecode"])
def test_where_nothing_can_be_kept_a_template_is_compiled_once_in_a_process(
    theme: Path, folder: Path, made: list[str], monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    if failing == "bytecode":
        monkeypatch.setattr(sys, "dont_write_bytecode", True)
    elif failing == "write":
        monkeypatch.setattr(compiled.Path, "write_text", full)
    else:
        monkeypatch.setattr(compiled.Path, failing, full)
    assert rendered(theme) == "/ 42"
    assert make_environment([theme], "/two/").get_template("page.html").render() == "/two/ 42"
    assert made == ["page.html"]
    assert not folder.exists() or list(folder.iterdir()) == []


def test_when_there_are_too_many_all_are_forgotten(theme: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_MOST", 3)
    for number in range(20):
        (theme / "page.html").write_text(f"{number}", encoding="utf-8")
        assert rendered(theme) == f"{number}"
        assert len(kept(folder)) <= 4


def test_an_error_is_told_at_the_line_of_the_template(theme: Path) -> None:
    (theme / "page.html").write_text("one\ntwo\n{{ 1 // (page - page) }}\n", encoding="utf-8")
    for _ in range(2):
        forget()
        with pytest.raises(ZeroDivisionError) as caught:
            make_environment([theme], "/").get_template("page.html").render(page=1)
        assert (str(theme / "page.html"), 3) in [(str(step.path), step.lineno + 1) for step in caught.traceback]


def test_what_comes_with_the_program_is_what_a_publication_in_english_asks_for(folder: Path, made: list[str]) -> None:
    code = built_in_code()
    folder.mkdir()
    for name, text in code.items():
        (folder / name).write_text(text, encoding="utf-8")
    forget()
    del made[:]
    engine = make_environment([builtin_templates()], "/archive/", environment.Languages("en").words)
    names = [path.relative_to(builtin_templates()).as_posix() for path in builtin_templates().rglob("*.*")]
    names = [name for name in names if not name.startswith("static/")]
    for name in names:
        engine.get_template(name)
    assert len(names) == len(code)
    assert made == []


def test_nothing_that_lies_in_a_publication_is_run(
    newsroom: Callable[[str], Newsroom], tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """State that somebody else's build left, as from a cache that a fork could write, has code that his program vouches for."""
    text = article("Treaty", "2026-02-03")
    trace = tmp_path / "run"
    theirs, ours = newsroom(f"-- content/stories/a.md --\n{text}"), newsroom(f"-- content/stories/a.md --\n{text}")
    generate_really = Engine._generate

    def hostile(engine: Engine, *of: Any, **named: Any) -> str:
        return f"{generate_really(engine, *of, **named)}\nopen({str(trace)!r}, 'w').close()\n"

    with monkeypatch.context() as changed:
        changed.setattr(Engine, "_generate", hostile)
        theirs.publish()
    assert trace.exists()
    trace.unlink()
    shutil.rmtree(folder)
    shutil.copytree(theirs.root / ".broadsheet", ours.root / ".broadsheet", ignore=shutil.ignore_patterns("ledger*", "lock"))
    forget()
    ours.publish()
    assert not trace.exists()
