"""A story without a standfirst shows on cards, in feeds and to search engines how its text begins."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from newsroom import SETTINGS, Newsroom, article

_FIRST = "The harbour was shut for a day, and nobody said why."
_SECOND = "The harbour is open again, and nobody says why either."


def test_cards_and_feeds_show_how_the_text_begins_and_follow_it(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.write("content/stories/shut.md", article("Shut", "2020-01-01", tags=["Ports"]) + f"\n{_FIRST}\n")
    room.write(
        "content/stories/told.md", article("Told", "2020-01-02", standfirst="In short.", tags=["Ports"]) + f"\n{_SECOND}\n"
    )
    room.publish()
    for path in ("/", "/tags/ports/", "/feed.xml"):
        assert _FIRST in room.page(path)
        assert "In short." in room.page(path)
    assert f'name="description" content="{_FIRST}"' in room.page("/stories/2020/01/shut/")
    assert room.page("/stories/2020/01/shut/").count('class="standfirst"') == 0
    assert _SECOND not in room.page("/tags/ports/")
    room.write("content/stories/shut.md", article("Shut", "2020-01-01", tags=["Ports"]) + f"\n{_SECOND}\n")
    room.publish()
    for path in ("/", "/tags/ports/"):
        assert _SECOND in room.page(path)
        assert _FIRST not in room.page(path)


@pytest.mark.parametrize("settings", ["", "markdown: {raw_html: refuse}\n"])
def test_what_stands_before_the_mark_stands_on_cards(tmp_path: Path, settings: str) -> None:
    room = Newsroom(tmp_path, f"-- broadsheet.yaml --\n{SETTINGS}{settings}")
    body = f"`<!--more-->` marks it.\n\n{_FIRST} Ask the [master][m].\n\n<!--more-->\n\n{_SECOND}\n\n[m]: https://example.org/m\n"
    room.write("content/stories/shut.md", article("Shut", "2020-01-01", body, tags=["Ports"]))
    line = {"title": "Told", "date": "2020-01-02", "tags": ["Ports"], "body": f"{_SECOND} Yes.\n\n<!-- more -->\n\n{_FIRST}\n"}
    room.write("content/stories/more.jsonl", json.dumps(line) + "\n")
    room.write("content/stories/bare.md", article("Bare", "2020-01-03", f"{_FIRST} {_SECOND}", tags=["Docks"]))
    room.publish()
    assert re.findall(r'<p class="standfirst">(.*?)</p>', room.page("/tags/ports/")) == [
        f"{_SECOND} Yes.",
        f"&lt;!--more--&gt; marks it. {_FIRST} Ask the master.",
    ]
    assert re.findall(r'<p class="standfirst">(.*?)</p>', room.page("/tags/docks/")) == [_FIRST]
    assert _SECOND in room.page("/stories/2020/01/shut/")
    assert "&lt;!-- more" not in room.page("/stories/2020/01/told/")
