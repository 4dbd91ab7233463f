"""Produce: the pages of a subject planned, made where they differ from the last build's, and written.

A page whose fingerprint is the one in the ledger, and whose file is as it was left, is neither rendered nor written.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from broadsheet.build.bodies import StoredBodies
from broadsheet.build.cards import Cards
from broadsheet.build.fingerprints import fingerprint
from broadsheet.build.ledger import OutputRow
from broadsheet.build.profile import Spent
from broadsheet.build.publish import FileState, digest_of
from broadsheet.build.store import Writer
from broadsheet.build.workers import Beside
from broadsheet.codec import decode, encode
from broadsheet.pages.page import Page
from broadsheet.pages.plan import path_of
from broadsheet.pages.share import SHARE
from broadsheet.pages.stamps import Stamps
from broadsheet.pages.subjects import Planner, Subject
from broadsheet.problems import Problem
from broadsheet.render.renderer import Renderer

_AT_ONCE = 48  # pages that are brought up to date together


class Made(NamedTuple):
    """An output that was looked at: its row for the ledger, and what had to be done. `failed`: it keeps its old file."""

    row: OutputRow
    rendered: bool
    written: bool
    failed: bool = False


class Produced(NamedTuple):
    """A subject that was produced: the ids of the stories its pages showed, its line in a table, its outputs, its problems.

    `seconds` and `spent` say where the time went, when somebody asked.
    """

    subject: Subject
    reads: tuple[str, ...]
    line: str
    stamp: bytes
    outputs: tuple[Made, ...]
    problems: tuple[Problem, ...]
    seconds: float = 0.0
    spent: Spent = ()

    def plain(self) -> tuple[Any, ...]:
        """Return it as plain values."""
        outputs = tuple([(tuple(made.row), *made[1:]) for made in self.outputs])
        return (
            self.subject,
            self.reads,
            self.line,
            self.stamp,
            outputs,
            tuple(map(encode, self.problems)),
            self.seconds,
            self.spent,
        )

    @classmethod
    def of(cls, values: tuple[Any, ...]) -> Produced:
        """Return what `plain` gave."""
        subject, reads, line, stamp, outputs, problems, seconds, spent = values
        made = tuple([Made(OutputRow._make(row), *rest) for row, *rest in outputs])
        return cls(subject, reads, line, stamp, made, tuple(decode(Problem, each) for each in problems), seconds, spent)


@dataclass(slots=True)
class _Work:
    """A subject that is being produced, where the stories stand that its pages show if it is a story, and what became of it."""

    subject: Subject
    name: str
    shown: set[int] = field(default_factory=set)
    made: list[Made] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class _Draft:
    """A page on its way: its row for the ledger as far as that is known, and what it is made from."""

    work: _Work
    page: Page
    row: OutputRow
    view: Any = None
    made: Made | None = None


@dataclass(slots=True)
class Producer:
    """Produces subjects of one edition.

    `known` holds the outputs of the last build by path, `damaged` the paths whose files are not as they were left. `salts` are
    the digests of all that a template adds to a view, by template.
    """

    planner: Planner
    stamps: Stamps
    make_renderer: Callable[[], Renderer]
    writer: Writer
    known: Mapping[str, OutputRow]
    damaged: Set[str]
    salts: Mapping[str, bytes]
    settings: str  # all that the configuration says
    cards: Cards
    stamped: bool = True  # new stamps are wanted of all subjects, not of stories only
    timed: bool = False  # somebody asks where the time goes
    helped: bool = False  # cards may be drawn by a process beside this one
    _renderer: Renderer | None = None
    _writing: tuple[int, float] = (0, 0.0)  # outputs that were brought up to date, seconds
    _drawing: list[tuple[Beside, list[_Draft]]] = field(default_factory=list)  # cards that are drawn there

    def produce_all(self, batch: list[Subject]) -> list[tuple[Any, ...]]:
        """Produce several subjects; return them as plain values."""
        bodies = self.planner.edition.catalog.bodies
        if isinstance(bodies, StoredBodies):
            bodies.expect([key for kind, key in batch if kind == "story"])
        works = [_Work((kind, key), f"{kind}:{key}") for kind, key in batch]
        if self.timed:
            produced = [self._timed(work) for work in works]
        else:
            self._work(works)
            produced = list(map(self._produced, works))
        self.writer.flush()
        return [each.plain() for each in produced]

    def produce(self, subject: Subject) -> Produced:
        """Bring every page of a subject up to date."""
        work = _Work(subject, ":".join(subject))
        self._work([work])
        return self._produced(work)

    def _timed(self, work: _Work) -> Produced:
        started = time.perf_counter()
        self._work([work])
        produced = self._produced(work)
        return produced._replace(seconds=time.perf_counter() - started, spent=self._spent())

    def _work(self, works: Sequence[_Work]) -> None:
        """Bring the pages of subjects up to date, each step for some of them: a processor has one step at hand, not all."""
        drafts = self._drafts(works)
        while some := list(islice(drafts, _AT_ONCE)):
            self._bring(some)
        for beside, cards in self._drawing:
            drawn = beside.found() or map(self._render, cards)
            for draft, data in zip(cards, drawn, strict=True):
                draft.work.made.append(self._write(draft.row, data, rendered=True))
        self._drawing.clear()

    def _produced(self, work: _Work) -> Produced:
        subject, catalog = work.subject, self.planner.edition.catalog
        reads = tuple([story_id for story_id in map(catalog.id_at, sorted(work.shown)) if story_id != subject[1]])
        stamp = self.stamps.of(subject, reads) if self.stamped or subject[0] == "story" else b""
        return Produced(subject, reads, self.planner.line(subject), stamp, tuple(work.made), tuple(work.problems))

    def _spent(self) -> Spent:
        """Return, and forget, where the time of the last subject went."""
        times = self._renderer.times if self._renderer else None
        spent = [("template", name, int(number), seconds) for name, (number, seconds) in (times or {}).items()]
        if times:
            times.clear()
        spent.append(("write", "", *self._writing))
        self._writing = (0, 0.0)
        return tuple(spent)

    def _drafts(self, works: Sequence[_Work]) -> Iterator[_Draft]:
        """Yield every page of some subjects with its view, and take note of the other stories that a story's pages show."""
        reads = self.planner.edition.reads
        for work in works:
            pages = self.planner.pages(work.subject)
            reads.clear()
            while page := next(pages, None):
                view = None if page.says else page.make()
                if work.subject[0] == "story":  # the pages of lists show those in the list
                    work.shown |= reads
                path = path_of(page)
                row = OutputRow(path, work.name, page.kind, page.template, page.permalink, page.modified, b"", b"", -1, 0, 0)
                yield _Draft(work, page, row, view)
                reads.clear()  # what was read meanwhile is another's

    def _bring(self, drafts: Sequence[_Draft]) -> None:
        """Make those pages that are not as the last build left them, and render and write them."""
        stale: list[_Draft] = []
        for draft in drafts:
            mark = self._mark(draft.page, draft.view)
            known = self.known.get(draft.row.path)
            if known and known.digest and known.fingerprint == mark and draft.row.path not in self.damaged:
                draft.made = Made(_as_it_was(draft.row._replace(fingerprint=mark), known), rendered=False, written=False)
            else:
                draft.row = draft.row._replace(fingerprint=mark)
                stale.append(draft)
        for draft in stale:
            if draft.page.says:
                draft.view = draft.page.make()
        cards = [draft for draft in stale if draft.page.kind == SHARE] if self.helped else []
        if cards:
            stale = [draft for draft in stale if draft.page.kind != SHARE]
            self._drawing.append((Beside(partial(list, map(self._render, cards))), cards))
        rendered = list(map(self._render, stale))
        for draft, data in zip(stale, rendered, strict=True):
            if data is None:
                row = draft.row._replace(fingerprint=b"")
                draft.made = Made(_as_it_was(row, self.known.get(row.path, row)), rendered=True, written=False, failed=True)
            else:
                draft.made = self._write(draft.row, data, rendered=True)
        for draft in drafts:
            if draft.made:
                draft.work.made.append(draft.made)

    def _mark(self, page: Page, view: Any) -> bytes:  # any view  # noqa: ANN401
        """Return what stands for all that a page is made from."""
        salt = self.cards.salt if page.kind == SHARE else self.salts.get(page.template, b"")
        if not page.says:
            return fingerprint(salt, view)
        shown = b"".join(map(self.stamps.shown, page.shows))
        # Its view takes the rest from the configuration.
        return fingerprint(salt + shown, f"{page.permalink}\0{page.says}\0{self.settings}")

    def _render(self, draft: _Draft) -> bytes | None:
        if draft.page.kind == SHARE:
            return self.cards.make(draft.view)
        if self._renderer is None:
            self._renderer = self.make_renderer()
        outcome = self._renderer.render(draft.page, draft.view)
        draft.work.problems += outcome.problems
        return None if outcome.problems else outcome.value

    def _write(self, row: OutputRow, data: bytes, *, rendered: bool) -> Made:
        started = time.perf_counter() if self.timed else 0.0
        written, state = self.writer.bring(row.path, data)
        if self.timed:
            self._writing = (self._writing[0] + 1, self._writing[1] + time.perf_counter() - started)
        return Made(_with(row, digest_of(data), state), rendered, written)

    def copy(
        self, path: str, source: str, mark: bytes, read: Callable[[], bytes], *, kind: str = "file", subject: str = "file:"
    ) -> Made:
        """Bring a file that is no page; `mark` stands for its bytes."""
        known = self.known.get(path)
        row = OutputRow(path, subject, kind, source, "/" + path, "", mark, b"", -1, 0, 0)
        if known is not None and known.fingerprint == mark and known.digest and path not in self.damaged:
            return Made(_as_it_was(row, known), False, False)
        return self._write(row, read(), rendered=False)


def _as_it_was(row: OutputRow, known: OutputRow) -> OutputRow:
    return row._replace(digest=known.digest, size=known.size, mtime=known.mtime, ctime=known.ctime)


def _with(row: OutputRow, digest: bytes, state: FileState) -> OutputRow:
    return row._replace(digest=digest, size=state.size, mtime=state.mtime, ctime=state.ctime)
