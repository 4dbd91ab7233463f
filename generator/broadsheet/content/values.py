"""Parsers of single values: text, lists of text, booleans, numbers, choices, dates, addresses.

Each takes the reading and what was given, reports what is wrong with it, and returns the value or None.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote, urlsplit

from broadsheet.content.dates import NotADate, parse_moment, parse_partial
from broadsheet.content.fields import Given, Parser, Reading
from broadsheet.content.nodes import Mapping, Scalar, Sequence, is_null, shortened
from broadsheet.content.slugs import FILE_LENGTH, slug_of
from broadsheet.model import Moment, Named
from broadsheet.problems import allowed_values

_BLANKS = re.compile(r"[ \t\n]+")
_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_NO_ADDRESS = re.compile(r"[\s\x00-\x20\x7f<>\"\\^`{|}]")
_NO_PATH = re.compile(r"[\x00-\x1f\x7f\\?#]")
_LANGUAGE_TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?",
    re.IGNORECASE | re.ASCII,
)


def prose(reading: Reading, given: Given) -> str | None:
    """Parse text that may have several lines; space around it does not count."""
    if not isinstance(given.node, Scalar):
        reading.wrong_type(given, "text")
        return None
    return given.node.text.strip()


def line(reading: Reading, given: Given) -> str | None:
    """Parse text as one line in Unicode form NFC, as names and headlines are; runs of blanks count as one."""
    node = given.node
    if not isinstance(node, Scalar):
        reading.wrong_type(given, "text")
        return None
    text = node.text.strip()
    if "  " in text or "\n" in text or "\t" in text:
        text = _BLANKS.sub(" ", text)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def needed(parser: Parser) -> Parser:
    """Return a parser that reports an empty text."""

    def parse(reading: Reading, given: Given) -> object:
        node = given.node
        if isinstance(node, Scalar) and (not node.text or node.text.isspace()):
            reading.report("missing-key", f"`{given.key}` is empty", given.span, "write its text")
            return None
        return parser(reading, given)

    return parse


def named(reading: Reading, given: Given) -> Named | None:
    """Parse a name and keep its place; an empty one is none."""
    text = line(reading, given)
    return Named(text, given.span) if text else None


def list_of(parser: Parser, takes: str, *, single: bool = False) -> Parser:
    """Return a parser of a list; `single` says that one value may stand without the list. Faulty items are left out."""

    def parse(reading: Reading, given: Given) -> tuple[Any, ...] | None:
        node = given.node
        if single and isinstance(node, Scalar):
            value = parser(reading, given)
            return None if value is None or value == "" else (value,)
        if not isinstance(node, Sequence):
            hint = f"write `{given.key}: [{shortened(node.text)}]`" if isinstance(node, Scalar) else ""
            reading.wrong_type(given, f"{'one or ' if single else ''}a list of {takes}", hint)
            return None
        found = []
        path, key, _ = given
        for item in node.items:
            each = Given(path, key, item)
            if isinstance(item, Scalar) and (not item.text or item.text.isspace() or is_null(item)):
                reading.report("bad-value", f"`{given.key}` holds an empty value", each.span, "fill it in or remove it")
                continue
            value = parser(reading, each)
            if value is not None:
                found.append(value)
        return tuple(found)

    return parse


def boolean(reading: Reading, given: Given) -> bool | None:
    """Parse true or false, in any of the words of YAML and any case."""
    if not isinstance(given.node, Scalar):
        reading.wrong_type(given, "true or false")
        return None
    value = _BOOLEANS.get(given.node.text.strip().casefold())
    if value is None:
        message = f"`{given.key}` takes true or false, found `{shortened(given.node.text)}`"
        reading.report("bad-value", message, given.span, "write `true` or `false`")
    return value


def whole_number(reading: Reading, given: Given, least: int = 1) -> int | None:
    """Parse a whole number from `least`, which is 0 or 1."""
    text = prose(reading, given)
    if text is None:
        return None
    if not re.fullmatch(r"[1-9][0-9]{0,8}" if least else r"0|[1-9][0-9]{0,8}", text):
        reading.report("bad-value", f"`{given.key}` takes a whole number from {least}, found `{shortened(text)}`", given.span)
        return None
    return int(text)


def days(reading: Reading, given: Given) -> int | None:
    """Parse a number of days, from 0."""
    return whole_number(reading, given, 0)


def choice(allowed: Iterable[str] | Callable[[Reading], Iterable[str]]) -> Parser:
    """Return a parser of one of the allowed words; case does not count."""

    known = {} if callable(allowed) else {word.casefold(): word for word in allowed}

    def parse(reading: Reading, given: Given) -> str | None:
        text = line(reading, given)
        if text is None:
            return None
        by_form = {word.casefold(): word for word in allowed(reading)} if callable(allowed) else known
        value = by_form.get(text.casefold())
        if value is None:
            message = f"`{given.key}` does not take `{shortened(text)}`"
            reading.report("bad-value", message, given.span, allowed_values(text, by_form.values()))
        return value

    return parse


def moment(reading: Reading, given: Given) -> Moment | None:
    """Parse a date or date-time."""
    text = prose(reading, given)
    if text is None:
        return None
    found = parse_moment(text, reading.timezone)
    if isinstance(found, NotADate):
        _report_date(reading, given, text, found, "a date")
        return None
    return found


def partial_date(reading: Reading, given: Given) -> str | None:
    """Parse a day, a month or a year."""
    text = prose(reading, given)
    if text is None:
        return None
    found = parse_partial(text)
    if isinstance(found, NotADate):
        _report_date(reading, given, text, found, "a day, month or year")
        return None
    return found


def _report_date(reading: Reading, given: Given, text: str, fault: NotADate, wanted: str) -> None:
    why = f": {fault.why}" if fault.why else ""
    reading.report("bad-date", f"`{given.key}` is `{shortened(text)}`, which is not {wanted}{why}", given.span, fault.hint)


def web_address(reading: Reading, given: Given) -> str | None:
    """Parse an absolute http, https or mailto address."""
    text = prose(reading, given)
    if not text:
        return text
    why = address_fault(text, ("http", "https", "mailto"))
    if why:
        message = f"`{given.key}` is `{shortened(text)}`, which is not a web address: {why}"
        reading.report("bad-value", message, given.span, "write an address that starts with `https://`")
        return None
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


def media_path(reading: Reading, given: Given) -> Named | None:
    """Parse the address of a picture: relative to the file, from the root of the site, or http(s)."""
    text = prose(reading, given)
    if not text:
        return None
    scheme = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text)
    why = ""
    if scheme:
        why = address_fault(text, ("http", "https"))
    elif _NO_PATH.search(text):
        why = "a path has no `\\`, `?`, `#` or control character"
    if why:
        message = f"`{given.key}` is `{shortened(text)}`, which is no picture's address: {why}"
        reading.report("bad-value", message, given.span, "write a path relative to the file")
        return None
    return Named(text, given.span)


def site_path(reading: Reading, given: Given) -> Named | None:
    """Parse an old address: a path from the root of the site; a missing first slash is added."""
    text = prose(reading, given)
    if not text:
        return None
    path = text if text.startswith("/") else f"/{text}"
    why = ""
    if "://" in path or path.startswith("//"):
        why = "it has to be a path on this site"
    elif _NO_PATH.search(path):
        why = "a path has no `\\`, `?`, `#` or control character"
    elif any(part in (".", "..") for part in unquote(path).replace("\\", "/").split("/")) or "\x00" in unquote(path):
        why = "a path has no `.` or `..` in it"
    if why:
        message = f"`{given.key}` holds `{shortened(text)}`, which cannot be redirected: {why}"
        reading.report("bad-address", message, given.span, "write it as `/old/address/`")
        return None
    return Named(path, given.span)


def slug(reading: Reading, given: Given) -> str | None:
    """Parse a slug, which has to be what the generator would make of it."""
    text = prose(reading, given)
    if not text:
        return None
    fitting = slug_of(text, FILE_LENGTH)
    if text != fitting:
        message = f"`{given.key}` is `{shortened(text)}`, which is not a slug"
        reading.report("bad-address", message, given.span, f"write `{fitting}`")
        return None
    return text


def language(reading: Reading, given: Given) -> str | None:
    """Parse a language tag of the form that BCP 47 prescribes."""
    text = prose(reading, given)
    if not text:
        return text
    if not _LANGUAGE_TAG.fullmatch(text):
        dashed = text.replace("_", "-").partition(".")[0]
        hint = f"did you mean `{dashed}`?" if _LANGUAGE_TAG.fullmatch(dashed) else "write a tag such as `en` or `pt-BR`"
        reading.report("bad-value", f"`{given.key}` is `{shortened(text)}`, which is not a language tag", given.span, hint)
        return None
    return text


def decisions(reading: Reading, given: Given) -> None:
    """Check the shape of an editor's decisions: each is accept, reject or `{replace: value}`."""
    if not isinstance(given.node, Mapping):
        reading.wrong_type(given, "a mapping of finding ids")
        return
    for key, node in given.node.entries:
        each = Given(given.path, f"{given.key}.{shortened(key.text)}", node)
        if isinstance(node, Mapping):
            if [name.text for name, _ in node.entries] != ["replace"]:
                reading.report("bad-value", f"`{each.key}` takes one key, `replace`", each.span, "write `{replace: value}`")
        elif not isinstance(node, Scalar):
            reading.wrong_type(each, "`accept`, `reject` or `{replace: value}`")
        elif node.text not in ("accept", "reject"):
            message = f"`{each.key}` does not take `{shortened(node.text)}`"
            hint = allowed_values(node.text, ("accept", "reject")) + " and `{replace: value}`"
            reading.report("bad-value", message, each.span, hint)
