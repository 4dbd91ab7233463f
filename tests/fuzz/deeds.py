"""Deeds: what somebody hostile does to a publication. Each takes a chance and a site that is to be, and leaves it worse.

Nothing here is written by a template or a program of the publication's own: whoever writes those is trusted (SECURITY.md).
"""

# ruff: noqa: E501

from __future__ import annotations

import json
import os
import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path
from random import Random

from broadsheet.config import Config
from broadsheet.engine.configuration import ledger_path
from broadsheet.engine.publish import MARK_TEXT
from fuzz.mutation import MARKDOWN, MARKUP, PIECES, TEXT, VALUES, WAYS, mutated
from fuzz.samples import BODY, CANARY
from newsroom import MARK, article, picture

SECRET = "zyxsecret"  # what stands beside the publication
# fmt: off
NAMES = (
    b"new\nline", b"tab\tin", "bidi\u202egpj".encode(), b"bytes\xff\xfe", b"a" * 255, "ä".encode() * 120, b"CON", b"nul.md", b"aux", b"A", b"a", b".hidden",
    b"-rf", b"~", b"$(id)", b"`id`", b"a b", b" ", b"a.", b"..a", b"%2e%2e", b"a%00b", b"<script>", b"\"><img src=x onerror=alert(1)>", b"a?b#c", b"a:b", b"a\\b",
    "\u200b".encode(), "e\u0301".encode(), "\u00e9".encode(), "ﬁ".encode(), "İ".encode(), b"index", b"_index", b"__proto__", b"404", b"feed", b"*", b"[a]", b"{slug}",
    b"'", b"&amp;", b"a=b", b"COM1.md", b"\x7f", b"\x1b[31m", b"{{ site }}", b"a/../b", b"deep/" * 40 + b"x",
)
SUFFIXES = (
    b".md", b".txt", b".html", b".jsonl", b".yaml", b".png", b".svg", b".csv", b".pdf", b".js", b".html.png", b".php.jpg", b".svg.gz", b".htaccess", b".auto.yaml", b"", b".zip",
    b".png.html", b".xhtml", b".mp4", b".json", b".webp", b".MD", b".HTM", b".md~",
)
FOLDERS = ("content/stories", "content/pages", "content/actors", "content/tags", "content/countries", "content/comments/a", "static", "static/assets", "locale", "content/media")
DRAWINGS = (
    "<svg xmlns='http://www.w3.org/2000/svg' onload='document.title=\"ran\"'><script>document.title='ran'</script></svg>",
    "<svg xmlns='http://www.w3.org/2000/svg' xmlns:x='http://www.w3.org/1999/xlink'><a x:href='javascript:alert(1)'><text>x</text></a><use x:href='//evil.example/x.svg#a'/></svg>",
    "<svg xmlns='http://www.w3.org/2000/svg'><style>@import '//evil.example/x.css'; a{background:url(//evil.example/x)}</style><image href='https://evil.example/x.png'/></svg>",
    "<?xml version='1.0'?><?xml-stylesheet href='//evil.example/x.xsl' type='text/xsl'?><!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><svg xmlns='http://www.w3.org/2000/svg'><text>&a;</text></svg>",
    "<svg xmlns='http://www.w3.org/2000/svg'><foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></body></foreignObject><set attributeName='onload' to='alert(1)'/></svg>",
    "<svg xmlns='http://www.w3.org/2000/svg'><animate attributeName='href' values='javascript:alert(1)'/><path d='M0 0' style='fill:url(\"//evil.example/x\")'/></svg>",
    "<x:svg xmlns:x='http://www.w3.org/2000/svg'><x:script href='data:text/javascript,alert(1)'/></x:svg>",
    "<html xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></html>",
)
SETTINGS = (
    "players: ['javascript:x', '//x', 'https://a b/']", "taxonomies: {'<b>': {label: '<script>'}}", "taxonomies: {tags: {}}",
    "taxonomies: {beats: {label: '<i>'}}", "taxonomies: [authors]", "limits: {files: 1}",
    "base_url: 'javascript:alert(1)'", "base_url: 'https://evil.example/\"><script>'", "base_url: https://example.org/a/b/", "title: '<script>alert(1)</script>'",
    "output_dir: ..", "output_dir: content/stories", "output_dir: static", "output_dir: .git", "output_dir: /tmp/x", "output_dir: beside/../../watch", "output_dir: other",
    "source_dir: ..", "source_dir: .", "source_dir: static", "source_dir: content/stories", "permalinks: {story: '/../{slug}/'}", "permalinks: {story: '/{slug}/', tag: '/{slug}/'}",
    "permalinks: {page: '/assets/{slug}/'}", "menus: {main: [{name: <b>, url: 'javascript:alert(1)'}]}", "menus: {main: [{name: x, url: '//evil.example/'}]}", "logo: //evil.example/x.png",
    "logo: ../../etc/passwd", "theme: {accent: 'red;}</style><script>'}", "theme: {accent: 'url(//evil.example/x)'}", "theme: {accent: 'expression(1)'}", "comments: {form: 'javascript:x'}",
    "comments: {form: 'https://forms.example/\"x'}", "labels: ['<i>']", "language: '../../en'", "language: xx-YY", "timezone: ../../../etc/passwd", "timezone: Mars/X", "page_size: 0",
    "page_size: 99999999999999999999", "limits: {bytes: 1000}", "ignore: ['[', '***', '/']", "images: {share: true, font: ../../etc/passwd}", "images: {share: true, font: content/stories/a.md}",
    "images: {widths: [1, 99999]}", "fields: {'<b>': {type: text}}", "fields: {x: {type: link, label: '<script>', show: card}}", "disable: [nothing]", "host: evil", "follow_links: true",
    "offline: true", "search: {full_text: true}", "extra_keys: ['a: b']", "feeds: {content: full, limit: 0}", "people: {noindex_below: -1}", "undated: publish", "future: true",
    "markdown: {engine: commonmark}", "markdown: {raw_html: refuse}", "static: {active: ['../x', '/etc/*']}", "media: {keep_metadata: ['*/../*']}", "&a a: *a", "a: &x [*x]", "<<: [1]", "? [a]\n: b",
    "extraction: {publish_at: 0, on_build: true}", "dossier_editions: true", "description: \"a\\u0000b\\u202e\"", "publisher: {name: x, url: 'javascript:x'}",
)
ALIASES = (
    "/", "//evil.example/", "/../../x", "/.git/config", "/.htaccess", "/index.html", "/assets/x.js", "/a\\b/", "/CNAME", "/robots.txt", "/%2e%2e/x", "/a?b", "/a#b", "javascript:alert(1)",
    "/\"><script>/", "/a\nb/", "/" + "a" * 300 + "/", "/a/" * 60, "/feed.xml", "/stories/", "/A/", "/a/", "/x.php", "/_redirects", "/site.webmanifest", "/worker.js", "/é/", "/ /",
)
# fmt: on
Deed = Callable[[Random, Path], None]


def put(root: Path, path: bytes, data: bytes) -> None:
    """Write a file at a path that may be any bytes; one that a system does not take is not written, nor what is a pipe."""
    place = os.fsencode(root) + b"/" + path
    try:
        Path(os.fsdecode(place)).parent.mkdir(parents=True, exist_ok=True)
        with open(place, "wb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK)) as file:
            file.write(data)
    except (OSError, ValueError):
        return


def some(chance: Random, pieces: tuple[str, ...] | tuple[bytes, ...], most: int = 6) -> str:
    """Return some pieces, joined somehow."""
    chosen = (chance.choice(pieces) for _ in range(chance.randint(1, most)))
    return chance.choice(("", " ", "\n", "\n\n")).join(
        each if isinstance(each, str) else each.decode("utf-8", "replace") for each in chosen
    )


def spoil(chance: Random, root: Path) -> None:
    """Spoil one of the files that are there; what was held back is in it no more."""
    files = sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink() and CANARY not in path.name)
    files = [path for path in files if path.name not in ("g.md", "two.yaml")]
    path = chance.choice(files)
    steps = [
        (chance.choice(sorted(WAYS)), chance.randrange(10_000), chance.randrange(10_000)) for _ in range(chance.randint(1, 5))
    ]
    path.write_bytes(mutated(path.read_bytes().replace(CANARY.encode(), b"word"), steps))


def odd_name(chance: Random, root: Path) -> None:
    data = chance.choice(
        (article("Odd", "2026-02-01").encode(), picture(3, 3), DRAWINGS[0].encode(), b"a,b\n", chance.choice(PIECES))
    )
    put(root, chance.choice(FOLDERS).encode() + b"/" + chance.choice(NAMES) + chance.choice(SUFFIXES), data)


def clash(chance: Random, root: Path) -> None:
    """Two files that are one to a system that does not mind case or form."""
    one, other = chance.choice((("Same", "same"), ("e\u0301", "\u00e9"), ("a-b", "a b"), ("ss", "ß"), ("I", "ı")))
    for name in (one, other):
        put(
            root,
            f"content/{chance.choice(('stories', 'tags', 'pages'))}/{name}.md".encode(),
            article("Same", "2026-02-01").encode(),
        )


def link(chance: Random, root: Path) -> None:
    """A link in the place of a file or a folder, out of the publication, in a circle, or to what is hidden."""
    target = chance.choice(
        (
            root.parent / "watch/secret.md",
            root.parent / "watch",
            Path("/etc/passwd"),
            Path(),
            Path(".."),
            Path("nothing"),
            root / "broadsheet.yaml",
        )
    )
    names = (
        "content/stories/l.md",
        "content/stories/l.png",
        "content/stories/l",
        "static/l.txt",
        "static/l",
        "content/stories/a.yaml",
        "content/comments/a/l.yaml",
        "content/l",
        "locale/en.po",
        "site",
        ".broadsheet",
        ".broadsheet/config",
        "content/tags/l.md",
        "templates/story.html",
        "templates",
        "site/index.html",
    )
    place = root / chance.choice(names)
    if not os.path.lexists(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(target)


def special(chance: Random, root: Path) -> None:
    """A named pipe, a socket, a folder or a file that nobody may read, where a file belongs."""
    place = root / chance.choice(
        (
            "content/stories/s.md",
            "static/s.txt",
            "content/stories/s.png",
            "content/comments/a/s.yaml",
            "content/frequencies.tsv",
            "locale/de.po",
            "site/index.html",
            ".broadsheet/config",
            ".broadsheet/lock",
        )
    )
    place.parent.mkdir(parents=True, exist_ok=True)
    if os.path.lexists(place):
        return
    kind = chance.randrange(3)
    if kind == 0:
        os.mkfifo(place)
    elif kind == 1:
        here = Path.cwd()
        with socket.socket(socket.AF_UNIX) as end:
            os.chdir(place.parent)  # the address of a socket is short
            end.bind(place.name)
            os.chdir(here)
    else:
        place.mkdir()


def matter(chance: Random, root: Path) -> None:
    """Front matter of what YAML, dates and addresses can be taken for."""
    keys = (
        "title",
        "date",
        "slug",
        "section",
        "tags",
        "actors",
        "countries",
        "image",
        "source",
        "quotes",
        "claims",
        "events",
        "authors",
        "aliases",
        "updated",
        "publish_at",
        "dossier",
        "lang",
        "translation_of",
        "label",
        "standfirst",
        "citations",
        "corrections",
        "draft",
        "fields",
    )
    lines = "".join(f"{chance.choice(keys)}: {some(chance, VALUES + TEXT + MARKUP, 2)}\n" for _ in range(chance.randint(1, 6)))
    put(
        root,
        b"content/stories/m.md",
        f"---\ntitle: M\ndate: 2026-02-01\n{lines}---\n{some(chance, MARKDOWN)}\n".encode("utf-8", "replace"),
    )


def body(chance: Random, root: Path) -> None:
    """A body in one of the forms that are read, of pieces that somebody takes for markup."""
    text = some(chance, (BODY.replace(CANARY, "word"), *MARKUP, *MARKDOWN), 12)
    name = chance.choice(("b.md", "b.html", "b.txt", "b.markdown"))
    head = (
        f"<html><head><title>{some(chance, MARKUP, 1)}</title><meta name=date content=2026-02-01></head><body><article><h1>T</h1>"
        if name == "b.html"
        else "---\ntitle: B\ndate: 2026-02-01\n---\n"
    )
    folder = chance.choice(("stories", "stories", "pages", "tags", "dossiers"))
    put(root, f"content/{folder}/{name}".encode(), (head + text).encode("utf-8", "replace"))


def everything(chance: Random, root: Path) -> None:
    """A piece of markup in every key of a story that takes a text."""
    evil = chance.choice((*MARKUP, *TEXT)).replace("\0", "")
    keys = {
        "standfirst": evil,
        "section": evil,
        "tags": [evil],
        "dossier": evil,
        "authors": [evil],
        "dateline": evil,
        "actors": [{"name": f"{evil} Lee", "role": evil}],
        "quotes": [{"text": evil, "speaker": evil}],
        "claims": [{"text": evil, "status": "reported"}],
        "events": [{"date": "2020", "text": evil}],
        "citations": [evil],
        "image": {"src": "p.png", "alt": evil, "caption": evil},
        "source": {"name": evil, "url": "https://example.org/"},
    }
    put(
        root,
        b"content/stories/e.md",
        article(f"E {evil}", "2026-02-01", evil, **dict(chance.sample(sorted(keys.items()), 6))).encode("utf-8", "replace"),
    )


def drawing(chance: Random, root: Path) -> None:
    data = chance.choice(DRAWINGS).encode()
    if chance.random() < 0.3:
        data = data.decode().encode("utf-16") if chance.random() < 0.5 else b"\xef\xbb\xbf" + data
    put(root, b"content/stories/d.svg", data)
    put(root, b"content/stories/d.md", article("D", "2026-02-01", "![d](d.svg) [d](d.svg)").encode())
    put(root, b"static/" + chance.choice((b"d.svg", b"d.SVG", b"d.svg.png", b"d.xml", b"d.css", b"assets/d.svg")), data)


def junk(chance: Random, root: Path) -> None:
    """A picture with something in, before or behind it, or something else under the name of a picture."""
    form = chance.choice(("PNG", "JPEG", "WEBP", "GIF", "TIFF", "BMP"))
    data = picture(9, 9, form)
    extra = chance.choice(
        (
            b"<script>alert(1)</script>",
            b"PK\x03\x04",
            b"%PDF-1.4",
            b"<?php system('id') ?>",
            b"\0" * 999,
            DRAWINGS[0].encode(),
            b"GIF89a/*",
        )
    )
    data = chance.choice(
        (data + extra, extra + data, data[: len(data) // 2], extra, data.replace(b"IHDR", b"IHDX"), data[:8] + b"\xff" * 99)
    )
    name = chance.choice(("j.png", "j.jpg", "j.webp", "j.gif", "j.tiff", "j.pdf", "j.mp4", "j.zip", "j.csv", "j.avif", "j.ico"))
    put(root, f"content/stories/{name}".encode(), data)
    put(
        root,
        b"content/stories/j.md",
        article("J", "2026-02-01", f"![j]({name}) [j]({name})", image={"src": name, "alt": "J"}).encode(),
    )
    put(root, f"static/{name}".encode(), data)


def settings(chance: Random, root: Path) -> None:
    """Configuration with hostile values; the hostile line may stand twice."""
    place = root / "broadsheet.yaml"
    lines = "\n".join(chance.choice(SETTINGS) for _ in range(chance.randint(1, 3)))
    if chance.random() < 0.15:
        lines += f"\n{chance.choice(('title', 'theme', 'menus', 'ignore'))}: {some(chance, VALUES, 2)}"
    if not place.is_symlink():
        place.write_bytes(f"title: T\nbase_url: https://example.org/\n{lines}\n".encode("utf-8", "replace"))


def replies(chance: Random, root: Path) -> None:
    name = chance.choice(("x", "<b>", "a b", "..", "é"))
    said = {
        "author": chance.choice(("Bo", *MARKUP)),
        "date": chance.choice(("2026-02-21", "9999-12-31", "0")),
        "status": "approved",
    }
    said["text"] = some(chance, (*MARKUP, *MARKDOWN, *TEXT))
    more = {} if chance.random() < 0.7 else {"reply_to": name, "url": chance.choice(TEXT)}
    put(
        root,
        f"content/comments/{chance.choice(('a', 'a', 'a', '../a', 'f#line-one', 'nobody'))}/{name}.yaml".encode(),
        json.dumps(said | more).encode(),
    )


def beside(chance: Random, root: Path) -> None:
    """A sidecar, findings or decisions of somebody who was not asked."""
    name = chance.choice(("c.yaml", "a.yaml", "d.auto.yaml", "c.auto.yaml", "f.yaml", "e.auto.yaml"))
    lines = (
        f"findings:\n- {{id: x, field: {some(chance, ('title', 'actors', 'date', 'body'), 1)}, value: {chance.choice(VALUES)!r}, confidence: 1.0}}\n",
        "decisions: {x: accept}\n",
        "decisions: *a\n",
        f"title: {some(chance, VALUES, 2)}\n",
        f"actors: [{{name: {chance.choice(MARKUP)!r}}}]\n",
        "version: 9\narticle: ../../x\nsha256: zz\n",
    )
    put(root, f"content/stories/{name}".encode(), "".join(chance.sample(lines, 2)).encode("utf-8", "replace"))


def state(chance: Random, root: Path) -> None:
    """State that came from elsewhere: a ledger, a configuration, copies and the list of the output."""
    folder = root / ".broadsheet"
    if folder.is_symlink():
        return
    folder.mkdir(exist_ok=True)
    name = chance.choice((ledger_path(root, root / Config("").output_dir).name, "config", "lock", "pictures", "scratch"))
    place = folder / name
    if os.path.lexists(place):
        return
    if name.startswith("ledger"):
        connection = sqlite3.connect(place)
        connection.executescript(
            "CREATE TABLE parts (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID; PRAGMA user_version = 8;"
        )
        connection.execute("INSERT INTO parts VALUES ('outputs', ?)", (b"\0" * 16 + chance.choice(PIECES),))
        connection.commit()
        connection.close()
    elif name in ("config", "lock"):
        place.write_bytes(chance.choice(PIECES) * 9)
    else:
        (place / "x").mkdir(parents=True)
        (place / "x/y").write_bytes(chance.choice(PIECES))
    output = root / "site"
    if not output.is_symlink():
        output.mkdir(exist_ok=True)
        (output / MARK).write_bytes(
            MARK_TEXT + b"../watch/secret.md\n../../watch/secret.md\nindex.html\n" + chance.choice(PIECES)
        )


def aliases(chance: Random, root: Path) -> None:
    chosen = [chance.choice(ALIASES) for _ in range(chance.randint(1, 4))]
    put(
        root,
        b"content/stories/r.md",
        article("R", "2026-02-01", aliases=chosen, slug=chance.choice(("r", "index", "404", "CON", "feed.xml", "../x"))).encode(),
    )


def output(chance: Random, root: Path) -> None:
    """Something in the output folder that is nobody's."""
    path = chance.choice(("index.html", "feed.xml", "tags", "stories/2026", ".broadsheet-output", "assets", "own.html"))
    put(root, f"site/{path}".encode(), b"mine")


def lines(chance: Random, root: Path) -> None:
    rows = (json.dumps({"title": f"L{n}", "date": f"2026-02-0{n}", "body": some(chance, (*MARKUP, *TEXT))}) for n in range(1, 4))
    put(root, b"content/stories/l.jsonl", "\n".join(rows).encode() + (chance.choice(PIECES) if chance.random() < 0.3 else b""))


DEEDS: tuple[Deed, ...] = (
    spoil, spoil, spoil, odd_name, odd_name, clash, link, link, special, matter, matter, body, body, body, everything, drawing, drawing, junk, junk,
    settings, replies, replies, beside, state, aliases, output, lines,
)  # fmt: skip
