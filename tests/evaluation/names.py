"""Readers of annotated names: CoNLL-2003, AIDA-CoNLL, Worldwide Newswire (columns), MEANTIME and re3d (JSON lines).

Each yields documents with the spans of their names by type: PER, ORG, LOC, MISC; `ORG?` is a span that a set annotates as an
organisation by a convention of its own (a country that acts, "the government"), which is neither asked for nor wrong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evaluation.score import files
from evaluation.tagged import read_tagged

_SPORTS = re.compile(
    r"^(?:SOCCER|TENNIS|GOLF|CRICKET|RUGBY|BASEBALL|BASKETBALL|HOCKEY|ICE HOCKEY|NBA|NHL|NFL|NCAA|CYCLING|ATHLETICS|SKIING|SKI"
    r"|ALPINE|BOXING|MOTOR|MOTORCYCLING|FORMULA|SWIMMING|BADMINTON|SQUASH|SNOOKER|SKATING|FIGURE|BOBSLEIGH|LUGE|SPEED|NORDIC"
    r"|BIATHLON|VOLLEYBALL|HANDBALL|HORSE|RACING|EQUESTRIAN|SAILING|YACHTING|ROWING|JUDO|WRESTLING|WEIGHTLIFTING|GYMNASTICS"
    r"|OLYMPICS|AMERICAN FOOTBALL|FREESTYLE|TABLE TENNIS|MAJOR LEAGUE|SPORT|DAVIS|RALLYING|CANOEING|FENCING|TRIATHLON"
    r"|SNOWBOARDING|CROSS|CURLING)\b"
)


@dataclass(frozen=True, slots=True)
class GoldNames:
    """A text and the names in it: type, start, end and what the name is linked to, or nothing. `sport`: news of sport.

    A set may annotate the beginning of its texts only: `until` is where that ends, or 0.
    """

    id: str
    text: str
    names: tuple[tuple[str, int, int, str], ...]
    sport: bool = False
    until: int = 0

    def spans(self, kind: str) -> tuple[tuple[int, int], ...]:
        """Return the spans of the names of a type, in order."""
        return tuple(sorted((start, end) for type_, start, end, _ in self.names if type_ == kind))


def read_names(folder: Path, form: str) -> Iterator[GoldNames]:
    """Yield the annotated documents in a folder or a file, file after file by name. `form` is a key of FORMS."""
    pattern, reader = FORMS[form]
    for path in files(folder, "*"):
        if folder.is_file() or (path.is_file() and pattern.search(path.name)):
            yield from reader(path)


@dataclass(slots=True)
class _Page:
    """A document while its columns are read: the text grows by tokens, and names by their tags."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    names: list[tuple[str, int, int, str]] = field(default_factory=list)
    quoted: bool = False
    glue: bool = True

    def word(self, token: str) -> tuple[int, int]:
        """Add a token, with a space before it where print has one, and return its span."""
        closing = token in (".", ",", ";", ":", "?", "!", ")", "]", "%", "...") or token in (
            "'s",
            "'",
            "n't",
            "'re",
            "'ve",
            "'ll",
            "'d",
            "'m",
        )
        if token == '"':
            closing, self.quoted = self.quoted, not self.quoted
        if not self.glue and not closing:
            self._add(" ")
        start = self.length
        self._add(token)
        self.glue = token in ("(", "[", "$", "#") or (token == '"' and self.quoted)
        return start, self.length

    def line(self) -> None:
        """End a sentence's line."""
        if self.pieces and self.pieces[-1] != "\n":
            self._add("\n")
        self.glue, self.quoted = True, False

    def _add(self, piece: str) -> None:
        self.pieces.append(piece)
        self.length += len(piece)

    def done(self, number: int, id_: str = "") -> GoldNames:
        """Return the document."""
        text = "".join(self.pieces)
        return GoldNames(id_ or str(number), text, tuple(self.names), bool(_SPORTS.match(text)))


def _read_conll(path: Path) -> Iterator[GoldNames]:
    """Read CoNLL-2003: token, part of speech, chunk, name tag; a blank line ends a sentence, -DOCSTART- begins a document.

    Tags may be IOB1 (as the set was published: B only between names of one type) or IOB2.
    """
    page, open_, number = _Page(), "", 0
    for line in (*path.read_text(encoding="utf-8").split("\n"), "-DOCSTART-"):
        columns = line.split()
        if not columns or columns[0] == "-DOCSTART-":
            page.line()
            open_ = ""
            if columns:
                if page.pieces and any(piece.strip() for piece in page.pieces):
                    yield page.done(number)
                    number += 1
                page = _Page()
            continue
        start, end = page.word(columns[0])
        mark, _, kind = columns[-1].partition("-")
        if kind and (mark == "B" or kind != open_):
            page.names.append((kind, start, end, ""))
        elif kind:
            page.names[-1] = (kind, page.names[-1][1], end, "")
        open_ = kind


def _read_aida(path: Path) -> Iterator[GoldNames]:
    """Read AIDA-CoNLL: token; and in a mention B or I, the mention, its entity (or --NME--), and the page's address.

    The type of a name is a column of its own where the set has one (such as B-PER), else PER?: it may be a person.
    """
    page, id_, number = _Page(), "", 0
    for line in (*path.read_text(encoding="utf-8").split("\n"), "-DOCSTART-"):
        columns = line.rstrip("\r").split("\t")
        if columns[0].startswith("-DOCSTART-"):
            if any(piece.strip() for piece in page.pieces):
                yield page.done(number, id_)
                number += 1
            page, id_ = _Page(), line.partition("(")[2].rpartition(")")[0]
            continue
        if not columns[0].strip():
            page.line()
            continue
        start, end = page.word(columns[0])
        types = [c[2:] for c in columns[1:] if re.fullmatch(r"[BI]-[A-Z]{3,4}", c)]
        if len(columns) > 3 and columns[1] == "B":
            page.names.append((types[0] if types else "PER?", start, end, columns[3]))
        elif len(columns) > 3 and columns[1] == "I" and page.names:
            kind, first, _, link = page.names[-1]
            page.names[-1] = (kind, first, end, link)


_DETERMINER = re.compile(r"^(?:[Tt]he|[Aa]n?|[Ii]ts|[Oo]ur|[Tt]heir)\s+")
_POSSESSOR = re.compile(r"^(?:[A-Z][\w.]+ ){0,2}[A-Z][\w.]+['’]s?\s+(?=\S)")
_ANNOTATED_LINES = 6  # what follows is annotated in part
_PRONOUNS = frozenset(("we", "our", "they", "it", "us", "you", "who", "i", "its", "their"))
_GENERIC = re.compile(
    r"\b(?:companies|company|people|government|regime|forces|units?|troops|fighters|militants|terrorists|partners|nations|leaders|community"
    r"|civilians|parties|soldiers|airlines|carriers?|manufacturers?|maker|officials)$",
    re.IGNORECASE,
)


def _read_entities(path: Path) -> Iterator[GoldNames]:
    """Read JSON lines of documents with entities: ORG or Organisation, PER or Person; names only.

    A span with a determiner, a possessor or a trailing comma is read without it, as names are annotated elsewhere. What is no
    name (pronouns, "the company", countries and peoples that act) may be found or not.
    """
    for line in path.read_text(encoding="utf-8").split("\n"):
        if not line.strip():
            continue
        record = json.loads(line)
        places = {
            record["text"][e["start"] : e["end"]]
            for e in record["entities"]
            if e.get("type") in ("Location", "LOC", "Nationality")
        }
        names = set()
        for entity in record["entities"]:
            kind = {"Organisation": "ORG", "Person": "PER"}.get(entity.get("type", ""), entity.get("type", ""))
            named = entity.get("syn", "NAM") == "NAM"
            if kind not in ("ORG", "PER") or (kind == "PER" and not named):
                continue
            start, end = _name_in(record["text"], entity["start"], entity["end"])
            text = record["text"][start:end]
            good = named and _looks_like_a_name(text) and text not in places and text.casefold() not in _PRONOUNS
            names.add((kind if kind == "PER" or good else "ORG?", start, end, entity.get("ref") or entity.get("inst", "")))
        until = annotated(record)
        yield GoldNames(record["id"], record["text"], tuple(sorted(_outermost(names))), until=until)


def annotated(record: dict[str, Any]) -> int:
    """Return where the annotation of a document with entities ends: in MEANTIME after headline, date and four sentences, a line
    each; elsewhere 0, for it does not."""
    if not any("syn" in entity for entity in record["entities"]):
        return 0
    return len("\n".join(record["text"].split("\n")[:_ANNOTATED_LINES]))


def _name_in(text: str, start: int, end: int) -> tuple[int, int]:
    for pattern in (_DETERMINER, _POSSESSOR, _DETERMINER):
        match = pattern.match(text[start:end])
        start += match.end() if match else 0
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in ".)"):
        end -= 1
    if text[start:end].endswith("Inc.,"):
        end -= 1
    return start, end


def _looks_like_a_name(text: str) -> bool:
    words = [w for w in re.split(r"[\s-]+", text) if w]
    lower = [
        w
        for w in words
        if not w[:1].isupper() and not w[1:2].isupper() and w not in ("of", "the", "and", "for", "&", "in", "al", "on", "-")
    ]
    return bool(words) and not lower and "," not in text and not _GENERIC.search(text) and len(words) < 12


_KINDS: Mapping[str, str] = {"Person": "PER", "Organization": "ORG", "Location": "LOC"}


def _read_tagged(path: Path) -> Iterator[GoldNames]:
    """Read Worldwide Newswire; what is said of a name in `_read_entities` holds here, too."""
    for id_, text, spans in read_tagged(path):
        places = {text[start:end] for kind, start, end in spans if kind in ("Location", "NORP")}
        names = set()
        for found, *span in spans:
            kind = _KINDS.get(found, found)
            start, end = _name_in(text, *span) if kind == "ORG" else span
            words = text[start:end]
            good = kind != "ORG" or (_looks_like_a_name(words) and words not in places)
            names.add((kind if good else "ORG?", start, end, ""))
        yield GoldNames(id_, text, tuple(sorted(_outermost(names))))


def _outermost(names: set[tuple[str, int, int, str]]) -> Iterator[tuple[str, int, int, str]]:
    """Yield the names that are inside no other of their type; those become optional."""
    for name in sorted(names):
        inside = any(o[0] == name[0] and o[1] <= name[1] and name[2] <= o[2] and o[1:3] != name[1:3] for o in names)
        yield ("ORG?", *name[1:]) if inside and name[0] == "ORG" else name


FORMS: Mapping[str, tuple[re.Pattern[str], Callable[[Path], Iterator[GoldNames]]]] = {
    "conll": (re.compile(r"test|train|dev|conll|\.(?:txt|conll|iob|bio)$"), _read_conll),
    "aida": (re.compile(r"\.tsv$"), _read_aida),
    "entities": (re.compile(r"\.jsonl$"), _read_entities),
    "worldwide": (re.compile(r"\.txt\.tsv$"), _read_tagged),
}
