"""Links of an archive to its own site: they lead to what is there now, or are reported and shown as words."""

from __future__ import annotations

from pathlib import Path

import pytest

import linkcheck
from archives import Archive

HUGO = """
-- hugo.toml --
title = 'Old'
baseURL = 'https://old.example/{below}'
-- content/news/a.md --
---
title: Bridge
date: 2020-01-01
---
[gone](https://old.example/{below}gone/?x=1#y), [front](https://old.example/{below}), [b](https://old.example/{below}news/b/),
[other](https://other.example/x), <img src="https://old.example/{below}none.png" alt="Boats">

[shop](https://old.example/shop/), [host](https://old.example)
-- content/news/b.md --
---
title: Canal
date: 2020-01-02
---
Water.
"""


@pytest.mark.parametrize("below", ["", "paper/"])
def test_a_link_to_the_own_site_that_leads_nowhere_is_words_and_a_build_names_it(tmp_path: Path, below: str) -> None:
    archive = Archive(tmp_path, HUGO.format(below=below))
    archive.run()
    base = f"https://old.example/{below}"
    room = archive.built(base_url=base)
    page = next(data for path, data in room.site().items() if b"Bridge</h1>" in data).decode()
    assert ">other</a>" in page
    assert ">front</a>" in page
    assert ">b</a>" in page
    assert 'class="unresolved">gone</a>' in page
    assert ('class="unresolved">shop</a>' in page) != bool(below)  # what is beside the site on its host is none of it
    assert not [each for each in linkcheck.broken_links(room.site(), base) if "leaves the site" not in each]


@pytest.mark.parametrize(
    ("zone", "addresses"),
    [("", ["/2018/7/30/Late-News.html", "/2018/7/31/Late-News.html"]), ("timezone: Asia/Tokyo\n", ["/2018/7/31/Late-News.html"])],
)
def test_jekyll_knows_the_day_of_an_address_where_the_site_is_and_its_name_without_hyphens(
    tmp_path: Path, zone: str, addresses: list[str]
) -> None:
    post = "-- _posts/2018-07-30-Late-News-.md --\n---\ntitle: A\ndate: 2018-07-30 20:00:00 -04:00\n---\nText.\n"
    archive = Archive(tmp_path, f"-- _config.yml --\n{zone}permalink: /:year/:i_month/:i_day/:title.html\n{post}")
    archive.run()
    (story,) = archive.stories()
    assert [line[3:-1] for line in archive.story(story).splitlines() if line.startswith('- "/')] == addresses


@pytest.mark.parametrize(("name", "slug"), [("a-b--c-", "a-b-c"), ("नमस्ते-x", "नमस्ते-x"), ("it's (so)", "it's-(so)")])
def test_jekyll_writes_names_in_addresses_in_its_way(tmp_path: Path, name: str, slug: str) -> None:
    archive = Archive(tmp_path, f"-- _config.yml --\n-- _posts/2018-07-30-{name}.md --\n---\ntitle: A\n---\nText.\n")
    archive.run()
    assert f'"/2018/07/30/{slug}.html"' in archive.story(archive.stories()[0])


RULES = """
-- hugo.toml --
title = 'Old'
baseURL = 'https://old.example/'
-- static/_redirects --
# what had moved already
/bridges/ /bridge  301
/bridge   https://old.example/news/a/
/form     https://forms.example/f  302
/all/*    /news/:splat
/shown    /news/a/  200
/x        /y
/y        /x
-- static/.htaccess --
RewriteEngine on
Redirect 302 /Br%C3%BCcke /news/a/
-- content/news/a.md --
---
title: Bridge
date: 2020-01-01
---
Water.
-- content/news/b.md --
---
title: Canal
date: 2020-01-02
---
[1](/bridges) [2](https://old.example/br%c3%bccke/) [3](/form) [4](/x) [5](/shown)
"""


def test_where_a_host_led_old_addresses_on_they_lead_still(tmp_path: Path) -> None:
    archive = Archive(tmp_path, RULES)
    archive.run()
    aliases = [line[3:-1] for line in archive.story("stories/2020/a.md").splitlines() if line.startswith('- "/')]
    assert sorted(aliases) == ["/Brücke", "/bridge", "/bridges/", "/news/a/"]
    assert archive.story("stories/2020/b.md").endswith(
        "[1](/bridges/) [2](/Br%C3%BCcke) [3](https://forms.example/f) [4](/x) [5](/shown)\n"
    )


def test_what_nikola_was_told_of_old_addresses_and_where_its_list_was_lead_on(tmp_path: Path) -> None:
    post = ".. title: Bridge\n.. slug: a\n.. date: 2020-01-01\n\n[list](/blog/) [other](/old.html)\n"
    settings = 'REDIRECTIONS = [("old.html", "posts/a/"), ("z.html", "https://z.example/")]\nINDEX_PATH = "blog"\n'
    archive = Archive(tmp_path, f"-- conf.py --\nSITE_URL = 'https://old.example/'\n{settings}-- posts/a.md --\n{post}")
    archive.run()
    assert '- "/old.html"' in archive.story("stories/2020/a.md")
    page = next(data for path, data in archive.built().site().items() if b"Bridge</h1>" in data).decode()
    assert "unresolved" not in page


PASSED = """
-- eleventy.config.js --
const IN = "src";
module.exports = (config) => {
  config.addPassthroughCopy({ "./src_static": "./", ["kept"]: "files" });
  config.addPassthroughCopy(`${IN}/papers`);
  config.addPassthroughCopy("src/posts");
  return { dir: { input: IN } };
};
-- src_static/plan.html --
<p>Plan</p>
-- kept/table.csv --
a,b
-- src/papers/sheet.csv --
c,d
-- src/posts/a.md --
---
title: A
date: 2020-01-01
---
[1](/plan.html) [2](/files/table.csv) [3](/papers/sheet.csv)
"""


def test_folders_that_eleventy_copies_stand_where_they_were(tmp_path: Path) -> None:
    archive = Archive(tmp_path, PASSED)
    archive.run()
    static = archive.into / "static"
    assert sorted(path.relative_to(static).as_posix() for path in static.rglob("*.*")) == ["files/table.csv", "papers/sheet.csv"]
    assert archive.stories() == ["stories/2020/a.md"]
    assert "[2](/files/table.csv) [3](/papers/sheet.csv)" in archive.story("stories/2020/a.md")


@pytest.mark.parametrize("stray", ["a ` b", "```a``` b", "<pre>\n```\n</pre>"])
def test_signs_of_code_that_open_none_hide_no_link(tmp_path: Path, stray: str) -> None:
    post = "---\ntitle: A\ndate: 2020-01-01\n---\n"
    archive = Archive(
        tmp_path,
        f"-- hugo.toml --\ntitle = 'Old'\n-- content/a.md --\n{post}{stray}\n\n[c](b.md) ` d\n-- content/b.md --\n{post}B",
    )
    archive.run()
    assert "[c](/b/) ` d" in archive.story("stories/2020/a.md")


def test_the_own_host_is_known_in_any_case_of_its_letters(tmp_path: Path) -> None:
    files = HUGO.format(below="").replace("https://old.example/news/b/", "https://OLD.Example/news/b/")
    archive = Archive(tmp_path, files.replace("baseURL = 'https://old", "baseURL = 'https://WWW.Old"))
    archive.run()
    assert "[b](/news/b/)" in "".join(map(archive.story, archive.stories()))


@pytest.mark.parametrize(
    ("heading", "written", "anchor"),
    [
        ("## 格式要求", "格式要求", "ge-shi-yao-qiu"),
        ("## 格式要求", "%E6%A0%BC%E5%BC%8F%E8%A6%81%E6%B1%82", "ge-shi-yao-qiu"),
        ("Größe & *Lage*\n---", "größe--lage", "grosse-lage"),
        ("<h2>What’s new?</h2>", "whats-new", "what-s-new"),
        ("## Search {#格式}", "格式", "格式"),
        ("## 格式要求 {#要求}", "格式要求", "格式要求"),
        ("## News", "elsewhere", "elsewhere"),
    ],
)
@pytest.mark.parametrize("link", ["See [there](#{})", '<a href="#{}">There</a>'])
def test_a_link_within_a_text_finds_the_heading_by_its_old_name(
    tmp_path: Path, heading: str, written: str, anchor: str, link: str
) -> None:
    text = f"---\ntitle: A\ndate: 2020-01-01\n---\n{link.format(written)}\n\n{heading}\n\nWords.\n"
    archive = Archive(tmp_path, f"-- a.md --\n{text}")
    archive.run("markdown")
    assert link.format(anchor) in archive.story("stories/2020/a.md")
    if anchor not in (written, "elsewhere"):
        assert f'id="{anchor}"' in archive.built().page("/stories/2020/01/a/")
