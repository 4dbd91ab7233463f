"""Reading without a connection: the worker that a browser keeps beside the site, the page it shows where it kept nothing, and
the manifest by which the site can be put among a telephone's programs.

The worker changes with the theme's files only, never with a build. A site that does without has none of this; a worker that finds
its own script gone leaves by itself, so there is nothing to be published to get rid of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial

from broadsheet.language.direction import direction
from broadsheet.pages.edition import Edition
from broadsheet.pages.head import head
from broadsheet.pages.page import Page
from broadsheet.pages.views.free import OfflineView
from broadsheet.problems import Span

MANIFEST = "/manifest.webmanifest"
SCRIPT = "offline.js"  # registers the worker
WORKER = "worker.js"
_PAGE = "/offline.html"
_ROOT = Span("broadsheet.yaml")
_PAPER = "#f8f5ee"


def offline_pages(edition: Edition) -> Iterator[Page]:
    """Plan the worker, its page and the manifest."""
    yield Page("/sw.js", _ROOT, "", partial(_worker, edition), "machine")
    yield Page(MANIFEST, _ROOT, "", partial(_manifest, edition), "machine")
    yield Page(_PAGE, _ROOT, "offline.html", partial(_offline_view, edition), "not-found")


def _worker(edition: Edition) -> str:
    """Return the script that a browser compares with the one it has: it names the files of the theme, whose names have digests.

    Addresses go out from the worker's own, so that the site may stand anywhere.
    """
    shell = [_PAGE, *(address for name, address in sorted(edition.assets.items()) if name != WORKER)]
    relative = [address.removeprefix("/") for address in shell]
    worker = edition.assets[WORKER].removeprefix("/")
    return f"self.SHELL = {json.dumps(relative)};\nimportScripts({json.dumps(worker)});\n"


def _manifest(edition: Edition) -> str:
    config = edition.config
    icon = edition.assets.get("favicon.svg", "")
    value = {
        "name": config.title,
        "description": config.description,
        "lang": config.language,
        "dir": direction(config.language),
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": _PAPER,
        "theme_color": _PAPER,
        "icons": [{"src": icon.removeprefix("/"), "sizes": "any", "type": "image/svg+xml"}] if icon else [],
    }
    return json.dumps({key: item for key, item in value.items() if item}, ensure_ascii=False, indent=1) + "\n"


def _offline_view(edition: Edition) -> OfflineView:
    title = edition.words.gettext("No connection")
    return OfflineView(head(edition, title=title, permalink=_PAGE, noindex=True), title)
