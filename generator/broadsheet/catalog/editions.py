"""Editions: which stories are the same story in several languages, and which of them stands in the lists.

A translation stands behind its original there, and is reached from it; it keeps its own page and twin.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from broadsheet.catalog.records import AT, Values
from broadsheet.catalog.story import CatalogStory
from broadsheet.problems import Outcome, Problem, Span, did_you_mean

_ID, _SLUG, _TRANSLATION_OF = AT["id"], AT["slug"], AT["translation_of"]


def group_editions(read: Sequence[Values], stories: Sequence[CatalogStory]) -> Outcome[dict[str, tuple[int, ...]]]:
    """Return, by story id, the positions of all editions of a story that has several; a story may name another by id, slug
    or address.

    `read` are the values of all stories that were read, `stories` those that are published.
    """
    translations = [values for values in read if values[_TRANSLATION_OF]]
    if not translations:
        return Outcome({})
    known: dict[str, str] = {}
    for values in read:
        known.setdefault(values[_SLUG], values[_ID])
    known |= {values[_ID]: values[_ID] for values in read}
    known |= {story.permalink: story.id for story in stories}
    roots: dict[str, str] = {}  # of stories that are known to be the same as another one
    problems = []
    for values in translations:
        text, span = values[_TRANSLATION_OF]
        if text not in known:
            hint = did_you_mean(text, known) or "write the path of the other story below content/stories, without suffix"
            problems.append(Problem("unknown-story", f"`{text}` is not a story", Span(*span), hint))
            continue
        old, new = _root(roots, values[_ID]), _root(roots, known[text])
        if old != new:
            roots[old] = new
    groups: dict[str, list[int]] = defaultdict(list)
    for story in stories:
        groups[_root(roots, story.id)].append(story.position)
    several = {story.id: group for story in stories if len(group := tuple(groups[_root(roots, story.id)])) > 1}
    return Outcome(several, tuple(problems))


def _root(roots: dict[str, str], story_id: str) -> str:
    """Return the story that stands for all that are the same as one; the way there is made short."""
    root = story_id
    while root in roots:
        root = roots[root]
    while story_id != root:
        roots[story_id], story_id = root, roots[story_id]
    return root


def originals_of(stories: Sequence[CatalogStory], editions: Mapping[str, Iterable[int]]) -> dict[int, int]:
    """Return, for each edition that is a translation, the edition that stands in the lists for it."""
    found: dict[int, int] = {}
    for group in {tuple(positions) for positions in editions.values()}:
        first = next((p for p in group if stories[p].values[_TRANSLATION_OF] is None), group[0])
        found |= {position: first for position in group if position != first}
    return found
