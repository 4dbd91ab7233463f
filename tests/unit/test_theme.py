"""The theme: what becomes of the stylesheet on its way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from broadsheet.config import Config, ThemeProperty
from broadsheet.content.elements import LAYOUT_CLASSES
from broadsheet.content.settings import read_settings
from broadsheet.model import Named
from broadsheet.problems import Span
from broadsheet.render.theme import builtin_templates, load_theme


def sheet(tmp_path: Path, css: str, *properties: tuple[str, str]) -> str:
    place = tmp_path / "templates/static/style.css"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(css, encoding="utf-8")
    given = tuple(ThemeProperty(Named(name, Span("broadsheet.yaml")), value) for name, value in properties)
    theme = load_theme(tmp_path, Config(title="T", theme=given)).value
    return next(asset for asset in theme.assets if asset.name == "style.css").data.decode()


@pytest.mark.parametrize(
    ("css", "squeezed"),
    [
        ("a  b { color : red; }\n\n/* a { } */ c { d: e }", "a b{color :red}c{d:e}"),
        ("/*! whose it is */ a { b: c }", "/*! whose it is */ a{b:c}"),
        ('a::before { content: "· ; , : /* x */ " }', 'a::before{content:"· ; , : /* x */ "}'),
        ("a { content: '\\' }' ; b: c }", "a{content:'\\' }';b:c}"),
        ("p :is(a, b) > c + d { w: calc(1px + 2px) }", "p :is(a,b) > c + d{w:calc(1px + 2px)}"),
        ("@media (min-width: 1px) and (a) { b { c: d } }", "@media (min-width:1px) and (a){b{c:d}}"),
    ],
)
def test_a_stylesheet_loses_what_a_browser_passes_over_and_nothing_else(tmp_path: Path, css: str, squeezed: str) -> None:
    assert sheet(tmp_path, css) == f"{squeezed}\n"


def test_the_properties_of_a_publication_come_last(tmp_path: Path) -> None:
    assert sheet(tmp_path, ":root { --ink: #000 }", ("ink", "#111"), ("line", "2rem")) == (
        ":root{--ink:#000}:root{--ink:#111;--line:2rem}\n"
    )


ROOT = Path(__file__).resolve().parents[2]


def test_a_property_that_the_stylesheet_does_not_have_is_reported(tmp_path: Path) -> None:
    config = read_settings("title: T\ntheme:\n  ink: red\n  acent: red\n", "broadsheet.yaml").value
    (problem,) = load_theme(tmp_path, config).problems
    assert str(problem) == (
        "broadsheet.yaml:4:3: warning: the stylesheet has no property `acent`, and setting it changes nothing;"
        " did you mean `accent`? [unknown-property]"
    )


def test_a_template_of_which_nothing_is_made_is_reported(tmp_path: Path) -> None:
    for name, text in {"stroy.html": "x", "part.html": "x", "page.html": "{% include 'part.html' %}", "notes.md": "x"}.items():
        (tmp_path / "templates").mkdir(exist_ok=True)
        (tmp_path / "templates" / name).write_text(text)
    (tmp_path / "templates" / "static").mkdir()
    (tmp_path / "templates" / "static" / "own.css").write_text("")
    assert [str(problem) for problem in load_theme(tmp_path, Config(title="T")).problems] == [
        "templates/stroy.html:1:1: warning: nothing is made of this template; did you mean `story.html`? [unused-template]"
    ]


def test_every_custom_property_and_every_template_is_documented() -> None:
    text = (ROOT / "generator/docs/theming.md").read_text(encoding="utf-8")
    css = (ROOT / "templates/static/style.css").read_text(encoding="utf-8")
    properties = set(re.findall(r"^  --([a-z-]+):", css[: css.index("}")], re.MULTILINE))
    assert set(re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE)) == properties
    views = {
        path.name: re.match(r"\{# (\w+ ?\w*):", path.read_text(encoding="utf-8"))[1]
        for path in (ROOT / "templates").glob("*.html")
    }
    documented = dict(re.findall(r"^\| `([\w.-]+\.html)` \| `?(\w+ ?\w*)`? \|", text, re.MULTILINE))
    assert {name: view.lower() for name, view in documented.items()} == {name: view.lower() for name, view in views.items()}
    assert [path.name for path in (ROOT / "templates").iterdir() if path.is_file() and f"`{path.name}`" not in text] == []


def test_no_class_of_the_layout_is_one_of_a_body_but_those_that_markdown_has() -> None:
    css = re.sub(r"/\*.*?\*/", "", (builtin_templates() / "static/style.css").read_text(encoding="utf-8"), flags=re.DOTALL)
    named = {name for selector in re.findall(r"([^{}]*)\{", css) for name in re.findall(r"\.([a-zA-Z][\w-]*)", selector)}
    of_markdown = {"footnote", "footnote-ref", "footnote-backref", "align-center", "align-right"}
    assert named - of_markdown == LAYOUT_CLASSES
