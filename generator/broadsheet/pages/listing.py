"""Listings: runs of cards with pagination counted from the oldest, so that a full older page never changes again.

Page N holds stories (N-1) * size to N * size - 1, counted from the oldest; the list's own address shows the newest `size` to
2 * size - 1. The address after the last full page is kept as a redirect to the list's own, so that the link "newer" of a full
page is the same for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from broadsheet.catalog.redirects import address_of
from broadsheet.language.direction import direction
from broadsheet.pages.edition import Edition
from broadsheet.pages.head import head
from broadsheet.pages.page import WITHHELD, Page
from broadsheet.pages.views.head import Meta
from broadsheet.pages.views.link import Link
from broadsheet.pages.views.listing import DayGroup, Listing, ListingView, Pagination, RedirectView
from broadsheet.problems import Span

Grouping = Callable[[Sequence[int]], tuple[DayGroup, ...]]


def full_pages(total: int, size: int) -> int:
    """Return how many older, full pages a list of `total` stories has beside its own address."""
    return max(0, total // size - 1)


def page_permalink(permalink: str, number: int) -> str:
    """Return the address of an older page of the list at `permalink`."""
    return f"{permalink}page/{number}/"


def page_with(number: int, total: int, size: int, permalink: str) -> str:
    """Return the address of the page that shows the `number`th of `total` stories, counted from 0, the oldest."""
    page = number // size + 1
    return page_permalink(permalink, page) if page <= full_pages(total, size) else permalink


def head_listing(edition: Edition, positions: Sequence[int], permalink: str) -> Listing:
    """Return what the list's own address shows, newest first; `positions` are oldest first."""
    size = edition.config.page_size
    pages = full_pages(len(positions), size)
    shown = tuple(reversed(positions[pages * size :]))
    pagination = None
    if pages:
        pagination = Pagination(
            edition.words.gettext("Newest stories"), older=page_permalink(permalink, pages), oldest=page_permalink(permalink, 1)
        )
    return Listing(edition.cards(shown), len(positions), pagination)


def older_pages(
    edition: Edition,
    positions: Sequence[int],
    permalink: str,
    heading: str,
    trail: Sequence[Link],
    span: Span,
    grouped: Grouping | None = None,
    section: str = "",
    *,
    withheld: bool = False,
) -> Iterator[Page]:
    """Plan the older pages of a list, and the redirect that stands after the newest of them.

    `grouped` returns the stories at some positions, which are all of one month, under their days. `section`: see `ListingView`.
    `withheld`: search engines may not show them.
    """
    size = edition.config.page_size
    pages = full_pages(len(positions), size)
    of = Link(heading, permalink)
    says = repr((heading, [(link.text, link.permalink) for link in trail], withheld))
    for number in range(1, pages + 1):
        chunk = tuple(positions[(number - 1) * size : number * size])
        make = partial(_older_view, edition, chunk, of, number, tuple(trail), grouped, section, withheld)
        kind = WITHHELD * withheld + "listing"
        yield Page(page_permalink(permalink, number), span, "listing.html", make, kind, shows=chunk, says=says)
    if pages:
        yield redirect_page(edition, page_permalink(permalink, pages + 1), of, span)


def _older_view(
    edition: Edition,
    chunk: tuple[int, ...],
    of: Link,
    number: int,
    trail: tuple[Link, ...],
    grouped: Grouping | None,
    section: str,
    withheld: bool,
) -> ListingView:
    permalink = page_permalink(of.permalink, number)
    newer = page_permalink(of.permalink, number + 1)
    older = page_permalink(of.permalink, number - 1) if number > 1 else ""
    oldest = page_permalink(of.permalink, 1) if number > 1 else ""
    words = edition.words
    shown, values = words.number(number), {"heading": of.text, "number": words.number(number)}
    title = words.gettext("%(heading)s, page %(number)s", **values)
    meta = head(
        edition,
        title=title,
        permalink=permalink,
        description=words.gettext("%(heading)s: stories in the archive, page %(number)s counted from the oldest.", **values),
        trail=(*trail, of) if of.permalink != "/" else (),
        noindex=withheld,
        previous=newer,
        following=older,
    )
    label = words.gettext("Page %(number)s", number=shown)
    pagination = Pagination(label, newer=newer, older=older, newest=of.permalink, oldest=oldest)
    listing = Listing(edition.cards(reversed(chunk)), len(chunk), pagination)
    return ListingView(meta, of, edition.coverage(chunk), listing, grouped(chunk) if grouped else (), section)


def redirect_page(edition: Edition, alias: str, target: Link, span: Span) -> Page:
    """Plan the HTML stub at an old address."""
    make: Callable[[], RedirectView] = partial(_redirect_view, edition, alias, target)
    return Page(address_of(alias), span, "redirect.html", make, "redirect")


def _redirect_view(edition: Edition, alias: str, target: Link) -> RedirectView:
    config = edition.config
    meta = Meta(
        title=target.text,
        description="",
        path=alias,
        canonical=config.absolute(target.permalink),
        lang=config.language,
        dir=direction(config.language),
        noindex=True,
    )
    return RedirectView(meta, target)
