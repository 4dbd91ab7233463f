"""The watcher: learns from the operating system that a source of the publication changed.

Folders are watched with all that is in them. So that they are found again after they were removed, made or replaced (as by a
change of branch), the folders that hold them are watched too, but only for the names that matter.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable
from pathlib import Path

from watchfiles import Change, watch

_GROUP = 400  # milliseconds for which changes are gathered at most
_TICK = 100  # milliseconds; how soon a watch is known to be at work
_PATIENCE = 0.5  # seconds; a wait without an end cannot be interrupted on every system
_PASSING = ("~", ".swp", ".swo", ".swx", ".DS_Store")


class Watcher:
    """Watches what `follow` was told, from threads of its own, until it is closed."""

    def __init__(self) -> None:
        self._news: queue.SimpleQueue[Exception | None] = queue.SimpleQueue()
        self._watches: dict[bool, _Watch] = {}
        self._closed = threading.Event()

    def follow(self, settings: Path, folders: Iterable[Path]) -> None:
        """Watch the file `settings` and these folders from now on; returns when the watch is at work. Absent ones are awaited."""
        above = {parent for folder in folders for parent in folder.parents if parent.is_relative_to(settings.parent)}
        names = frozenset(map(str, (settings, *folders, *above)))
        self._set(False, _Watch((settings.parent, *above), self._news, names))
        self._set(True, _Watch(folders, self._news))
        for each in self._watches.values():
            each.await_ready()

    def _set(self, recursive: bool, fresh: _Watch) -> None:
        old = self._watches.get(recursive)
        if old and old.still_stands_for(fresh):
            return
        if old:
            old.end()
        self._watches[recursive] = fresh
        fresh.begin()

    def wait(self) -> bool:
        """Return True when something has changed since the last call, False once closed. Raises what ended a watch."""
        while not self._closed.is_set():
            try:
                news = [self._news.get(timeout=_PATIENCE)]
            except queue.Empty:
                continue
            while not self._news.empty():
                news.append(self._news.get())
            failures = [error for error in news if error]
            if failures:
                raise failures[0]
            return not self._closed.is_set()
        return False

    def stop(self) -> None:
        """Wake whoever waits, for the last time. Any thread may do it."""
        self._closed.set()
        self._news.put(None)

    def close(self) -> None:
        """Stop, and end every watch."""
        self.stop()
        for each in self._watches.values():
            each.end()
        self._watches.clear()


class _Watch:
    """One watch on those of `places` that exist. With `names`, for changes of these only, and not of what is in the folders."""

    def __init__(
        self, places: Iterable[Path], news: queue.SimpleQueue[Exception | None], names: frozenset[str] | None = None
    ) -> None:
        self.places = _identities(places)
        self.names = names
        self._news = news
        self._ready = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def still_stands_for(self, fresh: _Watch) -> bool:
        """Say whether this watch is on the very places of the other, and at work."""
        return self.places == fresh.places and self.names == fresh.names and (self._thread.is_alive() or not self.places)

    def begin(self) -> None:
        """Start, unless there is nothing to watch."""
        if self.places:
            self._thread.start()

    def await_ready(self) -> None:
        """Return when changes are noticed from now on."""
        if self.places:
            self._ready.wait()

    def end(self) -> None:
        """Stop, and wait for it."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        try:
            try:
                self._watch(polling=None)
            except FileNotFoundError:
                raise
            except OSError:  # such as the system's limit of watches: look at the files again and again instead
                self._watch(polling=True)
        except FileNotFoundError:  # a folder went away just now; whoever waits will ask for what there is then
            self._news.put(None)
        except (OSError, RuntimeError) as error:
            self._news.put(error)
        finally:
            self._ready.set()

    def _watch(self, polling: bool | None) -> None:
        for changes in watch(
            *self.places,
            watch_filter=self._matters,
            debounce=_GROUP,
            stop_event=self._stop,
            rust_timeout=_TICK,
            yield_on_timeout=True,
            raise_interrupt=False,
            force_polling=polling,
            recursive=self.names is None,
            ignore_permission_denied=True,
        ):
            self._ready.set()
            if changes:
                self._news.put(None)

    def _matters(self, _change: Change, path: str) -> bool:
        return not is_passing(path) if self.names is None else path in self.names


def is_passing(path: str) -> bool:
    """Say whether a file is none of the publication's: an editor's lock, backup or swap file."""
    name = Path(path).name
    return name.startswith((".#", "#")) or name.endswith(_PASSING)


def _identities(places: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    """Return the folders that exist, with what tells one from another that is put in its place."""
    found = {}
    for place in places:
        try:
            stat = place.stat()
        except OSError:
            continue
        found[place] = (stat.st_dev, stat.st_ino)
    return found
