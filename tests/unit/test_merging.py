"""Entries of a register that an editor said are one actor."""

from __future__ import annotations

import pytest

from broadsheet.catalog.merging import merged
from broadsheet.content.yamledit import Addition, RefusedError, add_entry
from broadsheet.extract.identity.duplicates import suggest_duplicates
from broadsheet.model import Entry, Named
from broadsheet.problems import Span


def entry(key: str, name: str, into: str = "", aliases: tuple[str, ...] = (), different: tuple[str, ...] = ()) -> Entry:
    path = f"content/actors/{key}.md"
    named = [Named(text, Span(path)) for text in (name, into, *aliases, *different)]
    return Entry(
        kind="actor",
        key=key,
        path=path,
        name=named[0],
        merged_into=named[1] if into else None,
        aliases=tuple(named[2 : 2 + len(aliases)]),
        different_from=tuple(named[2 + len(aliases) :]),
    )


def shown(*entries: Entry) -> dict[str, tuple[list[str], list[str]]]:
    found = merged(entries)
    assert found.problems == ()
    return {e.key: ([a.text for a in e.aliases], [f.text for f in e.former]) for e in found.value}


def test_a_merged_entry_is_names_and_a_former_slug_of_the_one_that_it_is() -> None:
    one, other = (
        entry("a", "Ada Roe", aliases=("A. Roe",)),
        entry("b", "Ada Row", into="a", aliases=("Ada Roe", "a roe", "Addie")),
    )
    assert shown(one, other) == {"a": (["A. Roe", "Ada Row", "Addie"], ["b"])}
    assert shown(other, one) == shown(one, other)


def test_a_target_may_be_named_and_may_be_merged_itself() -> None:
    entries = (entry("a", "Ada Roe"), entry("b", "Bo Roe", into="Ada Roe"), entry("c", "Cy Roe", into="b"))
    assert shown(*entries) == {"a": (["Bo Roe", "Cy Roe"], ["b", "c"])}


def test_entries_of_other_registers_and_without_a_merge_are_as_they_were() -> None:
    entries = (entry("a", "Ada Roe"), entry("b", "Bo Roe"), Entry(kind="tag", key="b", path="content/tags/b.md", name=None))
    assert merged(entries).value == entries


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ((entry("a", "Ada Roe"), entry("b", "Bo Roe", into="adda")), "there is no actor `adda` to be merged into"),
        ((entry("a", "Ada Roe", into="a"),), "`a` is merged into itself"),
    ],
)
def test_who_is_merged_into_nobody_stays_and_is_reported(entries: tuple[Entry, ...], message: str) -> None:
    found = merged(entries)
    assert [problem.message for problem in found.problems] == [message]
    assert found.problems[0].is_error
    assert [e.key for e in found.value] == [e.key for e in entries]


def test_a_circle_is_reported_for_each_that_stands_in_it() -> None:
    found = merged((entry("a", "Ada Roe", into="b"), entry("b", "Bo Roe", into="a")))
    assert [problem.message for problem in found.problems] == ["`a` is merged into itself", "`b` is merged into itself"]


def test_who_was_told_apart_is_not_suggested_whichever_of_the_two_says_so() -> None:
    one, other = entry("a", "Vera Novak"), entry("b", "Vera Novakk")
    assert [pair.slugs for pair in suggest_duplicates((one, other))] == [("a", "b")]
    assert suggest_duplicates((entry("a", "Vera Novak", different=("b",)), other)) == ()
    assert suggest_duplicates((one, entry("b", "Vera Novakk", different=("Vera Novak",)))) == ()
    assert suggest_duplicates((entry("a", "Vera Novak", different=("c",)), other)) != ()


@pytest.mark.parametrize(
    "text", ["name: Ada\n", "name: Ada", "", "# only\n", "name: Ada\r\nkind: person\r\n", "a: [1]\n\n# end\n"]
)
def test_an_entry_is_added_at_the_end_and_every_other_byte_stays(text: str) -> None:
    edited = add_entry(text, Addition("merged_into", "b"))
    assert edited.startswith(text)
    assert edited.removeprefix(text).strip() == "merged_into: b"
    assert ("\r\n" in edited) == ("\r\n" in text)


@pytest.mark.parametrize("text", ["merged_into: c\n", "{name: Ada}\n", "- a\n", "a: &x 1\nb: *x\n"])
def test_what_cannot_be_added_to_is_refused(text: str) -> None:
    with pytest.raises(RefusedError):
        add_entry(text, Addition("merged_into", "b"))
