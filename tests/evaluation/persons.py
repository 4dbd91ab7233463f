"""Readers of annotated persons: columns (CoNLL-2003, Worldwide Newswire), JSON lines of documents with entities (MEANTIME, re3d).

Each yields documents with the spans of persons' names. A set that annotates what is no name ("the minister", "his wife") or a
title with the name is read by the words: only names are kept, and where two spans share a name the shorter one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from broadsheet.extract.document.lexicon import load_lexicon
from evaluation.names import annotated
from evaluation.score import files
from evaluation.tagged import read_tagged

_SPORTS = (
    "SOCCER|TENNIS|CRICKET|RUGBY(?: UNION| LEAGUE)?|GOLF|BASEBALL|BASKETBALL|NBA(?: BASKETBALL)?|NHL(?: ICE HOCKEY)?|NFL|HOCKEY"
    "|(?:ICE|FIELD) HOCKEY|(?:AMERICAN |AUSTRALIAN RULES-?)?FOOTBALL|AUSTRALIAN RULES|ATHLETICS|CYCLING|BOXING"
    "|MOTOR ?(?:RACING|CYCLING)"
    "|MOTORCYCLING|RALLYING|(?:ALPINE |NORDIC |FREESTYLE |CROSS-COUNTRY )?SKIING|SKI-?JUMPING|BIATHLON|BOBSLEIGH(?:ING)?|LUGE"
    "|(?:SPEED|FIGURE) SKATING|SKATING|BADMINTON|(?:TABLE )?TENNIS|SQUASH|SWIMMING|DIVING|ROWING|SAILING|YACHTING|VOLLEYBALL"
    "|BEACH VOLLEYBALL|HANDBALL|SNOOKER|EQUESTRIAN|SHOW ?JUMPING|HORSE ?RACING|RACING|GYMNASTICS|WRESTLING|JUDO|WEIGHTLIFTING"
    "|OLYMPICS|ONE ROMANIAN|SUMO|CHESS|TRIATHLON|MARATHON|SOFTBALL|WATER POLO|SPORT"
)
_SPORT = re.compile(rf"(?:{_SPORTS})\s*[-:–]")
_SMALL = frozenset("al bin ibn van von der den de da del la le di du dos el ben ter bint".split())  # noqa: SIM905
_TITLES = load_lexicon().words["title"] | load_lexicon().words["honorific"] | load_lexicon().words["noble"]


@dataclass(frozen=True, slots=True)
class GoldPeople:
    """A text, the spans of persons' names in it, whether it is sport, and spans of which the set does not say what they are."""

    id: str
    text: str
    people: tuple[tuple[int, int], ...]
    sport: bool = False
    ignored: tuple[tuple[int, int], ...] = ()


def read_people(folder: Path, form: str) -> Iterator[GoldPeople]:
    """Yield the annotated documents in a folder, file after file by name. `form` is a key of FORMS."""
    pattern, reader = FORMS[form]
    for path in files(folder, pattern):
        yield from reader(path)


def is_sport(headline: str) -> bool:
    """Say whether a wire's headline begins with the name of a sport and a dash: "SOCCER - LATE GOALS GIVE JAPAN WIN"."""
    return _SPORT.match(headline) is not None


def _read_columns(path: Path) -> Iterator[GoldPeople]:
    """Read a token a line with its tag in the last column, IOB1 or IOB2; a blank line after a sentence; -DOCSTART- before each
    document. The text has a space between tokens and a line for each sentence."""
    number, sentences, sentence = 0, [], []
    for line in (*path.read_text(encoding="utf-8").split("\n"), "", "-DOCSTART-"):
        columns = line.split()
        if columns and not columns[0].startswith("-DOCSTART-"):
            sentence.append((columns[0], columns[-1]))
            continue
        if sentence:
            sentences.append(sentence)
            sentence = []
        if columns and sentences:
            number += 1
            yield _from_columns(f"{path.stem}-{number}", sentences)
            sentences = []


def _from_columns(id_: str, sentences: list[list[tuple[str, str]]]) -> GoldPeople:
    lines: list[str] = []
    people: list[tuple[int, int]] = []
    at = 0
    for sentence in sentences:
        previous = "O"
        for token, tag in sentence:
            if tag.endswith("-PER") and not tag.startswith("B") and previous.endswith("-PER"):
                people[-1] = (people[-1][0], at + len(token))
            elif tag.endswith("-PER"):
                people.append((at, at + len(token)))
            previous = tag
            at += len(token) + 1
        lines.append(" ".join(token for token, _ in sentence))
    return GoldPeople(id_, "\n".join(lines), tuple(people), is_sport(lines[0]))


def _read_entities(path: Path) -> Iterator[GoldPeople]:
    """Read JSON lines of documents with entities of the type PER or Person, which may hold more than a name or less."""
    for line in path.read_text(encoding="utf-8").split("\n"):
        if not line.strip():
            continue
        record = json.loads(line)
        spans = [(e["start"], e["end"]) for e in record["entities"] if _is_person(e)]
        names = sorted({_name_in(record["text"], *span) for span in spans} - {None})
        kept = [one for one in names if not any(one != other and one[0] <= other[0] and other[1] <= one[1] for other in names)]
        until = annotated(record) or len(record["text"])
        within = tuple(span for span in kept if span[1] <= until)
        yield GoldPeople(record["id"], record["text"], within, ignored=((until, len(record["text"])),))


def _is_person(entity: Mapping[str, Any]) -> bool:
    return entity.get("type") in ("PER", "Person") and bool(entity.get("confidence", 1)) and entity.get("syn", "NAM") == "NAM"


def _read_tagged(path: Path) -> Iterator[GoldPeople]:
    for id_, text, spans in read_tagged(path):
        names = sorted({_name_in(text, start, end) for kind, start, end in spans if kind == "Person"} - {None})
        yield GoldPeople(id_, text, tuple(names))


def _name_in(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the span of the name that an annotation ends with, without the titles before it, or None where there is none."""
    words = [(m.start() + start, m.end() + start, m.group()) for m in re.finditer(r"[^\s,]+", text[start:end])]
    if "," in text[start:end]:
        return None
    name: list[tuple[int, int, str]] = []
    for word in reversed(words):
        if not (word[2][0].isupper() or word[2] in _SMALL or word[2].startswith("al-")) or word[2] in _TITLES:
            break
        name.append(word)
    if not name or (len(name) < len(words) and words[len(words) - len(name) - 1][2].lower() in ("of", "the", "and")):
        return None
    found = (name[-1][0], name[0][1])
    return None if text[found[0] : found[1]] in ("He", "She", "I", "They", "We", "His", "Her", "You") else found


FORMS: Mapping[str, tuple[str, Callable[[Path], Iterator[GoldPeople]]]] = {
    "conll": ("*", _read_columns),
    "entities": ("*.jsonl", _read_entities),
    "worldwide": ("*.txt.tsv", _read_tagged),
}
