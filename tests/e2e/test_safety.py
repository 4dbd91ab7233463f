"""Safety: what anybody writes into content or metadata becomes no program in a reader's browser, and leads out of no folder."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from newsroom import Newsroom, article, picture

Make = Callable[..., Newsroom]

EVIL = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'&</title></script><!--"
BODY = """
<script>alert(1)</script>

<p onclick="alert(2)">Text <img src="x" onerror="alert(3)" alt=""> <a href="javascript:alert(4)">a</a>
<a href="JaVa&#x53;cript:alert(5)">b</a> <a href="data:text/html,<script>alert(6)</script>">c</a></p>

<iframe src="https://evil.example/"></iframe><style>body { display: none }</style>
<svg onload="alert(7)"><script>alert(8)</script></svg>
<form action="https://evil.example/"><input name="q"><button formaction="javascript:alert(9)">x</button></form>
<object data="x"></object><embed src="x"><base href="https://evil.example/"><meta http-equiv="refresh" content="0; url=https://evil.example/">
<math><mtext><table><mglyph><style><img src=x onerror=alert(10)></style></mglyph></table></mtext></math>
<div style="background: url(javascript:alert(11))">styled</div>

[link](javascript:alert(12)) ![picture](javascript:alert(13)) <javascript:alert(14)>

[ref]: javascript:alert(15)
[a reference][ref]
"""


_SAVED = tuple(
    f"data:application/{kind};charset=utf-8," for kind in ("x-bibtex", "x-research-info-systems", "vnd.citationstyles.csl+json")
)


class Watch(HTMLParser):
    """Notes everything on a page that could run, load or lead somewhere it should not."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pairs = {name: value or "" for name, value in attrs}
        ours = tag == "script" and bool(re.fullmatch(r"/assets/(appearance|search)\.\w+\.js", pairs.get("src", "")))
        ours = ours or (tag == "input" and (pairs["type"], pairs["name"]) == ("radio", "appearance"))
        if tag == "script" and pairs.get("type") != "application/ld+json" and not ours:
            self.faults.append(f"<{tag}>")
        if tag in ("iframe", "object", "embed", "form", "input", "button", "base", "style", "math", "template") and not ours:
            self.faults.append(f"<{tag}>")
        if tag == "meta" and pairs.get("http-equiv") == "refresh" and "evil" in pairs["content"]:
            self.faults.append("refresh")
        for name, value in pairs.items():
            if name.startswith("on") or name in ("style", "formaction", "srcdoc"):
                self.faults.append(f"<{tag} {name}>")
            scheme = "".join(value.split()).lower().partition(":")[0]
            saved = "download" in pairs and value.startswith(_SAVED)  # which no browser shows
            if name in ("href", "src", "action") and scheme in ("javascript", "data", "vbscript") and not saved:
                self.faults.append(f"<{tag} {name}={value!r}>")


def faults(room: Newsroom) -> dict[str, list[str]]:
    pages = {path: Watch(data.decode()).faults for path, data in room.site().items() if path.endswith(".html")}
    return {path: found for path, found in pages.items() if found}


@pytest.fixture
def room(newsroom: Make) -> Newsroom:
    made = newsroom()
    name = EVIL + " Lee"
    made.write(
        "broadsheet.yaml",
        f"title: {json.dumps(EVIL)}\nbase_url: https://example.org/\ndescription: {json.dumps(EVIL)}\npublisher: "
        f"{json.dumps(EVIL)}\n",
    )
    made.write("content/stories/p.png", picture())
    for day in (1, 2, 3):
        made.write(
            f"content/stories/a{day}.md",
            article(
                EVIL,
                f"2020-01-0{day}",
                BODY if day == 1 else EVIL.removesuffix("<!--"),  # in a body that is an error
                standfirst=EVIL,
                section=EVIL,
                tags=[EVIL],
                dossier=EVIL,
                authors=[EVIL],
                dateline=EVIL,
                actors=[{"name": name, "role": EVIL, "country": "NO"}],
                countries=[{"country": "NO", "role": EVIL}],
                places=[EVIL, {"name": EVIL, "kind": "city", "country": "NO"}],
                source={"name": EVIL, "url": 'https://example.org/?a="b'.replace('"', "%22")},
                citations=[EVIL],
                quotes=[{"text": EVIL, "speaker": name}],
                claims=[{"text": EVIL, "status": "reported", "attributed_to": EVIL}],
                events=[{"date": "2020", "text": EVIL}],
                image={"src": "p.png", "alt": EVIL, "caption": EVIL, "credit": EVIL},
                corrections=[{"date": "2020-01-02", "type": "retraction", "text": EVIL}],
                aliases=[f'/old/{day}/"><script>alert(1)</script>/'],
            ),
        )
    made.write("content/pages/about.md", f"---\ntitle: {json.dumps(EVIL)}\nstandfirst: {json.dumps(EVIL)}\n---\n{BODY}")
    made.build()
    assert made.report is not None
    assert made.report.published
    return made


def test_nothing_that_somebody_wrote_runs_on_any_page(room: Newsroom) -> None:
    assert faults(room) == {}


def test_what_was_removed_from_a_body_is_reported_with_its_line(room: Newsroom) -> None:
    assert set(room.codes) == {"removed-markup", "stray-markup", "broken-link", "unknown-speaker"}
    places = [problem for problem in room.problems if problem.startswith("content/pages/about.md:6:1:")]
    assert places == [
        "content/pages/about.md:6:1: warning: `<script>` is not allowed in a body: the element and its content were removed; "
        "remove it, or write it in Markdown [removed-markup]"
    ]


def test_the_text_of_the_metadata_is_shown_as_it_was_written(room: Newsroom) -> None:
    class Heading(HTMLParser):
        inside, text = False, ""

        def handle_starttag(self, tag: str, _attrs: object) -> None:
            self.inside = self.inside or tag == "h1"

        def handle_endtag(self, tag: str) -> None:
            self.inside = self.inside and tag != "h1"

        def handle_data(self, data: str) -> None:
            self.text += data if self.inside else ""

    heading = Heading()
    heading.feed(room.page("/stories/2020/01/a1/"))
    assert heading.text == EVIL


def scripts(page: str) -> Iterator[str]:
    for part in page.split('<script type="application/ld+json">')[1:]:
        yield part.partition("</script>")[0]


def test_json_ld_parses_and_cannot_end_its_script(room: Newsroom) -> None:
    pages = [data.decode() for path, data in room.site().items() if path.endswith(".html")]
    documents = [json.loads(script) for page in pages for script in scripts(page)]
    assert len(documents) > 5
    assert any(EVIL in json.dumps(document, ensure_ascii=False).replace('\\"', '"') for document in documents)


def test_feeds_and_site_maps_stay_well_formed(room: Newsroom) -> None:
    for path, data in room.site().items():
        if path.endswith(".xml"):
            ElementTree.fromstring(data)
        elif path.endswith(".json"):
            json.loads(data)


def test_html_in_feeds_is_sanitised_too(room: Newsroom) -> None:
    room.edit("broadsheet.yaml", "title:", "feeds: {content: full}\ntitle:")
    room.build()
    feed = ElementTree.fromstring(room.site()["feed.xml"])
    contents = [node.text or "" for node in feed.iter("{http://www.w3.org/2005/Atom}content")]
    assert len(contents) == 3
    assert [Watch(content).faults for content in contents] == [[], [], []]


def test_a_value_is_one_cell_of_the_tables_whatever_is_in_it(newsroom: Make) -> None:
    room = newsroom()
    titles = ['a,"b"; c', "'quoted'", "plain"]
    for number, title in enumerate(titles, 1):
        room.write(f"content/stories/a{number}.md", article(title, f"2020-01-0{number}", tags=["x, y"]))
    room.publish()
    rows = list(csv.DictReader(io.StringIO(room.page("/data/stories.csv"), newline="")))
    assert [(row["title"], row["tags"]) for row in rows] == [(title, "x-y") for title in titles]


def test_a_redirect_stays_one_line_of_three_words_whatever_its_alias(newsroom: Make) -> None:
    room = newsroom()
    room.write("content/stories/a.md", article("A", "2020-01-01", aliases=["/a b/c 301!", "/c*d/", "/x/ y", "/caf\u00e9/"]))
    room.publish()
    assert room.page("/_redirects").splitlines() == [
        "/a%20b/c%20301%21 /stories/2020/01/a/ 301",
        "/c%2Ad/ /stories/2020/01/a/ 301",
        "/caf%C3%A9/ /stories/2020/01/a/ 301",
        "/x/%20y /stories/2020/01/a/ 301",
    ]


@pytest.mark.parametrize("alias", ["/../x/", "//evil.example/", "https://evil.example/", "/a?b", "/a#b", "/a\\b", "/%2e%2e/x/"])
def test_an_alias_that_would_leave_the_site_is_an_error(newsroom: Make, alias: str) -> None:
    room = newsroom()
    room.write("content/stories/a.md", article("A", "2020-01-01", aliases=[alias]))
    report = room.build()
    assert room.codes == ["bad-address"]
    assert not report.published


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example/", "https://a b/", "vbscript:x"])
def test_an_address_in_the_metadata_is_a_web_address_or_an_error(newsroom: Make, url: str) -> None:
    room = newsroom()
    room.write("content/stories/a.md", article("A", "2020-01-01", source={"name": "S", "url": url}))
    report = room.build()
    assert room.codes == ["bad-value"]
    assert not report.published


def test_the_policy_that_the_headers_set_allows_no_script_but_the_files_of_the_site(newsroom: Make) -> None:
    room = newsroom()
    room.publish()
    headers = room.page("/_headers")
    assert "Content-Security-Policy: default-src 'none';" in headers
    assert "unsafe" not in headers
    assert re.findall(r"script-src[^;\n]*", headers) == ["script-src 'self'", "script-src *:*/assets/ *:*/search/"]
