"""The filters of ours: links under the base path, and what is made once."""

from __future__ import annotations

from typing import Any

import jinja2
import pytest
from markupsafe import Markup

from broadsheet.pages.views.card import Card
from broadsheet.pages.views.coverage import When
from broadsheet.pages.views.link import Link
from broadsheet.pages.views.site import SiteView
from broadsheet.render.environment import make_environment, once_filter

NO_SITE = SiteView(
    title="", description="", language="en", dir="ltr", publisher="", publisher_url="", logo=None, stylesheet="",
    story_stylesheet="", icon="", sections=(), menu=(), footer=(), feeds=(),
)  # fmt: skip


def card(headline: str) -> Card:
    return Card("/a/", headline, "", When("2020-01-01", "1 January 2020"), Link("World", "/sections/world/"))


A = card("A")


class Counting:
    """Stands for a macro."""

    def __init__(self) -> None:
        self.made: list[tuple[Any, ...]] = []

    def __call__(self, *values: Any) -> str:
        self.made.append(values)
        return f"{values[0]!r}".ljust(100) if values else ""


@pytest.mark.parametrize(("values", "same"), [((A, 3), (A, 3)), (("a", "b"), ("".join("a"), "b")), (((), 1), ((), 1)), ((), ())])
def test_the_same_values_are_made_into_text_once(values: tuple[Any, ...], same: tuple[Any, ...]) -> None:
    once, macro = once_filter(), Counting()
    assert once(macro, *values) == once(macro, *same)
    assert macro.made == [values]


@pytest.mark.parametrize("other", [(card("B"), 3), (card("A"), 3), (A, 2), (A,), (NO_SITE, 3)])
def test_other_values_are_made_into_text_of_their_own(other: tuple[Any, ...]) -> None:
    once, macro = once_filter(), Counting()
    once(macro, A, 3)
    once(macro, *other)
    assert macro.made == [(A, 3), other]


def test_what_is_equal_without_being_of_one_kind_is_told_apart() -> None:
    once, macro = once_filter(), Counting()
    assert [once(macro, value).strip() for value in (1, True, "<", Markup("<"))] == ["1", "True", "'<'", "Markup('<')"]


def test_so_it_is_behind_the_first_value() -> None:
    once, macro = once_filter(), Counting()
    for value in (1, True, "<", Markup("<")):
        once(macro, A, value)
    assert [repr(value) for _, value in macro.made] == ["1", "True", "'<'", "Markup('<')"]


def test_macros_of_one_name_are_told_apart() -> None:
    environment = make_environment((), "/")
    environment.loader = jinja2.DictLoader(
        {
            "a": "{% macro row(x) %}A{{ x }}{% endmacro %}",
            "b": "{% macro row(x) %}B{{ x }}{% endmacro %}",
            "page": "{% from 'a' import row %}{{ row|once(1) }}{% from 'b' import row %}{{ row|once(1) }}",
        }
    )
    assert environment.get_template("page").render() == "A1B1"


def test_what_is_made_once_is_escaped_once() -> None:
    environment = make_environment((), "/")
    environment.loader = jinja2.DictLoader({"a": "{% macro row(x) %}<b>{{ x }}</b>{% endmacro %}"})
    template = "{% from 'a' import row %}{{ row|once('<') }}{{ row|once('<') }}"
    assert environment.from_string(template).render() == "<b>&lt;</b><b>&lt;</b>"


def test_no_more_text_is_kept_than_is_allowed() -> None:
    once, macro = once_filter(limit=500), Counting()
    for number in (1, 2, 3, 4, 5, 1, 6, 6, 5):  # a hundred characters each: two fit into a half, and 1 had been forgotten by then
        assert once(macro, number) == repr(number).ljust(100)
    assert [number for (number,) in macro.made] == [1, 2, 3, 4, 5, 1, 6]


def test_what_is_shared_is_equal_to_itself_alone() -> None:
    one, other = card("A"), card("A")
    assert (one == one, one != one, one == other, one != other) == (True, False, False, True)


def test_a_site_is_known_by_its_identity() -> None:
    once, macro = once_filter(), Counting()
    one, two = (NO_SITE._replace(title=t) for t in ("A", "B"))
    assert once(macro, one) != once(macro, two)
    assert once(macro, one) == once(macro, one)
    assert len(macro.made) == 2


@pytest.mark.parametrize(
    ("permalink", "place"),
    [("/", "/"), ("/tags/", "/tags/"), ("/about/", "/about/"), ("/sections/world/", "/sections/world/"), ("/a/", "")],
)
def test_a_page_stands_in_a_menu_or_not(permalink: str, place: str) -> None:
    links = {
        "menu": (Link("Tags", "/tags/"),),
        "sections": (Link("World", "/sections/world/"),),
        "footer": (Link("About", "/about/"),),
    }
    site = NO_SITE._replace(**links)
    in_menus = make_environment((), "/").filters["in_menus"]
    assert in_menus(permalink, NO_SITE) == ("/" if permalink == "/" else "")
    assert in_menus(permalink, site) == place


def test_links_are_right_however_many_there_are() -> None:
    href = make_environment((), "/archive/").filters["href"]
    for _ in range(2):
        assert all(href(f"/{number}/") == f"/archive/{number}/" for number in range(60_000))
    assert href("https://a.b/") == "https://a.b/"
