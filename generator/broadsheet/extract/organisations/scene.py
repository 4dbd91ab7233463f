"""The scene of organisations: a document with what is known of its tokens before any organisation is looked for.

Which tokens belong to a person's name, which to a country's, which open a sentence, and in what case each line is written.

Left out: what follows from it (the modules that find organisations).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from broadsheet.extract.document.document import Document, Sentence
from broadsheet.extract.organisations.known_organisations import KnownOrganisations

CAPITALS, TITLE, PLAIN = "capitals", "title", "plain"
POSSESSIVES = frozenset(("'s", "’s"))
APOSTROPHES = frozenset(("'", "’"))
_SHORTEST_CAPITALS = 7
_LONGEST_TITLE = 180
_LONG_WORD = 4


class Place(Protocol):
    """A mention of a country, a part of one, or a city: what `countries.FoundCountry` holds of it."""

    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102
    @property
    def code(self) -> str: ...  # noqa: D102
    @property
    def how(self) -> str: ...  # noqa: D102


class Owner(NamedTuple):
    """A country's name among the tokens: the first, the one after the last, the code, and how it is named."""

    first: int
    last: int
    code: str
    how: str


class Candidate(NamedTuple):
    """What may be an organisation: tokens `first` to `last` (not included), of which its own name begins at `own`.

    `name` is empty where the words themselves are the name.
    """

    first: int
    last: int
    kind: str
    rule: str
    confidence: float
    name: str = ""
    country: str = ""
    own: int = 0


@dataclass(frozen=True, slots=True)
class OrganisationScene:
    """A document, the known organisations, and by the number of a token: the country that begins there, whether it is a person's.

    `cases` has the case of each sentence's line; `lower` are the words that occur in lower case, `codes`
    how often the document names each country; `capitals` are the tokens that are capitalised and no part of a person's name;
    `word` returns the text of a token, or nothing beyond the document's ends.
    """

    document: Document
    texts: tuple[str, ...]
    known: KnownOrganisations
    owners: Mapping[int, Owner]
    ends: Mapping[int, Owner]
    persons: frozenset[int]
    surnames: frozenset[str]
    cases: tuple[str, ...]
    lower: frozenset[str]
    codes: Mapping[str, int]
    capitals: frozenset[int]
    word: Callable[[int], str]

    @property
    def is_business(self) -> bool:
        """Say whether the document has two words of news of business in lower case."""
        return len(self.lower & self.known.words["business"]) > 1

    def is_about(self, code: str) -> bool:
        """Say whether a country is named at least half as often as the one that is named most."""
        return 2 * self.codes.get(code, 0) >= max(self.codes.values(), default=1)

    def has(self, kind: str, word: str) -> bool:
        """Say whether a word is of a kind of words.tsv."""
        return word in self.known.words[kind]

    def joined(self, number: int) -> bool:
        """Say whether one space only, or nothing, parts a token from the one before it."""
        tokens = self.document.tokens
        if not 0 < number < len(tokens):
            return False
        gap = tokens[number].start - tokens[number - 1].end
        return gap == 0 or (gap == 1 and self.document.text[tokens[number].start - 1] == " ")

    def glued(self, number: int) -> bool:
        """Say whether nothing parts a token from the one before it."""
        tokens = self.document.tokens
        return 0 < number < len(tokens) and tokens[number].start == tokens[number - 1].end

    def text(self, first: int, last: int) -> str:
        """Return the text of tokens `first` to `last` (not included)."""
        tokens = self.document.tokens
        return self.document.text[tokens[first].start : tokens[last - 1].end]


def read_organisation_scene(
    document: Document, known: KnownOrganisations, people: Sequence[tuple[int, int]], countries: Sequence[Place]
) -> OrganisationScene:
    """Return the scene of a document. `people` are the spans of persons' names. Linear in the document."""
    owners: dict[int, Owner] = {}
    persons: set[int] = set()
    for place in countries:
        first, last = document.token_at(place.start), document.token_at(place.end)
        if first < last:
            owners[first] = Owner(first, last, place.code, place.how)
    surnames = set()
    spans = [(document.token_at(start), document.token_at(end)) for start, end in people]
    for first, last in spans:
        persons.update(range(first, last))
        if last - first > 1:
            surnames.add(document.tokens[last - 1].text)
    lower = frozenset([word for word in set(document.texts) if word.islower()])
    cases = tuple(_cases(document))
    texts = (*document.texts, "")  # so that the last is nothing, too
    capitalised = {text: is_capitalised(text) for text in set(texts)}
    return OrganisationScene(
        document,
        texts,
        known,
        owners,
        {owner.last: owner for owner in owners.values()},
        frozenset(persons),
        frozenset(surnames),
        cases,
        lower,
        Counter(owner.code for owner in owners.values()),
        frozenset(number for number, text in enumerate(texts) if capitalised[text] and number not in persons),
        defaultdict(str, enumerate(texts)).__getitem__,
    )


def _cases(document: Document) -> list[str]:
    """Return for each sentence whether its line is in capitals, capitalises most words (a headline), or is plain."""
    found, line, case = [], (-1, -1), PLAIN
    for sentence in document.sentences:
        if not line[0] <= sentence.start < line[1]:
            line = document.paragraph_at(sentence.start)
            case = _case_of(document.text[line[0] : min(line[1], line[0] + _LONGEST_TITLE + 1)].strip())
        found.append(case)
    return found


def _case_of(line: str) -> str:
    if len(line) > _LONGEST_TITLE:
        return PLAIN
    letters = [c for c in line if c.isalpha()]
    if len(letters) >= _SHORTEST_CAPITALS and sum(c.isupper() for c in letters) > 0.8 * len(letters):
        return CAPITALS
    words = [word for word in line.split() if len(word) >= _LONG_WORD and word[0].isalpha()]
    if line.endswith((".", "!", "?", "”", '"')):
        return PLAIN
    return TITLE if len(words) >= 4 and sum(word[0].isupper() for word in words) >= 0.8 * len(words) else PLAIN


class Run(NamedTuple):
    """Capitalised words that follow each other: tokens `first` to `last` (not included); `opens` where it opens a sentence."""

    first: int
    last: int
    opens: bool


def runs(scene: OrganisationScene, sentence: Sentence) -> list[Run]:
    """Return the runs of capitalised words of a sentence that are no person's, without the openers before them."""
    found, at, last, capitals = [], sentence.first, sentence.last, scene.capitals
    while at < last:
        if at not in capitals:
            at += 1
            continue
        first, at = at, run_end(scene, at, last)
        opens = first <= sentence.first + 1 and not any(c.isalnum() for n in range(sentence.first, first) for c in scene.word(n))
        while first < at and scene.has("opener", scene.word(first)):
            first, opens = first + 1, False
        if first < at:
            found.append(Run(first, at, opens))
    return found


def starts_run(scene: OrganisationScene, number: int) -> bool:
    """Say whether a token is capitalised and no part of a person's name."""
    return number in scene.capitals


def is_capitalised(word: str) -> bool:
    """Say whether a word begins with a capital, or is one of the kind "eBay"."""
    return word[:1].isupper() or (word[1:2].isupper() and word.isalpha())


def run_end(scene: OrganisationScene, at: int, limit: int) -> int:
    """Return the number after the last token of the run that begins at a token."""
    at += 1
    while at < limit and scene.joined(at):
        word = scene.word(at)
        if starts_run(scene, at) and not (scene.glued(at) and scene.word(at - 1) not in _GLUE):
            if scene.has("opener", word) and not scene.has("alone", word):
                break
            at += 1
            continue
        step = _bridge(scene, at, limit)
        if not step:
            break
        at += step
    return at


_GLUE = frozenset(("-", "–", "&", "/", "'", "’", "."))


def _bracketed(scene: OrganisationScene, at: int, limit: int) -> int:
    """Return how many tokens a bracket within a firm's name has: "Orient Overseas (International) Ltd"."""
    for close in range(at + 2, min(at + 5, limit - 1)):
        if scene.word(close) == ")":
            return close - at + 1 if scene.has("legal", scene.word(close + 1)) else 0
    return 0


def _glued_hyphens(scene: OrganisationScene, number: int) -> bool:
    """Say whether a small word between hyphens stands here: "Tehreek-e-Labbaik"."""
    small = scene.word(number).islower() and len(scene.word(number)) < 4
    return small and scene.word(number + 1) == "-" and scene.glued(number + 1) and starts_run(scene, number + 2)


def _bridge(scene: OrganisationScene, at: int, limit: int) -> int:
    """Return how many tokens lie between two words of one name: "&", a hyphen, "de la", the 's of "People's"."""
    word, after = scene.word(at), at + 1
    if after >= limit or not scene.joined(after):
        return 0
    if word in ("&", "-", "–") and starts_run(scene, after) and (word == "&" or (scene.glued(at) and scene.glued(after))):
        return 1
    if word in ("-", "–") and scene.glued(at) and scene.glued(after) and _glued_hyphens(scene, after):
        return 3
    if word == "(":
        return _bracketed(scene, at, limit)
    if (
        scene.has("arabic", word)
        and scene.word(after) == "-"
        and scene.glued(after)
        and starts_run(scene, after + 1)
        and after + 1 < limit
    ):
        return 2
    if scene.has("romance", word) and starts_run(scene, after):
        return 1
    if word in POSSESSIVES or word in APOSTROPHES:
        owned = starts_run(scene, after) and not scene.glued(after) and scene.glued(at)
        return 1 if owned and scene.has("possessor", scene.word(at - 1)) else 0
    return 0
