"""What is said of a fault of the machine."""

from __future__ import annotations

import errno

import pytest

from broadsheet.problems import place_of


@pytest.mark.parametrize(
    ("names", "place"),
    [
        (("/a/site/.broadsheet-tmp",), "/a/site"),
        (("/a/site/.broadsheet-tmp/116-2", None, "/a/site/stories/x/index.html"), "/a/site/stories/x/index.html"),
        (("/a/.broadsheet-3xbaglwe",), "/a"),
        (("/a/.broadsheet-3xbaglwe/content/x.md",), "/a"),
        (("/a/..broadsheet-import.json.broadsheet-import",), "/a"),
        (("/a/stories/.dam.auto.yaml-12.tmp",), "/a/stories"),
        (("/a/.broadsheet-import.json",), "/a/.broadsheet-import.json"),
        (("/a/site/.broadsheet-output",), "/a/site/.broadsheet-output"),
        (("/a/.broadsheet/lock",), "/a/.broadsheet/lock"),
        ((), ""),
    ],
)
def test_a_fault_names_no_file_that_is_there_for_a_time_only(names: tuple[str, ...], place: str) -> None:
    assert place_of(OSError(errno.EACCES, "Permission denied", *names)) == place
