"""A trial: one generator with one corpus in a scratch folder, and what the scenarios do to it."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b
from pathlib import Path

from benchmark.check_site import Checked, Checker, pages_of
from benchmark.corpus import KINDS, Story, article_text, read_stories, slug_of
from benchmark.measure import Run, run, wait_quiet
from benchmark.peers import HERE, Peer

_NOTE = re.compile(r'(?:<p class="note">\w+</p>)?</article>')
_BUILD_TIME = re.compile(rb"<(lastBuildDate|updated|generator)>[^<]*<")
_LEFT_OUT = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONPATH", "VIRTUAL_ENV")


@dataclass(frozen=True, slots=True)
class Machine:
    """Where things lie: the tools by name, the scratch folder (best in memory), and how long to wait for a quiet machine."""

    tools: Mapping[str, str]
    work: Path
    quiet_wait: float = 0.0


@dataclass(frozen=True, slots=True)
class Result:
    """What one run of a scenario gave. `stale` pages should show the change and do not; `written` files were replaced."""

    run: Run
    stale: tuple[str, ...] = ()
    written: int = 0
    examples: tuple[str, ...] = ()


class Trial:
    """One generator's site, from the corpus to whatever the scenarios leave."""

    def __init__(self, peer: Peer, corpus: Path, machine: Machine) -> None:
        self.peer = peer
        self.corpus = corpus
        self.machine = machine
        self.stories = read_stories(corpus)
        self.victim = self.stories[len(self.stories) // 2]  # the story that is edited
        self.folder = machine.work / f"{corpus.name}-{peer.name}"
        self.output = self.folder / peer.output
        self.log = machine.work / f"{corpus.name}-{peer.name}.log"
        self.environment = _environment(machine.tools, peer)
        self._added = 0
        self._retitled = 0
        self._edited = 0

    def set_up(self) -> None:
        """Make the scratch folder anew, with the generator's definition of the site and the articles."""
        shutil.rmtree(self.folder, ignore_errors=True)
        for name in self.peer.folders:
            shutil.copytree(HERE / "peers" / name, self.folder, dirs_exist_ok=True)
        shutil.copytree(self.corpus / "content/stories", self.folder / self.peer.content, dirs_exist_ok=True)
        for path in (self.folder / self.peer.content).rglob("*.md") if self.peer.links else ():
            text = changed = path.read_text(encoding="utf-8")
            for theirs, ours in self.peer.links.items():
                changed = changed.replace(f"({theirs})", f"({ours})")
            if changed != text:
                path.write_text(changed, encoding="utf-8")
        if self.peer.css:
            (self.folder / self.peer.css).mkdir(parents=True, exist_ok=True)
            shutil.copy(HERE / "shared/style.css", self.folder / self.peer.css)
        if self.peer.modules:
            (self.folder / "node_modules").symlink_to(self.machine.tools[self.peer.modules])
        if self.peer.settings:
            with (self.folder / "broadsheet.yaml").open("a", encoding="utf-8") as settings:
                settings.write(self.peer.settings)

    def remove(self) -> None:
        """Remove the scratch folder."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def clean(self) -> None:
        """Remove the output and every cache, so that the next build is a cold one."""
        for name in (self.peer.output, *self.peer.caches):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def build(self) -> Run:
        """Run the generator."""
        wait_quiet(self.machine.quiet_wait)
        command = [word.format(**self.machine.tools) for word in self.peer.command]
        return run(command, self.folder, self.environment, self.log)

    def check(self) -> Checked:
        """Check the site as it stands against the corpus."""
        return Checker(self.output, self.corpus, self.peer.shape).check()

    # Scenarios: each changes something, builds, and looks whether the change shows.

    def cold(self) -> Result:
        """Build from nothing."""
        self.clean()
        return Result(self.build())

    def noop(self) -> Result:
        """Build again with nothing changed."""
        return self._build_and_compare(())

    def edit(self) -> Result:
        """Add a paragraph to a story in the middle of the archive."""
        mark = self.edit_body()
        return self._build_and_compare((self.victim.path,), mark)

    def retitle(self) -> Result:
        """Change the headline of that story: every page that shows it has to change."""
        title = self.edit_title()
        return self._build_and_compare(self.mentions(), title)

    def new(self) -> Result:
        """Add a story, newer than all others, about terms that have pages already."""
        title = self.add_story()
        pages = ("", *(self._page(kind, name) for kind in KINDS for name in self.stories[-1].terms(kind)))
        return self._build_and_compare(pages, title)

    def template(self) -> Result:
        """Change the template of the story's page."""
        path = self.folder / self.peer.template
        self._edited += 1
        mark = f"note{self._edited}"
        text = path.read_text(encoding="utf-8")
        path.write_text(_NOTE.sub(f'<p class="note">{mark}</p></article>', text), encoding="utf-8")
        sample = self.stories[:: max(1, len(self.stories) // 50)]
        return self._build_and_compare(tuple(story.path for story in sample), mark)

    def source(self, story: Story) -> Path:
        """Return the article of a story."""
        return self.folder / self.peer.content / f"{story.path.removeprefix('stories/')}.md"

    def edit_body(self) -> str:
        """Add a paragraph to the victim, and return a word that stands in no other."""
        self._edited += 1
        mark = f"zq{self._edited}zq"
        with self.source(self.victim).open("a", encoding="utf-8") as article:
            article.write(f"\nCorrection number {mark} was added by the benchmark.\n")
        return mark

    def edit_title(self) -> str:
        """Give the victim another headline, and return it."""
        self._retitled += 1
        title = f"Revised: number {self._retitled} of the archive"
        path = self.source(self.victim)
        text = re.sub(r"^title: .*$", f'title: "{title}"', path.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
        path.write_text(text, encoding="utf-8")
        return title

    def add_story(self) -> str:
        """Write an article a minute after the newest, and return its headline.

        It has six terms of the victim's, whatever the size of the archive, so that the files written can be compared.
        """
        self._added += 1
        title = f"Added: number {self._added} of the archive"
        victim = self.victim
        story = replace(
            victim,
            path=f"stories/2024/12/{slug_of(title)}",
            title=title,
            date=f"2024-12-31T23:{self._added:02}:00Z",
            tags=victim.tags[:2],
            actors=victim.actors[:2],
            countries=victim.countries[:1],
        )
        path = self.source(story)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article_text(story, "A story that was added by the benchmark.\n"), encoding="utf-8")
        self.stories.append(story)
        return title

    def mentions(self) -> tuple[str, ...]:
        """Return the pages that show the victim's headline: its own, its neighbours', and those of the lists it stands in."""
        at = self.stories.index(self.victim)
        pages = [self.stories[k].path for k in (at - 1, at, at + 1) if 0 <= k < len(self.stories)]
        keys = [("", ""), *((kind, name) for kind in KINDS for name in self.victim.terms(kind))]
        for kind, name in keys:
            listed = [story for story in reversed(self.stories) if not kind or name in story.terms(kind)]
            shown, _ = pages_of(self._page(kind, name) if kind else "", listed, self.peer.shape)
            pages += [page.address for page in shown if self.victim in page.stories]
        return tuple(pages)

    def page(self, address: str) -> str:
        """Return the page at an address, or an empty string."""
        path = self.output / address / "index.html"
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    def tree(self) -> dict[str, bytes]:
        """Return the digest of every file of the output by its path, times of the build left out."""
        digests = {}
        for path in sorted(self.output.rglob("*")):
            if path.is_file():
                data = path.read_bytes()
                data = _BUILD_TIME.sub(b"<", data) if path.suffix == ".xml" else data
                digests[path.relative_to(self.output).as_posix()] = blake2b(data, digest_size=12).digest()
        return digests

    def differing(self) -> list[str]:
        """Build cold, and return the files in which what the edits left differed from it."""
        left = self.tree()
        self.clean()
        self.build()
        clean = self.tree()
        return sorted(path for path in left.keys() | clean.keys() if left.get(path) != clean.get(path))

    def _page(self, kind: str, name: str) -> str:
        return self.peer.shape.address(kind, name)

    def _build_and_compare(self, pages: tuple[str, ...], text: str = "") -> Result:
        """Build, find the `pages` that do not show `text`, and the files that were written."""
        before = self._stamps()
        measured = self.build()
        after = self._stamps()
        stale = tuple(page for page in pages if text not in self.page(page))
        written = sorted(path for path, stamp in after.items() if before.get(path) != stamp)
        return Result(measured, stale, len(written), tuple(written[:60]))

    def _stamps(self) -> dict[str, tuple[int, int]]:
        """Return, for each file of the output, what changes when it is written."""
        stamps = {}
        start = len(str(self.output)) + 1
        for folder, _, names in os.walk(self.output):
            for name in names:
                path = f"{folder}/{name}"
                status = os.stat(path)  # noqa: PTH116  # a hundred thousand times
                stamps[path[start:]] = (status.st_mtime_ns, status.st_ino)
        return stamps


def as_record(result: Result) -> dict[str, object]:
    """Return a result as a line of the results file."""
    record = asdict(result)
    return {**record.pop("run"), **record}


def _environment(tools: Mapping[str, str], peer: Peer) -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT}
    if (
        "{python}" in peer.command
    ):  # our own generator may be a copy that PYTHONPATH names; the benchmark itself is not its business
        paths = [
            path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path and Path(path).resolve() != HERE.parent
        ]
        environment |= {"PYTHONPATH": os.pathsep.join(map(os.path.abspath, paths))} if paths else {}
    path = f"{Path(tools['node']).parent}{os.pathsep}{environment.get('PATH', '')}"
    return {**environment, "PATH": path, "TZ": "UTC", "LANG": "C.UTF-8", "NODE_ENV": "production", "NO_COLOR": "1"}
