"""A pseudo-language: every message in brackets, so that what stands on a page without them is no message.

It goes by the name of Georgian, whose months and countries have no letter of the Latin script, and for which the program has no
catalogue. What is written in the publication is written in Greek letters: a Latin letter outside brackets is a word of the
program that nobody can translate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from tables import load_table_script

LANGUAGE = "ka"
_OPEN, _CLOSE = "⟦", "⟧"
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]{2,}")
_BRACKETED = re.compile(r"⟦[^⟦⟧]*⟧")
_SAID = ("aria-label", "title", "alt", "placeholder", "label")  # attributes that readers are told
_TITLES = ("og:title", "og:description", "og:site_name", "og:image:alt", "description")
_BLOCKS = (  # noqa: SIM905
    "p li dt dd h1 h2 h3 h4 th td figcaption caption summary label button option title nav section div ul ol dl header "
    "footer main article form svg text g"
).split()
_UNREAD = ("script", "style", "code")
# Names of formats and standards, the same in every language.
_NAMES = re.compile(
    r"https?://\S+|BibTeX|EPUB|RIS|CSL-JSON|JSON Feed|JSON|CSV|Atom|RSS|UTC|Wikidata Q\d+|Broadsheet|\b[A-Z]{2}\b|min\b"
)


def catalogue() -> str:
    """Return the pseudo-language's catalogue as the text of a `.po` file."""
    lines = [
        'msgid ""',
        'msgstr ""',
        '"Content-Type: text/plain; charset=utf-8\\n"',
        '"Plural-Forms: nplurals=1; plural=0;\\n"',
        "",
    ]
    for message in load_table_script("catalogues").gathered():
        lines += [f"msgctxt {_quoted(message.context)}"] if message.context else []
        lines.append(f"msgid {_quoted(message.one)}")
        if message.many:
            lines += [f"msgid_plural {_quoted(message.many)}", f"msgstr[0] {_quoted(_OPEN + message.many + _CLOSE)}", ""]
        else:
            lines += [f"msgstr {_quoted(_OPEN + message.one + _CLOSE)}", ""]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def unmarked(text: str) -> list[str]:
    """Return the Latin words of a text that stand in no brackets."""
    shorter = _BRACKETED.sub("", text)
    while shorter != text:  # from the innermost outward
        text, shorter = shorter, _BRACKETED.sub("", shorter)
    return _LATIN.findall(_NAMES.sub("", text))


class PageTexts(HTMLParser):
    """Gathers what a page tells its readers, block by block, so that a message with links in it is one text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = [""]
        self.said: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        self._unread += tag in _UNREAD
        self.said += [values[name] for name in _SAID if name in values and not (tag == "link" and name == "title")]
        if tag == "meta" and (values.get("property") in _TITLES or values.get("name") in _TITLES):
            self.said.append(values.get("content", ""))
        if tag in _BLOCKS:
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._unread -= tag in _UNREAD
        if tag in _BLOCKS:
            self.texts.append("")

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.texts[-1] += data


def told(page: str) -> Iterator[str]:
    """Yield the texts of a page, and the attributes that readers are told."""
    parser = PageTexts()
    parser.feed(page)
    yield from (text for text in (*parser.texts, *parser.said) if text.strip())
