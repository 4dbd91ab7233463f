"""Replies: the comments below a story as threads, and the form for more, until it closes.

A page is static, so a form closes with the first build after its time; `next_closing` says when that will be.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime, timedelta

from broadsheet.catalog.story import CatalogStory
from broadsheet.expressions import expression
from broadsheet.language.words import Words
from broadsheet.model import Comment, Moment
from broadsheet.pages.edition import Edition
from broadsheet.pages.views.replies import CommentView, FormView, RepliesView
from broadsheet.pages.wording import day_of, when

_NETLIFY = "netlify"
_DEEPEST = 3  # levels that are set off from each other; answers further down stand beside the one they answer
_INSTANT = "%Y-%m-%dT%H:%M:%SZ"
_BETWEEN_PARAGRAPHS = expression(r"\n\s*\n")


def replies(edition: Edition, story: CatalogStory, words: Words) -> RepliesView | None:
    """Return what a story's page shows of replies; None where there are none and nobody is asked for one."""
    asked = bool(edition.config.comments.form)
    comments, open_ = story.record.comments, is_open(edition, story)
    if not comments and not open_:
        return None
    closes = _closing(edition, story) if open_ else ""
    return RepliesView(
        tuple(_threads(comments, words)),
        _form(edition, story) if open_ else None,
        day_of(words, Moment(closes, closes)) if closes else None,
        closed=asked and not open_,
    )


def is_open(edition: Edition, story: CatalogStory) -> bool:
    """Say whether replies to a story are taken, as of the edition's clock."""
    if not edition.config.comments.form:
        return False
    closes = _closing(edition, story)
    return not closes or closes > edition.clock


def next_closing(edition: Edition) -> str:
    """Return the instant at which the next form closes by its story's age; empty when none will."""
    settings, stories = edition.config.comments, edition.catalog.stories
    if not settings.form or not settings.days:
        return ""
    closed = _days_after(edition.clock, -settings.days)
    at = bisect_right(range(len(stories)), closed, key=lambda position: stories[position].instant)
    return _days_after(stories[at].instant, settings.days) if at < len(stories) else ""


def _closing(edition: Edition, story: CatalogStory) -> str:
    """Return the instant from which replies to a story are not taken any more; empty for never."""
    if story.record.comments_until:
        return story.record.comments_until.instant
    days = edition.config.comments.days
    return _days_after(story.instant, days) if days else ""


def _days_after(instant: str, days: int) -> str:
    try:
        return (datetime.fromisoformat(instant) + timedelta(days=days)).strftime(_INSTANT)
    except (ValueError, OverflowError):  # beyond the years that there are
        return "0001-01-01T00:00:00Z" if days < 0 else "9999-12-31T23:59:59Z"


def _form(edition: Edition, story: CatalogStory) -> FormView:
    settings = edition.config.comments
    own = settings.form == _NETLIFY
    action = (settings.thanks.text if settings.thanks else story.permalink) if own else settings.form
    policy = settings.policy.text if settings.policy else ""
    return FormView(action, own, story.id, edition.config.absolute(story.permalink), policy)


def _threads(comments: tuple[Comment, ...], words: Words) -> Iterator[CommentView]:
    """Yield comments as they are read: each followed by its answers. One that answers itself in the end stands for itself."""
    parents = {comment.id: comment.reply_to for comment in comments}
    below: dict[str, list[Comment]] = {}
    for comment in comments:
        below.setdefault("" if _is_circular(comment.id, parents) else comment.reply_to, []).append(comment)
    names = {comment.id: comment.author for comment in comments}
    stack = [(comment, 1) for comment in reversed(below.get("", ()))]
    while stack:
        comment, depth = stack.pop()
        answered = names.get(comment.reply_to, "") if depth > 1 else ""
        paragraphs = tuple(part.strip() for part in _BETWEEN_PARAGRAPHS.split(comment.text) if part.strip())
        yield CommentView(
            comment.id, comment.author, when(words, comment.date), paragraphs, min(depth, _DEEPEST), answered, comment.editor
        )
        stack += [(answer, depth + 1) for answer in reversed(below.get(comment.id, ()))]


def _is_circular(name: str, parents: dict[str, str]) -> bool:
    seen = {name}
    above = parents[name]
    while above:
        if above in seen:
            return True
        seen.add(above)
        above = parents.get(above, "")
    return False
