"""Views hold what templates ask for; what none asks for is not worked out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from broadsheet.pages.actor import ActorView
from broadsheet.pages.bodies import Bodies
from broadsheet.pages.edition import Edition
from broadsheet.pages.links import LinkResolver
from broadsheet.pages.subjects import Planner
from broadsheet.pages.views.on_demand import on_demand
from newsroom import Newsroom

Make = Callable[..., Newsroom]
ARCHIVE = """
-- content/stories/a.md --
---
title: Talks
date: 2020-01-01
actors: [Ann, Bob]
---
Text.
"""


def prepared(room: Newsroom) -> tuple[Edition, Bodies]:
    edition = room.prepare().edition
    return edition, Bodies(edition, LinkResolver(edition, set()))


class Asked:
    """Counts how often its field is worked out."""

    def __init__(self) -> None:
        self.times = 0

    @on_demand
    def name(self) -> str:
        self.times += 1
        return "Ann"


def test_what_is_asked_for_is_worked_out_once_and_nothing_before() -> None:
    asked = Asked()
    assert asked.times == 0
    assert [asked.name, asked.name, asked.times] == ["Ann", "Ann", 1]


def test_a_page_of_which_little_is_shown_counts_nothing(newsroom: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    edition, bodies = prepared(newsroom(ARCHIVE))
    view = ActorView(edition, bodies, edition.term(("actor", "ann")))
    monkeypatch.setattr(Edition, "tally", None)  # whatever counts fails
    assert (view.name, view.listing.total, view.meta.title) == ("Ann", 1, "Ann")
    with pytest.raises(TypeError):
        assert view.named_with
    monkeypatch.undo()
    assert [link.text for link in view.named_with] == ["Bob"]


def test_a_page_and_its_twin_share_what_is_dear(newsroom: Make) -> None:
    planner = Planner(*prepared(newsroom(ARCHIVE)))
    pages = {page.permalink: page for page in planner.pages(("actor", "ann"))}
    view = pages["/actors/ann/"].make()
    assert "named_with" not in vars(view)
    assert '"named_with":[{"name":"Bob"' in pages["/actors/ann/index.json"].make()
    assert [link.text for link in vars(view)["named_with"]] == ["Bob"]
