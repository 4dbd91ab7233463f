"""Emblems: pictures that a site gives to whoever shares a page which has none of its own, such as its logo."""

from __future__ import annotations

import posixpath

from broadsheet.importing.notebook import Notebook
from broadsheet.importing.post import Post

_FEWEST, _MANY = 3, 10  # posts: what more than half of them have, and as many as the first; what as many as the second have


class Emblems:
    """How many posts of an archive have each picture."""

    def __init__(self, notebook: Notebook) -> None:
        self._numbers = notebook.table()
        self._posts = 0

    def note(self, post: Post) -> None:
        """Take note of the picture of a post."""
        self._posts += 1
        if post.picture and post.picture.shared:
            address = address_of(post)
            self._numbers[address] = self._numbers.get(address, 0) + 1

    def has(self, post: Post) -> bool:
        """Say whether the picture of a post is none of its own."""
        number = self._numbers.get(address_of(post), 0) if post.picture and post.picture.shared else 0
        return number >= _MANY or (number >= _FEWEST and number * 2 > self._posts)


def address_of(post: Post) -> str:
    """Return where the picture of a post is, in the same words wherever the post is."""
    src = post.picture.src if post.picture else ""
    is_whole = src.startswith(("/", "data:")) or "://" in src
    return src if is_whole else posixpath.normpath(posixpath.join(posixpath.dirname(post.base), src))
