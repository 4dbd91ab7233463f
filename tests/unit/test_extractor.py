"""The extractor: what it makes of a whole article, and what must be true of any text."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.catalog.countries import country_register
from broadsheet.config import Config
from broadsheet.content.context import ReadContext
from broadsheet.content.findings import choose, read_findings
from broadsheet.content.frontmatter import decode_text, parse_mapping
from broadsheet.extract.extractor import _RULES, Extraction, Extractor
from broadsheet.extract.finding import Finding
from broadsheet.extract.structure.article import MARKDOWN, PAGE, PLAIN, Article, read_body
from broadsheet.findings.writer import Header, findings_file
from broadsheet.language.ruled import RULED
from broadsheet.model import Entry, Named, Role
from broadsheet.problems import Span
from growth import grows_evenly

ARTICLE = """\
WorldAnalysis

By Jane Doe

3 February 2026

Norway's prime minister offers salt talks to Egypt

The prime minister said her offer of talks to Egypt was “fair to everybody” as tensions over salt seemed to ease.

Norwegian Prime Minister Solveig Berg has told her diplomats to open talks with Egypt on the price of salt, after weeks of \
quarrels over the harbour of Bergen that kept ships waiting outside the port.

“We have waited long enough for an answer,” Berg said on Monday in Oslo. The offer was confirmed by Egypt's foreign ministry, \
which said that it would be studied with care before any reply was given.

Neither Ankara nor Doha has confirmed the meeting. The European Union welcomed the offer, said Ahmed Hassan, a spokesman for \
the ministry, who denied that the talks had been delayed.

Leave a Reply

Your email address will not be published. Required fields are marked *
"""
COUNTRIES = country_register().records
REGISTERS = (
    Entry(
        kind="actor",
        key="solveig-berg",
        path="content/actors/solveig-berg.md",
        name=Named("Solveig Berg-Hansen", Span("a")),
        aliases=(Named("Solveig Berg", Span("a")),),
        actor_kind="person",
        country=Named("NO", Span("a")),
        roles=(Role("prime minister", country=Named("NO", Span("a")), since="2025"),),
    ),
    Entry(kind="tag", key="salt", path="content/tags/salt.md", name=Named("Salt", Span("t"))),
    Entry(
        kind="section",
        key="world",
        path="content/sections/world.md",
        name=Named("World news", Span("s")),
        aliases=(Named("World", Span("s")),),
    ),
)


def values(found: Extraction, key: str) -> list[Any]:
    return [finding.value for finding in found.findings if finding.field == key]


def sure(found: Extraction, key: str) -> list[Any]:
    return [finding.value for finding in found.findings if finding.field == key and finding.confidence >= 0.8]


@pytest.fixture(scope="module")
def found() -> Extraction:
    return Extractor().extract(Article(ARTICLE))


def test_what_stands_around_the_body_becomes_metadata(found: Extraction) -> None:
    assert values(found, "title") == ["Norway's prime minister offers salt talks to Egypt"]
    assert values(found, "standfirst") == [ARTICLE.split("\n\n")[4]]
    assert values(found, "date") == ["2026-02-03"]
    assert values(found, "authors") == ["Jane Doe"]
    assert values(found, "section") == ["World"]
    assert values(found, "labels") == ["analysis"]
    assert found.body.startswith("Norwegian Prime Minister")
    assert found.body.endswith("had been delayed.")


def test_people_and_organisations_have_roles_and_countries(found: Extraction) -> None:
    people = [actor for actor in sure(found, "actors") if actor["kind"] == "person"]
    assert people[0]["name"] == "Solveig Berg"
    assert (people[0]["role"], people[0]["country"]) == ("Norwegian Prime Minister", "NO")
    organisations = [actor["name"] for actor in sure(found, "actors") if actor["kind"] == "organisation"]
    assert "European Union" in organisations
    assert "Foreign Ministry of Egypt" in organisations


def test_who_has_a_role_in_a_party_is_of_its_country() -> None:
    text = "Labour Party leader Ann Lee said no in Britain on Monday. The Boeing manager Bob Roe agreed with her about all of it."
    found = Extractor().extract(Article(text, published="2026-02-03"))
    people = {actor["name"]: actor.get("country") for actor in values(found, "actors") if actor["kind"] == "person"}
    assert people == {"Ann Lee": "GB", "Bob Roe": None}


def test_countries_are_codes_by_how_often_they_are_named(found: Extraction) -> None:
    assert sure(found, "countries")[:2] == ["NO", "EG"]
    assert {"TR", "QA"} <= set(values(found, "countries"))


def test_a_text_that_names_no_country_is_of_that_of_its_officials_and_bodies() -> None:
    text = (
        "Budget heard\n\nJanet Yellen and Jerome Powell spoke for the Federal Reserve before a committee. Ann Lee thanked them.\n"
    )
    found = Extractor().extract(Article(text, published="2023-03-16"))
    assert sure(found, "countries") == ["US"]
    assert {actor["name"]: actor.get("country") for actor in sure(found, "actors")}["Janet Yellen"] == "US"
    alone = "Budget heard\n\nJanet Yellen spoke before the committee.\n"
    assert sure(Extractor().extract(Article(alone, published="2023-03-16")), "countries") == [], "one official says too little"


def test_quotes_and_claims_name_their_speakers_by_their_full_names(found: Extraction) -> None:
    quote = next(quote for quote in values(found, "quotes") if quote["text"].startswith("We have waited"))
    assert quote["speaker"] == "Solveig Berg"
    assert {claim["status"] for claim in values(found, "claims")} >= {"confirmed", "denied"}


def test_registers_say_who_and_what_is_meant() -> None:
    found = Extractor(REGISTERS).extract(Article(ARTICLE))
    berg = next(finding for finding in found.findings if finding.field == "actors" and "Berg" in finding.value["name"])
    assert (berg.value["name"], berg.rule.partition(":")[0], berg.confidence >= 0.95) == ("Solveig Berg-Hansen", "register", True)
    assert "country" not in berg.value
    assert values(found, "section") == ["World news"]
    assert "Salt" in values(found, "tags")
    without = next(f for f in Extractor().extract(Article(ARTICLE)).findings if f.field == "actors" and "Berg" in f.value["name"])
    assert berg.id == without.id


def test_an_organisation_of_the_register_is_found_by_any_of_its_names() -> None:
    entry = Entry(
        kind="actor",
        key="salt-board",
        path="a",
        name=Named("Bergen Salt Board", Span("a")),
        aliases=(Named("the Saltworks", Span("a")), Named("Saltworks", Span("a"))),
        actor_kind="organisation",
        country=Named("NO", Span("a")),
    )
    text = "Talks open in Oslo\n\nDiplomats met in Oslo, and the Saltworks said that the harbour of Bergen would stay open.\n"
    assert values(Extractor().extract(Article(text)), "actors") == []
    assert values(Extractor((entry,)).extract(Article(text)), "actors") == [{"name": "Bergen Salt Board", "kind": "organisation"}]


OFFICES = ["Norway's prime minister", "Norway’s Prime Minister", "The Norwegian prime minister", "The prime minister of Norway"]


@pytest.mark.parametrize("words", [*OFFICES, "Norway's premier"])
def test_an_office_means_who_held_it_on_the_day_of_publication(words: str) -> None:
    text = f"Talks open in Oslo\n\n{words} said that the talks would go on for weeks, and that the harbour would stay open.\n"
    found = Extractor(REGISTERS).extract(Article(text, published="2026-02-03"))
    (berg,) = (finding for finding in found.findings if finding.field == "actors")
    assert (berg.value["name"], berg.confidence) == ("Solveig Berg-Hansen", 0.9)
    assert berg.evidence[0].text.removeprefix("The ").lower() in words.lower()
    assert {claim["attributed_to"] for claim in values(found, "claims")} == {"Solveig Berg-Hansen"}
    before = Extractor(REGISTERS).extract(Article(text, published="2024-02-03"))
    assert not any(actor["name"] == "Solveig Berg-Hansen" for actor in values(before, "actors"))
    undated = Extractor(REGISTERS).extract(Article(text))
    assert not any(actor["name"] == "Solveig Berg-Hansen" for actor in values(undated, "actors"))


def test_a_surname_alone_is_left_to_an_editor() -> None:
    text = (
        "Talks open in Oslo\n\nPresident Kaya met diplomats of Norway in Oslo on Monday, and said that they would meet again.\n"
    )
    (alone,) = (finding for finding in Extractor().extract(Article(text)).findings if finding.field == "actors")
    assert (alone.value["name"], alone.confidence < 0.8) == ("Kaya", True)
    entry = Entry(kind="actor", key="inci-kaya", path="a", name=Named("İnci Kaya", Span("a")))
    (unsure,) = (finding for finding in Extractor((entry,)).extract(Article(text)).findings if finding.field == "actors")
    assert unsure.rule.startswith("may be inci-kaya")
    assert (unsure.id, unsure.confidence) == (alone.id, 0.5)


def test_relative_dates_wait_for_the_date_of_publication() -> None:
    undated = Extractor().extract(Article(ARTICLE.replace("3 February 2026\n\n", "")))
    assert values(undated, "date") == []
    assert not any(event["date"].startswith("2026") for event in values(undated, "events"))
    dated = Extractor().extract(Article(ARTICLE.replace("3 February 2026\n\n", ""), published="2026-02-03"))
    assert any(event["date"] == "2026-02-02" for event in values(dated, "events"))


def test_what_was_left_out_is_told_with_the_reason(found: Extraction) -> None:
    assert ("body", "Leave a Reply", "comments") in [(left.field, left.evidence.text, left.reason) for left in found.left_out]


def test_an_article_with_front_matter_is_taken_as_it_stands() -> None:
    text = "---\ntitle: Mine\n---\nLeave a Reply\n\nNorway met Egypt.\n"
    found = Extractor().extract(Article(text, form=MARKDOWN))
    assert {finding.field for finding in found.findings} <= {"actors", "countries", "tags", "section"}
    assert found.body == "Leave a Reply\n\nNorway met Egypt.\n"
    assert found.findings[0].evidence[0].start > text.index("---\nLeave")


def test_in_markdown_the_lines_that_stay_keep_their_numbers() -> None:
    text = ARTICLE.replace("Norwegian Prime", "*Norwegian* Prime").replace("Norway's", "# Norway's")
    found = Extractor().extract(Article(text, form=MARKDOWN))
    assert values(found, "title") == ["Norway's prime minister offers salt talks to Egypt"]
    lines = found.body.split("\n")
    assert lines[text.split("\n").index(next(line for line in text.split("\n") if "*Norwegian*" in line))].startswith(
        "*Norwegian*"
    )
    assert "Leave a Reply" not in found.body


# -- whatever the text

PIECES = st.sampled_from(
    [
        *("Norway", "Egypt", "President Ann Lee", "said", "“", "”", '"', "'", "‘", "’", "Mr. ", "By ", "\n\n", "\n", " ", ", "),
        *("3 February 2026", "on Monday", "U.S.", "Washington", "Georgia", "王芳", "مسعود", "\u200f", "\u202e", "\ufeff", "\x00"),
        *(
            "😀",
            "e\u0301",
            "\u2028",
            "<p>",
            "</p>",
            "&amp;",
            "---",
            "# ",
            "- ",
            "Leave a Reply",
            "(Reuters) - ",
            "\x1b[31m",
            ". ",
        ),
        *("who denied that", "according to", "ministry", "of", "the", "A" * 300, "1" * 40, "\t", "{", "}", "\\", "%s", ". "),
    ]
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=60).map("".join),
    st.lists(PIECES, max_size=40).map(" ".join),
    st.text(max_size=300),
    st.tuples(st.integers(0, len(ARTICLE)), st.integers(0, len(ARTICLE)), PIECES).map(
        lambda cut: ARTICLE[: min(cut[:2])] + cut[2] + ARTICLE[max(cut[:2]) :]
    ),
)
FORMS = st.sampled_from([PLAIN, PLAIN, MARKDOWN, PAGE])
EXTRACTOR = Extractor(REGISTERS)
CONTEXT = ReadContext.of(Config(title="T"))


def read_as_a_file_is(text: str) -> str:
    return decode_text(text.encode("utf-8", "replace"), "a.txt").value.text  # type: ignore[union-attr]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(TEXTS, FORMS, st.sampled_from(["", "2026-02-03", "0001-01-01", "9999-12-31"]))
def test_of_any_text_findings_are_metadata_and_their_evidence_stands_where_they_say(text: str, form: str, published: str) -> None:
    text = read_as_a_file_is(text)
    article = Article(text, "2026-02-03-a-name", form, published)
    found = EXTRACTOR.extract(article)
    assert found == EXTRACTOR.extract(article)
    assert found.body == read_body(article)[0]
    for finding in (*found.findings, *found.topics):
        check(finding, text, form)
    ids = [finding.id for finding in found.findings]
    assert len(ids) == len(set(ids))
    data = findings_file(Header("1", "2", "3", "4"), found)
    reading = CONTEXT.reading("a.auto.yaml")
    source = decode_text(data, "a.auto.yaml")
    parsed = parse_mapping(source.value, "bad-yaml", "findings")  # type: ignore[arg-type]
    assert (source.problems, parsed.problems) == ((), ())
    choose(read_findings(parsed.value, reading), {}, 0.0, (), reading)
    assert reading.problems == []


def test_a_title_in_a_sentence_of_long_ago_is_not_borne_today() -> None:
    text = (
        "Justice Stevens died on Monday.\n\nHe wrote many opinions.\n\nThe court mourned him.\n\nIn 1975 President Gerald Ford"
        " chose him. In 1998, former President Jimmy Carter praised him. In 2018 President Emmanuel Macron met him. He was the"
        " doctor of the then president Ronald Reagan.\n"
    )
    found = Extractor().extract(Article(text, published="2019-07-17")).findings
    roles = {finding.value["name"]: finding.value.get("role") for finding in found if finding.field == "actors"}
    assert [roles[name] for name in ("Gerald Ford", "Jimmy Carter", "Emmanuel Macron", "Ronald Reagan")] == [
        None,
        "former President",
        "President",
        None,
    ]
    undated = {f.value["name"]: f.value.get("role") for f in Extractor().extract(Article(text)).findings if f.field == "actors"}
    assert undated["Gerald Ford"] == "President"


def test_a_former_state_is_nobodys_country() -> None:
    text = "A statue of the Soviet leader Vladimir Lenin fell. The Yugoslav Foreign Ministry protested.\n"
    actors = [finding.value for finding in Extractor().extract(Article(text)).findings if finding.field == "actors"]
    assert actors == [
        {"name": "Vladimir Lenin", "role": "Soviet leader", "kind": "person"},
        {"name": "Yugoslav Foreign Ministry", "kind": "organisation"},
    ]


def check(finding: Finding, text: str, form: str) -> None:
    stated = "" if isinstance(finding.value, str) else finding.value.get("country")
    country = finding.value if finding.field == "countries" else stated
    assert not country or country in COUNTRIES
    assert 0 <= finding.confidence <= 1
    assert round(finding.confidence, 2) == finding.confidence
    assert finding.rule
    for start, end, words in finding.evidence:
        assert 0 <= start < end <= len(text)
        if form != PAGE:
            assert text[start:end] == words


@pytest.mark.parametrize(
    "piece",
    [
        "x" * 30,
        "a " * 9,
        "“" * 3,
        "“a” said ",
        "Norway, ",
        "By " * 3,
        "Ann Lee said. ",
        "\n" * 15,
        "3 February 2026\n",
        "UN\u2028",
        "<p>" * 3,
    ],
    ids=repr,
)
def test_no_text_takes_long_and_the_body_is_whole(piece: str) -> None:
    found = EXTRACTOR.extract(Article(piece * 32_000))
    assert "".join((piece * 1_000).split())[-1000:].replace("“", "") in "".join(found.body.split()).replace("“", "")
    assert grows_evenly(lambda size: lambda: EXTRACTOR.extract(Article(piece * size)), 4_000)


def test_of_a_very_long_text_the_beginning_is_looked_at() -> None:
    text = (
        "Talks open in Oslo\n\n"
        + "Diplomats of Norway met in Oslo, and they talked of the harbour for days.\n\n" * 2_000
        + "Egypt.\n"
    )
    found = Extractor().extract(Article(text))
    assert values(found, "countries") == ["NO"]
    assert max(end for finding in found.findings for _, end, _ in finding.evidence) <= 60_000
    assert found.body.rstrip().endswith("Egypt.")
    assert found.body.count("Diplomats") == 2_000


def test_of_very_many_lines_the_first_are_looked_at() -> None:
    text = "Talks open in Oslo\n\nDiplomats of Norway met on Monday in the old town of Oslo.\n\n" + "Yes.\n" * 6_000 + "Egypt.\n"
    found = Extractor().extract(Article(text))
    assert values(found, "countries") == ["NO"]
    assert found.body.rstrip().endswith("Egypt.")


def test_the_same_text_gives_the_same_bytes_for_every_hash_seed() -> None:
    code = (
        "import sys; sys.path[:0] = ['generator', 'tests', 'tests/unit']; from test_extractor import *; "
        "sys.stdout.buffer.write(findings_file(Header('1', '2', '3', '4'), Extractor(REGISTERS).extract(Article(ARTICLE))))"
    )
    made = [
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, env={"PYTHONHASHSEED": seed, "PATH": ""}
        ).stdout
        for seed in ("0", "1", "4711")
    ]
    assert made[0] == made[1] == made[2]
    assert b"Solveig" in made[0]


def test_names_of_actors_and_countries_are_no_tags() -> None:
    text = ARTICLE.replace(
        "\nLeave a",
        "Salt talks are dear in Bergen. The salt talks of Egypt are long, and so are salt talks of Norway.\n\nLeave a",
    )
    proposed = [finding.value for finding in Extractor().extract(Article(text)).findings if finding.rule == "keyphrase"]
    assert proposed == ["salt talks"]
    assert not [phrase for phrase in proposed if {"Egypt", "Berg", "Hassan", "Norway"} & set(phrase.split())]


@pytest.mark.parametrize(
    ("text", "sure_of"),
    [
        ("A long story about sponges was told to Scientific American on Monday by two men.", []),
        ("Thirteen cars of a Canadian National freight train left the rails on Monday.", []),
        ("She fought in the Iraq War and spoke of it on Monday to two men of the press.", []),
        ("The fee for all of the ships is to be paid in U.S. dollars from Monday, it said.", []),
        ("Scientific American said on Monday that the American space probe had been lost.", ["US"]),
        ("The Israel Defense Forces withdrew on Monday from the corridor, it was said.", ["IL"]),
        ("Iranian state media said on Monday that the probe had been lost in the sea.", ["IR"]),
    ],
)
def test_a_country_in_the_name_of_something_else_is_not_published(text: str, sure_of: list[str]) -> None:
    assert sure(Extractor().extract(Article(f"Talks of the day\n\n{text}\n")), "countries") == sure_of


FRENCH = """\
La Norvège propose des pourparlers sur le sel à l’Égypte

OSLO — La première ministre Solveig Berg a demandé lundi à ses diplomates de parler du prix du sel avec l’Égypte.

« Nous avons assez attendu une réponse », a dit Mme Berg. Le ministère des affaires étrangères a confirmé l’offre de la Norvège, \
et le porte-parole Ahmed Hassan l’a saluée en 2026.

Les navires attendent depuis une semaine devant le port de Bergen, et les pêcheurs ne sont pas payés. La Suède se tait.
"""


def test_of_a_language_without_rules_come_only_headline_date_body_and_countries() -> None:
    found = Extractor().extract(Article(FRENCH, "2026-02-03-sel"))
    assert [(finding.field, finding.value) for finding in found.findings if finding.confidence >= 0.8] == [
        ("lang", "fr"),
        ("title", "La Norvège propose des pourparlers sur le sel à l’Égypte"),
        ("date", "2026-02-03"),
        ("countries", "NO"),
        ("countries", "EG"),
    ]
    assert [(finding.field, finding.value) for finding in found.findings if finding.confidence < 0.8] == [("countries", "SE")]
    assert found.body.split() == FRENCH.partition("\n\n")[2].split()
    assert found.topics == ()


def test_the_languages_that_have_rules_are_those_that_have_finders() -> None:
    assert set(_RULES) == RULED


def test_a_language_is_a_finding_only_where_it_is_not_the_publications() -> None:
    assert values(Extractor(language="fr").extract(Article(FRENCH, lang="fr")), "lang") == []
    assert values(Extractor(language="fr").extract(Article(ARTICLE, lang="fr")), "lang") == ["en"]


def test_a_country_after_another_name_is_a_persons() -> None:
    text = "Kwa nini haiwezi kuuzwa\n\nWatu wanasema kuwa nyumba ya Michael Jordan haijauzwa, na ni ya watu wa {}.\n"
    assert values(Extractor().extract(Article(text.format("mji huo"))), "countries") == []
    assert sure(Extractor().extract(Article(text.format("mji huo, na ya Jordan"))), "countries") == []
    assert values(Extractor().extract(Article(text.format("Tanzania"))), "countries") == ["TZ"]


def test_a_short_name_of_a_country_that_only_begins_a_sentence_is_proposed() -> None:
    text = "Một ngày ở bến cảng của thành phố\n\nAnh không đi làm và đã ở nhà với các con trong một tuần vì không có việc.\n"
    assert values(Extractor().extract(Article(text)), "countries") == []
    text = text.replace("Anh không", "Mali không")
    (found,) = (finding for finding in Extractor().extract(Article(text)).findings if finding.field == "countries")
    assert (found.value, found.confidence) == ("ML", 0.7)
