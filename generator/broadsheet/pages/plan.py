"""The plan: every output of the edition with the address it claims, checked before anything is rendered or written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from urllib.parse import quote, unquote

from broadsheet.catalog.addresses import AddressBook, output_path
from broadsheet.model import Body, Entry
from broadsheet.pages.actor import actor_pages
from broadsheet.pages.archive import archive_pages
from broadsheet.pages.bodies import Bodies
from broadsheet.pages.country import country_pages, pairs_of
from broadsheet.pages.data import data_pages
from broadsheet.pages.dossier import dossier_pages
from broadsheet.pages.edition import Edition, media_address
from broadsheet.pages.feeds import feed_pages
from broadsheet.pages.free import free_pages
from broadsheet.pages.front import front_pages
from broadsheet.pages.hosting import hosting_pages
from broadsheet.pages.index import index_pages
from broadsheet.pages.links import LinkResolver
from broadsheet.pages.listing import redirect_page
from broadsheet.pages.page import Copy, Page
from broadsheet.pages.sitemap import modified, sitemap_pages
from broadsheet.pages.story import story_pages
from broadsheet.pages.term import term_pages
from broadsheet.pages.views import Link
from broadsheet.problems import Outcome, Problem, Span


@dataclass(frozen=True, slots=True)
class Plan:
    """All pages to render and all files to copy, by output path."""

    pages: Mapping[str, Page]
    copies: Mapping[str, Copy]


def plan(edition: Edition, assets: Iterable[str] = ()) -> Outcome[Plan]:
    """Plan every output, allocate every address, check every link of every body. `assets`: addresses of the theme's files."""
    book = AddressBook()
    resolver = LinkResolver(edition, book)
    bodies = Bodies(edition, resolver)
    pages = list(_pages(edition, bodies))
    pages += sitemap_pages(edition, pages)
    static = [Copy("/" + quote(path.removeprefix("static/")), Span(path), path) for path in sorted(edition.static)]
    problems = list(_claim_all(book, [*pages, *static], assets))
    problems += _check_settings(edition, resolver)
    problems += _check_pictures(edition, resolver)
    problems += _check_links(edition, resolver)
    media = [
        Copy(media_address(path, edition.config.source_dir), Span(path), path) for path in sorted(resolver.media & edition.media)
    ]
    for copy in media:
        problems += book.claim(_path(copy), copy.span)
    return Outcome(
        Plan({_path(page): page for page in pages}, {_path(copy): copy for copy in (*static, *media)}), tuple(problems)
    )


def _claim_all(book: AddressBook, outputs: Iterable[Page | Copy], assets: Iterable[str]) -> Iterator[Problem]:
    """Claim every address. Two sources that meet on a page also meet on its twin and its feeds: that is said once."""
    met: set[tuple[Span | None, tuple[Span, ...]]] = set()
    claims = [*((_path(output), output.span) for output in outputs)]
    claims += [(output_path(permalink), Span("templates/static")) for permalink in assets]
    for path, span in claims:
        for problem in book.claim(path, span):
            if (problem.span, problem.related) not in met:
                met.add((problem.span, problem.related))
                yield problem


def _check_settings(edition: Edition, resolver: LinkResolver) -> Iterator[Problem]:
    """Report each address of the configuration that is on every page and leads nowhere."""
    config = edition.config
    for named in (*(item.url for item in (*config.main_menu, *config.footer_menu)), *((config.logo,) if config.logo else ())):
        if named.text.startswith("/") and resolver.resolve(named.text, "broadsheet.yaml", Body(""), "/") is None:
            found = f"`{named.text}` leads to nothing in this publication"
            yield Problem("bad-value", found, named.span, "write an address of a page, or the path of a file in `static/`")


def _path(output: Page | Copy) -> str:
    return output_path(unquote(output.permalink))


def _pages(edition: Edition, bodies: Bodies) -> Iterator[Page]:
    dated = _modified_addresses(edition)
    planned: Iterable[Page] = chain(
        front_pages(edition),
        story_pages(edition, bodies),
        actor_pages(edition, bodies),
        country_pages(edition, bodies, pairs_of(edition)),
        term_pages(edition, bodies, "tag"),
        term_pages(edition, bodies, "section"),
        dossier_pages(edition, bodies),
        index_pages(edition),
        archive_pages(edition),
        free_pages(edition, bodies),
        feed_pages(edition, bodies),
        data_pages(edition),
        hosting_pages(edition),
    )
    for page in planned:
        date = dated.get(page.permalink)
        yield replace(page, modified=date) if date else page
    for redirect in edition.catalog.redirects:
        yield redirect_page(edition, redirect.alias, Link(redirect.title, redirect.target), redirect.span)


def _modified_addresses(edition: Edition) -> dict[str, str]:
    found = {filed.permalink: modified(edition, (filed.position,)) for filed in edition.catalog.stories}
    found |= {term.permalink: modified(edition, edition.catalog.positions(key)) for key, term in edition.catalog.terms.items()}
    found["/"] = modified(edition, edition.catalog.listed)
    return found


def _check_pictures(edition: Edition, resolver: LinkResolver) -> Iterator[Problem]:
    """Report each picture of the metadata that is no file, and take note of those that are."""
    records = [(filed.story.image, filed.story.path) for filed in edition.catalog.stories]
    entries: list[Entry] = [term.entry for term in edition.catalog.terms.values() if term.entry]
    records += [(entry.image, entry.path) for entry in entries]
    for picture, source in records:
        if picture is None:
            continue
        if not edition.media_permalink(picture.src.text, source):
            hint = "put the file beside the text that names it, or write its path from `static/` with a leading slash"
            yield Problem("broken-media", f"there is no picture `{picture.src.text}`", picture.src.span, hint)
        resolver.note(picture.src.text, source)


def _check_links(edition: Edition, resolver: LinkResolver) -> Iterator[Problem]:
    catalog = edition.catalog
    for filed in catalog.stories:
        yield from resolver.check(filed.story.path, catalog.bodies[filed.story.id], filed.permalink)
    for term in catalog.terms.values():
        if term.entry and term.body:
            yield from resolver.check(term.entry.path, term.body, term.permalink)
    for page, permalink in catalog.pages:
        yield from resolver.check(page.path, catalog.bodies[page.path], permalink)
