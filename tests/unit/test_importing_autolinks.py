"""Addresses that stand bare in Markdown become links, and nothing else changes."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from archives import Archive
from broadsheet.importing.autolinks import with_links
from growth import grows_evenly


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("See https://a.example/b.", "See <https://a.example/b>."),
        ("(https://a.example/b_(c)), so", "(<https://a.example/b_(c)>), so"),
        ("- https://a.example/x, y\n\n[^1]: https://a.example/n", "- <https://a.example/x>, y\n\n[^1]: <https://a.example/n>"),
        ("- A\n    - https://a.example/x", "- A\n    - <https://a.example/x>"),
        ("1. A\n\n\t2. https://a.example/x", "1. A\n\n\t2. <https://a.example/x>"),
        ("**https://a.example/x**", "**<https://a.example/x>**"),
        ("```\nhttps://a.example\n```\nhttps://b.example/", "```\nhttps://a.example\n```\n<https://b.example/>"),
        ("<p>https://a.example\nb</p>\n\nhttps://c.example/", "<p>https://a.example\nb</p>\n\n<https://c.example/>"),
    ],
)
def test_an_address_that_stands_bare_is_a_link(written: str, shown: str) -> None:
    assert with_links(written) == shown


@pytest.mark.parametrize(
    "written",
    [
        "[https://a.example](https://b.example)", "[see https://a.example here](/y)", "[r]: https://a.example/r",
        "![i](https://a.example/i.png)", "`https://a.example`", "    https://a.example", "<https://a.example>",
        '<a href="https://a.example">', "{{< x https://a.example >}}", "http://localhost:80",
    ],
)  # fmt: skip
def test_an_address_in_code_links_and_tags_is_left_as_it_is(written: str) -> None:
    assert with_links(written) == written


@pytest.mark.parametrize("piece", ["[", "`", "{{", "<", "[a](", "https://a.b ", "https://a.b)", "``` \n", "<p\n"])
def test_many_pieces_take_time_in_proportion(piece: str) -> None:
    assert grows_evenly(lambda size: partial(with_links, "://" + piece * size), 1_000)


def test_hugo_made_them_links_and_jekyll_did_not(tmp_path: Path) -> None:
    site = "-- hugo.toml --\ntitle = 'Old'\n-- content/a.md --\n---\ntitle: A\ndate: 2020-01-01\n---\nAt https://a.example/b.\n"
    (tmp_path / "h").mkdir()
    archive = Archive(tmp_path / "h", site)
    archive.run()
    assert "At <https://a.example/b>." in archive.story(archive.stories()[0])
    (tmp_path / "j").mkdir()
    archive = Archive(
        tmp_path / "j", "-- _config.yml --\n-- _posts/2020-01-01-a.md --\n---\ntitle: A\n---\nAt https://a.example/b.\n"
    )
    archive.run()
    assert "At https://a.example/b." in archive.story(archive.stories()[0])
