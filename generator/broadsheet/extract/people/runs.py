"""Runs: capitalised words that follow each other, with the small words and signs that names have between them.

Left out: what of a run is a name (`titles.py`), and whose (`people.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from broadsheet.extract.document.document import Sentence
from broadsheet.extract.document.lexicon import WORD
from broadsheet.extract.people.setting import Setting, is_capitalised

_LONGEST_RUN = 30  # tokens; no name is longer, and what is longer must not cost more than its length
_LONGEST_SYLLABLES = 7  # what may follow a hyphen in small letters: "Jong-un", "Jae-myung"
_COMPOUNDS = frozenset(
    ("led", "run", "based", "born", "era", "style", "backed", "held", "made", "like", "owned", "trained", "bound")
)
_OPENING_QUOTES, _CLOSING_QUOTES = ('"', "“", "‘", "'"), ('"', "”", "’", "'")
_HYPHENS = ("-", "‐", "‑")


class NameRun(NamedTuple):
    """A run of capitalised words: the number of its first token, the one after its last, and the sentence that it is in."""

    first: int
    last: int
    sentence: Sentence


def find_runs(setting: Setting, sentence: Sentence) -> Iterator[NameRun]:
    """Yield the runs of a sentence in order. Linear in its tokens."""
    at, end, tokens, openings = sentence.first, sentence.last, setting.tokens, setting.openings
    while at < end:
        if at in openings and (is_capitalised(tokens[at].text) or _opens_with_particle(setting, at, end)):
            last = _end_of_run(setting, at, end)
            yield NameRun(at, last, sentence)
            at = last
        else:
            at += 1


def _opens_with_particle(setting: Setting, at: int, end: int) -> bool:
    """Say whether a surname begins here with a small word: "al-Assad", "bin Laden", "van der Bellen"."""
    tokens, here = setting.tokens, at + 1
    while (
        here < end and here < at + 3 and (tokens[here].text in _HYPHENS or tokens[here].text in setting.lexicon.words["particle"])
    ):
        here += 1
    return here < end and is_capitalised(tokens[here].text) and tokens[here].start - tokens[at].end <= 2 * (here - at)


def _end_of_run(setting: Setting, at: int, end: int) -> int:
    """Return the number of the token after the run that begins at a token."""
    tokens, particles = setting.tokens, setting.lexicon.words["particle"]
    here = at + 1
    end = min(end, at + _LONGEST_RUN)
    while here < end:
        text, gap = tokens[here].text, tokens[here].start - tokens[here - 1].end
        if gap > 1:
            break
        if is_capitalised(text):
            here += 1
            continue
        step = _bridge(setting, at, here, end, text in particles)
        if not step:
            break
        here += step
    return here


def _bridge(setting: Setting, first: int, here: int, end: int, particle: bool) -> int:
    """Return how many tokens lead from within a run to its next word: a particle or two, a hyphen; 0 where it ends."""
    tokens = setting.tokens
    text = tokens[here].text
    if text in _OPENING_QUOTES:
        return _nickname(setting, here, end)
    particles = setting.lexicon.words["particle"]
    if particle:
        following = here + 1
        while following < min(end, here + 3) and (tokens[following].text in _HYPHENS or tokens[following].text in particles):
            following += 1
        close = following < end and tokens[following].start - tokens[following - 1].end <= 1
        return following - here + 1 if close and is_capitalised(tokens[following].text) else 0
    joined = tokens[here].start == tokens[here - 1].end and here + 1 < end and tokens[here + 1].start == tokens[here].end
    if not joined or text not in _HYPHENS:
        return 0
    after = tokens[here + 1].text
    if is_capitalised(after) or (after in particles and setting.text_at(here + 2) in _HYPHENS):
        return 2 if is_capitalised(after) else 3
    eastern = (
        setting.text_at(first) in setting.lexicon.words["family"] or setting.text_at(here - 2) in setting.lexicon.words["family"]
    )
    foreign = not (setting.kinds[here - 1] | setting.kinds[here + 1]) & WORD
    syllables = after.isalpha() and len(after) <= _LONGEST_SYLLABLES and (eastern or foreign)
    return 2 if syllables and after not in _COMPOUNDS else 0


def _nickname(setting: Setting, here: int, end: int) -> int:
    """Return how many tokens a nickname in quotation marks has, with the word after it: 'Joaquín "El Chapo" Guzmán'; or 0."""
    for closing in range(here + 2, min(end - 1, here + 4)):
        if setting.text_at(closing) in _CLOSING_QUOTES:
            words = (setting.text_at(number) for number in (*range(here + 1, closing), closing + 1))
            return closing + 2 - here if all(map(is_capitalised, words)) else 0
    return 0
