"""The closure of a template: what it is made of, and a digest that tells when that has changed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import jinja2
import jinja2.meta
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import broadsheet
from broadsheet.render.closure import ANYTHING, Closures
from broadsheet.render.environment import make_environment
from broadsheet.render.theme import builtin_templates

FILES = {
    "base.html": "{% from 'macros/a.html' import x %}{% block main %}{% endblock %}",
    "story.html": "{% extends 'base.html' %}{% block main %}{% include 'part.html' %}{% endblock %}",
    "part.html": "part",
    "term.html": "{% import 'macros/b.html' as b %}",
    "macros/a.html": "{% macro x() %}{% endmacro %}",
    "macros/b.html": "{% from 'macros/a.html' import x %}",
    "several.html": "{% include ['part.html', 'gone.html'] %}",
    "missing.html": "{% include 'gone.html' ignore missing %}",
    "dynamic.html": "{% include page.template %}",
    "endless.html": "{% include 'endless.html' %}",
    "broken.html": "{% include 'part.html' %}{% if %}",
    "alone.html": "alone",
    "static/style.css": "body {}",
}


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    for name, source in FILES.items():
        (tmp_path / "theme" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "theme" / name).write_text(source, encoding="utf-8")
    return tmp_path / "theme"


@pytest.mark.parametrize(
    ("template", "closure"),
    [
        ("alone.html", {"alone.html"}),
        ("story.html", {"story.html", "base.html", "part.html", "macros/a.html"}),
        ("term.html", {"term.html", "macros/b.html", "macros/a.html"}),
        ("several.html", {"several.html", "part.html", "gone.html"}),
        ("missing.html", {"missing.html", "gone.html"}),
        ("endless.html", {"endless.html"}),
        ("broken.html", {"broken.html", "part.html"}),
        ("gone.html", {"gone.html"}),
        ("../theme/alone.html", {"../theme/alone.html"}),
    ],
)
def test_a_closure_is_what_a_template_extends_includes_and_imports(theme: Path, template: str, closure: set[str]) -> None:
    assert Closures([theme]).names(template) == closure


def test_a_reference_that_is_worked_out_while_rendering_may_mean_any_template(theme: Path) -> None:
    assert Closures([theme]).names("dynamic.html") == {name for name in FILES if not name.startswith("static/")} | {"gone.html"}


@pytest.mark.parametrize(
    ("changed", "reached"),
    [
        ("part.html", {"story.html", "several.html", "part.html", "broken.html"}),
        ("macros/a.html", {"story.html", "base.html", "term.html", "macros/a.html", "macros/b.html"}),
        ("alone.html", {"alone.html"}),
        ("gone.html", {"several.html", "missing.html", "gone.html"}),
        ("static/style.css", set()),
    ],
)
@pytest.mark.parametrize("way", ["edited", "overridden", "removed"])
def test_a_change_reaches_those_templates_that_depend_on_it(
    theme: Path, tmp_path: Path, changed: str, reached: set[str], way: str
) -> None:
    before = Closures([tmp_path / "own", theme])
    old = {name: before.digest(name) for name in [*FILES, "gone.html"]}
    path = (tmp_path / "own" if way == "overridden" else theme) / changed
    path.parent.mkdir(parents=True, exist_ok=True)
    if way == "removed" and path.exists():
        path.unlink()
    else:
        path.write_text("changed", encoding="utf-8")
    after = Closures([tmp_path / "own", theme])
    found = {name for name in old if after.digest(name) != old[name]}
    assert found - {"dynamic.html", "static/style.css"} == reached
    assert ("dynamic.html" in found) == (changed != "static/style.css")


def test_all_templates_have_digests_and_nothing_else_has(theme: Path) -> None:
    closures = Closures([theme])
    digests = closures.digests()
    assert digests.keys() == {name for name in FILES if not name.startswith("static/")}
    assert digests["story.html"].hex() == closures.digest("story.html")


def test_the_same_text_in_another_folder_has_the_same_digest(theme: Path, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own/part.html").write_text(FILES["part.html"], encoding="utf-8")
    assert Closures([tmp_path / "own", theme]).digest("story.html") == Closures([theme]).digest("story.html")


def test_a_template_that_is_not_text_has_a_digest(theme: Path) -> None:
    before = Closures([theme]).digest("story.html")
    (theme / "part.html").write_bytes(b"\xff\xfe")
    assert Closures([theme]).digest("story.html") != before


WORDS = [
    "extends",
    "include",
    "import",
    "from",
    "'a'",
    '"b"',
    "a",
    "[",
    "]",
    ",",
    "as x",
    "import y",
    "with context",
    "~",
    "if z",
]
PIECES = st.one_of(
    st.lists(st.sampled_from([*WORDS, "ignore missing", "without context"]), max_size=5).map(
        lambda words: f"{{% {' '.join(words)} %}}"
    ),
    st.sampled_from(["{%- include 'a' -%}", "{%+ import'a'as x %}", "{# {% include 'a' %} #}", "{{ 'a' }}", "include 'a'"]),
)


@given(st.lists(PIECES, max_size=3).map(" ".join))
@settings(max_examples=300)
def test_every_template_that_jinja_finds_is_in_the_closure(source: str) -> None:
    try:
        tree = jinja2.Environment().parse(source)
    except jinja2.TemplateSyntaxError:
        return
    wanted = set(jinja2.meta.find_referenced_templates(tree))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "t").write_text(source, encoding="utf-8")
        closures = Closures([Path(folder)])
        found = closures._referenced("t")
    assert (ANYTHING in found) if None in wanted else wanted <= {*found}


def test_of_the_templates_that_there_are_just_those_are_found_that_jinja_finds() -> None:
    for path in builtin_templates().rglob("*.html"):
        closures = Closures([builtin_templates()])
        name = path.relative_to(builtin_templates()).as_posix()
        found = jinja2.meta.find_referenced_templates(make_environment((), "/").parse(path.read_text(encoding="utf-8")))
        assert {*closures.named(name)} == {*found}


PATH = str(Path(broadsheet.__file__).parents[1])
PROGRAM = """
import sys
from pathlib import Path
from broadsheet.render.closure import Closures
print(Closures([Path(sys.argv[1])]).digest("story.html"), "jinja2" in sys.modules)
"""


def test_digests_are_the_same_in_every_process_and_need_no_jinja() -> None:
    def run(seed: str) -> list[str]:
        command = [sys.executable, "-c", PROGRAM, str(builtin_templates())]
        env = {"PYTHONHASHSEED": seed, "PYTHONPATH": PATH}
        return subprocess.run(command, capture_output=True, text=True, check=True, env=env).stdout.split()

    digest, imported = run("1")
    assert imported == "False"
    assert run("2") == [digest, "False"]
