"""References: BibTeX, RIS and CSL-JSON, and their addresses."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.pages.citing import Reference, bibtex, citing, csl, is_collective, ris

TALKS = Reference(
    key="talks-2020",
    title="Talks begin: 50% & more {in} Oslo",
    authors=("Eve van der Writer", "Data desk", "李 明"),
    publication="The Test Times",
    date="2020-01-05",
    url="https://example.org/stories/2020/01/talks/",
    lang="en",
    section="World",
    note="First published by The Oslo Wire",
)


def test_bibtex_escapes_what_tex_would_read_and_keeps_a_desk_whole() -> None:
    entry = bibtex(TALKS)
    assert r"title = {{Talks begin: 50\% \& more \{in\} Oslo}}" in entry
    assert "author = {Eve van der Writer and {Data desk} and 李 明}" in entry
    assert "date = {2020-01-05}" in entry
    assert entry.count("{") == entry.count("}")


def test_ris_puts_the_family_name_first_with_its_particles() -> None:
    lines = ris(TALKS).split("\r\n")
    assert lines[0] == "TY  - NEWS"
    assert [line[6:] for line in lines if line.startswith("AU")] == ["van der Writer, Eve", "Data desk", "李 明"]
    assert "DA  - 2020/01/05" in lines
    assert lines[-2:] == ["ER  - ", ""]


def test_csl_has_the_names_in_parts_and_the_date_as_numbers() -> None:
    (item,) = json.loads(csl(TALKS))
    assert item["type"] == "article-newspaper"
    assert item["author"] == [{"family": "van der Writer", "given": "Eve"}, {"literal": "Data desk"}, {"literal": "李 明"}]
    assert item["issued"] == {"date-parts": [[2020, 1, 5]]}
    assert item["note"] == "First published by The Oslo Wire"


@pytest.mark.parametrize(("name", "collective"), [("Data desk", True), ("Agency", True), ("Eve Writer", False), ("", False)])
def test_a_desk_is_no_person(name: str, collective: bool) -> None:
    assert is_collective(name) is collective


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_an_address_holds_the_reference_and_no_character_that_ends_it(title: str) -> None:
    reference = Reference("k", title, (), "T", "2020-01-05", "https://example.org/", "en")
    for download, text in zip(citing(reference).downloads, (bibtex(reference), ris(reference), csl(reference)), strict=True):
        head, _, data = download.address.partition(",")
        assert head.startswith("data:")
        assert not re.search(r'[\s"#<>]', data)
        assert unquote(data) == text
