"""Listings: pages counted from the oldest, so that a full page never changes again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.config import Config
from broadsheet.language.languages import Languages
from broadsheet.language.words import Words
from broadsheet.pages.listing import full_pages, head_listing, older_pages
from broadsheet.pages.views.coverage import Coverage
from broadsheet.pages.views.link import Link
from broadsheet.problems import Span

SIZES = st.integers(1, 7)
TOTALS = st.integers(0, 60)


@dataclass
class Desk:
    """An edition whose cards are the positions themselves."""

    config: Config
    languages: Languages = field(default_factory=lambda: Languages("en"))

    @property
    def words(self) -> Words:
        return self.languages.words

    def once(self, make: Any) -> Any:
        return make(self)

    def cards(self, positions: Any) -> tuple[int, ...]:
        return tuple(positions)

    def coverage(self, positions: Any) -> Coverage:
        return Coverage(len(positions), None, None)


def desk(size: int) -> Any:
    return Desk(Config(title="T", base_url="https://example.org/", page_size=size))


def listed(size: int, positions: tuple[int, ...]) -> tuple[tuple[int, ...], dict[str, Any]]:
    """Return what the list's own address shows, and the older views by their addresses."""
    head = head_listing(desk(size), positions, "/tags/x/")
    pages = older_pages(desk(size), positions, "/tags/x/", "X", (Link("Tags", "/tags/"),), Span("a.md"))
    return head.cards, {page.permalink: page.make() for page in pages}  # type: ignore[return-value]


def said(view: Any) -> tuple[Any, ...]:
    """Return all that a page's view says, its head included."""
    meta = view.meta
    head = {name: value for name, value in vars(meta).items() if not name.startswith("_")}
    return view._replace(meta=None), head, meta.properties, meta.names, meta.json_ld


@given(SIZES, TOTALS)
def test_every_story_stands_on_exactly_one_page(size: int, total: int) -> None:
    head, older = listed(size, tuple(range(total)))
    shown = [card for view in older.values() if hasattr(view, "listing") for card in view.listing.cards]
    assert sorted([*head, *shown]) == list(range(total))


@given(SIZES, TOTALS)
def test_older_pages_are_full_and_the_head_shows_less_than_two_pages(size: int, total: int) -> None:
    head, older = listed(size, tuple(range(total)))
    assert all(len(view.listing.cards) == size for view in older.values() if hasattr(view, "listing"))
    assert len(head) == total if total < size else size <= len(head) < 2 * size


@given(SIZES, TOTALS)
def test_pages_count_from_the_oldest_and_show_the_newest_first(size: int, total: int) -> None:
    head, older = listed(size, tuple(range(total)))
    for number in range(1, full_pages(total, size) + 1):
        cards = older[f"/tags/x/page/{number}/"].listing.cards
        assert cards == tuple(range(number * size - 1, (number - 1) * size - 1, -1))
    assert head == tuple(range(total - 1, full_pages(total, size) * size - 1, -1))


@given(SIZES, TOTALS, st.integers(1, 20))
def test_newer_stories_leave_every_full_page_as_it_was(size: int, total: int, added: int) -> None:
    _, before = listed(size, tuple(range(total)))
    _, after = listed(size, tuple(range(total + added)))
    full = [address for address, view in before.items() if hasattr(view, "listing")]
    assert [said(before[address]) for address in full] == [said(after[address]) for address in full]


@given(SIZES, TOTALS)
def test_the_links_between_pages_lead_from_the_newest_to_the_oldest_and_back(size: int, total: int) -> None:
    head = head_listing(desk(size), range(total), "/tags/x/")
    _, older = listed(size, tuple(range(total)))
    pages = full_pages(total, size)
    assert (head.pagination is None) == (pages == 0)
    walked, address = [], head.pagination.older if head.pagination else ""
    while address:
        walked.append(address)
        address = older[address].listing.pagination.older
    assert walked == [f"/tags/x/page/{number}/" for number in range(pages, 0, -1)]
    for number in range(1, pages + 1):
        newer = older[f"/tags/x/page/{number}/"].listing.pagination.newer
        assert newer == f"/tags/x/page/{number + 1}/"
        assert newer in older, "the page after the newest full one redirects to the list's own address"


def test_the_address_after_the_newest_full_page_redirects_to_the_list() -> None:
    _, older = listed(2, tuple(range(6)))
    assert list(older) == ["/tags/x/page/1/", "/tags/x/page/2/", "/tags/x/page/3/"]
    assert older["/tags/x/page/3/"].target == Link("X", "/tags/x/")


def test_a_list_that_fits_has_no_pagination() -> None:
    assert head_listing(desk(3), range(5), "/").pagination is None
    assert listed(3, tuple(range(5)))[1] == {}
