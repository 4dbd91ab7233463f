"""Pieces: many short values in one block answer as a list of them would."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.catalog.pieces import Names, Pairs, Pieces

some_pieces = st.lists(st.binary(max_size=6), max_size=30)
some_texts = st.lists(st.text(max_size=3) | st.just("\udcff"), max_size=40)


@given(some_pieces, st.slices(30))
def test_pieces_are_where_they_were_put(pieces: list[bytes], some: slice) -> None:
    found = Pieces.of(pieces)
    assert (list(found), len(found), found[some]) == (pieces, len(pieces), pieces[some])
    places = range(len(pieces) - 1, -1, -2)
    assert found.at(places) == [pieces[place] for place in places]
    assert list(Pieces(*found.plain())) == pieces
    for place in (-1, len(pieces)):
        with pytest.raises(IndexError):
            found[place]


@given(some_pieces, st.dictionaries(st.integers(0, 29), st.binary(max_size=6)), some_pieces)
def test_amended_pieces_have_other_ones_in_some_places_and_more_behind(
    pieces: list[bytes], others: dict[int, bytes], more: list[bytes]
) -> None:
    changed = {place: piece for place, piece in others.items() if place < len(pieces)}
    expected = [changed.get(place, piece) for place, piece in enumerate(pieces)] + more
    found = Pieces.of(pieces)
    assert list(found.amended(changed | dict(enumerate(more, len(pieces))))) == expected
    assert list(found) == pieces


@given(some_texts, st.text(max_size=3))
def test_a_name_is_found_at_its_first_place_and_no_other_is(texts: list[str], other: str) -> None:
    names = Names(texts)
    assert (list(names), len(names), names[1:]) == (texts, len(texts), texts[1:])
    for text in {*texts, other}:
        assert names.find(text) == (texts.index(text) if text in texts else None)
        assert (text in names) == (text in texts)
    assert 5 not in names


def test_names_whose_hashes_meet_are_told_apart(monkeypatch: Any) -> None:
    monkeypatch.setattr("broadsheet.catalog.pieces.hash", lambda _: 3, raising=False)
    names = Names(["one", "two", "three"])
    assert [names.find(name) for name in ("three", "one", "two", "four")] == [2, 0, 1, None]


@given(st.lists(st.tuples(st.text(st.characters(exclude_characters="\0"), max_size=2), st.text(max_size=3)), max_size=20))
def test_a_pair_is_found_at_its_first_place(pairs: list[tuple[str, str]]) -> None:
    found = Pairs(pairs)
    assert (list(found), len(found), found[1:3]) == (pairs, len(pairs), pairs[1:3])
    for pair in (*pairs, ("none of", "these")):
        assert found.find(pair) == (pairs.index(pair) if pair in pairs else None)
