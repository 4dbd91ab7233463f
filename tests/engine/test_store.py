"""An object store is written as a folder is: only what is ours, repaired where it was altered, left alone where it is equal."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

fsspec = pytest.importorskip("fsspec")

from broadsheet.cli import main  # noqa: E402
from broadsheet.engine.distant import Pool  # noqa: E402
from broadsheet.engine.objects import ObjectWriter, _media_type  # noqa: E402  # after the package that it takes
from broadsheet.engine.pipeline import BuildOptions, build  # noqa: E402
from broadsheet.key import read_key  # noqa: E402
from engine import disturbances, edits, shelf  # noqa: E402
from engine.archive import Archive, some_archive  # noqa: E402
from engine.builds import Built, build_here, cold_build, differing, site_of  # noqa: E402


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("a/index.html", "text/html; charset=utf-8"),
        ("a.svg", "image/svg+xml; charset=utf-8"),
        ("a.html.gz", "application/octet-stream"),
        ("a.svg.bz2", "application/octet-stream"),
        ("a", "application/octet-stream"),
    ],
)
def test_what_is_packed_is_no_page_to_a_browser(path: str, kind: str) -> None:
    assert _media_type(path) == kind


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return some_archive(tmp_path.resolve() / "publication", 7, 3)


class Memory:
    """The memory of this process, as a store."""

    url = "memory://bucket/archive"

    def __init__(self) -> None:
        self.fs: Any = fsspec.filesystem("memory")
        self.fs.store.clear()
        self.fs.pseudo_dirs[:] = [""]

    def objects(self) -> dict[str, bytes]:
        """Everything in the store but our mark."""
        found = {path.removeprefix("/bucket/archive/"): self.fs.cat_file(path) for path in self.fs.find("/bucket/archive")}
        return {path: data for path, data in found.items() if not path.startswith(".broadsheet-")}

    def put(self, path: str, data: bytes) -> None:
        self.fs.pipe_file(f"/bucket/archive/{path}", data)

    def remove(self, path: str) -> None:
        self.fs.rm_file(f"/bucket/archive/{path}")


class OnShelf(Memory):
    """A shelf that processes share, as a store."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        shelf.put_up()
        self.fs = shelf.Shelf()
        self.url = f"shelf://{folder}!archive"
        self.root = f"{folder}!archive/"

    def objects(self) -> dict[str, bytes]:
        found = {path.removeprefix(self.root): self.fs.cat_file(path) for path in self.fs.find(self.url)}
        return {path: data for path, data in found.items() if not path.startswith(".broadsheet-")}

    def put(self, path: str, data: bytes) -> None:
        self.fs.pipe_file(self.root + path, data)

    def remove(self, path: str) -> None:
        self.fs.rm_file(self.root + path)


@pytest.fixture(params=["memory", "shelf"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Memory]:
    yield Memory() if request.param == "memory" else OnShelf(tmp_path.resolve() / "shelf")
    shelf.Shelf.full = False
    shelf.Shelf.calls = ()


def built(archive: Archive, store: Memory, *more: str) -> Built:
    return build_here(archive.root, "--output", store.url, *archive.switches, *more)


def counts(built: Built) -> list[int]:
    return [built.event[name] for name in ("rendered", "written", "removed")]


def test_a_store_holds_what_a_folder_would(archive: Archive, store: Memory) -> None:
    first = built(archive, store)
    assert (first.status, first.event["output"]) == (0, store.url)
    assert differing(store.objects(), cold_build(archive)[1]) == []
    assert counts(built(archive, store)) == [0, 0, 0]
    edits.title(archive, 2, 1)
    edits.take_out(archive, 5, 0)
    disturbances.macro(archive, 1, 1)
    archive.save()
    assert built(archive, store, "--workers", "2").event["removed"] > 0
    assert differing(store.objects(), cold_build(archive)[1]) == []
    assert not archive.site.exists()


def test_what_is_altered_or_missing_is_repaired_and_equal_bytes_are_left(archive: Archive, store: Memory) -> None:
    built(archive, store)
    good = store.objects()
    store.put("index.html", good["index.html"].replace(b"a", b"b"))
    store.put("robots.txt", good["robots.txt"])
    store.remove("404.html")
    again = built(archive, store)
    assert (again.status, again.event["written"]) == (0, 2)
    assert differing(store.objects(), good) == []
    assert counts(built(archive, store)) == [0, 0, 0]


def test_what_is_not_ours_is_an_error_or_left_alone(archive: Archive, store: Memory) -> None:
    store.put("index.html", b"mine")
    store.put("tags/notes.txt", b"mine too")
    refused = built(archive, store)
    assert refused.status == 1
    assert ["foreign-output" in problem for problem in refused.problems] == [True]
    assert f"{store.url}/index.html" in refused.problems[0]
    assert store.objects() == {"index.html": b"mine", "tags/notes.txt": b"mine too"}
    store.remove("index.html")
    assert built(archive, store).status == 0
    found = store.objects()
    assert found.pop("tags/notes.txt") == b"mine too"
    assert differing(found, cold_build(archive)[1]) == []


def test_without_a_ledger_a_marked_store_is_taken_up_again_and_nothing_is_put_twice(archive: Archive, store: Memory) -> None:
    built(archive, store)
    good = store.objects()
    for path in (archive.root / ".broadsheet").glob("ledger-*"):
        path.unlink()
    again = built(archive, store)
    assert (again.status, again.event["written"]) == (0, 0)
    assert store.objects() == good


def test_each_output_has_a_ledger_of_its_own(archive: Archive, store: Memory) -> None:
    built(archive, store)
    assert build_here(archive.root, *archive.switches).event["written"] > 0
    assert counts(built(archive, store)) == [0, 0, 0]
    assert differing(store.objects(), site_of(archive.site)) == []


def test_verify_compares_the_objects(archive: Archive, store: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    assert built(archive, store, "--verify").status == 0
    monkeypatch.setattr("broadsheet.engine.objects.Objects.look", lambda *_: lambda: None)  # trusts, and does not see
    store.put("index.html", b"altered")
    found = built(archive, store, "--verify")
    assert found.status == 1
    assert ["`index.html` has other bytes" in problem for problem in found.problems] == [True]


def test_threads_put_objects_into_the_memory_of_the_process(archive: Archive) -> None:
    store = Memory()
    with ThreadPoolExecutor(2) as executor:
        pool = Pool(executor, 2, enough=0)
        assert build(archive.root, BuildOptions(clock=archive.clock, key=read_key(), output=store.url, pool=pool)).published
    assert differing(store.objects(), cold_build(archive)[1]) == []


def test_worker_processes_put_objects_themselves(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = OnShelf(tmp_path.resolve() / "shelf")
    pages: list[str] = []
    bring = ObjectWriter.bring
    monkeypatch.setattr(ObjectWriter, "bring", lambda self, path, data: pages.append(path) or bring(self, path, data))
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context, initializer=shelf.put_up) as executor:
        pool = Pool(executor, 2, enough=0)
        assert build(archive.root, BuildOptions(clock=archive.clock, key=read_key(), output=store.url, pool=pool)).published
    assert differing(store.objects(), cold_build(archive)[1]) == []
    assert [path for path in pages if path.startswith("stories/")] == []


def test_the_memory_of_another_process_is_no_output(archive: Archive) -> None:
    Memory()
    with (
        ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as executor,
        pytest.raises(OSError, match="does not see the output"),
    ):
        build(
            archive.root, BuildOptions(clock=archive.clock, key=read_key(), output=Memory.url, pool=Pool(executor, 1, enough=0))
        )


def test_where_the_sign_is_known_before_nothing_is_asked_again(archive: Archive, tmp_path: Path) -> None:
    store = OnShelf(tmp_path.resolve() / "shelf")
    shelf.Shelf.calls = ()
    files = built(archive, store, "--workers", "1").event["files"]
    assert {call: shelf.Shelf.calls.count(call) for call in set(shelf.Shelf.calls)} == {"find": 1, "put": files + 1, "info": 2}
    shelf.Shelf.calls = ()
    built(archive, store, "--workers", "1")
    assert shelf.Shelf.calls == ("find",)


def test_a_store_that_takes_nothing_ends_the_build_and_the_next_one_repairs(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = OnShelf(tmp_path.resolve() / "shelf")
    built(archive, store)
    disturbances.macro(archive, 1, 1)
    archive.save()
    monkeypatch.setattr(shelf.Shelf, "full", True)
    failed = built(archive, store, "--workers", "1")
    assert failed.status == 3
    assert "runtimeerror: quotaexceeded: the bucket is full" in failed.text
    monkeypatch.undo()
    assert built(archive, store).status == 0
    assert differing(store.objects(), cold_build(archive)[1]) == []


def test_a_file_url_is_the_folder(archive: Archive) -> None:
    assert main(["build", str(archive.root), "--quiet", "--output", f"file://{archive.root}/a%20b", *archive.switches]) == 0
    assert differing(site_of(archive.root / "a b"), cold_build(archive)[1]) == []


def test_a_store_that_nobody_knows_is_a_usage_error(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(archive.root), "--output", "strange://bucket/x"]) == 2
    assert "the output strange://bucket/x cannot be used: Protocol not known: strange" in capsys.readouterr().err


def test_a_missing_package_is_named(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    assert main(["build", str(archive.root), "--output", "s3://bucket/x"]) == 2
    assert "pip install 'broadsheet[cluster]'" in capsys.readouterr().err
