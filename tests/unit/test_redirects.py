"""Redirects: each alias once, never the address of a page, never in a circle."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.catalog.catalog import Redirect
from broadsheet.catalog.redirects import compile_redirects
from broadsheet.problems import Span
from newsroom import Newsroom, article, picture


def redirect(alias: str, target: str, line: int = 1) -> Redirect:
    return Redirect(alias, target, "Title", Span(f"content/{target.strip('/')}.md", line))


def problems(*redirects: Redirect, owners: tuple[str, ...] = ()) -> list[str]:
    found = compile_redirects(redirects, {address: f"content/{address.strip('/')}.md" for address in owners})
    return [str(problem) for problem in found.problems]


def test_redirects_come_in_the_order_of_their_aliases() -> None:
    found = compile_redirects(
        [redirect("/b/", "/x/"), redirect("/a", "/y/"), redirect("/c.html", "/x/")], {"/x/": "x", "/y/": "y"}
    )
    assert [(r.alias, r.target) for r in found.value] == [("/a", "/y/"), ("/b/", "/x/"), ("/c.html", "/x/")]
    assert found.problems == ()


def test_an_alias_that_two_pages_claim_names_both() -> None:
    assert problems(redirect("/old/", "/x/", 4), redirect("/old", "/y/", 5)) == [
        "content/x.md:4:1: error: the alias `/old/` already leads to `/y/`; take it out of one of the two (see content/y.md:5:1) "
        "[redirect-conflict]"
    ]


def test_an_alias_that_is_the_address_of_another_story_gives_way_and_names_both() -> None:
    owners = {"/x/": "content/x.md", "/y/": "content/y.md"}
    found = compile_redirects([redirect("/y/", "/x/"), redirect("/z/", "/x/")], owners)
    assert [each.alias for each in found.value] == ["/z/"]
    assert [str(problem) for problem in found.problems] == [
        "content/x.md:1:1: warning: the alias is the address of another story, which stands there; take the alias out, unless "
        "that story is to go (see content/y.md:1:1) [idle-alias]"
    ]


def test_an_alias_that_gives_way_hides_no_circle_of_others() -> None:
    found = problems(redirect("/y/", "/x/"), redirect("/p/", "/q/"), redirect("/q/", "/p/"), owners=("/x/", "/y/"))
    assert [problem.rpartition("[")[2] for problem in found] == ["idle-alias]", "redirect-loop]"]


@pytest.mark.parametrize("host", ["generic", "netlify"])
def test_a_story_that_comes_back_stands_where_an_alias_led_on_and_an_alias_leads_on_where_one_went(
    tmp_path: Path, host: str
) -> None:
    room = Newsroom(tmp_path)
    room.write("broadsheet.yaml", f"title: T\nbase_url: https://example.org/\nhost: {host}\n")
    room.write("content/stories/a.md", article("A", "2026-01-01", aliases=["/stories/2026/01/b/"]))
    room.write("content/stories/b.md", article("B", "2026-01-02", expires_at="2026-01-03T10:00:00+00:00"))
    room.publish()
    gone = room.site()
    assert "/stories/2026/01/b/ /stories/2026/01/a/" in room.page("/_redirects")
    room.write("content/stories/b.md", article("B", "2026-01-02", "Back again."))
    room.build()
    assert room.codes == ["idle-alias"]
    assert "Back again." in room.page("/stories/2026/01/b/")
    assert "/stories/2026/01/b/" not in room.page("/_redirects")
    fresh = room.cold()
    fresh.build()
    assert room.site() == fresh.site()
    room.write("content/stories/b.md", article("B", "2026-01-02", expires_at="2026-01-03T10:00:00+00:00"))
    room.publish()
    assert room.site() == gone


def test_an_alias_that_is_the_storys_own_address_is_a_loop() -> None:
    assert problems(redirect("/x", "/x/"), owners=("/x/",)) == [
        "content/x.md:1:1: error: the alias `/x` is the story's own address and would redirect to itself; take the alias out "
        "[redirect-loop]"
    ]


def test_two_stories_that_redirect_to_each_other_are_a_loop() -> None:
    assert problems(redirect("/y/", "/x/"), redirect("/x/", "/y/"), owners=("/x/", "/y/")) == [
        "content/y.md:1:1: error: the alias `/x/` closes a circle of redirects with `/y/`; take one of the aliases out "
        "(see content/x.md:1:1) [redirect-loop]",
        "content/x.md:1:1: error: the alias `/y/` closes a circle of redirects with `/x/`; take one of the aliases out "
        "(see content/y.md:1:1) [redirect-loop]",
    ]


def test_a_circle_of_three_is_found() -> None:
    owners = ("/x/", "/y/", "/z/")
    found = problems(redirect("/y/", "/x/"), redirect("/z/", "/y/"), redirect("/x/", "/z/"), owners=owners)
    assert [problem.rpartition("[")[2] for problem in found] == ["redirect-loop]"] * 3


@pytest.mark.parametrize(
    "alias",
    [
        *("/.htaccess", "/_worker.js", "/ads.txt", "/wp-login.php", "/.git/hooks/x", "/.well-known/security.txt", "/_headers"),
        *("ads.txt", "/ADS.TXT", "/ads.txt/", "/%2Ehtaccess", "/a/_redirects", "/a/.b/c/", "/robots.txt", "/CNAME"),
        *("/_worker.js/index.html", "/_worker.js/a/", "/ads.txt/index.html", "/a/_Headers/index.html"),
    ],
)
def test_an_alias_takes_no_address_that_hosts_or_programs_act_on(tmp_path: Path, alias: str) -> None:
    room = Newsroom(tmp_path)
    room.write("content/stories/a.md", article("A", "2026-01-01", aliases=[alias]))
    room.build()
    assert room.codes == ["bad-address"]
    assert "hosts or programs act on what stands there" in room.problems[0]
    assert room.problems[0].startswith("content/stories/a.md:4:11: ")


def test_the_alias_of_a_file_is_redirected_by_hosts_and_is_no_page(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    aliases = ["/old/feed.xml", "/old.php", "/old.html", "/older", "/v1.2/"]
    room.write("content/stories/a.md", article("A", "2026-01-01", aliases=aliases))
    room.publish()
    assert {alias for alias in aliases if f"{alias} /stories/2026/01/a/ 301\n" in room.page("/_redirects")} == {*aliases}
    made = {path for path in room.site() if path.startswith(("old", "v1"))}
    assert made == {"old.html", "older/index.html", "v1.2/index.html"}


@pytest.mark.parametrize("alias", ["/feed.xml", "/robots-note.txt", "/media/stories/p.png", "/data/stories.csv"])
def test_the_alias_of_a_file_takes_no_address_of_what_is_published(tmp_path: Path, alias: str) -> None:
    room = Newsroom(tmp_path)
    room.write("static/robots-note.txt", "A note.")
    room.write("content/stories/p.png", picture(8, 8))
    room.write("content/stories/b.md", article("B", "2026-01-01", "![P](p.png)"))
    room.publish()
    room.write("content/stories/a.md", article("A", "2026-01-01", aliases=[alias]))
    for _ in range(2):
        room.build()
        assert room.codes == ["redirect-conflict"]
        assert f"the alias `{alias}` is the address of something that is published" in room.problems[0]
        room = room.cold()


def test_a_page_that_two_actors_had_before_they_were_merged_leads_to_the_one_they_are(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.write("content/stories/a.md", article("A", "2026-01-01", actors=["Ann Lee", "A. B. Lee"], tags=["Salt"]))
    room.publish()
    assert room.has("/actors/a-b-lee/")
    room.write("content/actors/ann-lee.md", "---\nname: Ann Lee\naliases: [A. B. Lee, 李安]\n---\n")
    room.publish()
    assert 'content="0; url=/actors/ann-lee/"' in room.page("/actors/a-b-lee/")
    assert 'content="0; url=/actors/ann-lee/"' in room.page("/actors/li-an/")


def test_an_alias_takes_no_address_that_another_term_or_a_story_has(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.write("content/stories/a.md", article("A", "2026-01-01", actors=["Li An"], aliases=["/actors/a-b-lee/"]))
    room.write("content/actors/ann-lee.md", "---\nname: Ann Lee\naliases: [A. B. Lee, 李安]\n---\n")
    room.publish()
    assert "Li An" in room.text("/actors/li-an/")
    assert 'content="0; url=/stories/2026/01/a/"' in room.page("/actors/a-b-lee/")


SETTINGS = "title: T\nbase_url: https://example.org/\nhost: {host}\nredirects:\n  {line}\n"


def told(room: Newsroom, line: str, host: str = "generic") -> list[str]:
    room.write("broadsheet.yaml", SETTINGS.format(host=host, line=line))
    room.build()
    return room.problems


def test_the_publication_leads_on_from_old_addresses_of_lists_and_feeds(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.write("content/stories/a.md", article("A", "2026-01-01", tags=["Peace"]))
    assert (
        told(room, "{/tag/peace: /tags/peace/, feed/: /rss.xml, /old/feed.xml: /tags/peace/feed.xml, '/?cat=3': /tags/peace/}")
        == []
    )
    assert room.page("/_redirects").splitlines() == [
        "/ cat=3 /tags/peace/ 301",
        "/feed/ /rss.xml 301",
        "/old/feed.xml /tags/peace/feed.xml 301",
        "/tag/peace /tags/peace/ 301",
    ]
    assert 'content="0; url=/tags/peace/"' in room.page("/tag/peace/")
    assert not room.has("/feed/"), "a page there would be taken for the feed by hosts that read no redirects"


def test_an_old_address_that_leads_nowhere_or_in_a_circle_or_is_a_page_is_told_with_its_place(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.write("content/stories/a.md", article("A", "2026-01-01", tags=["Peace"], aliases=["/older/"]))
    assert told(room, "/old/: /nowhere/") == [
        "broadsheet.yaml:5:10: warning: `/nowhere/` leads to nothing in this publication; write another, or take the line out if "
        "what stood there is gone for good [lost-redirect]"
    ]
    assert told(room, "/old/: https://example.com/") == [
        "broadsheet.yaml:5:10: error: `redirects./old/` holds `https://example.com/`, which cannot be redirected: it has to be a "
        "path on this site; write it as `/old/address/` [bad-address]"
    ]
    assert told(room, "/old/: /older/") == [
        "broadsheet.yaml:5:3: error: the alias `/old/` leads to `/older/`, which is an old address itself; write "
        "`/stories/2026/01/a/` (see content/stories/a.md:5:11) [redirect-loop]"
    ]
    assert [problem.partition("; ")[0] for problem in told(room, "{/x/: /y/, /y/: /x/}")] == [
        "broadsheet.yaml:5:4: error: the alias `/x/` leads to `/y/`, which is an old address itself"
    ]
    assert "address-conflict" in told(room, "/tags/peace/: /")[0]
    assert told(room, "/tags/peace/: /rss.xml") == [
        "broadsheet.yaml:5:3: error: the alias `/tags/peace/` is the address of something that is published; take the alias out "
        "[redirect-conflict]"
    ]
    assert "takes a mapping of old addresses to addresses" in told(room, "- /old/")[0]
