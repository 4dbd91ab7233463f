"""Messages in templates: translated as a template is compiled, with their values escaped."""

from __future__ import annotations

import jinja2
import pytest

from broadsheet.language.catalogue import Catalogue
from broadsheet.language.customs import ENGLISH as ENGLISH_CUSTOMS
from broadsheet.language.words import Words
from broadsheet.render.engine import Engine
from broadsheet.render.environment import make_environment

WORDS = Words(
    "xx",
    Catalogue(
        {
            ("", "Stories"): ("Gesch<ichten",),
            ("", "By %(names)s"): ("%(names)s schrieb",),
            ("", "%(num)s story"): ("null %(num)s", "eins %(num)s", "viele %(num)s"),
            ("month", "May"): ("Mai",),
            ("", "100%%"): ("ganz: 100%%",),
        },
        lambda number: min(number, 2),
        3,
    ),
    ENGLISH_CUSTOMS,
    b"xx",
)


def said(template: str, words: Words = WORDS, name: str = "page.html", **values: object) -> str:
    environment = make_environment((), "/", words=words)
    environment.loader = jinja2.DictLoader({name: template})
    return environment.filled(name, **values)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ('{{ _("Stories") }}', "Gesch&lt;ichten"),
        ('<p title="{{ _("Stories") }}">', '<p title="Gesch&lt;ichten">'),
        ("{% trans %}Stories{% endtrans %}", "Gesch&lt;ichten"),
        ('{{ _("Unknown") }}', "Unknown"),
        ('{{ _("By %(names)s", names=who) }}', "A &amp; B schrieb"),
        ("{% trans names=who %}By {{ names }}{% endtrans %}", "A &amp; B schrieb"),
        ('{{ ngettext("%(num)s story", "%(num)s stories", 0) }}', "null 0"),
        ('{{ ngettext("%(num)s story", "%(num)s stories", 1) }}', "eins 1"),
        ('{{ ngettext("%(num)s story", "%(num)s stories", many) }}', "viele 1,204"),
        ("{% trans num=many %}{{ num }} story{% pluralize %}{{ num }} stories{% endtrans %}", "viele 1,204"),
        ('{{ ngettext("%(num)s tag", "%(num)s tags", 1) }}', "1 tag"),
        ('{{ ngettext("%(num)s tag", "%(num)s tags", 7) }}', "7 tags"),
        ('{{ pgettext("month", "May") }} {{ _("May") }}', "Mai May"),
        ('{{ _("100%%") }}', "ganz: 100%"),
        ('{% macro head(text) %}<h2>{{ text }}</h2>{% endmacro %}{{ head(_("Stories")) }}', "<h2>Gesch&lt;ichten</h2>"),
        ('{% macro b(x) %}<b>{{ x }}</b>{% endmacro %}{{ _("By %(names)s", names=b(who)) }}', "<b>A &amp; B</b> schrieb"),
    ],
)
def test_a_template_speaks_the_language_that_it_is_compiled_for(template: str, text: str) -> None:
    assert said(template, who="A & B", many=1204) == text


def test_a_text_that_is_no_html_has_its_messages_as_they_are() -> None:
    assert (
        said('{{ _("Stories") }} {{ _("By %(names)s", names=who) }}', name="a.txt", who="A & B") == "Gesch<ichten A & B schrieb"
    )


def test_without_a_catalogue_english_is_spoken() -> None:
    environment = make_environment((), "/")
    environment.loader = jinja2.DictLoader({"a.html": '{{ _("It\'s") }} {{ ngettext("%(num)s story", "%(num)s stories", 1) }}'})
    assert environment.filled("a.html") == "It&#39;s 1 story"


@pytest.mark.parametrize(
    "call", ["_(page)", '_("a" ~ page)', 'ngettext("one", page, 1)', 'ngettext("one", "many")', "pgettext(page, 'a')"]
)
def test_a_message_that_is_worked_out_does_not_compile(call: str) -> None:
    with pytest.raises(jinja2.TemplateSyntaxError, match="takes texts as they are written"):
        said("{{ " + call + " }}", page="x")


def test_what_asks_for_more_than_attributes_is_said_in_the_same_words() -> None:
    sources = {"a.html": '{{ x.key }} {{ _("By %(names)s", names=x.key) }} {{ _("Stories") }}'}
    environment = Engine(words=WORDS, loader=jinja2.DictLoader(sources), autoescape=True)
    assert environment.filled("a.html", x={"key": "<k>"}) == "&lt;k&gt; &lt;k&gt; schrieb Gesch&lt;ichten"
    assert environment.declined == {"a.html"}


def test_what_all_pages_have_in_common_stays_in_the_language_of_the_publication() -> None:
    sources = {
        "macros/chrome.html": '{% macro masthead() %}{{ _("Stories") }}{% endmacro %}',
        "page.html": '{% from "macros/chrome.html" import masthead %}{{ masthead() }}|{{ _("Stories") }}',
    }
    home = make_environment((), "/")
    abroad = make_environment((), "/", words=WORDS, home=home)
    for environment in (home, abroad):
        assert isinstance(environment, Engine)
        environment.loader = jinja2.DictLoader(sources)
    assert abroad.filled("page.html") == "Stories|Gesch&lt;ichten"


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ names|listed }}", "A, B &amp; C and D"),
        ('{{ names|listed("bdi") }}', "<bdi>A</bdi>, <bdi>B &amp; C</bdi> and <bdi>D</bdi>"),
        ('{{ names|listed("", true) }}', "A, B &amp; C, D"),
        ("{{ 12345|number }}", "12,345"),
    ],
)
def test_lists_and_numbers_are_written_as_the_language_does(template: str, text: str) -> None:
    assert said(template, names=("A", "B & C", "D")) == text
