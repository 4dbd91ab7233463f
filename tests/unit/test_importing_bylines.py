"""Several authors in one text: they become several where that is sure."""

from __future__ import annotations

from pathlib import Path

import pytest

from archives import Archive
from broadsheet.importing.bylines import Bylines
from broadsheet.importing.notebook import Notebook


def parted(author: str, *others: str, lang: str = "en") -> tuple[str, ...]:
    bylines = Bylines(Notebook())
    for other in (author, *others):
        bylines.note((other,), lang)
    return bylines.parted((author,), lang)[0]


@pytest.mark.parametrize(
    ("author", "lang"),
    [
        ("Ann Lee and Bo Ray", "en"),
        ("Ann Lee & Bo Ray", "sw"),
        ("Ann Lee und Bo Ray", "de"),
        ("Ann Lee y Bo Ray", "es"),
        ("Ann Lee et Bo Ray", "fr"),
        ("Ann Lee, and Bo Ray", "en"),
    ],
)
def test_two_full_names_with_a_word_between_them_are_two_authors(author: str, lang: str) -> None:
    assert parted(author, lang=lang) == ("Ann Lee", "Bo Ray")


def test_a_list_that_ends_with_a_word_is_parted_whole() -> None:
    assert parted("Ann Lee, Bo de Ray and Cy O'Dee-Fox") == ("Ann Lee", "Bo de Ray", "Cy O'Dee-Fox")
    assert parted("Ann Lee (Dam News) & Bo Ray (Rivers)") == ("Ann Lee (Dam News)", "Bo Ray (Rivers)")


@pytest.mark.parametrize(
    "author",
    [
        "Lee, Ann", "Marks and Spencer", "Ann and Bo Lee", "Ann Lee, Political Editor", "Ann Lee, Nairobi", "Ann Lee, New York",
        "Ann Lee and the water team", "José Ortega y Gasset", "Ministry of Water and Power", "Ann Lee, Bo Ray",
    ],
)  # fmt: skip
def test_what_may_be_one_author_stays_one(author: str) -> None:
    assert parted(author, "Cy Dee", lang="es" if " y " in author else "en") == (author,)


def test_authors_who_stand_by_themselves_elsewhere_are_parted_however_they_are_called() -> None:
    assert parted("Leo & Rike", "Rike", "Leo") == ("Leo", "Rike")
    assert parted("Leo & Rike", "Rike") == ("Leo & Rike",)
    assert parted("王伟、李娜", "李娜", "王伟", lang="zh") == ("王伟", "李娜")


def test_behind_a_comma_is_an_author_only_who_stands_first_or_by_himself_elsewhere() -> None:
    assert parted("Ann Lee, Bo Ray", "Bo Ray, Ann Lee") == ("Ann Lee", "Bo Ray")
    assert parted("Ann Lee, New York", "Bo Ray, New York", "Bo Ray") == ("Ann Lee, New York",)


def test_an_import_parts_authors_and_names_those_who_may_be_several(tmp_path: Path) -> None:
    archive = Archive(tmp_path, "-- a.md --\n---\ntitle: A\ndate: 2020-01-01\nauthor: Ann Lee and Bo Ray\n---\nA.\n")
    archive.write("b.md", "---\ntitle: B\ndate: 2020-01-01\nauthor: Ann Lee, Cy Dee\n---\nB.\n")
    report = archive.run("markdown")
    assert "authors:\n- Ann Lee\n- Bo Ray\n" in archive.story("stories/2020/a.md")
    assert "authors:\n- Ann Lee, Cy Dee\n" in archive.story("stories/2020/b.md").replace('"', "")
    assert ("b.md:1:1", "`Ann Lee, Cy Dee` may be several authors: if so, part them") in list(report.notes)
