"""Data: the machine-readable twin (`index.json`) of each story and term page, and the whole archive as CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from broadsheet.catalog.addresses import TWIN, beside
from broadsheet.catalog.story import CatalogStory, TermKey
from broadsheet.catalog.terms import Term
from broadsheet.expressions import expression
from broadsheet.model import AUTHORS, Comment, Moment, OwnValues, TermKind
from broadsheet.pages.each import Each
from broadsheet.pages.edition import Edition
from broadsheet.pages.jsontext import Json, said, written
from broadsheet.pages.listview import TermListView
from broadsheet.pages.page import Page
from broadsheet.pages.profile import facts_of
from broadsheet.pages.recent import Recent
from broadsheet.pages.views.card import Card
from broadsheet.problems import Span

TABLES = {"story": "/data/stories.csv", "actor": "/data/actors.csv", "country": "/data/countries.csv"}  # by their kinds
_ROOT = Span("broadsheet.yaml")
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")  # how cells begin that spreadsheets may compute (OWASP, CSV injection)
_PART = expression(r"(?<=;)(?=[\"' ]*[=+@\-\t\r\n＝＋－＠])")  # the same behind what parts cells in much of Europe
_ROWS_KEPT = 8_000  # and as many again


def story_twin(edition: Edition, position: int) -> Page:
    """Plan the twin of the page of the story at a position."""
    catalog = edition.catalog
    make = partial(_story_text, edition, position)
    return Page(beside(catalog.stories[position].permalink, TWIN), Span(catalog.stories[position].path), "", make, "data")


def term_twin(edition: Edition, term: Term, make_view: Callable[[], TermListView]) -> Page:
    """Plan the twin of a term's page; `make_view` returns what that page shows."""
    return Page(term.permalink + TWIN, edition.span(term), "", partial(_term_text, edition, term, make_view), "data")


def table_pages(edition: Edition) -> Iterator[Page]:
    """Plan the tables."""
    for kind, permalink in TABLES.items():
        yield Page(permalink, _ROOT, "", partial(_table, edition, kind), "data")


def _iso(moment: Moment | None) -> str:
    return moment.iso if moment else ""


def _comment(comment: Comment) -> Json:
    return said(
        {
            "id": comment.id,
            "author": comment.author,
            "date": comment.date.iso,
            "text": comment.text,
            "reply_to": comment.reply_to,
            "editor": comment.editor,
        }
    )


def _reference(edition: Edition, key: TermKey) -> Json:
    """Return how a twin names a term."""
    term = edition.term(key)
    url = edition.config.absolute(term.permalink)
    return said({"name": term.name, "slug": term.slug, "url": url, "code": term.code, "kind": term.actor_kind})


def _mention(reference: Json, role: str, country: str) -> Json:
    """Return how a story's twin names a term of which the story states something."""
    return Json(f"{reference[:-1]},{said({'role': role, 'country': country})[1:]}") if role or country else reference


def _own(fields: OwnValues) -> Json | str:
    return said({name: values if len(values) > 1 else values[0] for name, values in fields}) if fields else ""


def _taxonomies(edition: Edition, story: CatalogStory) -> Json | str:
    """Return the terms of a story by the publication's own taxonomies."""
    terms = edition.once(Each, _reference)
    found = {each.name: [terms[each.name, slug] for slug in story.slugs(each.name)] for each in edition.config.taxonomies}
    return said(found) if any(found.values()) else ""


def _story_text(edition: Edition, position: int) -> str:
    """Return a story's metadata with every name resolved and every address absolute; keys as in the contract's table."""
    story = edition.catalog.stories[position]
    record, terms = story.record, edition.once(Each, _reference)
    source = record.source
    return (
        said(
            {
                "id": record.id,
                "url": edition.config.absolute(story.permalink),
                "title": record.title,
                "standfirst": record.standfirst,
                "date": record.date.written,
                "updated": _iso(record.updated),
                "lang": record.lang or edition.config.language,
                "sections": [terms["section", slug] for slug in story.sections],
                "labels": record.labels,
                "authors": record.authors,
                "dateline": record.dateline,
                "actors": [_mention(terms["actor", slug], role, country) for slug, role, country in story.actors],
                "countries": [_mention(terms["country", slug], role, "") for slug, role, _ in story.countries],
                "places": [said({"name": name, "kind": kind, "country": code}) for name, kind, code in story.places],
                "tags": [terms["tag", slug] for slug in story.tags],
                "dossiers": [terms["dossier", slug] for slug in story.dossiers],
                "taxonomies": _taxonomies(edition, story),
                "comments": list(map(_comment, record.comments)),
                "source": said({"name": source.name, "url": source.url, "date": _iso(source.date)}) if source else "",
                "citations": [said({"name": c.name, "url": c.url, "archived": c.archived}) for c in record.citations],
                "quotes": [
                    said({"text": q.text, "speaker": q.speaker.text if q.speaker else "", "actor": slug, "date": _iso(q.date)})
                    for q, slug in zip(record.quotes, story.speakers, strict=True)
                ],
                "claims": [
                    said(
                        {
                            "text": c.text,
                            "status": c.status,
                            "attributed_to": c.attributed_to.text if c.attributed_to else "",
                            "actor": slug,
                        }
                    )
                    for c, slug in zip(record.claims, story.claimants, strict=True)
                ],
                "events": [said({"date": e.date.iso, "precision": e.date.precision, "text": e.text}) for e in record.events],
                "corrections": [said({"date": c.date.iso, "type": c.type, "text": c.text}) for c in record.corrections],
                "unreviewed": [written({"key": u.key, "values": u.values}) for u in record.unreviewed],
                "fields": _own(tuple([each for each in record.fields if each[0] not in edition.headings])),
                "words": story.words,
            }
        )
        + "\n"
    )


def _term_text(edition: Edition, term: Term, make_view: Callable[[], TermListView]) -> str:
    view = make_view()
    coverage, pagination, entry = view.coverage, view.listing.pagination, term.entry
    absolute, rows = edition.config.absolute, edition.once(_rows)
    record = {
        "kind": term.kind,
        "slug": term.slug,
        "name": term.name,
        "url": absolute(term.permalink),
        "actor_kind": term.actor_kind,
        "code": term.code,
        "country": term.country,
        "aliases": term.aliases,
        "wikidata": entry.wikidata if entry else "",
        "fields": _own(entry.fields) if entry else "",
        "parent": term.parent,
        "status": entry.status if entry and term.kind == "dossier" else "",
        "total": coverage.total,
        "first": coverage.first.iso if coverage.first else "",
        "latest": coverage.latest.iso if coverage.latest else "",
        **facts_of(edition, term.key, view),
        "stories": [rows[card] for card in view.listing.cards],
        "older": absolute(pagination.older) if pagination else "",
    }
    return said(record) + "\n"


def _rows(edition: Edition) -> Recent[Card, Json]:
    """Return how twins of terms name stories."""
    return Recent(partial(_row, edition), _ROWS_KEPT)


def _row(edition: Edition, card: Card) -> Json:
    return said({"url": edition.config.absolute(card.permalink), "title": card.headline, "date": card.date.iso})


class _Written:
    """A file that gives back what is written to it, and so does a writer of CSV."""

    @staticmethod
    def write(text: str) -> str:
        """Return the text."""
        return text


_row_of: Callable[[Iterable[str | int]], str] = csv.writer(_Written, lineterminator="\r\n").writerow  # returns the line


def _line(cells: Iterable[str | int]) -> str:
    """Return a line of a table. An apostrophe stands before a text that spreadsheets would take for a formula."""
    return _row_of([_defused(cell) if type(cell) is str else cell for cell in cells])


def _defused(cell: str) -> str:
    text = _PART.sub("'", cell) if ";" in cell else cell
    return f"'{text}" if text[:1] in _FORMULA else text


def _table(edition: Edition, kind: str) -> str:
    return _stories_csv(edition) if kind == "story" else _terms_csv(edition, kind)


def _stories_csv(edition: Edition) -> str:
    header = (
        "id url date updated title standfirst section labels authors dateline actors countries tags dossiers source lang words"
    )
    lines = edition.lines
    return _line([*header.split(), *_listed(edition)]) + "".join(
        [lines[f"story:{story.id}"] for story in edition.catalog.stories]
    )


def _listed(edition: Edition) -> list[str]:
    """Return the taxonomies of the publication's own that have a column in the table of stories; authors have theirs."""
    return [each.name for each in edition.config.taxonomies if each.name != AUTHORS]


def story_line(edition: Edition, story: CatalogStory) -> str:
    """Return a story's line in the table of stories."""
    return _line(_story_row(edition, story))


def _story_row(edition: Edition, story: CatalogStory) -> list[str | int]:
    record = story.record
    terms = edition.catalog.terms
    countries = [terms["country", c.slug].code for c in story.countries]
    return [
        record.id,
        edition.config.absolute(story.permalink),
        record.date.written,
        _iso(record.updated),
        record.title,
        record.standfirst,
        story.sections[0] if story.sections else "",
        "; ".join(record.labels),
        "; ".join(record.authors),
        record.dateline,
        "; ".join([actor.slug for actor in story.actors]),
        "; ".join(countries),
        "; ".join(story.tags),
        "; ".join(story.dossiers),
        record.source.name if record.source else "",
        record.lang or edition.config.language,
        story.words,
        *("; ".join(story.slugs(kind)) for kind in _listed(edition)),
    ]


def _terms_csv(edition: Edition, kind: TermKind) -> str:
    special = "kind country" if kind == "actor" else "code"
    header = f"slug url name {special} aliases wikidata stories first latest".split()
    lines = edition.lines
    return _line(header) + "".join([lines[f"{kind}:{term.slug}"] for term in edition.catalog.of_kind(kind)])


def term_line(edition: Edition, term: Term) -> str:
    """Return the line of an actor or country in its table; empty for other terms, which have none."""
    return _line(_term_row(edition, term)) if term.kind in ("actor", "country") else ""


def _term_row(edition: Edition, term: Term) -> list[str | int]:
    coverage = edition.coverage(edition.catalog.positions(term.key))
    special = [term.actor_kind or "", term.country] if term.kind == "actor" else [term.code]
    return [
        term.slug,
        edition.config.absolute(term.permalink),
        term.name,
        *special,
        "; ".join(term.aliases),
        term.entry.wikidata if term.entry else "",
        coverage.total,
        coverage.first.iso if coverage.first else "",
        coverage.latest.iso if coverage.latest else "",
    ]
