"""Topics: which IPTC Media Topics a text is about, proposed by the words that speak for them.

Words weigh more in the headline and at the beginning, and less the more often they are repeated. Common words alone prove
nothing: they count no more than the telling ones beside them.

Left out: sections (`sections.py`) and tags (`tags.py`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from math import log

from broadsheet.extract.document.document import Document
from broadsheet.extract.finding import Evidence, Finding
from broadsheet.extract.topics.mediatopics import TopicCue, TopicWords, load_topic_words

MOST = 3
_LEAD = 70  # tokens
_IN_HEADLINE, _IN_LEAD = 1.5, 0.5
_TELLING = 2.0  # the weight from which a word is telling by itself
_FREE = 2.0  # what common words may count without any telling one
_LEAST = 3.0
_SHARE = 0.45  # of the best topic's score
_NARROW_LEAST, _NARROW_SHARE = 2.0, 0.6
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class TopicProposal:
    """A topic that a text may have: code, name, broader code, score, how sure that is, and the words that spoke for it.

    `evidence` holds the first place of each of the words, in the order of the text.
    """

    code: str
    name: str
    broader: str
    score: float
    confidence: float
    words: tuple[str, ...]
    evidence: tuple[Evidence, ...]

    @property
    def finding(self) -> Finding:
        """Return the topic as a finding, its code as the value."""
        return Finding("topics", self.code, self.evidence, "words", self.confidence)


def find_topics(document: Document, words: TopicWords | None = None) -> tuple[TopicProposal, ...]:
    """Return at most three topics of the first level, best first, each followed by the one below it that fits best, if any.

    One pass over the tokens.
    """
    table = words or load_topic_words()
    weighed = weigh_topics(document, table)
    top = sorted(((w.score, code) for code, w in weighed.items() if not table.topics[code].broader), key=lambda x: (-x[0], x[1]))
    if not top or top[0][0] < _LEAST:
        return ()
    chosen = [(score, code) for score, code in top if score >= max(_LEAST, _SHARE * top[0][0])][:MOST]
    found: list[TopicProposal] = []
    for score, code in chosen:
        found.append(_proposal(document, table, code, weighed[code], _confidence(score, [each for each, _ in top])))
        narrow = _narrower(table, code, weighed)
        if narrow and found[-1].confidence >= 0.5:
            found.append(_proposal(document, table, narrow, weighed[narrow], round(found[-1].confidence - 0.1, 2)))
    return tuple(found)


@dataclass(slots=True)
class Weighed:
    """What a text's words amount to for one topic."""

    telling: float = 0.0
    common: float = 0.0
    words: dict[str, float] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)  # of tokens: the first and the one after the last

    @property
    def score(self) -> float:
        """Return the sum, in which common words count no more than telling ones."""
        return self.telling + min(self.common, _FREE + self.telling)


def weigh_topics(document: Document, words: TopicWords) -> dict[str, Weighed]:
    """Return the weights of all topics that any word of a document speaks for."""
    counts: Counter[str] = Counter()
    bonus: defaultdict[str, float] = defaultdict(float)
    cues: dict[str, TopicCue] = {}
    places: dict[str, tuple[int, int]] = {}
    head = _headline(document)
    for at, end, cue in words.scan(list(map(str.lower, document.texts))):
        counts[cue.word] += 1
        cues[cue.word] = cue
        places.setdefault(cue.word, (at, end))
        if head[0] <= at < head[1]:
            bonus[cue.word] += _IN_HEADLINE
        elif at < head[1] + _LEAD:
            bonus[cue.word] += _IN_LEAD
    found: defaultdict[str, Weighed] = defaultdict(Weighed)
    for word, count in counts.items():
        for code, weight in cues[word].weights:
            amount = weight * (1 + log(count) + min(bonus[word], 2 * _IN_HEADLINE))
            topic = found[code]
            if weight >= _TELLING or words.topics[code].broader:
                topic.telling += amount
            else:
                topic.common += amount
            topic.words[word] = amount
            topic.places[word] = places[word]
    return dict(found)


def _headline(document: Document) -> tuple[int, int]:
    """Return the tokens of the headline, or of the first line where none is known."""
    if document.headline is not None:
        return document.token_at(document.headline[0]), document.token_at(document.headline[1])
    first = document.sentences[0] if document.sentences else None
    if first is None or document.paragraph_at(first.start)[1] != first.end:
        return 0, 0
    return first.first, first.last


def _confidence(score: float, scores: list[float]) -> float:
    """Return how sure a topic is: by what it has of all topics' scores, and by how much there is."""
    share = score / sum(scores[: MOST + 1])
    return round(min(0.95, max(0.3, 0.25 + 0.8 * share + min(0.15, score / 200))), 2)


def _narrower(table: TopicWords, code: str, weighed: dict[str, Weighed]) -> str:
    """Return the topic below another that the words speak for, where one of them clearly leads."""
    below = [(w.score, each) for each, w in weighed.items() if table.topics[each].broader == code]
    ranked = sorted(below, key=lambda x: (-x[0], x[1]))
    if not ranked or ranked[0][0] < _NARROW_LEAST:
        return ""
    return ranked[0][1] if len(ranked) == 1 or ranked[1][0] <= ranked[0][0] * _NARROW_SHARE or ranked[0][0] > 10 else ""


def _proposal(document: Document, table: TopicWords, code: str, weighed: Weighed, confidence: float) -> TopicProposal:
    topic = table.topics[code]
    ranked = sorted(weighed.words.items(), key=lambda item: (-item[1], item[0]))[:_SHOWN]
    evidence = []
    for first, last in sorted(weighed.places[word] for word, _ in ranked):
        start, end = document.tokens[first].start, document.tokens[last - 1].end
        evidence.append(Evidence(start, end, document.text[start:end]))
    words = tuple(word for word, _ in ranked)
    return TopicProposal(code, topic.name, topic.broader, round(weighed.score, 2), confidence, words, tuple(evidence))
