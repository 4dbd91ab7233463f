"""Settings: what the values of `broadsheet.yaml` have to be."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from broadsheet.config import ImageSettings, MediaSettings, Onward, Permalinks, StaticSettings, ThemeProperty
from broadsheet.content import values
from broadsheet.content.fields import Fault, Field, Reading, Table, Text
from broadsheet.content.nodes import Mapping, Node, Scalar, is_null, shortened
from broadsheet.content.records import record
from broadsheet.expressions import expression
from broadsheet.model import Named
from broadsheet.problems import did_you_mean

_THEME_NAME = expression(r"[a-z][a-z0-9-]*")
_THEME_VALUE = expression(r"[;{}<>\\]|url\s*\(|/\*", re.IGNORECASE)
_LABEL = expression(r"[^\W_](?:[\w -]*[^\W_])?")
_ORIGIN = expression(r"https://[a-z0-9][a-z0-9.-]*(?::[0-9]{1,5})?", re.IGNORECASE)
_PLACEHOLDER = expression(r"\{([^{}]*)\}")


def checked(fault: Callable[[str], str], change: Callable[[str], str] = str, hint: str = "") -> Text:
    """Return a parser of text in which `fault` finds nothing wrong; `change` makes the value of it."""

    def parse(text: str, reading: Reading) -> str | Fault | None:
        text = values.line.parse(text, reading)
        why = fault(text) if text else ""
        if why:
            return Fault("bad-value", f"does not take `{shortened(text)}`: {why}", hint)
        return change(text) if text else None

    return Text(parse)


_NOT_IN_POLICIES = ";,'*[]"  # what parts rules, or means something in one: each page names its folders in its policy


def base_url_fault(text: str) -> str:
    """Say what is wrong with the address of a site; empty where nothing is."""
    fault = values.address_fault(text, ("http", "https"))
    if fault:
        return fault
    parts = urlsplit(text)
    if "@" in parts.netloc:
        return "it holds a user name"
    if "//" in parts.path or {".", ".."} & {*parts.path.split("/")}:
        return "its path is not plain"
    sign = next((sign for sign in parts.path if sign in _NOT_IN_POLICIES), "")
    if sign:
        return f"it holds `{sign}`"
    return "it has a query or fragment" if "?" in text or "#" in text else ""


def folder_fault(text: str) -> str:
    """Say what is wrong with a path within the publication."""
    if text.startswith("/") or re.match(r"[A-Za-z]:", text) or "\\" in text:
        return "it has to be relative to the publication, with `/`"
    parts = text.rstrip("/").split("/")
    if any(part in ("", ".", "..") for part in parts):
        return "it has to be a folder inside the publication"
    return "it is hidden" if any(part.startswith(".") for part in parts) else ""


def link_fault(text: str) -> str:
    """Say what is wrong with an address on the site or elsewhere."""
    if text.startswith("/") and not text.startswith("//") and "\\" not in text and not re.search(r"\s", text):
        return ""
    return values.address_fault(text, ("http", "https", "mailto"))


@Text
def form(text: str, reading: Reading) -> str | Fault:
    """Parse where a form sends replies."""
    text = values.line.parse(text, reading)
    if text and text != "netlify" and values.address_fault(text, ("http", "https")):
        hint = "write `netlify`, or the web address that takes the form"
        return Fault("bad-value", f"does not take `{shortened(text)}`", hint)
    return text


def pattern(allowed: tuple[str, ...], *endings: str) -> Text:
    """Return a parser of patterns of addresses that may hold some placeholders, and end so."""

    def fault(text: str) -> str:
        unknown = [name for name in _PLACEHOLDER.findall(text) if name not in allowed]
        if unknown:
            listed = ", ".join(f"`{{{name}}}`" for name in allowed)
            return f"`{{{unknown[0]}}}` is none of {listed}"
        if not text.startswith("/") or not text.endswith(endings):
            return f"it has to start with `/` and end with {' or '.join(f'`{ending}`' for ending in endings)}"
        if "{slug}" not in text:
            return "it has to hold `{slug}`"
        if text.endswith("}") and "." in text.rpartition("/")[2]:
            return "its last part may hold no `.` where it does not end in `.html`"
        bare = _PLACEHOLDER.sub("x", text)
        if "//" in bare or not re.fullmatch(r"[A-Za-z0-9/._~-]+", bare) or any(p in (".", "..") for p in bare.split("/")):
            return "it has to be a path of letters, digits, `-`, `_`, `.` and `/`"
        return ""

    return checked(fault, hint="such as `/stories/{year}/{month}/{slug}/`" if len(allowed) > 1 else "such as `/names/{slug}/`")


@Text
def timezone(text: str, reading: Reading) -> str | Fault | None:
    """Parse a time zone."""
    text = values.line.parse(text, reading)
    if not text or text == "UTC":
        return text or None
    from zoneinfo import ZoneInfo, available_timezones  # here, because most commands of a publication in UTC do not need it

    try:
        return ZoneInfo(text).key
    except (OSError, ValueError, KeyError):  # ZoneInfoNotFoundError is a KeyError; a folder of zones is an OSError
        known = available_timezones()
        near = did_you_mean(text, known) or did_you_mean(text.replace(" ", "_"), (name.rpartition("/")[2] for name in known))
        hint = near or "write a name such as `Europe/Vienna`"
        return Fault("bad-value", f"is `{shortened(text)}`, which is not a time zone", hint)


def publisher(reading: Reading, key: str, node: Node) -> tuple[str, str] | None:
    """Parse who publishes: a name, or a name and an address."""
    if isinstance(node, Scalar):
        return values.line(reading, key, node) or "", ""
    found: tuple[str, str] | None = _PUBLISHER_RECORD(reading, key, node)
    return found


def redirects(reading: Reading, key: str, node: Node) -> tuple[Onward, ...] | None:
    """Parse old addresses, each with the address of this site to which it leads."""
    if not isinstance(node, Mapping):
        reading.wrong_type(key, node, "a mapping of old addresses to addresses")
        return None
    found = []
    for name, each in node.entries:
        alias = values.site_path(reading, key, name)
        target = None if is_null(each) else values.site_path(reading, f"{key}.{shortened(name.text)}", each)
        if alias and target:
            found.append(Onward(alias, target))
    return tuple(found)


def theme(reading: Reading, key: str, node: Node) -> tuple[ThemeProperty, ...] | None:
    """Parse the values of the theme's custom properties."""
    if not isinstance(node, Mapping):
        reading.wrong_type(key, node, "a mapping of names to values")
        return None
    found = []
    for name, each in node.entries:
        within = f"{key}.{shortened(name.text)}"
        if not _THEME_NAME.fullmatch(name.text):
            hint = "names have lower-case letters, digits and `-`, and no leading `--`"
            reading.report("bad-value", f"`{shortened(name.text)}` is not the name of a theme property", name, hint)
            continue
        value = None if is_null(each) else values.line(reading, within, each)
        unfit = _THEME_VALUE.search(value) if value else None
        if unfit:
            message = f"`{within}` is `{shortened(value or '')}`, which holds `{unfit.group()}`"
            reading.report("bad-value", message, each, "write one CSS value, such as `#7a1f1f`")
        elif value:
            found.append(ThemeProperty(Named(name.text, reading.span(name)), value))
    return tuple(found)


def full_text(text: str, reading: Reading) -> bool | Fault:
    """Parse whether texts are searched, which needs an extra."""
    wanted: bool | Fault = values.boolean.parse(text, reading)
    if wanted is True and find_spec("pagefind_bin") is None:
        return Fault("bad-value", "needs the packages pagefind and pagefind_bin", "pip install 'broadsheet[search]'")
    return wanted


@Text
def confidence(text: str, reading: Reading) -> float | Fault | None:
    """Parse a number from 0 to 1."""
    text = values.line.parse(text, reading)
    if text and not re.fullmatch(r"0(?:\.[0-9]{1,9})?|1(?:\.0{1,9})?|\.[0-9]{1,9}", text):
        message = f"does not take `{shortened(text)}`: it has to be a number from 0 to 1"
        return Fault("bad-value", message, "write a confidence such as `0.8`")
    return float(text) if text else None


def images_of(_reading: Reading, _key: str, _node: Node, parsed: dict[str, Any]) -> ImageSettings:
    """Return the settings of pictures."""
    if "widths" in parsed:
        parsed["widths"] = tuple(sorted({*parsed["widths"]}))
    if "formats" in parsed:
        parsed["formats"] = tuple(dict.fromkeys(parsed["formats"]))
    return ImageSettings(**parsed)


def static_of(_reading: Reading, _key: str, _node: Node, parsed: dict[str, Any]) -> StaticSettings:
    """Return the settings of `static/`."""
    return StaticSettings(tuple(parsed.get("active", ())))


def media_of(_reading: Reading, _key: str, _node: Node, parsed: dict[str, Any]) -> MediaSettings:
    """Return the settings of files that are published."""
    return MediaSettings(tuple(parsed.get("keep_metadata", ())))


def engine(reading: Reading, key: str, node: Node) -> str | None:
    """Parse the name of the converter of Markdown, which may need an extra."""
    engine: str | None = _ENGINE(reading, key, node)
    if engine == "commonmark" and find_spec("pyromark") is None:
        message = f"`{key}: commonmark` needs the package pyromark"
        reading.report("bad-value", message, node, "pip install 'broadsheet[commonmark]'")
        return None
    return engine


def origin_fault(text: str) -> str:
    """Say what is wrong with an origin."""
    return "" if _ORIGIN.fullmatch(text) else "an origin is `https://` and a host: `https://player.example.org`"


def label_fault(text: str) -> str:
    """Say what is wrong with a label."""
    return "" if _LABEL.fullmatch(text) else "a label has letters, digits, blanks and `-`"


def country_fault(text: str) -> str:
    """Say what is wrong with the code of a country."""
    return "" if re.fullmatch(r"[A-Z]{2}", text) and text != "UK" else f"`{text}` is no code of ISO 3166, as `US` and `GB` are"


def forgotten_fault(text: str) -> str:
    """Say what is wrong with the digest of a name that is forgotten."""
    return (
        ""
        if re.fullmatch(r"(?:[0-9a-f]{2}){4,32}-[1-9][0-9]{0,2}-[0-9a-f]{32}(?:-other)?", text)
        else "it is no salt, number and digest"
    )


def _publisher_pair(_reading: Reading, _key: str, _node: Node, parsed: dict[str, Any]) -> tuple[str, str]:
    return parsed.get("name", ""), parsed.get("url", "")


def permalinks_of(_reading: Reading, _key: str, _node: Node, parsed: dict[str, Any]) -> Permalinks:
    """Return the patterns of addresses."""
    return Permalinks(**{("own" if name == "fields" else name): pattern for name, pattern in parsed.items()})


def menus_of(_reading: Reading, _key: str, _node: Node, parsed: dict[str, Any]) -> dict[str, Any]:
    """Return the menus by their places."""
    return parsed


_ENGINE = values.choice(("markdown", "commonmark"))
_PUBLISHER_RECORD = record(
    Table(
        Field("name", "text", values.needed(values.line), "the publisher's name", required=True),
        Field("url", "web address", values.web_address, "the publisher's own site"),
    ),
    _publisher_pair,
)
