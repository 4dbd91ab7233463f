"""Chromium as a judge: hostile markup in every place that takes words, in drawings and in files, seen as readers see it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from browser import CHROMIUM, Browser, served
from e2e.test_scripts import previewed
from engine.seeds import SEED
from fuzz.browsed import files_of, look, tab_of
from fuzz.cases import EXAMPLES
from fuzz.deeds import DRAWINGS
from fuzz.mutation import MARKUP
from newsroom import Newsroom, article

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on the PATH")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("browser")) as running:
        yield running


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """Return a publication whose every text is hostile."""
    made = Newsroom(tmp_path_factory.mktemp("hostile"))
    made.write("broadsheet.yaml", "title: T\nbase_url: https://example.org/\nfeeds: {content: full}\ndossier_editions: true\n")
    for number, evil in enumerate(Random(SEED).sample(MARKUP, EXAMPLES)):
        body = f"{evil}\n\n![d](d{number}.svg) [d](d{number}.svg)\n\n> {evil}\n"
        words = {"standfirst": evil, "section": evil, "tags": [evil], "dossier": evil, "authors": [evil], "dateline": evil}
        words |= {"actors": [{"name": f"{evil} Lee", "role": evil}], "quotes": [{"text": evil, "speaker": f"{evil} Lee"}]}
        words |= {
            "claims": [{"text": evil, "status": "reported"}],
            "events": [{"date": "2020", "text": evil}],
            "citations": [evil],
        }
        story = article(f"E {evil}", f"2026-02-{number + 1:02d}", body, slug=f"s{number}", **words)
        made.write(f"content/stories/s{number}.md", story)
        made.write(f"content/stories/d{number}.svg", DRAWINGS[(0, 4)[number % 2]])
        reply = {"author": evil, "date": "2026-02-20", "status": "approved", "text": evil}
        made.write(f"content/comments/s{number}/a.yaml", json.dumps(reply))
    made.build(keep_going=True)
    assert made.report is not None
    assert made.report.published, made.problems
    return made


def test_nothing_hostile_runs_or_asks_anything_whoever_serves_it(browser: Browser, room: Newsroom) -> None:
    paths = files_of(room.output)
    assert len(paths) > 20 * EXAMPLES // 3
    with served(room.output, headers=False) as address:
        assert look(tab_of(browser), address, paths) == []
    stories = [path for path in paths if path.startswith(("stories/", "media/", "feed", "rss"))]
    with previewed(room.cold()) as address:
        assert look(tab_of(browser), address, stories) == []


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ("<script>document.title='ran'</script>", "it ran"),
        ("<img src=x onerror=alert(1)>", "it ran"),
        ("<svg onload=alert(1)></svg>", "it ran"),
        ("<link rel=stylesheet href=//evil.example/x.css>", "it asked http://evil.example/x.css"),
        ("<script src=//evil.example/x.js></script>", "it asked http://evil.example/x.js"),
        ("<meta http-equiv=Content-Security-Policy content=\"style-src 'none'\"><style>a{}</style>", "the policy stopped"),
    ],
)
def test_the_judge_sees_what_runs_and_what_is_asked(browser: Browser, page: str, fault: str, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        f"<!doctype html><html><head>{page if page[1] in 'ml' else ''}</head><body>{page}</body></html>"
    )
    with served(tmp_path, headers=False) as address:
        assert [each for each in look(tab_of(browser), address, ["a.html"]) if fault in each]
