"""What a build is asked, whom it tells, and what it says in the end."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from broadsheet.model import HeldBack
from broadsheet.problems import Problem

if TYPE_CHECKING:
    from broadsheet.engine.distant import Pool
    from broadsheet.engine.profile import Profile


class Reporter(Protocol):
    """Told what a build is doing."""

    def stage(self, name: str, total: int = 0) -> None:
        """Take note that a stage begins; `total` is the number of its steps, 0 when that is not known."""

    def step(self) -> None:
        """Take note that one step of the stage is done."""

    def waiting(self, holder: str) -> None:
        """Take note that another build holds the lock."""

    def say(self, text: str) -> None:
        """Take note of something that the person who watches should know."""


class Silence:
    """A reporter that says nothing."""

    def stage(self, name: str, total: int = 0) -> None:
        """Say nothing."""

    def step(self) -> None:
        """Say nothing."""

    def waiting(self, holder: str) -> None:
        """Say nothing."""

    def say(self, text: str) -> None:
        """Say nothing."""


class BuildOptions(NamedTuple):
    """What the command line asks for beyond the configuration.

    `output` and `base_url` override it when they are not empty. `workers` is the number of processes; 0: as many as help.
    `full`: make everything again, whatever the ledger knows. `verify`: compare the output with that of a full build.
    `profile`: take the time of everything. `pool`: workers to share the work with, instead of processes of our own.
    `trusting`: nobody else writes to the output folder, so its files need no look. `ends`: the program ends with it, so the
    collector of cyclic garbage need not come back. `keep_going`: publish all stories without errors of their own. `key`: what
    vouches for the ledger, at most 64 bytes; without one it is only checked for damage. `untrusted`: strangers sent it.
    """

    clock: str  # instant: YYYY-MM-DDTHH:MM:SSZ
    output: str = ""
    base_url: str = ""
    relative: bool = False
    drafts: bool = False
    strict: bool = False
    workers: int = 0
    full: bool = False
    verify: bool = False
    profile: bool = False
    pool: "Pool | None" = None
    trusting: bool = False
    ends: bool = False
    key: bytes = b""
    keep_going: bool = False
    untrusted: bool = False


class Report(NamedTuple):
    """What a build did: every problem, how many of what was published, and whether the output was brought up to date.

    `changed` are the texts that were read; `rendered`, `written`, `unchanged`, `removed` count files; `verified` those that
    were found to be what a full build makes, None when nobody looked. `held`: how many stories are held back, by the reason.
    `left`: articles with errors, which are left as they were published. `moved`: old and new address of pages
    from whose old one nothing leads any more. `address` is the URL of an output that is no folder.
    `ways`: how it was built.
    """

    problems: tuple[Problem, ...]
    published: bool = False
    output: Path | None = None
    address: str = ""
    kinds: Mapping[str, int] | None = None
    files: int = 0
    changed: tuple[str, ...] = ()
    rendered: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    held: Mapping[HeldBack, int] | None = None
    left: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    rearranged: bool = True  # other paths are published than before
    verified: int | None = None
    profile: "Profile | None" = None
    ways: tuple[str, ...] = ()

    @property
    def read(self) -> int:
        """Return the number of texts that were read."""
        return len(self.changed)

    @property
    def errors(self) -> int:
        """Return the number of errors."""
        return sum(problem.is_error for problem in self.problems)

    @property
    def warnings(self) -> int:
        """Return the number of warnings."""
        return len(self.problems) - self.errors


def stops(problems: Iterable[Problem], options: BuildOptions) -> bool:
    """Say whether problems forbid publishing."""
    return any(problem.is_error or options.strict for problem in problems)
