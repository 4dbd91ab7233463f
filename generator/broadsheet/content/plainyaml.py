"""Plain YAML: what people write in metadata, read with a few expressions, many times faster than by a YAML parser.

Mappings and lists in block and flow style, values plain or quoted, on one line or several, block scalars, comments. Whatever else
stands in a text (an anchor, a tag, a key in quotes or that stands twice, a character that might matter), this reader declines it
as a whole, so that there is one judge of what is odd or wrong. A property test holds its nodes equal to those that the YAML
parser's events give.

One expression takes all entries of a mapping at once, each with the lines below it; these are then read in the same way. Its last
branch takes the characters that the others leave over: where it took one, the text goes beyond the subset.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from broadsheet.content.nodes import Entry, Mapping, Node, Scalar, Sequence, entry_of
from broadsheet.expressions import expression

# Neither printable to Python nor sure to be plain text to YAML: controls (tabs, too), line ends but `\n`, marks of byte order.
_ODD = expression("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_KEY = r"[A-Za-z_][A-Za-z0-9_-]{0,60}+"
# A text in quotes, on one line; in double ones with those escape sequences that stand for characters every text may hold.
_ESCAPES = r"""\\(?:["\\/nt]|u(?!00[01789]|d[89a-f]|fff[ef])[0-9a-f]{4})"""
_QUOTED = rf""""[^"\\\n]*+(?:{_ESCAPES}[^"\\\n]*+)*+"|'[^'\n]*+(?:''[^'\n]*+)*+'"""
_QUOTED_LINES = _QUOTED.replace(r"\n]", "]")  # which may go on in lines that are not indented
# A plain text and the blanks behind it. `: ` and ` #` end it, in flow style brackets and commas, too.
_START = r"""(?:[^ \n,?:\[\]{}#&*!|>'"%@`-]|-(?=\w))"""
_PLAIN = rf"{_START}[^:#\n]*+(?:(?::(?=[^ \n])|(?<! )#)[^:#\n]*+)*+"
_FLOW_PLAIN = rf"{_START}[^,?\[\]{{}}:#\n]*+(?:(?::(?=[A-Za-z0-9/])|(?<! )#)[^,?\[\]{{}}:#\n]*+)*+"
# Behind a key or a dash: blanks, and a text in quotes without a backslash, a plain one, brackets, or whatever else.
_VALUE = rf"""( +)(?:"([^"\\\n]++)"(?: +(?:#.*)?)?|({_PLAIN})(?:#.*)?|([\[{{].*[\]}}])(?=\n)|((?:{_QUOTED_LINES}|[^ #\n]).*))"""
_IGNORED = r"(?: *+(?:#.*)?\n)*+"  # blank lines and comments
_REST = r"|((?s:.+))"
# Of a list or mapping in brackets: blanks, a key, a value (quoted, plain, or brackets without others inside), and what ends it.
_BRACKETS = r"[\[{][^\[\]{}]*+[\]}]"
_PART = expression(
    rf"([ \n]*+)(?:({_KEY}):( +))?(?:({_QUOTED})|({_FLOW_PLAIN})|({_BRACKETS}))"
    rf"(?:( *+),(?:[ \n]*+[\]}}]\Z)?|[ \n]*+[\]}}]\Z){_REST}"
)
_nothing = expression(_IGNORED).fullmatch
_no_more = expression(rf" *(?:(?<= )#.*)?\n{_IGNORED}").fullmatch  # behind a value
_beginning = expression(rf"({_IGNORED})( *)(- )?").match
_item_key = expression(rf"{_KEY}:(?: |\Z)").match
_quoted_lines = expression(_QUOTED_LINES).match
_parts_documents = expression(r"\n(?:---|\.\.\.)").search
_plain_line = expression(rf" *(?:(?<= )({_PLAIN})(?:#.*)?)?").fullmatch
_FOLD = expression(r"(?<! ) *+\n((?: *+\n)*+) *+")
_ESCAPE = expression(r"\\(?:u(....)|(.))")
_NAMED_ESCAPES = {"n": "\n", "t": "\t"}
_DEEPEST = 16  # of indentations and of brackets: far below what the YAML parser allows

_new = tuple.__new__  # makes a named tuple in half the time that its class takes


class _BeyondError(Exception):
    """The text goes beyond the subset."""


def plain_yaml(text: str, first_line: int = 1) -> Mapping | None:
    """Return the mapping that a text holds, or None where the text goes beyond the subset (or is empty, or faulty)."""
    if text[-1:] != "\n" or (not text.replace("\n", "").isprintable() and _ODD.search(text)):
        return None
    try:
        node = _nested(text, first_line)
    except _BeyondError:
        return None
    return node if isinstance(node, Mapping) and node.column == 1 else None


@cache
def _entries(indent: int) -> re.Pattern[str]:
    """Return what matches an entry of a mapping: key, blanks, value (quoted, plain, or any other), and the lines below."""
    lead = " " * indent
    return re.compile(rf"{lead}({_KEY}):(?:{_VALUE})?(?: +(?:#.*)?)?\n((?:{lead}(?: |- ).*\n| *+(?:#.*)?\n)*+){_REST}")


@cache
def _items(indent: int) -> re.Pattern[str]:
    """Return what matches an item of a list: blanks, value, and the lines below, which are indented more than the dash."""
    lead = " " * indent
    return re.compile(rf"{lead}-{_VALUE}\n((?:{lead} .*\n| *+(?:#.*)?\n)*+){_REST}")


def _nested(text: str, line: int) -> Node | None:
    """Read what stands below a key without a value: a list, which need not be indented, a mapping, or nothing."""
    found = _beginning(text)
    if not found or found.end(1) == len(text):
        return None
    ignored, blanks, dash = found.groups()
    inner = len(blanks)
    if inner > _DEEPEST:
        raise _BeyondError
    return (_sequence if dash else _mapping)(text[len(ignored) :], inner, line + ignored.count("\n"))


def _mapping(text: str, indent: int, line: int) -> Mapping:
    begun = line
    under: dict[str, Entry] = {}
    for key, gap, quoted, plain, flow, other, below, rest in _entries(indent).findall(text):
        if rest or key in under:
            raise _BeyondError
        column = indent + len(key) + len(gap) + 2
        if not below and (quoted or (plain and plain[-1] != " ")):  # nearly always, and cheaper to see
            under[key] = (quoted or plain, not quoted, line, indent + 1, column)
        elif flow and not below:
            under[key] = (_flow(flow, line, column), False, line, indent + 1, column)
        elif gap:
            under[key] = entry_of(line, indent + 1, _value(quoted, plain, flow or other, below, indent, line, column))
        else:
            node = below and _nested(below, line + 1)
            under[key] = entry_of(line, indent + 1, node) if node else ("", True, line, indent + 1, column)
        line += 1 + below.count("\n") + other.count("\n") if below or other else 1
    return _new(Mapping, (under, begun, indent + 1))


def _sequence(text: str, indent: int, line: int) -> Sequence:
    begun = line
    items: list[Node] = []
    for gap, quoted, plain, flow, other, below, rest in _items(indent).findall(text):
        if rest:
            raise _BeyondError
        column = indent + 2 + len(gap)
        if not below and (quoted or (plain and plain[-1] != " ")):
            items.append(_new(Scalar, (quoted or plain, not quoted, line, column)))
        elif flow and not below:
            items.append(_flow(flow, line, column))
        else:
            items.append(_value(quoted, plain, flow or other, below, indent, line, column, dash=True))
        line += 1 + below.count("\n") + other.count("\n") if below or other else 1
    return Sequence(tuple(items), begun, indent + 1)


def _value(quoted: str, plain: str, other: str, below: str, indent: int, line: int, column: int, *, dash: bool = False) -> Node:
    """Read what stands behind a key or a dash, and the lines below it."""
    if below and _nothing(below):
        below = ""
    if quoted or plain:
        return Scalar(_folded(plain, below) if below else quoted or plain.rstrip(" "), not quoted, line, column)
    first = other[0]
    text = f"{other}\n{below}"
    if first in "[{":
        end = max(text.rfind("]"), text.rfind("}")) + 1
        if _no_more(text, end):
            return _flow(text[:end], line, column)
    elif first in "|>":
        return Scalar(_block(other, below, indent), False, line, column)
    elif first in "'\"":
        found = _quoted_lines(text)
        if found and _no_more(text, found.end()) and not _parts_documents(found.group()):
            return Scalar(_unquoted(_FOLD.sub(_fold, found.group())), False, line, column)
    elif dash and column <= _DEEPEST and _item_key(other):
        # The first key of a mapping: as if it stood on a line of its own.
        return _mapping(f"{' ' * (column - 1)}{text}", column - 1, line)
    raise _BeyondError


def _unquoted(text: str) -> str:
    """Return what a text in quotes says."""
    inner = text[1:-1]
    if text[0] == "'":
        return inner.replace("''", "'") if "'" in inner else inner
    return _ESCAPE.sub(_escaped, inner) if "\\" in inner else inner


def _escaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else _NAMED_ESCAPES.get(match[2], match[2])


def _fold(match: re.Match[str]) -> str:
    """Return what stands for ends of lines: one is a blank, of several all but the first count."""
    return "\n" * match[1].count("\n") or " "


def _folded(text: str, below: str) -> str:
    """Return a plain text that goes on in the lines below."""
    lines = below.split("\n")
    while _nothing(lines[-1] + "\n"):
        lines.pop()
    parts = [text]
    for line in lines:
        found = _plain_line(line)
        if not parts[0] or not found or parts[-1][-1:] == " ":  # behind which may stand a comment
            raise _BeyondError
        parts.append(found[1] or "")
    return _FOLD.sub(_fold, "\n".join(parts).rstrip(" "))


def _block(header: str, below: str, indent: int) -> str:
    """Return the text of a block scalar."""
    lines = below.split("\n")[:-1]
    inner = len(lines[0]) - len(lines[0].lstrip(" ")) if lines else 0
    if header.rstrip(" ") not in ("|", "|-", ">", ">-") or inner <= indent or not lines[0][inner:]:
        raise _BeyondError
    lead = " " * inner
    found = []
    for at, line in enumerate(lines):
        if not line.startswith(lead) and line.strip(" "):
            if not _nothing("\n".join(lines[at:]) + "\n"):
                raise _BeyondError
            break
        found.append(line[inner:])
    text = "\n".join(found).rstrip("\n")
    if header[0] == ">":
        if "\n " in text or " \n" in text:  # lines that keep their ends or their blanks
            raise _BeyondError
        text = _FOLD.sub(_fold, text)
    return text if "-" in header else text + "\n"


def _flow(text: str, line: int, column: int) -> Node:
    """Read a list or mapping in brackets."""
    is_mapping = text[0] == "{"
    if text[-1] != ("}" if is_mapping else "]"):
        raise _BeyondError
    begun, start, at = line, column, 1
    under: dict[str, Entry] = {}
    items: list[Node] = []
    for lead, key, gap, quoted, plain, inner, tail, rest in _PART.findall(text, 1):
        if rest or (not key) is is_mapping or key in under:
            if len(rest) == 1:
                break  # the bracket that closes what is empty
            raise _BeyondError
        at += len(lead)
        if "\n" in lead:
            line, column = line + lead.count("\n"), len(lead) - lead.rfind("\n") - at
        place = at + len(key) + len(gap) + 1 if key else at
        value: Any = plain.rstrip(" ") if plain else _unquoted(quoted) if quoted else _flow(inner, line, column + place)
        if is_mapping:
            under[key] = (value, plain != "", line, column + at, column + place)
        else:
            items.append(value if inner else _new(Scalar, (value, plain != "", line, column + place)))
        at = place + len(plain or quoted or inner)
        if "\n" in inner:
            line, column = line + inner.count("\n"), len(inner) - inner.rfind("\n") - at
        at += len(tail) + 1
    return _new(Mapping, (under, begun, start)) if is_mapping else _new(Sequence, (tuple(items), begun, start))
