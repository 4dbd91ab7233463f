"""Attributions: the quotes and claims of an article, each with who it is of, and claims with their status, as findings.

Left out: how each is found (`quotations.py`, `statements.py`, `quotes.py`), named (`speakers.py`) and judged (`status.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from broadsheet.extract.document.document import Document
from broadsheet.extract.document.grammar import word_set
from broadsheet.extract.finding import Evidence, Finding
from broadsheet.extract.statements.draft import CLAUSE, QUOTATION
from broadsheet.extract.statements.quotations import find_quotations, outermost
from broadsheet.extract.statements.quotes import FoundQuote, find_quotes
from broadsheet.extract.statements.speakers import NamedActor, Speaker, name_speakers
from broadsheet.extract.statements.statements import Statement, TextSpan, find_statements
from broadsheet.extract.statements.status import REPORTED, Status, judge_statements

_NOBODY = Speaker("", "", "no source", 0.0)
_STATING_NOTHING = frozenset(  # questions and wishes
    (
        *("ask", "wonder", "inquire", "enquire", "recommend", "demand", "urge", "propose", "request"),
        *("recommendation", "proposal"),
    )
)
_MARKS = "“”\"'‘’«»„"
_LONGEST = 1_000  # code points of a quote or claim that an editor is shown
_NOTHING_EARNED = 0.5  # claims up to it are nearly all wrong
_NO_CLAUSE = 0.7  # "called it a farce" says of somebody what it does not say by itself
_OWN, _OPENING = 0.8, 6  # what another's statement has to be sure of, and how far from the ends of the first it may stand
_LONG_WORD = 4
_MOST = 2 / 3
_BEFORE_WORDS = 5  # tokens, the quotation mark among them, among which a no or not may stand
_FEWEST, _SCARE = 4, 0.7  # fewer words in quotation marks, and no sentence, are rarely worth a quote of their own


class Spoken(NamedTuple):
    """A quote and who said it."""

    quote: FoundQuote
    speaker: Speaker


class AttributedClaim(NamedTuple):
    """A statement, who makes it, and what it is worth."""

    statement: Statement
    speaker: Speaker
    status: Status


@dataclass(frozen=True, slots=True)
class Attributions:
    """All that an article says to be somebody's word: quotes and claims, each in the order of the text."""

    quotes: tuple[Spoken, ...]
    claims: tuple[AttributedClaim, ...]


def read_attributions(document: Document, named: Sequence[NamedActor] = ()) -> Attributions:
    """Return the quotes and claims of a document. `named` are the mentions of people and organisations.

    The quotations of the headline are left to the body, which repeats them with their source. Linear in the document.
    """
    quotations = outermost(find_quotations(document))
    statements = find_statements(document, quotations)
    quotes = find_quotes(document, quotations, statements)
    spans = [statement.source for statement in statements] + [quote.source for quote in quotes if quote.source is not None]
    speakers = dict(zip(spans, name_speakers(document, spans, named), strict=True))
    statuses = judge_statements(document, statements)
    return Attributions(
        tuple(Spoken(quote, speakers[quote.source] if quote.source is not None else _NOBODY) for quote in quotes),
        tuple(AttributedClaim(s, speakers[s.source], status) for s, status in zip(statements, statuses, strict=True)),
    )


def attribution_findings(document: Document, found: Attributions) -> Iterator[Finding]:
    """Yield the findings of the keys `quotes` and `claims`, each value once."""
    seen: set[str] = set()
    quoted: dict[str, float] = {}
    for finding in (*_quote_findings(document, found.quotes), *_claim_findings(document, found.claims)):
        assert not isinstance(finding.value, str)
        words = _letters(str(finding.value["text"]))
        if any(_repeats(words, other) and sure >= min(finding.confidence, _OWN) for other, sure in quoted.items()):
            continue  # one finding, not two
        if finding.field == "quotes":
            quoted[words] = finding.confidence
        if (known := finding.id) not in seen:
            seen.add(known)
            yield finding


def _quote_findings(document: Document, quotes: Sequence[Spoken]) -> Iterator[Finding]:
    for quote, speaker in quotes:
        if quote.source is None or _in_headline(document, quote.words):
            continue
        text = _shown(document, (quote.words,)).rstrip(",")
        if not text or len(text) > _LONGEST:
            continue
        evidence = [_evidence(document, span) for span in (quote.words, quote.source, quote.cue) if span is not None]
        confidence = min(quote.confidence, speaker.confidence if speaker.name else 0.4)
        scrap = text[0].islower()
        if " " not in text or (scrap and (len(text.split()) < _FEWEST or _is_denied(document, quote.words))):
            confidence = min(confidence, _SCARE)
        yield Finding("quotes", {"text": text, "speaker": speaker.name}, tuple(evidence), quote.rule, round(confidence, 2), text)


def _is_denied(document: Document, words: TextSpan) -> bool:
    """Say whether a no or not stands right before quoted words, which then say the contrary: there was no “clear evidence”."""
    number = document.token_at(words[0])
    before = {token.text.lower() for token in document.tokens[max(0, number - _BEFORE_WORDS) : number]}
    return not word_set("negating").isdisjoint(before)


def _claim_findings(document: Document, claims: Sequence[AttributedClaim]) -> Iterator[Finding]:
    relayed = _relayed(claims)
    for statement, speaker, status in claims:
        if statement.kind == "thought" or statement.takes == QUOTATION or _in_headline(document, statement.cue):
            continue  # what is only a quotation is among the quotes
        if statement.negation is not None and status.value == REPORTED:
            continue  # what somebody did not say
        if statement.word in _STATING_NOTHING or len(statement.content) != 1:
            continue  # a claim is one stretch of the text
        text = _shown(document, statement.content)
        if not text or len(text) > _LONGEST:
            continue
        spans = (*statement.content, statement.source, statement.cue, *status.evidence)
        evidence = tuple(_evidence(document, span) for span in dict.fromkeys(spans))
        confidence = min(statement.confidence, speaker.confidence if speaker.name else 0.4)
        if statement.takes != CLAUSE or statement in relayed or _is_title(text):
            confidence = min(confidence, _NO_CLAUSE)
        if confidence <= _NOTHING_EARNED:
            continue
        value = {"text": text, "status": status.value, "attributed_to": speaker.name}
        yield Finding(
            "claims", value, evidence, f"{statement.shape}: {status.rule}", round(confidence, 2), f"{speaker.name}: {text}"
        )


def _relayed(claims: Sequence[AttributedClaim]) -> frozenset[Statement]:
    """Return the statements that only pass on another's, which stands in the text as well: the paper said that aides say.

    Where somebody says of themselves that they said something, it is the inner one.
    """
    sure = [c for c in claims if min(c.statement.confidence, c.speaker.confidence) >= _OWN and c.statement.takes == CLAUSE]
    found = []
    for outer in sure:
        if len(outer.statement.content) != 1:
            continue
        start, end = outer.statement.content[0]
        for inner in sure:
            content, source, cue = inner.statement.content, inner.statement.source, inner.statement.cue
            opens = start <= source.start <= start + _OPENING and source.end <= cue.start
            if opens and cue.end < content[0].start and content[-1].end >= end - _OPENING:
                found.append(inner.statement if inner.speaker.name == outer.speaker.name else outer.statement)
    return frozenset(found)


def _is_title(text: str) -> bool:
    """Say whether a content is only a name in quotation marks: ruled in the case “Lee v. Roe”."""
    words = [word for word in text.split() if len(word) >= _LONG_WORD and word[0].isalpha()]
    return text[:1] in _MARKS and text[-1:] in _MARKS and len(words) > 1 and all(word[0].isupper() for word in words)


def _repeats(words: str, quoted: str) -> bool:
    """Say whether words are in a quote, or are most of it and little else."""
    return words in quoted or (quoted in words and len(quoted) >= _MOST * len(words))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _in_headline(document: Document, span: TextSpan) -> bool:
    return document.headline is not None and document.headline[0] <= span.start < document.headline[1]


def _shown(document: Document, spans: Sequence[TextSpan]) -> str:
    """Return the words of spans as one line, without marks around the whole."""
    text = " ".join(" ".join(document.text[span.start : span.end].split()) for span in spans)
    if len(text) > 1 and text[0] in _MARKS and text[-1] in _MARKS and not any(c in _MARKS[:3] for c in text[1:-1]):
        text = text[1:-1]
    return text.strip().rstrip(",")


def _evidence(document: Document, span: TextSpan) -> Evidence:
    return Evidence(span.start, span.end, document.text[span.start : span.end])
