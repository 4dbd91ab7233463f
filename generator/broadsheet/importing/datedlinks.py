"""Dated links: what the links of an archive's texts tell of the addresses of its posts, where no settings do."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from contextlib import suppress
from pathlib import Path

from broadsheet.importing.files import read_text, walk

_LINKED = re.compile(
    r"(?<=[\"'(\s}])((?:/[\w-]+){0,3}?)/(\d{4})/(\d\d)/(\d\d)/([^\s/\"'()<>{}|?#]+?)(/|\.html)?(?=[\"'()\s<>|?#]|\Z)"
)
_NAMED = re.compile(r"(\d{4}-\d\d-\d\d)[-_](.+)")
_DATED = re.compile(r"^date\s*[:=]\s*[\"']?(\d{4}-\d\d-\d\d)", re.MULTILINE)
_HEAD = 4_000  # letters in which a date is looked for
_LINKS, _POSTS = 10, 3  # so many links to so many posts tell


def pattern_of_links(source: Path, suffixes: frozenset[str]) -> str:
    """Return the pattern, as Jekyll writes it, by which texts link to posts by their days and names; empty where too few do.

    `suffixes` are those of posts. The day of a post is the one in its metadata, or in the name of its file.
    """
    linked: Counter[tuple[str, str, str, str]] = Counter()  # what stands before the day, day, name, end
    days: dict[str, set[str]] = defaultdict(set)
    for path in walk(source, source):
        if not isinstance(path, Path) or path.suffix.lower() not in suffixes:
            continue
        stem = path.parent.name if path.stem == "index" else path.stem
        named = _NAMED.fullmatch(stem)
        name = (named[2] if named else stem).casefold()
        with suppress(OSError):
            text = read_text(path, path.name)[0]
            days[name] |= {found[1] for found in (named, _DATED.search(text[:_HEAD])) if found}
            linked.update((lead, f"{year}-{month}-{day}", to, end) for lead, year, month, day, to, end in _LINKED.findall(text))
    known = {link: number for link, number in linked.items() if link[1] in days.get(link[2].casefold(), ())}
    if sum(known.values()) < _LINKS or len({(day, to.casefold()) for _, day, to, _ in known}) < _POSTS:
        return ""
    forms: Counter[tuple[str, str]] = Counter()
    for (lead, _, _, end), number in known.items():
        forms[lead, end] += number
    lead, end = max(forms, key=lambda form: (forms[form], form))
    return f"{lead}/:year/:month/:day/:title{end or '/'}"
