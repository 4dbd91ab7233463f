"""The watcher: says when a source of the publication has changed.

The truth is a sweep over the files (path, identity, size, time of change) that is compared with the last one; it misses nothing,
whatever was removed, replaced or linked. The operating system's news of changes is believed at once, and the sweep made up for
after what it led to; where there are none, or one is lost, the next regular sweep finds the change.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from stat import S_ISLNK

_SETTLE = 0.01  # seconds in which an editor that saves by several steps gets done
_PAUSE = 1.0  # seconds between regular sweeps, at least
_SHARE = 20  # and at least so many times as long as a sweep takes
_TICK = 200  # milliseconds after which a wait for news looks whether it should end
_PASSING = ("~", ".swp", ".swo", ".swx", ".DS_Store")

_NOWHERE = (0, 0, 0, 0)
State = tuple[int, int, int, int]
Snapshot = dict[str, State]


class Watcher:
    """Watches what `follow` was told until it is closed. `wait` is called by one thread; `stop` by any."""

    def __init__(self) -> None:
        self._places: tuple[Path, ...] = ()
        self._last: Snapshot = {}
        self._linked: set[Path] = set()  # places with links in them: the system's news would follow those
        self._duration = 0.0
        self._believed = 0  # when news was believed without a sweep (ns), until there is one
        self._wake = threading.Event()
        self._closed = threading.Event()
        self._missed = False  # something changed before there were news
        self._news: _News | None = None
        self._named: set[str] = set()  # paths of which there was news
        self._told: set[str] = set()  # those that were believed
        # Of them, what was not there any more by then: the file that an editor puts in another's place.
        self._gone: set[str] = set()

    def follow(self, settings: Path, folders: Iterable[Path]) -> None:
        """Watch the file `settings` and these folders from now on. Absent ones are awaited. This starts no thread."""
        places = (settings, *folders)
        if places != self._places:
            self._places = places
            self._last = self._sweep()

    def listen(self) -> None:
        """Ask for the system's news from now on, on a thread; what changed before is found by a look."""
        if self._ask() and not self._believed:  # what was believed is made up for by `wait`
            self._missed = self._look() or self._missed

    def wait(self) -> bool:
        """Return True when something has changed since the last call (or since `follow`), False once stopped."""
        self.listen()
        missed, self._missed = self._missed, False
        if missed or (self._believed and self._catch_up()):
            return True
        while not self._closed.is_set():
            told = self._wake.wait(timeout=max(_PAUSE, _SHARE * self._duration))
            self._wake.clear()
            if self._closed.is_set():
                break
            if told:
                time.sleep(_SETTLE)
                self._believed = time.time_ns()
                self._told = self._taken()
                self._gone = {path for path in self._told if not os.path.lexists(path)}
                return True
            if self._look():
                return True
        return False

    def _look(self) -> bool:
        before, self._last = self._last, self._sweep()
        return self._last != before

    def _catch_up(self) -> bool:
        """Sweep after what was believed was acted on; say whether more than that may have changed.

        That is what no news came of in time, and what there was news of that left no trace: it was gone and is back, and nobody
        knows in which state it was read; but not what was gone before anybody read.
        """
        believed, self._believed = self._believed, 0
        later, before, self._last = self._taken(), self._last, self._sweep()
        named = self._told | later
        changed = {path for path in {**before, **self._last} if before.get(path) != self._last.get(path)}
        late = any(path not in named or self._last.get(path, _NOWHERE)[2] >= believed for path in changed)
        return late or not (self._told - self._gone) | later <= _and_above(changed)

    def _taken(self) -> set[str]:
        """Return the paths that there was news of since the last call."""
        named = set(self._named)
        self._named -= named
        return named

    def stop(self) -> None:
        """Wake whoever waits, for the last time."""
        self._closed.set()
        self._wake.set()

    def close(self) -> None:
        """Stop, and end every thread."""
        self.stop()
        if self._news:
            self._news.end()

    def _sweep(self) -> Snapshot:
        started = time.monotonic()
        found: Snapshot = {}
        self._linked.clear()
        for place in self._places:
            files = dict(_files(place))
            found |= files
            if any(S_ISLNK(state[3]) for state in files.values()):
                self._linked.add(place)
        self._duration = time.monotonic() - started
        return found

    def _ask(self) -> bool:
        """Ask for news of the folders that exist now, also of one in another's place; say whether it was not asked for before."""
        if self._closed.is_set():
            return False
        places = {str(place): _identity(place)[0] for place in self._places if place.exists() and place not in self._linked}
        if self._news and self._news.places == places and self._news.alive:
            return False
        if self._news:
            self._news.end()
        self._news = _News(places, self._wake, self._named)
        return True


class _News:
    """The operating system's news of changes in some places, told to an event, with the paths. Where it fails, it is silent."""

    def __init__(self, places: dict[str, int], wake: threading.Event, named: set[str]) -> None:
        self.places = places
        self._wake = wake
        self._named = named
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="news", daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Say whether news still come."""
        return self._thread.is_alive()

    def end(self) -> None:
        """Stop listening, and wait for it."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        from watchfiles import watch  # here, because only `serve` needs it

        try:
            news = watch(
                *self.places,
                watch_filter=lambda _, path: not is_passing(path),
                debounce=50,
                step=10,
                stop_event=self._stop,
                rust_timeout=_TICK,
                yield_on_timeout=True,
                raise_interrupt=False,
                ignore_permission_denied=True,
            )
            for changes in news:
                if changes:
                    self._named.update(path for _, path in changes)
                    self._wake.set()
        except (OSError, RuntimeError):  # such as the system's limit of watches: the regular sweeps go on
            return


def is_passing(path: str) -> bool:
    """Say whether a file is none of the publication's: an editor's lock, backup or swap file."""
    name = Path(path).name
    return name.startswith((".#", "#")) or name.endswith(_PASSING)


def _files(place: Path) -> Iterator[tuple[str, State]]:
    """Yield every file in a place with what changes when it does. No link is followed: what it may lead to is watched itself."""
    if place.is_symlink() or not place.is_dir():
        yield str(place), _identity(place)
        return
    for base, folders, names in os.walk(place):
        links = [name for name in folders if os.path.islink(f"{base}{os.sep}{name}")]  # noqa: PTH114
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in (*names, *links):
            path = f"{base}{os.sep}{name}"
            if not is_passing(path):
                yield path, _identity(path)


def _and_above(paths: Iterable[str]) -> set[str]:
    """Return some paths with every folder that they are in."""
    found: set[str] = set()
    for path in paths:
        while path not in found:
            found.add(path)
            path = os.path.dirname(path)  # noqa: PTH120  # the way up ends where it is known
    return found


def _identity(path: Path | str) -> State:
    try:
        stat = os.lstat(path)  # a Path for each file would make the sweep three times as dear
    except OSError:
        return _NOWHERE
    return (stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_mode)
