"""Replies to a story, and the form for another."""

from typing import NamedTuple

from broadsheet.pages.views.coverage import When


class CommentView(NamedTuple):
    """A reply: `depth` from 1 says how far it is set in, `answered` whom it answers."""

    id: str
    author: str
    date: When
    paragraphs: tuple[str, ...]
    depth: int
    answered: str
    editor: bool


class FormView(NamedTuple):
    """A form for a reply. `netlify`: the host itself takes it. `address` is the story's URL, `policy` an address or empty."""

    action: str
    netlify: bool
    story: str
    address: str
    policy: str


class RepliesView(NamedTuple):
    """Replies to a story, each followed by its answers; the form while replies are taken, and until when (None: for ever)."""

    comments: tuple[CommentView, ...]
    form: FormView | None
    closes: When | None
    closed: bool
