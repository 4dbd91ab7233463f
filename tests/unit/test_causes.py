"""Causes: why subjects are produced, for a few of them or for all of an archive."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.build.work import Causes

some_subjects = st.tuples(st.sampled_from(["story", "tag"]), st.text(max_size=2))
some_causes = st.dictionaries(some_subjects, st.sampled_from(["first build", "changed", "worn"]), max_size=20)


@given(some_causes, some_causes, some_subjects)
def test_causes_that_were_laid_aside_are_the_same_and_take_more(
    causes: dict[tuple[str, str], str], more: dict[tuple[str, str], str], other: tuple[str, str]
) -> None:
    found = Causes(causes)
    assert dict(found) == causes
    assert list(found.lay_aside()) == list(causes)
    assert (dict(found), len(found)) == (causes, len(causes))
    for subject, cause in more.items():
        assert found.setdefault(subject, cause) == causes.get(subject, cause)
    expected = {**more, **causes}
    assert (dict(found), len(found)) == (expected, len(expected))
    assert found.get(other, "none") == expected.get(other, "none")
    found.update(more)
    assert dict(found) == {**causes, **more}


def test_a_subject_without_a_cause_has_none() -> None:
    with pytest.raises(KeyError):
        Causes()["story", "one"]
