"""Pictures on a site: copies that are what the pages say, sizes everywhere, nothing of place or maker, nothing made twice."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable, Iterator
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from PIL import Image

from broadsheet.pictures import develop as developing
from linkcheck import broken_links, broken_on_disk
from newsroom import Newsroom, article, differing, picture

Make = Callable[..., Newsroom]
PLACE = "Zyxplace 48.2 16.4"


@lru_cache(maxsize=16)
def photo(width: int = 1800, height: int = 1200, *, shade: int = 90, orientation: int = 1) -> bytes:
    """Return a JPEG that says where it was taken and by whom."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = PLACE
    exif.get_ifd(0x8825)[29] = PLACE
    return picture(width, height, "JPEG", shade=shade, exif=exif.tobytes())


class Images(HTMLParser):
    """The images of a page, each with the sources beside it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.images: list[dict[str, str]] = []
        self.sources: list[list[dict[str, str]]] = []
        self._open: list[dict[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pairs = {name: value or "" for name, value in attrs}
        if tag == "source":
            self._open.append(pairs)
        elif tag == "img":
            self.images.append(pairs)
            self.sources.append(self._open)
            self._open = []


def pages(room: Newsroom) -> Iterator[tuple[str, Images]]:
    for path, data in room.site().items():
        if path.endswith(".html"):
            yield path, Images(data.decode())


def image_at(room: Newsroom, address: str) -> Image.Image:
    return Image.open(io.BytesIO(room.site()[address.removeprefix("/").removeprefix("sub/")]))


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the first test made of the pictures, for all others."""
    return tmp_path_factory.mktemp("cache") / "pictures"


@pytest.fixture
def room(newsroom: Make, cache: Path) -> Newsroom:
    made = newsroom(
        "-- broadsheet.yaml --\ntitle: T\nbase_url: https://example.org/sub/\nlogo: /mark.png\nfeeds: {content: full}\n"
    )
    made.write("static/mark.png", picture(64, 32))
    made.write("static/hall.jpg", photo(900, 600, shade=30))
    made.write("content/stories/lead.jpg", photo())
    made.write("content/stories/inner.png", picture(700, 500))
    made.write("content/stories/plan.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200"/>')
    made.write("content/actors/ann.jpg", photo(600, 800, orientation=6))
    body = "The text.\n\n![Inner](inner.png)\n\n![Plan](plan.svg)\n\n![Hall](/hall.jpg)"
    who = {"section": "World", "actors": ["Ann Lee"]}
    made.write("content/stories/a.md", article("A", "2020-02-02", body, image={"src": "lead.jpg", "alt": "Lead"}, **who))
    made.write("content/stories/b.md", article("B", "2020-02-01", "![Inner](inner.png)\n\nText.", **who))
    made.write(
        "content/actors/ann-lee.md",
        "---\nname: Ann Lee\nimage: {src: ann.jpg, alt: Ann Lee}\n---\n![Plan](../stories/plan.svg)\n",
    )
    if cache.is_dir():
        shutil.copytree(cache, made.root / ".broadsheet/pictures")
    made.publish()
    if not cache.is_dir():
        shutil.copytree(made.root / ".broadsheet/pictures", cache)
    return made


def test_every_image_says_its_size_and_every_copy_has_the_width_that_is_said(room: Newsroom) -> None:
    seen = 0
    for path, page in pages(room):
        for image, sources in zip(page.images, page.sources, strict=True):
            width, height = int(image["width"]), int(image["height"])
            if not image["src"].endswith(".svg"):
                shown = image_at(room, image["src"])
                turned = shown.getexif().get(0x0112, 1) > 4
                assert (width, height) == (shown.size[::-1] if turned else shown.size), path
            for source in sources:
                assert source["type"] == "image/webp"
                assert source["sizes"]
                copies = [copy.split() for copy in source["srcset"].split(", ")]
                assert [int(said[:-1]) for _, said in copies] == sorted({int(said[:-1]) for _, said in copies})
                for address, said in copies:
                    copy = image_at(room, address)
                    seen += 1
                    assert copy.format == "WEBP"
                    assert f"{copy.width}w" == said
                    assert abs(copy.width / copy.height - width / height) < 0.01
    assert seen > 20
    assert broken_links(room.site(), "https://example.org/sub/") == []


def test_a_picture_that_is_seen_at_once_comes_first_and_all_others_when_they_are_needed(room: Newsroom) -> None:
    story = Images(room.page("/stories/2020/02/a/"))
    content = [image for image in story.images if image.get("class") != "logo"]
    assert [image.get("fetchpriority") for image in content] == ["high", None, None, None]
    assert [image.get("loading") for image in content] == [None, "lazy", "lazy", "lazy"]
    assert {image["decoding"] for image in content} == {"async"}
    opening = Images(room.page("/stories/2020/02/b/"))
    assert opening.images[1]["fetchpriority"] == "high", "it opens the text, and nothing stands above it"
    front = Images(room.page("/"))
    assert front.images[1]["fetchpriority"] == "high"
    assert all(image["loading"] == "lazy" for image in front.images[2:])


def test_nothing_that_is_published_says_where_a_picture_was_taken(room: Newsroom) -> None:
    assert PLACE.encode() in (room.root / "static/hall.jpg").read_bytes()
    assert [path for path, data in room.site().items() if PLACE.encode() in data] == []
    portrait = image_at(room, "/media/actors/ann.jpg")
    assert dict(portrait.getexif()) == {0x0112: 6}, "which way up it is stays"


def test_metadata_are_kept_where_the_publication_says_so(room: Newsroom) -> None:
    room.edit("broadsheet.yaml", "logo:", "images: {metadata: keep}\nlogo:")
    room.publish()
    named = [path for path, data in room.site().items() if PLACE.encode() in data]
    assert named == ["hall.jpg", "media/actors/ann.jpg", "media/stories/lead.jpg"]
    room.edit(
        "broadsheet.yaml", "images: {metadata: keep}\n", "media: {keep_metadata: ['static/h*.jpg', content/actors/ann.jpg]}\n"
    )
    room.publish()
    named = [path for path, data in room.site().items() if PLACE.encode() in data]
    assert named == ["hall.jpg", "media/actors/ann.jpg"]
    room.edit("broadsheet.yaml", "media: {keep_metadata: ['static/h*.jpg', content/actors/ann.jpg]}\n", "")
    room.publish()
    assert differing(room.site(), room.site()) == []
    assert PLACE.encode() not in room.site()["media/stories/lead.jpg"]


def test_a_wide_picture_is_sent_to_nobody_who_looks_at_a_page(room: Newsroom) -> None:
    story = room.page("/stories/2020/02/a/")
    assert "lead.jpg" not in story
    assert re.search(r'src="/sub/assets/pictures/[0-9a-f]{16}-1600\.jpg"[^>]* width="1600" height="1067"', story)
    assert room.has("/media/stories/lead.jpg"), "but who has its address finds it"


def test_feeds_hold_plain_pictures_with_their_sizes(room: Newsroom) -> None:
    feed = room.page("/feed.xml")
    assert "srcset" not in feed
    assert re.search(r"https://example\.org/sub/media/stories/inner\.png&#34; alt=&#34;Inner|inner\.png", feed)
    assert feed.count("width=") == feed.count("<img") + feed.count("&lt;img")


def test_pictures_are_found_from_a_disk(room: Newsroom) -> None:
    room.publish(relative=True)
    assert broken_on_disk(room.site(), "https://example.org/sub/") == []


# -- what is done again


def made_by(room: Newsroom, **options: Any) -> int:
    """Build, and return how many copies were encoded."""
    number = 0
    encode = developing._encoded

    def counting(*args: Any, **more: Any) -> bytes:
        nonlocal number
        number += 1
        return encode(*args, **more)

    with mock.patch.object(developing, "_encoded", counting):
        room.publish(workers=1, **options)
    return number


def test_no_copy_is_made_twice(room: Newsroom) -> None:
    before = room.site()
    assert made_by(room) == 0
    assert made_by(room, full=True) == 0
    assert made_by(room, output=str(room.root.parent / "elsewhere")) == 0
    room.remove("site")
    assert made_by(room) == 0
    assert room.site() == before


def test_the_cabinet_may_be_removed_at_any_time(room: Newsroom) -> None:
    before = room.site()
    room.remove(".broadsheet/pictures")
    assert made_by(room) == 0, "nothing asks for it"
    copy = next(path for path in before if path.startswith("assets/pictures/"))
    (room.output / copy).unlink()
    assert made_by(room) == 1
    assert room.site() == before
    room.remove(".broadsheet/pictures")
    assert made_by(room, full=True) > 10
    assert room.site() == before


def test_another_picture_is_shown_wherever_the_old_one_was(room: Newsroom) -> None:
    before = room.site()
    room.write("content/stories/lead.jpg", photo(1000, 500))
    room.publish()
    assert differing(room.site(), _site_of(room)) == []
    assert {"/", "/stories/2020/02/a/", "/actors/ann-lee/", "/sections/world/"} <= set(room.rendered)
    gone = {path for path in before if path.startswith("assets/pictures/")} - set(room.site())
    assert len(gone) == 5, "the copies of the old one"


def _site_of(room: Newsroom) -> dict[str, bytes]:
    cold = room.cold()
    cold.publish()
    return cold.site()


def test_a_picture_in_a_body_that_changes_is_followed(room: Newsroom) -> None:
    room.write("content/stories/inner.png", picture(640, 200))
    room.publish()
    assert {"/stories/2020/02/a/", "/stories/2020/02/b/"} <= set(room.rendered)
    assert differing(room.site(), _site_of(room)) == []
    room.write("static/hall.jpg", photo(500, 500))
    room.publish()
    assert "/stories/2020/02/b/" not in room.rendered
    assert differing(room.site(), _site_of(room)) == []


def test_a_picture_that_was_only_touched_changes_nothing(room: Newsroom) -> None:
    room.write("content/stories/lead.jpg", photo())
    room.publish()
    assert (room.rendered, room.written) == ((), ())
    room.publish()
    assert room.rendered == ()


def test_pictures_are_gone_with_the_last_page_that_shows_them(room: Newsroom) -> None:
    for name in ("a.md", "b.md"):
        room.remove(f"content/stories/{name}")
    room.remove("content/actors/ann-lee.md")
    room.publish()
    assert [path for path in room.site() if path.startswith(("assets/pictures", "media/"))] == []


@pytest.mark.parametrize(
    "settings", ["disable: [picture-sizes]", "images: {widths: [300, 600], formats: [avif, webp], quality: 60}"]
)
def test_which_copies_are_made_is_configured(room: Newsroom, settings: str) -> None:
    room.edit("broadsheet.yaml", "logo:", f"{settings}\nlogo:")
    room.publish()
    assert differing(room.site(), _site_of(room)) == []
    copies = {path.rpartition("-")[2] for path in room.site() if path.startswith("assets/pictures/")}
    if settings.startswith("disable"):
        assert copies == set()
        assert 'src="/sub/media/stories/lead.jpg" alt="Lead" width="1800" height="1200"' in room.page("/stories/2020/02/a/")
    else:
        assert copies == {"300.avif", "300.webp", "600.avif", "600.webp", "600.jpg", "600.png"}
        assert room.page("/stories/2020/02/a/").find("image/avif") < room.page("/stories/2020/02/a/").find("image/webp")


# -- what is wrong


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "the file is empty"),
        (photo()[:20_000], "it ends too early: a part of the file is missing"),
        (picture(300, 200)[:-60], "it ends too early: a part of the file is missing"),
        (picture(60, 40, "TIFF"), "browsers do not show TIFF"),
    ],
    ids=["empty", "cut off", "small and cut off", "TIFF"],
)
def test_a_picture_that_cannot_be_shown_is_a_warning_and_published_as_it_is(room: Newsroom, data: bytes, fault: str) -> None:
    room.write("content/stories/lead.jpg", data)
    report = room.build()
    assert report.published
    assert room.problems == [
        f"content/stories/lead.jpg:1:1: warning: the picture cannot be shown: {fault}; save it again as JPEG, PNG, WebP, AVIF, "
        "GIF or SVG, or put another in its place [broken-picture]"
    ]
    assert room.has("/media/stories/lead.jpg")
    assert room.build().problems == report.problems, "a build with nothing to do says it again"
    assert not room.build(strict=True, full=True).published
    room.write("content/stories/lead.jpg", photo())
    room.publish()


def test_checking_finds_what_a_build_would(room: Newsroom) -> None:
    room.write("content/stories/lead.jpg", photo()[:20_000])
    room.remove(".broadsheet")
    room.prepare()
    assert room.codes == ["broken-picture"]
    assert not (room.root / ".broadsheet").exists()


def test_a_moving_picture_is_left_as_it_is(room: Newsroom) -> None:
    frames = [Image.new("P", (600, 400), shade) for shade in (0, 90, 180)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=80, loop=0)
    room.write("content/stories/lead.jpg", out.getvalue())
    room.publish()
    assert room.site()["media/stories/lead.jpg"] == out.getvalue()
    assert 'src="/sub/media/stories/lead.jpg" alt="Lead" width="600" height="400"' in room.page("/stories/2020/02/a/")


def test_two_builds_at_once_share_the_cabinet(room: Newsroom, tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from broadsheet.config import ImageSettings
    from broadsheet.engine.pictures import Developer
    from broadsheet.key import read_key
    from broadsheet.pictures.cache import PictureCache
    from broadsheet.sources import Sources

    developer = Developer(Sources(room.root), PictureCache(tmp_path / "shared", read_key()), ImageSettings())
    paths = ["content/stories/lead.jpg", "content/stories/inner.png"]
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(developer.batch, (paths, paths))
    assert [each[:2] for each in one] == [each[:2] for each in other]
    kept = sorted(path for path in (tmp_path / "shared").rglob("*") if path.is_file())
    assert len(kept) == 5 + 2
    for path in kept:
        assert path.read_bytes() == (room.root / ".broadsheet/pictures" / path.name[:2] / path.name).read_bytes()


# -- share images


@pytest.fixture
def shared(newsroom: Make) -> Newsroom:
    made = newsroom("-- broadsheet.yaml --\ntitle: The Test Times\nbase_url: https://example.org/\nimages: {share: true}\n")
    made.write("content/stories/wide.jpg", photo(1800, 1200))
    made.write("content/stories/small.png", picture(300, 200))
    made.write("content/stories/a.md", article("A story", "2020-02-02", section="World"))
    made.write("content/stories/b.md", article("B", "2020-02-01", image={"src": "wide.jpg", "alt": "Wide"}))
    made.write("content/stories/c.md", article("C", "2020-02-01", image={"src": "small.png", "alt": "Small"}))
    made.publish()
    return made


def card_of(room: Newsroom, address: str) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:property|name)="((?:og:image|twitter:card)[^"]*)" content="([^"]*)"', room.page(address)))


def test_a_story_without_a_picture_has_a_card_and_others_show_their_own(shared: Newsroom) -> None:
    assert sorted(path for path in shared.site() if path.endswith("share.png")) == [
        "stories/2020/02/a/share.png",
        "stories/2020/02/c/share.png",
    ]
    assert card_of(shared, "/stories/2020/02/a/") == {
        "og:image": "https://example.org/stories/2020/02/a/share.png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "A story",
        "twitter:card": "summary_large_image",
    }
    own = card_of(shared, "/stories/2020/02/b/")
    assert re.fullmatch(r"https://example\.org/assets/pictures/[0-9a-f]{16}-1600\.jpg", own["og:image"])
    assert (own["og:image:width"], own["og:image:height"], own["og:image:alt"]) == ("1600", "1067", "Wide")
    assert image_at(shared, "stories/2020/02/a/share.png").size == (1200, 630)


def test_a_card_is_drawn_again_when_what_it_says_changes_and_never_else(shared: Newsroom) -> None:
    before = shared.site()
    shared.edit("content/stories/a.md", "Text.", "Another text.")
    shared.publish()
    assert "stories/2020/02/a/share.png" not in shared.written
    shared.edit("content/stories/a.md", "A story", "Another headline")
    shared.publish()
    assert "stories/2020/02/a/share.png" in shared.written
    assert "stories/2020/02/c/share.png" not in shared.written
    assert differing(shared.site(), _site_of(shared)) == []
    shared.edit("content/stories/a.md", "Another headline", "A story")
    shared.edit("content/stories/a.md", "Another text.", "Text.")
    shared.publish()
    assert shared.site() == before


def test_a_card_goes_when_the_story_has_a_picture_or_cards_are_not_made(shared: Newsroom) -> None:
    shared.write("content/stories/small.png", picture(900, 600))
    shared.publish()
    assert not shared.has("/stories/2020/02/c/share.png")
    assert differing(shared.site(), _site_of(shared)) == []
    shared.edit("broadsheet.yaml", "images: {share: true}\n", "")
    shared.publish()
    assert [path for path in shared.site() if path.endswith("share.png")] == []


def test_cards_are_set_in_a_font_of_the_publication(shared: Newsroom) -> None:
    from broadsheet.pictures.card import FONT

    before = shared.site()["stories/2020/02/a/share.png"]
    shared.edit("broadsheet.yaml", "share: true", "share: true, font: fonts/own.ttf")
    shared.build()
    assert shared.problems == [
        "broadsheet.yaml:3:29: error: there is no font `fonts/own.ttf`; name a TrueType or OpenType font by its path in the "
        "publication [bad-value]"
    ]
    shared.write("fonts/own.ttf", b"no font")
    assert [problem.message for problem in shared.build().problems] == ["`fonts/own.ttf` is no font"]
    shared.write("fonts/own.ttf", FONT.read_bytes())
    shared.publish()
    assert shared.site()["stories/2020/02/a/share.png"] == before, "it is the same font"
