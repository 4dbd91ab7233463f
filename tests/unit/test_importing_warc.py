"""Import of web archives: WARC and WACZ."""

from __future__ import annotations

import gzip
import hashlib
import io
import re
import sys
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import brotli
import pytest

from archives import Archive
from broadsheet.importing.needs import MissingError
from broadsheet.importing.report import ImportReport
from newsroom import picture

SITE = "https://old.example"
REST = "<p>The rest of the story stands here.</p>"


def page(words: str = "Water flows through the dam.", title: str = "Dam opens", head: str = "") -> bytes:
    meta = f'<meta name="date" content="2019-03-04"><title>{title}</title>{head}'
    article = f"<article><h1>{title}</h1><p>{words}</p>{REST}</article>"
    return f"<html><head>{meta}</head><body><nav>Menu</nav>{article}</body></html>".encode()


class Crawl:
    """A web archive in the making."""

    def __init__(self, *, gzipped: bool = True) -> None:
        self.whole = b""
        self.gzipped = gzipped

    def add(
        self, path: str, payload: bytes = b"", *, date: str = "2020-01-01T00:00:00Z", status: str = "200 OK",
        kind: str = "response", type: str = "text/html; charset=utf-8", again: str = "", **headers: str,
    ) -> Crawl:  # fmt: skip
        said = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        block = f"HTTP/1.1 {status}\r\nContent-Type: {type}\r\n{said}\r\n".encode() + payload
        digest = again or hashlib.sha1(payload).hexdigest()
        head = (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {path if '://' in path else SITE + path}\r\nWARC-Date: {date}\r\n"
            f"WARC-Record-ID: <urn:uuid:{len(self.whole)}>\r\nWARC-Payload-Digest: sha1:{digest}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        record = head.encode() + block + b"\r\n\r\n"
        self.whole += gzip.compress(record) if self.gzipped else record
        return self

    def data(self) -> bytes:
        return self.whole


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def test_captions_come_with_a_page(archive: Archive) -> None:
    film = '<video src="/f.mp4"><track src="/f.en.vtt" srclang="en" label="English"></video> shows it.'
    crawl = Crawl().add("/2019/dam", page(film)).add("/f.mp4", b"\0\0\0\x18ftyp" * 64, type="video/mp4")
    archive.write("crawl.warc.gz", crawl.add("/f.en.vtt", b"WEBVTT\n\n", type="text/vtt").data())
    assert archive.run().pictures == []
    assert '<a class="track-subtitles" href="../../media/stories/2019/dam-opens/f.en.vtt"' in archive.story(
        "stories/2019/dam-opens.md"
    )


def test_a_page_becomes_a_story_with_its_picture_and_what_led_to_it(archive: Archive) -> None:
    body = (
        'See <a href="../flood">it</a>, <a href="https://else.example/">else</a> and <img src="/img/dam.png?w=9" alt="The dam">.'
    )
    crawl = Crawl().add("/2019/dam", page(body)).add("/flood", page("Words of the flood are here.", "Flood"))
    crawl.add("/img/dam.png?w=9", picture(), type="image/png").add("/old", status="301 Moved", Location="/2019/dam")
    archive.write("crawl.warc.gz", crawl.data())
    report = archive.run(source="crawl.warc.gz")
    assert report.kind == "warc"
    assert archive.story("stories/2019/dam-opens.md") == (
        "---\ntitle: Dam opens\ndate: 2019-03-04\n"
        f'aliases:\n- "/2019/dam"\n- "/old"\nimported:\n  from: "warc {SITE}/ {SITE}/2019/dam"\n  read_from: "<article>"\n'
        f'  address: "{SITE}/2019/dam"\n  captured: 2020-01-01T00:00:00Z\n---\n\n'
        '<p>See <a href="/flood">it</a>, <a href="https://else.example/">else</a> and '
        '<img src="../../media/stories/2019/dam-opens/dam.png" alt="The dam">.</p>\n\n' + REST + "\n"
    )
    room = archive.built()
    assert b"/old " in room.site()["_redirects"]
    assert 'href="/stories/2019/03/flood/"' in room.page("/stories/2019/03/dam-opens/") or 'href="/flood"' in room.page(
        "/stories/2019/03/dam-opens/"
    )


def test_the_newest_capture_stands_and_one_that_says_that_the_same_came_again_counts(archive: Archive) -> None:
    first, second = page("The first words of it."), page("The second words of it.")
    crawl = Crawl(gzipped=False).add("/a", second, date="2021-01-01T00:00:00Z").add("/a", first, date="2020-01-01T00:00:00Z")
    crawl.add("/b", page("The first words of it.", "B")).add("/b", page("Other words of it.", "B"), date="2020-06-01T00:00:00Z")
    digest = hashlib.sha1(page("The first words of it.", "B")).hexdigest()
    crawl.add("/b", date="2022-01-01T00:00:00Z", kind="revisit", again=digest)
    archive.write("crawl.warc", crawl.data())
    archive.run(source="crawl.warc")
    assert "second words" in archive.story("stories/2019/dam-opens.md")
    assert "first words" in archive.story("stories/2019/b.md")
    assert "captured: 2022-01-01T00:00:00Z" in archive.story("stories/2019/b.md")


@pytest.mark.parametrize("packing", ["gzip", "br", "none"])
def test_what_a_server_packed_is_unpacked_and_read_in_its_encoding(archive: Archive, packing: str) -> None:
    data = page("Das Wasser fließt über den Damm.").decode().encode("cp1252")
    packed = {"gzip": gzip.compress, "br": brotli.compress, "none": bytes}[packing](data)
    crawl = Crawl().add(
        "/a", packed, type="text/html; charset=ISO-8859-1", Content_Encoding=packing if packing != "none" else "identity"
    )
    archive.write("crawl.warc.gz", crawl.data())
    archive.run(source="crawl.warc.gz")
    assert "fließt über" in archive.story("stories/2019/dam-opens.md")


LEFT = {
    "older": Crawl().add("/a", page("CANARY in words of it."), date="2019-01-01T00:00:00Z").add("/a", page("Open words of it.")),
    "not found": Crawl().add("/a", page("Open words of it.")).add("/b", page("CANARY in words of it."), status="404 Not Found"),
    "forbidden": Crawl().add("/a", page("Open words of it.")).add("/b", page("CANARY in words of it."), status="403 Forbidden"),
    "other site": Crawl().add("/a", page("Open words of it.")).add("/c", page("Open words here.", "C")).add(
        "https://ads.example/x", page("CANARY in it is long.")
    ),
    "preview": Crawl().add("/a", page("Open words of it.")).add("/?p=3&preview=true", page("CANARY in words of it.")),
    "request": Crawl().add("/a", page("Open words of it.")).add("/b", page("CANARY in words of it."), kind="request"),
    "front": Crawl().add("/a", page("Open words of it.")).add("/", page("CANARY in words of it.")),
    "copy": Crawl().add("/a", page("Open words of it.")).add(
        "/a?utm=1", page("CANARY in words of it.", head='<link rel="canonical" href="/a">')
    ),
    "future": Crawl().add("/a", page("Open words of it.")).add(
        "/b", page("CANARY in words of it.").replace(b"2019-03-04", b"2027-03-04")
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LEFT)
def test_what_is_none_of_the_articles_of_the_site_is_in_no_byte_of_the_output(archive: Archive, name: str) -> None:
    archive.write("crawl.warc.gz", LEFT[name].data())
    archive.run(source="crawl.warc.gz")
    output = archive.published()
    assert b"Open words" in output
    assert b"CANARY" not in output


def wacz(parts: dict[str, bytes], packing: int = zipfile.ZIP_STORED) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", packing) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return whole.getvalue()


def test_a_wacz_gives_its_title_and_its_volumes(archive: Archive) -> None:
    crawl = (
        Crawl().add("/a", page('<img src="dam.png" alt="The dam"> and more words')).add("/dam.png", picture(), type="image/png")
    )
    parts = {"datapackage.json": b'{"title": "Old Times"}', "archive/data.warc.gz": crawl.data(), "pages/pages.jsonl": b""}
    archive.write("crawl.wacz", wacz(parts))
    report = archive.run(source="crawl.wacz")
    assert report.kind == "wacz"
    assert "title: Old Times\n" in (archive.into / "broadsheet.yaml").read_text()
    assert 'src="../../media/stories/2019/dam-opens/dam.png"' in archive.story("stories/2019/dam-opens.md")


GOOD = Crawl().add("/a", page()).add("/b", page("More words than a few.", "B")).data()
ZEROS = bytes(68_000_000)
HOSTILE = {
    "cut.warc.gz": (GOOD[:-150], "the archive is damaged or ends early"),
    "words.warc": (b"only words\n", "the archive is damaged or ends early"),
    "cut.wacz": (wacz({"archive/a.warc.gz": GOOD})[:-40], "it is no whole package"),
    "packed.wacz": (wacz({"archive/a.warc.gz": GOOD}, zipfile.ZIP_DEFLATED), "is packed or locked"),
    "bomb.warc.gz": (Crawl().add("/b", gzip.compress(ZEROS, 1), Content_Encoding="gzip").data(), "or is too large"),
    "brotli.warc.gz": (Crawl().add("/b", brotli.compress(ZEROS, quality=1), Content_Encoding="br").data(), "or is too large"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_archive_is_named_and_the_others_come_over(archive: Archive, name: str) -> None:
    data, why = HOSTILE[name]
    archive.write(name, data)
    archive.write("good.warc.gz", Crawl().add("/open", page("Open words are here.", "Open")).data())
    report = archive.run("warc")
    assert "stories/2019/open.md" in archive.stories()
    assert why in " ".join(problem.message for problem in report.problems)
    assert not report.complete


def test_a_page_that_was_gone_later_is_named(archive: Archive) -> None:
    archive.write("a.warc.gz", Crawl().add("/a", page()).add("/a", b"", status="410 Gone", date="2021-01-01T00:00:00Z").data())
    assert "a later capture says that the page was gone" in [note for _, note in archive.run("warc").notes]


def test_without_its_package_the_exact_line_to_install_it_is_said(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "warcio.archiveiterator", None)
    archive.write("a.warc.gz", Crawl().add("/a", page("Words of it alone.")).data())
    with pytest.raises(MissingError) as caught:
        archive.run("warc")
    assert str(caught.value).endswith('pip install "broadsheet[import-warc]"')


MB = b"x" * 1_048_576
MANY = 160
DATED = "WARC-Date: 2020-01-01T00:00:00Z"
HEAD = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {SITE}/b\r\n{DATED}\r\nContent-Length: ".encode()
SERVED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"


def packed(*pieces: bytes) -> bytes:
    packer = zlib.compressobj(wbits=31)
    return b"".join(map(packer.compress, pieces)) + packer.flush()


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param([MB] * MANY, id="no-record"),
        pytest.param([HEAD + b"2\r\nX: ", *[MB] * MANY, b"\r\n\r\nab\r\n\r\n"], id="a-line"),
        pytest.param([HEAD + b"2", *[b"\r\nX: " + MB[:10_000]] * (100 * MANY), b"\r\n\r\nab\r\n\r\n"], id="lines"),
        pytest.param([HEAD + b"9999999999\r\n\r\nHTTP/1.1 200 OK\r\nX: ", *[MB] * MANY], id="a-line-of-a-server"),
        pytest.param([HEAD + b"2\r\n\r\nab", *[MB] * MANY], id="what-stands-behind"),
    ],
)
def test_a_head_made_to_fill_the_memory_is_passed_over(archive: Archive, pieces: list[bytes]) -> None:
    first, last = Crawl().add("/a", page()).data(), Crawl().add("/c", page("Words of the flood are here.", "Flood")).data()
    archive.write("crawl.warc.gz", first + packed(*pieces) + last)
    report, peak = _measured(archive)
    assert peak < MANY // 2
    assert [problem.message for problem in report.problems] == ["the head of a record is larger than 1 MB: it was passed over"]
    assert archive.stories() == ["stories/2019/dam-opens.md", "stories/2019/flood.md"]


def _measured(archive: Archive) -> tuple[ImportReport, float]:
    """Import the archive; return the report, and the memory in MB that it took."""
    tracemalloc.start()
    try:
        return archive.run(source="crawl.warc.gz"), tracemalloc.get_traced_memory()[1] / len(MB)
    finally:
        tracemalloc.stop()


def test_a_piece_of_a_page_that_is_too_large_is_not_read(archive: Archive) -> None:
    size = MANY * len(MB)
    pieces = (SERVED + b"%x\r\n" % size, *[MB] * MANY, b"\r\n0\r\n\r\n")
    record = packed(HEAD + b"%d\r\n\r\n" % sum(map(len, pieces)), *pieces, b"\r\n\r\n")
    archive.write("crawl.warc.gz", Crawl().add("/a", page()).data() + record)
    report, peak = _measured(archive)
    assert peak < MANY // 2
    assert dict(report.skipped) == {f"crawl.warc.gz: {SITE}/b:1:1": "its record cannot be read"}
    assert archive.stories() == ["stories/2019/dam-opens.md"]


def test_where_nothing_is_packed_what_follows_such_a_head_is_not_read(archive: Archive) -> None:
    crawl = Crawl(gzipped=False).add("/a", page())
    crawl.whole += HEAD + b"2\r\nX: " + MB * 2
    archive.write("crawl.warc", crawl.add("/c", page()).data())
    (problem,) = archive.run(source="crawl.warc").problems
    assert problem.message == "the head of a record is larger than 1 MB: what follows is not in it"
    assert archive.stories() == ["stories/2019/dam-opens.md"]


def test_a_picture_that_most_pages_share_is_the_logo_of_the_site(archive: Archive) -> None:
    crawl = Crawl().add("/logo.png", picture(), type="image/png").add("/dam.png", picture(), type="image/png")
    for number, name in enumerate(("logo", "logo", "logo", "dam")):
        head = f'<meta property="og:image" content="/{name}.png">'
        crawl.add(f"/{number}/", page(title=f"Dam {number}", head=head))
    archive.write("site.warc.gz", crawl.data())
    archive.run()
    assert [path for path in archive.stories() if "\nimage:" in archive.story(path)] == ["stories/2019/dam-3.md"]


def test_a_heading_that_many_pages_share_is_no_headline_and_names_in_a_headline_stand_apart(archive: Archive) -> None:
    crawl = Crawl()
    for name in ("Mills", "Rivers", "Lakes"):
        head = f"<html><head><title>The Paper: {name}</title></head><body><div><h1>Said of us [more]</h1></div>"
        crawl.add(f"/{name}", f"{head}<p>All about {name} in the valley and on the plain.</p></body></html>".encode())
    text = "<h1><span>Ann Lee</span>Flood<br>of May</h1><p>It rose and fell on the plain.</p>"
    crawl.add("/flood", f"<html><head><title>The Paper: Flood</title></head><body>{text}</body></html>".encode())
    archive.write("crawl.warc.gz", crawl.data())
    archive.run()
    titles = [archive.story(name).partition("title: ")[2].partition("\n")[0] for name in archive.stories()]
    assert sorted(titles) == ["Ann Lee Flood of May", "Lakes", "Mills", "Rivers"]


def test_where_headings_are_of_boxes_or_of_the_site_a_title_or_what_is_told_is_the_headline(archive: Archive) -> None:
    crawl = Crawl()
    box = "<h1>More of us</h1><p>All lakes of the plain.</p><h1>Forum: View Post</h1>"
    crawl.add("/about", f"<html><head><title>About us</title></head><body>{box}</body></html>".encode())
    for name in ("Mills", "Rivers", "Error"):
        told = f"<table><tr><td><b>Subject:</b></td><td>Re: {name}</td></tr></table><p>It is all about {name}.</p>"
        head = "Paper: Error" if name == "Error" else "Forum: View Post"
        crawl.add(f"/view?{name}", f"<html><head><title>{head}</title></head><body>{told}</body></html>".encode())
    for number in (1, 2, 3):
        text = f'<!-- begin --><h1>Forum: View Post</h1><p style="font-weight: bold">Why {number}?</p><p>Because of {number}.</p>'
        crawl.add(f"/faq/{number}", f"<html><head><title>Paper: FAQ</title></head><body>{text}</body></html>".encode())
    archive.write("crawl.warc.gz", crawl.data())
    report = archive.run()
    titles = [archive.story(name).partition("title: ")[2].partition("\n")[0].strip('"') for name in archive.stories()]
    assert sorted(titles) == ["About us", "Re: Mills", "Re: Rivers", "Why 1?", "Why 2?", "Why 3?"]
    assert [reason for _, reason in report.skipped] == ["it only says that there is no such page"]


def test_a_link_with_a_query_leads_to_the_page_that_was_captured_there(archive: Archive) -> None:
    crawl = Crawl()
    for number in (1, 2):
        link = f'<a href="/forum/view.php?id={3 - number}&amp;all=1">the other</a>'
        crawl.add(f"/forum/view.php?id={number}&all=1", page(f"Number {number} answers {link}.", f"Answer {number}"))
    archive.write("crawl.warc.gz", crawl.data())
    archive.run()
    site = {path: data.decode() for path, data in archive.built().site().items() if path.endswith(".html")}
    shown = next(text for path, text in site.items() if "Number 1 answers" in text and "stories/" in path)
    led = re.search(r'<a href="([^"]*)">the other', shown)
    assert led
    assert "Number 2 answers" in site[f"{led[1].strip('/')}/index.html"]


def test_lists_and_tables_of_what_looks_like_the_article_stay_such(archive: Archive) -> None:
    crawl = Crawl()
    for number in range(1, 5):
        items = "".join(f'<li><a href="/{each}">Mill {each} of valley {number}</a></li>\n' for each in range(9))
        rows = "".join(f"<tr><td>River {each}</td> <td>{each + number} m</td></tr>\n" for each in range(9))
        whole = f"<div>These are lists of ours</div><div><h1>List {number}</h1> <ul>{items}</ul><table>{rows}</table></div>"
        crawl.add(f"/list/{number}", f"<html><head><title>List {number}</title></head><body>{whole}</body></html>".encode())
    archive.write("crawl.warc.gz", crawl.data())
    archive.run()
    story = archive.story("pages/list/2.md")
    assert "read_from: what looks like the article" in story
    assert story.count("<li>") == story.count("<a href=") == 9
    assert story.count("<tr>") >= 6  # the others are on three pages
