"""What extraction does with texts that somebody or something has spoilt: no exception, no long wait, nothing out of its form.

Real texts of a folder are changed at random, the same way for the same seed: cut and joined, with control characters, marks of
direction, unpaired and nested quotation marks, emoji, other scripts, lines of a megabyte, markup. What is found must be readable
as a file of findings, with evidence where it says; exit status 1 when one text fails.

    PYTHONPATH=generator:tests python -m evaluation.hostile FOLDER [--number 10000] [--seed 1]
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from broadsheet.catalog.countries import country_register
from broadsheet.config import Config
from broadsheet.content.context import ReadContext
from broadsheet.content.findings import choose, read_findings
from broadsheet.content.frontmatter import SourceText, decode_text, parse_mapping
from broadsheet.extract.extractor import Extractor
from broadsheet.extract.structure.article import MARKDOWN, PAGE, PLAIN, Article
from broadsheet.findings.writer import Header, findings_file
from evaluation.speed import articles_in

_CODES = (
    0,
    1,
    7,
    8,
    9,
    11,
    12,
    13,
    27,
    127,
    0x85,
    0xA0,
    0xAD,
    0x200B,
    0x200E,
    0x200F,
    0x2028,
    0x2029,
    0xFEFF,
    0x202A,
    0x202B,
    0x202D,
)
_MORE_CODES = (0x202E, 0x2066, 0x2067, 0x2069, 0xFFFD, 0x10FFFF, 0x1F600, 0x1F1EE, 0x301)
_MARKS = ("“", "”", "„", "«", "»", "‘", "’", '"', "'", "““", "”’”", '"\'"', "(((", ")))", "[[", "]]", "...", "—", "--")
_SCRIPTS = (
    "习近平说",
    "安倍晋三",
    "محمد بن سلمان",
    "مسعود پزشکیان",
    "Владимир Путин",
    "ประเทศไทย",
    "한국",
    "\U0001f1ee\U0001f1f7",
)
_MARKUP = (
    "<p>",
    "</div>",
    "<script>alert(1)</script>",
    "<!--",
    "&amp;",
    "&#0;",
    "```",
    "---\n",
    "title: NO\n",
    "{{ page }}",
    "{% raw %}",
)
_SPEECH = (" said ", " said: ", "said said said ", "President of the President of ", "Norway's Norway's ", "By ", "By By ")
_SHORTENED = ("Mr. ", "Dr. Dr. ", "U.S. ", "Jan. ", "31 February 2026 ", "9999-99-99 ", "A. B. C. D. E. ", "1 1 1 1 1 1 1 1 1 ")
_BLANKS = ("\n", "\n\n", "\n\n\n\n", "\r\n", " ", "    ", "\t\t")
_PIECES = (*map(chr, _CODES), *map(chr, _MORE_CODES), *_MARKS, *_SCRIPTS, *_MARKUP, *_SPEECH, *_SHORTENED, *_BLANKS)
_COUNTRIES = country_register().records
_LONG_LINE = 1_000_000
_LIMIT = 1.0  # CPU seconds


@dataclass(slots=True)
class Tally:
    """How many texts were tried, what failed, and the longest CPU times with the number of the text."""

    texts: int = 0
    characters: int = 0
    findings: int = 0
    seconds: float = 0.0
    failures: list[str] = field(default_factory=list)
    longest: list[tuple[float, int]] = field(default_factory=list)

    def __str__(self) -> str:
        slow = ", ".join(f"{seconds:.2f} s (text {number})" for seconds, number in self.longest[:3])
        return (
            f"{self.texts} texts of {self.characters:,} characters, {self.findings:,} findings, {self.seconds:.0f} CPU s: "
            f"{len(self.failures)} failed; the longest took {slow}"
        )


def spoilt(text: str, other: str, chance: random.Random) -> str:
    """Return a text as something may have left it; `other` is one that pieces may come from."""
    if not chance.randrange(250):
        piece = chance.choice(_PIECES) + chance.choice(_PIECES) + text[: chance.randrange(1, 200)].replace("\n", " ")
        return (piece * (_LONG_LINE // len(piece) + 1))[:_LONG_LINE]
    for _ in range(chance.randrange(1, 12)):
        at, to = sorted((chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)))
        to = min(to, at + chance.choice((1, 10, 200, 2000)))
        what = chance.randrange(7)
        if what < 3:
            text = text[:at] + chance.choice(_PIECES) * chance.choice((1, 1, 1, 3, 50)) + text[at:]
        elif what == 3:
            text = text[:at] + text[to:]
        elif what == 4:
            text = text[:at] + other[at : at + 500] + text[to:]
        elif what == 5:
            text = text[:at] + chance.choice((str.upper, str.lower, str.title, str.swapcase))(text[at:to]) + text[to:]
        else:
            text = text.replace(
                *chance.choice((("\n", " "), (" ", "\n"), (". ", "."), (",", ""), ("“", '"'), ("”", ""), (" ", "  ")))
            )
    return text


def try_texts(texts: Sequence[str], number: int, seed: int) -> Tally:
    """Extract `number` spoilt texts, and hold what is found to its form."""
    chance, tally, extractor = random.Random(seed), Tally(), Extractor()
    context = ReadContext.of(Config(title="T"))
    for at in range(number):
        text = spoilt(texts[at % len(texts)], chance.choice(texts), chance)
        source = decode_text(text.encode("utf-8", "replace"), "a.txt").value
        read = source.text if source is not None else text
        form = chance.choice((PLAIN, PLAIN, PLAIN, MARKDOWN, PAGE))
        published = chance.choice(("", "2026-02-03", "0001-01-01", "9999-12-31"))
        started = time.process_time()
        try:
            _try(extractor, Article(read, "2026-02-03-a-name", form, published), context, tally)
        except Exception as fault:  # noqa: BLE001 (that there is none is what is measured)
            tally.failures.append(f"text {at} ({form}): {type(fault).__name__}: {fault}")
        spent = time.process_time() - started
        if spent > _LIMIT:
            tally.failures.append(f"text {at} ({form}, {len(read):,} characters): {spent:.2f} CPU s")
        tally.longest = sorted((*tally.longest, (spent, at)), reverse=True)[:3]
        tally.texts, tally.characters, tally.seconds = at + 1, tally.characters + len(read), tally.seconds + spent
    return tally


def _try(extractor: Extractor, article: Article, context: ReadContext, tally: Tally) -> None:
    found = extractor.extract(article)
    tally.findings += len(found.findings)
    for finding in (*found.findings, *found.topics):
        placed = all(
            0 <= start < end <= len(article.text) and (article.form == PAGE or article.text[start:end] == words)
            for start, end, words in finding.evidence
        )
        if not placed or not 0 <= finding.confidence <= 1 or not finding.rule:
            message = f"{finding.field} is out of its form: {finding.value!r}"
            raise ValueError(message)
        stated = "" if isinstance(finding.value, str) else finding.value.get("country")
        country = finding.value if finding.field == "countries" else stated
        if country and country not in _COUNTRIES:
            message = f"{country!r} is no country"
            raise ValueError(message)
    reading = context.reading("a.auto.yaml")
    source = decode_text(findings_file(Header("1", "2", "3", "4"), found), "a.auto.yaml")
    parsed = parse_mapping(source.value or SourceText("", "a.auto.yaml"), "bad-yaml", "findings")
    choose(read_findings(parsed.value, reading), {}, 0.0, (), reading)
    problems = (*source.problems, *parsed.problems, *reading.problems)
    if problems:
        raise ValueError(problems[0].message)


def main(arguments: Sequence[str] | None = None) -> int:
    """Try, and print what came of it."""
    parser = argparse.ArgumentParser(prog="evaluation.hostile", description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--number", type=int, default=10_000, metavar="N", help="so many texts (default 10000)")
    parser.add_argument("--seed", type=int, default=1, help="of the changes (default 1)")
    chosen = parser.parse_args(arguments)
    texts = list(articles_in(chosen.folder, 0))
    if not texts:
        sys.stderr.write(f"{chosen.folder} has no texts\n")
        return 1
    tally = try_texts(texts, chosen.number, chosen.seed)
    sys.stdout.write(f"{tally}\n" + "".join(f"  {failure}\n" for failure in tally.failures[:20]))
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
