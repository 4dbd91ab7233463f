"""Reach: after an edit of what stories say of themselves, only subjects that can differ are asked, and no other one differs.

The catalog that was compiled is used then: it is the one that would be compiled.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from broadsheet.catalog.catalog import Catalog
from broadsheet.engine import work
from broadsheet.engine.assembly import Assembly, assemble
from broadsheet.engine.readings import Changes
from broadsheet.pages.stamps import Stamps
from broadsheet.pages.subjects import GATHERING, Subject, subjects
from engine import edits
from engine.archive import some_archive
from engine.builds import build_here, cold_build, differing, site_of

OWN = (edits.body, edits.title, edits.standfirst, edits.details, edits.cast, edits.heading, edits.link, edits.shorten)
ROUNDS = 24


@pytest.mark.parametrize("variety", [1, 2, 3])
def test_no_subject_differs_that_was_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variety: int) -> None:
    asked: list[int] = []
    reached = work._Decision._reached

    def compare(decision: work._Decision, changes: Changes) -> list[Subject]:
        found = reached(decision, changes)
        edition = decision.work.assembly.edition
        stamps = Stamps(edition, decision.work.assembly.stamps.bodies)
        asked.append(len(found))
        names = {work.name_of(subject): subject for subject in subjects(edition) if subject[0] not in GATHERING}
        assert names.keys() - decision.work.rows.keys() == set()
        for name in names.keys() - set(map(work.name_of, found)):
            row = decision.work.rows[name]
            assert stamps.of(names[name], row.reads) == row.stamp, name
        return found

    def compiled(*given: Any) -> Assembly:
        found = assemble(*given)
        if given[-1] is not None:
            anew = assemble(*given[:-1])
            assert _all_of(found.edition.catalog) == _all_of(anew.edition.catalog)
            assert list(found.told) == list(anew.told)
            assert found.planner.bodies.pairs() == anew.planner.bodies.pairs()
            used.append(found)
        return found

    used: list[Assembly] = []
    monkeypatch.setattr(work._Decision, "_reached", compare)
    monkeypatch.setattr(work, "assemble", compiled)
    archive = some_archive(tmp_path.resolve() / "publication", 30, variety)
    archive.save()
    assert build_here(archive.root, *archive.switches).published
    for number in range(ROUNDS):
        edit = OWN[(number + variety) % len(OWN)]
        edit(archive, number * 7 + variety, number)
        archive.save()
        built = build_here(archive.root, *archive.switches)
        assert built.published, built
    assert len(used) >= len(asked) >= ROUNDS // 3
    assert not differing(site_of(archive.site), cold_build(archive)[1])


def _all_of(catalog: Catalog) -> tuple[object, ...]:
    said = [(story.values, story.stamp, story.text, story.words) for story in catalog.stories]
    return catalog.plain(), said, catalog.kinds, list(catalog.terms), list(catalog.lists), list(catalog.links.items())
