"""Drafts: a statement within one clause, as words of the clause, and what is said in it: beside its source or after its cue.

Left out: which words make one (`verbs.py`, `participles.py`, `nominals.py`), where contents end and offsets (`statements.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.extract.document.grammar import word_set
from broadsheet.extract.statements.clauses import FOLDED, Clause
from broadsheet.extract.statements.complements import Complement
from broadsheet.extract.statements.cues import Cue
from broadsheet.extract.statements.phrases import DASHES, FINITE, PREPOSITIONS, verb_group
from broadsheet.extract.statements.sources import OPENERS, SourcePhrase

_NEGATIONS = frozenset(("not", "never", "neither", "nor", "n't", "hardly"))
_NO_SOURCE = frozenset(("no", "neither", "nor", "none", "nobody"))
_SURE = {
    "that": 0.92,
    "quote": 0.93,
    "colon": 0.9,
    "whether": 0.8,
    "clause": 0.85,
    "bare": 0.3,
    "to": 0.7,
    "object": 0.5,
    "topic": 0.45,
}
_CORE_BARE, _LIKELY_BARE, _QUOTED_OBJECT, _CALLED_FOR = 0.75, 0.5, 0.8, 0.6
_ANYBODY = 0.2  # "you may say" is of no one
_DAYS = word_set("day")
FEWEST_LEFT = 1
_SHORTEST_PARTICIPLE = 5
_LEADS = frozenset(("asked", "as", "when", "while", "if", "but", "and", "because", "still", "earlier", "later", "early", "late"))
_NOT_RESUMED = frozenset(("who", "which", "but", "while", "and", "as", "although", "according", "because", "with"))
CLAUSE, PHRASE, INFINITIVE, QUOTATION = "clause", "phrase", "infinitive", "quotation"
_TAKES = {"object": PHRASE, "topic": PHRASE, "to": INFINITIVE}
STRONG = frozenset(("that", "quote", "colon", "whether"))


@dataclass(slots=True)
class Draft:
    """A statement in words of its clause: `left` and `right` are ranges of content, `cut` is where it ends an earlier content.

    `takes` is clause, phrase or infinitive: what is said can stand by itself, or it cannot.
    """

    cue: int
    kind: str
    word: str
    traits: frozenset[str]
    source: SourcePhrase | None
    shape: str
    sure: float
    left: tuple[int, int] | None = None
    right: int | None = None
    right_end: int | None = None
    cut: int | None = None
    cue_first: int = -1
    cue_last: int = -1
    negation: int | None = None
    takes: str = CLAUSE

    def take(self, taken: Complement) -> None:
        """Set what the cue takes as what is said."""
        self.right, self.takes = taken.first, _TAKES.get(taken.kind, CLAUSE)


def new_draft(clause: Clause, at: int, cue: Cue, source: SourcePhrase | None, shape: str, sure: float) -> Draft:
    """Return a draft without content yet."""
    kind = next(trait for trait in ("speech", "thought", "finding") if trait in cue.traits)
    if source is not None and source.last - source.first == 1 and clause.lower(source.first) in ("you", "one"):
        sure = min(sure, _ANYBODY)
    draft = Draft(at, kind, cue.word, cue.traits, source, shape, sure)
    draft.negation = _negation(clause, at, source)
    return draft


def _negation(clause: Clause, at: int, source: SourcePhrase | None) -> int | None:
    """Return the number of the word that denies a cue: has not said, neither X nor Y has confirmed, no official said."""
    for number in range(max(0, verb_group(clause, at) - 1), at):
        if clause.lower(number) in _NEGATIONS or clause.lower(number).endswith(("n't", "n’t")):
            return number
    if source is None or source.last > at:
        return None
    for number in (source.first, source.first - 1):
        if clause.lower(number) in _NO_SOURCE:
            return number
    return None


def with_content(clause: Clause, draft: Draft, cue: Cue, taken: Complement | None) -> Draft | None:
    """Give a draft what is said: left of the source where a quotation or a clause stands there, else its complement."""
    source = draft.source
    first = source.first if source is not None and source.last <= draft.cue else draft.cue
    left = left_of(clause, first)
    if left is not None and clause.words[left[1] - 1].folded:
        return _after_quotation(draft, left, taken)
    if left is not None and _can_trail(cue, draft, taken) and not _opens_only(clause, left):
        draft.left, draft.shape = left, "trailing"
        following = resumed(clause, draft.cue) if taken is None else None
        draft.right, draft.right_end = following or (None, None)
        draft.sure = min(draft.sure, 0.85)
        return draft
    if taken is not None:
        draft.take(taken)
        draft.sure = round(min(draft.sure, sure_of(clause, cue, taken, draft)), 2)
        return draft
    following = resumed(clause, draft.cue) if left is not None and _can_trail(cue, draft, taken) else None
    if following is None:
        return None
    draft.right, draft.right_end = following  # As president, Smith has said, he would go
    draft.sure = min(draft.sure, 0.8)
    return draft


def _after_quotation(draft: Draft, left: tuple[int, int], taken: Complement | None) -> Draft:
    """Return a draft whose source follows the quotation; it may go on after the cue: “…,” she said, “…”."""
    draft.left, draft.shape = left, "trailing"
    if taken is not None and taken.kind in ("quote", "colon"):
        draft.right = taken.first
    draft.sure = min(draft.sure, 0.93)
    return draft


def _can_trail(cue: Cue, draft: Draft, taken: Complement | None) -> bool:
    """Say whether what stands left of a source may be what is said: the deal is dead, Smith said (of the plan)."""
    if cue.traits & {"weak", "quote"} or not cue.traits & {"inverts", "core", "finding"}:
        return False
    return taken is None or (taken.kind == "topic" and (draft.source is None or draft.source.how != "insertion"))


def sure_of(clause: Clause, cue: Cue, taken: Complement, draft: Draft) -> float:
    """Return how sure a statement is by what its cue takes."""
    sure = _SURE[taken.kind]
    if taken.kind == "bare" and cue.traits & {"core", "inverts"} and "weak" not in cue.traits:
        sure = _CORE_BARE if "core" in cue.traits else _LIKELY_BARE
    if taken.kind in ("object", "topic", "bare", "to") and _quotes_soon(clause, taken.first):
        return _QUOTED_OBJECT if draft.negation is None and "weak" not in cue.traits else 0.5
    if taken.kind == "topic" and cue.word == "call":
        sure = _CALLED_FOR
    if "speech" not in cue.traits:
        sure -= 0.2 if taken.kind in ("that", "clause") else 0.1
    if "weak" in cue.traits:
        sure -= 0.08
    if draft.negation is not None:
        sure -= 0.3
    return sure


def _quotes_soon(clause: Clause, first: int) -> bool:
    """Say whether quoted words stand in the first words of a noun phrase: called it “a bad deal”."""
    return any(word.quoted >= 0 for word in clause.words[first : first + 9])


def left_of(clause: Clause, first: int) -> tuple[int, int] | None:
    """Return the words before a source (or an inverted cue) that are what is said."""
    words = clause.words
    if first <= 0:
        return None
    before = words[first - 1]
    if before.folded:
        return first - 1, first
    if before.lower in (",", *DASHES):
        if first > 1 and words[first - 2].folded:
            return first - 2, first - 1
        return (0, first - 1) if first > FEWEST_LEFT else None
    if before.lower == "as" and first > FEWEST_LEFT and words[first - 2].lower in (",", FOLDED):
        at = first - 1 if words[first - 2].folded else first - 2
        return (at - 1, at) if words[at - 1].folded else (0, at)
    return None


def _opens_only(clause: Clause, left: tuple[int, int]) -> bool:
    """Say whether the words before a source are only an opening: In an interview, Asked about it, On Monday."""
    word = clause.words[left[0]]
    if all(clause.lower(n) in OPENERS or clause.lower(n) in _DAYS or clause.lower(n) == "," for n in range(*left)):
        return True
    if _is_participial(clause, left):
        return True  # Acting through his lawyers, Smith pleaded
    opening = word.lower in PREPOSITIONS or word.lower in _LEADS
    commas = sum(clause.lower(n) == "," for n in range(*left))
    return (opening and not commas) or left[1] - left[0] < 2


def _is_participial(clause: Clause, left: tuple[int, int]) -> bool:
    """Say whether words have only a participle for a verb."""
    lower = clause.lower(left[0])
    verbs = FINITE | {"will", "would", "can", "could", "may", "might"}
    return lower.endswith("ing") and len(lower) > _SHORTEST_PARTICIPLE and not any(clause.lower(n) in verbs for n in range(*left))


def quote_after(clause: Clause, last: int) -> tuple[int, int] | None:
    """Return a quotation that goes on after its source: “…,” said Smith, a spokesman. “…”"""
    for at in range(last, min(last + 16, len(clause.words))):
        if clause.words[at].folded and clause.lower(at - 1) in (",", ":", ".", *DASHES):
            return at, at + 1
    return None


def resumed(clause: Clause, cue: int) -> tuple[int, int] | None:
    """Return the rest of a clause that its source interrupts: the deal, officials said, would stand."""
    at = cue + 1
    if clause.lower(at) != "," or at + 2 >= len(clause.words):
        return None
    verb = clause.cues.get(at + 1)
    if verb is not None and not ("past" in verb.forms and "ing" not in verb.forms and cue > 1):
        return None  # but: a move whose rarity, officials said, highlighted the vote
    if clause.lower(at + 1) in _NOT_RESUMED:
        return None
    return (at + 1, at + 2) if clause.words[at + 1].folded else (at + 1, len(clause.words))
