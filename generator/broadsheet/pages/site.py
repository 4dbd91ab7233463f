"""What every page shows of the publication: names, menus, sections."""

from __future__ import annotations

from broadsheet.config import MenuItem
from broadsheet.language.direction import direction
from broadsheet.pages.archive import archive_link
from broadsheet.pages.edition import Edition
from broadsheet.pages.head import feed_types
from broadsheet.pages.index import DIRECTORY, in_order
from broadsheet.pages.offline import MANIFEST, SCRIPT
from broadsheet.pages.policy import compiles, policies
from broadsheet.pages.search import SEARCH
from broadsheet.pages.views.link import Link
from broadsheet.pages.views.site import SiteView
from broadsheet.pages.worldmap import MAP, is_on_map

_SECTIONS_MAX = 12
_PAGES_MAX = 12  # below every page; the A–Z has all of them


def site_view(edition: Edition, *, relative: bool = False) -> SiteView:
    """Return the frozen view that each template is given as `site`; `relative`: its pages are to be opened from a disk."""
    config = edition.config
    return SiteView(
        title=config.title,
        description=config.description,
        language=config.language,
        dir=direction(config.language),
        publisher=config.publisher or config.title,
        publisher_url=config.publisher_url,
        logo=edition.shown_at(config.logo.text) if config.logo else None,
        stylesheet=edition.assets.get("style.css", ""),
        story_stylesheet=edition.assets.get("story.css", "") or edition.assets.get("style.css", ""),
        icon=edition.assets.get("favicon.svg", ""),
        sections=_sections(edition),
        menu=_links(config.main_menu) or _default_menu(edition),
        footer=_links(config.footer_menu) or _default_footer(edition),
        appearance=edition.assets.get("appearance.js", ""),
        search=SEARCH if edition.has("search") else "",
        script=edition.assets.get("search.js", ""),
        policies=policies(config, relative=relative),
        search_policies=policies(config, relative=relative, compiles=compiles(config)),
        feeds=tuple((kind, config.title, "/" + name) for kind, name in feed_types(edition)),
        manifest=MANIFEST if config.offline else "",
        offline=edition.assets[SCRIPT] if config.offline else "",
    )


def _sections(edition: Edition) -> tuple[Link, ...]:
    """Return the sections for the masthead, in their order: those with a register file first, then the largest.

    How large one is counts in powers of two, so that hardly any story changes every page.
    """
    every = [term for term, _ in in_order(edition, edition.catalog.of_kind("section")) if not term.parent]
    largest = sorted(every, key=lambda term: (term.entry is None, -len(edition.catalog.positions(term.key)).bit_length()))
    chosen = {term.slug for term in largest[:_SECTIONS_MAX]}
    links = tuple(Link(term.name, term.permalink) for term in every if term.slug in chosen)
    if len(every) <= _SECTIONS_MAX or not edition.has("indexes"):
        return links
    return (*links, edition.index_link("section", edition.words.gettext("All sections")))


def _links(items: tuple[MenuItem, ...]) -> tuple[Link, ...]:
    return tuple(Link(item.name, item.url.text) for item in items)


def _default_footer(edition: Edition) -> tuple[Link, ...]:
    """Return the pages of the first rank, of many the first ones, and what leads to all; all where nothing else does."""
    pages = edition.catalog.pages
    if not edition.has("indexes"):
        return tuple(Link(page.title, permalink) for page, permalink in pages)
    first = [Link(page.title, permalink) for page, permalink in pages if "/" not in page.slug]
    return (*first[:_PAGES_MAX], Link(edition.words.gettext("A–Z"), DIRECTORY))


def _default_menu(edition: Edition) -> tuple[Link, ...]:
    """Return the ways into the archive; one for a kind of term, and the map, only where there are such terms."""
    say = edition.words.gettext
    there = {kind for kind, _ in edition.catalog.terms}
    kinds = ("dossier", "actor", "country", "tag", *(taxonomy.name for taxonomy in edition.config.taxonomies))
    names = {"actor": say("People")}
    return (
        *(edition.index_link(kind, names.get(kind, "")) for kind in kinds if kind in there and edition.has("indexes")),
        *((Link(say("Map"), MAP),) if edition.has("map") and is_on_map(edition) else ()),
        *((archive_link(edition),) if edition.has("dates") else ()),
    )
