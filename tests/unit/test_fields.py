"""Fields of a story: typed values out, and for each fault its place, what was found and what is allowed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.config import Config
from broadsheet.content import schema
from broadsheet.content.article import read_articles
from broadsheet.content.context import ReadContext
from broadsheet.content.frontmatter import SourceText
from broadsheet.model import (
    ActorMention,
    Citation,
    Claim,
    Correction,
    CountryMention,
    Entry,
    Event,
    EventDate,
    FreePage,
    Moment,
    Named,
    NamedPlace,
    Picture,
    Quote,
    Source,
    Story,
)
from broadsheet.problems import CODES, Span

CONTEXT = ReadContext.of(Config(title="T", timezone="Europe/Vienna", labels=("Letter",)))


def outcome(yaml):
    """Read a story whose own lines start at line 4."""
    return read_articles(SourceText("content/stories/a.md", f"---\ntitle: T\ndate: 2024-01-02\n{yaml}\n---\n"), CONTEXT)


def story(yaml):
    found = outcome(yaml)
    assert found.problems == ()
    return found.value[0][0]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a\u202eb", "a\u202eb\u202c"),
        ("a\u2067b\u202dc", "a\u2067b\u202dc\u202c\u2069"),
        ("a\u2067b\u202dc\u2069d", "a\u2067b\u202dc\u2069d"),
        ("a\u2069\u202cb", "ab"),
        ("a\u2066\u202cb", "a\u2066b\u2069"),
        ("a\u202ab\u202c \u200fc", "a\u202ab\u202c \u200fc"),
    ],
)
def test_what_turns_the_direction_of_writing_ends_where_its_text_ends(written, read):
    found = story(f"standfirst: x{written}\nauthors: [x{written}]")
    assert (found.standfirst, found.authors) == (f"x{read}", (f"x{read}",))


def faults(yaml):
    return [str(problem).removeprefix("content/stories/a.md:") for problem in outcome(yaml).problems]


def named(text, line, column):
    return Named(text, Span("content/stories/a.md", line, column))


def test_every_synonym_gives_the_same_value():
    for key in ("standfirst", "description", "summary"):
        assert story(f"{key}: S").standfirst == "S"
    for key in ("section", "category", "categories", "sections"):
        assert [name.text for name in story(f"{key}: [A, B]").sections] == ["A", "B"]
        assert [name.text for name in story(f"{key}: A").sections] == ["A"]
    for key in ("authors", "author", "byline"):
        assert story(f"{key}: Ann, Bob").authors == ("Ann, Bob",)
        assert story(f"{key}: [Ann, Bob]").authors == ("Ann", "Bob")
    for key in ("tags", "keywords"):
        assert story(f"{key}: [a]").tags == (named("a", 4, len(key) + 4),)


def test_a_key_and_its_synonym_together_are_an_error():
    assert faults("tags: [a]\nkeywords: [b]") == [
        "5:1: error: `keywords` means the same as `tags` in line 4; keep one of the two (see content/stories/a.md:4:1)"
        " [duplicate-key]"
    ]


def test_an_unknown_key_is_a_warning_with_the_nearest_known_one():
    assert faults("auhtors: Ann\nzzz: 1\nquotes: [{text: x, speeker: y}]") == [
        "4:1: warning: unknown key `auhtors`; did you mean `authors`? [unknown-key]",
        "5:1: warning: unknown key `zzz`; it is ignored; declare it in `fields` or `taxonomies`, or name it in `extra_keys`"
        " [unknown-key]",
        "6:20: warning: unknown key `speeker` in `quotes`; did you mean `speaker`? [unknown-key]",
    ]


@pytest.mark.parametrize(
    ("yaml", "instead"),
    [
        ("published: false", "draft: true"),
        ("published: no", "draft: true"),
        ("published: 2030-01-01", "publish_at: 2030-01-01"),
        ("Draft: true", "draft: true"),
        ("drafts: yes", "draft: true"),
        ("status: draft", "draft: true"),
        ("status: Private", "draft: true"),
        ("status: pending", "draft: true"),
        ("status: future", "draft: true"),
        ("status: entwurf", "draft: true"),
        ("status: [draft]", "draft: true"),
        ("visibility: members", "draft: true"),
        ("private: true", "draft: true"),
        ("hidden: 1", "draft: true"),
        ("unlisted: yes", "draft: true"),
        ("headless: true", "draft: true"),
        ("password: sesame", "draft: true"),
        ("permalink: false", "draft: true"),
        ("render: false", "draft: true"),
        ("eleventyExcludeFromCollections: true", "draft: true"),
        ("_build: {render: never, list: always}", "draft: true"),
        ("state: Draft", "draft: true"),
        ("moderation_state: pending review", "draft: true"),
        ("workflow: in_review", "draft: true"),
        ("access: paid", "draft: true"),
        ("audience: only_paid", "draft: true"),
        ("pubstatus: withheld", "draft: true"),
        ("enabled: false", "draft: true"),
        ("routable: false", "draft: true"),
        ("wip: true", "draft: true"),
        ("passwordProtected: true", "draft: true"),
        ("skip: true", "draft: true"),
        ("embargoed_until: 2030-01-01", "publish_at: 2030-01-01"),
        ("go_live: 2030-01-01", "publish_at: 2030-01-01"),
        ("publish_up: 2030-01-01", "publish_at: 2030-01-01"),
        ("valid_until: 2020-01-01", "expires_at: 2020-01-01"),
        ("build:\n  list: never", "draft: true"),
        ("publishDate: 2030-01-01", "publish_at: 2030-01-01"),
        ("publishdate: 2024-01-03", "publish_at: 2024-01-03"),
        ("publish-at: 2030-01-01", "publish_at: 2030-01-01"),
        ("embargo: 2030-01-01T08:00", "publish_at: 2030-01-01T08:00"),
        ("scheduled: true", "publish_at: …"),
        ("expirydate: 2020-01-01", "expires_at: 2020-01-01"),
        ("expiryDate: 2020-01-01", "expires_at: 2020-01-01"),
        ("expires: soon", "expires_at: …"),
    ],
)
def test_a_key_by_which_other_generators_hold_a_story_back_is_an_error_that_names_ours(yaml: str, instead: str) -> None:
    (fault,) = faults(yaml)
    assert fault.startswith(f"4:1: error: `{yaml.partition(':')[0]}` is "), fault
    assert f"; write `{instead}`" in fault
    assert fault.endswith(" [held-elsewhere]")


@pytest.mark.parametrize(
    "yaml",
    [
        "published: true",
        "published: 2024-01-02",
        "published: last spring",
        "status: published",
        "status: Publish",
        "visibility: public",
        "private: false",
        "hidden: no",
        "password: ''",
        "password:",
        "_build: {list: always, publishResources: false}",
        "publishDate: 2024-01-02",
        "publishDate: 2023-12-31T23:00:00Z",
        "pubDate: 2020-01-01",
        "expiryDate: never",
        "permalink: /a/",
        "sitemap_exclude: true",
        "state: Texas",
        "review: five stars",
        "access: [lift, ramp]",
        "stage: Old Vic",
        "audience: everyone",
        "pubstatus: usable",
        "active: true",
        "publisher: Reuters",
    ],
)
def test_what_holds_nothing_back_is_no_error(yaml: str) -> None:
    assert [fault.rpartition(" ")[2] for fault in faults(yaml)] == ["[unknown-key]"]


def test_a_harmless_draft_of_ours_is_no_problem_at_all() -> None:
    assert faults("draft: false") == []


def test_a_key_that_the_publication_knows_is_not_warned_of_and_still_holds_back() -> None:
    context = ReadContext.of(Config(title="T", extra_keys=("layout", "status", "published")))

    def codes(yaml: str) -> list[str]:
        source = SourceText("content/stories/a.md", f"---\ntitle: T\ndate: 2024-01-02\n{yaml}\n---\n")
        return [problem.code for problem in read_articles(source, context).problems]

    assert codes("layout: post\npublished: true\nstatus: disputed\nother: x") == ["unknown-key"]
    assert codes("status: in review") == ["held-elsewhere"]
    assert codes("published: false") == ["held-elsewhere"]


def test_a_comma_that_cuts_a_value_in_braces_is_explained():
    assert faults("claims: [{text: 600,000 people died, status: reported}]") == [
        "4:21: warning: unknown key `000 people died` in `claims`; in `{…}`, quote a value that contains a comma [unknown-key]"
    ]


@pytest.mark.parametrize(
    ("yaml", "fault"),
    [
        ("tags: politics", "4:7: error: `tags` takes a list of text, found `politics`; write `tags: [politics]`"),
        ("tags: {a: b}", "4:7: error: `tags` takes a list of text, found a mapping"),
        ("standfirst: [a]", "4:13: error: `standfirst` takes text, found a list"),
        ("byline: {name: x}", "4:9: error: `byline` takes one or a list of text, found a mapping"),
        ("updated: [2024-01-01]", "4:10: error: `updated` takes text, found a list"),
        ("draft: [yes]", "4:8: error: `draft` takes true or false, found a list"),
        ("quotes: [words]", "4:10: error: `quotes` takes a mapping of text, speaker, date, found `words`"),
        ("image: [a.jpg]", "4:8: error: `image` takes text or a mapping of src, alt, caption, credit, found a list"),
        ("tags:\n  - a\n  - [b]", "6:5: error: `tags` takes text, found a list"),
        ("decisions: [x]", "4:12: error: `decisions` takes a mapping of finding ids, found a list"),
    ],
)
def test_a_value_of_another_type_says_what_was_found_and_what_is_allowed(yaml, fault):
    assert faults(yaml) == [f"{fault} [wrong-type]"]


@pytest.mark.parametrize(
    ("yaml", "fault"),
    [
        ("draft: maybe", "4:8: error: `draft` takes true or false, found `maybe`; write `true` or `false`"),
        (
            "labels: [exclusiv]",
            "4:10: error: `labels` does not take `exclusiv`; did you mean `exclusive`? allowed are `breaking`, `analysis`,"
            " `opinion`, `explainer`, `live`, `exclusive`, `Letter`",
        ),
        ("tags: [a, '', b]", "4:11: error: `tags` holds an empty value; fill it in or remove it"),
        ("tags:\n  - a\n  -", "6:4: error: `tags` holds an empty value; fill it in or remove it"),
        (
            "source: {name: x, url: ftp://x.org}",
            "4:24: error: `source.url` is `ftp://x.org`, which is not a web address: the scheme `ftp` is not allowed; write an"
            " address that starts with `https://`",
        ),
        (
            "citations: [{name: x, url: 'http:// x'}]",
            "4:28: error: `citations.url` is `http:// x`, which is not a web address: it holds a blank; write an address that"
            " starts with `https://`",
        ),
        (
            "citations: [{name: x, url: 'https:///x'}]",
            "4:28: error: `citations.url` is `https:///x`, which is not a web address: it has no host; write an address that"
            " starts with `https://`",
        ),
        (
            "claims: [{text: x, status: confirmd}]",
            "4:28: error: `claims.status` does not take `confirmd`; did you mean `confirmed`? allowed are `confirmed`,"
            " `reported`, `unconfirmed`, `disputed`, `denied`",
        ),
        (
            "events: [{date: 1919, text: x, precision: day}]",
            "4:43: error: `events.precision` is `day`, but `1919` names only a year; write `year`, or complete the date",
        ),
        ("lang: pt_BR", "4:7: error: `lang` is `pt_BR`, which is not a language tag; did you mean `pt-BR`?"),
        ("lang: english!", "4:7: error: `lang` is `english!`, which is not a language tag; write a tag such as `en` or `pt-BR`"),
        (
            "image: {src: 'javascript:x', alt: y}",
            "4:14: error: `image.src` is `javascript:x`, which is no picture's address: the scheme `javascript` is not allowed;"
            " write a path relative to the file",
        ),
        (
            "decisions: {f1: acept}",
            "4:17: error: `decisions.f1` does not take `acept`; did you mean `accept`? allowed are"
            " `accept`, `reject`, `{replace: value}` and `{add: {key: value}}`",
        ),
        (
            "decisions: {f1: {with: x}}",
            "4:17: error: `decisions.f1` takes one key, `replace` or `add`; write `{replace: value}` or `{add: {key: value}}`",
        ),
    ],
)
def test_a_value_that_is_not_allowed_is_named_with_the_nearest_one(yaml, fault):
    assert faults(yaml) == [f"{fault} [bad-value]"]


@pytest.mark.parametrize(
    ("yaml", "fault"),
    [
        (
            "updated: 2023-02-30",
            "4:10: error: `updated` is `2023-02-30`, which is not a date: February 2023 has 28 days; write `YYYY-MM-DD` or"
            " `YYYY-MM-DDTHH:MM`",
        ),
        (
            "updated: 3 May 2024",
            "4:10: error: `updated` is `3 May 2024`, which is not a date; write `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`",
        ),
        ("updated: 2024/5/3", "4:10: error: `updated` is `2024/5/3`, which is not a date; write `2024-05-03`"),
        (
            "quotes: [{text: x, date: soon}]",
            "4:26: error: `quotes.date` is `soon`, which is not a date; write `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`",
        ),
        (
            "events: [{date: 1919-13, text: x}]",
            "4:17: error: `events.date` is `1919-13`, which is not a day, month or year: there"
            " is no month 13; write `YYYY`, `YYYY-MM` or `YYYY-MM-DD`",
        ),
    ],
)
def test_a_date_that_is_none_says_why(yaml, fault):
    assert faults(yaml) == [f"{fault} [bad-date]"]


@pytest.mark.parametrize(
    ("yaml", "fault"),
    [
        ("slug: My Story", "4:7: error: `slug` is `My Story`, which is not a slug; write `my-story`"),
        ("slug: page", "4:7: error: `slug` is `page`, which is not a slug; write `page-1`"),
        (
            "aliases: [../x]",
            "4:11: error: `aliases` holds `../x`, which cannot be redirected: a path has no `.` or `..` in it; write it as"
            " `/old/address/`",
        ),
        (
            "aliases: ['/a/%2e%2e/x']",
            "4:11: error: `aliases` holds `/a/%2e%2e/x`, which cannot be redirected: a path has no `.` or `..` in it; write it as"
            " `/old/address/`",
        ),
        (
            "aliases: ['/a?b']",
            "4:11: error: `aliases` holds `/a?b`, which cannot be redirected: a path has no `\\`, `?`, `#` or control character;"
            " write it as `/old/address/`",
        ),
        (
            "aliases: ['https://x.org/a']",
            "4:11: error: `aliases` holds `https://x.org/a`, which cannot be redirected: it has to be a path on this site; write"
            " it as `/old/address/`",
        ),
    ],
)
def test_an_address_that_cannot_be_published_is_refused(yaml, fault):
    assert faults(yaml) == [f"{fault} [bad-address]"]


@pytest.mark.parametrize("image", ["{src: a.jpg}", "{src: a.jpg, alt: ''}", "{src: a.jpg, alt: }", "a.jpg"])
def test_a_picture_needs_a_text_for_those_who_do_not_see_it(image):
    (fault,) = faults(f"image: {image}")
    assert fault.endswith(
        "error: the picture `a.jpg` has no `alt` text; say what it shows: `image: {src: a.jpg, alt: …}` [missing-alt]"
    )
    assert fault.startswith("4:8:" if image == "a.jpg" else "4:14:")


def test_the_name_of_a_file_is_no_text_for_those_who_do_not_see_a_picture():
    assert faults("image: {src: a.jpg, alt: IMG_0042.jpg}") == [
        "4:26: warning: the `alt` text of the picture `a.jpg` is the name of a file, which does not say what it shows; say what "
        "it shows, for those who do not see it [image-without-alt]"
    ]


@pytest.mark.parametrize(
    ("yaml", "fault"),
    [
        ("quotes: [{speaker: x}]", "4:10: error: `text` is missing in `quotes`; add `text: …` (text)"),
        ("quotes: [{text: ''}]", "4:17: error: `quotes.text` is empty; write its text"),
        ("actors: [{role: x}]", "4:10: error: `name` is missing in `actors`; add `name: …` (text)"),
        ("countries: [{role: x}]", "4:13: error: `country` is missing in `countries`; add `country: …` (country code or name)"),
        ("source: {date: 2024-01-01}", "4:9: error: `source` has no `name`; add `name: …` (text)"),
        (
            "claims: [{text: x}]",
            "4:10: error: `status` is missing in `claims`; add `status: …` (confirmed or reported or unconfirmed or disputed or"
            " denied)",
        ),
    ],
)
def test_a_required_key_of_a_nested_mapping_is_asked_for(yaml, fault):
    assert faults(yaml) == [f"{fault} [missing-key]"]


def test_all_faults_of_a_file_are_reported_at_once():
    assert [fault.split(": ")[0] for fault in faults("tags: x\ndraft: x\nlang: x!\nslug: X\nupdated: x\nzz: 1")] == [
        "4:7", "5:8", "6:7", "7:7", "8:10", "9:1",
    ]  # fmt: skip


def test_dates_are_in_the_zone_of_the_publication():
    found = story("updated: 2024-07-01 12:00\npublish_at: 2024-01-01T12:00Z")
    assert found.updated == Moment("2024-07-01T12:00:00+02:00", "2024-07-01T10:00:00Z")
    assert found.publish_at == Moment("2024-01-01T12:00:00Z", "2024-01-01T12:00:00Z")


@pytest.mark.parametrize(
    ("word", "value"), [("true", True), ("Yes", True), ("ON", True), ("false", False), ("No", False), ("off", False)]
)
def test_booleans_are_any_of_the_usual_words(word, value):
    assert story(f"draft: {word}").draft is value


def test_absent_values_leave_the_default():
    assert story("draft: ~\ntags: null\nupdated:\nimage:\nstandfirst: ''\nlang: ''").tags == ()


def test_labels_are_matched_whatever_their_case():
    assert story("labels: [BREAKING, letter]").labels == ("breaking", "Letter")


def test_mentions_keep_their_places():
    found = story(
        "actors:\n  - Ali\n  - {name: Bo, role: envoy, country: NO, kind: person}\ncountries: [NO, {country: SE, role: host}]"
    )
    assert found.actors == (
        ActorMention(named("Ali", 5, 5)),
        ActorMention(named("Bo", 6, 12), "envoy", named("NO", 6, 38), "person"),
    )
    assert found.countries == (CountryMention(named("NO", 7, 13)), CountryMention(named("SE", 7, 27), "host"))


def test_quotes_claims_events_and_corrections_are_read():
    found = story(
        "quotes: [{text: 'Peace.', speaker: Bo, date: 1978-09-17}]\n"
        "claims: [{text: Lost, status: Denied, attributed_to: Bo}]\n"
        "events: [{date: 1919-06-28, text: Signed}, {date: 1919-06-28, text: x, precision: year}, {date: 1919-06, text: y}]\n"
        "corrections: [{date: 2024-01-03, type: clarification, text: Clearer.}]"
    )
    assert found.quotes == (Quote("Peace.", named("Bo", 4, 36), Moment("1978-09-17", "1978-09-16T23:00:00Z")),)
    assert found.claims == (Claim("Lost", "denied", named("Bo", 5, 54)),)
    assert found.events == (
        Event(EventDate("1919-06-28", "day"), "Signed"),
        Event(EventDate("1919", "year"), "x"),
        Event(EventDate("1919-06", "month"), "y"),
    )
    assert found.corrections == (Correction(Moment("2024-01-03", "2024-01-02T23:00:00Z"), "clarification", "Clearer."),)


def test_a_place_is_a_name_and_what_and_where_it_is():
    assert story("places: [Ashby, {name: Fern County, kind: county, country: US}]").places == (
        NamedPlace("Ashby"),
        NamedPlace("Fern County", "county", named("US", 4, 60)),
    )


def test_a_source_may_be_text_an_address_or_a_mapping():
    assert story("source: Reuters").source == Source("Reuters")
    assert story("source: https://www.x.org/a").source == Source("x.org", "https://www.x.org/a")
    assert story("source: {url: https://x.org/a}").source == Source("x.org", "https://x.org/a")
    assert story("citations: [Book, {name: B, archived: https://a.org/}]").citations == (
        Citation("Book"),
        Citation("B", "", "https://a.org/"),
    )


def test_a_picture_and_old_addresses_are_read():
    found = story("image: {src: ../a b.jpg, alt: A, caption: C, credit: D}\naliases: [old/x, /y.html]")
    assert found.image == Picture(named("../a b.jpg", 4, 14), "A", "C", "D")
    assert found.aliases == (named("/old/x", 5, 11), named("/y.html", 5, 18))


def test_text_of_one_line_is_folded_and_composed():
    assert story("standfirst: >\n  One\n  two\ndateline: 'Zu\u0308rich  \u00a0x'").standfirst == "One two"
    assert story("dateline: 'Zu\u0308rich \u00a0x'").dateline == "Zürich \u00a0x"


def test_decisions_are_accepted():
    assert story("decisions: {f1: accept, f2: reject, f3: {replace: [x]}}").title == "T"


@pytest.mark.parametrize(
    "tag", ["en", "pt-BR", "zh-Hant-TW", "sr-Latn", "es-419", "de-CH-1996", "no", "sl-rozaj-biske", "en-x-us"]
)
def test_language_tags_of_every_shape_are_accepted(tag):
    assert story(f"lang: {tag}").lang == tag


def test_the_tables_name_every_attribute_of_their_records_once():
    def attributes(fields):
        return sorted(known.attribute or known.key for known in fields if known.attribute != "-")

    def expected(cls, given):
        return sorted(name for name in cls._fields if name not in given)

    assert attributes(schema.STORY) == expected(Story, {"id", "path", "unreviewed", "comments", "fields", "opening"})
    assert attributes(schema.PAGE) == expected(FreePage, {"path"})
    entry = {name for fields in (schema.ACTOR, schema.COUNTRY, schema.DOSSIER) for name in attributes(fields)}
    assert sorted(entry) == expected(Entry, {"kind", "key", "path", "former", "fields"})


@settings(deadline=None)
@given(st.text(alphabet="-:[]{}'\"ab1 \n,", max_size=40), st.sampled_from([known.key for known in schema.STORY]))
def test_no_metadata_makes_the_reader_raise_or_report_outside_of_the_file(text, key):
    yaml = f"{key}: {text}"
    for problem in outcome(yaml).problems:
        assert problem.code in CODES
        assert problem.span
        assert 1 <= problem.span.line <= yaml.count("\n") + 5
