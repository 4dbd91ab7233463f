"""Bytes to text, and text to front matter and body. Lines keep their numbers; what the front matter says is not looked at."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from typing import NamedTuple

from broadsheet.content.jsonlines import parse_json_object
from broadsheet.content.nodes import Mapping, described
from broadsheet.content.yamlfile import parse_yaml
from broadsheet.expressions import expression
from broadsheet.problems import Outcome, Problem, Span

_CONTROL = expression("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_CONTROL_BYTES = bytes((*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F))
_NONCHARACTERS = ("\ufffe".encode(), "\uffff".encode())
_CHARSET = expression(rb"charset\s{0,4}=\s{0,4}[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_HEAD = 4_096  # bytes of a page in which it names its encoding
_CALLED = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}  # what browsers take them for
_CLOSING = expression(r"\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_OPENING = expression(r"(?:[ \t]*\n)*---[ \t]*(?:\n|\Z)")
_OTHER = expression(r'(?:[ \t]*\n)*(?:(\+\+\+)[ \t]*\n|(?=\{\s*"))')  # TOML, and JSON
_KNOWN_KEY = r"[ \t]*(?:title|date|draft|status|published|layout|slug|author|tags):[ \t]"
_UNMARKED = expression(  # lines `key: value`; Nikola's and Org's; front matter below a comment
    rf"(?:[ \t]*\n)*(?:[ \t]+---[ \t]*\n)?{_KNOWN_KEY}[^\n]*\n[ \t]*[A-Za-z_-]+:[ \t]"
    rf"|\s*<!--\s*\.\. (?:title|date|status|slug):|\s*#\+(?:title|draft|date):"
    rf"|\s*<!--(?:(?!-->).)*+-->\s*\n---[ \t]*\n{_KNOWN_KEY}",
    re.IGNORECASE | re.DOTALL,
)
_TOML_CLOSING = expression(r"\n\+\+\+[ \t]*(?:\n|\Z)")


class SourceText(NamedTuple):
    """The text of a file: its path in the publication, and its characters with `\\n` line ends and no byte order mark."""

    path: str
    text: str


class FrontMatter(NamedTuple):
    """A file's metadata (None where it has none) and the body below it, whose first line has the number `body_line`."""

    metadata: Mapping | None
    body: str
    body_line: int


def decode_text(data: bytes, path: str) -> Outcome[SourceText | None]:
    """Decode a file's bytes. What is not UTF-8 gives None; control characters are reported and read as U+FFFD."""
    try:
        text = data.decode("utf-8-sig" if data.startswith(BOM_UTF8) else "utf-8")  # of which the latter is much the quicker
    except UnicodeDecodeError as error:
        return Outcome(None, (_undecodable(data, error, path),))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # Nearly no file has any: counting bytes shows it ten times faster than searching characters does.
    controls = _CONTROL.findall(text) if _may_hold_controls(data) else ()
    if not controls:
        return Outcome(SourceText(path, text))
    more = f" ({len(controls)} such characters in all)" if len(controls) > 1 else ""
    message = f"the text holds the control character U+{ord(controls[0]):04X}{more}"
    span = _span_at(text, text.index(controls[0]), path)
    problem = Problem("bad-encoding", message, span, "remove it; only tabs and line ends are allowed")
    return Outcome(SourceText(path, _CONTROL.sub("\ufffd", text)), (problem,))


def decode_page(data: bytes, path: str) -> Outcome[SourceText | None]:
    """Decode the bytes of a saved web page: as UTF-8, or in the encoding that it names for itself."""
    outcome = decode_text(data, path)
    named = _CHARSET.search(data[:_HEAD]) if outcome.value is None else None
    if named is None:
        return outcome
    name = named[1].decode("ascii").lower()
    try:
        text = data.decode(_CALLED.get(name, name), "replace")
    except (LookupError, UnicodeError):
        return outcome
    return decode_text(text.encode("utf-8", "replace"), path)


def split_front_matter(source: SourceText) -> Outcome[FrontMatter]:
    """Split a text into front matter, which is YAML, TOML or JSON, and body.

    Where the front matter cannot be read, problems say why; the body stays.
    """
    text, path = source.text, source.path
    opening = _OPENING.match(text)
    if not opening:
        other = _OTHER.match(text)
        return _split_other(source, other) if other else Outcome(FrontMatter(None, text, 1))
    above = opening.group().count("\n") - 1  # blank lines, which some editors leave
    closing = _CLOSING.search(text, opening.end() - 1)
    if not closing:
        return _not_closed(path, "---")
    parsed = parse_mapping(
        SourceText(path, text[opening.end() : closing.start() + 1]), "bad-front-matter", "the front matter", above + 2
    )
    return _parted(text, closing.end(), parsed)


def _split_other(source: SourceText, opening: re.Match[str]) -> Outcome[FrontMatter]:
    text, path = source.text, source.path
    if not opening[1]:
        parsed, end = parse_json_object(text, path, opening.end())
        return _parted(text, end + (text[end : end + 1] == "\n"), parsed)
    closing = _TOML_CLOSING.search(text, opening.end() - 1)
    if not closing:
        return _not_closed(path, "+++")
    from broadsheet.content.tomlfile import parse_toml  # here: most publications have none

    return _parted(
        text, closing.end(), parse_toml(text[opening.end() : closing.start() + 1], path, opening.group().count("\n") + 1)
    )


def unmarked(source: SourceText) -> tuple[Problem, ...]:
    """Report metadata that no lines `---` mark: they would be published as words of the story, `draft: true` included."""
    if not _UNMARKED.match(source.text):
        return ()
    hint = "write a line `---` above and below them; if they are words of a raw article, call the file .txt"
    return (
        Problem("bad-front-matter", "the first lines look like metadata, and are not marked as such", Span(source.path), hint),
    )


def _parted(text: str, end: int, parsed: Outcome[Mapping | None]) -> Outcome[FrontMatter]:
    return Outcome(FrontMatter(parsed.value, text[end:], text.count("\n", 0, end) + 1), parsed.problems)


def _not_closed(path: str, mark: str) -> Outcome[FrontMatter]:
    problem = Problem("bad-front-matter", "the front matter is not closed", Span(path), f"end it with a line `{mark}`")
    return Outcome(FrontMatter(None, "", 1), (problem,))


def body_start(text: str) -> int:
    """Return the offset at which the body of an article begins: behind its front matter, closed as it should be, or 0."""
    opening = _OPENING.match(text)
    if not opening:
        return len(text) - len(split_front_matter(SourceText("", text)).value.body) if _OTHER.match(text) else 0
    closing = _CLOSING.search(text, opening.end() - 1)
    return closing.end() if closing else 0


def parse_mapping(source: SourceText, code: str, what: str, first_line: int = 1) -> Outcome[Mapping | None]:
    """Parse YAML that has to be a mapping (or nothing); `what` names it in the problem `code` when it is something else."""
    parsed = parse_yaml(source.text, source.path, first_line)
    node = parsed.value
    if node is None or isinstance(node, Mapping):
        return Outcome(node, parsed.problems)
    message = f"{what} has to be keys with values, found {described(node)}"
    problem = Problem(code, message, Span(source.path, node.line, node.column), "write lines such as `title: …`")
    if described(node) == "nothing":
        return Outcome(None, parsed.problems)
    return Outcome(None, (*parsed.problems, problem))


def _may_hold_controls(data: bytes) -> bool:
    if len(data.translate(None, _CONTROL_BYTES)) < len(data):
        return True
    return b"\xef" in data and any(found in data for found in _NONCHARACTERS)


def _undecodable(data: bytes, error: UnicodeDecodeError, path: str) -> Problem:
    before = data[: error.start].decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    hint = "save the file as UTF-8"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        hint += "; it looks like UTF-16"
    message = f"the file is not UTF-8: found the byte 0x{data[error.start]:02X}"
    return Problem("bad-encoding", message, _span_at(before, len(before), path), hint)


def _span_at(text: str, index: int, path: str) -> Span:
    return Span(path, text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))
