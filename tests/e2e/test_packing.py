"""`pack`: a site as a bag and as a WACZ, held against libraries that others wrote. `tests/judges/packs.sh` has more of them."""

from __future__ import annotations

import gzip
import json
import logging
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import bagit
import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from broadsheet.cli import main
from newsroom import SETTINGS, SUMS, Newsroom

BASE = "https://example.org/archive/"
MOMENT = "2026-03-01T12:00:00Z"


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    room = Newsroom(tmp_path)
    room.write("broadsheet.yaml", SETTINGS.replace("https://example.org/", BASE))
    room.stories(3, tags=["Peace & quiet"])
    room.write('static/100% "quoted" – ä.txt', "x")
    room.publish()
    return room


def pack(room: Newsroom, *switches: object) -> int:
    return main(["pack", str(room.output), "--clock", MOMENT, *map(str, switches)])


@pytest.mark.filterwarnings("ignore:'count' is passed:DeprecationWarning:bagit")  # by itself, since Python 3.13
def test_a_bag_is_valid_and_holds_every_file(room: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging.getLogger("bagit"), "disabled", True)
    assert pack(room, "--bagit", tmp_path / "deep/bag") == 0
    bag = bagit.Bag(str(tmp_path / "deep/bag"))
    bag.validate()
    site = room.site()
    assert {path: (tmp_path / "deep/bag" / path).read_bytes() for path in bag.payload_files()} == {
        f"data/{path}": data for path, data in site.items()
    }
    oxum = f"{sum(map(len, site.values()))}.{len(site)}"
    assert (bag.info["Payload-Oxum"], bag.info["Bagging-Date"], bag.info["External-Identifier"]) == (oxum, "2026-03-01", BASE)
    (tmp_path / "deep/bag/data/index.html").write_text("other")
    with pytest.raises(bagit.BagValidationError):
        bag.validate()


def test_a_wacz_answers_with_every_file_at_its_address(room: Newsroom, tmp_path: Path) -> None:
    assert pack(room, "--wacz", tmp_path / "site.wacz") == 0
    with ZipFile(tmp_path / "site.wacz") as archive:
        (tmp_path / "data.warc.gz").write_bytes(archive.read("archive/data.warc.gz"))
        assert [info.extra for info in archive.infolist()] == [b""] * 6
    assert Checker(type("Asked", (), {"inputs": [str(tmp_path / "data.warc.gz")], "verbose": False})()).process_all() == 0
    answers = {}
    with (tmp_path / "data.warc.gz").open("rb") as file:
        for record in ArchiveIterator(file):
            assert record.http_headers.get_header("Content-Type")
            answers[record.rec_headers.get_header("WARC-Target-URI")] = record.content_stream().read()
    site = {path: data for path, data in room.site().items() if path not in ("_headers", "_redirects")}
    assert set(answers.values()) == set(site.values())
    assert len(answers) == len(site)
    assert answers[BASE] == site["index.html"]
    assert answers[f"{BASE}tags/peace-quiet/"] == site["tags/peace-quiet/index.html"]
    assert answers[f"{BASE}100%25%20%22quoted%22%20%E2%80%93%20%C3%A4.txt"] == b"x"


def test_the_index_of_a_wacz_is_sorted_and_leads_to_the_answers(
    room: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadsheet.fixity.wacz._LINES", 10)
    pack(room, "--wacz", tmp_path / "site.wacz")
    with ZipFile(tmp_path / "site.wacz") as archive:
        warc, index = archive.read("archive/data.warc.gz"), archive.read("indexes/index.cdx.gz")
        meta, *places = archive.read("indexes/index.idx").decode().splitlines()
    assert meta == '!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}'
    lines = gzip.decompress(index).splitlines()
    assert lines == sorted(lines)
    assert lines[0].startswith(
        b'org,example)/archive/ 20260301120000 {"url": "https://example.org/archive/", "mime": "text/html"'
    )
    for number, line in enumerate(places):
        key, stamp, where = line.split(" ", 2)
        place = json.loads(where)
        block = index[place["offset"] : place["offset"] + place["length"]]
        assert place["digest"] == f"sha256:{sha256(block).hexdigest()}"
        assert gzip.decompress(block).splitlines() == lines[10 * number : 10 * number + 10]
        assert lines[10 * number].startswith(f"{key} {stamp} ".encode())
    for line in lines:
        about = json.loads(line.split(b" ", 2)[2])
        start = int(about["offset"])
        record = gzip.decompress(warc[start : start + int(about["length"])])
        assert f"WARC-Target-URI: {about['url']}\r\n".encode() in record
        body = record.split(b"\r\n\r\n", 2)[2][:-4]
        assert about["digest"] == f"sha256:{sha256(body).hexdigest()}"


def test_the_package_of_a_wacz_names_its_parts_and_its_pages(room: Newsroom, tmp_path: Path) -> None:
    pack(room, "--wacz", tmp_path / "site.wacz")
    with ZipFile(tmp_path / "site.wacz") as archive:
        package = archive.read("datapackage.json")
        described = json.loads(package)
        for part in described["resources"]:
            data = archive.read(part["path"])
            assert (part["bytes"], part["hash"]) == (len(data), f"sha256:{sha256(data).hexdigest()}")
        assert set(archive.namelist()) == {part["path"] for part in described["resources"]} | {
            "datapackage.json",
            "datapackage-digest.json",
        }
        assert json.loads(archive.read("datapackage-digest.json")) == {
            "path": "datapackage.json",
            "hash": f"sha256:{sha256(package).hexdigest()}",
        }
        pages = [json.loads(line) for line in archive.read("pages/pages.jsonl").splitlines()]
    assert (described["mainPageUrl"], described["title"], described["created"]) == (BASE, "The Test Times", MOMENT)
    titles = {page["url"]: page["title"] for page in pages[1:]}
    assert titles[f"{BASE}tags/peace-quiet/"] == "Peace & quiet · The Test Times"
    assert titles[f"{BASE}stories/2020/01/story-0001/"] == "Story number 1 · The Test Times"


def test_the_same_site_at_the_same_moment_gives_the_same_file(room: Newsroom, tmp_path: Path) -> None:
    for name in ("one.wacz", "two.wacz"):
        pack(room, "--wacz", tmp_path / name)
    assert (tmp_path / "one.wacz").read_bytes() == (tmp_path / "two.wacz").read_bytes()


def test_it_says_what_it_made(room: Newsroom, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack(room, "--bagit", tmp_path / "bag", "--wacz", tmp_path / "site.wacz")
    assert capsys.readouterr().out.splitlines()[2:] == [f"packed into {tmp_path / 'bag'} and {tmp_path / 'site.wacz'}"]


def test_a_moment_before_there_was_zip_is_the_first_that_zip_has(room: Newsroom, tmp_path: Path) -> None:
    assert pack(room, "--clock", "1970-01-01T00:00:00Z", "--wacz", tmp_path / "site.wacz") == 0
    with ZipFile(tmp_path / "site.wacz") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_site_that_differs_from_its_manifest_is_not_packed(
    room: Newsroom, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (room.output / "404.html").write_text("other")
    assert pack(room, "--bagit", tmp_path / "bag", "--wacz", tmp_path / "site.wacz") == 1
    said = capsys.readouterr()
    assert said.err == "altered: 1 file: 404.html\n"
    assert said.out.splitlines()[1:] == ["nothing was packed"]
    assert not (tmp_path / "bag").exists()
    assert not (tmp_path / "site.wacz").exists()


def test_nothing_that_is_there_already_is_touched_and_something_must_be_asked_for(room: Newsroom, tmp_path: Path) -> None:
    (tmp_path / "site.wacz").write_text("mine")
    assert pack(room, "--wacz", tmp_path / "site.wacz", "--bagit", tmp_path / "bag") == 3
    assert (tmp_path / "site.wacz").read_text() == "mine"
    assert not (tmp_path / "bag").exists()
    assert pack(room) == 2


def test_the_manifest_itself_and_its_signature_are_packed_too(room: Newsroom, tmp_path: Path) -> None:
    (room.output / "manifest.json.minisig").write_text("a signature")
    pack(room, "--bagit", tmp_path / "bag")
    assert (tmp_path / "bag/data/manifest.json.minisig").read_text() == "a signature"
    assert [path for path in SUMS if (tmp_path / "bag/data" / path).read_bytes() == (room.output / path).read_bytes()] == list(
        SUMS
    )
