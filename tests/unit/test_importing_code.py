"""Code in Markdown is told from text in one way."""

from __future__ import annotations

from functools import partial

import pytest

from broadsheet.importing.code import restored, with_fenced, without_code
from growth import grows_evenly


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a\n```py\nx\n```\nb", "a\n#\nb"),
        ("a\n~~~~\nx\n~~~\n~~~~\nb", "a\n#\nb"),
        ("a\n```\nx\n\ny", "a\n#"),  # what nothing closes goes to the end
        ("- a\n\n      ```\n      x\n\n      y\n      ```\n\nb", "- a\n\n#\n\nb"),
        ("1. ```\n   x\n   ```\nb", "#\nb"),
        ("> ```\n> x\n>\n> y\n> ```\n\nb", "#\n\nb"),
        ("> ```\n> x\n\nb `c` d", "> ```\n> x\n\nb # d"),  # in a quotation it must be closed
        ("a `b` ``c ` d`` e", "a # # e"),
        ("a ` b\n\nc ` d", "a ` b\n\nc ` d"),  # two paragraphs
        ("a `b\nc` d", "a # d"),
        ("a \\`b\\` c", "a \\`b\\` c"),
        ("```a``` b\n\nc", "# b\n\nc"),  # no fence: its signs stand in the line
        ("<pre>\n```\nx\n</pre>\n\na `b`", "<pre>\n```\nx\n</pre>\n\na #"),
        ("```\n<pre>\n```\na `b`\n</pre>", "#\na #\n</pre>"),
    ],
)
def test_code_is_told_from_text(text: str, left: str) -> None:
    kept: list[str] = []
    marked = without_code(text, kept)
    assert restored(marked, ["#"] * len(kept)) == left
    assert restored(marked, kept) == text


def test_code_in_a_line_is_none_between_fences() -> None:
    assert with_fenced("`a`\n```\nb\n```\n<pre>\n```\n</pre>\n", str.upper) == "`a`\n```\nB\n```\n<pre>\n```\n</pre>\n"


@pytest.mark.parametrize("piece", ["`", "` ``", "```a\n", "    ```a\n", "> ```a\n> x\n", "<pre>\n", "1. ~~~\n"])
def test_many_pieces_take_time_in_proportion(piece: str) -> None:
    assert grows_evenly(lambda size: partial(without_code, piece * size, []), 1_000)
