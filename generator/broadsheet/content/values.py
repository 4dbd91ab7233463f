"""Parsers of single values: text, booleans, numbers, choices, dates, addresses; and lists of such.

Each takes a text without the space around it, and the reading; it returns the value, None where there is none, or the fault.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote, urlsplit

from broadsheet.content.dates import MOMENT_FORMS, NotADate, parse_moment, parse_partial
from broadsheet.content.edtf import parse_edtf
from broadsheet.content.fields import Fault, Parser, Reading, Text
from broadsheet.content.filetypes import is_acted_on
from broadsheet.content.nodes import NULLS, Mapping, Node, Scalar, Sequence, shortened
from broadsheet.content.slugs import FILE_LENGTH, slug_of
from broadsheet.expressions import expression
from broadsheet.model import Moment
from broadsheet.problems import allowed_values

_BLANKS = expression(r"[ \t\n]+")
_END_OF_EMBEDDING, _END_OF_ISOLATE = "\u202c", "\u2069"
_TURNS = dict.fromkeys("\u202a\u202b\u202d\u202e", _END_OF_EMBEDDING) | dict.fromkeys("\u2066\u2067\u2068", _END_OF_ISOLATE)
_TURN = expression("[\u202a-\u202e\u2066-\u2069]")
_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_NO_ADDRESS = expression(r"[\s\x00-\x20\x7f<>\"\\^`{|}]")
QUERY = expression(r"/\?[A-Za-z0-9_-]{1,40}=[A-Za-z0-9_.-]{1,80}")  # as WordPress has beside every address
_NO_PATH = expression(r"[\x00-\x1f\x7f\\?#]")
_NO_PATH_FAULT = "a path has no `\\`, `?`, `#` or control character"
LANGUAGE_TAG = expression(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?",
    re.IGNORECASE | re.ASCII,
)


@Text
def prose(text: str, _reading: Reading) -> str:
    """Parse text that may have several lines."""
    return text if text.isascii() else directed(text)


@Text
def line(text: str, _reading: Reading) -> str:
    """Parse text as one line in Unicode form NFC, as names and headlines are; runs of blanks count as one."""
    if "  " in text or "\n" in text or "\t" in text:
        text = _BLANKS.sub(" ", text)
    return text if text.isascii() else directed(unicodedata.normalize("NFC", text))


def directed(text: str) -> str:
    """Return a text in which each turn of the direction of writing ends that begins in it, and none ends that began before.

    Else it would turn what stands beside it on a page.
    """
    open_turns: list[str] = []

    def kept(sign: re.Match[str]) -> str:
        end = _TURNS.get(sign[0])
        if end:
            open_turns.append(end)
        elif sign[0] not in open_turns or (sign[0] == _END_OF_EMBEDDING and open_turns[-1] != sign[0]):
            return ""
        else:
            while open_turns.pop() != sign[0]:  # an isolate ends what began in it
                pass
        return sign[0]

    return _TURN.sub(kept, text) + "".join(reversed(open_turns))


named = Text(line.parse, placed=True)  # a name with its place


def needed(parser: Text) -> Text:
    """Return a parser that does not take an empty text."""

    def parse(text: str, reading: Reading) -> object:
        return parser.parse(text, reading) if text else Fault("missing-key", "is empty", "write its text")

    return Text(parse, parser.takes, placed=parser.placed)


MOST_ITEMS = 2000  # of a list


def list_of(parser: Parser, takes: str, *, single: bool = False) -> Parser:
    """Return a parser of a list; `single` says that one value may stand without the list. Faulty items are left out.

    A list of more than `MOST_ITEMS` is not read: what pages show of each item grows with the number of the others.
    """

    def parse(reading: Reading, key: str, node: Node) -> tuple[Any, ...] | None:
        if single and isinstance(node, Scalar):
            value = parser(reading, key, node)
            return None if value is None or value == "" else (value,)
        if not isinstance(node, Sequence):
            hint = f"write `{key}: [{shortened(node.text)}]`" if isinstance(node, Scalar) else ""
            reading.wrong_type(key, node, f"{'one or ' if single else ''}a list of {takes}", hint)
            return None
        if len(node.items) > MOST_ITEMS:
            found_and_allowed = f"`{key}` has {len(node.items)} items, and may have {MOST_ITEMS}"
            reading.report("over-limit", found_and_allowed, node, "leave some out, or write several articles")
            return None
        found = []
        for item in node.items:
            if isinstance(item, Scalar) and (not item.text.strip() or (item.plain and item.text in NULLS)):
                reading.report("bad-value", f"`{key}` holds an empty value", item, "fill it in or remove it")
                continue
            value = parser(reading, key, item)
            if value is not None:
                found.append(value)
        return tuple(found)

    return parse


def _boolean(text: str, _reading: Reading) -> bool | Fault:
    """Parse true or false, in any of the words of YAML and any case."""
    value = _BOOLEANS.get(text.casefold())
    if value is None:
        return Fault("bad-value", f"takes true or false, found `{shortened(text)}`", "write `true` or `false`")
    return value


boolean = Text(_boolean, "true or false")


def whole_number(least: int = 1, most: int = 999_999_999) -> Text:
    """Return a parser of a whole number from `least`, which is not below 0, to `most`."""

    def parse(text: str, _reading: Reading) -> int | Fault:
        if not re.fullmatch(r"0|[1-9][0-9]{0,8}", text) or (number := int(text)) < min(least, 1):
            return Fault("bad-value", f"takes a whole number from {min(least, 1)}, found `{shortened(text)}`")
        if not least <= number <= most:
            return Fault("bad-value", f"does not take {number}: it has to be from {least} to {most}")
        return number

    return Text(parse)


def choice(allowed: Iterable[str] | Callable[[Reading], Iterable[str]]) -> Text:
    """Return a parser of one of the allowed words; case does not count."""

    known = {} if callable(allowed) else {word.casefold(): word for word in allowed}

    def parse(text: str, reading: Reading) -> str | Fault:
        text = line.parse(text, reading)
        by_form = {word.casefold(): word for word in allowed(reading)} if callable(allowed) else known
        value = by_form.get(text.casefold())
        if value is None:
            return Fault("bad-value", f"does not take `{shortened(text)}`", allowed_values(text, by_form.values()))
        return value

    return Text(parse)


@Text
def moment(text: str, reading: Reading) -> Moment | Fault:
    """Parse a date or date-time."""
    found = parse_moment(text, reading.timezone)
    return _date_fault(text, found, "a date") if isinstance(found, NotADate) else found


@Text
def historic(text: str, reading: Reading) -> Moment | Fault:
    """Parse a date or date-time, or in EDTF what is known of one."""
    found = parse_moment(text, reading.timezone)
    if not isinstance(found, NotADate):
        return found
    known = parse_edtf(text, reading.timezone)
    if not isinstance(known, NotADate):
        return known
    # What is nearly a day is told what is wrong with that.
    return _date_fault(text, found if found.why or found.hint != MOMENT_FORMS else known, "a date")


@Text
def partial_date(text: str, _reading: Reading) -> str | Fault:
    """Parse a day, a month or a year."""
    found = parse_partial(text)
    return _date_fault(text, found, "a day, month or year") if isinstance(found, NotADate) else found


def _date_fault(text: str, fault: NotADate, wanted: str) -> Fault:
    why = f": {fault.why}" if fault.why else ""
    return Fault("bad-date", f"is `{shortened(text)}`, which is not {wanted}{why}", fault.hint)


@Text
def web_address(text: str, _reading: Reading) -> str | Fault:
    """Parse an absolute http, https or mailto address."""
    why = address_fault(text, ("http", "https", "mailto")) if text else ""
    if why:
        message = f"is `{shortened(text)}`, which is not a web address: {why}"
        return Fault("bad-value", message, "write an address that starts with `https://`")
    return text


def address_fault(text: str, schemes: tuple[str, ...]) -> str:
    """Return what is wrong with an absolute address, or an empty string."""
    unfit = _NO_ADDRESS.search(text)
    if unfit:
        return f"it holds {'a blank' if unfit.group().isspace() else f'`{unfit.group()}`'}"
    try:
        parts = urlsplit(text)
        host = parts.hostname
        _ = parts.port
    except ValueError as error:
        return str(error).casefold()
    if parts.scheme not in schemes:
        return f"the scheme `{parts.scheme}` is not allowed" if parts.scheme else "it has no scheme"
    if parts.scheme != "mailto" and not host:
        return "it has no host"
    return "" if parts.scheme != "mailto" or parts.path else "it has no recipient"


def _media_path(text: str, _reading: Reading) -> str | Fault:
    """Parse the address of a picture: relative to the file, from the root of the site, or http(s)."""
    why = ""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text):
        why = address_fault(text, ("http", "https"))
    elif _NO_PATH.search(text):
        why = _NO_PATH_FAULT
    if why:
        message = f"is `{shortened(text)}`, which is no picture's address: {why}"
        return Fault("bad-value", message, "write a path relative to the file")
    return text


media_path = Text(_media_path, placed=True)


def _site_path(text: str, _reading: Reading) -> str | Fault | None:
    """Parse an old address: a path from the root of the site, or `/?name=value`; a missing first slash is added."""
    if not text:
        return None
    path = text if text.startswith("/") else f"/{text}"
    why = ""
    if QUERY.fullmatch(path):
        return path
    if "://" in path or path.startswith("//"):
        why = "it has to be a path on this site"
    elif _NO_PATH.search(path):
        why = _NO_PATH_FAULT
    elif any(part in (".", "..") for part in unquote(path).replace("\\", "/").split("/")) or "\x00" in unquote(path):
        why = "a path has no `.` or `..` in it"
    elif is_acted_on(unquote(path)):
        why = "hosts or programs act on what stands there"
    if why:
        message = f"holds `{shortened(text)}`, which cannot be redirected: {why}"
        return Fault("bad-address", message, "write it as `/old/address/`")
    return path


site_path = Text(_site_path, placed=True)


@Text
def slug(text: str, _reading: Reading) -> str | Fault | None:
    """Parse a slug, which has to be what the generator would make of it."""
    if not text:
        return None
    fitting = slug_of(text, FILE_LENGTH)
    if text != fitting:
        return Fault("bad-address", f"is `{shortened(text)}`, which is not a slug", f"write `{fitting}`")
    return text


@Text
def language(text: str, _reading: Reading) -> str | Fault:
    """Parse a language tag of the form that BCP 47 prescribes."""
    if text and not LANGUAGE_TAG.fullmatch(text):
        dashed = text.replace("_", "-").partition(".")[0]
        hint = f"did you mean `{dashed}`?" if LANGUAGE_TAG.fullmatch(dashed) else "write a tag such as `en` or `pt-BR`"
        return Fault("bad-value", f"is `{shortened(text)}`, which is not a language tag", hint)
    return text


def kept(reading: Reading, key: str, node: Node) -> None:
    """Take a mapping of whatever its keys and values are; nothing in it is looked at."""
    if not isinstance(node, Mapping):
        reading.wrong_type(key, node, "a mapping")


def decisions(reading: Reading, key: str, node: Node) -> None:
    """Check the shape of an editor's decisions: each is accept, reject, `{replace: value}` or `{add: {key: value}}`."""
    if not isinstance(node, Mapping):
        reading.wrong_type(key, node, "a mapping of finding ids")
        return
    for name, each in node.entries:
        within = f"{key}.{shortened(name.text)}"
        if isinstance(each, Mapping):
            said = [inner.text for inner, _ in each.entries]
            if said not in (["replace"], ["add"]):
                hint = "write `{replace: value}` or `{add: {key: value}}`"
                reading.report("bad-value", f"`{within}` takes one key, `replace` or `add`", each, hint)
            elif said == ["add"] and not (isinstance(each.entries[0][1], Mapping) and len(each.entries[0][1].entries) == 1):
                reading.wrong_type(f"{within}.add", each.entries[0][1], "a mapping of one key", "write `{add: {key: value}}`")
        elif not isinstance(each, Scalar):
            reading.wrong_type(within, each, "`accept`, `reject`, `{replace: value}` or `{add: {key: value}}`")
        elif each.text not in ("accept", "reject"):
            message = f"`{within}` does not take `{shortened(each.text)}`"
            hint = allowed_values(each.text, ("accept", "reject")) + ", `{replace: value}` and `{add: {key: value}}`"
            reading.report("bad-value", message, each, hint)
