"""Publications of somebody hostile, some of them; and that the judge sees what it is there for."""

from __future__ import annotations

import re

import pytest

from engine.seeds import SEED
from fuzz.cases import EXAMPLES
from fuzz.deeds import DRAWINGS
from fuzz.hostile import run
from fuzz.judge import body_faults, site_faults
from fuzz.mutation import MARKUP


def test_hostile_publications_are_built_safely_or_refused() -> None:
    tally = run(SEED, 5 * EXAMPLES)
    assert tally.unsafe == [], f"repeat with: cd tests && python -m fuzz.hostile --seed {SEED} --only {tally.unsafe[0][0]}"
    assert tally.built > EXAMPLES
    assert tally.refused > EXAMPLES


_NOT_BY_ITSELF = (
    "<?xml",
    "<xmp",
    "</t",
    "<p/",
    "<base",
    "<meta",
    "<form",
)  # a page has these, or they need what stands around them


@pytest.mark.parametrize("piece", [piece for piece in MARKUP if re.search("alert|evil|ran'", piece) and "&#1;" not in piece])
def test_the_judge_sees_what_is_active(piece: str) -> None:
    assert body_faults(f"<p>Text</p>{piece}>") or piece.startswith(_NOT_BY_ITSELF)
    body = f"<body><main><div class=body>{piece}>".encode()
    assert site_faults({"a.html": body}, "https://example.org/") or piece.startswith(_NOT_BY_ITSELF)


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_the_judge_sees_what_is_active_in_a_drawing(drawing: str) -> None:
    assert site_faults({"a.svg": drawing.encode()}, "https://example.org/")


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("rss.xml", "<rss><description>&lt;script&gt;</description></rss>"),
        ("feed.xml", '<feed><content type="html">&lt;p onclick="x"&gt;</content></feed>'),
        ("feed.xml", '<feed><link href="javascript:x"/></feed>'),
        ("feed.json", '{"items": [{"content_html": "<script>"}]}'),
        ("a.js", "x"),
        ("a.html", '<link rel="stylesheet" href="//evil.example/x.css">'),
        ("a.html", '<script src="/media/x.js"></script>'),
        ("a.html", '<img srcset="//evil.example/x 2x">'),
    ],
)
def test_the_judge_sees_what_is_active_in_other_files(path: str, data: str) -> None:
    assert site_faults({path: data.encode()}, "https://example.org/")
