"""Attributions: quotes and claims with their speakers and status, as findings with evidence."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.extract.document.document import read_document
from broadsheet.extract.statements.attributions import attribution_findings, read_attributions
from broadsheet.extract.statements.speakers import ORGANISATION, PERSON, NamedActor


def findings(text, named=(), headline=None):
    document = read_document(text, headline=headline)
    return list(attribution_findings(document, read_attributions(document, named)))


def named(text, *mentions):
    return [NamedActor(text.index(part), text.index(part) + len(part), *rest) for part, *rest in mentions]


def test_a_claim_has_its_status_and_source_and_the_spans_that_show_them():
    text = "Talks are off. The ministry of trade denied that talks were planned."
    (claim,) = findings(text)
    assert claim.field == "claims"
    assert claim.value == {"text": "talks were planned", "status": "denied", "attributed_to": "the ministry of trade"}
    assert [evidence.text for evidence in claim.evidence] == ["talks were planned", "The ministry of trade", "denied"]
    assert all(text[e.start : e.end] == e.text for e in claim.evidence)


def test_a_quote_has_the_full_name_of_its_speaker_and_is_no_claim_as_well():
    text = "Masoud Amiri met reporters. “We are ready for talks,” Amiri said."
    (quote,) = findings(text, named(text, ("Masoud Amiri", "Masoud Amiri"), ("Amiri said", "Masoud Amiri")))
    assert quote.value == {"text": "We are ready for talks", "speaker": "Masoud Amiri"}
    assert quote.confidence == 0.93


def test_a_pronoun_means_the_last_speaker_whom_it_fits():
    text = "Ines Moreau said the port is open. Karim Haddad nodded. She said that ships wait. He said that nothing moves."
    people = named(text, ("Ines Moreau", "Ines Moreau", PERSON, "f"), ("Karim Haddad", "Karim Haddad", PERSON, "m"))
    assert [f.value["attributed_to"] for f in findings(text, people)] == ["Ines Moreau", "Ines Moreau", "Karim Haddad"]


def test_a_role_means_the_person_who_has_it():
    text = "Karim Haddad, the mayor of Port Sel, was there. The mayor said that the port is open."
    people = named(text, ("Karim Haddad", "Karim Haddad"))
    assert [f.value["attributed_to"] for f in findings(text, people)] == ["Karim Haddad"]


def test_a_role_that_speaks_after_a_comma_is_not_of_whoever_stands_before_it():
    text = "Echoing Ann Lee, the mayor said the port is open. The mayor admitted that it was late."
    assert {f.value["attributed_to"] for f in findings(text, named(text, ("Ann Lee", "Ann Lee")))} == {"the mayor"}


def test_an_organisation_is_a_source_and_who_speaks_for_a_person_is_not_that_person():
    text = "The Harbour Board said that the port is open. An aide to Karim Haddad said that it is not."
    mentions = named(text, ("Harbour Board", "Harbour Board", ORGANISATION), ("Karim Haddad", "Karim Haddad"))
    assert [f.value["attributed_to"] for f in findings(text, mentions)] == ["Harbour Board", "An aide to Karim Haddad"]


def test_the_headline_is_left_to_the_body_that_repeats_it():
    text = "Port is open, mayor says\nThe mayor said that the port is open."
    assert [f.evidence[1].start for f in findings(text, headline=(0, 24))] == [25]


def test_what_was_not_said_is_no_claim_and_what_was_not_confirmed_is_one():
    assert findings("The mayor did not say that the port is open.") == []
    (claim,) = findings("The mayor has not confirmed that the port is open.")
    assert claim.value["status"] == "unconfirmed"


def test_the_same_statement_of_two_parties_is_two_claims():
    text = "Paris said that talks were held in Rome. Vienna denied that talks were held in Rome."
    one, other = findings(text)
    assert (one.value["text"], other.value["text"]) == ("talks were held in Rome",) * 2
    assert one.id != other.id
    assert (one.value["status"], other.value["status"]) == ("reported", "denied")


@pytest.mark.parametrize(
    "text",
    [
        "The report recommends that bread is bought here.",
        "The union's proposal that the mill is closed in June was sent to the mayor.",
        "The bridge, officials said, would stand.",
        "The mayor denied the report.",
    ],
)
def test_wishes_claims_in_two_pieces_and_what_nearly_never_is_one_are_no_claims(text):
    assert findings(text) == []


def test_a_dash_of_a_wire_is_no_part_of_its_speaker():
    assert [f.value["attributed_to"] for f in findings("BRIEFLY: _ Police said that the port is open.")] == ["Police"]


def test_a_claim_is_not_run_together_with_who_its_speaker_is():
    text = "The winner will be Bob Roe, said Ann Lee, head of the union in Northtown."
    assert [f.value["text"] for f in findings(text)] == ["The winner will be Bob Roe"]


def test_a_quotation_and_a_claim_of_the_same_words_are_one_finding():
    text = "Ann Lee said that “the whole town has to be told of it”."
    assert [f.field for f in findings(text)] == ["quotes"]


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee said that the bridge is “a fine piece of very old work”.",
        "“The bridge is a fine piece of very old work,” Ann Lee said. Again she said: “A fine piece of very old work.”",
    ],
)
def test_a_claim_or_quote_of_little_but_the_words_of_a_quote_is_no_other_finding(text):
    assert [f.field for f in findings(text)] == ["quotes"]


@pytest.mark.parametrize("source", ["September", "months", "false", "Indeed", "whom the party", "R-Elbar", "half"])
def test_what_is_neither_a_person_nor_a_body_is_published_as_no_speaker(source):
    assert all(f.confidence < 0.8 for f in findings(f"According to {source}, “we will all have to wait for the train.”"))


@pytest.mark.parametrize(
    ("quote", "published"), [("special favours", False), ("nobody really knows", False), ("We have lost", True)]
)
def test_a_few_words_in_quotation_marks_that_are_no_sentence_are_only_proposed(quote, published):
    text = f"“{quote},” Ann Lee said."
    assert [f.confidence >= 0.8 for f in findings(text)] == [published]


@pytest.mark.parametrize(("before", "published"), [("found no", False), ("did not see", False), ("found", True)])
def test_quoted_words_that_stand_behind_a_no_are_only_proposed(before, published):
    text = f"Ann Lee said that the board {before} “clear evidence that somebody had opened the gate”."
    assert [f.confidence >= 0.8 for f in findings(text) if f.field == "quotes"] == [published]


@pytest.mark.parametrize(
    "source",
    ["The economist at the bank", "economist at the bank", "9% in the north", "a tweet on Monday by the bank"],
)
def test_what_is_no_description_of_somebody_is_published_as_no_speaker(source):
    text = f"According to {source}, “we will all have to wait for the train.”"
    assert all((f.confidence >= 0.8) == (source == "The economist at the bank") for f in findings(text))


@pytest.mark.parametrize(
    ("between", "confidence"),
    [("", 0.85), ("The winner beat Cy Poe.", 0.7), ("Bob Roe beat Cy Poe.", 0.85), ("He beat Cy Poe.", 0.85)],
)
def test_a_pronoun_after_a_sentence_about_others_is_less_surely_the_last_speaker(between, confidence):
    text = f"“We will wait for it,” said Bob Roe. {between} “I am glad of that,” he said."
    people = named(text, ("Bob Roe. ", "Bob Roe", PERSON, "m"))
    people += [NamedActor(m.start(), m.end(), m[0], PERSON, "m") for m in re.finditer("(?<!said )Bob Roe|Cy Poe", text)]
    assert [(f.value["speaker"], f.confidence) for f in findings(text, people)][1] == ("Bob Roe", confidence)


WORDS = (
    *("Ann Lee", "she", "The ministry", "officials", "said", "denied", "that", "not", "confirmed", "talks", "are", "off", "and"),
    *("while", "but", "insists", "according to", ",", ".", ":", "“", "”", '"', "’s", "\n", "A:", "Q:", "— Ann (@a)", "reports"),
)


@given(st.lists(st.sampled_from(WORDS), max_size=50).map(" ".join))
def test_findings_of_any_text_are_whole(text):
    for finding in findings(text):
        assert set(finding.value) == ({"text", "speaker"} if finding.field == "quotes" else {"text", "status", "attributed_to"})
        assert finding.value["text"].strip()
        assert 0 < finding.confidence <= 1
        assert all(text[e.start : e.end] == e.text for e in finding.evidence)
