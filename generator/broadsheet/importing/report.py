"""The report of an import: every post and every field accounted for, for a person and for a program.

`generator/docs/import-report.schema.json` is the schema of what `plain` returns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from broadsheet.config import Permalinks
from broadsheet.content.own import is_own_name
from broadsheet.importing.notebook import Notebook, NoteRows, NoteTable
from broadsheet.importing.post import Post, Skipped
from broadsheet.importing.templatevalues import unseen_in
from broadsheet.importing.values import texts_of
from broadsheet.problems import Problem

VERSION = 1
_READ_ALL_THE_SAME = frozenset(("bad-encoding", "duplicate-key"))
_OUTCOMES = ("new", "updated", "unchanged", "edited", "removed")
_SHAPES = {
    "story": ("story", "stories"),
    "page": ("page", "pages"),
    "tag": ("text on a tag", "texts on tags"),
    "section": ("text on a section", "texts on sections"),
    "term": ("text on another term", "texts on other terms"),
}
_SHOWN = 8  # of one kind, in the report for a person
_FEWEST = 5  # stories of which something is kept often
_PLACES = 3  # of what has the same reason
_LONGEST = 2_000  # letters of an address in which its size is looked for
# The address of a picture that is nowhere, without the size that its query asks for, and why it is.
_PICTURE = re.compile(r"(\S+?\.(?i:jpe?g|png|gif|webp)|\S+)(?:\?\S*)?( \(.*\))?", re.DOTALL)
_CALLED = re.compile(r"(?:\{\{[<%{]?|\{%|\[)-?\s*/?(?:include\s+)?[\"']?([\w./-]+)")  # the name of a piece of template code
_NAME_LENGTH = 40  # letters of a piece that has none
_HELD = {
    "draft": "draft",
    "private": "private or hidden",
    "pending": "waiting for review",
    "password": "behind a password",
    "scheduled": "scheduled",
    "expired": "expired",
    "undated": "without a date, so drafts until somebody writes one",
}


@dataclass(slots=True)
class Tally:
    """What became of one field of the source, in how many posts."""

    became: str = ""
    used: int = 0
    kept: int = 0
    lost: int = 0
    reason: str = ""


@dataclass(slots=True)
class ImportReport:
    """What an import did, or would do."""

    kind: str
    source: str
    into: str
    dry_run: bool = False
    permalinks: str = ""  # the pattern of the addresses of stories
    notebook: Notebook = field(default_factory=Notebook)
    posts: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    shapes: Counter[str] = field(default_factory=Counter)
    replies: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)
    fields: dict[str, Tally] = field(default_factory=dict)
    held: NoteRows = field(init=False)  # source, state, path
    skipped: NoteRows = field(init=False)  # source, reason
    edited: NoteRows = field(init=False)  # path, what somebody did to it
    addresses: NoteRows = field(init=False)  # source, address, why it does not redirect
    pictures: NoteRows = field(init=False)  # source, picture
    left: NoteRows = field(init=False)  # file, reason
    removed: Counter[str] = field(default_factory=Counter)  # elements of bodies
    coloured: int = 0  # pieces of bodies whose words stood out by a colour
    code: NoteTable = field(init=False)  # names in template code, with a first place and how many
    unseen: Counter[tuple[str, str]] = field(default_factory=Counter)  # kept keys with words or addresses, and what they hold
    notes: NoteRows = field(init=False)  # source, what an editor should look at
    gone: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.held, self.skipped, self.edited, self.addresses, self.pictures, self.left, self.notes = (
            self.notebook.rows() for _ in range(7)
        )
        self.code = self.notebook.table()

    def take(self, post: Post, path: str, outcome: str) -> None:
        """Count a post that was written to a path."""
        self.posts += 1
        self.outcomes[outcome] += 1
        self.shapes[post.shape] += 1
        if post.held:
            self.held.append((str(post.span), post.held, path))
        if outcome in ("edited", "removed"):
            self.edited.append((path, outcome))
        for name, key in post.used.items():
            tally = self.fields.setdefault(name, Tally())
            tally.used += 1
            tally.became = key if not tally.became else f"{tally.became} or {key}" if key not in tally.became else tally.became
        for name in post.kept:
            self.fields.setdefault(name, Tally()).kept += 1
        self.unseen.update(unseen_in(post))
        for piece in texts_of(post.kept.get("template_code")) if self.kind != "mediawiki" else ():  # it names each as lost
            called = _CALLED.match(piece)
            name = called[1] if called else piece[:_NAME_LENGTH]
            first, number = self.code.get(name, (str(post.span), 0))
            self.code[name] = (first, number + 1)
        for name, reason in post.lost:
            self.lose(name, reason)

    def lose(self, name: str, reason: str) -> None:
        """Count a field of a post that does not come over."""
        tally = self.fields.setdefault(name, Tally())
        tally.lost, tally.reason = tally.lost + 1, reason

    def skip(self, skipped: Skipped) -> None:
        """Count what did not become an article."""
        self.posts += 1
        self.skipped.append((str(skipped.span), skipped.reason))

    def note(self, problem: Problem) -> None:
        """Take note of a problem: of one that lost something, or of what was read in spite of it."""
        if problem.code in _READ_ALL_THE_SAME:
            self.notes.append((str(problem.span or ""), problem.message))
        else:
            self.problems.append(problem)

    @property
    def complete(self) -> bool:
        """Say whether everything came over."""
        lost = any(tally.lost for tally in self.fields.values()) or any(problem.is_error for problem in self.problems)
        return self.posts > 0 and not (lost or self.skipped or self.addresses or self.pictures or self.left or self.removed)

    def plain(self) -> dict[str, Any]:
        """Return the report as the schema describes it; what may be long as an iterator."""
        return {
            "version": VERSION, "kind": self.kind, "source": self.source, "into": self.into, "dry_run": self.dry_run,
            "complete": self.complete, "permalinks": self.permalinks,
            "posts": {
                "found": self.posts, "skipped": len(self.skipped), "held": len(self.held), **_counts(self.outcomes, *_OUTCOMES),
            },
            "articles": _counts(self.shapes, "story", "page", "tag", "section", "term"),
            "comments": _counts(self.replies, "approved", "pending", "rejected"),
            "files": _counts(self.files, *_OUTCOMES),
            "fields": {
                name: {"became": tally.became, "used": tally.used, "kept": tally.kept, "lost": tally.lost, "reason": tally.reason}
                for name, tally in sorted(self.fields.items())
            },
            "held": ({"source": source, "state": state, "path": path} for source, state, path in self.held),
            "skipped": ({"source": source, "reason": reason} for source, reason in self.skipped),
            "edited": ({"path": path, "what": what} for path, what in self.edited),
            "addresses": ({"source": source, "address": address, "reason": why} for source, address, why in self.addresses),
            "pictures": ({"source": source, "picture": picture} for source, picture in self.pictures),
            "left": ({"file": file, "reason": reason} for file, reason in self.left),
            "removed": dict(sorted(self.removed.items())),
            "coloured": self.coloured,
            "notes": ({"source": source, "note": note} for source, note in self.notes),
            "gone": self.gone,
            "problems": [str(problem) for problem in self.problems],
        }  # fmt: skip

    def lines(self) -> Iterator[str]:
        """Yield the report as a person reads it."""
        would = "would be " if self.dry_run else ""
        yield f"{self.source} ({self.kind}) into {self.into}: {self.posts:,} found, {self.posts - len(self.skipped):,} {would}in"
        yield "  " + (", ".join(_several(count, *_SHAPES[shape]) for shape, count in self.shapes.items()) or "nothing")
        if self.permalinks != Permalinks().story:
            yield f"  addresses of stories: {self.permalinks}"
        yield from _counted("what would happen" if self.dry_run else "what happened", self.outcomes)
        yield from _counted("comments", self.replies)
        yield from _counted("files", self.files)
        states = Counter(state for _, state, _ in self.held)
        if states:
            yield "  held back: " + ", ".join(f"{count:,} {_HELD[state]}" for state, count in states.items())
        yield from _listed("skipped", len(self.skipped), _together(self.skipped))
        yield from self._of_fields()
        yield from self._of_code()
        yield from self._of_unseen()
        addresses = (f"{address} ({source}): {why}" for source, address, why in self.addresses)
        yield from _listed("old addresses that do not redirect", len(self.addresses), addresses)
        pictures = self._by_picture()
        told = (f"{name}{why} ({first}{_and_more(number, 1)})" for name, (why, first, number) in pictures.items())
        yield from _listed("pictures and other files that are nowhere", len(pictures), told)
        yield from _listed("files left behind", len(self.left), _together(self.left))
        yield from _counted("taken out of bodies", self.removed)
        if self.coloured:
            yield f"  without the colour of their words: {self.coloured:,} pieces of text"
        yield from _listed("left as somebody made it", len(self.edited), (f"{path}: {what}" for path, what in self.edited))
        yield from _listed("not in the source any more; remove it yourself if it should go", len(self.gone), self.gone)
        yield from _listed("to look at", len(self.notes), _together(self.notes))
        if not self.posts:
            yield "nothing was found in it: is it whole, and of this kind?"
            return
        yield "everything came over" if self.complete else "something was left out: see above, and --report FILE for all of it"
        if not self.dry_run:
            yield f"next: broadsheet serve {self.into}"

    def _by_picture(self) -> NoteTable:
        """Return for each picture that is nowhere why, the first place that shows it, and how many do, in whichever size."""
        places = self.notebook.table()
        for source, picture in self.pictures:
            found = _PICTURE.fullmatch(picture) if len(picture) <= _LONGEST else None
            name, reason = (found[1], found[2] or "") if found else (picture, "")
            why, first, number = places.get(name, (reason, source, 0))
            places[name] = (why or reason, first, number + 1)
        return places

    def _of_fields(self) -> Iterator[str]:
        used = {name: tally for name, tally in sorted(self.fields.items()) if tally.used}
        if used:
            yield "  used: " + ", ".join(f"{name} → {tally.became} ({tally.used:,})" for name, tally in used.items())
        kept = {name: tally.kept for name, tally in sorted(self.fields.items()) if tally.kept}
        if kept:
            yield "  kept under `imported`: " + ", ".join(f"{name} ({count:,})" for name, count in kept.items())
        lost = [f"{name} ({tally.lost:,}): {tally.reason}" for name, tally in sorted(self.fields.items()) if tally.lost]
        yield from _listed("lost", len(lost), lost)

    def _of_code(self) -> Iterator[str]:
        """Yield which template code nobody ran, the most frequent first: what it showed may be missing."""
        often = sorted(self.code.items(), key=lambda each: (-each[1][1], each[0]))
        told = [f"{name} ({number:,}): {first}" for name, (first, number) in often]
        yield from _listed("template code that is not run; what it showed may be missing", len(told), told)

    def _of_unseen(self) -> Iterator[str]:
        """Yield how to show what is kept of many stories, and what only templates of the old site showed."""
        least = max(_FEWEST, self.shapes["story"] // 10)
        often = [(name, kind) for (name, kind), number in self.unseen.most_common() if number >= least and is_own_name(name)]
        if often:
            yield "  kept of many stories, and shown nowhere; to show it, write such lines into broadsheet.yaml, and import again"
            yield "    fields:"
            yield from (f"      {name}: {{type: {kind}}}" for name, kind in dict(reversed(often[:_SHOWN])).items())


def _several(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def _counts(counter: Mapping[str, int], *names: str) -> dict[str, int]:
    return {name: counter.get(name, 0) for name in names}


def _counted(name: str, counter: Counter[str]) -> Iterator[str]:
    if counter:
        yield f"  {name}: " + ", ".join(f"{count:,} {what}" for what, count in counter.most_common())


def _together(items: NoteRows) -> list[str]:
    """Return what has the same reason as one line, with the first places."""
    places: dict[str, list[str]] = {}
    numbers: Counter[str] = Counter()
    for place, reason in items:
        numbers[reason] += 1
        if numbers[reason] <= _PLACES:
            places.setdefault(reason, []).append(place)
    return [f"{', '.join(found)}{_and_more(numbers[reason], _PLACES)}: {reason}" for reason, found in places.items()]


def _and_more(number: int, shown: int) -> str:
    return f" and {number - shown:,} more" if number > shown else ""


def _listed(name: str, number: int, items: Iterable[str]) -> Iterator[str]:
    """Yield the first of some items. `number`: how many things they are about."""
    if number:
        yield f"  {name}: {number:,}"
        left = iter(items)
        yield from (f"    {item}" for item in islice(left, _SHOWN))
        more = sum(1 for _ in left)
        if more:
            yield f"    and {more:,} more"
