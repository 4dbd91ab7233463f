"""The source: whose article it is, by an agency's credit, a byline, or its own name in the text.

Lines around the article are looked at, too, since credits stand there: the text is the whole source, the document what of it is
article. What is left out: media that the text only cites.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from broadsheet.catalog.terms import name_key
from broadsheet.extract.document.document import Document
from broadsheet.extract.organisations.known_organisations import KnownName, KnownOrganisations, load_organisations
from broadsheet.extract.organisations.mastheads import find_mastheads

_LINES, _LONGEST = 400, 240  # how many lines, and of what length, may be a credit
_HEAD_LINES = 10
_LONGEST_MASTHEAD = 5  # words
_MEDIA = frozenset(("agency", "media"))
_WORD = r"[\w.&'’/-]{0,30}"
_NAME = rf"(?:the |The )?[A-Z]{_WORD}(?: (?:of |the |and |de |& )?[A-Z0-9]{_WORD}){{0,5}}"
_CREDIT = re.compile(rf"^([^\n()]{{0,80}})\(({_NAME})\)\s{{0,2}}(?:[-–—:]|--)")
_SLASHED = re.compile(r"^([A-Z][^\n/]{2,60})[./] ?/([A-Z][\w ]{1,24})/\.? ")
_PLACE = re.compile(r"[A-Z][A-Z .'/-]{2,30}(?:, [A-Z][\w. ]{1,20}){0,2},? ?$")
_JOINED = r"(?:\bfor |\bof |, | \| | / | - | – | — |\()"
_BYLINE = re.compile(rf"^(?:(?:Story|Report|Article|Written|Words) )?[Bb]y:? [^\n]{{0,70}}?{_JOINED}(?:the )?({_NAME})\)?$")
_ALONE = r"(?:[Bb]y|BY|Source:|Sources:|Via:?|Courtesy:|Credit:|From)"
_BYLINE_ALONE = re.compile(rf"^{_ALONE} (?:the )?({_NAME})(?: (?:[Ss]taff|[Ww]riters?|[Rr]eporters?)){{0,2}}\.?$")
_RIGHTS = re.compile(rf"(?:©|\([cC]\)|[Cc]opyright)[ ©\d,–-]{{0,24}}(?:by )?({_NAME})")
_LONGEST_ENDING = 40
# The last words of media's names that are written in small letters.
_ENDINGS = frozenset(("dpa", "i", "agency", "magazine", "noviny", "newspaper", "diplomatique", "online", "news"))
_RIGHTS_SIGN = re.compile(r"©|\([cC]\)|opyright")
_ADDRESS = re.compile(r"https?://[^\s<>\"”)\]]{4,200}")
_TAIL = re.compile(r"(?: [Ss]taff| [Ww]riters?| [Rr]eporters?|[.,]? (?:All|Inc|Ltd|LLC|Limited)\b.*|[.,;:]+)$")
_SELF_CUE = re.compile(
    r"\s(?:will (?:continue|keep|update|bring|follow)|has (?:learned|learnt|seen|obtained|contacted|asked|approached)"
    r"|can (?:reveal|exclusively)|understands|newsletter|exclusive)\b"
)
_KNOWN_CREDIT, _CREDITED, _BYLINED, _COPYRIGHT, _SELF, _SELF_WEAK = 0.95, 0.7, 0.9, 0.75, 0.85, 0.6
_NO_CREDIT = frozenset(("Photo", "AP Photo", "File", "Video", "Update", "Updated", "Adds", "L", "R"))


class SourceName(NamedTuple):
    """Whose article it is: the span and the words that say so, the name, an address beside it or nothing, rule, confidence."""

    start: int
    end: int
    text: str
    name: str
    url: str
    rule: str
    confidence: float


def find_source(text: str, document: Document, *, known: KnownOrganisations | None = None) -> SourceName | None:
    """Return the source that a text names, the surest and then the first, or None. Linear in the text."""
    table = known or load_organisations()
    found = [*_in_lines(text, table), *_itself(document, table)]
    return min(found, key=lambda source: (-source.confidence, source.start), default=None)


def _in_lines(text: str, known: KnownOrganisations) -> Iterator[SourceName]:
    at = seen = 0
    lines = text.split("\n")
    edge = len(lines) - _LINES // 2
    for number, line in enumerate(lines):
        stripped = line.strip()
        offset = at + len(line) - len(line.lstrip())
        at += len(line) + 1
        if not stripped or (_LINES // 2 < number < edge):
            continue
        seen += 1
        yield from _in_line(stripped[:_LONGEST], offset, seen, known)


def _in_line(line: str, offset: int, number: int, known: KnownOrganisations) -> Iterator[SourceName]:
    """Yield what one line says of the source; `number` is which of the lines that are not empty it is."""
    for pattern in (_CREDIT, _SLASHED):
        match = pattern.match(line)
        if match and number <= _HEAD_LINES and match[2] not in _NO_CREDIT:
            media = _is_medium(match[2], known)
            if media or _PLACE.match(match[1]):
                yield _source(match, 2, line, offset, "agency credit", _KNOWN_CREDIT if media else _CREDITED, known)
    if len(line) < _LONGEST:
        for pattern in (_BYLINE, _BYLINE_ALONE):
            match = pattern.match(line)
            if match and _is_medium(match[1], known):
                yield _source(match, 1, line, offset, "byline", _BYLINED, known)
                break
    match = _RIGHTS.search(line) if _RIGHTS_SIGN.search(line) else None
    if match:
        yield _source(match, 1, line, offset, "copyright", _COPYRIGHT, known)


def _source(
    match: re.Match[str], group: int, line: str, offset: int, rule: str, confidence: float, known: KnownOrganisations
) -> SourceName:
    name = _TAIL.sub("", match[group])
    address = _ADDRESS.search(line, match.end(group))
    start = offset + match.start(group)
    url = address[0].rstrip(".,;") if address else ""
    return SourceName(start, start + len(name), name, _canonical(name, known), url, rule, confidence)


def _canonical(name: str, known: KnownOrganisations) -> str:
    readings = _media_called(name, known)
    return readings[0].organisation.name if readings else name.removeprefix("the ")


def _media_called(name: str, known: KnownOrganisations) -> list[KnownName]:
    """Return the media that a name may mean, with or without its article."""
    bare = name.removeprefix("the ").removeprefix("The ")
    return [r for form in dict.fromkeys((name, bare)) for r in known.called(form) if r.organisation.kind in _MEDIA]


def _is_medium(name: str, known: KnownOrganisations) -> bool:
    """Say whether a name is a medium's: known, or with a newspaper's word."""
    if _media_called(_TAIL.sub("", name), known):
        return True
    return any(word in known.words["medium"] or word in ("Agency", "Network", "Newsroom") for word in name.split()[-3:])


def is_masthead(line: str, known: KnownOrganisations) -> bool:
    """Say whether a line is nothing but a medium's name."""
    words = line.split()
    return bool(_media_called(line, known)) or (1 < len(words) <= _LONGEST_MASTHEAD and words[-1] in known.words["medium"])


def _itself(document: Document, known: KnownOrganisations) -> Iterator[SourceName]:
    """Yield the publisher that names itself: "The Lancashire Telegraph will continue to monitor"."""
    tokens, text = document.tokens, document.text
    cues = frozenset(cue.start() for cue in _SELF_CUE.finditer(text))
    if not any(_may_end_name(text[max(0, cue - _LONGEST_ENDING) : cue]) for cue in cues):
        return  # most texts: the names need not be looked for
    names: dict[str, list[tuple[int, int]]] = {}
    for first, last in _media(document, known):
        start, end = tokens[first].start, tokens[last - 1].end
        names.setdefault(name_key(text[start:end]).removeprefix("the "), []).append((start, end))
    for spans in names.values():
        if any(end in cues for _, end in spans):
            start, end = spans[0]
            name = text[start:end]
            confidence = _SELF if len(spans) > 1 else _SELF_WEAK
            yield SourceName(start, end, name, _canonical(name[:1].upper() + name[1:], known), "", "names itself", confidence)


def _may_end_name(before: str) -> bool:
    """Say whether the words before a cue may end with a medium's name."""
    words = before.split()
    return bool(words) and (not words[-1].isalpha() or not words[-1].islower() or words[-1] in _ENDINGS)


def _media(document: Document, known: KnownOrganisations) -> Sequence[tuple[int, int]]:
    """Return the media among the tokens, by their words and by the table."""
    mastheads = [(m.first, m.last) for m in find_mastheads(document, known)]
    taken = {number for first, last in mastheads for number in range(first, last)}
    return mastheads + [
        (first, last)
        for first, last, readings in known.scan(document.texts)
        if readings[0].organisation.kind in _MEDIA and taken.isdisjoint(range(first, last))
    ]
