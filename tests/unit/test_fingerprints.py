"""Fingerprints: of equal views equal, of different ones different, and of nothing else."""

from __future__ import annotations

import copy
import inspect
import os
import subprocess
import sys
import types
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.build.fingerprints import fingerprint
from broadsheet.pages import views
from broadsheet.pages.feeds import FeedEntry, FeedView, OpmlView
from broadsheet.pages.sitemap import GuideView, NewsSitemapView, RobotsView, SitemapIndexView, SitemapView
from broadsheet.pages.views.chart import ChartView
from broadsheet.pages.views.link import Link, TermLink
from broadsheet.pages.views.statement import QuoteView
from values import values_of

MODULES = [import_module(f"{views.__name__}.{found.name}") for found in iter_modules(views.__path__)]
VIEWS: tuple[type[Any], ...] = (
    *{cls: None for module in MODULES for _, cls in inspect.getmembers(module, inspect.isclass) if hasattr(cls, "_fields")},
    *(FeedEntry, FeedView, OpmlView, GuideView, NewsSitemapView, RobotsView, SitemapIndexView, SitemapView),
)


TEXTS = st.text("ab'\",)( \\0\n\u00e9", max_size=3)


def anew(value: Any) -> Any:
    """Return an equal value of which no part is the same object."""
    if hasattr(value, "_fields"):
        return type(value)._make(map(anew, value))
    if isinstance(value, tuple):
        return tuple([anew(item) for item in value])
    if isinstance(value, str) and value:
        return type(value)("".join([*value]))
    return copy.copy(value)


def test_there_are_views_to_look_at() -> None:
    assert len(VIEWS) > 30


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
@settings(max_examples=12)
@given(data=st.data())
def test_views_have_equal_fingerprints_where_they_are_equal_and_others_where_any_field_differs(
    view: type[Any], data: st.DataObject
) -> None:
    one, other = data.draw(values_of(view, TEXTS)), data.draw(values_of(view, TEXTS))
    known = fingerprint(b"salt", one)
    assert known == fingerprint(b"salt", anew(one))
    for field in view._fields:
        if getattr(one, field) != getattr(other, field):
            assert known != fingerprint(b"salt", one._replace(**{field: getattr(other, field)})), field


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_what_is_escaped_and_what_is_not_stand_in_fields_of_their_own(view: type[Any]) -> None:
    """A fingerprint does not tell them apart, nor one class from another: the field must."""
    for hint in get_type_hints(view).values():
        choices = set(get_args(hint)) - {type(None)} if get_origin(hint) in (Union, types.UnionType) else {hint}
        assert len(choices) == 1


def test_what_stands_at_another_place_is_another_view() -> None:
    link, term = Link("a", "b"), TermLink("a", "b")
    for one, other in (
        (Link("a", ""), Link("", "a")),
        (ChartView("h", "s", 1, 2, (), "a", "b", (term,)), ChartView("h", "s", 1, 2, (), "a", "b", (term, term))),
        (GuideView("t", "d", (("a", (link,)), ("b", ()))), GuideView("t", "d", (("a", ()), ("b", (link,))))),
        (GuideView("t", "d", (("a", (link, link)),)), GuideView("t", "d", (("a", (link,)), ("a", (link,))))),
        (QuoteView("q"), QuoteView("q", speaker=Link("", ""))),
        (TermLink("1", "", 1), TermLink("1", "", 2)),
    ):
        assert fingerprint(b"", one) != fingerprint(b"", other)


def test_what_the_renderer_adds_counts() -> None:
    assert fingerprint(b"one", Link("a", "/")) != fingerprint(b"two", Link("a", "/"))


def test_a_lone_surrogate_has_a_fingerprint() -> None:
    assert len({fingerprint(b"", text) for text in ("\ud800", "?", "\ud801")}) == 3


def test_a_fingerprint_does_not_depend_on_the_process() -> None:
    script = (
        "from broadsheet.build.fingerprints import fingerprint; from broadsheet.pages.views.link import Link;"
        "print(fingerprint(b's', Link('a', '/')).hex())"
    )
    environment = {"PYTHONPATH": os.pathsep.join(sys.path)}
    found = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**environment, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert found == {fingerprint(b"s", Link("a", "/")).hex() + "\n"}
