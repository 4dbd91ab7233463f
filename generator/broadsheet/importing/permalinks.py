"""The pattern of the addresses that an archive had: what a fresh publication takes for its own, so that they stay as they are."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote

from broadsheet.content.slugs import FILE_LENGTH, slug_of
from broadsheet.importing.post import Post

LONGEST_SLUG = 120
slug_once = slug_of.__wrapped__  # of what comes once: slugs that are kept would grow with the archive
_ENOUGH = 0.6  # of the stories have to be at addresses of one pattern,
_LEAST = 20  # and so many: fewer say little


def slug_for(post: Post) -> str:
    """Return the slug that a post gets, where nothing else has it."""
    return slug_named(post.name or post.title)


def slug_named(name: str) -> str:
    """Return the slug that something of a name gets, where nothing else has it."""
    return slug_once(name, FILE_LENGTH)[:LONGEST_SLUG].strip("-")


def pattern_of(post: Post, address: str) -> str:
    """Return the pattern by which a story would be at an address (a path of the site); empty where none of ours would do."""
    plain = unquote(address)
    parts = plain.strip("/").split("/")
    stem = parts[-1].removesuffix(".html")
    if not stem or stem != slug_for(post) or len(post.date) < 10:
        return ""
    found = []
    left = [("year", post.date[:4]), ("month", post.date[5:7]), ("day", post.date[8:10])]
    for part in parts[:-1]:
        if left and part == left[0][1]:
            found.append(f"{{{left.pop(0)[0]}}}")
        elif post.sections and part == slug_of(post.sections[0]) and "{section}" not in found:
            found.append("{section}")
        else:
            found.append(part)
    ending = ".html" if parts[-1].endswith(".html") else "/"
    return "".join(f"/{part}" for part in (*found, "{slug}")) + ending


def usual(patterns: Mapping[str, int]) -> str:
    """Return the pattern that enough stories have; empty where there is none."""
    best, number = max(patterns.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    return best if number >= max(_LEAST, _ENOUGH * sum(patterns.values())) else ""


def story_file(post: Post) -> str:
    """Return the path below the content of the article that a story becomes, where no other one has it."""
    year = post.date[:5] if post.date.startswith("-") else post.date[:4] or "undated"
    return f"stories/{year}/{slug_for(post)}.md"
