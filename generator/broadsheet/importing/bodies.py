"""Bodies: what was written for another program, as our reader of Markdown shows it.

HTML stays HTML, block by block, in the Markdown file: so nothing of its structure is lost. What a body may not hold becomes what
says what it was: a film, a sound or a frame becomes a link.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Any, NamedTuple

from lxml import etree, html

from broadsheet.config import MarkdownSettings
from broadsheet.content.elements import TAGS
from broadsheet.content.lazy import without_scripts
from broadsheet.content.markdown import MORE
from broadsheet.content.opening import bare
from broadsheet.content.players import class_of, track_kind, watched
from broadsheet.content.pythonmarkdown import PythonMarkdown
from broadsheet.content.sanitise import ATTRIBUTES
from broadsheet.importing.blocks import BREAK, LANGUAGE, blocks_of, written
from broadsheet.importing.boxes import as_quotations
from broadsheet.importing.code import keep, restored, without_code
from broadsheet.importing.colours import coloured
from broadsheet.importing.formulas import tex_in
from broadsheet.importing.furniture import tree_of, without_hollow
from broadsheet.importing.moving import Mover
from broadsheet.importing.post import Post
from broadsheet.importing.sayings import of_player
from broadsheet.importing.shortcodes import gist
from broadsheet.importing.texts import UNPRINTABLE
from broadsheet.importing.wordpressbody import with_captions

_LINK = re.compile(
    r"(!?)(\[(?:[^\[\]]|\[[^\[\]]*\])*\])"
    r"\(\s*(<[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)((?:\s+(?:\"[^\"]*\"|'[^']*'))?)\s*\)"
)
_ALONE = re.compile(  # an address on a line of its own, as sites embed films
    r"<pre\b(?:(?!<pre\b).)*?</pre\s*>|^( {0,3})(https?://[^\s<>]+)[ \t]*$", re.MULTILINE | re.IGNORECASE | re.DOTALL
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_DEFINED = re.compile(r"^( {0,3}\[[^\]^][^\]]*\]:\s*)(<[^<>\n]*>|\S+)", re.MULTILINE)
_ATTRIBUTE = re.compile(r"(<(img|a|source)\s[^<>]*?\b(?:src|href)\s*=\s*)(\"[^\"]*\"|'[^']*')", re.IGNORECASE)
_RAW_MEDIA = re.compile(
    r"(?<!\\)<(iframe|video|audio|object|embed)(?=[\s/>])(?:[^<>]*/>|(?:(?!<\1\b).)*?</\1\s*>|.*?(?:(?=\n\n)|\Z))",
    re.IGNORECASE | re.DOTALL,
)
_BARS = ("progress", "meter")
_HOLDERS = frozenset(("p", "div", "li", "td", "th", "dd", "blockquote", "section", "article", "figure"))
_GIST = re.compile(
    r"<script\b[^<>]*?\bsrc\s*=\s*[\"']([^\"'<>]*//gist\.github\.com/[^\"'<>]*)[\"'][^<>]*>\s*</script\s*>", re.IGNORECASE
)
_FORMULA = re.compile(r"<math\b[^<>]*>.*?</math\s*>", re.DOTALL)
_BAR = re.compile(r"<(progress|meter)\b[^<>]*>\s*</\1\s*>", re.IGNORECASE)
_NUMBER = re.compile(r"\s*\d+(?:\.\d+)?\s*")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s")
_SIZED = re.compile(r"(.*)-(\d{1,5})x\d{1,5}(\.\w+)", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_FIRST_HEADING = re.compile(
    r"((?:\s|<(?:html|head|body|div|section|article|header)\b[^<>]*>|</head>|<title>[^<>]*</title>)*)<(h[1-3])\b[^<>]*>(.*?)</\2\s*>",
    re.IGNORECASE | re.DOTALL,
)
_HEADLINE = re.compile(r"()<(h1)\b[^<>]*>([^<]*(?:<(?!/?h1\b)[^<]*)*)</h1\s*>", re.IGNORECASE)
_FIRST_LINE = re.compile(r"\s*#{1,2} +([^\n]+?)(?: +#+| *\{[^{}\n]*\})?[ \t]*(?:\n|\Z)")
_RENAMED = {
    "strike": "s", "tt": "code", "acronym": "abbr", "dir": "ul", "menu": "ul", "article": "div", "aside": "div", "header": "div",
    "footer": "div", "main": "div", "nav": "div", "address": "p", "center": "div", "fieldset": "div", "legend": "p",
    "hgroup": "div", "listing": "pre", "xmp": "pre",
}  # fmt: skip
_BY_STYLE = (  # what a style says that a body keeps: struck words turn the meaning round
    ("s", re.compile(r"\bline-through\b", re.IGNORECASE)),
    ("strong", re.compile(r"\bfont-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)),
    ("em", re.compile(r"\bfont-style\s*:\s*italic", re.IGNORECASE)),
)
_GONE = frozenset(
    ("script", "style", "template", "link", "meta", "base", "title", "head", "textarea", "input", "select", "button")
)
_HEAD = re.compile(r"</?head\b[^<>]*>", re.IGNORECASE)  # which ends a paragraph in which it stands
_BETWEEN = {"msub": "_", "msup": "^", "mfrac": "/"}  # signs between two parts of a formula
_DRAWN = frozenset(("svg", "math", "canvas"))
_PLAYERS = frozenset(("iframe", "video", "audio", "embed", "object"))
_LONGEST_STANDFIRST, _LONGEST_LEAD = 400, 4_000
_HEADINGS = re.compile(r"<(h[1-6]|nav|pre|table)\b[^>]*>.*?</\1>", re.DOTALL)  # and what is no sentence
_CONTROL_CODE = re.compile(
    r"&#(?:[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|7[fF]|[fF]{3}[efEF]|[dD][89a-fA-F][0-9a-fA-F]{2})|0*(?:[0-8]|1[1-24-9]|2\d|3[01]|127))(?![0-9a-fA-F]);?"
)


class Converted(NamedTuple):
    """A body as it is written, the standfirst that it marks, what was taken out of it, and how many pieces stood in colours."""

    text: str
    standfirst: str = ""
    removed: tuple[str, ...] = ()
    coloured: int = 0


def converted(mover: Mover) -> Converted:
    """Return the body of a post as it is written."""
    post = mover.post
    if post.form == "text":
        return Converted("\n\n".join(_escaped(part) for part in re.split(r"\n\s*\n", post.body.strip("\n")) if part.strip()))
    marked = MORE.search(post.body)
    lead = post.body[: marked.start()] if marked else ""
    body = MORE.sub("\n\n", post.body)
    if post.form == "markdown":
        body = body[len(headline_of(post._replace(body=body))) :]
        found = coloured(without_code(body, []))
        return Converted(as_quotations(_markdown(body, mover)).strip("\n"), _standfirst(_html_of(lead, body)), coloured=found)
    return from_html(with_captions(without_headline(body, post.title)), mover, breaks=post.form == "lines")._replace(
        standfirst=_standfirst(lead), coloured=coloured(body)
    )


def _standfirst(lead: str) -> str:
    """Return the words before the mark of a teaser, without headings, where they are few enough to stand under a headline."""
    lead = _HEADINGS.sub("", lead)
    words = " ".join(html.fromstring(f"<div>{lead}</div>").text_content().split()) if lead.strip() else ""
    return words if 0 < len(words) <= _LONGEST_STANDFIRST else ""


def _html_of(lead: str, body: str) -> str:
    """Return the beginning of a body in Markdown as HTML; it may name links that are defined below it."""
    if not lead.strip() or len(lead) > _LONGEST_LEAD:
        return ""
    defined = "\n".join(match[0] for match in _DEFINED.finditer(body))
    return PythonMarkdown(MarkdownSettings()).to_html(f"{lead}\n\n{defined}")


def _escaped(paragraph: str) -> str:
    """Return a paragraph of plain text as HTML in which nothing is markup."""
    lines = escape(paragraph.strip(), quote=False).split("\n")
    return "<p>" + "<br>\n".join(line.strip() for line in lines) + "</p>"


def _markdown(text: str, mover: Mover) -> str:
    """Return Markdown with its links and pictures moved, and its players made links. Code stays as it is."""
    kept: list[str] = []

    def link(match: re.Match[str]) -> str:
        target = _ESCAPED.sub(r"\1", match[3].removeprefix("<").removesuffix(">"))
        moved = mover.moved(target, shown=bool(match[1]))
        inner = _LINK.sub(link, match[2]) if "](" in match[2] else match[2]
        return f"{match[1]}{inner}({f'<{moved}>' if ' ' in moved else moved}{match[4]})"

    text = with_captions(without_code(text, kept))
    text = _ALONE.sub(lambda match: f"{match[1]}<{match[2]}>" if match[2] else match[0], text)
    text = _FORMULA.sub(_said_by, text) if "<math" in text else text
    text = _BAR.sub(lambda match: _measured(next(_parsed(match[0]).iter(*_BARS))), text)
    text = _RAW_MEDIA.sub(lambda match: _among(match, keep(_player_text(match[0], mover), kept)), text)
    text = _GIST.sub(_gist_link, text)
    text = _LINK.sub(link, text)
    text = _DEFINED.sub(lambda match: match[1] + mover.moved(match[2].strip("<>")), text)
    text = _ATTRIBUTE.sub(
        lambda match: f'{match[1]}"{escape(mover.moved(match[3][1:-1], shown=match[2].lower() == "img"))}"', text
    )
    return restored(text, kept)


def _gist_link(match: re.Match[str]) -> str:
    words, address = gist(match[1])
    return f'<a href="{escape(address)}">{escape(words)}</a>' if address else match[0]


def _said_by(match: re.Match[str]) -> str:
    """Return a formula in MathML as code in a line, or in a paragraph of its own where it had one."""
    formula = next(_parsed(f"<div>{match[0]}</div>").iter("math"))
    words = _formula(formula)
    shown = f"`{words}`" if words and "`" not in words else escape(words)
    return _among(match, shown) if words and _is_apart(formula) else shown


def _among(match: re.Match[str], shown: str) -> str:
    """Return what stands for a player or a formula: in a row of a table, or a list, there; else as a paragraph of its own."""
    before = match.string[: match.start()].rpartition("\n")[2]
    return shown if "|" in before or _ITEM.match(before) else f"\n\n{shown}\n\n"


def _player_text(source: str, mover: Mover) -> str:
    found = next((each for each in _parsed(source).iter() if each.tag in _PLAYERS), None)
    return written(_player(found, mover)) if found is not None else ""


def from_html(text: str, mover: Mover, *, breaks: bool = False) -> Converted:
    """Return HTML as blocks that may stand in a Markdown file. `breaks`: ends of lines and blank lines count, as in WordPress."""
    removed: list[str] = []
    tree = _parsed(text)
    _in_one_width(tree)
    _cleaned(tree, mover, removed)
    blocks = [written(block) for block in blocks_of(tree, breaks=breaks)]
    return Converted("\n\n".join(block for block in blocks if block), removed=tuple(removed))


def headline_of(post: Post) -> str:
    """Return the headline with which the body of a post begins, as it is written there; empty where it does not."""
    if post.form == "markdown":
        heading = _FIRST_LINE.match(post.body)
        return heading[0] if heading and bare(heading[1]) == bare(post.title) else ""
    found = _FIRST_HEADING.match(post.body) if post.form != "text" else None
    return found[0] if found and without_headline(found[0], post.title) != found[0] else ""


def without_headline(text: str, title: str) -> str:
    """Return HTML without the heading that says the headline again: one with nothing but its frame before it, or an `<h1>`."""
    for found in filter(None, (_FIRST_HEADING.match(text), _HEADLINE.search(text))):
        said = " ".join(unescape(_TAG.sub(" ", found[3])).split())
        if said and said.casefold() == " ".join(title.split()).casefold():
            return text[: found.end(1)] + text[found.end() :]
    return text


def _parsed(text: str) -> Any:  # lxml is not typed  # noqa: ANN401
    clean = without_scripts(UNPRINTABLE.sub("", _CONTROL_CODE.sub("", _HEAD.sub("", text))).replace(BREAK, ""))
    body = tree_of(f"<html><body><div>{clean}\n</div></body></html>".encode()).find("body")
    if len(body) == 1:
        return body[0]
    whole = html.Element("div")  # a stray end tag closed ours: what follows belongs to it all the same
    first = body[0]
    whole.text = first.text
    for child in (*first, *body[1:]):
        whole.append(child)
    return whole


def _in_one_width(tree: Any) -> None:  # noqa: ANN401
    """Of pictures side by side that are one in several widths (`dam-425x239.webp`) keep the largest: a style showed one."""
    for each in list(tree.iter("img")):
        before = each.getprevious()
        if before is None or before.tag != "img" or (before.tail or "").strip():
            continue
        one, other = (_SIZED.fullmatch(picture.get("src", "")) for picture in (before, each))
        if one and other and (one[1], one[3]) == (other[1], other[3]):
            smaller, larger = (before, each) if int(one[2]) <= int(other[2]) else (each, before)
            if smaller.get("alt") and not larger.get("alt"):
                larger.set("alt", smaller.get("alt"))
            _drop(smaller)


def _cleaned(tree: Any, mover: Mover, removed: list[str]) -> None:  # noqa: ANN401
    for each in list(tree.iter()):
        if each is tree or each.getparent() is None:
            continue
        if not isinstance(each.tag, str):
            _drop(each)
            continue
        if each.tag in _RENAMED:  # only then: names that nobody may give can be read
            each.tag = _RENAMED[each.tag]
        elif each.tag in ("span", "font") and each.get("style"):
            each.tag = next((name for name, style in _BY_STYLE if style.search(each.get("style"))), each.tag)
        elif each.tag in _BARS and not each.text_content().strip():
            each.text = _measured(each)
        _change(each, mover, removed)
        if each.getparent() is not None and each.tag not in TAGS:
            removed += [f"<{each.tag}>"] if each.tag in _DRAWN else []
            each.drop_tag()
        _without_looks(each)
    without_hollow(tree)


def _change(each: Any, mover: Mover, removed: list[str]) -> None:  # noqa: ANN401
    """Take out an element that a body may not hold, or put what it was in its place; move what it leads to."""
    tag = each.tag
    if tag == "button" and any(above.tag == "a" for above in each.iterancestors()):
        each.tag = "span"  # its words are those of a link
    elif tag == "script" and (found := gist(each.get("src", "")))[1]:
        link = etree.Element("a", {"href": found[1]})
        link.text = found[0]
        _put(each, link)
    elif tag in _GONE:
        removed += [f"<{tag}>"] if tag not in ("link", "meta", "title", "base") else []
        _drop(each)
    elif tag in _PLAYERS:
        _put(each, _player(each, mover))
    elif tag == "math" and (words := _formula(each)):
        _put(each, _as_code(words, _is_apart(each) and each.getparent().tag in _HOLDERS))
    elif tag in ("span", "div") and "math" in each.get("class", "").split() and (tex := tex_in(each.text_content())):
        _put(each, _as_code(" ".join(tex[0].split()), tag == "div"))
    elif tag == "img":
        _picture(each, mover)
        if not each.get("src"):
            _drop(each)
    elif tag == "a" and each.get("href"):
        each.set("href", mover.moved(each.get("href")))


def _as_code(formula: str, is_apart: bool) -> Any:  # noqa: ANN401
    code = etree.Element("code")
    code.text = formula
    if not is_apart:
        return code
    paragraph = etree.Element("p")
    paragraph.append(code)
    return paragraph


def _measured(bar: Any) -> str:  # noqa: ANN401
    """Return what a bar shows as numbers: `14/34`, or of a whole that is one, `40%`; empty where it only says that it goes on."""
    part, whole = bar.get("value") or "", bar.get("max") or "1"
    if not (_NUMBER.fullmatch(part) and _NUMBER.fullmatch(whole)):
        return ""
    return f"{float(part):.0%}" if float(whole) == 1 else f"{part.strip()}/{whole.strip()}"


def _formula(each: Any) -> str:  # noqa: ANN401
    """Return what MathML says: its TeX, where it tells how it was written, or its signs from left to right."""
    notes = list(each.iter("annotation", "annotation-xml"))
    tex = next((note.text_content() for note in notes if "tex" in (note.get("encoding") or "").lower()), "")
    for note in notes:
        note.drop_tree()
    for pair in each.iter(*_BETWEEN):
        if len(pair) > 1:
            pair[0].tail = _BETWEEN[pair.tag]
    return " ".join((each.get("alttext") or tex).split()) or "".join(each.text_content().split())


def _is_apart(formula: Any) -> bool:  # noqa: ANN401
    return bool(formula.get("display") == "block" or formula.get("mode") == "display")


def _drop(each: Any) -> None:  # noqa: ANN401
    parent = each.getparent()
    if each.tail:
        before = each.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + each.tail
        else:
            parent.text = (parent.text or "") + each.tail
    parent.remove(each)


def _put(each: Any, other: Any) -> None:  # noqa: ANN401
    other.tail = each.tail
    parent = each.getparent()
    parent.replace(each, other)


def _picture(each: Any, mover: Mover) -> None:  # noqa: ANN401
    src = each.get("src", "")
    missing = len(mover.missing)
    each.set("src", mover.moved(src, shown=True) if not src.startswith("data:") else "")
    if not each.get("alt") and len(mover.missing) == missing:  # else the words would be shown twice
        figure = each.getparent()
        while figure is not None and figure.tag != "figure":
            figure = figure.getparent()
        caption = figure.find(".//figcaption") if figure is not None else None
        words = " ".join(caption.text_content().split()) if caption is not None else ""
        if words or each.get("title"):
            each.set("alt", words or each.get("title"))


def _player(each: Any, mover: Mover) -> Any:  # noqa: ANN401
    """Return the link that stands for a film, a sound or a frame, and says what it was."""
    sources = [source.get("src") for source in each.iter("source", "embed") if source.get("src")]
    href = each.get("src") or each.get("data-src") or each.get("data") or next(iter(sources), "")
    href = "https:" + href if href.startswith("//") else href
    within = " ".join(each.text_content().split())
    link = etree.Element("a")
    link.text = of_player(each.tag, href, each.get("title") or each.get("aria-label") or "")
    if href:
        link.set("href", watched(mover.moved(href)))
        link.set("class", class_of(each.tag))
    whole = etree.Element("span")
    whole.append(link)
    for track in each.iter("track"):
        kind, src = track_kind(track.get("kind")), track.get("src", "").strip()
        if href and kind and src:
            link.tail = (link.tail or "") + " "
            link = etree.SubElement(whole, "a", {"class": f"track-{kind}", "href": mover.moved(src, shown=True)})
            link.text = track.get("label") or src.partition("?")[0].rpartition("/")[2]
            if track.get("srclang"):
                link.set("hreflang", track.get("srclang"))
    if within and each.tag in ("object",):
        link.tail = f" {within}"
    return whole


def _without_looks(each: Any) -> None:  # noqa: ANN401
    if not isinstance(each.tag, str):
        return
    if each.tag == "a" and each.get("name") and not each.get("id"):
        each.set("id", each.get("name"))
    allowed = (ATTRIBUTES["*"] - {"class"}) | ATTRIBUTES.get(each.tag, frozenset())
    kept = {name: value for name, value in each.attrib.items() if name in allowed}
    language = next((name for name in (each.get("class") or "").split() if name.startswith(LANGUAGE)), "")
    if each.tag == "code" and language:
        kept["class"] = language
    if len(kept) < len(each.attrib):
        each.attrib.clear()  # one by one not every name can be taken out: `{x` is none
        each.attrib.update(kept)
