"""Speakers: whom the words that name a source mean: a person by full name, an organisation, or a description as it stands.

A pronoun means whoever spoke last and fits it, else the nearest person named before. A surname means whoever has it in full.
People and organisations come from those who find them; without them, capitalised sources of the article itself are taken.

Left out: whether a person of the register is meant, and which country a capital stands for.
"""

from __future__ import annotations

from bisect import bisect_left
from calendar import month_name
from collections.abc import Sequence
from typing import NamedTuple

from broadsheet.extract.document.document import Document
from broadsheet.extract.document.grammar import word_set
from broadsheet.extract.document.lexicon import load_lexicon
from broadsheet.extract.statements.cues import load_cues
from broadsheet.extract.statements.phrases import FINITE, SUBORDINATORS
from broadsheet.extract.statements.statements import TextSpan

PERSON, ORGANISATION, OTHER = "person", "organisation", ""
_HE, _SHE = frozenset(("he", "him", "his")), frozenset(("she", "her", "hers"))
_THEY, _IT = frozenset(("they", "them", "their")), frozenset(("it", "its"))
_OURS = frozenset(("i", "we", "you", "one"))
_RELATIVE_WORDS = frozenset(("who", "whom", "whose", "which", "that"))
_NAMED, _SURNAME, _DESCRIBED, _LAST_SPEAKER, _NEAREST, _OPEN = 0.95, 0.92, 0.85, 0.85, 0.7, 0.4
_REACH = 1_500  # code points a pronoun reaches back
_ROLE_REACH = 60
_LONGEST_OPENING = 8  # words before a name that opens its sentence
_MALE_TITLES, _FEMALE_TITLES = word_set("male title"), word_set("female title")
_MALE_NAMES, _FEMALE_NAMES = word_set("male name"), word_set("female name")
_GIVEN_NAMES = _MALE_NAMES | _FEMALE_NAMES
_TITLES = word_set("title") | word_set("role")
_PREPOSITIONS, _DAYS = word_set("preposition"), word_set("day")
_ANYBODY = frozenset(("everyone", "everybody", "anyone", "nobody", "some", "many", "most", "few"))
_TIMES = {*word_set("adverb"), *(f"{time}s" for time in word_set("time")), *map(str.lower, month_name[1:]), "indeed"}
_PEOPLE = (
    _TITLES
    | _MALE_TITLES
    | _FEMALE_TITLES
    | load_lexicon().words["role"]
    | load_lexicon().words["kinship"]
    | {"villager", "neighbour", "neighbor", "bystander", "witness", "speaker", "trader", "person", "somebody", "someone"}
)
_ARTICLES = frozenset(("the", "a", "an", "his", "her", "their", "its", "this", "that"))
_POSSESSIVE = ("'s", "’s")


class NamedActor(NamedTuple):
    """A mention of a person or organisation: its span, the full name, the kind, and the gender (f, m) where it is known."""

    start: int
    end: int
    name: str
    kind: str = PERSON
    gender: str = ""


class Speaker(NamedTuple):
    """Who is meant: the name or description (empty where nobody is known), its kind, the rule, and how sure that is."""

    name: str
    kind: str
    rule: str
    confidence: float


def name_speakers(document: Document, sources: Sequence[TextSpan], named: Sequence[NamedActor] = ()) -> tuple[Speaker, ...]:
    """Return who each source is, for sources in any order. `named` are mentions, from the finders of people and organisations."""
    book = _SpeakersSoFar(document, named, sources)
    order = sorted(range(len(sources)), key=lambda number: sources[number])
    found: dict[int, Speaker] = {}
    seen: dict[TextSpan, Speaker] = {}
    for number in order:
        source = sources[number]
        if source not in seen:
            seen[source] = book.speaker(*source)
        found[number] = seen[source]
    return tuple(found[number] for number in range(len(sources)))


def _ends_description(after: Sequence[str], kind: str) -> bool:
    """Say whether nothing but a description follows a name: Smith of Georgia; but not "Smith's lawyer", "Labour leader Roe"."""
    if not after or after[0] in (",", "(") or after[0].startswith("("):
        return True
    first = after[0].strip(",").lower()
    return first in _PREPOSITIONS or first in ("jr.", "sr.", "who") or (kind == PERSON and first.isdigit())


def _belongs_to_other(before: Sequence[str], whole: bool) -> bool:
    """Say whether a name in a source only says whose it is: an aide to Roe; but not "First Minister of Scotland Ann Lee".

    `whole` says that it is a person's name in full.
    """
    lower = [word.lower() for word in before]
    at = next((number for number, word in enumerate(lower) if word in _PREPOSITIONS), None)
    if at is None:
        return False
    titled = at > 0 and lower[at - 1] in _TITLES
    last = before[-1]
    of_office = last[:1].isupper() or last in ("state", "affairs", "justice", "defence", "defense", "health", "finance")
    return not (whole and titled and of_office and lower[-1] not in _TITLES)


def _goes_on_to_role(after: Sequence[str]) -> bool:
    """Say whether "and" joins another role of the same person: Ann Lee of the Board and contributor to the Elbar Times."""
    at = after.index("and") + 1
    return at < len(after) and after[at].lower() in word_set("role") and not after[at].endswith("s")


def _is_somebody(description: str) -> bool:
    """Say whether a description is of one person: a farmer from the north; not the country, not officials."""
    words = [word.strip(",").lower() for word in description.split()]
    end = next((number for number, word in enumerate(words) if number and word in _PREPOSITIONS), len(words))
    return words[end - 1] in _PEOPLE or words[0] == "one"


def _is_loose(words: Sequence[str]) -> bool:
    """Say whether words are more or less than who somebody is: polled in June, economist at the bank, months, whom the party."""
    first, word = words[0], words[0].lower()
    bare = word[-1] != "s" and first.islower() and word not in _PEOPLE | word_set("speaking people") | _ANYBODY
    if word in FINITE | _RELATIVE_WORDS or first[:2] in ("R-", "D-") or (len(words) == 1 and (bare or word in _TIMES)):
        return True
    cut = first.islower() and (first.endswith(("ed", "ing")) or (first in _PEOPLE and len(words) > 1))
    return cut or any("%" in word or word.lower() in _DAYS for word in words)


class _SpeakersSoFar:
    """Who has been named and who has spoken, as the article goes on."""

    def __init__(self, document: Document, named: Sequence[NamedActor], sources: Sequence[TextSpan]) -> None:
        self._document = document
        self._named = sorted([*named, *_from_sources(document, sources, named)])
        self._starts = [mention.start for mention in self._named]
        self._genders: dict[str, str] = {}
        for mention in self._named:
            gender = mention.gender or gender_of(document, mention)
            if gender:
                self._genders.setdefault(mention.name, gender)
        self._surnames = {m.name.split()[-1]: m.name for m in reversed(self._named) if " " in m.name and m.kind == PERSON}
        self._roles = _roles(document, self._named)
        self._spoke: list[tuple[int, str, str]] = []  # where, name, kind

    def speaker(self, start: int, end: int) -> Speaker:
        """Return who the source between two offsets is, and remember that they spoke."""
        text = self._document.text[start:end]
        words = text.split()
        first = words[0].lower().partition("'")[0].partition("’")[0]
        if len(words) == 1 and first in _HE | _SHE | _THEY | _IT:
            found = self._pronoun(first, start)
        elif len(words) == 1 and first in _OURS | _RELATIVE_WORDS:
            found = Speaker("", OTHER, "pronoun", _OPEN)
        else:
            found = self._mention(start, end) or self._surname(text) or self._described(text, start)
        if found.name and found.rule != "pronoun":
            self._spoke.append((start, found.name, found.kind))
        return found

    def _mention(self, start: int, end: int) -> Speaker | None:
        """Return the mention in a source that names it: not an owner (Roe's lawyer), not after a preposition (an aide to Roe)."""
        text = self._document.text
        number = bisect_left(self._starts, start)
        if number and self._named[number - 1].end > start:
            number -= 1
        found = None
        while number < len(self._named) and self._named[number].start < end:
            mention = self._named[number]
            number += 1
            before = text[start : max(start, mention.start)].split()
            after = text[mention.end : end].split()
            whole = mention.kind == PERSON and " " in text[mention.start : mention.end]
            if _belongs_to_other(before, whole) or not _ends_description(after, mention.kind):
                continue
            if "and" in before or ("and" in after and not _goes_on_to_role(after)):
                return None  # Paris and Rome: two sources, as the text names them
            if found is None or mention.kind == PERSON:
                found = Speaker(mention.name, mention.kind, "name", _NAMED)
        return found

    def _surname(self, text: str) -> Speaker | None:
        last = text.split()[-1].rstrip(",.")
        name = self._surnames.get(last) or self._surnames.get(last.title() if last.isupper() else "")
        if not name or any(sign in text for sign in _POSSESSIVE) or any(word in _PREPOSITIONS for word in text.split()):
            return None
        return Speaker(name, PERSON, "surname", _SURNAME)

    def _described(self, text: str, start: int) -> Speaker:
        """Return the person whose role a description repeats (the minister), else the description."""
        plain = " ".join(text.split()).strip(" ,;_")
        words = plain.split()
        if words[0].lower() in _ARTICLES and len(words) <= 4 and (words[-1].islower() or len(words) == 2):
            holders = [holder for holder in self._roles.get(words[-1].lower(), ()) if holder[0] < start]
            told = {word.lower() for word in words[1:-1] if word[0].isupper()}
            said = [holder for holder in holders if told & holder[2]] or holders  # the Iranian president
            if said:
                return Speaker(said[-1][1], PERSON, "role", _DESCRIBED - 0.05)
        kind = ORGANISATION if not words[-1].islower() else OTHER
        shown = plain if words[0] != "The" or len(words) == 1 else "the " + plain[4:]
        return Speaker(shown if kind == OTHER else plain, kind, "description", _NEAREST if _is_loose(words) else _DESCRIBED)

    def _pronoun(self, pronoun: str, start: int) -> Speaker:
        wanted = "m" if pronoun in _HE else "f" if pronoun in _SHE else ""
        personal = bool(wanted)
        for at, name, kind in reversed(self._spoke[-8:]):
            if start - at > _REACH:
                break
            if (
                personal
                and kind != ORGANISATION
                and self._fits(name, wanted, kind)
                and not self._between(at, start, wanted, name)
            ):
                return self._meant(start, name, kind, _NEAREST if self._others_since(at, start, name) else _LAST_SPEAKER)
            if not personal and kind != PERSON:
                return self._meant(start, name, kind, _NEAREST)
        if personal:
            near = self._nearest(start, wanted)
            if near:
                return self._meant(start, near, PERSON, _NEAREST)
        return Speaker("", OTHER, "pronoun", _OPEN)

    def _nearest(self, start: int, wanted: str) -> str:
        """Return the person who is named first in the nearest sentence before that names one who fits, or nothing."""
        found, opens = "", -1
        for mention in reversed(self._named[: bisect_left(self._starts, start)][-12:]):
            if start - mention.start > _REACH or mention.start < opens:
                break
            if mention.kind == PERSON and self._genders.get(mention.name, wanted) == wanted:
                sentence = self._document.sentence_at(mention.start)
                found, opens = mention.name, sentence.start if sentence else mention.start
        return found

    def _fits(self, name: str, wanted: str, kind: str) -> bool:
        if kind == OTHER:
            words = {word.lower() for word in name.split()}
            gender = "m" if words & _MALE_TITLES else "f" if words & _FEMALE_TITLES else ""
            return gender in ("", wanted) and _is_somebody(name)
        return self._genders.get(name, wanted) == wanted

    def _between(self, at: int, start: int, wanted: str, name: str) -> bool:
        """Say whether the nearest sentence before that names somebody opens with another person who fits."""
        sentence = self._document.sentence_at(start)
        nearest = bisect_left(self._starts, sentence.start if sentence else start) - 1
        while nearest >= 0 and self._named[nearest].kind != PERSON:
            nearest -= 1
        before = self._document.sentence_at(self._starts[nearest]) if nearest >= 0 else None
        if before is None or before.end > start or start - before.end > _REACH:
            return False
        people = (mention for mention in self._named[bisect_left(self._starts, before.start) :] if mention.kind == PERSON)
        other = next(people)
        if other.name == name or not self._opens(before.start, other.start):
            return False
        gender = self._genders.get(other.name, "")
        return gender == wanted or (not gender and before.start > at)

    def _others_since(self, at: int, start: int, name: str) -> bool:
        """Say whether the last sentence before that names a person, since somebody spoke, has another one for its subject."""
        sentence = self._document.sentence_at(start)
        first, last = bisect_left(self._starts, at), bisect_left(self._starts, sentence.start if sentence else start)
        since = [mention for mention in self._named[first:last] if mention.kind == PERSON]
        before = self._document.sentence_at(since[-1].start) if since else None
        if before is None or before.start <= at:
            return False
        subject = next(mention for mention in since if mention.start >= before.start)
        opening = self._document.text[before.start : before.end].split()[0].lower()
        return opening not in _HE | _SHE and not (subject.name == name and self._opens(before.start, subject.start))

    def _opens(self, start: int, end: int) -> bool:
        """Say whether a name opens its sentence: nothing stands before it but a title, a role, whose or of what it is."""
        words = self._document.text[start:end].split()
        loose = [word for word in words[:-1] if word[:1].islower() and word in FINITE | SUBORDINATORS]
        loose += [word for word in words[-1:] if word[:1].islower() and word not in _PEOPLE]
        return len(words) <= _LONGEST_OPENING and not loose and not any(word.endswith((",", ".", ":")) for word in words)

    def _meant(self, start: int, name: str, kind: str, confidence: float) -> Speaker:
        self._spoke.append((start, name, kind))
        return Speaker(name, kind, "pronoun", confidence)


def _from_sources(document: Document, sources: Sequence[TextSpan], named: Sequence[NamedActor]) -> list[NamedActor]:
    """Return mentions made of sources that end in a name in full, where nobody has found any there."""
    covered = sorted((mention.start, mention.end) for mention in named)
    starts = [start for start, _ in covered]
    found = []
    for start, end in dict.fromkeys(sources):
        at = bisect_left(starts, end) - 1
        if at >= 0 and covered[at][1] > start:
            continue
        span = _name_in(document, start, end)
        if span is not None:
            found.append(NamedActor(*span, document.text[slice(*span)]))
    return found


def _name_in(document: Document, start: int, end: int) -> tuple[int, int] | None:
    """Return the two or three capitalised words that end a source, if they can be a person's name: after a title or a role."""
    tokens = document.tokens[document.token_at(start) : document.token_at(end)]
    last = len(tokens)
    first = last
    while first > 0 and tokens[first - 1].text[0].isupper() and last - first < 3:
        first -= 1
    if last - first < 2 or any(token.text.isupper() and len(token.text) > 2 for token in tokens[first:last]):
        return None
    while last - first > 2 and tokens[first].text.lower() in word_set("title"):
        first += 1
    words = [token.text.lower() for token in tokens[first:last]]
    given = words[0] in _GIVEN_NAMES
    if not given and any(word in word_set("body") for word in words):
        return None
    if not given and tokens[first - 1].text.lower() in ("the", "of", "and", "for") and first:
        return None
    return tokens[first].start, tokens[last - 1].end


def gender_of(document: Document, mention: NamedActor) -> str:
    """Return the gender, f or m, that a title, a role or a given name shows of a person; empty where none does."""
    before = document.text[max(0, mention.start - 24) : mention.start].lower().split()
    title, given = (before[-1] if before else ""), mention.name.split()[0].lower()
    if title in _FEMALE_TITLES | _MALE_TITLES:
        return "f" if title in _FEMALE_TITLES else "m"
    return "m" if given in _MALE_NAMES else "f" if given in _FEMALE_NAMES else ""


def _roles(document: Document, named: Sequence[NamedActor]) -> dict[str, list[tuple[int, str, frozenset[str]]]]:
    """Return for each role beside a person's name (the mayor, Ann Lee; Bob Roe, a spokesman) where and whose it is.

    With each go the words that stand there, too: the Norwegian president is not the French one.
    """
    found: dict[str, list[tuple[int, str, frozenset[str]]]] = {}
    roles = word_set("role")
    for mention in named:
        if mention.kind != PERSON:
            continue
        before = document.text[max(0, mention.start - _ROLE_REACH) : mention.start].rpartition(".")[2].split()[-4:]
        words = [word.strip(",").lower() for word in before]
        if document.text[mention.end : mention.end + 2] == ", ":
            after = document.text[mention.end + 2 : mention.end + _ROLE_REACH].partition(".")[0].partition(",")[0]
            apposed = [word.lower() for word in after.split()]
            words += apposed if not any(word in load_cues().verbs for word in apposed) else []  # Echoing Ann Lee, the mayor said
        for word in words:
            if word in roles:
                found.setdefault(word, []).append((mention.start, mention.name, frozenset(words)))
    return found
