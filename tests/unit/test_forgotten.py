"""Forgotten names: known again by digests, and by nothing else."""

from __future__ import annotations

import pytest

from broadsheet.catalog.forgotten import Remembered, line_of, words_of

SALT = "00112233445566778899aabbccddeeff"
LINES = tuple(line_of(SALT, words_of(name)) for name in ("Ann Lee", "Lee Ann", "习近平", "Михаил Йорк"))
REMEMBERED = Remembered.of(LINES)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a\nthe ANN LEE\n", "x.md:2:5"),
        ("ann-lee", "x.md:1:1"),
        ("a\n<b>Ann</b> <em>Lee</em>", "x.md:2:4"),
        ("<a href='/ann-lee/'>x</a>", "x.md:1:11"),
        ("Ann\n            Lee", "x.md:1:1"),
        ("Jos\u00e9 习近平说", "x.md:1:6"),
        ('{"name": "\\u0041nn Lee"}', "x.md:1:11"),
        ("Ann&nbsp;Lee", "x.md:1:1"),
        ("Михаил И\u0306орк", "x.md:1:1"),
    ],
)
def test_a_forgotten_name_is_known_again_where_it_stands(text: str, place: str) -> None:
    (problem,) = REMEMBERED.problems(text, "x.md")
    assert (problem.code, str(problem.span)) == ("forgotten-name", place)


def test_nobody_else_is_taken_for_the_forgotten() -> None:
    assert list(REMEMBERED.problems("Ann Smith met Joann Lee, a lee shore.", "ann/smith.md")) == []
    for text in ("[Bo Lee, Ann Moss]", "Bo met Lee. Ann left.", "Ann\n\nLee", "Ann | Lee", "Ann (Lee)"):
        assert REMEMBERED.names(text) == {}, text
    assert REMEMBERED.names("Lee, Ann") == {0: LINES[1]}
    assert list(Remembered().problems("Ann Lee", "ann-lee.md")) == []


def test_a_longer_name_is_somebody_else() -> None:
    remembered = Remembered.of((*LINES, line_of(SALT, ("ann", "lee", "moss"), other=True)))
    assert remembered.names("Ann Lee Moss met Ann Lee.") == {17: LINES[0]}
    assert remembered.names("Ann Lee Tarr") == {0: LINES[0]}


def test_the_name_of_a_file_counts_and_a_problem_says_which_line_knows_the_name() -> None:
    (problem,) = REMEMBERED.problems("", "content/stories/2024-01-01-ann-lee-won.md")
    assert LINES[0] in problem.hint
    assert not any(word in "".join(LINES) for word in ("ann", "lee"))


def test_another_salt_makes_other_digests() -> None:
    assert line_of(SALT, ("ann", "lee"))[-32:] != line_of("ff" + SALT[2:], ("ann", "lee"))[-32:]
