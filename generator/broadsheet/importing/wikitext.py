"""Wikitext to HTML: what mwparserfromhell makes of it, written as blocks. Nothing is looked up, nothing is run.

What a line begins with (`*`, `#`, `;`, `:`) becomes lists, as in every wiki; pictures become figures; notes stand at the end.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import quote

from broadsheet.content.deadline import apart
from broadsheet.content.elements import INLINE
from broadsheet.importing.needs import needed
from broadsheet.importing.texts import plain_text
from broadsheet.importing.wikilines import LISTS, MARKS, balanced, paragraphs
from broadsheet.importing.wikitemplates import LONG_NOTES, NOTES, SHORT_NOTES, name_of, short_citation, shown

_OURS = re.compile("[\ue000-\ue00f]")
_BLOCK = re.compile("\ue00a(\\d+)\ue00b")
_MAGIC = re.compile(r"__[A-Z]{3,20}__")
_VARIABLE = re.compile(r"\{\{\s*(?:((?:FULL)?PAGENAME)|(?:NAME|TALK)SPACE)\s*\}\}")  # an article stands in no namespace
_SIGNED = re.compile(r"~{3,5}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z-]+)?|simple")
_ELSEWHERE = {
    "w": "wikipedia", "wikipedia": "wikipedia", "n": "wikinews", "wikinews": "wikinews", "s": "wikisource",
    "wikisource": "wikisource",
    "q": "wikiquote", "wikiquote": "wikiquote", "wikt": "wiktionary", "wiktionary": "wiktionary", "b": "wikibooks",
    "wikibooks": "wikibooks", "voy": "wikivoyage", "v": "wikiversity",
}  # fmt: skip
_AS_IT_IS = frozenset(("nowiki", "pre", "source", "syntaxhighlight", "math", "chem", "ce", "code", "tt"))
_CODE = frozenset(("pre", "source", "syntaxhighlight"))
# What is drawn by a program of the wiki's.
_PROGRAMS = frozenset((
    "timeline", "score", "graph", "imagemap", "mapframe", "maplink", "hiero", "inputbox", "categorytree", "dynamicpagelist",
))  # fmt: skip
_INNER = frozenset(("noinclude", "onlyinclude", "section", "poem", "font", "big", "center", "span", "cite", "dfn", "q", "time"))
_RUNS = (INLINE | {"strike", "acronym"}) - _INNER
_BLOCKS = frozenset(("div", "blockquote", "p", "center", "ul", "ol", "dl", "caption", "h1", "h2", "h3", "h4", "h5", "h6"))
# By which a picture stands apart, with its caption, in the languages of wikis; those of English are known in all.
_STANDING = """\
thumb thumbnail frame framed left right center centre none miniatur mini gerahmt links rechts zentriert
vignette cadre gauche droite centré miniaturadeimagen miniatura marco izquierda izda derecha dcha centro
miniaturadaimagem direita esquerda min sinistra destra miniatuur omkaderd mały ramka lewo prawo мини миниатюра
слева справа центр обрамить міні мініатюра ліворуч праворуч miniatyr ram vänster höger venstre høyre højre
pienoiskuva pienois vasen oikea kehys náhled vlevo vpravo bélyegkép bélyeg bal jobb küçükresim sol sağ pisi
pisipilt vasakul paremal raam stânga dreapta تصغير مصغر يسار يمين بندانگشتی انگشتدان چپ راست ממוזער שמאל ימין
缩略图 縮圖 左 右 居中 サムネイル 中央 섬네일 왼쪽 오른쪽 nhỏ trái phải jmpl kiri kanan μικρογραφία eta dekstra maldekstra
"""
_FRAMED = frozenset(_STANDING.split())
_OPTION = re.compile(
    r"(?:\d+(?:x\d*)?|x\d+)\s*px|upright(?:\s*=?\s*[\d.]*)?|border|frameless|baseline|sub|super|top|text-top|middle|bottom|text-bottom"
    r"|(?:alt|link|page|class|lang|thumb|start|end|thumbtime)\s*=.*",
    re.IGNORECASE | re.DOTALL,
)
_BETWEEN = re.compile(r"\|(?![^\[\]{}]*(?:\]\]|\}\}))")
_SOUNDS = (".ogg", ".oga", ".mp3", ".wav", ".mid", ".flac", ".opus")
_FILMS = (".ogv", ".webm", ".mp4", ".mpg")
_DEEPEST = 30
_MANY_MARKS = 5_000  # an article that large may be made to take for ever


@dataclass(slots=True)
class Wiki:
    """What a page says: its body in HTML, and what stands in it without being shown.

    `address` gives where a page of the wiki was, empty where nobody knows; `file` where a file of it is. `files` and `groups`
    are the names of the namespaces of files and of categories, in lower case.
    """

    address: Callable[[str], str]
    file: Callable[[str], str]
    files: frozenset[str]
    groups: frozenset[str]
    title: str = ""
    body: str = ""
    categories: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    templates: list[tuple[str, str]] = field(default_factory=list)  # those whose words are lost, with the call
    calls: dict[str, dict[str, str]] = field(default_factory=dict)  # what each template was given, by its name
    lost: list[str] = field(default_factory=list)  # elements and links that were left out; their words stay
    _notes: list[str] = field(default_factory=list)
    _shown: int = 0  # of these
    _named: dict[str, int] = field(default_factory=dict)
    _blocks: list[str] = field(default_factory=list)
    _depth: int = 0

    def read(self, text: str) -> None:
        """Read a page. Raises MissingError where mwparserfromhell is not installed."""
        text = _VARIABLE.sub(lambda match: self.title if match[1] else "", _OURS.sub("", text))
        written = self._blocked(self._code(_parsed(balanced(text))))
        if len(self._notes) > self._shown:
            written += self._references()
        self.body = written

    def _code(self, code: Any) -> str:  # mwparserfromhell is not typed  # noqa: ANN401
        """Return the nodes of a text as HTML in lines; blocks stand in it as their numbers."""
        if code is None:
            return ""
        if self._depth > _DEEPEST:
            return escape(str(code), quote=False)
        self._depth += 1
        written, before = "", None
        for node in code.nodes:
            piece = self._node(node)
            if piece and _is_source(node) and _is_source(before):
                written += " "
            before = node
            if piece[:1] in LISTS and written and written[-1] not in LISTS and written[-1] != "\n":
                written += "\n"
            written += piece
        self._depth -= 1
        return written

    def _node(self, node: Any) -> str:  # noqa: ANN401
        kind = type(node).__name__
        if kind == "Text":
            return escape(_SIGNED.sub("", _MAGIC.sub("", str(node))), quote=False)
        if kind == "HTMLEntity":
            return str(node)
        if kind == "Wikilink":
            return self._link(node)
        if kind == "ExternalLink":
            url = str(node.url).strip()
            words = self._code(node.title).strip() if node.title else ""
            return f'<a href="{escape(url)}">{words or escape(url, quote=False)}</a>'
        if kind == "Heading":
            return self._heading(node)
        if kind == "Template":
            return self._template(node)
        if kind == "Tag":
            return self._tag(node)
        return self._code(node.default) if kind == "Argument" else ""

    def _block(self, html: str) -> str:
        self._blocks.append(html)
        return f"\n\ue00a{len(self._blocks) - 1}\ue00b\n"

    def _heading(self, node: Any) -> str:  # noqa: ANN401
        level = min(max(node.level, 2), 6)
        anchor = re.sub(r"\s+", "_", str(node.title.strip_code()).strip())
        return self._block(f'<h{level} id="{escape(anchor)}">{self._inline(node.title).strip()}</h{level}>')

    def _inline(self, code: Any) -> str:  # noqa: ANN401
        """Return nodes as HTML within a line: blocks stand where their numbers stood."""
        written = re.sub("[\ue001-\ue004]", "", self._code(code))
        return _BLOCK.sub(lambda match: self._blocks[int(match[1])], written)

    def _link(self, node: Any) -> str:  # noqa: ANN401
        title = str(node.title).strip()
        plain = title.lstrip(":").strip()
        before, _, name = plain.partition(":")
        space = before.strip().lower()
        if not title.startswith(":") and name and space in self.files:
            return self._picture(name.strip(), str(node.text) if node.text is not None else "", node.text)
        if not title.startswith(":") and name and space in self.groups:
            self.categories.append(" ".join(name.replace("_", " ").split()))
            return ""
        if name and not title.startswith(":") and _LANGUAGE.fullmatch(before) and space not in _ELSEWHERE and node.text is None:
            self.languages.append(plain)
            return ""
        words = self._inline(node.text).strip() if node.text is not None else ""
        return self.link(plain, words or escape(plain.replace("_", " "), quote=False))

    def link(self, page: str, words: str) -> str:
        """Return a link to a page of the wiki, or of one beside it."""
        page = re.sub(r"<[^>]*>", "", page).strip()
        space, _, name = page.partition(":")
        beside = _ELSEWHERE.get(space.strip().lower())
        if beside and name:
            return (
                f'<a href="https://en.{beside}.org/wiki/{escape(quote(name.strip().replace(" ", "_"), safe="/#:"))}">{words}</a>'
            )
        name, _, fragment = page.partition("#")
        anchor = f"#{quote(fragment.strip().replace(' ', '_'))}" if fragment else ""
        address = self.address(name.strip()) if name.strip() else ""
        if name.strip() and not address:
            self.lost.append("link")
            return words
        return f'<a href="{escape(address + anchor)}">{words}</a>'

    def _picture(self, name: str, said: str, code: Any) -> str:  # noqa: ANN401
        """Return a file: a picture with its caption, or a link to a recording."""
        src = escape(self.file(name))
        options = [part.strip() for part in _BETWEEN.split(said)] if code is not None else []
        alt = next((option.partition("=")[2].strip() for option in options if option.lower().startswith("alt=")), "")
        rest = [option for option in options if option and option.lower() not in _FRAMED and not _OPTION.fullmatch(option)]
        # A word before the caption is one for how a picture stands, in a language that is not known here.
        framed = any(option.lower() in _FRAMED for option in options) or any(option.isalpha() for option in rest[:-1])
        caption = self._inline(_parsed(rest[-1])).strip() if rest else ""
        words = alt or plain_text(caption)
        if name.lower().endswith((*_SOUNDS, *_FILMS)):
            tag = "audio" if name.lower().endswith(_SOUNDS) else "video"
            player = f'<{tag} src="{src}" title="{escape(words or name)}"></{tag}>'
            return self._block(f"<p>{player}</p>") if framed else player
        if not framed:
            return f'<img src="{src}" alt="{escape(words)}">'
        picture = f'<img src="{src}" alt="{escape(alt)}">'  # without words of its own it gets those of its caption
        return self._block(f"<figure>{picture}{f'<figcaption>{caption}</figcaption>' if caption else ''}</figure>")

    def _template(self, node: Any) -> str:  # noqa: ANN401
        name = name_of(str(node.name.strip_code() if hasattr(node.name, "strip_code") else node.name))
        said = {str(param.name).strip().lower(): self._inline(param.value).strip() for param in node.params}
        self.calls.setdefault(name, said)
        if name in NOTES:
            return self._block(self._references()) if len(self._notes) > self._shown else ""
        if name in SHORT_NOTES | LONG_NOTES:
            words = short_citation(said) if name in SHORT_NOTES else said.get("1", "")
            return self._noted("" if name in LONG_NOTES else f"{name} {words}", words)
        found = shown(name, said, self.link)
        if found is None:
            self.templates.append((name, str(node)))
            return ""
        return self._block(found.strip()) if found.startswith("\n") else found

    def _tag(self, node: Any) -> str:  # noqa: ANN401
        tag = str(node.tag).strip().lower()
        if node.wiki_markup in MARKS and tag in ("li", "dt", "dd"):
            return MARKS[node.wiki_markup]
        if tag == "table":
            return self._block(self._table(node))
        if tag == "ref":
            return self._note(node)
        if tag == "references":
            self._code(node.contents)
            return self._block(self._references()) if len(self._notes) > self._shown else ""
        if tag == "gallery":
            return self._gallery(str(node.contents))
        if tag in _PROGRAMS:
            self.templates.append((f"<{tag}>", str(node)))
            return ""
        if tag in _AS_IT_IS:
            return self._raw(tag, str(node.contents))
        if tag in ("hr", "br", "includeonly"):
            return {"hr": self._block("<hr>"), "br": "<br>"}.get(tag, "")
        if tag in _BLOCKS:
            return self._block(f"<{tag}>{self._blocked(self._code(node.contents))}</{tag}>")
        return self._run(tag, node)

    def _run(self, tag: str, node: Any) -> str:  # noqa: ANN401
        """Return an element in a line. In a wiki it ends with the line."""
        inner = self._code(node.contents)
        if tag == "poem":
            return self._block("<p>" + "<br>\n".join(line.strip() for line in inner.strip().split("\n")) + "</p>")
        if tag not in _RUNS:
            self.lost += [f"<{tag}>"] if tag not in _INNER else []
            return inner
        lines = (f"<{tag}>{line}</{tag}>" if line.strip() and not _BLOCK.search(line) else line for line in inner.split("\n"))
        return "\n".join(lines)

    def _raw(self, tag: str, text: str) -> str:
        words = escape(text, quote=False)
        if tag in _CODE:
            return self._block(f"<pre><code>{words.strip(chr(10))}</code></pre>")
        return words if tag == "nowiki" else f"<code>{words}</code>"

    def _note(self, node: Any) -> str:  # noqa: ANN401
        name = next((str(each.value).strip() for each in node.attributes if str(each.name).strip() == "name"), "")
        return self._noted(name, self._inline(node.contents).strip() if node.contents is not None else "")

    def _noted(self, name: str, words: str) -> str:
        """Take a note; return the mark that leads to it. Notes of one name are one."""
        number = self._named.get(name, 0) if name else 0
        if not number:
            self._notes.append("")
            number = len(self._notes)
            if name:
                self._named[name] = number
        self._notes[number - 1] = self._notes[number - 1] or words
        return f'<sup><a href="#note-{number}">{number}</a></sup>'

    def _references(self) -> str:
        """Return the notes, which then have been shown; of one whose words are lost the number stays."""
        first = self._shown + 1
        notes = (f'<li id="note-{number}">{words or "…"}</li>' for number, words in enumerate(self._notes, 1) if number >= first)
        start = f' start="{first}"' if first > 1 else ""
        listed = f"<ol{start}>{''.join(notes)}</ol>"
        self._shown = len(self._notes)
        return listed

    def _gallery(self, text: str) -> str:
        written = ""
        for line in text.split("\n"):
            name, _, caption = line.strip().partition("|")
            if name:
                name = name.partition(":")[2] if name.partition(":")[0].strip().lower() in self.files else name
                words = self._inline(_parsed(caption.rpartition("|")[2] if caption.startswith("alt=") else caption)).strip()
                picture = f'<img src="{escape(self.file(name.strip()))}" alt="">'
                written += self._block(f"<figure>{picture}<figcaption>{words}</figcaption></figure>")
        return written

    def _table(self, node: Any) -> str:  # noqa: ANN401
        rows: list[str] = []
        loose: list[str] = []
        caption = ""
        for each in node.contents.nodes if node.contents is not None else ():
            tag = str(each.tag).strip().lower() if type(each).__name__ == "Tag" else ""
            if tag == "tr":
                cells = (
                    [self._cell(cell) for cell in each.contents.nodes if type(cell).__name__ == "Tag"] if each.contents else []
                )
                rows += [f"<tr>{''.join(loose)}</tr>"] if loose else []
                rows += [f"<tr>{''.join(cells)}</tr>"] if cells else []
                loose = []
            elif tag == "td" and (str(each.contents).startswith("+") or any(str(one.name) == "+" for one in each.attributes)):
                caption = f"<caption>{self._inline(each.contents).strip().removeprefix('+').strip()}</caption>"
            elif tag in ("td", "th"):
                loose.append(self._cell(each))
            elif tag or type(each).__name__ != "Text":
                loose += [f"<td>{words}</td>" for words in (self._blocked(self._node(each)),) if words.strip()]
        rows += [f"<tr>{''.join(loose)}</tr>"] if loose else []
        return f"<table>{caption}{''.join(rows)}</table>"

    def _cell(self, node: Any) -> str:  # noqa: ANN401
        tag = "th" if str(node.tag).strip().lower() == "th" else "td"
        spans = "".join(
            f' {str(each.name).strip().lower()}="{escape(str(each.value).strip())}"'
            for each in node.attributes
            if str(each.name).strip().lower() in ("colspan", "rowspan")
        )
        inner = self._blocked(self._code(node.contents))
        one = re.fullmatch(r"<p>((?:(?!<p>).)*)</p>\n?", inner, re.DOTALL)
        return f"<{tag}{spans}>{one[1] if one else inner}</{tag}>"

    def _blocked(self, text: str) -> str:
        """Return lines as blocks: lists, paragraphs, and the blocks that stand among them."""
        written: list[str] = []
        at = 0
        for found in _BLOCK.finditer(text):
            written += (paragraphs(text[at : found.start()]), self._blocks[int(found[1])])
            at = found.end()
        written.append(paragraphs(text[at:]))
        return "".join(f"{piece}\n" for piece in written if piece)


def _is_source(node: Any) -> bool:  # noqa: ANN401
    return type(node).__name__ == "Template" and name_of(str(node.name)).startswith("cit")


def _parsed(text: str) -> Any:  # noqa: ANN401
    parse = needed("mwparserfromhell", "import-mediawiki", "an archive of MediaWiki").parse
    if text.count("<") > _MANY_MARKS:  # it is compiled, heeds no deadline, and takes time in proportion to their square
        apart(lambda: str(len(parse(text).nodes)))
    return parse(text)
