"""Tables: with other lines in place of those that changed, they are what they would be if they were gathered anew."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.build import tables
from broadsheet.build.ledger import OutputRow, make_scratch
from broadsheet.build.outputs import Outputs
from broadsheet.build.publish import digest_of
from broadsheet.build.store import Folder
from broadsheet.build.tables import Lines

HEADER = "id,title\r\n"
TITLES = st.text(st.sampled_from('ab,"\r\n\u00e9\udcff'), max_size=4)


def line(key: str, title: str) -> str:
    quoted = title.replace('"', '""')
    return f'{key},"{quoted}"\r\n'


def amended(text: str, lines: Lines, places: dict[str, int], *, path: str = "data/stories.csv", altered: bool = False) -> Any:
    """Return the tables that `lines` amends in a folder that holds one."""
    catalog = SimpleNamespace(place_of=places.get)
    ledger = make_scratch()
    with TemporaryDirectory() as folder, closing(ledger.connection):
        place = Path(folder) / path
        place.parent.mkdir(parents=True)
        data = text.encode("utf-8", "surrogatepass")
        place.write_bytes(data)
        digest = digest_of(data + b"x" if altered else data)
        ledger.put("outputs", [OutputRow(path, "tables:", "data", "", f"/{path}", "", b"mark", digest, len(data), 1, 1)])
        return lines.amended(cast("Any", catalog), Outputs(ledger), Folder(folder))


@given(st.lists(st.tuples(TITLES, TITLES), max_size=8), st.lists(TITLES, max_size=3), st.randoms())
def test_an_amended_table_is_that_which_would_be_gathered(old: list[tuple[str, str]], new: list[str], chance: Any) -> None:
    names = [f"s{number}" for number in range(len(old) + len(new))]
    before = [line(name, title) for name, (title, _) in zip(names, old, strict=False)]
    now = [line(name, title) for name, title in zip(names, [*(title for _, title in old), *new], strict=True)]
    lines = Lines()
    changes = list(zip(names, [*before, *("" for _ in new)], now, strict=True))
    chance.shuffle(changes)
    for name, was, becomes in changes:
        lines.note(f"story:{name}", was, becomes)
    assert bool(lines) == (before != now)
    found = amended(HEADER + "".join(before), lines, {name: place for place, name in enumerate(names)})
    assert found == {"story": HEADER + "".join(now)}


def test_a_line_that_stands_in_it_twice_is_not_guessed_at() -> None:
    inner = line("s1", "a")
    lines = Lines()
    lines.note("story:s1", inner, line("s1", "b"))
    text = f'{HEADER}s0,"\n{inner}"\r\n{inner}'  # a headline that looks like the line of another story
    assert amended(text, lines, {}) == {}


@pytest.mark.parametrize("kind", ["actor", "country"])
def test_the_place_of_a_term_with_its_first_line_is_not_guessed_at(kind: str) -> None:
    path = {"actor": "data/actors.csv", "country": "data/countries.csv"}[kind]
    lines = Lines()
    lines.note(f"{kind}:a", "a,1\r\n", "a,2\r\n")
    assert amended(HEADER + "a,1\r\nb,1\r\n", lines, {}, path=path) == {kind: HEADER + "a,2\r\nb,1\r\n"}
    lines.note(f"{kind}:c", "", "c,1\r\n")
    assert amended(HEADER + "a,1\r\n", lines, {"c": 5}, path=path) == {}


def test_a_table_that_is_not_what_the_last_build_left_is_not_amended() -> None:
    lines = Lines()
    lines.note("story:s1", "s1,1\r\n", "s1,2\r\n")
    assert amended(HEADER + "s1,1\r\n", lines, {}) == {"story": HEADER + "s1,2\r\n"}
    assert amended(HEADER + "s1,1\r\n", lines, {}, altered=True) == {}


def test_many_lines_are_gathered_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_FEW", 2)
    lines = Lines()
    for number in range(2):
        lines.note(f"story:{number}", f"{number},1\r\n", f"{number},2\r\n")
    text = HEADER + "0,1\r\n1,1\r\n2,1\r\n"
    assert amended(text, lines, {}) == {"story": HEADER + "0,2\r\n1,2\r\n2,1\r\n"}
    lines.note("story:2", "2,1\r\n", "2,1\r\n")  # no other line than before
    assert amended(text, lines, {}) != {}
    lines.note("story:2", "2,1\r\n", "2,2\r\n")
    assert amended(text, lines, {}) == {}
