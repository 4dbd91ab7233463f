"""What links in the texts of an archive tell of the addresses of its posts, where no settings do: by days, or by files."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from broadsheet.importing.files import read_text, walk

_LINKED = re.compile(
    r"(?<=[\"'(\s}])((?:/[\w-]+){0,3}?)/(\d{4})/(\d\d)/(\d\d)/([^\s/\"'()<>{}|?#]+?)(/|\.html)?(?=[\"'()\s<>|?#]|\Z)"
)
_BY_FILE = re.compile(r"(?<=[\"'(\s}])(?:https?://[\w.-]+)?((?:/[\w.-]+){2,8}?)(/|\.html)?(?=[\"'()\s<>|?#]|\Z)")
_NAMED = re.compile(r"(\d{4}-\d\d-\d\d)[-_](.+)")
_DATED = re.compile(r"^date\s*[:=]\s*[\"']?(\d{4}-\d\d-\d\d)", re.MULTILINE)
_HEAD = 4_000  # letters in which a date is looked for
_LINKS, _POSTS = 10, 3  # so many links to so many posts tell
_ABOVE = 1  # part of an address before the path of a file, such as a language


def patterns_of_links(source: Path, suffixes: frozenset[str]) -> tuple[str, ...]:
    """Return the patterns, as Jekyll writes them, by which texts link to posts; none where too few do.

    They are made of days and names, or else of the paths of files. `suffixes` are those of posts. The day of a post is the one
    in its metadata, or in the name of its file.
    """
    linked: Counter[tuple[str, str, str, str]] = Counter()  # what stands before the day, day, name, end
    by_file: Counter[tuple[str, str]] = Counter()  # address, end
    days: dict[str, set[str]] = defaultdict(set)
    files = set()
    for path in walk(source, source):
        if not isinstance(path, Path) or path.suffix.lower() not in suffixes:
            continue
        files.add("/" + path.relative_to(source).with_suffix("").as_posix().removesuffix("/index"))
        stem = path.parent.name if path.stem == "index" else path.stem
        named = _NAMED.fullmatch(stem)
        name = (named[2] if named else stem).casefold()
        with suppress(OSError):
            text = read_text(path, path.name)[0]
            days[name] |= {found[1] for found in (named, _DATED.search(text[:_HEAD])) if found}
            linked.update((lead, f"{year}-{month}-{day}", to, end) for lead, year, month, day, to, end in _LINKED.findall(text))
            by_file.update(_BY_FILE.findall(text))
    dated = {
        (f"{lead}/:year/:month/:day/:title{end or '/'}", f"{day} {to.casefold()}"): number
        for (lead, day, to, end), number in linked.items()
        if day in days.get(to.casefold(), ())
    }
    return _told(dated)[:1] or _told(
        {
            (f"{address.removesuffix(file)}/:path/:filename{end}", file): number
            for (address, end), number in by_file.items()
            for file in ("/" + "/".join(address.split("/")[skipped + 1 :]) for skipped in range(_ABOVE + 1))
            if file in files
        }
    )


def _told(links: Mapping[tuple[str, str], int]) -> tuple[str, ...]:
    """Return the patterns of enough links, the most frequent one first; `links` are patterns and posts, and how many."""
    if sum(links.values()) < _LINKS or len({post for _, post in links}) < _POSTS:
        return ()
    forms: Counter[str] = Counter()
    for (pattern, _), number in links.items():
        forms[pattern] += number
    ordered = sorted(forms, key=lambda form: (forms[form], form), reverse=True)
    return (*ordered[:1], *(form for form in ordered[1:] if forms[form] >= _LINKS))
