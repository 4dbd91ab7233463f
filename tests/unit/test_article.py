"""Articles, register files and free pages: files to records with their bodies."""

import pickle

import pytest

from broadsheet.config import Config
from broadsheet.content.article import Attached, read_articles
from broadsheet.content.context import ReadContext
from broadsheet.content.frontmatter import SourceText
from broadsheet.content.register import read_entry, read_free_page
from broadsheet.model import NO_DATE, BodyLink, Moment, Named, NamedLink, Role
from broadsheet.problems import Span

CONTEXT = ReadContext.of(Config(title="T"))


def read(path, text, sidecar=None):
    beside = SourceText(path.rpartition(".")[0] + ".yaml", sidecar) if sidecar is not None else None
    return read_articles(SourceText(path, text), CONTEXT, Attached(beside))


def test_a_markdown_article_becomes_a_story_with_its_body():
    found = read(
        "content/stories/1978/1978-09-17-camp-david.md", "---\ntitle: Accords\ndate: 1978-09-17\n---\n\nText [x](y.md).\n"
    )
    assert found.problems == ()
    ((story, body),) = found.value
    assert (story.id, story.path) == ("1978/1978-09-17-camp-david", "content/stories/1978/1978-09-17-camp-david.md")
    assert (story.title, story.slug, story.date) == ("Accords", "camp-david", Moment("1978-09-17", "1978-09-17T00:00:00Z"))
    assert body.links == (BodyLink("y.md", Span(story.path, 6, 10)),)
    assert body.words == 2


@pytest.mark.parametrize("suffix", ["md", "markdown", "txt"])
def test_a_dated_file_name_gives_date_and_headline_where_nobody_wrote_them(suffix):
    found = read(f"content/stories/a/2024-03-10-council_votes-again.{suffix}", "---\ntags: [x]\n---\nText.\n")
    assert found.problems == ()
    story = found.value[0][0]
    assert (story.title, story.date.iso, story.slug) == ("Council votes again", "2024-03-10", "council-votes-again")
    found = read(f"content/stories/2024-03-10-x.{suffix}", "---\ntitle: T\n---\nText.\n", "date: 2020-01-01\n")
    assert (found.value[0][0].title, found.value[0][0].date.iso) == ("T", "2020-01-01")
    assert read(f"content/stories/2024-03-10-vote/index.{suffix}", "---\ntags: [x]\n---\n").value[0][0].title == "Vote"


@pytest.mark.parametrize("name", ["x", "2024-13-10-x", "20240310-x", "2024-03-10"])
def test_other_file_names_give_neither(name):
    codes = [problem.code for problem in read(f"content/stories/{name}.md", "---\ntags: [x]\n---\n").problems]
    assert codes == ["missing-key", "missing-key"]


def test_a_faulty_date_is_not_replaced_by_that_of_the_file_name():
    found = read("content/stories/2024-03-10-x.md", "---\ntitle: T\ndate: soon\n---\n")
    assert [problem.code for problem in found.problems] == ["bad-date"]
    assert [story.date for story, _ in found.value] == [NO_DATE]


def test_what_toml_and_json_say_is_checked_in_its_place():
    toml = read(
        "content/stories/a.md", '+++\ntitle = "T"\ndate = 2024-03-10\nimage = {src = "a.png", alt = "A"}\ntags = "x"\n+++\nB\n'
    )
    assert [str(problem.span) for problem in toml.problems] == ["content/stories/a.md:5:8"]
    assert (toml.value[0][0].image.alt, toml.value[0][1].words) == ("A", 1)
    json = read("content/stories/a.md", '{\n "title": "T",\n "date": "2024-03-10",\n "published": false\n}\nB\n')
    assert [(str(problem.span), problem.code) for problem in json.problems] == [("content/stories/a.md:4:2", "held-elsewhere")]
    held = read("content/stories/a.md", '+++\ntitle = "T"\ndate = 2024-03-10\ndraft = true\n[extra]\nx = 1\n+++\n')
    assert held.value[0][0].draft is True
    assert [(str(problem.span), problem.code) for problem in held.problems] == [("content/stories/a.md:5:2", "unknown-key")]


@pytest.mark.parametrize(
    ("written", "held"),
    [
        ("params: {hidden: yes, publishDate: 2031-01-01}", ["4:10", "4:23"]),
        ("Extra: {status: in review}", ["4:9"]),
        ("params: {date: 2031-01-01, publish_at: 2030-01-01}", ["4:28"]),
        ("extra: {draft: false, publish_at: 2020-01-01, math: true}", []),
        ("extra: {}", []),
        ("data: {draft: true}", []),
    ],
)
def test_what_holds_a_page_back_among_the_keys_of_a_theme_is_an_error_too(written, held):
    found = read("content/stories/a.md", f"---\ntitle: T\ndate: 2024-03-10\n{written}\n---\nB\n").problems
    assert {problem.code for problem in found} == {"held-elsewhere" if held else "unknown-key"}
    assert [str(problem.span) for problem in found] == [f"content/stories/a.md:{place}" for place in held or ["4:1"]]


def test_it_is_told_where_our_key_has_to_stand():
    found = read("content/stories/a.md", "---\ntitle: T\ndate: 2024-03-10\nextra:\n  author: A\n  draft: true\n---\nB\n")
    assert [str(problem) for problem in found.problems] == [
        "content/stories/a.md:6:3: error: in `extra`, `draft` is `true`, which holds a page back in other generators and not "
        "here; write `draft: true` outside of `extra` [held-elsewhere]"
    ]


def test_the_introduction_to_a_folder_is_no_story_unless_it_is_dated():
    found = read("content/stories/news/_index.md", "---\ntitle: All our news\n---\nText.\n")
    assert ([problem.code for problem in found.problems], found.value) == (["unplaced-file"], ())
    found = read("content/stories/news/_index.md", "---\ntitle: News\ndate: 2024-01-01\n---\nText.\n")
    assert (found.problems, found.value[0][0].slug) == ((), "news")


def test_the_text_of_a_folder_is_that_of_its_entry_or_page():
    found = entry("section", "content/sections/world/_index.md", "---\nname: World\n---\nScope.\n")
    assert (found.value[0].key, found.problems) == ("world", ())
    for name in ("index", "_index"):
        page = read_free_page(SourceText(f"content/pages/help/faq/{name}.md", "---\ntitle: T\n---\n"), CONTEXT)
        assert page.value[0].slug == "help/faq"


def test_front_matter_wins_over_the_sidecar_key_by_key():
    found = read(
        "content/stories/a.md",
        "---\ntitle: Front\ndescription: Front too\n---\n",
        "title: Side\ndate: 2024-01-01\nstandfirst: Side\ntags: [x]\n",
    )
    assert found.problems == ()
    story = found.value[0][0]
    assert (story.title, story.standfirst, story.date.iso) == ("Front", "Front too", "2024-01-01")
    assert story.tags == (Named("x", Span("content/stories/a.yaml", 4, 8)),)


def test_an_absent_value_in_the_front_matter_does_not_hide_the_sidecar():
    found = read("content/stories/a.md", "---\ntitle:\ndate: 2024-01-01\n---\n", "title: Side\n")
    assert found.value[0][0].title == "Side"


def test_faults_of_both_files_are_reported_in_their_own_places():
    found = read("content/stories/a.md", "---\ntitle: T\ndate: x\n---\n", "date: y\ntags: z\n")
    assert [(str(problem.span), problem.code) for problem in found.problems] == [
        ("content/stories/a.md:3:7", "bad-date"),
        ("content/stories/a.yaml:1:7", "bad-date"),
        ("content/stories/a.yaml:2:7", "wrong-type"),
    ]


def test_missing_keys_say_where_to_write_them():
    assert [str(problem) for problem in read("content/stories/x/a.md", "---\ntags: [a]\n---\nText\n").problems] == [
        "content/stories/x/a.md:1:1: error: `title` is missing; add `title: …` (text) to the front matter, or to a.yaml beside it"
        " [missing-key]",
        "content/stories/x/a.md:1:1: error: `date` is missing; add `date: …` (date, date-time or EDTF) to the front matter, or to"
        " a.yaml beside it; or write `undated: publish` into broadsheet.yaml [missing-key]",
    ]


def test_an_empty_title_is_a_missing_one():
    assert [str(problem) for problem in read("content/stories/a.md", "---\ntitle: ''\ndate: 2024-01-01\n---\n").problems] == [
        "content/stories/a.md:2:8: error: `title` is empty; write its text [missing-key]"
    ]


def test_a_story_with_a_faulty_optional_value_is_still_read():
    found = read("content/stories/a.md", "---\ntitle: T\ndate: 2024-01-01\ntags: x\n---\n")
    assert len(found.problems) == 1
    assert found.value[0][0].tags == ()


def test_front_matter_that_cannot_be_read_is_one_problem():
    found = read("content/stories/a.md", "---\ntitle: T: x\n---\n[a](javascript:b)\n")
    assert [(problem.code, str(problem.span)) for problem in found.problems] == [
        ("bad-yaml", "content/stories/a.md:2:9"),
        ("removed-markup", "content/stories/a.md:4:5"),
    ]


def test_plain_text_takes_its_metadata_from_the_sidecar():
    found = read("content/stories/a.txt", "One *two*.\n", "title: T\ndate: 2024-01-01\n")
    ((story, body),) = found.value
    assert (story.id, story.slug) == ("a", "a")
    assert ">One *two*.</p>" in body.html


def test_a_story_in_a_folder_of_its_own_is_named_by_the_folder():
    story = read("content/stories/2024/may-day/index.md", "---\ntitle: T\ndate: 2024-01-01\n---\n").value[0][0]
    assert (story.id, story.slug) == ("2024/may-day/index", "may-day")


def test_each_line_of_json_lines_is_a_story():
    text = (
        '{"title": "Öl & Gas", "date": "2024-01-01", "body": "A [b](c.md).\\n\\n[x](javascript:y)"}\n'
        '{"title": "Two", "date": 20240101}\n'
        '{"title": "Three", "date": "2024-01-03", "slug": "drei", "draft": true}\n'
    )
    found = read("content/stories/2024/all.jsonl", text)
    path = "content/stories/2024/all.jsonl"
    assert [(story.id, story.slug, story.draft) for story, _ in found.value] == [
        ("2024/all#ol-gas", "ol-gas", False),
        ("2024/all#two", "two", False),
        ("2024/all#drei", "drei", True),
    ]
    assert found.value[0][1].links == (BodyLink("c.md", Span(path, 1, 53)),)
    assert [(problem.code, str(problem.span)) for problem in found.problems] == [
        ("removed-markup", f"{path}:1:53"),
        ("bad-date", f"{path}:2:26"),
    ]


def test_two_lines_with_one_slug_are_an_error_that_names_both():
    line = '{"title": "One", "date": "2024-01-01"}\n'
    found = read("content/stories/a.jsonl", line + "\n" + line)
    assert [str(problem) for problem in found.problems] == [
        "content/stories/a.jsonl:3:1: error: the slug `one` was given to another story of this file, in line 1; give one of them"
        ' a `"slug"` of its own (see content/stories/a.jsonl:1:1) [duplicate-story]'
    ]


def test_a_headline_that_recurs_in_another_month_gets_an_id_of_its_own():
    text = "".join(f'{{"title": "Weather", "date": "{day}"}}\n' for day in ("2024-01-01", "2024-02-01", "2024-03-01"))
    found = read("content/stories/a.jsonl", text)
    assert found.problems == ()
    assert [story.id for story, _ in found.value] == ["a#weather", "a#weather-2024-02-01", "a#weather-2024-03-01"]
    assert {story.slug for story, _ in found.value} == {"weather"}


def test_the_context_can_be_sent_to_a_worker():
    context = pickle.loads(pickle.dumps(CONTEXT))
    text = SourceText("content/stories/a.md", "---\ntitle: T\ndate: 2024-01-01\n---\n*x*\n")
    assert read_articles(text, context) == read_articles(text, CONTEXT)


def entry(kind, path, text):
    return read_entry(kind, SourceText(path, text), CONTEXT)


def test_an_actor_file_is_read():
    path = "content/actors/jimmy-carter.md"
    found = entry(
        "actor",
        path,
        "---\nname: Jimmy Carter\nkind: person\naliases: [James Carter]\ncountry: US\nroles:\n"
        "  - {title: president, organisation: United States, country: US, from: 1977-01-20, to: 1981}\n"
        "links: [{name: Library, url: https://x.org/}]\nsame_as: [https://y.org/]\nwikidata: Q1\n---\nBiography.\n",
    )
    assert found.problems == ()
    actor, body = found.value
    assert (actor.kind, actor.key, actor.path, actor.actor_kind) == ("actor", "jimmy-carter", path, "person")
    assert actor.name == Named("Jimmy Carter", Span(path, 2, 7))
    assert actor.roles == (Role("president", "United States", Named("US", Span(path, 7, 62)), "1977-01-20", "1981"),)
    assert (actor.links, actor.same_as, actor.wikidata) == ((NamedLink("Library", "https://x.org/"),), ("https://y.org/",), "Q1")
    assert ">Biography.</p>" in body.html


def test_an_office_that_ends_before_it_begins_is_an_error():
    found = entry("actor", "content/actors/a.md", "---\nname: A\nroles: [{title: t, from: 1981, to: 1977-01-20}]\n---\n")
    assert [str(problem) for problem in found.problems] == [
        "content/actors/a.md:3:36: error: `roles.to` is `1977-01-20`, which is before `from`, `1981`; exchange the two, or"
        " correct one [bad-value]"
    ]


def test_an_actor_needs_a_name():
    found = entry("actor", "content/actors/a.md", "Text\n")
    assert found.value is None
    assert [problem.code for problem in found.problems] == ["missing-key"]


@pytest.mark.parametrize("kind", ["tag", "section", "dossier"])
def test_a_term_without_a_name_is_named_by_its_file(kind):
    found = entry(kind, f"content/{kind}s/oil-prices.md", "Scope.\n")
    assert found.problems == ()
    assert found.value[0].name.text == "Oil prices"


def test_a_country_needs_no_name():
    found = entry("country", "content/countries/NO.md", "---\naliases: [Norge]\n---\n")
    assert (found.value[0].key, found.value[0].name, found.problems) == ("NO", None, ())


def test_a_dossier_may_be_closed_and_a_tag_may_not():
    assert entry("dossier", "content/dossiers/d.md", "---\nstatus: closed\nparent: x\n---\n").value[0].status == "closed"
    assert [problem.code for problem in entry("tag", "content/tags/d.md", "---\nstatus: closed\n---\n").problems] == [
        "unknown-key"
    ]


@pytest.mark.parametrize("kind", ["actor", "country", "tag", "section", "dossier"])
def test_a_register_file_cannot_be_held_back_and_says_so(kind):
    path = f"content/{kind}s/{'NO' if kind == 'country' else 'd'}.md"
    for key in ("draft: true", "publish_at: 2030-01-01", "private: true"):
        (problem,) = entry(kind, path, f"---\nname: D\n{key}\n---\n").problems
        assert problem.code == "held-elsewhere"
        assert problem.hint.startswith("no key does that here; take the file out of the content")


def test_a_register_file_has_to_be_named_by_a_slug():
    assert [str(problem) for problem in entry("tag", "content/tags/Oil Prices.md", "").problems] == [
        "content/tags/Oil Prices.md:1:1: error: the file name `Oil Prices` is not a slug, and becomes the address of the tag;"
        " rename the file to `oil-prices.md` [bad-address]"
    ]


@pytest.mark.parametrize(
    ("path", "slug"),
    [("about", "about"), ("help/FAQ page", "help/faq-page"), ("help/index", "help"), ("a/b/index", "a/b")],
)
def test_a_free_page_has_the_address_of_its_file(path, slug):
    found = read_free_page(SourceText(f"content/pages/{path}.md", "---\ntitle: T\nsummary: S\n---\nText\n"), CONTEXT)
    assert found.problems == ()
    page, _ = found.value
    assert (page.slug, page.title, page.standfirst) == (slug, "T", "S")


def test_a_free_page_may_name_its_own_last_part():
    found = read_free_page(SourceText("content/pages/help/x.md", "---\ntitle: T\nslug: y\n---\n"), CONTEXT)
    assert found.value[0].slug == "help/y"


@pytest.mark.parametrize(
    ("metadata", "code"),
    [
        ("title: S\n", "unplaced-file"),
        ("draft: false\ncascade: {draft: false, banner: x}\n", "unplaced-file"),
        ("draft: true\n", "held-elsewhere"),
        ("cascade: {draft: true}\n", "held-elsewhere"),
        ("cascade:\n- target: {path: /a}\n  build: {render: never}\n", "held-elsewhere"),
        ("cascade: {params: {hidden: true}}\n", "held-elsewhere"),
        ("cascade: {expiryDate: 2020-01-01}\n", "held-elsewhere"),
    ],
)
def test_the_introduction_to_a_folder_that_is_held_back_elsewhere_is_an_error(metadata, code):
    found = read("content/stories/a/_index.md", f"---\n{metadata}---\nWords.\n")
    assert [problem.code for problem in found.problems if problem.code != "unknown-key"] == [code]
    assert found.value == ()


@pytest.mark.parametrize(
    "text",
    [
        "<!--\n.. title: T\n.. status: draft\n-->\n\nText.\n",
        "#+TITLE: T\n#+DRAFT: true\n\nText.\n",
        "<!-- a note -->\n---\ntitle: T\ndraft: true\n---\n\nText.\n",
    ],
)
def test_metadata_of_other_programs_are_no_words_of_a_story(text):
    (problem,) = (problem for problem in read("content/stories/2020-01-01-a.md", text).problems if problem.is_error)
    assert (problem.code, problem.span.line) == ("bad-front-matter", 1)


@pytest.mark.parametrize("text", ["<!-- a note -->\n\nText.\n\n---\n\nTitle: it is.\n", "#+ a\n", "<!-- title: x -->\n\nText.\n"])
def test_what_looks_like_metadata_only_from_far_is_none(text):
    assert [problem for problem in read("content/stories/2020-01-01-a.md", text).problems if problem.is_error] == []
