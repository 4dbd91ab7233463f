"""The scorer of dates and its readers, on files in the public forms, written for these tests."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from evaluation.dates import main, score
from evaluation.timexes import as_edtf, read_documents, unwrapped

TIMEML = """<?xml version="1.0" ?>
<TimeML xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="x.xsd">
<DOCID>made</DOCID>
<DCT><TIMEX3 type="DATE" value="2026-02-03" functionInDocument="CREATION_TIME">2026-02-03</TIMEX3></DCT>
<TITLE>Made</TITLE>
<TEXT>
The envoy <EVENT eid="e1" class="OCCURRENCE">left</EVENT> on <TIMEX3 tid="t1" type="DATE" value="2026-02-02">Monday</TIMEX3> and
is
<TIMEX3 tid="t2" type="DATE" value="PRESENT_REF">now</TIMEX3> for
<TIMEX3 tid="t3" type="DURATION" value="P3D">three days</TIMEX3>.

He was here <TIMEX3 tid="t4" type="TIME" value="2026-01-31TNI">Saturday night</TIMEX3>, not in
<TIMEX3 tid="t5" type="DATE" value="2025-07">June</TIMEX3>. Tomorrow is another day at AT&T.
</TEXT>
<MAKEINSTANCE eventID="e1" eiid="ei1" tense="PAST" aspect="NONE" polarity="POS" pos="VERB"/>
</TimeML>
"""
TIMEX2 = """<DOC><DOCID>made</DOCID><DATETIME><TIMEX2 val="2009-12-19T17:00:00">2009-12-19T17:00:00</TIMEX2></DATETIME>
<TEXT>
The siege began in <TIMEX2 val="1941-09">September 1941</TIMEX2> and ended after <TIMEX2 val="P872D">872 days</TIMEX2>.
The Greeks won in <TIMEX2 val="BC0480">480 BC</TIMEX2>.
</TEXT></DOC>
"""
JSONL = (
    '{"id": "made", "date": "2026-02-03", "text": "They met on Monday.\\nThey met in 2024.",'
    ' "timex": [{"start": 12, "end": 18, "text": "Monday", "type": "DATE", "value": "2026-02-02"}]}\n'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "made.tml").write_text(TIMEML, encoding="utf-8")
    (tmp_path / "made.xml").write_text(TIMEX2, encoding="utf-8")
    (tmp_path / "made.jsonl").write_text(JSONL, encoding="utf-8")
    return tmp_path


def test_timeml_gives_the_text_its_day_and_every_expression_with_its_kind(folder: Path) -> None:
    (document,) = read_documents(folder, "timeml")
    assert document.published == date(2026, 2, 3)
    assert [(document.text[t.start : t.end], t.kind, t.value) for t in document.timexes] == [
        ("Monday", "dated", "2026-02-02"),
        ("now", "undated", ""),
        ("three days", "unasked", ""),
        ("Saturday night", "dated", "2026-01-31"),
        ("June", "dated", "2025-07"),
    ]


def test_the_score_counts_what_was_found_what_is_right_and_what_was_proposed(folder: Path) -> None:
    result = score(folder, "timeml")
    assert (result.gold, result.found, result.right, result.proposed) == (3, 3, 2, 4)
    assert [line[:5] for line in result.errors] == ["value", "extra"]


def test_timex2_gives_days_before_the_era_and_leaves_durations_out(folder: Path) -> None:
    result = score(folder, "timex2")
    assert (result.gold, result.right, result.proposed) == (2, 2, 2)


def test_json_lines_are_judged_as_far_as_they_were_annotated(folder: Path) -> None:
    result = score(folder, "jsonl")
    assert (result.gold, result.right, result.proposed) == (1, 1, 1)


def test_the_command_prints_the_score(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["timeml", str(folder), "--errors", "1"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("found 3/3 100.0%  value right if found 66.7%  P 50.0%  R 66.7%  F1 57.1%\n")
    assert "2025-06 for 2025-07 (bare month, 2026-02-03)" in out


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-02-03TNI", "2026-02-03"),
        ("2026-W06", "2026-02-02/2026-02-08"),
        ("2026-W05-WE", "2026-01-31/2026-02-01"),
        ("2025-SU", "2025-22"),
        ("2025-Q3", "2025-35"),
        ("2025-H1", "2025-40"),
        ("199", "199X"),
        ("19", "19XX"),
        ("FY1990", "1990"),
        ("BC0480", "-0479"),
        ("BC0480-08", "-0479-08"),
        ("BC0481-FA", "-0480-23"),
        ("BC046", "-0468/-0459"),
        ("BC03", "-03XX"),
        ("BCXXXX-WXX", ""),
        ("2011-06-XX", "2011-06"),
        ("1989-QX", "1989"),
        ("XXXX-XX-XX", ""),
        ("PRESENT_REF", ""),
    ],
)
def test_values_of_annotated_dates_are_read_as_edtf(value: str, expected: str) -> None:
    assert as_edtf(value) == expected


def test_lines_of_a_wrapped_paragraph_are_joined_without_moving_anything() -> None:
    text = "A line that is long enough to have been wrapped at\nits end.\n\nShort\nlines stay."
    joined = unwrapped(text)
    assert len(joined) == len(text)
    assert joined == "A line that is long enough to have been wrapped at its end.\n\nShort\nlines stay."
    assert unwrapped("one\ntwo") == "one\ntwo"
