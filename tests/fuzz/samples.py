"""Samples: small valid files of every kind that a publication is made from, by their paths, and archives that are imported."""

# ruff: noqa: E501

from __future__ import annotations

import textwrap
from functools import cache
from typing import NamedTuple

from newsroom import SETTINGS, article, picture, unpack
from unit import test_importing_blogger as blogger
from unit import test_importing_documents as documents
from unit import test_importing_files as files
from unit import test_importing_ghost as ghost
from unit import test_importing_mail as mail
from unit import test_importing_mediawiki as mediawiki
from unit import test_importing_medium as medium
from unit import test_importing_newsml as newsml
from unit import test_importing_sites as sites
from unit import test_importing_substack as substack
from unit import test_importing_warc as warc
from unit import test_importing_wordpress as wordpress

CANARY = "zyxcanary"  # stands only in what is held back
BODY = f"""The talks *opened* in **Oslo** on 3 March 2026, `said` [Ann Lee](https://example.net/a?b=c "t") of Norway.[^1]

## A heading {{#part}}

> "We are done," she said.

- one
- [ ] two <b class="x" title="y">bold</b> <img src="p.png" alt="P" width="3">

| a | b |
|---|---|
| 1 | 2 |

<table><tr><td colspan="2" align="left">x</td></tr></table>

```python
print("<script>")
```

![Harbour](p.png) <https://example.net/> <!-- {CANARY} --> [a reference][r]

[r]: /about/ "About"
[^1]: A note.
"""
STORY = article(
    "Talks open in Oslo",
    "2026-02-03T10:00:00Z",
    BODY,
    standfirst="They met.",
    section="World",
    tags=["salt", "trade"],
    dossier="Talks",
    authors=["Bo Roe"],
    dateline="Oslo",
    actors=[{"name": "Ann Lee", "role": "minister", "country": "NO"}],
    countries=[{"country": "Norway", "role": "host"}, "SE"],
    places=["Ashby", {"name": "Fern", "kind": "county", "country": "NO"}],
    source={"name": "Wire", "url": "https://example.net/wire"},
    citations=["A paper"],
    quotes=[{"text": "We are done", "speaker": "Ann Lee"}],
    claims=[{"text": "It is over", "status": "reported", "attributed_to": "Ann Lee"}],
    events=[{"date": "2026-01", "text": "They began"}],
    image={"src": "p.png", "alt": "Harbour", "caption": "At noon", "credit": "B"},
    corrections=[{"date": "2026-02-04", "type": "correction", "text": "A name."}],
    aliases=["/old/1/", "/old/2.html"],
    updated="2026-02-05",
)
RAW = """Harbour talks end in accord

By Ann Lee
OSLO, 12 February 2026 — Minister Nils Berg of Norway spoke of the harbour with the Prime Minister of Sweden, Eva Lund.

"We agree," Berg told the Harbour Board on Tuesday. The treaty was signed at Geneva in 1997, and ends on 1 May 2027.

Both said that "nothing is signed", according to Reuters.
"""
FILES: dict[str, str | bytes] = {
    "broadsheet.yaml": SETTINGS
    + "language: en\ntimezone: Europe/Oslo\ndescription: Of salt.\npublisher: {name: P, url: 'https://example.net/'}\n"
    "permalinks: {story: '/{section}/{year}/{slug}/', actor: '/who/{slug}/'}\npage_size: 3\nlabels: [Quiz]\n"
    "menus: {main: [{name: Home, url: /}], footer: [{name: Out, url: 'https://example.net/'}]}\n"
    "feeds: {limit: 3, content: full}\nmarkdown: {smart: true, raw_html: sanitise}\nimages: {widths: [16], share: false}\n"
    "theme: {accent: '#102030'}\ncomments: {form: 'https://forms.example/x', days: 9}\nfields: {rating: {type: number, label: Stars}}\n"
    "static: {active: [tools/x.html]}\nmedia: {keep_metadata: ['static/press/*']}\nhost: netlify\nignore: ['*.bak']\ndossier_editions: true\n",
    "content/stories/a.md": STORY,
    "content/stories/b.md": "+++\ntitle = \"Sums\"\ndate = 2026-02-04\ntags = [\"salt\"]\n[image]\nsrc = \"p.png\"\nalt = \"P\"\n+++\nA *text*.\n",
    "content/stories/c.txt": RAW,
    "content/stories/c.yaml": "section: Harbour\ntags: [port]\nimage: {src: p.png, alt: P}\n",
    "content/stories/d.md": RAW,
    "content/stories/d.auto.yaml": 'title:\n- id: "a1"\n  value: "Harbour talks"\n  evidence:\n  - [0, 13, "Harbour talks"]\n  rule: "first-line"\n'
    '  confidence: 0.95\ndate:\n- id: "a2"\n  value: "2026-02-12"\n  evidence:\n  - [49, 65, "12 February 2026"]\n  rule: "dated-line"\n  confidence: 0.9\n',
    "content/stories/e.html": files.PAGE,
    "content/stories/f.jsonl": '{"title": "Line one", "date": "2026-02-06", "body": "Text *of* it.", "tags": ["salt"], "actors": ["Ann Lee"]}\n'
    '{"title": "Line two", "date": "2026-02-07", "body": "<p>More</p>", "countries": [{"country": "NO"}]}\n',
    "content/stories/g.md": article("Held back", "2026-02-08", CANARY, draft=True, actors=[CANARY], tags=[CANARY], standfirst=CANARY),
    "content/stories/h.md": '{"title": "In JSON", "date": "2026-02-09", "tags": ["trade"]}\n\nText of it.\n',
    "content/stories/p.png": picture(9, 6),
    "content/actors/ann-lee.md": "---\nname: Ann Lee\nkind: person\naliases: [A. Lee]\ncountry: NO\nimage: {src: ann.png, alt: Ann}\n---\nShe *is*.\n",
    "content/actors/ann.png": picture(8, 8),
    "content/countries/NO.md": "---\nname: Norway\naliases: [Norge]\n---\nText.\n",
    "content/tags/salt.md": "---\nname: Salt\naliases: [sodium]\n---\nText.\n",
    "content/sections/world.md": "---\nname: World\n---\nText.\n",
    "content/dossiers/talks.md": "---\nname: Talks\n---\nText.\n",
    "content/pages/about.md": "---\ntitle: About\n---\nWe *write*, see [a](/archive/).\n",
    "content/comments/a/one.yaml": "author: Bo\ndate: 2026-02-21\nstatus: approved\ntext: |\n  Well *said*, https://example.net/x.\n\n  Again.\n",
    "content/comments/a/two.yaml": f"author: Cy\ndate: 2026-02-22\nstatus: pending\nreply_to: one\ntext: {CANARY}\nemail: {CANARY}@example.net\n",
    "content/frequencies.tsv": "(documents)\t9\nharbour\t3\ntalks\t2\n",
    "static/mark.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>M</title><style>.a{fill:red}</style>'
    '<path class="a" d="M0 0h9v9H0z"/><use href="#b"/><g id="b"><text x="1" y="2">M</text></g></svg>',
    "static/notes.txt": "Notes.\n",
    "locale/en.po": 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Tags"\nmsgstr "Subjects"\n',
}  # fmt: skip


class Sample(NamedTuple):
    """An archive of a kind: its files, and which of them, or none for their folder, is imported. `packed`: it is one package."""

    files: dict[str, bytes]
    source: str = ""
    packed: bool = False


@cache
def archives() -> dict[str, Sample]:
    """Return a small archive of every kind."""
    one = {
        "wordpress": ("x.xml", wordpress.HEAD + wordpress.DAM + wordpress.FLOOD + wordpress.TAIL),
        "ghost": ("x.json", ghost.EXPORT),
        "blogger": ("feed.atom", blogger.CLASSIC.format(entries="".join(blogger.ENTRIES))),
        "mediawiki": ("x.xml", mediawiki.dump(*mediawiki.PAGES)),
        "mbox": ("x.mbox", mail.message() + mail.message(mail.multipart(f"{mail.PLAIN}Plain.", f"{mail.HTML}<p>Rich.</p>"), "B", "2@x")),
        "newsml": ("x.xml", newsml.G2),
        "warc": ("x.warc", warc.Crawl(gzipped=False).add("/a", warc.page()).add("/b", warc.page("More.", "B")).data()),
        "csv": ("x.csv", files.CSV),
        "jsonl": ("x.jsonl", str(FILES["content/stories/f.jsonl"])),
        "feed": ("x.xml", files.RSS),
        "text": ("x/a.txt", RAW),
    }  # fmt: skip
    many = {
        "substack": {"posts.csv": substack.TABLE, "posts/101.dam-opens.html": substack.BODY},
        "medium": {"posts/2019-03-04_Dam-opens-aaaaaaaaaaa1.html": medium.page("Dam opens", medium.DAM, path="/p/aaaaaaaaaaa1")},
        "jekyll": unpack(sites.JEKYLL),
        "hugo": unpack(sites.HUGO),
        "html": {"a/index.html": files.PAGE, "b.html": files.PAGE.replace("Dam opens", "Flood ends")},
        "pelican": _site("pelicanconf.py", "SITENAME = 'P'\nSITEURL = 'https://p.example'\n", "content/a.rst"),
        "nikola": _site("conf.py", "BLOG_TITLE = 'N'\n", "posts/a.rst"),
        "zola": _site("zola.toml", "base_url = 'https://z.example'\n", "content/a.md"),
        "eleventy": _site("eleventy.config.js", "module.exports = {}\n", "content/a.md"),
        "markdown": _site("notes.md", "# Notes\n\nText.\n", "a.md"),
    }
    document = {
        "[Content_Types].xml": documents.TYPES,
        "_rels/.rels": documents.RELS % documents.MAIN,
        "word/document.xml": f"<w:document {documents.W}><w:body>{documents.paragraph('Dam opens', 'T')}"
        f"{documents.paragraph('Water flows.')}</w:body></w:document>",
        "word/styles.xml": documents.STYLES,
        "docProps/core.xml": documents.CORE % "",
    }
    text = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {documents.OFFICE}><office:automatic-styles>{documents.LOOKS}</office:automatic-styles>"
        '<office:body><office:text><text:h text:outline-level="1">Dam opens</text:h><text:p>Water <text:span text:style-name="B">flows'
        "</text:span>.</text:p></office:text></office:body></office:document-content>",
        "meta.xml": documents.META % documents.OFFICE,
    }
    crawled = {
        "archive/a.warc": warc.Crawl(gzipped=False).add("/a", warc.page()).data(),
        "pages/pages.jsonl": '{"format": "json-pages-1.0"}\n{"url": "https://old.example/a", "title": "A"}\n',
        "datapackage.json": '{"profile": "data-package", "wacz_version": "1.1.1", "resources": []}',
    }
    return {
        **{
            kind: Sample(_bytes({path: data}), path.partition("/")[0] if kind != "text" else "")
            for kind, (path, data) in one.items()
        },
        **{kind: Sample(_bytes(each)) for kind, each in many.items()},
        "docx": Sample(_bytes(document), "x.docx", packed=True),
        "odt": Sample(_bytes(text), "x.odt", packed=True),
        "wacz": Sample(_bytes(crawled), "x.wacz", packed=True),
    }


def _site(settings: str, text: str, path: str) -> dict[str, str | bytes]:
    heads = {
        "rst": "Dam opens\n=========\n\n:date: 2019-03-04\n:tags: a, b\n\n",
        "md": "---\ntitle: Dam\ndate: 2019-03-04\ntags: [a]\n---\n",
    }
    rest = "Water *flows*, see `it <https://example.net/>`_.\n\n.. image:: dam.png\n   :alt: The dam\n\n.. raw:: html\n\n   <b>x</b>\n"
    return {settings: text, path: heads[path.rpartition(".")[2]] + (rest if path.endswith("rst") else textwrap.dedent(BODY))}


def _bytes(files: dict[str, str] | dict[str, str | bytes] | dict[str, bytes]) -> dict[str, bytes]:
    return {path: data if isinstance(data, bytes) else data.encode() for path, data in files.items()}


def publication() -> dict[str, bytes]:
    """Return the files of the publication as bytes."""
    return _bytes(FILES)
