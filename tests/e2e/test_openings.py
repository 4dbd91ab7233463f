"""A story without a standfirst shows on cards, in feeds and to search engines how its text begins."""

from __future__ import annotations

from pathlib import Path

from newsroom import Newsroom, article

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
