"""Scoring quotes and statements: the readers of annotated attributions, and what counts as right."""

from __future__ import annotations

import json

import pytest

from evaluation.attributed import Attribution, read_documents
from evaluation.quotes import main, score

TEXT = "“We will go on until it is done,” said Ann Lee. The mayor denied that. Bob Roe wants more.\n"
SOURCE, CUE, CONTENT = (39, 46), (34, 38), (0, 33)


def written(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


MARKS = f"T1\tSource 39 46\tAnn Lee\nT2\tCue 34 38\tsaid\nT3\tContent 0 33\t{TEXT[:33]}\n"
EXPECTED = [Attribution((SOURCE,), (CUE,), (CONTENT,))]


@pytest.mark.parametrize(
    "ties",
    [
        "R1\tAttribution Arg1:T1 Arg2:T2\t\nR2\tAttribution Arg1:T3 Arg2:T2\t\n",
        "R1\tSays Arg1:T1 Arg2:T3\t\nR2\tBy Arg1:T3 Arg2:T2\t\n",
        "E1\tCue:T2 Source:T1 Content:T3\n",
        "*\tAttribution T1 T2 T3\n",
    ],
)
def test_brat_marks_are_tied_by_relations_events_or_equivalences(tmp_path, ties):
    written(tmp_path, {"text/a.txt": TEXT, "attributions/a.ann": MARKS + ties})
    for form in ("brat", "polnear"):
        (document,) = read_documents(tmp_path, form)
        assert (document.id, document.text, list(document.attributions)) == ("a", TEXT, EXPECTED)


def test_a_file_of_marks_may_say_who_annotated_behind_the_name_of_its_text(tmp_path):
    ties = "E1\tCue:T2 Source:T1 Content:T3\n"
    files = {"text/a_2016.txt": TEXT, "marks/a_2016_0b1e.ann": MARKS + ties, "marks/a_2016_77aa.ann": MARKS + ties}
    (document,) = read_documents(written(tmp_path, files), "polnear")
    assert (document.id, list(document.attributions)) == ("a_2016", EXPECTED)


def test_one_source_may_be_of_several_cues_and_a_content_in_pieces(tmp_path):
    pairs = (("T1", "T2"), ("T1", "T4"), ("T3", "T2"), ("T5", "T4"))
    ties = "T4\tCue 58 64\tdenied\nT5\tContent 0 5;65 69\t\n"
    ties += "".join(f"R{n}\tA Arg1:{one} Arg2:{other}\n" for n, (one, other) in enumerate(pairs))
    (document,) = read_documents(written(tmp_path, {"a.txt": TEXT, "a.ann": MARKS + ties}), "brat")
    assert list(document.attributions) == [*EXPECTED, Attribution((SOURCE,), ((58, 64),), ((0, 5), (65, 69)))]


def test_parc_words_are_placed_by_their_offsets_or_by_their_text(tmp_path):
    def word(text, role="", place=""):
        inside = f'<attribution id="x"><attributionRole roleValue="{role}"/></attribution>' if role else ""
        return f'<WORD text="{text}" {place}>{inside}</WORD>'

    body = (
        word("“We", "content")
        + word("will", "content")
        + word("said", "cue", 'ByteCount="34,38"')
        + word("Ann", "source")
        + word("Lee", "source")
    )
    written(tmp_path, {"t/a.txt": TEXT, "x/a.xml": f"<root><SENTENCE>{body}</SENTENCE></root>"})
    (document,) = read_documents(tmp_path, "parc")
    assert list(document.attributions) == [Attribution((SOURCE,), (CUE,), ((0, 8),))]
    assert list(read_documents(tmp_path, "polnear")) == [document]


def test_columns_hold_offsets_and_roles(tmp_path):
    rows = ("We 1 3 B-content-1", "will 4 8 I-content-1|B-content-2", "", "said 34 38 B-cue-1", "Ann 39 42 B-source-1")
    lines = "\n".join((*rows, "Lee 43 46 I-source-1", ". 46 47 -")).replace(" ", "\t")
    (document,) = read_documents(written(tmp_path, {"a.txt": TEXT, "a.conll": lines}), "columns")
    assert document.attributions == (Attribution((SOURCE,), (CUE,), ((1, 8),)), Attribution((), (), ((4, 8),)))


def gold(*attributions):
    return json.dumps({"id": "a", "text": TEXT, "attributions": list(attributions)})


QUOTE = {"source": [SOURCE], "cue": [CUE], "content": [CONTENT]}
DENIAL = {"source": [[48, 57]], "cue": [[58, 64]], "content": [[65, 69]]}


def test_right_is_what_overlaps_content_and_source(tmp_path):
    result = score(written(tmp_path, {"a.jsonl": gold(QUOTE, DENIAL)}), "jsonl")
    assert (result.direct.right, result.direct.found, result.direct.hit, result.direct.gold) == (1, 1, 1, 1)
    assert (result.all.hit, result.all.gold) == (2, 2)
    assert result.direct.f1 == 1.0


def test_a_wrong_source_is_wrong_and_missed(tmp_path):
    result = score(written(tmp_path, {"a.jsonl": gold({**QUOTE, "source": [[48, 57]]})}), "jsonl")
    assert (result.direct.right, result.direct.found, result.direct.hit, result.direct.gold) == (0, 1, 0, 1)
    assert any(line.startswith("missed direct The mayor | said | “We will") for line in result.errors)


def test_an_attribution_without_a_source_counts_neither_way(tmp_path):
    result = score(written(tmp_path, {"a.jsonl": gold({**QUOTE, "source": []})}), "jsonl")
    assert (result.direct.found, result.direct.gold) == (0, 0)


def test_the_command_prints_four_scores_and_errors(tmp_path, capsys):
    written(tmp_path, {"a.jsonl": gold(QUOTE, {**DENIAL, "source": [SOURCE]})})
    assert main(["jsonl", str(tmp_path), "--errors", "1"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0].split("P ")[1].startswith("100.0%")
    assert [line[:6] for line in out[:4]] == ["direct", "direct", "all at", "all at"]
    assert any(line.startswith("missed other Ann Lee | denied | that") for line in out)
