"""The pattern of an archive's addresses: a fresh publication takes it for its own, and no address changes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from archives import Archive
from broadsheet.importing.permalinks import pattern_of, usual
from broadsheet.importing.post import Post
from broadsheet.problems import Span

POST = Post(Span("a"), "a", "Dam Opens", date="2019-03-03", sections=("World News",))


@pytest.mark.parametrize(
    ("address", "pattern"),
    [
        ("/2019/03/03/dam-opens/", "/{year}/{month}/{day}/{slug}/"),
        ("/2019/03/dam-opens.html", "/{year}/{month}/{slug}.html"),
        ("/blog/dam-opens", "/blog/{slug}/"),
        ("/world-news/2019/dam-opens/", "/{section}/{year}/{slug}/"),
        ("/dam-opens/", "/{slug}/"),
        ("/2019/03/a-dam/", ""),
        ("/2019/03/dam-opens.php", ""),
        ("/", ""),
    ],
)
def test_a_pattern_is_found_in_an_address(address: str, pattern: str) -> None:
    assert pattern_of(POST, address) == pattern


def test_a_pattern_is_usual_when_most_have_it() -> None:
    assert usual(Counter({"/{slug}/": 20, "": 10})) == "/{slug}/"
    assert usual(Counter({"/{slug}/": 20, "": 20})) == ""
    assert usual(Counter({"/{slug}/": 19})) == ""
    assert usual(Counter({"": 50})) == ""
    assert usual(Counter()) == ""


def _site(archive: Archive, pattern: str) -> None:
    archive.write("_config.yml", f"title: The Tide\nurl: https://tide.example\npermalink: {pattern}\n")
    for number in range(1, 22):
        archive.write(f"_posts/2020-01-{number:02}-tide-{number}.md", f"---\ntitle: Tide {number}\n---\nIt came.\n")


def test_addresses_stay_as_they_are(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    _site(archive, "/:year/:month/:title.html")
    report = archive.run()
    assert report.permalinks == "/{year}/{month}/{slug}.html"
    assert "  addresses of stories: /{year}/{month}/{slug}.html" in report.lines()
    assert "aliases" not in (archive.into / "content/stories/2020/tide-1.md").read_text(encoding="utf-8")
    assert 'story: "/{year}/{month}/{slug}.html"' in (archive.into / "broadsheet.yaml").read_text(encoding="utf-8")


def test_a_publication_that_is_there_keeps_its_own(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    _site(archive, "/:title/")
    archive.into.mkdir()
    (archive.into / "broadsheet.yaml").write_text("title: Ours\n", encoding="utf-8")
    archive.run()
    assert '"/tide-1/"' in (archive.into / "content/stories/2020/tide-1.md").read_text(encoding="utf-8")
    assert (archive.into / "broadsheet.yaml").read_text(encoding="utf-8") == "title: Ours\n"


def test_no_story_takes_the_address_of_a_page_of_the_archive(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    _site(archive, "/:title/")
    archive.write("_posts/2020-02-01-map.md", "---\ntitle: Map\n---\nIt was drawn.\n")
    archive.run()
    assert (archive.into / "content/stories/2020/map-2.md").is_file()


def test_stories_whose_names_begin_with_their_dates_keep_them(tmp_path: Path) -> None:
    posts = (
        f"-- _posts/2020-01-0{day}-news.md --\n---\ntitle: News {day}\nslug: 2020-01-0{day}-news\n---\nB\n" for day in (1, 2)
    )
    archive = Archive(tmp_path, "-- _config.yml --\ntitle: Old\n" + "".join(posts))
    archive.run()
    pages = {path for path in archive.built().site() if path.startswith("2020/01/")}
    assert {"2020/01/01/2020-01-01-news.html", "2020/01/02/2020-01-02-news.html"} <= pages


def _notes(archive: Archive, links: int) -> None:
    """Write four posts without settings, the days of which are not those of their names, and texts with links to three."""
    for number in range(1, 5):
        head = f"---\ntitle: Tide {number}\ndate: 2020-01-{number + 10}\n---\n"
        archive.write(f"posts/2020-01-0{number}-tide-{number}.md", f"{head}It came.\n")
    shown = "\n".join(f'See [it]({{{{ "/blog/2020/01/1{each % 3 + 1}/tide-{each % 3 + 1}/" | url }}}}).' for each in range(links))
    archive.write("posts/2021-01-01-more.md", f"---\ntitle: More\n---\n{shown}\nAnd [no](/blog/2020/01/09/tide-9/).\n")


def test_where_no_settings_say_so_links_tell_the_addresses_of_all_posts(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    _notes(archive, 10)
    report = archive.run("markdown")
    assert 'aliases:\n- "/blog/2020/01/14/tide-4/"\n' in archive.story("stories/2020/tide-4.md")
    assert "See [it](/blog/2020/01/11/tide-1/).\n" in archive.story("stories/2021/more.md")
    assert not [note for _, note in report.notes if "no settings" in note]


def test_where_links_lead_to_the_paths_of_files_all_posts_had_such_addresses(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for number in range(1, 5):
        archive.write(f"blog/tides/v1.{number}.md", f"---\ntitle: Tide {number}\ndate: 2020-01-0{number}\n---\nIt came.\n")
    shown = "\n".join(
        f"[a](/blog/tides/v1.{number}) [b](https://x.example/en/blog/tides/v1.{number})" for number in (1, 2, 3) for _ in range(4)
    )
    archive.write("blog/more.md", f"---\ntitle: More\ndate: 2021-01-01\n---\n{shown}\n[c](https://y.example/blog/tides)\n")
    report = archive.run("markdown")
    assert 'aliases:\n- "/en/blog/tides/v1.4"\n- "/blog/tides/v1.4"\n' in archive.story("stories/2020/v1-4.md")
    assert not [note for _, note in report.notes if "no settings" in note]


def test_links_to_a_day_and_a_name_find_the_post_where_too_few_tell_the_addresses(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    _notes(archive, 7)
    archive.write("posts/2021-01-02-last.md", "---\ntitle: Last\n---\n[A](/2020/01/12/tide-2/) [b](/2020/01/02/tide-2/)\n")
    report = archive.run("markdown")
    assert "aliases" not in archive.story("stories/2020/tide-4.md")
    assert "[A](/stories/2020/tide-2.md) [b](/stories/2020/tide-2.md)\n" in archive.story("stories/2021/last.md")
    told = "no settings and no links say where its 6 stories were: if they were on the web, no old address leads to them"
    assert ("broadsheet.yaml", told) in report.notes
