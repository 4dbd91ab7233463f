"""The development server: how long it takes from saving a file until the page shows the change, over HTTP."""

from __future__ import annotations

import contextlib
import os
import signal
import statistics
import subprocess
import time
import urllib.request
from dataclasses import dataclass

from benchmark.measure import Failed, MemoryWatch, start
from benchmark.trial import Trial

_START_MAX = 900.0
_SHOWN_MAX = 120.0
_LIST_MAX = 30.0
_POLL = 0.01
_REST = 2.0  # between edits, so that the server is idle again


@dataclass(frozen=True, slots=True)
class Served:
    """Seconds until the first page, and medians from a saved edit to the page: of a body, of a headline, of a headline to a list.

    `retitle_list` is None when the list did not show the headline at all: a server that renders only what was looked at.
    """

    ready: float
    edit: float
    retitle: float
    retitle_list: float | None
    memory: float
    edits: tuple[float, ...]


def serve(trial: Trial, rounds: int = 3) -> Served:
    """Start the server of a trial, edit a story and its headline `rounds` times, and end it. Raises Failed if nothing shows."""
    trial.clean()
    command = [word.format(**trial.machine.tools) for word in trial.peer.server]
    started = time.perf_counter()
    process = start(command, trial.folder, trial.environment, trial.log)
    watch = MemoryWatch(process.pid)
    try:
        _wait_for(trial, trial.victim.path, "</html>", _START_MAX)
        ready = time.perf_counter() - started
        mentions = trial.mentions()
        for page in mentions:
            _wait_for(trial, page, "</html>")
        shown_in = next(page for page in mentions if page.startswith("countries/"))
        edits: list[float] = []
        titles: list[float] = []
        lists: list[float] = []
        for _ in range(rounds):
            time.sleep(_REST)
            edits.append(_wait_for(trial, trial.victim.path, trial.edit_body()))
        for _ in range(rounds):
            time.sleep(_REST)
            title = trial.edit_title()
            first = _wait_for(trial, trial.victim.path, title)
            titles.append(first)
            with contextlib.suppress(Failed):
                lists.append(first + _wait_for(trial, shown_in, title, _LIST_MAX))
    finally:
        memory = watch.stop()
        _end(process)
    listed = statistics.median(lists) if len(lists) == rounds else None
    return Served(ready, statistics.median(edits), statistics.median(titles), listed, memory, tuple(edits))


def _wait_for(trial: Trial, page: str, text: str, limit: float = _SHOWN_MAX) -> float:
    """Return the seconds until a page shows a text."""
    started = time.perf_counter()
    while time.perf_counter() - started < limit:
        if text in _fetched(f"http://127.0.0.1:{trial.peer.port}/{page}" + ("/" if page and not page.endswith("/") else "")):
            return time.perf_counter() - started
        time.sleep(_POLL)
    message = f"{trial.peer.name}: /{page} did not show the change within {limit:.0f} s"
    raise Failed(message)


def _fetched(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=30) as response:
            return str(response.read().decode())
    except OSError:
        return ""


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the server and what it has started: the processes of its own group."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
            process.wait(15)
        except subprocess.TimeoutExpired:
            continue
        except ProcessLookupError:
            pass
        return
