"""Events: what happened when, according to the story: the sentences or clauses that a date belongs to.

A date is not an event's because it is there: what was said on a day is a statement, "the 2008 crisis" names its crisis, "since
2019" and "until May" say how long. These are proposed with little confidence, or not at all.

Left out: finding the dates (`dates.py`), and events without one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from broadsheet.extract.dates.course import is_quoted
from broadsheet.extract.dates.dates import DateMention
from broadsheet.extract.dates.tense import FUTURE, PAST, tense_at
from broadsheet.extract.dates.timewords import words_of
from broadsheet.extract.document.document import Document, Sentence
from broadsheet.extract.finding import Evidence, Finding

_MOST = 12
_FEWEST_WORDS = 5  # beside the date
_LONGEST = 260  # code points; a longer sentence is cut to the clause of the date
_SHORTEST = 30
_SURE = {"day": 0.88, "month": 0.82, "year": 0.8, "weekend": 0.6, "fiscal year": 0.5, "week": 0.5, "quarter": 0.5, "season": 0.5}
_LENGTHS = {"day": 10, "month": 7, "year": 4}
_PUBLISHED = {"weekend": "day", "week": "month", "fiscal year": "year", "quarter": "year", "season": "year", "half": "year"}
_STATEMENT, _LASTING, _QUOTED, _VERBLESS, _PLANNED = 0.3, 0.3, 0.3, 0.25, 0.1
_PAST, _CONTRADICTED = "past", 0.5
_WINDOW = 120  # tokens of a sentence to either side of its date that are looked at
_DATED_NAMES = frozenset(
    (
        *("Act", "Law", "Bill", "Code", "Constitution", "Treaty", "Agreement", "Accord", "Accords", "Convention", "Charter"),
        *("Protocol", "Statute", "Ordinance", "Compromise", "Class"),
    )
)
_COMPARING = 2  # tokens before a date that say it is compared with
_NEAR = 6  # tokens between a verb of speech and its date
_CLAUSE_ENDS = frozenset((";", "—", "–", "but", "while", "whereas", "although", "though", "which", "who"))


@dataclass(frozen=True, slots=True)
class EventProposal:
    """An event: its date (YYYY, YYYY-MM or YYYY-MM-DD) and precision, its text, where it stands, the rule, how sure that is."""

    date: str
    precision: str
    text: str
    start: int
    end: int
    rule: str
    confidence: float
    mention: DateMention

    @property
    def finding(self) -> Finding:
        """Return the event as a finding; evidence is the clause, then the date in it."""
        value = {"date": self.date, "text": self.text, "precision": self.precision}
        places = (Evidence(self.start, self.end, self.text), Evidence(self.mention.start, self.mention.end, self.mention.text))
        return Finding("events", value, places, self.rule, self.confidence, f"{self.date} {self.text}")


def find_events(document: Document, mentions: Sequence[DateMention], published: str = "") -> tuple[EventProposal, ...]:
    """Return the dated events of a document in the order of the text, at most twelve. Linear in sentences and mentions.

    What is told in the past and dated after the day of publication (YYYY-MM-DD) is dated wrongly, and less sure for it.
    """
    apart = [span for span in (document.headline, document.standfirst) if span is not None]
    found: dict[int, EventProposal] = {}
    for mention in mentions:
        sentence = document.sentence_at(mention.start)
        if sentence is None or not mention.value or any(start <= mention.start < end for start, end in apart):
            continue
        proposal = _event(document, sentence, mention)
        if proposal is None:
            continue
        if proposal.rule == _PAST and published and proposal.date > published[: len(proposal.date)]:
            proposal = replace(proposal, rule="after publication", confidence=min(proposal.confidence, _CONTRADICTED))
        known = found.get(proposal.start)
        if known is None or known.confidence < proposal.confidence:
            found[proposal.start] = proposal  # a sentence stands once in a timeline
    best = sorted(found.values(), key=lambda event: (-event.confidence, event.start, event.date))[:_MOST]
    return tuple(sorted(best, key=lambda event: (event.start, event.mention.start)))


def _event(document: Document, sentence: Sentence, mention: DateMention) -> EventProposal | None:
    precision = _PUBLISHED.get(mention.precision, mention.precision)
    date = mention.value.partition("/")[0][: _LENGTHS.get(precision, 0)]
    if (
        precision not in _LENGTHS
        or len(date) < _LENGTHS[precision]
        or date.startswith("-")
        or not date.replace("-", "").isdigit()
    ):
        return None
    first, last = document.token_at(mention.start), document.token_at(mention.end)
    if sentence.last - sentence.first - (last - first) < _FEWEST_WORDS or _is_dateline(document, sentence, first, last):
        return None
    if mention.rule == "year" and _names_something(document, sentence, first, last):
        return None
    start, end = _clause(document, sentence, mention)
    rule, less = _weakness(document, sentence, first, last, precision == "day")
    sure = min(_SURE.get(mention.precision, 0.5), mention.confidence)
    confidence = round(max(0.1, sure - less), 2)
    return EventProposal(date, precision, document.text[start:end], start, end, rule, confidence, mention)


def _is_dateline(document: Document, sentence: Sentence, first: int, last: int) -> bool:
    """Say whether the date stands at the sentence's head before a dash or an agency: GENEVA, Feb. 3 (AP) —."""
    if first - sentence.first > _NEAR or not document.tokens[sentence.first].text.isupper():
        return False
    return any(token.text in ("—", "–", "-", "--") for token in document.tokens[last : last + 5])


def _names_something(document: Document, sentence: Sentence, first: int, last: int) -> bool:
    """Say whether a year is part of a name: the 2008 crisis, his 1999 film, the Tenure of Office Act of 1867."""
    if first - 2 >= sentence.first and document.texts[first - 1] == "of" and document.texts[first - 2] in _DATED_NAMES:
        return True
    if last >= sentence.last or first == sentence.first:
        return False
    before, after = document.tokens[first - 1].text.lower(), document.tokens[last].text
    return before not in words_of("dates an event") and (after[:1].isalpha() or after in ("-", "'s", "’s"))


def _weakness(document: Document, sentence: Sentence, first: int, last: int, of_day: bool) -> tuple[str, float]:
    """Return what the date is of, and how much less sure an event is for it."""
    tokens = document.tokens
    before = tokens[first - 1].text.lower() if first > sentence.first else ""
    if is_quoted(document, tokens[first].start):
        return "quoted", _QUOTED
    if before in words_of("lasting"):
        return "lasting", _LASTING
    if _is_compared([token.text.lower() for token in tokens[max(sentence.first, first - _COMPARING) : first]], of_day):
        return "compared", _LASTING
    beside = [token.text.lower() for token in tokens[max(sentence.first, first - _NEAR) : first]]
    beside += [
        token.text.lower() for token in tokens[last : min(sentence.last, last + (_NEAR if first <= sentence.first + 1 else 2))]
    ]
    tense = tense_at(document, sentence, first, last)
    if any(word in words_of("speech") for word in beside) and tense != FUTURE:
        return "statement", _STATEMENT
    if tense == FUTURE:
        return "planned", _PLANNED
    return (_PAST, 0.0) if tense == PAST else ("verbless", _VERBLESS)


def _is_compared(before: Sequence[str], of_day: bool) -> bool:
    """Say whether a date is what something is compared with: up 10% on 2003, fewer than in May 2003."""
    return "than" in before or before[:1] == ["compared"] or (before[-1:] == ["on"] and not of_day)


def _clause(document: Document, sentence: Sentence, mention: DateMention) -> tuple[int, int]:
    """Return the offsets of the sentence, or where it is long of the part that the date stands in."""
    if sentence.end - sentence.start <= _LONGEST:
        return sentence.start, sentence.end
    at = document.token_at(mention.start)
    window = document.tokens[max(sentence.first, at - _WINDOW) : min(sentence.last, at + _WINDOW)]
    start, end = window[0].start, window[-1].end
    for token in window:
        if token.text.lower() not in _CLAUSE_ENDS:
            continue
        if token.end <= mention.start and mention.end - token.end >= _SHORTEST:
            start = token.end
        elif token.start >= mention.end and token.start - start >= _SHORTEST:
            end = token.start
            break
    return _trimmed(document.text, start, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " ,;":
        start += 1
    while end > start and text[end - 1] in " ,;:":
        end -= 1
    return start, end
