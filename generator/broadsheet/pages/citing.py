"""How a story is cited: the same reference for BibTeX, RIS and CSL-JSON, as files that stand in the page itself.

A file of its own for each format would treble the files of an archive, and hosts count them; a `data:` address works from a disk
and without JavaScript, and a browser saves it under the name that the link gives.

Formats: RIS as Reference Manager describes it (type NEWS), BibTeX's `@article` with biblatex's `date`, and the schema of the
Citation Style Language 1.0.2 (type `article-newspaper`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from broadsheet.catalog.story import CatalogStory
from broadsheet.expressions import expression
from broadsheet.language.words import Words
from broadsheet.pages.edition import Edition
from broadsheet.pages.jsontext import Json, said
from broadsheet.pages.views.citing import CitingView, Download

_COLLECTIVE = frozenset({"desk", "staff", "team", "agency", "editors", "correspondents", "newsroom", "monitoring"})
_BIBTEX_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "%": r"\%",
        "&": r"\&",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
_TO_TEX = expression(f"[{re.escape(''.join(map(chr, _BIBTEX_SPECIAL)))}]")
_PERCENT = {  # what may not stand in a data address as it is; the sign itself comes first
    "%": "%25",
    **{
        char: "".join(f"%{byte:02X}" for byte in char.encode())
        for char in map(chr, (*range(0x100), 0x1680, *range(0x2000, 0x2060), 0x3000))  # there is no white space elsewhere
        if char.isspace() or char < " " or char in '"#&<>[\\]^`{|}'
    },
}
_ASCII_PERCENT = {char: escaped for char, escaped in _PERCENT.items() if char.isascii()}
_PARTICLE = expression(r"[^\W\d_]{1,4}", re.UNICODE)
_BYLINES_KEPT = 4_096  # those who write do so often


class Reference(NamedTuple):
    """What a reference says: `date` is `YYYY-MM-DD`, `url` absolute, `key` the name that the work has in a bibliography."""

    key: str
    title: str
    authors: tuple[str, ...]
    publication: str
    date: str
    url: str
    lang: str
    section: str = ""
    note: str = ""  # on who published the story first


def reference(edition: Edition, story: CatalogStory, words: Words) -> Reference:
    """Return the reference by which a story is cited."""
    record, config = story.record, edition.config
    return Reference(
        key=f"{story.permalink.removesuffix('.html').rstrip('/').rpartition('/')[2]}-{story.periods[0][1]}",
        title=record.title,
        authors=record.authors,
        publication=config.title,
        date=record.date.known,
        url=config.absolute(story.permalink),
        lang=record.lang or config.language,
        section=edition.link(("section", story.sections[0])).text if story.sections else "",
        note=words.gettext("First published by %(source)s", source=record.source.name) if record.source else "",
    )


def citation_names(edition: Edition, story: CatalogStory) -> Iterator[tuple[str, str]]:
    """Yield what reference managers read; `dc.type` makes Zotero save a newspaper article."""
    record = story.record
    yield "dc.type", "newspaperArticle"
    yield "citation_title", record.title
    if record.date.known:
        yield "citation_publication_date", _slashed(record.date.known)
    for author in record.authors:
        yield "citation_author", author_tag(author)
    yield "citation_language", record.lang or edition.config.language


def _slashed(date: str) -> str:
    """Return a day, month or year as `1978/09/17`; the minus of a year before the year 1 stays."""
    return date[:1] + date[1:].replace("-", "/")


@lru_cache(maxsize=_BYLINES_KEPT)
def is_collective(name: str) -> bool:
    """Say whether a byline is a desk, a staff or an agency rather than a person."""
    return not _COLLECTIVE.isdisjoint(name.casefold().split()[-1:])


@lru_cache(maxsize=_BYLINES_KEPT)
def author_tag(name: str) -> str:
    """Return a byline for the head of a page, so that reference managers find the family name.

    They take the last word for it, or what stands before a comma; a comma at the end says that there is no other name. Two names
    of several words each would be taken for two authors, and stay in their order.
    """
    if is_collective(name):
        return f"{name},"
    family, given = _split(name)
    return f"{family}, {given}" if " " in family and given and " " not in given else name


def citing(reference: Reference) -> CitingView:
    """Return a reference as a page offers it."""
    files = (
        ("BibTeX", "bib", "application/x-bibtex", bibtex(reference)),
        ("RIS", "ris", "application/x-research-info-systems", ris(reference)),
        ("CSL-JSON", "json", "application/vnd.citationstyles.csl+json", csl(reference)),
    )
    downloads = [
        Download(name, f"{reference.key}.{ending}", f"data:{media};charset=utf-8,{_escaped(text)}")
        for name, ending, media, text in files
    ]
    return CitingView(tuple(downloads))


def _escaped(text: str) -> str:
    """Return a text as it stands in an address; several times faster than `translate`, which looks at each character."""
    for char, escaped in (_ASCII_PERCENT if text.isascii() else _PERCENT).items():
        if char in text:
            text = text.replace(char, escaped)
    return text


def bibtex(reference: Reference) -> str:
    """Return a reference as an entry of a BibTeX file."""
    names = [f"{{{_tex(name)}}}" if is_collective(name) or " and " in name else _tex(name) for name in reference.authors]
    fields = {
        "author": " and ".join(names),
        "title": f"{{{_tex(reference.title)}}}",
        "journal": _tex(reference.publication),
        "date": reference.date,
        "year": _slashed(reference.date).partition("/")[0],
        "url": reference.url,
        "langid": reference.lang,
        "note": _tex(reference.note),
    }
    lines = "".join([f"  {name} = {{{value}}},\n" for name, value in fields.items() if value])
    return f"@article{{{reference.key},\n{lines}}}\n"


def ris(reference: Reference) -> str:
    """Return a reference as an RIS record."""
    lines = [
        ("TY", "NEWS"),
        *[("AU", _inverted(name)) for name in reference.authors],
        ("TI", reference.title),
        ("T2", reference.publication),
        ("DA", _slashed(reference.date)),
        ("PY", _slashed(reference.date).partition("/")[0]),
        ("SE", reference.section),
        ("UR", reference.url),
        ("LA", reference.lang),
        ("N1", reference.note),
    ]
    return "".join([f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in lines if value]) + "ER  - \r\n"


def csl(reference: Reference) -> str:
    """Return a reference as a CSL-JSON document of one item."""
    item: dict[str, Any] = {
        "id": reference.key,
        "type": "article-newspaper",
        "title": reference.title,
        "author": list(map(_csl_name, reference.authors)),
        "container-title": reference.publication,
        "issued": {"date-parts": [list(map(int, _slashed(reference.date).split("/")))]} if reference.date else None,
        "section": reference.section,
        "URL": reference.url,
        "language": reference.lang,
        "note": reference.note,
    }
    return f"[{said(item)}]"


def _tex(text: str) -> str:
    return text.translate(_BIBTEX_SPECIAL) if _TO_TEX.search(text) else text


@lru_cache(maxsize=_BYLINES_KEPT)
def _split(name: str) -> tuple[str, str]:
    """Return family and given name of a byline as Latin script writes it, particles with the family; all else is one name."""
    parts = name.split()
    if len(parts) < 2 or is_collective(name) or not _is_latin(name):
        return name, ""
    start = len(parts) - 1
    while start > 1 and parts[start - 1].islower() and _PARTICLE.fullmatch(parts[start - 1]):
        start -= 1
    return " ".join(parts[start:]), " ".join(parts[:start])


def _inverted(name: str) -> str:
    return ", ".join(filter(None, _split(name)))


def _is_latin(name: str) -> bool:
    return all(ord(letter) < 0x250 or 0x1E00 <= ord(letter) < 0x1F00 for letter in name if letter.isalpha())


@lru_cache(maxsize=_BYLINES_KEPT)
def _csl_name(name: str) -> Json:
    family, given = _split(name)
    return said({"family": family, "given": given} if given else {"literal": family})
