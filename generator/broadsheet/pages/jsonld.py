"""JSON-LD: what a page says of itself in the terms of schema.org (release 30), for search engines and archives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from markupsafe import Markup

from broadsheet.catalog.story import CatalogStory, TermKey
from broadsheet.catalog.terms import Term
from broadsheet.model import AUTHORS
from broadsheet.pages.citing import is_collective
from broadsheet.pages.each import Each
from broadsheet.pages.edition import Edition
from broadsheet.pages.jsontext import Json, said, written
from broadsheet.pages.views.card import Card
from broadsheet.pages.views.link import Link

Node = dict[str, Any]
_LABEL_TYPES = {"analysis": "AnalysisNewsArticle", "opinion": "OpinionNewsArticle", "explainer": "BackgroundNewsArticle"}
_ACTOR_TYPES = {"person": "Person", "organisation": "Organization", "": "Thing"}


def document(graph: Sequence[Json]) -> Markup:
    """Return a JSON-LD document of several nodes, safe inside a script element."""
    if not graph:
        return Markup("")
    return Markup(
        _harmless(f'{{"@context":"https://schema.org","@graph":[{",".join(graph)}]}}')
    )  # every character that could end the script element is escaped


def _harmless(text: str) -> str:
    """Return JSON without the characters that mean something in HTML or JavaScript; a pass for each is the quickest way."""
    text = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _named(url: str) -> Json:
    """Return a node that names another one."""
    return Json(f'{{"@id":{written(url)}}}')


def publisher(edition: Edition) -> Json:
    """Return the node of the organisation that publishes the archive."""
    config = edition.config
    logo = {"@type": "ImageObject", "url": config.absolute(config.logo.text)} if config.logo else None
    return said(
        {
            "@type": "Organization",
            "@id": config.absolute("/#publisher"),
            "name": config.publisher or config.title,
            "url": config.publisher_url or config.base_url,
            "logo": logo,
        }
    )


def _the_publisher(edition: Edition) -> Json:
    return _named(edition.config.absolute("/#publisher"))


def website(edition: Edition) -> Json:
    """Return the node of the site itself."""
    config = edition.config
    return said(
        {
            "@type": "WebSite",
            "@id": config.absolute("/#website"),
            "name": config.title,
            "url": config.base_url,
            "description": config.description,
            "inLanguage": config.language,
            "publisher": edition.once(_the_publisher),
        }
    )


def breadcrumb(edition: Edition, trail: tuple[Link, ...], title: str) -> Json:
    """Return the trail from the front page; the page itself stands last, without an address."""
    steps = edition.once(_steps, trail)
    last = said({"@type": "ListItem", "position": len(trail) + 1, "name": title})
    return said({"@type": "BreadcrumbList", "itemListElement": [*steps, last]})


def _steps(edition: Edition, trail: tuple[Link, ...]) -> list[Json]:
    absolute = edition.config.absolute
    return [
        said({"@type": "ListItem", "position": number, "name": link.text, "item": absolute(link.permalink)})
        for number, link in enumerate(trail, 1)
    ]


def _reference(edition: Edition, key: TermKey) -> Json:
    """Return the short node by which a story names a term."""
    term = edition.term(key)
    return written({"@type": _type_of(term), "@id": _identity(edition, term), "name": term.name})


def _name(edition: Edition, key: TermKey) -> Json:
    return written(edition.term(key).name)


def _type_of(term: Term) -> str:
    if term.kind == AUTHORS:
        return _author_type(term.name)
    return "Country" if term.kind == "country" else _ACTOR_TYPES[term.actor_kind or ""] if term.kind == "actor" else "DefinedTerm"


def _identity(edition: Edition, term: Term) -> str:
    """Return what identifies the thing that a term's page is about."""
    return edition.config.absolute(term.permalink) + "#it"


def story(edition: Edition, subject: CatalogStory, picture: str) -> Iterator[Json]:
    """Yield the nodes of a story page: the article, its quotations and its publisher. `picture` is an address, or empty."""
    config, record = edition.config, subject.record
    terms, names, authors = edition.once(Each, _reference), edition.once(Each, _name), edition.once(Each, _author)
    url = config.absolute(subject.permalink)
    kind = next((_LABEL_TYPES[label] for label in record.labels if label in _LABEL_TYPES), "NewsArticle")
    article: Node = {
        "@type": kind,
        "@id": f"{url}#article",
        "mainEntityOfPage": url,
        "headline": record.title,
        "abstract": record.standfirst,
        "articleSection": [names["section", slug] for slug in subject.sections],
        "dateline": record.dateline,
        "inLanguage": record.lang or config.language,
        "datePublished": record.date.known if record.date.edtf else record.date.iso,
        "dateModified": record.updated.iso if record.updated else "" if record.date.edtf else record.date.iso,
        "wordCount": subject.words,
        "image": [config.absolute(picture)] if picture else [],
        "author": [authors[link] for link in edition.authors(subject)],
        "publisher": edition.once(_the_publisher),
        "mentions": [terms[key] for key in subject.terms if key[0] in ("actor", "country")],
        "contentLocation": [said({"@type": "Place", "name": name}) for name, _, _ in subject.places],
        "keywords": [names["tag", slug] for slug in subject.tags],
        "isPartOf": [_named(config.absolute(edition.link(("dossier", slug)).permalink)) for slug in subject.dossiers],
        "commentCount": len(record.comments) or None,
        "citation": [_work(c.name, c.url, c.archived) for c in record.citations],
        "isBasedOn": _work(record.source.name, record.source.url) if record.source else None,
        "correction": [
            said({"@type": "CorrectionComment", "text": c.text, "datePublished": c.date.iso}) for c in record.corrections
        ],
    }
    yield said(article)
    for quote, speaker in zip(record.quotes, subject.speakers, strict=True):
        yield said(
            {
                "@type": "Quotation",
                "text": quote.text,
                "spokenByCharacter": terms["actor", speaker] if speaker else None,
                "isPartOf": _named(f"{url}#article"),
            }
        )
    yield edition.once(publisher)


def _work(name: str, url: str, archived: str = "") -> Json:
    return said({"@type": "CreativeWork", "name": name, "url": url, "archivedAt": archived})


def _author(edition: Edition, link: Link) -> Json:
    """Return a byline."""
    url = edition.config.absolute(link.permalink) if link.permalink else ""
    return said({"@type": _author_type(link.text), "name": link.text, "url": url})


def _author_type(name: str) -> str:
    """Return what an author is: a desk, a staff or an agency is an organisation, any other name a person."""
    return "Organization" if is_collective(name) else "Person"


def term(edition: Edition, subject: Term, *, description: str, items: Iterable[Card]) -> Iterator[Json]:
    """Yield the nodes of a term's page: the page, and the person, organisation, country or term that it is about."""
    config = edition.config
    url = config.absolute(subject.permalink)
    entry = subject.entry
    same_as = [*(entry.same_as if entry else ())]
    if entry and entry.wikidata:
        same_as.insert(0, f"http://www.wikidata.org/entity/{entry.wikidata}")
    about: Node = {
        "@type": _type_of(subject),
        "@id": _identity(edition, subject),
        "name": subject.name,
        "url": url,
        "alternateName": list(subject.aliases),
        "sameAs": same_as,
        "identifier": subject.code,
        "description": description if subject.kind != "country" else "",
    }
    if subject.kind == "actor" and subject.actor_kind == "person" and entry:
        about["jobTitle"] = [role.title for role in entry.roles]
    page: Node = {
        "@type": "ProfilePage" if subject.actor_kind or subject.kind == AUTHORS else "CollectionPage",
        "@id": url,
        "url": url,
        "name": subject.name,
        "inLanguage": config.language,
        "mainEntity": _named(about["@id"]),
        "isPartOf": _named(config.absolute("/#website")),
        "hasPart": [_named(config.absolute(card.permalink) + "#article") for card in items],
    }
    yield said(page)
    yield said(about)
    yield edition.once(website)
    yield edition.once(publisher)
