"""The template engine: what a template says is what Jinja makes of it, values and errors alike."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from broadsheet.render.engine import Engine, printed

OPTIONS: dict[str, Any] = {
    "autoescape": lambda name: name is None or not name.endswith(".txt"),
    "undefined": jinja2.StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
}
SHARED = {
    "macros.html": "{% macro link(to, text='here', rel=none) %}<a href=\"{{ to }}\"{% if rel %} rel={{ rel }}{% endif %}>"
    "{{ text }}</a>{% endmacro %}{% macro wrap(tag) %}<{{ tag }}>{{ caller() }}</{{ tag }}>{% endmacro %}"
    "{% macro all(first) %}{{ first }}{{ varargs }}{{ kwargs }}{% endmacro %}{% set colour = 'red & blue' %}",
    "plain.txt": "{% macro bare(x) %}<{{ x }}>{% endmacro %}",
    "base.html": "<{% block title %}{{ page.name }}{% endblock %}>{% block main required %}{% endblock %}",
}


@dataclass(frozen=True, slots=True)
class View:
    name: str
    parts: tuple[str, ...] = ()
    empty: str = ""


VALUES: dict[str, Any] = {
    "page": View("Alpha & <Omega>", ("a", "b'", '"c"')),
    "safe": Markup("<b>&amp;</b>"),
    "mapping": {"name": "from an item", "keys": "hidden by the method"},
    "number": 7,
    "flag": True,
    "nothing": None,
    "fraction": 1.5,
    "items": [1, 2, 3],
}

TEMPLATES = [
    "{{ page.name }} {{ safe }} {{ number }} {{ flag }} {{ nothing }} {{ fraction }} {{ items }} {{ page.parts }}",
    "{{ mapping.name }} {{ mapping.keys is callable }} {{ mapping.missing is defined }} {{ page.missing|default('none') }}",
    "{{ page.missing }}",
    "{{ page.missing.deeper }}",
    "{{ absent }}",
    "{{ absent.name }}",
    "{{ absent() }}",
    "{{ page.name() }}",
    "{{ page.name.upper() }} {{ 'a<b'.upper() }} {{ page.name|upper|length }} {{ page['name'] }} {{ page.parts[1] }}",
    "{{ page.name ~ safe ~ number }} {{ page.name + safe }} {{ safe|string|forceescape }}",
    "{% from 'macros.html' import link %}{{ link('/a&b') }}{{ link('/', page.name) }}{{ link('/', safe, 'x') }}",
    "{% from 'macros.html' import link %}{{ link(to='/', text='t') }}{{ link('/', rel='y') }}{{ link(*['/', 'z']) }}",
    "{% from 'macros.html' import link %}{{ link() }}",
    "{% from 'macros.html' import link %}{{ link('/', 'a', 'b', 'c') }}",
    "{% from 'macros.html' import link %}{{ link('/', colour='b') }}",
    "{% from 'macros.html' import link %}{{ link(page.missing) }}",
    "{% from 'macros.html' import link %}{{ link(link('/')) }}{{ link('/')|upper }}{{ link('/')|length }}",
    "{% from 'macros.html' import link %}{% for p in page.parts %}{{ link(p, loop.index) }}{% endfor %}",
    "{% from 'macros.html' import link, colour as tint %}{{ tint }}{{ link.name }}{{ link.arguments }}",
    "{% from 'macros.html' import nowhere %}{{ nowhere('x') }}",
    "{% from 'macros.html' import wrap %}{% call wrap('p') %}{{ page.name }}{% endcall %}",
    "{% from 'macros.html' import wrap %}{{ wrap('p') }}",
    "{% from 'macros.html' import all %}{{ all(1, 2, 3) }}{{ all(1, b=2) }}{{ all(safe) }}",
    "{% from 'plain.txt' import bare %}{{ bare('a & b') }}",
    "{% import 'macros.html' as m %}{{ m.link('/', page.name) }}{{ m.colour }}{{ m.other is defined }}",
    "{% macro own(x, y=number) %}{{ x }}{{ y }}{{ page.name }}{% endmacro %}{{ own(1) }}{{ own(1, 2) }}",
    "{% macro recursive(n) %}{{ n }}{% if n %}{{ recursive(n - 1) }}{% endif %}{% endmacro %}{{ recursive(3) }}",
    "{% extends 'base.html' %}{% block main %}{% from 'macros.html' import link %}{{ link(page.name) }}{% endblock %}",
    "{% extends 'base.html' %}{% block title %}{{ super() }}!{% endblock %}{% block main %}{{ self.title() }}{% endblock %}",
    "{% extends 'base.html' %}",
    "{% autoescape false %}{{ page.name }}{{ safe }}{% endautoescape %}{{ page.name }}",
    "{% from 'macros.html' import link %}{% autoescape false %}{% set x = link('&') %}{{ x is escaped }}{% endautoescape %}",
    "{% autoescape flag %}{{ page.name }}{% from 'macros.html' import link %}{{ link(page.name) }}{% endautoescape %}",
    "{% set x = page %}{{ x.name }}",
    "{% set box = namespace(n=1) %}{% for i in items %}{% set box.n = box.n + i %}{% endfor %}{{ box.n }}",
    "{% set text %}{{ page.name }}{% endset %}{{ text }}{{ text|length }}",
    "{% for p in page.parts if p != 'a' %}{{ loop.index }}/{{ loop.length }}{{ p }}{% else %}none{% endfor %}",
    "{% for p in page.parts recursive %}{{ p }}{% if loop.first %}{{ loop(page.parts[1:]) }}{% endif %}{% endfor %}",
    "{{ range(3)|join(',') }}{{ dict(a=1).a }}{{ page.parts|map('upper')|list }}{{ (page.name if flag else page.missing) }}",
    "{% filter upper %}{{ page.name }}{% endfilter %}{% with y = page.name %}{{ y }}{% endwith %}",
    "{% include 'base.html' ignore missing %}{% include ['no.html', 'plain.txt'] %}",
    "{{ 1 / 0 }}",
]


def result(kind: type[jinja2.Environment], template: str) -> tuple[str, str]:
    """Return what a template makes of the values, or the error and its text."""
    environment = kind(loader=jinja2.DictLoader({**SHARED, "asked.html": template}), **OPTIONS)
    try:
        if isinstance(environment, Engine):
            return "text", environment.filled("asked.html", **VALUES)
        return "text", environment.get_template("asked.html").render(VALUES)
    except Exception as error:  # noqa: BLE001  # every error counts
        return type(error).__name__, str(error).removesuffix(" while calling a Python object")


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_means_what_jinja_says(template: str) -> None:
    assert result(Engine, template) == result(jinja2.Environment, template)


def test_a_template_that_asks_for_items_is_filled_as_jinja_compiles_it_from_then_on() -> None:
    environment = Engine(
        loader=jinja2.DictLoader({"asked.html": "{{ mapping.name }}", "plain.html": "{{ page.name }}"}), **OPTIONS
    )
    for _ in range(2):
        environment.filled("asked.html", **VALUES)
        environment.filled("plain.html", **VALUES)
    assert environment.declined == {"asked.html"}


@given(st.one_of(st.text(), st.integers(), st.booleans(), st.none(), st.floats(), st.text().map(Markup), st.lists(st.text())))
def test_a_value_is_printed_as_jinja_prints_it(value: object) -> None:
    assert printed(value) == jinja2.Environment(autoescape=True).from_string("{{ value }}").render(value=value)


def test_what_a_macro_returns_is_not_escaped_again() -> None:
    environment = Engine(loader=jinja2.DictLoader(SHARED), **OPTIONS)
    template = "{% from 'macros.html' import link %}{% set made = link('/') %}{{ made }}{{ made is escaped }}"
    assert environment.from_string(template).render() == '<a href="/">here</a>True'


@pytest.mark.parametrize("broken", ["{{ page.nothing }}", "{{ page.nothing.deeper }}", "{{ page.name() }}", "{{ own(1 / 0) }}"])
def test_an_error_is_told_at_its_line_of_the_template(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "broken.html"
    path.write_text(
        "{% macro own(x) %}{{ x }}{% endmacro %}\n{{ own(page.name) }}\n\n{{ page.parts }}" + broken, encoding="utf-8"
    )
    environment = Engine(loader=jinja2.FileSystemLoader(tmp_path), **OPTIONS)
    with pytest.raises((jinja2.UndefinedError, TypeError, ZeroDivisionError)) as caught:
        environment.filled("broken.html", **VALUES)
    assert [entry.lineno + 1 for entry in caught.traceback if entry.path == path] == [4]


@pytest.mark.parametrize(
    "asked",
    [
        "page._edition",
        "page['_edition']",
        "page[['_edition'][0]]",
        "page|attr('_edition')",
        "[page]|map(attribute='_edition')|list",
        "page.parts._edition",
        "mapping._name or page._edition",
    ],
)
def test_what_begins_with_an_underscore_is_not_for_templates(asked: str) -> None:
    environment = Engine(loader=jinja2.DictLoader({"asked.html": "{{ " + asked + " }}"}), **OPTIONS)
    values = {**VALUES, "page": SimpleNamespace(_edition="secret", parts=SimpleNamespace(_edition="secret"))}
    with pytest.raises(jinja2.TemplateError, match="no name that begins with `_` is for templates"):
        environment.filled("asked.html", **values)


def test_a_template_is_loaded_once() -> None:
    sources = dict(SHARED)
    environment = Engine(loader=jinja2.DictLoader(sources), **OPTIONS)
    before = environment.get_template("macros.html")
    sources["macros.html"] = "changed"
    assert environment.get_template("macros.html") is before
