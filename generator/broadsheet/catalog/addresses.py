"""Addresses: patterns of permalinks, and the book in which every output claims its own before anything is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from broadsheet.config import Permalinks
from broadsheet.expressions import expression
from broadsheet.model import TermKind
from broadsheet.problems import Problem, Span

_EXTERNAL = expression(r"(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
_UNKNOWN = (expression(r"\{(?:month|day)\}[/._-]?"), expression(r"\{day\}[/._-]?"))  # of a year, of a month
_PLAIN = expression(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*")
TWIN = "index.json"  # the machine-readable twin of a page
LONGEST_NAME = 200  # bytes of one path component; file systems allow 255, and a temporary name needs room


def story_permalink(pattern: str, day: str, slug: str, section: str) -> str:
    """Return the address of a story: `pattern` filled in.

    `day` is its local date, YYYY-MM-DD, or what is known of it: a year or a month, which leaves the rest out of the address.
    `section` is the slug of its primary section, or empty.
    """
    year, month, date = (*(day[0] + day[1:].replace("-", " ")).split(), "", "")[:3]
    if not date:
        pattern = _UNKNOWN[bool(month)].sub("", pattern)
    return pattern.format(year=year, month=month, day=date, slug=slug, section=section or "stories")


class StoryAddresses:
    """The addresses of stories by a pattern; stories of a day and section have most of theirs in common."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._sectioned = "{section}" in pattern
        self._known: dict[tuple[str, str], tuple[str, str]] = {}

    def of(self, iso: str, slug: str, section: str) -> str:
        """Return the address of a story that came out on a date."""
        key = (iso[:10], section if self._sectioned else "")
        around = self._known.get(key)
        if around is None:
            before, *between, after = story_permalink(self._pattern, key[0], "\0", key[1]).split("\0")
            if between:  # the slug stands in it more than once
                return story_permalink(self._pattern, key[0], slug, key[1])
            around = self._known[key] = (before, after)
        return f"{around[0]}{slug}{around[1]}"


def term_permalink(permalinks: Permalinks, kind: TermKind, slug: str) -> str:
    """Return the address of a term's page."""
    return permalinks.of(kind).format(slug=slug)


def beside(permalink: str, name: str) -> str:
    """Return the address of what belongs to a page: in its folder, or, beside `/a/b.html`, `/a/b-NAME` (`/a/b.json` its twin)."""
    if permalink.endswith("/"):
        return permalink + name
    return permalink.removesuffix(".html") + (".json" if name == TWIN else f"-{name}")


def index_permalink(permalinks: Permalinks, kind: TermKind) -> str:
    """Return the address of the A–Z index of a kind of term: what stands before its slug."""
    return term_permalink(permalinks, kind, "\0").partition("\0")[0]


def output_path(permalink: str) -> str:
    """Return the file below the output folder that an address is served from."""
    path = permalink.removeprefix("/")
    return path + "index.html" if not path or path.endswith("/") else path


def too_long(path: str) -> bool:
    """Say whether a part of a path is longer than the name of a file may be."""
    return any(len(part.encode("utf-8", "surrogatepass")) > LONGEST_NAME for part in path.split("/"))


def path_fault(path: str) -> str:
    """Return what must be done before a path can be published on every host, or an empty string."""
    if len(path) <= LONGEST_NAME and _PLAIN.fullmatch(path):  # nearly every path
        return ""
    parts = path.split("/")
    if too_long(path):
        return f"shorten it: a part of it is longer than {LONGEST_NAME} bytes"
    odd = any(char in "\\\0" or ord(char) < 32 or char == "\x7f" for char in path)
    if odd or ":" in parts[0] or any(part in ("", ".", "..") for part in parts):
        return "use letters, digits and hyphens, no `..`"
    return ""


def is_external(target: str) -> bool:
    """Say whether the target of a link leads out of the publication."""
    return _EXTERNAL.match(target) is not None


@dataclass(slots=True)
class AddressBook:
    """Who claims which output path. Two claims on one path, or on two that some file system cannot tell apart, are a problem."""

    _owners: dict[str, Span] = field(default_factory=dict)  # by the comparison form of the path
    _paths: dict[str, str] = field(default_factory=dict)  # of those whose comparison form is another text
    _folders: dict[str, str] = field(default_factory=dict)  # folder's comparison form -> that of a file in it

    def claim(self, path: str, owner: Span) -> Sequence[Problem]:
        """Claim an output path for `owner`; return a problem naming both owners when it is taken or cannot be published."""
        owners, folders = self._owners, self._folders
        plain = path.islower() and len(path) <= LONGEST_NAME and _PLAIN.fullmatch(path)
        if plain and path not in owners and path not in folders and path.rpartition("/")[0] in folders:  # nearly every path
            owners[path] = owner
            return ()
        fault = path_fault(path)
        if fault:
            return (Problem("bad-address", f"`/{path}` cannot be published", owner, fault),)
        form = comparison_form(path)
        if form in owners:
            return (self._conflict(path, owner, form),)
        owners[form] = owner
        if form != path:
            self._paths[form] = path
        problems = [self._conflict(path, owner, folders[form])] if form in folders else []
        folder = form
        while "/" in folder:
            folder = folder.rpartition("/")[0]
            if folder in owners:
                problems.append(self._conflict(path, owner, folder))
            if folder in folders:
                break
            folders[folder] = form
        return problems

    def _conflict(self, path: str, owner: Span, taken: str) -> Problem:
        return _conflict(path, owner, self._paths.get(taken, taken), self._owners[taken])


def comparison_form(path: str) -> str:
    """Return the form in which a file system that ignores case and Unicode composition would compare a path."""
    if path.isascii():
        form = path.lower()
        return path if form == path else form  # one text, not two
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _conflict(path: str, owner: Span, taken_path: str, taken_owner: Span) -> Problem:
    if path == taken_path:
        found = f"two outputs claim the address `/{path.removesuffix('index.html')}`"
    else:
        found = f"the addresses `/{path}` and `/{taken_path}` cannot stand side by side"
    return Problem("address-conflict", found, owner, "rename or move one of them", (taken_owner,))
