"""What only sites of Nikola's have: which files are articles by their settings, and comments that lie beside posts.

Comments are `NAME.ID.wpcomment`, or hidden files `.NAME-comment-ID.html` with a `.meta`, beside a post `NAME-ID.html`.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from broadsheet.content.yamltext import Value
from broadsheet.importing.dates import date_of, date_with_offset
from broadsheet.importing.files import inside, read_text
from broadsheet.importing.headers import read_header
from broadsheet.importing.post import Reply
from broadsheet.importing.replytext import reply_text
from broadsheet.importing.texts import plain_text
from broadsheet.importing.values import first_text, text_of

_USUAL = tuple((folder, ".txt") for folder in ("posts", "pages", "stories"))  # where no settings say it
_COMMENT = re.compile(r"(?:\.(?P<hidden>.+)-comment-(?P<number>[^.-]+)\.html|(?P<name>.+)\.(?P<ident>[^.]+)\.wpcomment)")


def article_files(settings: Mapping[str, Value]) -> tuple[tuple[str, str], ...]:
    """Return the folders in which there are articles by the settings, each with how the names of their files end."""
    said = [each for name in ("posts", "pages") if isinstance(found := settings.get(name), list) for each in found]
    patterns = [text_of(each[0]) for each in said if isinstance(each, list) and each]
    return tuple((posixpath.dirname(each), posixpath.splitext(each)[1].lower()) for each in patterns) or _USUAL


def is_article_file(path: str, files: tuple[tuple[str, str], ...]) -> bool:
    """Say whether a file is an article by what the settings say."""
    return any(ending and path.startswith(f"{folder}/") and path.lower().endswith(ending) for folder, ending in files)


def replies_beside(path: Path, root: Path) -> Iterator[Reply]:
    """Yield the comments that lie beside a post."""
    known = _comments_in(path.parent, path.parent.stat().st_mtime_ns)
    known_ids = set()
    for file in (*known.get(path.stem, ()), *known.get(f".{path.stem.rpartition('-')[0]}", ())):
        where = file.relative_to(root).as_posix()
        found = read_header(read_text(file, where)[0], where, file)
        values = found.values or {}
        text, date = reply_text(found.body), _date(values)
        match = _COMMENT.fullmatch(file.name)
        ident = first_text(values, "id") or (match and (match["number"] or match["ident"])) or ""
        known_ids |= {ident} if text and date else set()
        above = first_text(values, "parent_id", "in-reply-to")
        is_approved = file.suffix == ".html" or first_text(values, "approved").lower() == "true"
        author = plain_text(first_text(values, "author", "authors"))
        status = "approved" if is_approved else "pending"
        yield Reply(ident, author, date, text, status, above if above in known_ids else "", first_text(values, "author_email"))


def _date(values: Mapping[str, Value]) -> str:
    return date_of(first_text(values, "date")) or date_with_offset("", first_text(values, "date_utc"))


@lru_cache(maxsize=1)  # posts come folder by folder
def _comments_in(folder: Path, _changed: int) -> dict[str, list[Path]]:
    """Return the comments in a folder by the name of their post, which has a full stop before it where they are hidden files."""
    found: dict[str, list[Path]] = defaultdict(list)
    for file in sorted(folder.iterdir()):
        match = _COMMENT.fullmatch(file.name)
        if match and inside(folder, file) and not file.is_symlink():
            found[match["name"] or f".{match['hidden']}"].append(file)
    return found
