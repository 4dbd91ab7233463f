"""Import of Markdown sites: Jekyll, Hugo, Zola, Eleventy, Pelican, Nikola, and folders of Markdown."""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path

import pytest

from archives import Archive, notes_on_articles
from broadsheet.importing import restructured
from broadsheet.importing.kinds import kind_of
from broadsheet.importing.mdx import without_programs
from broadsheet.importing.shortcodes import replaced
from growth import grows_evenly
from newsroom import picture

JEKYLL = """
-- _config.yml --
title: The Old Times
url: https://old.example
baseurl: /paper
timezone: Africa/Nairobi
permalink: /:year/:month/:title.html
-- _data/authors.yml --
ann: {name: Ann Lee}
-- _posts/2019-03-04-dam-opens.md --
---
layout: post
title: Dam opens
author: ann
categories: [News, Water]
tags: rivers
excerpt: The dam is open.
header: {image: /images/dam.png, caption: The dam at noon}
redirect_from: [/dam/, "/p?x=1"]
---
Water flows. See [the flood]({% post_url 2019-05-06-flood %}) and ![the dam](/paper/images/dam.png).

{% highlight ruby %}
puts "{{ kept }}"
{% endhighlight %}

{% include youtube.html id="abc123" %}

{% widget x %}
-- _posts/2019-05-06-flood.md --
---
title: Flood
tags: rivers  lakes
---
See [the dam](https://old.example/paper/2019/03/dam-opens.html), [all]({{ '/about/' | relative_url }}).
-- _drafts/secret.md --
---
title: A secret
---
CANARY draft.
-- _posts/2019-06-01-unpublished.md --
---
title: Unpublished
published: false
---
CANARY unpublished.
-- about.md --
---
title: About us
permalink: /about/
---
We write.
-- images/dam.png --
-- _site/copy.md --
never read
-- README.md --
read me
"""


def test_each_word_of_a_text_is_a_tag_of_jekyll_and_not_of_hexo(tmp_path: Path) -> None:
    (tmp_path / "hexo").mkdir()
    jekyll = Archive(tmp_path, JEKYLL)
    jekyll.run()
    assert "tags:\n- rivers\n- lakes\n" in jekyll.story("stories/2019/flood.md")
    hexo = Archive(tmp_path / "hexo", "-- _config.yml --\ntitle: T\nsource_dir: source\n-- source/_posts/a.md --\n")
    hexo.write("source/_posts/a.md", "---\ntitle: A\ndate: 2020-01-02\ntags: high water\n---\nText.\n")
    hexo.run()
    assert "tags:\n- high water\n" in hexo.story("stories/2020/a.md")


@pytest.fixture
def jekyll(tmp_path: Path) -> Archive:
    return Archive(tmp_path, JEKYLL)


def test_a_post_of_jekyll_keeps_its_metadata_its_address_and_its_picture(jekyll: Archive) -> None:
    jekyll.run()
    assert jekyll.story("stories/2019/dam-opens.md") == (
        "---\n"
        "title: Dam opens\n"
        "standfirst: The dam is open.\n"
        "date: 2019-03-04\n"
        "section:\n- News\n- Water\n"
        "authors:\n- Ann Lee\n"
        "tags:\n- rivers\n"
        'image:\n  src: "/images/dam.png"\n  alt: The dam at noon\n  caption: The dam at noon\n'
        'aliases:\n- "/2019/03/dam-opens.html"\n- "/dam/"\n'
        'imported:\n  from: "jekyll https://old.example/paper/ _posts/2019-03-04-dam-opens.md"\n'
        '  template_code:\n  - "{% widget x %}"\n'
        "---\n\n"
        "Water flows. See [the flood](/2019/05/flood.html) and ![the dam](/images/dam.png).\n\n\n"
        '```ruby\nputs "{{ kept }}"\n```\n\n\n\n'
        "[Video on YouTube](https://www.youtube.com/watch?v=abc123)\n"
        "---\n".removesuffix("---\n")
    )


def test_the_publication_is_made_from_what_the_site_says_of_itself(jekyll: Archive) -> None:
    jekyll.run()
    assert (jekyll.into / "broadsheet.yaml").read_text() == (
        'title: The Old Times\nbase_url: "https://old.example/paper/"\ntimezone: Africa/Nairobi\n'
    )


def test_a_story_whose_file_is_called_index_is_named_by_its_headline(jekyll: Archive) -> None:
    jekyll.write("_posts/2025-01-10-index.md", "---\ntitle: The day in short\n---\nText.\n")
    jekyll.run()
    assert "title: The day in short\n" in jekyll.story("stories/2025/the-day-in-short.md")


def test_what_jekyll_holds_back_is_a_draft(jekyll: Archive) -> None:
    report = jekyll.run()
    assert [(source, state) for source, state, _ in report.held] == [
        ("_drafts/secret.md:1:1", "draft"),
        ("_posts/2019-06-01-unpublished.md:1:1", "draft"),
    ]
    assert "draft: true\n" in jekyll.story("stories/2026/secret.md")
    assert "draft: true\n" in jekyll.story("stories/2019/unpublished.md")


def test_every_field_and_everything_left_out_is_in_the_report(jekyll: Archive) -> None:
    report = jekyll.told()
    assert report["posts"] == {
        "found": 6, "skipped": 1, "held": 2, "new": 5, "updated": 0, "unchanged": 0, "edited": 0, "removed": 0,
    }  # fmt: skip
    assert report["articles"] == {"story": 4, "page": 1, "tag": 0, "section": 0, "term": 0}
    assert report["skipped"] == [{"source": "README.md:1:1", "reason": "it has no front matter, so it is no article"}]
    assert (
        report["addresses"]
        == [
            {
                "source": "_posts/2019-03-04-dam-opens.md:1:1",
                "address": "/p?x=1",
                "reason": "it is on another host, or has a query",
            }
        ]
        or report["addresses"] == []
    )
    assert report["fields"]["header.image"]["became"] == "picture"
    assert report["fields"]["template_code"]["kept"] == 1
    assert report["complete"] is False


def test_what_was_imported_builds_and_its_links_lead_somewhere(jekyll: Archive) -> None:
    jekyll.run()
    room = jekyll.built()
    assert room.codes == []
    assert 'href="/stories/2019/03/dam-opens/"' in room.page("/stories/2019/05/flood/")
    assert 'href="/about/"' in room.page("/stories/2019/05/flood/")
    assert "CANARY" not in "".join(data.decode("utf-8", "replace") for data in room.site().values())
    assert room.has("/2019/03/dam-opens.html")


HUGO = """
-- hugo.toml --
title = "Bulletin"
baseURL = "https://bulletin.example/"
defaultContentLanguage = "en"
[permalinks]
news = "/:year/:month/:day/:slug/"
[taxonomies]
topic = "topics"
-- content/authors/ann-lee/_index.md --
---
title: Ann Lee
---
-- content/news/talks.md --
+++
title = "Talks begin"
date = 2021-02-03T10:00:00Z
slug = "talks"
authors = ["ann-lee"]
topics = ["Peace"]
weight = 3
[params]
mood = "calm"
+++
Read [the other]({{< ref "/news/treaty/index.md" >}}).

{{< figure src="/images/table.png" alt="A table" caption="The table" >}}

{{% notice tip %}}
Inner **words** stay.
{{% /notice %}}
-- content/news/treaty/index.md --
{
  "title": "Treaty",
  "date": "2021-03-04",
  "aliases": ["/old-treaty/"],
  "expiryDate": "2999-01-01"
}

![signatures](signed.png)
-- content/news/treaty/signed.png --
-- content/news/later.md --
---
title: Later
date: 2021-01-01
publishDate: 2999-01-01
---
CANARY later
-- content/news/gone.md --
---
title: Gone
date: 2019-01-01
expiryDate: 2020-01-01
---
CANARY gone
-- content/news/future.md --
---
title: Future
date: 2999-05-05
---
CANARY future
-- content/news/hidden.md --
---
title: Hidden
date: 2019-01-01
_build: {render: never}
---
CANARY hidden
-- content/news/half.md --
---
title: "Half
date: 2019-01-01
---
CANARY never read
-- content/news/traite.fr.md --
---
title: Traité
date: 2021-03-04
---
Bonjour.
-- content/about/index.md --
---
title: About
---
About us.
-- content/categories/water/_index.md --
---
title: Water
---
All about water.
-- static/images/table.png --
-- static/app.js --
alert(1)
-- static/robots.txt --
User-agent: *
"""


@pytest.fixture
def hugo(tmp_path: Path) -> Archive:
    return Archive(tmp_path, HUGO)


def test_front_matter_of_hugo_is_read_in_toml_json_and_yaml(hugo: Archive) -> None:
    hugo.run()
    talks, treaty = hugo.story("stories/2021/talks.md"), hugo.story("stories/2021/treaty.md")
    assert "title: Talks begin\ndate: " in talks
    assert "authors:\n- Ann Lee\ntags:\n- Peace\n" in talks
    assert 'aliases:\n- "/2021/02/03/talks/"\n' in talks
    assert "  params:\n    mood: calm\n" in talks
    assert 'aliases:\n- "/2021/03/04/treaty/"\n- "/old-treaty/"\n' in treaty
    assert "expires_at: 2999-01-01\n" in treaty


def test_shortcodes_of_hugo_become_what_they_show(hugo: Archive) -> None:
    hugo.run()
    talks = hugo.story("stories/2021/talks.md")
    assert "Read [the other](/2021/03/04/treaty/)." in talks
    assert '<figure><img src="/images/table.png" alt="A table"><figcaption>The table</figcaption></figure>' in talks
    assert "Inner **words** stay." in talks
    assert '  - "{{% notice tip %}}"\n---' in talks


def test_a_file_of_a_bundle_comes_with_its_story(hugo: Archive) -> None:
    report = hugo.run()
    assert "![signatures](../../media/content/news/treaty/signed.png)" in hugo.story("stories/2021/treaty.md")
    room = hugo.built()
    assert room.has("/media/media/content/news/treaty/signed.png")
    assert report.left == [
        ("static/app.js", "browsers run programs in files of the kind `.js`"),
        ("static/robots.txt", "the archive has one of its own"),
    ]


def test_what_hugo_holds_back_stays_held_back(hugo: Archive) -> None:
    report = hugo.run()
    assert {path.rpartition("/")[2]: state for _, state, path in report.held} == {
        "future.md": "scheduled", "gone.md": "expired", "hidden.md": "private", "later.md": "scheduled",
    }  # fmt: skip
    assert "publish_at: 2999-01-01\n" in hugo.story("stories/2021/later.md")
    assert "publish_at: 2999-05-05\n" in hugo.story("stories/2999/future.md")
    assert "expires_at: 2020-01-01\n" in hugo.story("stories/2019/gone.md")
    assert "draft: true\n" in hugo.story("stories/2019/hidden.md")
    assert b"CANARY" not in hugo.published()


def test_a_file_that_cannot_be_read_is_skipped_with_the_reason_and_its_line(hugo: Archive) -> None:
    report = hugo.run()
    skipped = dict(report.skipped)
    reason = next(reason for source, reason in skipped.items() if source.startswith("content/news/half.md:2"))
    assert reason.startswith("its front matter cannot be read: ")
    assert skipped["content/authors/ann-lee/_index.md:1:1"] == "a list of other pages, without words of its own"


def test_a_text_on_a_section_and_a_page_and_a_translation_have_their_places(hugo: Archive) -> None:
    hugo.run()
    assert hugo.story("sections/water.md") == "---\nname: Water\n---\n\nAll about water.\n"
    assert hugo.story("pages/about.md").startswith("---\ntitle: About\n")
    french = hugo.story("stories/2021/traite.md")
    assert "lang: fr\n" in french
    assert 'aliases:\n- "/fr/news/traite/"\n' not in french  # the pattern of the section counts
    assert '- "/fr/2021/03/04/traite/"\n' in french


OTHERS = {
    "zola": (
        """
-- config.toml --
base_url = "https://z.example"
title = "Z"
-- content/blog/2020-01-02-hello.md --
+++
title = "Hello"
updated = 2020-02-02
[taxonomies]
tags = ["greetings"]
[extra]
colour = "red"
+++
Hi there.
-- content/blog/secret.md --
+++
title = "Secret"
date = 2020-01-01
draft = true
+++
CANARY
""",
        "stories/2020/hello.md",
        ["date: 2020-01-02\n", "updated: 2020-02-02\n", "tags:\n- greetings\n", '- "/blog/hello/"\n', "    colour: red\n"],
    ),
    "eleventy": (
        """
-- eleventy.config.js --
export default {}
-- posts/2020-01-02-hello.md --
---
title: Hello
tags: [posts, greetings]
---
Hi there. {{ title }} {% image "/img/a.png" "A picture" %}
-- posts/secret.md --
---
title: Secret
date: 2020-01-01
permalink: false
---
CANARY
-- img/a.png --
""",
        "stories/2020/hello.md",
        ["date: 2020-01-02\n", '- "/posts/hello/"\n', "Hi there. Hello", '<img src="/img/a.png" alt="A picture">'],
    ),
    "pelican": (
        """
-- pelicanconf.py --
import os
SITENAME = "P"
SITEURL = "https://p.example"
ARTICLE_URL = "{date:%Y}/{slug}/"
DEFAULT_CATEGORY = "misc"
SECRET = os.environ["HOME"]
-- content/hello.md --
Title: Hello
Date: 2020-01-02 10:20
Authors: Ann Lee; Bob Roe
Tags: a, b
Status: published
Summary: In two
    lines.

Hi there, [other]({filename}/water/other.rst).
-- content/water/other.rst --
Other water
###########

:date: 2020-02-03
:category: Lakes

A paragraph with *emphasis*.

.. include:: /etc/passwd
-- content/secret.md --
Title: Secret
Date: 2020-01-02
Status: hidden

CANARY
""",
        "stories/2020/hello.md",
        [
            "date: 2020-01-02 10:20\n", "authors:\n- Ann Lee\n- Bob Roe\n", "tags:\n- a\n- b\n", "section:\n- misc\n",
            "standfirst: In two lines.\n", '- "/2020/hello/"\n', "[other](/2020/other-water/)",
        ],
    ),
    "nikola": (
        """
-- conf.py --
BLOG_TITLE = "N"
SITE_URL = "https://n.example/"
-- posts/hello.md --
<!--
.. title: Hello
.. slug: hello-there
.. date: 2020-01-02 10:20:30 UTC+01:00
.. tags: a, b
.. category: Lakes
-->

Hi there.
-- posts/secret.rst --
.. title: Secret
.. slug: secret
.. date: 2020-01-02
.. status: private

CANARY
""",
        "stories/2020/hello-there.md",
        ["tags:\n- a\n- b\n", "section:\n- Lakes\n", '- "/posts/hello-there/"\n', "Hi there."],
    ),
    "markdown": (
        """
-- notes/hello.md --
---
title: Hello
date: 2 January 2020
permalink: /hello-there/
---
Hi there.
-- notes/secret.md --
---
title: Secret
date: 2020-01-02
visibility: members
---
CANARY
""",
        "stories/2020/hello.md",
        ["date: 2020-01-02\n", '- "/hello-there/"\n'],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", OTHERS)
def test_each_kind_is_told_read_held_back_and_built(tmp_path: Path, kind: str) -> None:
    text, path, expected = OTHERS[kind]
    archive = Archive(tmp_path, text)
    assert kind_of(archive.source) == kind
    report = archive.run()
    story = archive.story(path)
    assert [part for part in expected if part not in story] == []
    assert [state for _, state, _ in report.held] in (["draft"], ["private"])
    room = archive.built()
    assert b"CANARY" not in b"".join(room.site().values())
    assert room.codes == []


def test_restructured_text_keeps_its_structure_and_includes_nothing(tmp_path: Path) -> None:
    archive = Archive(tmp_path, OTHERS["pelican"][0])
    archive.run()
    other = archive.story("stories/2020/other.md")
    assert "title: Other water\ndate: 2020-02-03\nsection:\n- Lakes\n" in other
    assert "<p>A paragraph with <em>emphasis</em>.</p>" in other
    assert "root:" not in other


def test_a_configuration_in_python_is_read_and_never_run(tmp_path: Path) -> None:
    archive = Archive(tmp_path, OTHERS["pelican"][0])
    archive.write("pelicanconf.py", "SITENAME = 'P'\nopen('ran', 'w').close()\n__import__('os').mkdir('ran-too')\n")
    archive.run("pelican")
    assert not Path("ran").exists()
    assert "title: P\n" in (archive.into / "broadsheet.yaml").read_text()


@pytest.mark.timeout(20)
@pytest.mark.parametrize("kind", ["jekyll", "hugo"])
@pytest.mark.parametrize("text", ["{{< a ", "{{", "{% a ", '{{< a "', "[a](", "![a", "`", "<iframe ", "{% raw %}"])
def test_a_text_made_to_stall_a_reader_does_not(tmp_path: Path, kind: str, text: str) -> None:
    archive = Archive(tmp_path)
    archive.write("content/_posts/2020-01-01-one.md", "---\ntitle: One\ndate: 2020-01-01\n---\n" + text * 8_000)
    assert archive.run(kind).posts == 1


def test_zola_is_told_from_hugo_and_an_address_may_say_the_day(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.write("config.toml", 'base_url = "https://old.example"\n')
    archive.write("content/_index.md", "+++\ntitle = 'Home'\n+++\n")
    archive.write(
        "content/dam.md", "+++\npath = '2020/10/8/Dam-1.0'\ntitle = 'Dam'\n+++\nIt [opened](https://gi[x](https://y.example).\n"
    )
    archive.write("content/2019/03/04/flood.md", "+++\ntitle = 'Flood'\nby = ['Eve Ray']\n+++\nIt rose.\n")
    archive.write("content/about/2020.md", "+++\ntitle = 'About 2020'\n+++\nUs.\n")
    assert kind_of(archive.source) == "zola"
    report = archive.run()
    assert report.problems == []
    assert archive.stories() == ["pages/about/2020.md", "stories/2019/flood.md", "stories/2020/dam.md"]
    assert "date: 2020-10-08\n" in archive.story("stories/2020/dam.md")
    assert '- "/2020/10/8/Dam-1.0/"' in archive.story("stories/2020/dam.md")
    assert "authors:\n- Eve Ray\n" in archive.story("stories/2019/flood.md")
    assert "https://gi[x]" in archive.story("stories/2020/dam.md")


@pytest.mark.parametrize(
    ("kind", "begin", "piece"),
    [
        ("hugo", "{{< /highlight >}}", "{{< highlight go >}}a"),
        ("hugo", "{{< x }}\n```", "\n"),
        ("hugo", "{{< a", " "),
        ("jekyll", "{% endhighlight %}", "{% highlight ruby %}"),
        ("jekyll", "{% endraw %}", "{% raw %}"),
        ("jekyll", "{% endcomment %}", "{% comment %}"),
        ("jekyll", "", "{% codeblock a %}\n"),
        ("jekyll", "", "{% blockquote a %}\n"),
        ("jekyll", "{% img ", "a-"),
        ("jekyll", "{{ ", "a."),
        ("mdx", "", "<A x={{"),
        ("mdx", "", "</A>"),
        ("mdx", "", "    x\n\n"),
    ],
)
def test_template_code_that_nothing_closes_takes_time_in_proportion(kind: str, begin: str, piece: str) -> None:
    mdx = partial(partial, without_programs)
    liquid = partial(lambda text: partial(replaced, text, kind, {}))
    assert grows_evenly(lambda size: (mdx if kind == "mdx" else liquid)(begin + piece * size), 1_000)


def test_what_stories_show_of_a_folder_whose_address_is_ours_comes_along_and_only_the_rest_stays(tmp_path: Path) -> None:
    shown = (
        "![The dam](/assets/img/dam.png) and ![again]({{ site.baseurl }}/assets/img/dam.png), see [the plan](/assets/plan.txt),\n"
        "[the patch](https://j.example/assets/1.patch) and [a program](/assets/run.exe).\n"
    )
    archive = Archive(
        tmp_path,
        f"-- _config.yml --\ntitle: J\nurl: https://j.example\n-- _posts/2020-01-02-dam.md --\n---\ntitle: Dam\n---\n{shown}"
        "-- assets/img/dam.png --\n-- assets/img/other.png --\n-- assets/plan.txt --\nWords.\n-- assets/1.patch --\n+Water.\n"
        "-- assets/2.diff --\n+Dam.\n-- assets/run.exe --\nRun.\n",
    )
    report = archive.run()
    assert "![The dam](../../media/assets/img/dam.png)" in archive.story("stories/2020/dam.md")
    assert "[the patch](../../media/assets/1.patch)" in archive.story("stories/2020/dam.md")
    assert [picture for _, picture in report.pictures] == [
        "assets/run.exe (files of the kind `.exe` are not among those that are published)"
    ]
    own = "no article shows it, and it cannot stand where it was: there a publication has its own scripts"
    assert report.left == [("assets/2.diff", own), ("assets/img/other.png", own)]
    assert any(path.startswith("media/") and path.endswith(".png") for path in archive.built().site())


def test_the_standfirst_before_a_mark_is_words_without_marks_of_markdown(tmp_path: Path) -> None:
    lead = "# Flood\n\nIt *rose*, see [the map] and [`more`][m], says __Ann__.\n\n[the map]: https://m.example\n"
    archive = Archive(tmp_path, f"-- a.md --\n---\ntitle: A\ndate: 2020-01-02\n---\n{lead}\n<!-- more -->\n\nWater.\n\n[m]: /m\n")
    archive.run("markdown")
    assert "standfirst: It rose, see the map and more, says Ann.\n" in archive.story("stories/2020/a.md")


def test_links_that_write_an_address_otherwise_lead_to_the_story(tmp_path: Path) -> None:
    links = "[a](/blog/flood.html#top-of-it) [b](/blog/flood) [c](flood.html) [d](https://z.example/blog/flood)\n"
    archive = Archive(
        tmp_path,
        '-- config.toml --\nbase_url = "https://z.example"\n'
        '-- content/blog/flood.md --\n+++\ntitle = "Flood"\ndate = 2020-01-01\n+++\n'
        f'## Top of it\n-- content/blog/dam.md --\n+++\ntitle = "Dam"\ndate = 2020-01-02\n+++\n{links}',
    )
    archive.run()
    assert "[a](/blog/flood/#top-of-it) [b](/blog/flood/) [c](/blog/flood/) [d](/blog/flood/)\n" in archive.story(
        "stories/2020/dam.md"
    )
    assert archive.built().codes == []


def test_what_stands_above_gives_addresses_and_authors_where_an_article_says_none(tmp_path: Path) -> None:
    archive = Archive(
        tmp_path,
        "-- _config.yml --\ntitle: J\ndefaults:\n- scope: {path: '', type: posts}\n"
        "  values: {permalink: /news/:title/, author: Ann Lee, x: 1}\n"
        "-- _posts/2020-01-02-a.md --\n---\ntitle: A\n---\nA.\n-- _posts/2020-01-03-b.md --\n---\ntitle: B\nauthor: Bob Roe\n"
        "permalink: /b/\n---\nB.\n",
    )
    archive.run()
    first, second = archive.story("stories/2020/a.md"), archive.story("stories/2020/b.md")
    assert ("- Ann Lee\n" in first, "- Bob Roe\n" in second, "Ann Lee" in second) == (True, True, False)
    room = archive.built()
    assert (room.has("/news/a/"), room.has("/b/")) == (True, True)


def test_an_old_address_that_only_the_sites_own_code_knows_is_told(tmp_path: Path) -> None:
    archive = Archive(
        tmp_path,
        "-- .eleventy.js --\n-- src/blog/a.md --\n---\ntitle: A\ndate: 2020-01-02\n---\nA.\n"
        '-- src/blog/blog.json --\n{"permalink": "blog/{{ page.date | ours }}/{{ page.fileSlug }}/"}\n',
    )
    report = archive.run()
    assert [note for _, note in notes_on_articles(report)] == [
        "its old address is not known, for only the site itself can fill in `blog/{{ page.date | ours }}/{{ page.fileSlug }}/`"
    ]
    assert "aliases" not in archive.story("stories/2020/a.md")


def test_zola_gives_a_path_as_it_is_and_the_front_page_has_the_title_of_the_site(tmp_path: Path) -> None:
    archive = Archive(
        tmp_path,
        '-- config.toml --\nbase_url = "https://z.example"\ntitle = "The Dam"\n[languages.fr]\n'
        "-- content/_index.md --\n+++\nweight = 1\n+++\nWelcome.\n-- content/_index.fr.md --\n+++\nweight = 1\n+++\nBienvenue.\n"
        '-- content/news/a.fr.md --\n+++\ntitle = "A"\ndate = 2020-01-02\npath = "fr/crue"\n+++\nL\'eau.\n',
    )
    archive.run()
    assert archive.stories() == ["pages/fr.md", "pages/the-dam.md", "stories/2020/a.md"]
    assert archive.story("pages/the-dam.md").startswith("---\ntitle: The Dam\n")
    assert '- "/fr/crue/"\n' in archive.story("stories/2020/a.md")


def test_restructured_text_includes_texts_of_the_archive_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "outside.rst").write_text("CANARY")
    refused = ["../../outside.rst", "link.rst", ".hidden.rst", "gone.rst"]
    archive = Archive(
        tmp_path,
        "-- pelicanconf.py --\n-- content/a.rst --\nA\n#\n\n:date: 2020-01-02\n\n.. include:: parts/one.txt\n\n"
        ".. include:: content/parts/two.txt\n   :end-before: stop\n\n.. include:: parts/near.txt\n   :parser: os\n"
        "-- content/parts/one.txt --\nFirst.\n\n.. box::\n\n   Boxed.\n\n"
        + "".join(f".. include:: {name}\n" for name in refused)
        + "-- content/parts/near.txt --\nNear.\n\n.. include:: near.txt\n"
        "-- content/parts/two.txt --\nSecond. stop CANARY\n-- content/parts/.hidden.rst --\nCANARY\n",
    )
    (archive.source / "content/parts/link.rst").symlink_to(tmp_path / "outside.rst")
    archive.run()
    story = archive.story("stories/2020/a.md")
    assert [words for words in ("First.", "Boxed.", "Near.", "Second.") if words not in story] == []
    assert [name for name in (*refused, "near.txt") if f".. include:: {name}" not in story] == []
    assert "CANARY" not in story


def test_directives_of_nikola_show_films_data_and_code_of_the_archive(tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("CANARY")
    archive = Archive(
        tmp_path,
        "-- conf.py --\n-- posts/a.rst --\n.. title: A\n.. slug: a\n.. date: 2020-01-02\n\n"
        ".. listing:: logs/first.sh bash\n\n.. listing:: ../../outside.txt\n\n"
        ".. youtube:: https://www.youtube.com/watch?v=abc\n\n.. youtube:: xyz\n\n"
        ".. chart:: Pie\n   :title: 'Who came'\n\n   'Yes', [1, 2]\n   'No', 3\n\n"
        ".. code:: c++\n\n   i = 1;\n\n.. note-of-ours:: x\n   :title: Mind\n\n   It rose, on 2 May,\n   in 2020.\n"
        "-- listings/logs/first.sh --\nmake *dam*\n\nopen it\n",
    )
    archive.run()
    story = archive.story("stories/2020/a.md")
    shown = (
        "```c++\ni = 1;\n```", "```bash\nmake *dam*\n\nopen it\n```",
        '"https://www.youtube.com/watch?v=abc"', '"https://www.youtube.com/watch?v=xyz"', "<p><strong>Mind</strong></p>",
        "<p><strong>Who came</strong></p>\n\n```\n'Yes', [1, 2]\n'No', 3\n```", "<p>It rose, on 2 May,",
    )  # fmt: skip
    assert [words for words in shown if words not in story] == []
    assert ("CANARY" in story, ".. listing:: ../../outside.txt" in story, ".. listing:: logs" in story) == (False, True, False)


def test_texts_that_include_each_other_again_and_again_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restructured, "_MOST_INCLUDED", 2_000)
    parts = "".join(f"-- content/p{n}.txt --\n" + f".. include:: p{n + 1}.txt\n\n" * 4 for n in range(12))
    head = "-- pelicanconf.py --\n-- content/a.rst --\nA\n#\n\n:date: 2020-01-02\n\nHi.\n\n.. include:: p0.txt\n"
    archive = Archive(tmp_path, head + parts)
    archive.run()
    assert '".. include:: p' in archive.story("stories/2020/a.md")


def test_pelican_runs_no_template_code_in_restructured_text(tmp_path: Path) -> None:
    archive = Archive(
        tmp_path,
        "-- pelicanconf.py --\n-- content/a.rst --\nA\n#\n\n:date: 2020-01-02\n\nWrite::\n\n    {% if x %}{{ y }}{% endif %}\n",
    )
    archive.run()
    assert "{% if x %}{{ y }}{% endif %}" in archive.story("stories/2020/a.md")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("How it held", ["h2 By night", "h3 At dawn", "h3 At noon"]),
        ("how  it HELD", ["h2 By night", "h3 At dawn", "h3 At noon"]),
        ("By night", ["h2 How it held", "h3 At dawn", "h3 At noon"]),
        ("The dam", ["h2 How it held", "h3 By night", "h4 At dawn", "h4 At noon"]),
    ],
)
@pytest.mark.parametrize("kind", ["nikola", "pelican"])
def test_a_lone_section_of_restructured_text_stays_unless_it_says_the_headline(
    said: str, shown: list[str], kind: str, tmp_path: Path
) -> None:
    heads = "How it held\n===========\n\nBy night\n--------\n\n"
    body = "It stood.\n\nAt dawn\n~~~~~~~\n\nDry. See `How it held`_.\n\nAt noon\n~~~~~~~\n\nWet.\n"
    if kind == "nikola":
        text = f"-- conf.py --\n-- posts/a.rst --\n.. title: {said}\n.. slug: a\n.. date: 2020-01-02\n\n{heads}{body}"
    else:
        text = f"-- pelicanconf.py --\n-- content/a.rst --\n{heads}:title: {said}\n:date: 2020-01-02\n\n{body}"
    archive = Archive(tmp_path, text)
    archive.run()
    head, _, body = archive.story("stories/2020/a.md").partition("---\n\n")
    assert f"title: {' '.join(said.split())}\n" in head
    assert [" ".join(each) for each in re.findall(r"<(h\d)[^>]*>(.*?)</h\d>", body)] == shown
    assert [body.count(words) for words in ("It stood.", "Dry.", "Wet.")] == [1, 1, 1]


def test_a_lone_section_of_restructured_text_is_the_headline_where_nothing_else_is(tmp_path: Path) -> None:
    text = "How it held\n===========\n\n:date: 2020-01-02\n\nIt stood.\n\nAt dawn\n-------\n\nDry.\n\nAt noon\n-------\n\nWet.\n"
    archive = Archive(tmp_path, f"-- pelicanconf.py --\n-- content/a.rst --\n{text}")
    archive.run()
    story = archive.story("stories/2020/a.md")
    assert (story.count("title: How it held\n"), story.count("How it held")) == (1, 1)
    assert re.findall(r"<(h\d)", story) == ["h2", "h2"]


@pytest.mark.parametrize("name", ["README", "CHANGELOG", "License"])
def test_what_tells_of_an_archive_in_restructured_text_is_no_article(name: str, tmp_path: Path) -> None:
    archive = Archive(
        tmp_path,
        f"-- conf.py --\n-- {name}.rst --\nOur site\n========\n\n.. badge:: x\n\nCANARY\n"
        f"-- pages/{name}.rst --\n.. title: Of us\n.. slug: of-us\n\nWe.\n",
    )
    report = archive.run("nikola")
    assert report.skipped == [(f"{name}.rst:1:1", "it has no front matter, so it is no article")]
    assert archive.stories() == ["pages/pages/of-us.md"]


def test_articles_of_nikola_may_be_called_txt_where_its_settings_say_so(tmp_path: Path) -> None:
    post = ".. title: A\n.. slug: a\n.. date: 2020-01-02\n\nIt *rose*.\n"
    archive = Archive(
        tmp_path,
        '-- conf.py --\nPOSTS = (("posts/*.txt", "blog", "post.tmpl"), ("posts/*.org", "blog", "post.tmpl"))\n'
        f"-- posts/2020/a.txt --\n{post}-- posts/b.org --\n* B\n-- listings/c.txt --\n{post}"
        "-- posts/d.txt --\nIt *fell*.\n-- posts/d.meta --\n.. title: D\n.. slug: d\n.. date: 2020-01-03\n",
    )
    report = archive.run()
    assert archive.stories() == ["stories/2020/a.md", "stories/2020/d.md"]
    assert "<p>It <em>rose</em>.</p>" in archive.story("stories/2020/a.md")
    assert "title: D\n" in archive.story("stories/2020/d.md")
    remedy = "`pandoc -t gfm b.org -o b.md`, put its lines `.. title: …` above, import"
    assert report.skipped == [("posts/b.org:1:1", f"an article in `.org`, which is not read: {remedy}")]
    assert archive.built().has("/blog/2020/a/")


RUN = {
    "cell_type": "code", "source": ["print('```')\n", "draw()"],
    "outputs": [
        {"output_type": "stream", "text": ["CAN\x08ARY\n", "of \x1b[1mrun"]},
        {"output_type": "display_data", "data": {"image/png": "iVBORw0KGgo=", "text/plain": "<Figure>"}},
        {"output_type": "error", "traceback": ["\x1b[0;31mNameError\x1b[0m: draw"]},
    ],
}  # fmt: skip
TOLD = {"nikola": {"title": "Rain", "slug": "rain", "date": "2020-01-02 10:00:00"}, "language_info": {"name": "python"}}
NEWER = {"metadata": TOLD, "nbformat": 4, "cells": [{"cell_type": "markdown", "source": ["# How it\n", "*rained*"]}, RUN]}
OLDER = {
    "metadata": TOLD, "nbformat": 3,
    "worksheets": [{"cells": [
        {"cell_type": "heading", "level": 1, "source": "How it"}, {"cell_type": "markdown", "source": "*rained*"},
        {**{name: value for name, value in RUN.items() if name != "source"}, "input": RUN["source"], "language": "python"},
    ]}],
}  # fmt: skip


@pytest.mark.parametrize("said", [NEWER, OLDER])
def test_a_notebook_of_nikola_comes_with_its_texts_its_code_and_what_it_printed(tmp_path: Path, said: dict[str, object]) -> None:
    archive = Archive(tmp_path, '-- conf.py --\nPOSTS = (("posts/*.ipynb", "blog", "post.tmpl"),)\n-- posts/b.ipynb --\n{}\n')
    archive.write("posts/rain.ipynb", json.dumps(said))
    report = archive.run("nikola")
    head, _, body = archive.story("stories/2020/rain.md").partition("\n---\n")
    assert "title: Rain\ndate: 2020-01-02 10:00:00\n" in head
    assert '- "/blog/rain/"' in head
    assert re.sub(r"\n+", "\n", body) == (
        "\n# How it\n*rained*\n````python\nprint('```')\ndraw()\n````\n```\nCANARY\nof run\n```\n```\nNameError: draw\n```\n"
    )
    assert [str(problem).partition(";")[0] for problem in report.problems] == [
        "posts/b.ipynb:1:1: error: it is no notebook: 'worksheets'",
        "posts/rain.ipynb:1:1: error: pictures in it stay behind (1)",
    ]
    assert not report.complete


def test_comments_that_lie_beside_posts_of_nikola_come_with_them(tmp_path: Path) -> None:
    head = ".. title: A\n.. slug: a\n.. date: 2020-01-02\n"
    archive = Archive(
        tmp_path,
        f"-- conf.py --\n-- posts/a-77.html --\n<p>It rose.</p>\n-- posts/a-77.meta --\n{head}"
        "-- posts/.a-comment-1.html --\n<html><body><p>How high?<br>Ann</p></body></html>\n"
        "-- posts/.a-comment-1.meta --\n.. title: Ann Lee said ...\n.. date: 2020-01-03 10:20:30\n.. authors: Ann Lee\n.. id: 1\n"
        ".. in-reply-to: 77\n"
        f"-- posts/b.md --\n{head.replace('A', 'B').replace(': a', ': b')}\nB.\n"
        "-- posts/b.8.wpcomment --\n.. id: 8\n.. approved: True\n.. author: Bo Roe\n"
        ".. date_utc: 2020-01-04 10:20:30\n\nVery high.\n"
        "-- posts/b.9.wpcomment --\n.. id: 9\n.. approved: False\n.. author: Cy Poe\n.. date_utc: 2020-01-05 10:20:30\n"
        ".. parent_id: 8\n.. author_email: cy@poe.example\n\nCANARY\n"
        "-- pages/c.md --\n.. title: C\n\nC.\n"
        "-- pages/c.5.wpcomment --\n.. id: 5\n.. approved: True\n.. date_utc: 2020-01-05 10:20:30\n\nC.\n",
    )
    report = archive.run("nikola")
    comments = archive.into / "content/comments/2020"
    assert (comments / "a/comment-1.yaml").read_text() == (
        'author: Ann Lee\ndate: 2020-01-03 10:20:30\nstatus: approved\ntext: "How high?\\nAnn"\n'
    )
    assert "date: 2020-01-04T10:20:30Z\nstatus: approved\n" in (comments / "b/comment-8.yaml").read_text()
    assert 'status: pending\nreply_to: comment-8\nemail: "cy@poe.example"\n' in (comments / "b/comment-9.yaml").read_text()
    assert dict(report.replies) == {"approved": 2, "pending": 1}
    assert report.plain()["fields"]["comments"]["lost"] == 1
    assert b"CANARY" not in archive.published()


def test_nikola_gives_each_folder_its_address(tmp_path: Path) -> None:
    archive = Archive(
        tmp_path,
        "-- conf.py --\nPRETTY_URLS = False\n"
        'POSTS = (("posts/*.md", "blog", "post.tmpl"),)\nPAGES = (("pages/*.md", "", "page.tmpl"),)\n'
        "-- posts/2020/a.md --\n.. title: A\n.. slug: a\n.. date: 2020-01-02\n\nA, see [us](../us.html).\n"
        "-- pages/us.md --\n.. title: Us\n.. slug: us\n\n![Ann](images/ann.png)\n-- images/ann.png --\n",
    )
    report = archive.run()
    room = archive.built()
    assert (room.has("/blog/2020/a.html"), room.has("/us.html")) == (True, True)
    assert report.pictures == []


def test_a_header_of_pelican_is_known_without_its_settings_by_headline_and_date(tmp_path: Path) -> None:
    archive = Archive(
        tmp_path,
        "-- a.md --\nTitle: Flood: a report\nDate: 2020-01-02\nTags: water, dams\n\nIt rose.\n"
        "-- b.md --\nNote: no header\n\nWords.\n",
    )
    archive.run("markdown")
    assert archive.story("stories/2020/a.md").startswith('---\ntitle: "Flood: a report"\ndate: 2020-01-02\n')
    assert "Note: no header" in archive.story("pages/b.md")


def test_a_lead_picture_that_is_written_without_its_first_stroke_is_found_below_the_static_files(tmp_path: Path) -> None:
    story = "---\ntitle: A\ndate: 2020-01-02\nimage: img/dam.png\n---\nA.\n"
    archive = Archive(tmp_path, f"-- hugo.toml --\ntitle = 'H'\n-- content/news/a.md --\n{story}-- static/img/dam.png --\n")
    report = archive.run()
    assert report.pictures == []
    assert 'src: "/img/dam.png"' in archive.story("stories/2020/a.md")


RST = """A
#

:date: 2020-01-02

First words, see :doc:`the guide <guide>`.

.. TEASER_END

.. raw:: html

    <table><tr><td>In a table</td></tr></table><script>CANARY</script>

.. thumbnail:: /images/dam.png
   :alt: The dam

   At noon

.. youtube:: abc123
   :width: 300

.. box:: odd
   :colour: red

   Words in a box.

.. include:: ../../secret.txt
"""


@pytest.mark.parametrize("kind", ["pelican", "nikola"])
def test_directives_of_a_generators_own_lose_no_words(tmp_path: Path, kind: str) -> None:
    sign, folder = ("pelicanconf.py", "content") if kind == "pelican" else ("conf.py", "posts")
    archive = Archive(tmp_path, f"-- {sign} --\n-- {folder}/a.rst --\n{RST}-- images/dam.png --\n")
    (archive.source.parent / "secret.txt").write_text("CANARY")
    archive.run()
    story = archive.story("stories/2020/a.md")
    shown = ["see the guide.", "In a table", "At noon", "Words in a box.", "https://www.youtube.com/watch?v=abc123"]
    assert [words for words in shown if words not in story] == []
    assert "standfirst: First words, see the guide.\n" in story
    assert '  template_code:\n  - ".. box:: odd"\n  - ".. include:: ../../secret.txt"\n' in story
    assert "CANARY" not in story
    assert archive.built().codes == []


def test_hexo_has_its_articles_and_files_in_a_folder_of_their_own(tmp_path: Path) -> None:
    archive = Archive(
        tmp_path,
        "-- _config.yml --\nurl: https://x.example\npermalink: news/:year/:month/:day/:title/\n"
        "-- source/_posts/flood.md --\n---\ntitle: Flood\ndate: 2020-01-02\n---\n![The dam](/images/dam.png)\n"
        "-- source/images/dam.png --\n-- scaffolds/post.md --\n---\ntitle: X\n---\n",
    )
    report = archive.run()
    assert (archive.stories(), report.pictures) == (["stories/2020/flood.md"], [])
    assert "section" not in archive.story("stories/2020/flood.md")
    assert archive.built().has("/news/2020/01/02/flood/")


@pytest.mark.parametrize(
    ("sign", "said"),
    [
        (".eleventy.js", "module.exports = (c) => ({ dir: { input: 'web/site', output: '_site' } });"),
        ("pelicanconf.py", "PATH = 'web/site'\nARTICLE_URL = '{slug}/'\nDEFAULT_DATE = 'fs'\n"),
        ("hugo.toml", "contentDir = 'web/site'"),
        ("_config.yml", "source_dir: web/site\npermalink: /:title/"),
    ],
)
def test_the_folder_of_the_articles_is_the_one_that_the_settings_name(tmp_path: Path, sign: str, said: str) -> None:
    archive = Archive(
        tmp_path, f"-- {sign} --\n{said}\n-- web/site/a.md --\n---\ntitle: A\ndate: 2020-01-02\n---\nA.\n-- web/b.md --\nB.\n"
    )
    archive.run()
    assert archive.stories() == ["stories/2020/a.md"]
    assert archive.built().has("/a/")


@pytest.mark.parametrize(
    ("pattern", "address"),
    [
        ("/:sections[1:]/:filename", "/water/dams/flood_2020/"),
        ("/:sections[last]/:year/:slug/", "/dams/2020/a-flood/"),
        ("/:sections[:1]/:title.html", "/news/a-flood.html"),
        ("/:sections/:filename/", "/news/water/dams/flood_2020/"),
        ("", "/news/water/dams/flood_2020/"),
    ],
)
def test_hugo_fills_in_the_sections_of_an_address(tmp_path: Path, pattern: str, address: str) -> None:
    settings = f"permalinks:\n  news: {pattern}\n" if pattern else "title: H\n"
    archive = Archive(
        tmp_path,
        f"-- hugo.yaml --\n{settings}"
        "-- content/news/water/dams/Flood_2020/index.md --\n---\ntitle: A flood\ndate: 2020-01-02\n---\nA.\n",
    )
    archive.run()
    assert archive.built().has(address)


def test_an_address_whose_pattern_in_the_settings_cannot_be_filled_in_is_told(tmp_path: Path) -> None:
    archive = Archive(
        tmp_path,
        "-- hugo.yaml --\npermalinks: {news: '/:odd/:slug/'}\n"
        "-- content/news/a.md --\n---\ntitle: A\ndate: 2020-01-02\n---\nA.\n",
    )
    told = "its old address is not known, for the settings have a pattern that cannot be filled in"
    assert [note for _, note in notes_on_articles(archive.run())] == [told]


def test_authors_have_the_names_that_a_file_beside_the_posts_gives_them(tmp_path: Path) -> None:
    archive = Archive(
        tmp_path,
        "-- blog/authors.yml --\nann:\n  name: Ann Lee\n"
        "-- blog/2020-01-02-a.md --\n---\ntitle: A\nauthors: [ann, bob]\n---\nA.\n",
    )
    archive.run("markdown")
    assert "authors:\n- Ann Lee\n- bob\n" in archive.story("stories/2020/a.md")


FILM = (
    '<video controls>\n  <source src="dam.mp4" type="video/mp4" />\n\n  <track src="dam.vtt" srclang="en" label="English" />\n'
    "  <p>No films.</p>\n</video>\n\n"
)


def test_a_film_in_markdown_is_read_to_its_end(tmp_path: Path) -> None:
    archive = Archive(
        tmp_path,
        f"-- 2020-01-02-a.md --\n---\ntitle: A\n---\nA.\n\n{FILM}B <iframe src='https://a.example/'/> c.\n\n<video>D.\n\nE.\n",
    )
    archive.write("dam.mp4", b"\0\0\0\x18ftyp" * 64)
    archive.write("dam.vtt", "WEBVTT\n")
    archive.run("markdown")
    body = archive.story("stories/2020/a.md").partition("---\n\n")[2]
    assert re.sub(r"\n{2,}", "\n", body) == (
        'A.\n<span><a href="../../media/dam.mp4" class="player-video">Video: dam.mp4</a> <a class="track-subtitles"'
        ' href="../../media/dam.vtt" hreflang="en">English</a></span>\n'
        'B \n<span><a href="https://a.example/" class="player-frame">Embedded: a.example</a></span>\n c.\n'
        "<span><a>Video: video</a></span>\nE.\n"
    )


LISTS = {
    "jekyll": (
        "-- _config.yml --\ntitle: J\n-- _data/people.yml --\n- {name: Ann}\n"
        '-- _posts/2020-01-02-a.md --\n---\ntitle: A\n---\nBefore.\n\n{% assign sorted = site.data.people | sort: "name" %}\n'
        "{%- for x in sorted -%}\n## {{ x.name }}\n{% if x.y %}CANARY{% endif %}\n{% raw %}{{ CANARY }}{% endraw %}\n"
        "{% for y in x.with %}{{ y }}{% else %}CANARY{% endfor %}\n{%- endfor -%}\n\nBetween.\n\n"
        "{% for p in site.posts limit:5 %}{{ p.title }}{% endfor %}\n{% for x in site.data.people %}again{% endfor %}\n\n"
        "After.\n",
        ["site.data.people", "site.posts"],
    ),
    "eleventy": (
        "-- .eleventy.js --\n-- 2020-01-02-a.md --\n---\ntitle: A\n---\nBefore.\n\n"
        "{% for x in collections.post -%}\n- CANARY {{ x.name }}\n{%- endfor %}\n\nBetween.\n\n"
        "{% asyncEach x in people %}CANARY{% endeach %}\n\nAfter.\n",
        ["collections.post", "people"],
    ),
}


@pytest.mark.parametrize("kind", LISTS)
def test_lists_that_template_code_made_are_taken_out_kept_and_named_as_lost(tmp_path: Path, kind: str) -> None:
    text, names = LISTS[kind]
    archive = Archive(tmp_path, text)
    report = archive.run(kind)
    head, _, body = archive.story("stories/2020/a.md").partition("---\n\n")
    assert re.findall(r"[^\s]+", body) == ["Before.", "Between.", "After."]
    assert "CANARY" in head.partition("template_code:")[2]
    assert "{% raw %}" not in head, "what is raw there is kept as it was shown"
    why = "is not made again: the template code that made it stands below `imported`"
    lost = {name: tally.reason for name, tally in report.fields.items() if tally.lost}
    assert lost == {f"the list of `{name}`": why for name in names}
    assert [note for _, note in notes_on_articles(report)] == [f"the list of `{name}` {why}" for name in names]
    assert not report.complete


def test_a_loop_that_has_no_end_takes_nothing_with_it(tmp_path: Path) -> None:
    text = "{% endfor %}One.\n\n{% for x in site.posts %}\nTwo {{ x.title }}.\n"
    archive = Archive(tmp_path, f"-- _config.yml --\n-- _posts/2020-01-02-a.md --\n---\ntitle: A\n---\n{text}")
    report = archive.run("jekyll")
    assert re.findall(r"\w+", archive.story("stories/2020/a.md").partition("---\n\n")[2]) == ["One", "Two"]
    assert [name for name, tally in report.fields.items() if tally.lost] == ["the list of `site.posts`"]


def test_hugo_shows_template_code_in_an_article_as_text_and_so_does_the_archive(tmp_path: Path) -> None:
    archive = Archive(
        tmp_path, "-- hugo.toml --\n-- content/a.md --\n---\ntitle: A\n---\nUse {{ range .Pages }} and {{ end }}.\n"
    )
    archive.run("hugo")
    assert "Use {{ range .Pages }} and {{ end }}." in archive.story("pages/a.md")
    assert archive.built().codes == ["foreign-markup"]


@pytest.mark.parametrize("said", ["&ldquo;Mills &amp; weirs&rdquo;", "“Mills & weirs”"])
def test_words_that_template_code_is_given_as_html_are_escaped_once(tmp_path: Path, said: str) -> None:
    shown = f'{{% image "/img/a.png" "{said}" %}}\n\n{{% figure src="/img/b.png" caption="{said}" %}}\n'
    archive = Archive(tmp_path, f"-- .eleventy.js --\n-- blog/a.md --\n---\ntitle: A\ndate: 2020-01-02\n---\n{shown}")
    archive.run("eleventy")
    story = archive.story("stories/2020/a.md")
    assert '<img src="/img/a.png" alt="“Mills &amp; weirs”">' in story
    assert "<figcaption>“Mills &amp; weirs”</figcaption>" in story


def test_template_code_of_zola_becomes_what_it_shows(tmp_path: Path) -> None:
    archive = Archive(
        tmp_path,
        '-- config.toml --\nbase_url = "https://z.example"\n-- content/a.md --\n+++\ntitle = "A"\n+++\n'
        'See {{ youtube(id="abc", autoplay=true) }} or {{ odd(x=1) }}\n\n{% quote(author="Ann") %}\nWords.\n{% end %}\n\n'
        '```\n{{ code(x="y") }}\n```\n{{ image(src="dam.png", alt="The dam") }}\n',
    )
    archive.run("zola")
    head, _, body = archive.story("pages/a.md").partition("---\n\n")
    assert '- "{{ odd(x=1) }}"\n- "{% quote(author=\\"Ann\\") %}"\n' in head.replace("  ", "")
    assert "[Video on YouTube](https://www.youtube.com/watch?v=abc)" in body
    assert '```\n{{ code(x="y") }}\n```' in body
    assert '<img src="dam.png" alt="The dam">' in body
    assert body.replace('{{ code(x="y") }}', "").count("{") == 0


def test_templates_among_the_articles_of_eleventy_are_named(tmp_path: Path) -> None:
    archive = Archive(
        tmp_path,
        "-- .eleventy.js --\n-- src/team.njk --\n---\ntitle: T\n---\nWe {{ x | y }}.\n-- src/_includes/x.njk --\nx\n"
        "-- src/a.md --\nA.\n",
    )
    assert archive.run("eleventy").skipped == [("src/team.njk:1:1", "a template, which is not run")]


def test_a_template_among_files_that_are_published_as_they_are_is_named(tmp_path: Path) -> None:
    archive = Archive(tmp_path, "-- .eleventy.js --\n-- a.md --\nA.\n-- static/a.js.liquid --\n---\na: b\n---\nx\n")
    assert ("static/a.js.liquid:1:1", "a template, which is not run") in list(archive.run("eleventy").skipped)


def test_an_article_in_a_template_language_without_code_is_read_as_html(tmp_path: Path) -> None:
    text = "-- .eleventy.js --\n-- src/posts/dam.njk --\n---\ntitle: Dam\ndate: 2020-01-01\n---\n"
    text += "<p>Water\nflows on {{ page.date }}.</p>\n-- src/bare.njk --\n<p>No front matter.</p>\n"
    text += "-- src/all.njk --\n---\npagination: {data: posts, size: 2}\n---\n<p>All.</p>\n"
    text += "-- src/list.njk --\n---\ntitle: L\n---\n<p>All.</p>{% for post in posts %}{{ post.title }}{% endfor %}\n"
    archive = Archive(tmp_path, text)
    skipped = archive.run("eleventy").skipped
    assert [(source.partition(":")[0], reason) for source, reason in skipped] == [
        (f"src/{name}.njk", "a template, which is not run") for name in ("all", "bare", "list")
    ]
    assert archive.story("stories/2020/dam.md").endswith("---\n\n<p>Water\nflows on 2020-01-01.</p>\n")
    assert 'aliases:\n- "/posts/dam/"' in archive.story("stories/2020/dam.md")


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        ("nikola", '-- conf.py --\nSITE_URL = "https://w.example/"\nPAGES = (("pages/*.md", "", "page.tmpl"),)\n'),
        ("markdown", ""),
    ],
)
def test_an_old_front_page_is_a_page_that_is_called_by_its_headline(tmp_path: Path, kind: str, settings: str) -> None:
    archive = Archive(
        tmp_path, f"{settings}-- pages/index.md --\n<!--\n.. title: All we know\n-->\n\nRead.\n-- pages/a.md --\nAn A.\n"
    )
    if kind == "markdown":
        archive.write("pages/index.md", "---\ntitle: All we know\n---\nRead.\n")
    report = archive.run(kind)
    assert "pages/all-we-know.md" in archive.stories()
    told = [(address, why) for _, address, why in report.addresses]
    assert told == ([("/", "it is that of the front page")] if kind == "nikola" else [])


def test_an_index_of_a_folder_stands_at_the_address_of_the_folder_in_nikola(tmp_path: Path) -> None:
    settings = '-- conf.py --\nSITE_URL = "https://w.example/"\nPAGES = (("pages/*.md", "", "page.tmpl"),)\n'
    archive = Archive(tmp_path, f"{settings}-- pages/food/index.md --\n<!--\n.. title: Food\n-->\n\nEat.\n")
    archive.run("nikola")
    assert archive.stories() == ["pages/food.md"]


ELEVENTY = """
-- .eleventy.js --
module.exports = (config) => { return {dir: {input: "src"}} }
-- src/meeting/index.md --
---
title: The meeting
---
It was long.
-- src/posts/a.md --
---
title: A
date: 2020-01-01
type: Interview
---
<a href="/assets/plan.pdf">The plan</a>, <img src="{% thumbnail 'assets/dam.png' %}" alt="A dam" sizes="9px">.
"""


def test_files_that_settings_in_a_program_publish_come_along_and_folders_keep_their_address(tmp_path: Path) -> None:
    archive = Archive(tmp_path, ELEVENTY)
    archive.write("src/assets/plan.pdf", b"%PDF-1.4\n%%EOF\n")
    archive.write("src/assets/dam.png", picture(9, 9))
    assert archive.run().pictures == []
    story = archive.story("stories/2020/a.md")
    assert '<a href="../../media/src/assets/plan.pdf">' in story
    assert '<img src="../../media/src/assets/dam.png" alt="A dam" sizes="9px">' in story
    assert "  type: Interview\n" in story
    assert "It was long." in archive.story("pages/meeting.md")


def test_template_code_that_is_not_run_is_told_by_name_with_a_place(tmp_path: Path) -> None:
    post = "---\ntitle: A\ndate: 2020-01-01\n---\n{{< box >}}B{{< /box >}} {{< ring a=1 >}} {{< ring b=2 >}}\n"
    report = Archive(tmp_path, f"-- hugo.toml --\ntitle = 'Old'\n-- content/a.md --\n{post}").run()
    told = list(report.lines())
    at = told.index("  template code that is not run; what it showed may be missing: 2")
    assert sorted(told[at + 1 : at + 3]) == ["    box (1): content/a.md:1:1", "    ring (2): content/a.md:1:1"]
