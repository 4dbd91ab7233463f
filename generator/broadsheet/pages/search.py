"""Search: the page, and the files that `search.js` fetches piece by piece: a table, the shards and the chunks of headlines.

Each file is a script that hands its contents to a function, for a page that is opened from a disk may load scripts and nothing
else, and a strict content security policy allows those of the site.
"""

from __future__ import annotations

import os.path
from collections.abc import Iterator
from functools import partial

from broadsheet.catalog.catalog import is_year
from broadsheet.catalog.shards import groups_of, levels_of, stories_in
from broadsheet.model import TermKind
from broadsheet.pages.archive import ARCHIVE, period_permalink
from broadsheet.pages.edition import Edition
from broadsheet.pages.head import head
from broadsheet.pages.index import index_of, indexes_by_name, letters_of
from broadsheet.pages.jsontext import written_whole
from broadsheet.pages.page import Page
from broadsheet.pages.views.link import Link
from broadsheet.pages.views.search import SearchView, WayIn
from broadsheet.problems import Span

SEARCH = "/search/"
_WAYS: tuple[TermKind, ...] = ("actor", "country", "tag", "dossier", "section")  # these come first
_FEW = 24  # terms that are listed by themselves
_ROOT = Span("broadsheet.yaml")


def search_pages(edition: Edition) -> Iterator[Page]:
    """Plan the search page, and the table of the index."""
    yield Page(SEARCH, _ROOT, "search.html", partial(search_view, edition), "search")
    yield Page(f"{SEARCH}table.js", _ROOT, "", partial(_table_text, edition), "data")


def search_view(edition: Edition) -> SearchView:
    """Return the search page: the ways into the archive that need no search. It does not say how much there is."""
    years = sorted((key[1] for key in edition.catalog.lists if key[0] == "period" and is_year(key[1])), reverse=True)
    words = edition.words
    kinds = dict.fromkeys((*_WAYS, *edition.headings)) if edition.has("indexes") else ()
    dates = edition.has("dates")
    heading = words.gettext("Search")
    description = words.gettext("Find a story, a name or a place in %(title)s.", title=edition.config.title)
    return SearchView(
        meta=head(edition, title=heading, permalink=SEARCH, description=description),
        heading=heading,
        ways=tuple(way for kind in kinds for way in _ways_in(edition, kind)),
        archive=ARCHIVE if dates else "",
        full_text=edition.assets.get("fulltext.js", ""),
        years=tuple(Link(words.date(year), period_permalink(year)) for year in years if dates),
    )


def _ways_in(edition: Edition, kind: TermKind) -> Iterator[WayIn]:
    """Yield the ways into the terms of a kind: few by themselves, in the order of their index, more by its letters."""
    for name, terms in indexes_by_name(edition, kind):
        if len(terms) > _FEW:
            yield WayIn(kind, index_of(edition, name), letters_of(edition, name, terms), True)
        else:
            yield WayIn(kind, index_of(edition, name), tuple(Link(at.text, term.permalink) for term, at in terms), False)


def _table_text(edition: Edition) -> str:
    """Return what `search.js` has to know: how the index is cut, which years there are, and what it is to say."""
    first, levels = levels_of(edition.catalog)
    shape, language = edition.shape, edition.config.language
    table = {
        "shards": shape.shards,
        "letters": shape.letters,
        "first": first,
        "levels": levels,
        "language": "en-GB" if language == "en" else language,  # which writes dates as our pages do
    }
    say = edition.words.gettext
    kinds = {str(number): say(edition.headings[kind]) for number, kind in enumerate(groups_of(edition.catalog))}
    texts = {
        "kinds": {**kinds, "stories": say("Stories")},
        "results": say("Results: %(num)s", num="{}"),
        "nothing": say("Nothing was found."),
        "near": say("Nothing was found as it was typed. Shown instead: %(words)s.", words="{}"),
        "some": say("Nothing has all of these words. Shown is what has some of them."),
        "more": say("More stories"),
        "failed": say("A part of the index could not be loaded. Try again."),
    }
    return _call("table", table, texts)


def shard_page(edition: Edition, name: str) -> Page:
    """Plan a shard."""
    return Page(f"{SEARCH}words/{name}.js", _ROOT, "", partial(_shard_text, edition, name), "data")


def _shard_text(edition: Edition, name: str) -> str:
    shard = edition.index[name]
    terms = [[kind, text, address, weight, note, *others] for kind, text, address, weight, note, others in shard.terms]
    words = " ".join([f"{word} {numbers}{'!' if left else ''}" for word, numbers, left in shard.words])
    return _call(f"words/{name}", terms, words)


def chunk_page(edition: Edition, chunk: str) -> Page:
    """Plan the headlines of some days."""
    return Page(f"{SEARCH}headlines/{chunk}.js", _ROOT, "", partial(_chunk_text, edition, chunk), "data")


def _chunk_text(edition: Edition, chunk: str) -> str:
    stories = stories_in(edition.catalog, chunk)
    prefix = os.path.commonprefix([permalink for _, permalink, _ in stories])  # by characters  # noqa: RUF071
    rows: list[list[int | str]] = []
    vague = frozenset(edition.catalog.vague)
    before = 0
    for number, permalink, position in stories:
        card = edition.catalog.stories[position]
        foreign = card.lang if card.lang != edition.config.language else ""
        row: list[int | str] = [
            number - before,
            card.title,
            permalink[len(prefix) :],
            *([foreign] if foreign or position in vague else []),
        ]
        rows.append([*row, edition.words.date(card.written)] if position in vague else row)
        before = number
    return _call(f"headlines/{chunk}", prefix, rows)


def _call(*arguments: object) -> str:
    return f"broadsheetSearch({written_whole(arguments)[1:-1]})\n"
