"""Films, sounds and frames: links that say what they were, and players where a page may show one."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from broadsheet.config import MarkdownSettings
from broadsheet.content.annotate import SourcePlaces
from broadsheet.content.compose import compose
from broadsheet.content.markdown import Markdown
from broadsheet.content.players import as_links, player, watched
from broadsheet.model import Body
from growth import Work, grows_evenly
from newsroom import Newsroom, article

Make = Callable[..., Newsroom]
FILM = "https://www.youtube.com/watch?v=abc"


def linked(html: str) -> str:
    return as_links(html, SourcePlaces(html, "a.md", 1)).value


@pytest.mark.parametrize(
    ("html", "link"),
    [
        ('<iframe src="https://a.example/x" title="A map"></iframe>', ("frame", "https://a.example/x", "A map")),
        ("<IFRAME data-src='//www.a.example/x'>no frames</IFRAME>", ("frame", "https://www.a.example/x", "a.example")),
        ('<iframe src="https://www.youtube-nocookie.com/embed/abc?rel=0"></iframe>', ("frame", FILM, "youtube.com")),
        ('<video src="film.mp4" controls></video>', ("video", "film.mp4", "film.mp4")),
        ('<video><source src="a/b.webm"><source src="c.mp4">no films</video>', ("video", "a/b.webm", "b.webm")),
        ('<audio src="https://u:p@a.example/b.mp3?x=1"></audio>', ("audio", "https://u:p@a.example/b.mp3?x=1", "b.mp3")),
        ('<iframe src="https://a.example/x" SRC="https://b.example/y"></iframe>', ("frame", "https://a.example/x", "a.example")),
        ('<object data="/x.pdf" aria-label="The report"></object>', ("frame", "/x.pdf", "The report")),
        ('<embed src="https://a.example/x">', ("frame", "https://a.example/x", "a.example")),
        ('<object><embed src="https://a.example/x"></object>', ("frame", "https://a.example/x", "a.example")),
        ('<iframe src="https://a.example/?x=1&amp;y=2" title="&quot;A&quot; &lt;b&gt;"></iframe>',
         ("frame", "https://a.example/?x=1&amp;y=2", "&quot;A&quot; &lt;b&gt;")),
    ],
)  # fmt: skip
def test_a_player_becomes_a_link_that_says_what_it_was(html: str, link: tuple[str, str, str]) -> None:
    kind, address, name = link
    assert linked(f"<p>a {html} b</p>") == f'<p>a <a class="player-{kind}" href="{address}">{name}</a> b</p>'


@pytest.mark.parametrize(
    ("track", "link"),
    [
        ('<track kind="captions" src="a/f.en.vtt" srclang="en" label="Of the &quot;dam&quot; &lt;b&gt;" default>',
         ' <a class="track-captions" href="a/f.en.vtt" hreflang="en">Of the &quot;dam&quot; &lt;b&gt;</a>'),
        ("<TRACK SRC=f.vtt?x=1>", ' <a class="track-subtitles" href="f.vtt?x=1">f.vtt</a>'),
        ('<track kind="Descriptions" src="f.vtt"/>', ' <a class="track-descriptions" href="f.vtt">f.vtt</a>'),
        ('<track kind="metadata" src="f.vtt"><track kind="captions"><track src="javascript:a">', ""),
    ],
)  # fmt: skip
def test_a_track_becomes_a_link_behind_that_of_its_player(track: str, link: str) -> None:
    film = '<a class="player-video" href="f.mp4">f.mp4</a>'
    assert linked(f'<video><source src="f.mp4">{track}</video> b') == f"{film}{link} b"


@pytest.mark.parametrize("engine", ["markdown", "commonmark"])
def test_one_that_leads_nowhere_is_taken_out_and_named_with_its_place(engine: str) -> None:
    text = 'One.\n\n<iframe src="https://a.example/"></iframe>\n\nTwo <iframe src="JavaScript:alert(1)"></iframe> three.\n'
    body, problems = Markdown(MarkdownSettings(engine="commonmark" if engine == "commonmark" else "markdown")).to_body(
        text, "a.md"
    )
    assert "Two  three." in body.html
    assert [(problem.code, str(problem.span)) for problem in problems] == [("removed-markup", "a.md:5:5")]
    assert "`<iframe>` has no address" in problems[0].message


def test_a_frame_without_an_end_and_code_stay_what_they_are() -> None:
    assert linked('<iframe src="https://a.example/">') == '<iframe src="https://a.example/">'
    body = Markdown(MarkdownSettings()).to_body('```\n<iframe src="https://a.example/"></iframe>\n```\n', "a.md").value
    assert "&lt;iframe" in body.html
    assert "<a" not in body.html


@pytest.mark.parametrize("piece", ["<iframe ", '<iframe "', "<iframe>", "</iframe>", "<video><source ", "<embed src='"])
def test_time_is_in_proportion_to_the_length(piece: str) -> None:
    def prepare(size: int) -> Work:
        text = piece * size
        return lambda: linked(text)

    assert grows_evenly(prepare, 2_000)


def test_time_to_compose_is_in_proportion_to_the_number_of_tracks() -> None:
    def shown(kind: str, *_: str) -> str:
        return "<video></video> " if kind == "video" else '<track src="/f.vtt">' * 50

    def prepare(size: int) -> Work:
        body = Body('<a class="player-video" href="/f.mp4">F</a>' + '<a class="track-captions" href="/f.vtt">E</a>' * size)
        return lambda: compose(body, str, paragraph_links=False, player=shown)

    assert grows_evenly(prepare, 500)


def test_a_player_is_shown_of_what_is_ours_and_of_origins_that_are_allowed() -> None:
    origins = ("https://www.youtube-nocookie.com", "https://a.example")
    assert 'src="/media/a.mp4"' in player("video", "/media/a.mp4", "A", (), is_own=True)
    assert player("video", "https://b.example/a.mp4", "A", origins, is_own=False) == ""
    assert "<audio" in player("audio", "https://a.example/a.mp3", "A", origins, is_own=False)
    assert player("frame", "/stories/", "A", origins, is_own=True) == "", "no page of ours frames another"
    assert 'src="https://www.youtube-nocookie.com/embed/abc"' in player("frame", FILM, "A", origins, is_own=False)
    assert player("frame", FILM, "A", ("https://a.example",), is_own=False) == ""
    for other in ("https://a.example.evil.example/", "https://a.example@evil.example/", "http://a.example/", "//a.example/"):
        assert player("frame", other, "A", origins, is_own=False) == ""
    assert 'title="A &quot; onload=&quot;x"' in player("frame", "https://a.example/", 'A " onload="x', origins, is_own=False)


def test_the_page_of_a_film_is_known_by_the_address_of_its_player() -> None:
    assert watched("http://www.youtube.com/v/abc?x=1") == FILM
    assert watched("https://player.vimeo.com/video/12?h=1") == "https://vimeo.com/12"
    assert watched("http://vimeo.com/moogaloop.swf?server=vimeo.com&clip_id=12&color=") == "https://vimeo.com/12"
    assert watched("https://www.youtube.com/embed/videoseries?list=x") == "https://www.youtube.com/embed/videoseries?list=x"


BODY = (
    '<iframe src="https://www.youtube.com/embed/abc" title="The dam"></iframe>\n\n'
    'Hear <audio src="sound.mp3"></audio>, and <iframe src="https://b.example/x"></iframe>.\n'
)


def test_a_publication_says_whose_players_its_pages_show(newsroom: Make) -> None:
    room = newsroom()
    room.write("content/stories/sound.mp3", b"\xff\xfb\x90\x00" * 64)
    room.write("content/stories/a.md", article("A", "2020-01-01", body=BODY))
    room.write("broadsheet.yaml", "title: T\nbase_url: https://example.org/\nfeeds: {content: full}\n")
    room.publish()
    page = room.page("/stories/2020/01/a/")
    assert "<iframe" not in page
    assert "frame-src" not in page
    assert '<audio class="player" controls="" preload="none" src="/media/stories/sound.mp3"' in page
    assert f'<a class="player-frame" href="{FILM}" rel="noopener">The dam</a>' in page
    settings = "title: T\nbase_url: https://example.org/\nfeeds: {content: full}\n"
    room.write("broadsheet.yaml", f"{settings}players: [https://www.youtube.com]\n")
    room.publish()
    page = room.page("/stories/2020/01/a/")
    assert re.findall(r'<iframe[^>]* src="([^"]*)"', page) == ["https://www.youtube.com/embed/abc"]
    assert "frame-src https://www.youtube.com; " in page
    assert "frame-src https://www.youtube.com; " in room.page("/_headers")
    feed = room.page("/feed.xml")
    assert "iframe" not in feed
    assert FILM in feed


@pytest.mark.parametrize("origin", ["http://a.example", "https://a.example/x", "a.example", "https://a.example; script-src *"])
def test_an_origin_is_https_and_a_host(newsroom: Make, origin: str) -> None:
    room = newsroom()
    room.write("content/stories/a.md", article("A", "2020-01-01"))
    room.write("broadsheet.yaml", f"title: T\nbase_url: https://example.org/\nplayers: ['{origin}']\n")
    room.build()
    assert "bad-value" in room.codes


TRACKED = (
    '<video title="The dam"><source src="dam.mp4"><track kind="captions" src="dam.en.vtt" srclang="en" label="For all">'
    '<track src="dam.de.vtt" srclang="de"><track src="https://a.example/x.vtt"><track src="dam.srt"></video>\n\n'
    'Seen <video src="https://b.example/x.mp4"><track src="dam.en.vtt"></video>, heard.\n'
)


def test_captions_are_published_and_stand_in_the_player(newsroom: Make) -> None:
    room = newsroom()
    for name, data in (("dam.mp4", b"\0\0\0\x18ftyp" * 64), ("dam.en.vtt", b"WEBVTT\n\n"), ("dam.de.vtt", b"WEBVTT\n\n")):
        room.write(f"content/stories/{name}", data)
    room.write("content/stories/dam.srt", "1\n")
    room.write("content/stories/a.md", article("A", "2020-01-01", body=TRACKED))
    room.write("broadsheet.yaml", "title: T\nbase_url: https://example.org/old/\nfeeds: {content: full}\n")
    room.publish()
    page = room.page("/stories/2020/01/a/")
    players = re.findall(r"<video.*?</video>", page)
    assert players == [
        '<video class="player" controls="" preload="none" src="/old/media/stories/dam.mp4" title="The dam">'
        '<track kind="captions" src="/old/media/stories/dam.en.vtt" srclang="en" label="For all">'
        '<track kind="subtitles" src="/old/media/stories/dam.de.vtt" srclang="de" label="dam.de.vtt"></video>'
    ]
    assert '<a class="track-captions" href="/old/media/stories/dam.en.vtt" hreflang="en">For all</a>' in page
    assert room.page("/media/stories/dam.de.vtt") == "WEBVTT\n\n"
    assert "<track" not in room.page("/feed.xml")
    assert "https://example.org/old/media/stories/dam.en.vtt" in room.page("/feed.xml")
    room.write("content/stories/dam.de.vtt", "alert(1)\n")
    room.build()
    faults = [problem.partition("; ")[0] for problem in room.problems if ": error: " in problem]
    fault = "by its name it is `.vtt`, but its bytes do not begin with `WEBVTT`"
    assert faults == [f"content/stories/dam.de.vtt:1:1: error: it is not published: {fault}"]
