"""The notes of an import."""

from __future__ import annotations

from threading import Thread

from broadsheet.importing.notebook import Notebook


def test_notes_are_let_go_in_whichever_thread_the_collector_runs() -> None:
    notes = [Notebook()]
    thread = Thread(target=notes.clear)
    thread.start()
    thread.join()
    assert notes == []  # what goes wrong in a finalizer fails the test, too
