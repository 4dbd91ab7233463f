"""Bylines: who wrote an article, as the line above or below it says: "By Jane Doe and John Roe, Political Editor".

A byline is a line of its own. Left out: people in the article, and what the authors are to the publication.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from broadsheet.extract.structure.timestamps import load_months, read_timestamps
from broadsheet.extract.structure.vocabulary import any_of, load_vocabulary

_LONGEST = 180
_MOST_WORDS = 30
_SAYS = re.compile(
    rf"\s*(?:[–—-]\s*)?(?:{any_of('by')}\s+|{any_of('author field')}\s*[:：]\s*)",
    re.IGNORECASE,
)
_CREDITED = re.compile(r"\(?\s*(?:additional )?(?:reporting|writing|written|compiled) by:?\s+([^;.()]{3,160})", re.IGNORECASE)
_NEXT = re.compile(
    r"\s*(?:,|&|\||•|·|/|\s[–—-]\s|\b(?:and|with|und|mit|et|avec|y|con|e|и|і|ve|and by)\b|\s[و]\s)\s*", re.IGNORECASE
)
_UNTIL = re.compile(
    r"\s(?:in|for|at|of|from|aus|à|en|for the|updated|published|posted|on|reports?|последн\w+)\s|\d|[@:;(]|\bupdated\b"
    r"|\bpublished\b",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"([^\W\d_][^,;:!?()]{4,40}?),? (?:is|was|ist|est|es|é|è) (?:an?|the|one|eine?|der|die|une?|una?|um|uma|il|la|le|el|o)\b"
)
_LONGEST_NOTE = 300
_PLACED = re.compile(r"(?:in|reporting from) [A-Z]\S*(?: \S+){0,3}$")
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_MONTH_DAY = re.compile(r"\b([^\W\d_]{3,9})\.? \d{1,2}\b")  # a date without a year
_AGENCY_SURE = 0.6
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")


class Byline(NamedTuple):
    """An author named in a line: offsets in it, the name as it would be published, and how sure that is."""

    start: int
    end: int
    name: str
    confidence: float


def read_byline(line: str) -> tuple[Byline, ...]:
    """Return the authors that a byline names; nothing if a line is none."""
    said = _SAYS.match(line) if len(line) <= _LONGEST else None
    if said is None or len(line.split()) > _MOST_WORDS:
        return ()
    return _names(line, said.end(), _before_dates(line), 0.95)


def read_signed(line: str) -> tuple[Byline, ...]:
    """Return the authors of a line that is nothing but names and what they are: "Jane Doe, Political Editor"."""
    if len(line) > _LONGEST or len(line.split()) > 14 or line.rstrip()[-1:] in ".!?":
        return ()
    found = _names(line, 0, _before_dates(line), 0.85)
    rest = line[found[-1].end :].strip(" ,|") if found and found[0].confidence > _AGENCY_SURE else ""
    told = is_job(rest) or _PLACED.match(rest)
    return found if told else ()


def read_credited(line: str) -> tuple[Byline, ...]:
    """Return who reported, where an agency says so under its text: "(Reporting by Jane Doe; Editing by John Roe)"."""
    said = _CREDITED.search(line[:400])
    return _names(line, *said.span(1), 0.75) if said else ()


def read_note(line: str) -> tuple[Byline, ...]:
    """Return the author of whom a note below the text says what else they are: "Jane Doe is a writer in Puddlewick."."""
    said = _NOTE.match(line) if len(line) <= _LONGEST_NOTE else None
    words = {word.casefold() for word in _WORD.findall(line[said.end() :])} if said else set()
    known = load_vocabulary()
    if said is None or not _is_name(said[1]) or not words & (known["author"] | known["job"]):
        return ()
    return (Byline(0, said.end(1), said[1], 0.8),)


def is_name(line: str) -> bool:
    """Say whether a line may be a person's name and nothing else."""
    return len(line) <= 40 and _is_name(line) and line.rstrip()[-1:] not in ".!?,:;"


def is_job(line: str) -> bool:
    """Say whether a short line says what an author is: "Political editor", "BBC News, Kyiv"."""
    words = [word.casefold() for word in _WORD.findall(line)] if len(line) <= 60 else []
    return 0 < len(words) <= 6 and any(word in load_vocabulary()["job"] for word in words) and line.rstrip()[-1:] not in ".!?"


def _before_dates(line: str) -> int:
    """Return where the part of a line ends that stands before its first date."""
    dates = read_timestamps(line)
    end = dates[0].start if dates else len(line)
    day = _WEEKDAY.search(line, 0, end)
    end = day.start() if day else end
    months = load_months()
    return next((match.start() for match in _MONTH_DAY.finditer(line, 0, end) if match[1].casefold() in months), end)


def _names(line: str, start: int, end: int, confidence: float) -> tuple[Byline, ...]:
    stop = _UNTIL.search(line, start, end)
    end = stop.start() if stop else end
    found = []
    at = start
    for match in (*_NEXT.finditer(line, start, end), None):
        until = match.start() if match else end
        piece = _without_job(line[at:until].strip())
        first = at + line[at:until].find(piece)
        at = match.end() if match else end
        if not piece:
            continue
        if piece.casefold() in load_vocabulary()["agency"]:
            found.append(Byline(first, first + len(piece), piece, _AGENCY_SURE))
        elif _is_name(piece):
            found.append(Byline(first, first + len(piece), _in_letters(piece), confidence))
        else:
            break
    return tuple(found)


def _without_job(piece: str) -> str:
    """Return a piece without the job that follows a name in it: "Jane Doe Political editor"."""
    if piece.casefold() in load_vocabulary()["agency"]:
        return piece
    words = list(_WORD.finditer(piece))
    jobs = [number for number, word in enumerate(words) if word[0].casefold() in load_vocabulary()["job"]]
    return piece[: words[jobs[0]].start()].rstrip(" ,-") if jobs and jobs[0] >= 2 else piece


def _is_name(text: str) -> bool:
    words = _WORD.findall(text)
    if not 2 <= len(words) <= 5 or " ".join(words) != " ".join(text.split()):
        return False
    lowered = [word.casefold() for word in words]
    if any(word in load_vocabulary()["job"] or word in load_vocabulary()["no name"] for word in lowered):
        return False
    if not words[0][0].isupper() and words[0][0] != words[0][0].upper() and lowered[0] not in load_vocabulary()["particle"]:
        return False
    cased = [word for word, low in zip(words, lowered, strict=True) if low not in load_vocabulary()["particle"]]
    return bool(cased) and all(word[0].isupper() or word[0] == word[0].upper() for word in cased)


def _in_letters(name: str) -> str:
    """Return a name set in capitals as it is written in a text."""
    if name != name.upper() or name == name.lower():
        return name
    words = (word.lower() if word.casefold() in load_vocabulary()["particle"] else _capitalised(word) for word in name.split())
    return " ".join(words)


def _capitalised(word: str) -> str:
    parts = re.split(r"(['’.-])", word)
    small = "".join(part.capitalize() for part in parts)
    return f"Mc{small[2:].capitalize()}" if small.startswith("Mc") and len(small) > 4 else small
