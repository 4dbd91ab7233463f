"""The overlay: what is added to pages as they are served, so that they load again after a build and show why one failed.

Nothing of it is ever written to the disk.
"""

from __future__ import annotations

import json
from html import escape
from importlib.resources import files
from urllib.parse import quote

from broadsheet.serve.preview import Preview

EVENTS = "/__broadsheet__/events"
SCRIPT = "assets/__broadsheet__.js"  # below the base path, among the scripts that pages may run
_ERROR_PAGE = """<!doctype html>
<html lang="en" data-lists-problems>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>The publication cannot be built</title>
<style>body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 3rem auto; padding: 0 1rem }}
li {{ margin: .75rem 0; overflow-wrap: anywhere; white-space: pre-wrap }}</style>
</head>
<body>
<main>
<h1>The publication cannot be built</h1>
<p>There are no pages to show yet. Mend what is listed here, and they appear by themselves.</p>
<ol>
{problems}
</ol>
</main>
</body>
</html>
"""


def announcement(preview: Preview) -> str:
    """Return what open pages are told of a preview, as JSON in ASCII."""
    return json.dumps({"edition": preview.edition, "problems": preview.problems})


def script() -> bytes:
    """Return the script that follows the previews."""
    return (files("broadsheet.serve") / "reload.js").read_bytes()


def with_script(page: bytes, preview: Preview, base_path: str) -> bytes:
    """Return an HTML page with a reference to the script that follows the previews, before the end of its body."""
    place = escape(quote(base_path) + SCRIPT)
    tag = f'<script src="{place}" data-preview="{escape(announcement(preview))}" data-events="{EVENTS}"></script>\n'.encode()
    end = page.lower().rfind(b"</body")
    return page[:end] + tag + page[end:] if end >= 0 else page + tag


def error_page(preview: Preview, base_path: str) -> bytes:
    """Return the page that stands in for every page while no build has succeeded yet."""
    problems = "\n".join(f"<li>{escape(problem)}</li>" for problem in preview.problems)
    return with_script(_ERROR_PAGE.format(problems=problems).encode("utf-8", "replace"), preview, base_path)
