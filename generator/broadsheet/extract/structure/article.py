"""The article: a source file's text as its parts (headline, labels, body …), whatever form it has, and what those parts say.

An article with front matter is taken as it stands, for a person took it apart. Left out: what the words of the body mean.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

from broadsheet.content.frontmatter import body_start
from broadsheet.extract.document.document import Document, read_document
from broadsheet.extract.document.lexicon import plain
from broadsheet.extract.finding import Evidence, Finding
from broadsheet.extract.structure.lines import SEPARATORS
from broadsheet.extract.structure.markdowntext import MarkdownText
from broadsheet.extract.structure.pageplaces import PagePlaces
from broadsheet.extract.structure.source import find_source
from broadsheet.extract.structure.structure import Part, Structure, read_structure
from broadsheet.extract.structure.timestamps import read_timestamps
from broadsheet.language.ruled import has_rules
from broadsheet.language.tongue import language_of

PLAIN, MARKDOWN, PAGE = "plain", "markdown", "page"
_ENOUGH_WORDS = 3  # of a file's name, to stand for a headline
# Where a headline ends in a text of one line: before the site's name, a notice, a dateline or sentence without a blank before it.
_TITLE_ENDS = re.compile(
    r"\s(?:[|«]\s|- (?=(?:[A-Z][\w.&'’]*,? |of |the |and ){0,8}[A-Z][a-z]+[A-Z])|Copyright \d{4}\b)"
    r"|(?<=[a-z])(?:\([A-Z]{2,5}\) [-–—]|(?=[A-Z][A-Z .]{2,25}(?:, [A-Z][\w.]{1,12})? ?(?:\([A-Z/]{2,9}\) ?)?[-–—] ))"
    r"|\b(?P<last>[a-z]{3,}[’”]?)(?=(?:[A-Z][a-z]+|A),? )"
)
_LONGEST = 110
_FEW_WORDS = 40
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]{2}")
_PUBLISHED = 0.8
_ENOUGH = 60_000  # code points of an article that are looked at: ten times a long one, and less than a second's work
_ENOUGH_LINES = 5_000  # of a word or two each; there are not so many in a long article
_LINE_END = re.compile(f"[\n{SEPARATORS}]")
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)-?")
_HEADING = re.compile(r"^#{1,6}(?=[ \t])", re.MULTILINE)


class Article(NamedTuple):
    """An article to extract: its text with `\\n` line ends, the name of its file without suffix, its form, what is known of it.

    `form` is plain, markdown or page (the HTML of a saved web page). `published` is its date, `YYYY-MM-DD`, where somebody
    wrote one. `lang` is the language that it is in where its words do not say.
    """

    text: str
    name: str = ""
    form: str = PLAIN
    published: str = ""
    lang: str = "en"


@dataclass(frozen=True, slots=True)
class Parts:
    """An article's parts: the document of its words, the text of its body, what the parts say, what is no part, who published it.

    `places` gives the offsets in the file of offsets in the document, where the two differ. `fault` says why there is no article,
    and what to do about it. `language` is the one that its words are in. `whole`: most of the text looked like no part of an
    article, and nothing was left out.
    """

    document: Document
    body: str
    findings: tuple[Finding, ...] = ()
    dropped: tuple[Part, ...] = ()
    publisher: str = ""
    places: PagePlaces | MarkdownText | None = None
    fault: tuple[str, str] = ("", "")
    language: str = ""
    whole: bool = False


class TakenBody(NamedTuple):
    """The text of an article's body, and what `Parts` say of how it came about."""

    text: str
    fault: tuple[str, str] = ("", "")
    whole: bool = False


def read_parts(article: Article, standfirst: str | None = None) -> Parts:
    """Return the parts of an article. Linear in the length of its text.

    `standfirst`: the one that the story shows; None: that of the text. If the story shows another one, that of the text is the
    first paragraph of the body.
    """
    parts = _read_parts(article, standfirst)
    return replace(parts, language=language_of(parts.document.text, article.lang))


def _read_parts(article: Article, standfirst: str | None) -> Parts:
    if article.form == PAGE:
        return _page(article, standfirst)
    start = body_start(article.text)
    if start:
        end = start + _looked_at(article.text[start:])
        if article.form == MARKDOWN:
            shown = MarkdownText(article.text, start, end)
            return Parts(read_document(shown.text), article.text[start:], places=shown)
        return Parts(read_document(article.text, [(start, end)]), article.text[start:])
    found = _structure(article)
    findings = [*_heading(article, found), *_imprint(article, found)]
    source = find_source(found.source, found.document)
    if source:
        findings.append(_source(source.name, source.url, Evidence(*source[:3]), source.rule, source.confidence))
    body = _body(article, found, standfirst)
    return Parts(found.document, body, tuple(findings), found.dropped, source.name if source else "", whole=_is_whole(found))


def read_body(article: Article, standfirst: str | None = None) -> TakenBody:
    """Return an article's body alone: what `read_parts` returns, in less time."""
    start = body_start(article.text)
    if article.form == PAGE or start:
        parts = read_parts(article, standfirst)
        return TakenBody(parts.body, parts.fault)
    found = _structure(article)
    return TakenBody(_body(article, found, standfirst), whole=_is_whole(found))


def _is_whole(found: Structure) -> bool:
    """Say whether nothing was left out of a text of which more than a few words are at stake."""
    return found.whole and sum(len(part.value.split()) for part in found.paragraphs) > _FEW_WORDS


def _structure(article: Article) -> Structure:
    """Return the parts of the beginning of a text; headings of Markdown are lines like others.

    Without rules for its language, what may be a standfirst or a dateline stays in the body.
    """
    text = article.text[: _looked_at(article.text)]
    if article.form == MARKDOWN:
        text = _HEADING.sub(lambda match: " " * len(match.group()), text)
    found = read_structure(text)
    if (found.standfirst or found.dateline) and not has_rules(language_of(found.document.text, article.lang)):
        above = (found.standfirst,) if found.standfirst else ()
        return replace(found, standfirst=None, dateline=None, paragraphs=(*above, *found.paragraphs))
    return found


def _looked_at(text: str) -> int:
    """Return how much of a text is looked at: all of it, or as many whole lines as are enough for any article."""
    end = len(text) if len(text) <= _ENOUGH else text.rfind("\n", 0, _ENOUGH) + 1 or _ENOUGH
    last = next(islice(_LINE_END.finditer(text, 0, end), _ENOUGH_LINES - 1, None), None) if end > _ENOUGH_LINES else None
    return end if last is None else last.end()


def _body(article: Article, found: Structure, standfirst: str | None) -> str:
    """Return the text of the body; what was not looked at belongs to it as it stands."""
    own = found.standfirst
    if own and standfirst is not None and standfirst.split() != own.value.split():
        found = replace(found, standfirst=None, paragraphs=(own, *found.paragraphs))
    if article.form == MARKDOWN:
        return _blanked(article.text, found)
    paragraphs = [_text_of(part, found) for part in found.paragraphs]
    if article.form == PLAIN:
        rest = article.text[_looked_at(article.text) :]
        paragraphs += rest.split("\n") if rest else []
    return "\n\n".join(paragraphs)


def _page(article: Article, standfirst: str | None) -> Parts:
    """Return the parts of a saved web page."""
    from broadsheet.extract.structure.webpage import UnreadablePage, read_webpage  # here: only pages need its library

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it would tell us, the fault says in our words
    page = read_webpage(article.text)
    if isinstance(page, UnreadablePage):
        return Parts(read_document(""), "", fault=(page.why, page.hint))
    found = page.structure
    findings = [*_heading(article, found), *_imprint(article, found)]
    name, publisher = page.site_name, ""
    if name:
        publisher = name.value
        address = page.address.value if page.address else ""
        findings.append(_source(publisher, address, _evidence(name), name.rule, name.confidence))
    places = PagePlaces(article.text, found.source)
    document, end = found.document, _looked_at(found.source)
    if end < len(found.source):
        document = read_document(found.source, [(0, end)], headline=document.headline, standfirst=document.standfirst)
    return Parts(document, _body(article, found, standfirst), tuple(findings), found.dropped, publisher, places)


def _text_of(part: Part, found: Structure) -> str:
    """Return a paragraph as it is published: without the dateline, which stands above the body."""
    line = found.dateline
    if line and part.start <= line.start < line.end < part.end:
        return found.source[line.end : part.end].lstrip(" —–-").strip() or part.value
    return part.value


def _heading(article: Article, found: Structure) -> Iterator[Finding]:
    """Yield what stands above the body: headline, standfirst, sections and labels."""
    if found.headline:
        title = _finding("title", found.headline, found.headline.value)
        # A story has to have a headline; what stands where one does is better than any other, and is marked as not reviewed.
        yield replace(title, confidence=max(title.confidence, _PUBLISHED))
    else:
        yield from _stand_in(article, found)
    if found.standfirst:
        yield _finding("standfirst", found.standfirst)
    yield from (_finding("section" if label.rule == "section" else "labels", label) for label in found.labels)


def _imprint(article: Article, found: Structure) -> Iterator[Finding]:
    """Yield what an article says of itself: when it was published and updated, by whom it was written, where it was filed."""
    named = read_timestamps(article.name[:10]) if _DATED.match(article.name) else ()
    if named:
        yield Finding("date", named[0].value, (), "file name", 0.9)
    said = [("date", found.published), ("updated", found.updated), *(("authors", author) for author in found.authors)]
    yield from (_finding(key, part) for key, part in (*said, ("dateline", found.dateline)) if part)


def _source(name: str, url: str, evidence: Evidence, rule: str, confidence: float) -> Finding:
    value = {"name": name, "url": url} if url else {"name": name}
    return Finding("source", value, (evidence,), rule, confidence, name)


def _stand_in(article: Article, found: Structure) -> Iterator[Finding]:
    """Yield a headline for an article that has none: the words of its file's name, or how it begins. It claims nothing else."""
    words = _DATED.sub("", article.name, count=1).replace("-", " ").replace("_", " ").split()
    if len(words) >= _ENOUGH_WORDS and _are_of(words, found.document.text):
        text = " ".join(words)
        yield Finding("title", text[:1].upper() + text[1:], (), "file name", _PUBLISHED)
    elif found.paragraphs:
        sentences = (
            sentence for sentence in found.document.sentences if _WORD.search(found.source, sentence.start, sentence.end)
        )
        start, end, *_ = next(sentences, found.paragraphs[0])
        filed = found.dateline
        start = filed.end if filed and start <= filed.start < filed.end < end else start
        text, rule = " ".join(found.source[start:end].split()), "first sentence"
        glued = _TITLE_ENDS.search(text)
        last = glued.end("last") if glued and glued["last"] else glued.start() if glued else 0
        if len(text[:last].split()) >= _ENOUGH_WORDS:
            text, rule = text[:last], "before what is glued to it"
        if len(text) > _LONGEST:
            text = text[:_LONGEST].rpartition(" ")[0].rstrip(",;:–—") + "…"
        yield Finding("title", text.rstrip(".") or text, (Evidence(start, end, found.source[start:end]),), rule, _PUBLISHED)


def _are_of(words: Sequence[str], text: str) -> bool:
    """Say whether the words of a file's name are an article's: most of them are words, and most of those stand in it."""
    known = frozenset(_LETTERS.findall(plain(text)))
    told = [word for word in words if word.isalpha()]
    return len(told) * 2 > len(words) and sum(plain(word) in known for word in told) * 2 > len(told)


def _finding(key: str, part: Part, value: str = "") -> Finding:
    return Finding(key, value or part.value, (_evidence(part),), part.rule, part.confidence)


def _evidence(part: Part) -> Evidence:
    return Evidence(part.start, part.end, part.value)


def _blanked(text: str, found: Structure) -> str:
    """Return a text with empty lines in the place of all that is no body: other lines keep their numbers and markup."""
    outside = [part for part in (found.headline, found.standfirst, *found.labels, *found.dropped) if part]
    pieces, at = [], 0
    for part in sorted(outside):
        start, end = text.rfind("\n", 0, part.start) + 1, text.find("\n", part.end)
        end = len(text) if end < 0 else end
        if start >= at:
            pieces += [text[at:start], "\n" * text.count("\n", start, end)]
            at = end
    return "".join((*pieces, text[at:]))
