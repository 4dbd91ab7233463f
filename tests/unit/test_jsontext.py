"""JSON put together of pieces says what JSON written at once would say."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.pages.jsontext import Json, said, written, written_whole

TEXTS = st.text(st.characters())
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.tuples(inner, inner) | st.dictionaries(TEXTS, inner, max_size=3),
)


def in_pieces(value: Any, number: int = 0) -> Any:
    """Return a value in which every other part is written already."""
    if isinstance(value, dict):
        value = {name: in_pieces(item, number + 1) for name, item in value.items()}
    elif isinstance(value, list | tuple):
        value = [in_pieces(item, number + 1) for item in value]
    return written(value) if number % 2 else value


@given(VALUES)
def test_what_is_written_is_what_json_writes(value: Any) -> None:
    assert written(value) == written_whole(value) == json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@given(VALUES)
def test_a_piece_stands_in_a_document_as_if_it_had_been_written_there(value: Any) -> None:
    assert written(in_pieces(value)) == written(value)


def test_a_text_that_looks_like_json_is_a_text() -> None:
    assert written({"a": '{"b":1}', "c": Json('{"b":1}')}) == '{"a":"{\\"b\\":1}","c":{"b":1}}'


def test_an_object_is_said_without_its_empty_values_but_with_numbers() -> None:
    fields = {"a": "", "b": [], "c": None, "d": 0, "e": "x", "f": {}, "g": (), "h": Json("[1]"), "i": False, "j": True}
    assert said(fields) == '{"d":0,"e":"x","h":[1],"j":true}'
