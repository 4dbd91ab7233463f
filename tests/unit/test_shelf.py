"""The shelf: what is laid aside comes back, from memory or from a file that is in no folder's list."""

from __future__ import annotations

import multiprocessing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.catalog.shelf import Shelf


@given(st.lists(st.binary(max_size=40), max_size=60), st.integers(0, 200), st.randoms(use_true_random=False))
def test_everything_comes_back_by_its_number_however_little_memory_is_allowed(
    things: list[bytes], kept: int, chance: Any
) -> None:
    shelf = Shelf(kept=kept)
    for number, thing in enumerate(things):
        assert shelf.put(thing) == number
        at = chance.randrange(number + 1)
        assert shelf[at] == things[at]
    assert [shelf[number] for number in range(len(shelf))] == things


def test_the_file_is_seen_in_no_folder(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, kept=10)
    shelf.put(b"x" * 11)
    shelf.put(b"y")
    assert list(tmp_path.iterdir()) == []
    assert (shelf[0], shelf[1]) == (b"x" * 11, b"y")


def test_a_number_that_was_not_given_is_an_error() -> None:
    shelf = Shelf()
    shelf.put(b"one")
    with pytest.raises(IndexError):
        shelf[1]


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="nothing is forked here")
def test_forked_processes_read_at_once_without_moving_each_others_place(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, kept=0)
    things = [bytes([number]) * (number + 1) for number in range(200)]
    for thing in things:
        shelf.put(thing)
    context = multiprocessing.get_context("fork")
    ends = []
    for _ in range(2):
        ours, theirs = context.Pipe()
        process = context.Process(target=_count_right, args=(shelf, things, theirs))
        process.start()
        ends.append((process, ours))
    assert [ours.recv() for _, ours in ends] == [20 * 200, 20 * 200]
    for process, _ in ends:
        process.join()


def _count_right(shelf: Shelf, things: list[bytes], answer: Any) -> None:
    answer.send(sum(shelf[number] == thing for _ in range(20) for number, thing in enumerate(things)))
