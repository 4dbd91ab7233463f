"""The codec: what goes into the ledger as plain tuples comes back as the same values."""

from __future__ import annotations

import marshal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.catalog.catalog import Redirect
from broadsheet.catalog.terms import Term
from broadsheet.codec import decode, encode, field_index
from broadsheet.config import Config
from broadsheet.model import Body, Entry, FreePage, Moment, Named, Picture, Story
from broadsheet.problems import Problem, Span
from values import values_of

KINDS: tuple[type[Any], ...] = (Story, Entry, FreePage, Body, Config, Term, Redirect, Problem, Picture, Moment)
TEXTS = st.text(st.characters(), max_size=6)  # lone surrogates too: a file name may hold them


def plain(value: Any) -> bool:
    """Say whether a value is made of what `marshal` writes, and of no object of ours."""
    if type(value) is tuple:
        return all(map(plain, value))
    return value is None or type(value) in (str, int, bool, float, bytes)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_what_is_encoded_is_plain_and_comes_back_as_it_was(kind: type[Any], data: st.DataObject) -> None:
    value = data.draw(values_of(kind, TEXTS))
    encoded = encode(value)
    assert plain(encoded)
    assert decode(kind, encoded) == value
    assert decode(kind, marshal.loads(marshal.dumps(encoded))) == value
    assert type(decode(kind, encoded)) is kind


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_field_is_found_in_the_encoding_where_it_is_said_to_stand(kind: type[Any]) -> None:
    assert [field_index(kind, name) for name in kind._fields] == list(range(len(kind._fields)))


def test_the_encoding_holds_the_values_of_the_fields_in_their_order() -> None:
    span = Span("content/a.md", 2, 3)
    story = Story(
        id="a",
        path="content/a.md",
        title="A",
        date=Moment("2020-01-01", "2020-01-01T00:00:00Z"),
        slug="a",
        tags=(Named("x", span),),
    )
    encoded = encode(story)
    assert encoded[:5] == ("a", "content/a.md", "A", ("2020-01-01", "2020-01-01T00:00:00Z", ""), "a")
    assert encoded[field_index(Story, "tags")] == (("x", ("content/a.md", 2, 3)),)
    assert encoded[field_index(Story, "updated")] is None


def test_a_value_that_comes_back_is_frozen_and_has_its_methods() -> None:
    moment = decode(Moment, encode(Moment("2020-01-01T10:00:00Z", "2020-01-01T10:00:00Z")))
    assert (moment.timed, moment.day) == (True, "2020-01-01")
    with pytest.raises(AttributeError):
        moment.iso = "2021-01-01"  # type: ignore[misc]


def test_an_encoding_of_another_shape_is_no_value() -> None:
    with pytest.raises(TypeError, match="Expected 3 arguments"):
        decode(Moment, ("2020-01-01",))
