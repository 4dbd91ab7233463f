"""Drafts: statements within one clause, as words of the clause: what a cue, its source and its complement make together.

Left out: cues that are nouns or prepositions (`nominals.py`), where contents end and offsets (`statements.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from broadsheet.extract.clauses import FOLDED, Clause, is_passive
from broadsheet.extract.complements import Complement, complement
from broadsheet.extract.cues import Cue
from broadsheet.extract.grammar import word_set
from broadsheet.extract.phrases import FINITE, PREPOSITIONS, is_adverb, verb_group
from broadsheet.extract.sources import OPENERS, Source, agent, main_subject, noun_before, source_after, source_before

_BE = frozenset(("is", "are", "was", "were", "be", "been", "am", "'s", "’s", "'re", "’re", "'m", "’m"))
_NEGATIONS = frozenset(("not", "never", "neither", "nor", "n't", "hardly"))
_NO_SOURCE = frozenset(("no", "neither", "nor", "none", "nobody"))
_ASPECT = word_set("aspect")
_CONTROLLING = word_set("before participle")
_DASHES = frozenset(("—", "–", "-", "―"))
_CONJUNCTIONS = word_set("conjunction")
_STRONG = frozenset(("that", "quote", "colon", "whether"))
_PLURAL = word_set("plural")
_SINGULAR = frozenset(("he", "she", "it"))
_DAYS = word_set("day")
_MESSAGES, _ISSUED = word_set("message"), word_set("issued")
_PEOPLE = word_set("speaking people")
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
_CATENATIVE = word_set("leads to speech")
_ANYBODY = 0.3  # "you may say" is of no one
_FEWEST_LEFT = 2


@dataclass(slots=True)
class Draft:
    """A statement in words of its clause: `left` and `right` are ranges of content, `cut` is where it ends an earlier content."""

    cue: int
    kind: str
    word: str
    traits: frozenset[str]
    source: Source | None
    shape: str
    sure: float
    left: tuple[int, int] | None = None
    right: int | None = None
    right_end: int | None = None
    cut: int | None = None
    cue_first: int = -1
    cue_last: int = -1
    negation: int | None = None
    extra: list[int] = field(default_factory=list)


def read_drafts(clause: Clause) -> list[Draft]:
    """Return the statements that the verbs of a clause make, in order of their cues."""
    found: list[Draft] = []
    for number in clause.cues:
        draft = _draft(clause, number, clause.cues[number], found)
        if draft is not None:
            found.append(draft)
    return found


def _draft(clause: Clause, at: int, cue: Cue, earlier: list[Draft]) -> Draft | None:
    taken = complement(clause, at, cue)
    if is_passive(clause, at, cue):
        return _passive(clause, at, cue, taken)
    start = verb_group(clause, at)
    before = clause.lower(start - 1)
    if "ing" in cue.forms:
        if not any(clause.lower(n) in _BE for n in range(start, at)):
            return _participle(clause, at, cue, taken, earlier)
    elif before == "to" and "base" in cue.forms:
        return _infinitive(clause, at, cue, taken, earlier)
    elif clause.lower(at + 1) == "by" and "participle" in cue.forms:
        return _reduced_passive(clause, at, cue)
    return _finite(clause, at, start, cue, taken, earlier)


def _finite(clause: Clause, at: int, start: int, cue: Cue, taken: Complement | None, earlier: list[Draft]) -> Draft | None:
    inverted = _inverted(clause, at, start, cue)
    if inverted is not None:
        draft = _new(clause, at, cue, inverted, "inverted", inverted.sure)
        draft.left = _left_of(clause, start)
        following = _quote_after(clause, inverted.last)
        draft.right, draft.right_end = following if following else (None, None)
        return draft if draft.left or draft.right else None
    source, shape = source_before(clause, at), "main"
    if source is None and clause.lower(start - 1) in ("and", "but", "then", "or", "nor"):
        source, shape = _shared(clause, start - 1, earlier), "coordinate"
    if source is None and clause.lower(start - 1) == "," and earlier and "base" not in cue.forms:
        source, shape = _shared(clause, start - 1, earlier), "coordinate"  # vowed to go, promised to pay and pledged
    if source is None and start == 0 and clause.titled and taken is not None:
        return None
    if source is None or (shape == "main" and not _agrees(clause, at, start, source, cue, taken)):
        return None
    draft = _new(clause, at, cue, source, source.how if shape == "main" else shape, source.sure)
    draft.cut = _cut(clause, source, start, shape)
    return _with_content(clause, draft, cue, taken)


def _new(clause: Clause, at: int, cue: Cue, source: Source | None, shape: str, sure: float) -> Draft:
    kind = next(trait for trait in ("speech", "thought", "finding") if trait in cue.traits)
    if source is not None and source.last - source.first == 1 and clause.lower(source.first) in ("you", "one"):
        sure = min(sure, _ANYBODY)
    draft = Draft(at, kind, cue.word, cue.traits, source, shape, sure)
    draft.negation = _negation(clause, at, source)
    return draft


def _negation(clause: Clause, at: int, source: Source | None) -> int | None:
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


def _inverted(clause: Clause, at: int, start: int, cue: Cue) -> Source | None:
    """Return the source after a cue that follows what was said: “…,” said the minister; the talks failed, says the report."""
    if "inverts" not in cue.traits or cue.forms <= {"base", "ing"}:
        return None
    if start == 0:
        return _opening(clause, at)
    before, following = clause.words[start - 1], clause.lower(at + 1)
    marked = before.lower in (",", *_DASHES) and (start > _FEWEST_LEFT or clause.words[start - 2].folded)
    if not (before.folded or marked):
        return None
    if following in ("that", ":", ",", FOLDED, "") or following in PREPOSITIONS or following in ("it", "to"):
        return None
    source = source_after(clause, at)
    if source is None:
        return None
    quoted = before.folded or clause.words[start - 2].folded
    if quoted:
        return source
    # without a quotation: the source must end the sentence, or have no verb of its own
    rest = clause.words[source.last :]
    ended = not rest or rest[0].lower in (".", ",", ";", "in", "on", "at", "who", "during") or rest[0].lower.endswith("day")
    simple = source.last - source.first <= 8 and clause.words[source.first].lower not in ("he", "she", "they")
    own = source_before(clause, at)
    return source._replace(sure=0.8) if ended and simple and own is None else None


def _opening(clause: Clause, at: int) -> Source | None:
    """Return the source after a cue that opens its sentence: Said Smith: “…”."""
    source = source_after(clause, at)
    if source is None or not clause.words[source.first].capital:
        return None
    return source if any(clause.words[n].folded for n in range(source.last, min(source.last + 3, len(clause.words)))) else None


def _agrees(clause: Clause, at: int, start: int, source: Source, cue: Cue, taken: Complement | None) -> bool:
    """Say whether a source and a form go together, and whether a form that is a noun as well is a verb here."""
    head, forms = clause.words[source.last - 1], cue.forms
    opening = clause.lower(source.first)
    helped = any(clause.lower(n) not in ("'s", "’s") and not is_adverb(clause.words[n]) for n in range(start, at))
    if opening in ("it", "there") and source.last - source.first == 1:
        if cue.traits & {"thought", "finding"} and "speech" not in cue.traits:
            return False
        return opening == "it" and taken is not None and taken.kind not in ("bare", "object", "topic")
    if helped:
        return True
    if forms <= {"base"}:
        plural = head.lower in _PLURAL or (head.lower.endswith("s") and not head.capital) or _is_joined(clause, source)
        plural = plural or (head.capital and head.text.endswith("s")) or source.how == "antecedent"
        named = "noun" in cue.traits and head.capital and opening in ("the", "a", "an")  # the Jones quote
        if not plural or named or head.lower in _SINGULAR:
            return False
    if forms <= {"third"} and (head.lower in _PLURAL and head.lower not in ("all", "police")):
        return False
    if "noun" in cue.traits and forms & {"base", "third"} and not forms & {"past"}:
        return _is_supported(clause, cue, source, head.capital, head.lower, taken)
    return True


def _is_joined(clause: Clause, source: Source) -> bool:
    return any(clause.lower(n) == "and" for n in range(source.first, source.last))


def _is_supported(clause: Clause, cue: Cue, source: Source, capital: bool, head: str, taken: Complement | None) -> bool:
    """Say whether a form like "claims" is a verb: after a pronoun or a name, or before a clause."""
    if source.how == "antecedent" or head in _SINGULAR | _PLURAL:
        return taken is not None
    if taken is None:
        return capital
    if taken.kind == "that" and (clause.lower(taken.first) in FINITE or taken.first in clause.cues):
        return False  # demands that were met
    if (taken.kind in _STRONG or taken.kind == "clause") and "object" not in cue.traits:
        return True
    return capital or (taken.kind == "bare" and clause.words[taken.first].capital)


def _is_pronoun(clause: Clause, source: Source) -> bool:
    return source.last - source.first == 1 and clause.lower(source.first) in ("you", "i", "we")


def _cut(clause: Clause, source: Source, start: int, shape: str) -> int | None:
    """Return where a statement with a source of its own ends the content of the one before."""
    if shape == "coordinate":
        return start - 1
    at = source.first - 1
    if clause.lower(at) in _CONJUNCTIONS and source.how != "antecedent":
        return at - 1 if clause.lower(at - 1) == "," else at
    return at if clause.lower(at) == ";" else None


def _shared(clause: Clause, before: int, earlier: list[Draft]) -> Source | None:
    """Return the source of the cue before, else the subject of the main clause."""
    for draft in reversed(earlier):
        if draft.source is None or draft.shape in ("postmodifier", "agent", "cited") or draft.cue >= before:
            continue
        if not _is_nested(clause, draft, earlier):
            return draft.source._replace(how="shared", sure=round(min(draft.source.sure, 0.85), 2))
    return main_subject(clause, before)


def _is_nested(clause: Clause, draft: Draft, others: list[Draft]) -> bool:
    """Say whether a statement stands in what another one says: Smith said [he thinks it is over], adding."""
    if draft.source is None or draft.cut is not None:
        return False
    first = draft.source.first
    if clause.lower(first - 1) == ",":
        return False
    return any(o is not draft and o.right is not None and o.cue < first and o.right <= first for o in others)


def _with_content(clause: Clause, draft: Draft, cue: Cue, taken: Complement | None) -> Draft | None:
    """Give a draft what is said: left of the source where a quotation or a clause stands there, else its complement."""
    source = draft.source
    first = source.first if source is not None and source.last <= draft.cue else draft.cue
    left = _left_of(clause, first)
    quoted = left is not None and clause.words[left[1] - 1].folded
    if left is not None and (quoted or taken is None or taken.kind == "topic") and not _opens_only(clause, left):
        draft.left = left
        if taken is not None and taken.kind in ("quote", "colon"):
            draft.right = taken.first
        elif taken is None and not quoted:
            following = _resumed(clause, draft.cue)
            draft.right, draft.right_end = following if following else (None, None)
        draft.sure = min(draft.sure, 0.93 if quoted else 0.85)
        draft.shape = "trailing"
        if not quoted and not _can_trail(cue, taken):
            draft.sure = 0.3
            return draft if taken is not None else None
        return draft
    if taken is None:
        following = _resumed(clause, draft.cue) if left is not None and _can_trail(cue, taken) else None
        if following is None:
            return None
        draft.right, draft.right_end = following  # As president, Smith has said, he would go
        draft.sure = min(draft.sure, 0.8)
        return draft
    draft.right = taken.first
    draft.sure = round(min(draft.sure, _sure_of(clause, cue, taken, draft)), 2)
    return draft


def _can_trail(cue: Cue, taken: Complement | None) -> bool:
    return not cue.traits & {"weak", "quote"} and bool(
        cue.traits & {"inverts", "core", "finding"} or (taken is not None and "speech" in cue.traits)
    )


def _sure_of(clause: Clause, cue: Cue, taken: Complement, draft: Draft) -> float:
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


def _left_of(clause: Clause, first: int) -> tuple[int, int] | None:
    """Return the words before a source (or an inverted cue) that are what is said."""
    words = clause.words
    if first <= 0:
        return None
    before = words[first - 1]
    if before.folded:
        return first - 1, first
    if before.lower in (",", *_DASHES):
        if first > 1 and words[first - 2].folded:
            return first - 2, first - 1
        return (0, first - 1) if first > _FEWEST_LEFT else None
    if before.lower == "as" and first > _FEWEST_LEFT and words[first - 2].lower in (",", FOLDED):
        at = first - 1 if words[first - 2].folded else first - 2
        return (at - 1, at) if words[at - 1].folded else (0, at)
    return None


def _opens_only(clause: Clause, left: tuple[int, int]) -> bool:
    """Say whether the words before a source are only an opening: In an interview, Asked about it, On Monday."""
    word = clause.words[left[0]]
    if all(clause.lower(n) in OPENERS or clause.lower(n) in _DAYS or clause.lower(n) == "," for n in range(*left)):
        return True
    if word.folded or clause.words[left[1] - 1].folded:
        return False
    opening = word.lower in PREPOSITIONS or word.lower in ("asked", "as", "when", "while", "if", "but", "and", "because", "still")
    commas = sum(clause.lower(n) == "," for n in range(*left))
    return (opening and not commas) or left[1] - left[0] < 2


def _quote_after(clause: Clause, last: int) -> tuple[int, int] | None:
    """Return a quotation that goes on after its source: “…,” said Smith, a spokesman. “…”"""
    for at in range(last, min(last + 16, len(clause.words))):
        if clause.words[at].folded and clause.lower(at - 1) in (",", ":", ".", *_DASHES):
            return at, at + 1
        if at in clause.cues:
            return None
    return None


def _resumed(clause: Clause, cue: int) -> tuple[int, int] | None:
    """Return the rest of a clause that its source interrupts: the deal, officials said, would stand."""
    at = cue + 1
    if clause.lower(at) != "," or at + 2 >= len(clause.words) or at + 1 in clause.cues:
        return None
    if clause.lower(at + 1) in ("who", "which", "but", "while", "and", "as", "although", "according", "because", "with"):
        return None
    return (at + 1, at + 2) if clause.words[at + 1].folded else (at + 1, len(clause.words))


def _participle(clause: Clause, at: int, cue: Cue, taken: Complement | None, earlier: list[Draft]) -> Draft | None:
    start = at
    while start > 0 and is_adverb(clause.words[start - 1]):
        start -= 1
    before = clause.lower(start - 1)
    if taken is None or ("weak" in cue.traits and taken.kind not in _STRONG):
        return None
    if start == 0:
        return _fronted(clause, at, cue, taken)
    source: Source | None
    if before == "as" and (cited := _cited(clause, start - 1)) is not None:
        source, shape = cited, "cited"
    elif before == "," or before in _DASHES or before in _CONTROLLING:
        source, shape = _shared(clause, start - 1, earlier), "participle"
    elif before in _ASPECT:
        source, shape = source_before(clause, start - 1), "main"
    elif before in PREPOSITIONS or before in (":", ";", "(", ".") or clause.words[start - 1].folded:
        return None
    else:
        source, shape = _writer(clause, start) or noun_before(clause, at), "postmodifier"
    if source is None:
        return None
    draft = _new(clause, at, cue, source, shape, source.sure)
    draft.cut = start - 1 if before == "," or before in _DASHES else start - 2 if clause.lower(start - 2) == "," else start - 1
    if shape == "postmodifier":
        draft.cut = None
    draft.right = taken.first
    named = clause.words[source.last - 1].capital and clause.lower(source.first - 1) == "with"
    personal = named or clause.lower(source.last - 1) in _PEOPLE
    sure = _sure_of(clause, cue, taken, draft) - (0.06 if before == "," or personal or shape == "cited" else 0.2)
    draft.sure = round(min(draft.sure, sure), 2)
    return draft


def _writer(clause: Clause, end: int) -> Source | None:
    """Return who issued the message that a participle describes: the mayor issued a statement saying."""
    if clause.lower(end - 1) not in _MESSAGES:
        return None
    for at in range(end - 2, max(-1, end - 8), -1):
        if clause.lower(at) in _ISSUED:
            return source_before(clause, at)
        if clause.lower(at) in PREPOSITIONS or clause.lower(at) == ",":
            return None
    return None


def _cited(clause: Clause, before: int) -> Source | None:
    """Return whom an article quotes or cites as saying: was quoted by the agency as saying; cited the mayor as saying."""
    for at in range(before - 1, max(-1, before - 14), -1):
        cue = clause.cues.get(at)
        if cue is not None and cue.word in ("quote", "cite", "describe", "report"):
            if is_passive(clause, at, cue):
                return source_before(clause, at)
            return Source(at + 1, before, "cited", 0.85) if at + 1 < before else source_before(clause, at)
    return None


def _fronted(clause: Clause, at: int, cue: Cue, taken: Complement) -> Draft | None:
    """Return the statement of a participle that opens its sentence: Calling it a fraud, Smith left."""
    comma = next((n for n in range(taken.first, len(clause.words)) if clause.lower(n) == "," or clause.words[n].folded), None)
    source = main_subject(clause, len(clause.words)) if comma is not None else None
    if comma is None or source is None or source.first <= at:
        return None
    draft = _new(clause, at, cue, source, "fronted", 0.6)
    draft.right, draft.right_end = taken.first, max(comma + clause.words[comma].folded, taken.first + 1)
    return draft


def _infinitive(clause: Clause, at: int, cue: Cue, taken: Complement | None, earlier: list[Draft]) -> Draft | None:
    """Return the statement of an infinitive, whose source is the subject of its clause: went on to say that."""
    led = clause.lower(at - 2) in _CATENATIVE
    clear = taken is not None and (taken.kind in _STRONG or (taken.kind == "clause" and "core" in cue.traits))
    if taken is None or not (clear or (led and "speech" in cue.traits)) or "quote" in cue.traits:
        return None
    source = _shared(clause, at - 1, earlier)
    if source is None:
        return None
    draft = _new(clause, at, cue, source, "infinitive", 0.6 if taken.kind in _STRONG else 0.5)
    draft.right = taken.first
    return draft


def _passive(clause: Clause, at: int, cue: Cue, taken: Complement | None) -> Draft | None:
    """Return the statement of a passive that names its agent: he was told by the minister that; it was denied by Iran."""
    source = agent(clause, at)
    if source is None:
        return None
    draft = _new(clause, at, cue, source, "agent", 0.6)
    after = complement(clause, source.last - 1, cue)
    if after is not None and after.kind in _STRONG | {"to", "topic"}:
        draft.right, draft.sure = after.first, 0.75 if after.kind in _STRONG else 0.55
        return draft
    start = verb_group(clause, at)
    subject = source_before(clause, at)
    draft.left = (subject.first, subject.last) if subject is not None else (max(0, start - 3), start)
    if clause.lower(source.last) in ("as", "for"):
        draft.right, draft.sure = source.last, 0.6
    return draft if draft.left[0] < draft.left[1] else None


def _reduced_passive(clause: Clause, at: int, cue: Cue) -> Draft | None:
    """Return the statement of a participle after what was said: a claim echoed by the ministry."""
    source, start = agent(clause, at), verb_group(clause, at)
    if source is None or start == 0 or clause.words[start - 1].folded:
        return None
    draft = _new(clause, at, cue, source, "agent", 0.4)
    draft.left = (max(0, start - 2), start)
    if clause.lower(source.last) in ("as", "that") and source.last + 1 < len(clause.words):
        draft.right, draft.sure = source.last + 1, 0.6
    return draft
