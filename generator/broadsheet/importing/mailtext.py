"""The words of a message: plain text as HTML, addresses shown without where they are, what mail programs do not show left out."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from html import escape
from itertools import groupby, pairwise

from lxml import html as markup

from broadsheet.importing.texts import UNPRINTABLE

_ADDRESS = re.compile(r"(?:mailto:)?(?<![\w.+-])([\w.+-]{1,64})@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
# As archives of mailing lists write them: beyond doubt, or where nothing but an address stands.
_SPELT = re.compile(r"(?<![\w.+-])([\w.+-]{0,63}\w) (?:at|en|em) ([\w-]+(?:\.[\w-]+)+)", re.IGNORECASE)
_NO_WORD = re.compile(r"(?=.*[^\W\d_]).*[\d_.+-].*\w")
_NO_NAMES = frozenset((
    "archived", "archives", "available", "bug", "check", "code", "details", "docs", "documentation", "download", "downloads",
    "found", "here", "homepage", "hosted", "information", "is", "it", "list", "located", "look", "mirror", "mirrors", "more",
    "one", "online", "page", "pages", "posted", "project", "projects", "published", "released", "repository", "see", "site",
    "source", "sources", "them", "tracker", "us", "website", "wiki",
))  # fmt: skip
_BEFORE, _AFTER = " \t\n<>:;,\"'[(|*-", "\n<>,;)]\"'("
_FOOTER = re.compile(
    r"^(?P<mark>(?:> ?)*)_{20,}[ \t]*\n(?:(?P=mark)[^\n]*\n){1,2}?(?P=mark)<?https?://\S+/listinfo(?:/|\.cgi/)\S*[ \t]*(?:\n|\Z)",
    re.MULTILINE,
)
_MAILTO = re.compile(r"<a\b[^<>]*\bhref\s*=\s*[\"']?mailto:[^<>]*>(.*?)</a\s*>", re.IGNORECASE | re.DOTALL)
_WEB = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]}]")
_MARK = re.compile(r"> ?")
_SET = re.compile(r"\S {3,}\S|^ {4,}\S|^\t|^[-=+|_*~ ]{6,}$|^(?:diff |@@ |\+\+\+ |--- )")
_CODE = re.compile(r"\w[(\[]|<-|[;{}]$|[\w)] ?(?:[=!]?=|\$)\s?[\w\"'(]")
_NAME = re.compile(r"[\w.$]+")
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|max-height\s*:\s*0(?:px)?\s*[;\"']", re.IGNORECASE
)
_SIGNED = re.compile(r"\s*-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\n(?:Hash:[^\n]*\n)*")
_LONG, _WIDEST = 60, 85  # characters of the longest line of a paragraph, where lines were broken because they were full
_ITEM = re.compile(r"\s*(?:[-*+•–—]|-{4,}|\d{1,3}[.)]|[^\W\d_][\w-]{1,14}:)\s")  # `Subject: …`, too
_OF_LIST = re.compile(r"[-*+](?=[^\W\d_])")  # with no blank behind its mark: an item where another one stands beside it
_SET_APART = re.compile(r"\s*(?:([-=_*~+#])\1{5,}\s*$|\\[a-zA-Z]+[{\[])")  # a rule, or a command of TeX's
_DEEPEST = 8
_BLANK = "\u00a0"  # of several others only one is shown


def spells_out(text: str) -> bool:
    """Say whether a line tells who wrote a message by an address that is spelt out."""
    return "@" not in text and _SPELT.match(text) is not None


def senders_of(text: str) -> frozenset[str]:
    """Return the addresses that a line tells who wrote a message by, in one form and in small letters."""
    whole = (match[0].lower().removeprefix("mailto:") for match in _ADDRESS.finditer(text))
    return frozenset((*whole, *(f"{match[1]}@{match[2]}".lower() for match in _SPELT.finditer(text))))


def masked(text: str, *, is_html: bool = False, senders: Container[str] = (), doubted: bool = False) -> tuple[str, int]:
    """Return a text in which of each e-mail address only the name stays, and how many there were.

    `senders` are addresses for sure, wherever they are spelt out; `doubted` says that whatever may be one is, since the archive
    spells out all.
    """
    if is_html:
        text = _MAILTO.sub(lambda match: match[1], text)
    shown = _SPELT.sub(lambda match: f"{match[1]}@…" if _is_address(match, senders, doubted=doubted) else match[0], text)
    spelt = shown.count("@…") - text.count("@…")
    text, count = _ADDRESS.subn(lambda match: f"{match[1]}@…", shown) if "@" in shown else (shown, 0)
    return text, count + spelt


def _is_address(match: re.Match[str], senders: Container[str], *, doubted: bool) -> bool:
    if match[1].lower() in _NO_NAMES or match[1].isdecimal():
        return False
    if _NO_WORD.fullmatch(match[1]) or f"{match[1]}@{match[2]}".lower() in senders:
        return True
    if doubted and match[0].startswith(f"{match[1]} at "):
        return True
    text = match.string
    above = text[max(0, match.start() - 20) : match.start()].rstrip(" \t")
    if above.lower().endswith("mailto:"):
        return True
    before = above[-1:] or "\n"
    below = text[match.end() : match.end() + 20]
    after = "\n" if below.startswith(("  ", "\t")) else below.lstrip()[:1] or "\n"
    return before in _BEFORE and after in _AFTER


def without_signature(text: str) -> tuple[str, bool]:
    """Return a text without what PGP puts around one that is signed, and whether it did."""
    signed = _SIGNED.match(text)
    if not signed:
        return text, False
    inner = text[signed.end() :].partition("\n-----BEGIN PGP SIGNATURE-----")
    below = inner[2].partition("-----END PGP SIGNATURE-----")[2]
    return re.sub(r"^- (?=-)", "", inner[0], flags=re.MULTILINE) + below, True


def without_footers(text: str) -> tuple[str, int]:
    """Return a text without the lines that a mailing list puts below each message, also below quoted ones, and their number."""
    return _FOOTER.subn("", text)


def html_of(text: str, *, answers: bool = True) -> str:
    """Return plain text as HTML: paragraphs, quotations, and what was set by blanks as it stands.

    `answers`: the message answers another one. In one that does not, `>` may stand before commands to a program.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if answers or not any(line.startswith(">") for line in lines):
        return "\n".join(_blocks(lines, 0))
    pieces: list[str] = []
    for _, group in groupby(lines, key=lambda line: bool(line.strip())):
        part = [line.rstrip() for line in group]
        pieces += (_as_set(part),) if _is_session(part) else _blocks(part, 0)
    return "\n".join(pieces)


def _is_session(lines: list[str]) -> bool:
    """Say whether lines are what somebody typed at the prompt of a program, and what that printed."""
    typed = [line[1:].strip() for line in lines if line.startswith(">")]
    codes = sum(_CODE.search(line) is not None for line in typed)
    names = sum(_NAME.fullmatch(line) is not None for line in typed)
    return (
        lines[0].startswith(">") and codes > 0 and (codes + names) * 2 > len(typed) and not any(">" in line[:1] for line in typed)
    )


def _as_set(lines: list[str]) -> str:
    return f"<pre>{escape(chr(10).join(line.rstrip() for line in lines), quote=False)}</pre>"


def _blocks(lines: list[str], depth: int) -> Iterator[str]:
    part: list[str] = []
    quoted: list[str] = []
    for line in lines:
        is_quoted = line.startswith(">") and depth < _DEEPEST
        if quoted and not is_quoted:
            yield f"<blockquote>{''.join(_blocks(quoted, depth + 1))}</blockquote>"
            quoted = []
        if is_quoted:
            yield from _paragraph(part)
            part = []
            quoted.append(_MARK.sub("", line, count=1))
        elif line.strip():
            part.append(line)
        else:
            yield from _paragraph(part)
            part = []
    yield from _paragraph(part)
    if quoted:
        yield f"<blockquote>{''.join(_blocks(quoted, depth + 1))}</blockquote>"


def _paragraph(lines: list[str]) -> Iterator[str]:
    if not lines:
        return
    rows = sum(_SET.search(line.rstrip()) is not None for line in lines)
    if rows > 1 and rows * 2 > len(lines):
        yield _as_set(lines)
        return
    width = max((len(line) for line in map(str.rstrip, lines) if len(line) <= _WIDEST), default=0)
    are_listed = sum(_OF_LIST.match(line) is not None for line in lines) > 1
    least = min(map(_indent, lines))
    pieces = [_linked(lines[0].strip())]
    for line, after in pairwise(lines):
        was_full = len(line.rstrip()) + 1 + len(after.split(maxsplit=1)[0]) >= max(width + 1, _LONG)
        begins = _ITEM.match(after) or (are_listed and _OF_LIST.match(after)) or _SET_APART.match(line) or _SET_APART.match(after)
        pieces += (
            " " if was_full and not begins else "<br>" + _BLANK * min(_indent(after) - least, _DEEPEST),
            _linked(after.strip()),
        )
    yield f"<p>{''.join(pieces)}</p>"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _linked(line: str) -> str:
    """Return a line as HTML in which web addresses are links."""
    parts: list[str] = []
    at = 0
    for match in _WEB.finditer(line):
        parts += (
            escape(line[at : match.start()], quote=False),
            f'<a href="{escape(match[0])}">{escape(match[0], quote=False)}</a>',
        )
        at = match.end()
    return "".join((*parts, escape(line[at:], quote=False)))


def without_unseen(text: str) -> tuple[str, bool]:
    """Return HTML without what is not shown: hidden words, and pictures of one point that only report who reads."""
    if not _UNSEEN.search(text) and not re.search(r"<img\b", text, re.IGNORECASE):
        return text, False
    parser = markup.HTMLParser(huge_tree=False)
    tree = markup.fragment_fromstring(UNPRINTABLE.sub("", text), create_parent="div", parser=parser)
    unseen = False
    for each in list(tree.iter()):
        if not isinstance(each.tag, str) or each is tree or each.getparent() is None:
            continue
        is_hidden = _UNSEEN.search(f"{each.get('style', '')};") is not None
        is_point = each.tag == "img" and {each.get("width", "").rstrip("px"), each.get("height", "").rstrip("px")} & {"0", "1"}
        if is_hidden or is_point:
            unseen = unseen or bool(is_hidden and each.text_content().strip())
            each.drop_tree()
    inner = "".join(markup.tostring(child, encoding="unicode") for child in tree)
    return (tree.text or "") + inner, unseen
