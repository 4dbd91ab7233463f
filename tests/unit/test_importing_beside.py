"""Import: what came to light when magazines, and archives in other languages, were read beside their sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from archives import Archive
from broadsheet.config import MarkdownSettings
from broadsheet.content.pythonmarkdown import PythonMarkdown
from broadsheet.content.yamlfile import parse_yaml
from broadsheet.importing.dates import date_of
from broadsheet.importing.keys import Keys
from newsroom import picture


def test_what_is_escaped_in_markdown_is_no_player(tmp_path: Path) -> None:
    body = "> Place: \\<Video Call Link / Line\\>\n> \n> - The dam\n> - The flood\n"
    archive = Archive(tmp_path, f"-- a.md --\n---\ntitle: A\ndate: 2020-01-02\n---\n{body}")
    archive.run("markdown")
    assert body in archive.story("stories/2020/a.md")


def test_tabs_before_comments_and_behind_colons_are_yaml() -> None:
    found = parse_yaml('a: "x"\t\t# one\nb:\ty\t# two\n\t# three\nc:\t\n  - z\n', "a.yaml")
    assert not found.problems
    assert {key.text: getattr(node, "text", "") for key, node in found.value.entries} == {"a": "x", "b": "y", "c": ""}  # type: ignore[union-attr]
    assert parse_yaml("a:\n\t- b\n", "a.yaml").problems  # no indentation


@pytest.mark.parametrize(
    ("title", "date", "author", "standfirst"),
    [
        ("titel", "datum", "autorin", "einleitung"),
        ("título", "fecha", "autora", "bajada"),
        ("titre", "date", "auteur", "chapô"),
        ("заголовок", "дата", "автор", "описание"),
        ("العنوان", "التاريخ", "الكاتب", "الملخص"),
    ],
)
def test_keys_in_other_languages_say_what_ours_say(title: str, date: str, author: str, standfirst: str, tmp_path: Path) -> None:
    matter = f"{title}: Der Damm\n{date}: 2020-01-02\n{author}: Ann Lee\n{standfirst}: Er hielt.\n"
    archive = Archive(tmp_path, f"-- a.md --\n---\n{matter}---\nEr hielt nicht.\n")
    fields = archive.told("markdown")["fields"]
    said = archive.story("stories/2020/a.md")
    assert "title: Der Damm\nstandfirst: Er hielt.\ndate: 2020-01-02\nauthors:\n- Ann Lee\n" in said
    assert [fields[name]["became"] for name in (title, date, author, standfirst)] == ["title", "date", "authors", "standfirst"]


def test_a_date_with_dots_begins_with_its_day() -> None:
    assert [date_of(text) for text in ("30.01.2026", "1.2.2026", "30.01.2026 08:15")] == [
        "2026-01-30", "2026-02-01", "2026-01-30T08:15:00",
    ]  # fmt: skip


def test_a_standfirst_in_markdown_is_shown_as_words_and_kept_where_it_links() -> None:
    keys = Keys({"excerpt": "The **dam** of [Ann](https://a.example/) _held_, snake_case too"})
    assert keys.standfirst() == "The dam of Ann held, snake_case too"
    assert "excerpt" in keys.rest()
    plain = Keys({"excerpt": "The *dam* held"})
    assert plain.standfirst() == "The dam held"
    assert not plain.rest()


HUGO = """-- hugo.toml --
baseURL = "https://old.example/"
[taxonomies]
topic = "topics"
-- content/news/a.md --
---
title: A
date: 2020-01-02
topics: [dams]
---
See [all of them](/topics/dams/).
"""


def test_topics_of_hugo_that_become_tags_stay_where_they_were(tmp_path: Path) -> None:
    archive = Archive(tmp_path, HUGO)
    archive.run()
    assert 'href="/topics/dams/"' in archive.built().page("/stories/2020/01/a/")


def test_texts_on_topics_of_hugo_name_and_introduce_the_tags(tmp_path: Path) -> None:
    archive = Archive(tmp_path, HUGO.replace("[dams]", "[big-dams]"))
    archive.write("content/topics/big-dams/_index.md", "---\ntitle: Big dams\nsummary: All on dams.\n---\n")
    archive.run()
    assert (archive.into / "content/tags/big-dams.md").read_text() == "---\nname: Big dams\n---\n\nAll on dams.\n"
    assert ">Big dams</a>" in archive.built().page("/stories/2020/01/a/")


JEKYLL = """-- _config.yml --
permalink: pretty
collections_dir: content
collections:
  authors:
  notes: {output: true, permalink: /n/:path/}
-- content/_authors/ann.lee.md --
---
fullname: Ann Lee
---
She writes about water, and about those who live beside it.
-- content/_plans/well.md --
---
title: Well
---
It is to be dug where the old one was.
-- content/_posts/2020-01-02-dam.md --
---
title: Dam
authors: [ann.lee]
---
It held.
-- content/_notes/rain.md --
---
title: Rain
---
It fell.
-- articles/flood/index.md --
---
title: Flood
published: '2005-10-15 10:40:56'
section: opinions
---
It rose.
-- pages/b.lee/index.md --
---
title: Bo Lee
---
He writes about rain.
"""


@pytest.fixture
def jekyll(tmp_path: Path) -> Archive:
    return Archive(tmp_path, JEKYLL)


def test_what_is_no_post_of_jekyll_has_the_address_of_its_file(jekyll: Archive) -> None:
    assert jekyll.told()["addresses"] == []
    assert "/articles/flood/" in jekyll.story("stories/2005/flood.md")
    assert "pages/n/rain.md" in jekyll.stories()  # a page lies where its address is
    assert any('"/pages/b.lee/"' in jekyll.story(path) for path in jekyll.stories())


def test_what_jekyll_never_published_has_no_old_address(jekyll: Archive) -> None:
    jekyll.run()
    said = next(jekyll.story(path) for path in jekyll.stories() if "well" in path)
    assert "draft: true" in said
    assert "aliases" not in said


def test_the_folder_of_collections_is_no_section_and_people_lie_in_it(jekyll: Archive) -> None:
    jekyll.run()
    said = jekyll.story("stories/2020/dam.md")
    assert "- Ann Lee\n" in said
    assert "section" not in said


def test_files_whose_names_differ_by_the_case_of_a_letter_do_not_stop_a_build(tmp_path: Path) -> None:
    story = "---\ntitle: A\ndate: 2020-01-02\n---\nIt held.\n"
    archive = Archive(tmp_path, f"-- a.md --\n{story}-- static/Dam/a.png --\n-- static/dam/a.png --\n")
    left = archive.told("markdown")["left"]
    assert [each["file"] for each in left] == ["static/dam/a.png"]
    assert archive.built()


def test_a_sentence_in_the_place_of_an_address_is_not_lost() -> None:
    convert = PythonMarkdown(MarkdownSettings()).to_html
    broken = "On [it](http://a.example/Dam_(river). Who speaks of it now? Nobody.) Then."
    assert convert(broken) == f"<p>{broken}</p>"
    assert 'href="the big flood.pdf"' in convert("[it](the big flood.pdf)")
    assert 'href="the one big flood now.pdf"' in convert("[it](<the one big flood now.pdf>)")


def test_a_sound_in_a_row_of_a_table_or_in_a_list_stays_there(tmp_path: Path) -> None:
    table = '| a | b |\n| - | - |\n| Dam <audio src="dam.mp3"></audio> | Flood |\n\n'
    body = f'{table}- Rain <audio src="rain.mp3"></audio>\n- Snow\n'
    archive = Archive(tmp_path, f"-- a.md --\n---\ntitle: A\ndate: 2020-01-02\n---\n{body}")
    for name in ("dam.mp3", "rain.mp3"):
        archive.write(name, b"ID3" + b"\0" * 64)
    archive.run("markdown")
    page = archive.built().page("/stories/2020/01/a/")
    assert page.count("<td") == 2
    assert page.count("<tr") == 2
    assert page.count("<li>Rain <") == page.count("<li>Snow") == 1


@pytest.mark.parametrize(
    ("matter", "title"),
    [
        ("title: 'Book review: The Dam <i>by Ann Lee</i>'", "Book review: The Dam by Ann Lee"),
        ("title: The <video> element", "The <video> element"),
    ],
)
def test_a_headline_is_words(matter: str, title: str, tmp_path: Path) -> None:
    archive = Archive(tmp_path, f"-- a.md --\n---\n{matter}\ndate: 2020-01-02\n---\nIt held.\n")
    archive.run("markdown")
    assert f'title: "{title}"' in archive.story("stories/2020/a.md") or f"title: {title}\n" in archive.story("stories/2020/a.md")


def test_a_page_for_what_is_not_there_is_the_archives_own(tmp_path: Path) -> None:
    archive = Archive(tmp_path, "-- 404.md --\n---\ntitle: Lost\n---\nThere is nothing here, said the old site.\n")
    assert [each["reason"][:8] for each in archive.told("markdown")["skipped"]] == ["the page"]


def test_a_link_in_other_letters_finds_its_page(tmp_path: Path) -> None:
    archive = Archive(
        tmp_path,
        "-- conf.py --\nBLOG_TITLE = 'Wiki'\n-- pages/News/Dams.rst --\n.. title: Dams\n\nThey held.\n"
        "-- pages/all.rst --\n.. title: All\n\nRead `of dams </pages/News/Dams>`_.\n",
    )
    archive.run()
    assert 'href="/pages/news/dams/"' in archive.built().page("/pages/all/")


@pytest.mark.parametrize("suffix", ["jsonl", "csv"])
def test_a_folder_of_tables_is_one_archive(suffix: str, tmp_path: Path) -> None:
    def table(year: int) -> str:
        address = f"https://old.example/{year}/dam/"
        if suffix == "csv":
            return f"url,title,published,content_text\n{address},Dam,{year}-01-02,It held.\n"
        return f'{{"url": "{address}", "title": "Dam", "published": "{year}-01-02", "content_text": "It held."}}\n'

    archive = Archive(tmp_path, f"-- a.{suffix} --\n{table(2019)}-- b.{suffix} --\n{table(2020)}")
    assert archive.run().kind == suffix
    assert archive.stories() == ["stories/2019/dam.md", "stories/2020/dam.md"]
    assert "It held." in archive.story("stories/2020/dam.md").partition("\n---\n")[2]
    archive.write("README.md", "Of dams.\n")
    assert archive.run(suffix).skipped == []


SAID = {
    "de": "Der Damm hielt nicht, und das Wasser kam in die Stadt, als die Leute auf dem Markt mit den Kindern im Regen standen. ",
    "ru": "Плотина не выдержала, и вода пришла в город, когда люди стояли на рынке с детьми под дождём. ",
    "uk": "Гребля не витримала, і вода прийшла в місто, коли люди стояли на ринку з дітьми під дощем. ",
    "zh": "大坝没有挡住洪水，水进了城市，人们带着孩子站在市场的雨中。",
    "ar": "لم يصمد السد ودخل الماء إلى المدينة عندما كان الناس في السوق مع الأطفال تحت المطر. ",
    "": "Xqz vbn mkl prt wsd hjk zxc qwe rty uio. ",
}


@pytest.mark.parametrize("lang", list(SAID))
def test_the_language_that_an_archive_does_not_say_is_that_of_its_words(lang: str, tmp_path: Path) -> None:
    archive = Archive(tmp_path, f"-- a.md --\n---\ntitle: A\ndate: 2020-01-02\n---\n{SAID[lang] * 40}\n")
    notes = [note for place, note in archive.run("markdown").notes if "by the words of its texts" in note]
    assert (f"language: {lang}\n" in (archive.into / "broadsheet.yaml").read_text(encoding="utf-8")) == bool(lang)
    assert bool(notes) == bool(lang)


def test_a_language_that_is_said_is_not_doubted(tmp_path: Path) -> None:
    story = f"---\ntitle: A\n---\n{SAID['de'] * 40}\n"
    archive = Archive(tmp_path, f"-- _config.yml --\nlang: fr\n-- _posts/2020-01-02-a.md --\n{story}")
    archive.run()
    assert "language: fr\n" in (archive.into / "broadsheet.yaml").read_text(encoding="utf-8")


def test_mathml_in_markdown_says_what_it_says(tmp_path: Path) -> None:
    sub = "<math><msub><mi>x</mi><mi>i</mi></msub>\n  <mo>&gt;&gt;</mo> <mn>2</mn></math>"
    tex = '<math><mi>x</mi><annotation encoding="application/x-tex">x^2</annotation></math>'
    archive = Archive(tmp_path, f"-- a.md --\n---\ntitle: A\ndate: 2020-01-02\n---\nShift {sub} or {tex}.\n")
    archive.run("markdown")
    assert "Shift `x_i>>2` or `x^2`.\n" in archive.story("stories/2020/a.md")


def test_a_formula_that_had_a_paragraph_of_its_own_keeps_it(tmp_path: Path) -> None:
    tex = '<math display="block"><mi>x</mi><annotation encoding="application/x-tex">x^2</annotation></math>'
    matter = "---\ntitle: A\ndate: 2020-01-02\n---\n"
    archive = Archive(
        tmp_path,
        f"-- hugo.toml --\n-- content/a.md --\n{matter}Shift {tex} up.\n\n- one {tex}\n"
        f"-- content/b.html --\n{matter}<p>Shift {tex} up.</p><p>In <b>bold {tex}</b></p>\n",
    )
    archive.run()
    assert "Shift \n\n`x^2`\n\n up.\n\n- one `x^2`\n" in archive.story("stories/2020/a.md")
    page = archive.story("stories/2020/b.md")
    assert "<div>Shift\n<p><code>x^2</code></p> up.</div>" in page
    assert "<p>In <b>bold <code>x^2</code></b></p>" in page


def test_a_list_that_hugo_makes_by_a_layout_is_no_story(tmp_path: Path) -> None:
    matter = "---\ntitle: All\ndate: 2020-01-02\nlayout: archives\n---\n"
    archive = Archive(tmp_path, f"-- hugo.toml --\n-- content/page/all.md --\n{matter}-- content/a.md --\n{matter}It held.\n")
    archive.run()
    assert archive.stories() == ["stories/2020/a.md"]


def test_links_between_posts_of_which_nobody_knows_the_address_lead_to_them(tmp_path: Path) -> None:
    story = "---\ntitle: {}\ndate: 2020-01-{}\n---\n{}\n"
    links = "[a](/blog/release/v4.2.2/) [b](/2020/01/04/rain) [c](/blog/release/v4.2.2#top) [d](/blog/none/)"
    archive = Archive(
        tmp_path,
        f"-- blog/dam.md --\n{story.format('Dam', '02', links)}"
        f"-- blog/release/v4.2.2.md --\n{story.format('Flood', '03', 'It rose.')}"
        f"-- posts/2020-01-04-rain.md --\n{story.format('Rain', '04', 'It fell.')}",
    )
    archive.run("markdown")
    page = archive.built().page("/stories/2020/01/dam/")
    assert 'href="/stories/2020/01/v4-2-2/">a</a>' in page
    assert 'href="/stories/2020/01/v4-2-2/">c</a>' in page
    assert 'href="/stories/2020/01/rain/">b</a>' in page
    assert "/blog/none" not in page


def test_what_is_said_of_authors_beside_their_names_is_kept(tmp_path: Path) -> None:
    people = "author:\n  name: Ann Lee\n  description: Writes of rivers.\n  twitter: ''\n"
    archive = Archive(
        tmp_path, f"-- hugo.toml --\ntitle = 'Old'\n-- content/a.md --\n---\ntitle: A\ndate: 2020-01-01\n{people}---\nB\n"
    )
    archive.run()
    story = archive.story("stories/2020/a.md")
    assert "authors:\n- Ann Lee\n" in story
    assert "  author:\n    name: Ann Lee\n    description: Writes of rivers.\n" in story
    assert "twitter" not in story


def test_a_lead_picture_of_which_a_post_gives_the_name_alone_is_the_only_one_that_lies_highest(tmp_path: Path) -> None:
    post = "---\ntitle: A\ndate: 2020-01-01\nimage: {}\n---\nB\n"
    archive = Archive(
        tmp_path,
        "-- hugo.toml --\ntitle = 'Old'\n" + "".join(f"-- content/{name}.md --\n{post.format(f'{name}.png')}" for name in "ab"),
    )
    for path in ("img/blog/a.png", "img/blog/thumbs/a.png", "img/x/b.png", "img/y/b.png"):
        archive.write(f"static/{path}", picture(9, 9))
    report = archive.run()
    assert 'src: "/img/blog/a.png"' in archive.story("stories/2020/a.md")
    assert [name for _, name in report.pictures] == ["/b.png"]
