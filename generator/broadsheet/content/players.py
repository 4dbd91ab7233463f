"""Players: films, sounds and frames in the HTML of an article. Each becomes a link that says what it was and where that is.

A link is what feeds, books and readers without the player have. A page of the archive puts a player before it where it may: for a
file of the publication's own, and for what comes from an origin that the publisher allows (`players` in broadsheet.yaml).
Captions and their like are links behind that one, and stand in the player, too, where they are a file of the publication's own.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator
from urllib.parse import urlsplit

from broadsheet.content.annotate import SourcePlaces
from broadsheet.content.htmltags import WRITTEN, quoted, start_tag, written_attributes
from broadsheet.expressions import expression
from broadsheet.problems import Outcome, Problem

_NAMES = "iframe|video|audio|object|embed"
_OPENING = expression(rf"<({_NAMES})(?=[\s/>])({WRITTEN})>", re.IGNORECASE)
_CLOSING = expression(rf"</({_NAMES})\s*>", re.IGNORECASE)
_SOURCE = expression(rf"<(?:source|embed)\s({WRITTEN})>", re.IGNORECASE)
_TRACK = expression(rf"<track\s({WRITTEN})>", re.IGNORECASE)
_NO_LINK = ("about:", "blob:", "data:", "javascript:")
_KINDS = {"video": "video", "audio": "audio"}  # all others are frames
TRACKS = ("captions", "chapters", "descriptions", "subtitles")  # kinds of tracks; what else there is, is not for readers
_CLASS = expression(rf"\b(?:player-(video|audio|frame)|track-({'|'.join(TRACKS)}))\b")
_FRAMED_FILM = expression(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v)/(?!videoseries)([\w-]+)")
_FRAMED_VIMEO = expression(
    r"https?://(?:player\.vimeo\.com/video/|(?:www\.)?vimeo\.com/moogaloop\.swf\?(?:[^#\s]*[&;])?clip_id=)(\d+)"
)
# The page of a film; the origins whose player shows it; the path of that.
_FILMS = (
    (
        expression(r"https://www\.youtube\.com/watch\?v=([\w-]+)"),
        ("https://www.youtube-nocookie.com", "https://www.youtube.com"),
        "/embed/",
    ),
    (expression(r"https://vimeo\.com/(\d+)"), ("https://player.vimeo.com",), "/video/"),
)
_FRAME = {  # a player may run its program and open windows, and nothing else of the page
    "sandbox": "allow-scripts allow-same-origin allow-presentation allow-popups",
    "allow": "fullscreen; picture-in-picture; encrypted-media",
    "referrerpolicy": "strict-origin-when-cross-origin",
    "loading": "lazy",
}


def as_links(html: str, places: SourcePlaces) -> Outcome[str]:
    """Return HTML, which nobody has looked at yet, with links for its players.

    One that leads nowhere is taken out, with a warning; one that has no end is left to the sanitiser.
    """
    ends: dict[str, deque[re.Match[str]]] = defaultdict(deque)
    for end in _CLOSING.finditer(html):
        ends[end[1].lower()].append(end)
    parts: list[str] = []
    problems: list[Problem] = []
    done = 0
    for opening in _OPENING.finditer(html):
        if opening.start() < done:
            continue
        tag, close = opening[1].lower(), opening.end()
        if tag != "embed":
            while ends[tag] and ends[tag][0].start() < opening.end():
                ends[tag].popleft()
            if not ends[tag]:
                continue
            close = ends[tag][0].end()
        span = places.span(places.find_markup(f"<{opening[1]}"))
        link = _link(tag, written_attributes(opening[2]), html[opening.end() : close])
        if not link:
            message = f"`<{tag}>` has no address that can be linked to, and was removed"
            problems.append(Problem("removed-markup", message, span, "link to what it showed"))
        tracks = _tracks(html[opening.end() : close]) if link and tag in _KINDS else ()
        parts += (html[done : opening.start()], link, *tracks)
        done = close
    return Outcome("".join((*parts, html[done:])), tuple(problems)) if parts else Outcome(html)


def kind_of(attributes: str) -> str:
    """Return what a link stands for, by its attributes: `video`, `audio`, `frame`, one of `TRACKS`, or nothing of the kind."""
    found = _CLASS.search(attributes)
    return found[found.lastindex or 0] if found else ""


def class_of(tag: str) -> str:
    """Return the class of the link that stands for a player."""
    return f"player-{_KINDS.get(tag, 'frame')}"


def watched(address: str) -> str:
    """Return the page on which a film can be seen, for the address of a player that is made to be framed."""
    film, vimeo = _FRAMED_FILM.match(address), _FRAMED_VIMEO.match(address)
    if film:
        return f"https://www.youtube.com/watch?v={film[1]}"
    return f"https://vimeo.com/{vimeo[1]}" if vimeo else address


def player(kind: str, address: str, title: str, origins: tuple[str, ...], *, is_own: bool) -> str:
    """Return the player for an address, or an empty text where none may be shown. `is_own`: it is a file of the archive's.

    `title` is text as it stands in HTML, and says what is shown.
    """
    title = title.replace('"', "&quot;")
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(address))
    if kind != "frame":
        playing = {"class": "player", "controls": "", "preload": "none", "src": quoted(address), "title": title}
        return f"{start_tag(kind, playing)}</{kind}> " if is_own or origin in origins else ""
    for page, hosts, path in _FILMS:
        film, host = page.match(address), next((host for host in hosts if host in origins), "")
        if film and host:
            address, origin = f"{host}{path}{film[1]}", host
    if origin not in origins:
        return ""
    return f"{start_tag('iframe', {'class': 'player', 'src': quoted(address), 'title': title, **_FRAME})}</iframe> "


def track(kind: str, address: str, label: str, language: str) -> str:
    """Return the track of a player, for a file of the archive's; an empty text where it is no WebVTT, which browsers need.

    `label` and `language` are text as it stands in HTML.
    """
    if not urlsplit(address).path.lower().endswith(".vtt"):
        return ""
    pairs = {"kind": kind, "src": quoted(address), "srclang": language, "label": label.replace('"', "&quot;")}
    return start_tag("track", {name: value for name, value in pairs.items() if value})


def track_kind(written: str | None) -> str:
    """Return the kind of a track, as its author wrote it; an empty text for one that is not for readers."""
    kind = (written or "subtitles").strip().lower()
    return kind if kind in TRACKS else ""


def _tracks(within: str) -> Iterator[str]:
    """Yield the links to the tracks in a player."""
    for found in _TRACK.finditer(within):
        pairs = written_attributes(found[1])
        kind, address = track_kind(pairs.get("kind")), pairs.get("src", "")
        if kind and address and not address.lower().startswith(_NO_LINK):
            name = pairs.get("label") or address.partition("?")[0].rpartition("/")[2]
            language = f' hreflang="{quoted(pairs["srclang"])}"' if pairs.get("srclang") else ""
            yield f' <a class="track-{kind}" href="{quoted(address)}"{language}>{quoted(" ".join(name.split()))}</a>'


def _link(tag: str, pairs: dict[str, str], within: str) -> str:
    sources = [written_attributes(source[1]).get("src", "") for source in _SOURCE.finditer(within)]
    address = next(filter(None, (pairs.get("src"), pairs.get("data-src"), pairs.get("data"), *sources)), "")
    address = watched(f"https:{address}" if address.startswith("//") else address)
    if not address or address.lower().startswith(_NO_LINK):
        return ""
    parts = urlsplit(address) if address.startswith(("http://", "https://")) else None
    host = parts.netloc.rpartition("@")[2].removeprefix("www.") if parts else ""
    file = address.partition("?")[0].rpartition("/")[2]
    name = pairs.get("title") or pairs.get("aria-label") or (host if tag not in _KINDS and host else file) or host or tag
    return f'<a class="{class_of(tag)}" href="{quoted(address)}">{quoted(" ".join(name.split()))}</a>'
