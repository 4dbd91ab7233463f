"""Archives of other programs, spoilt at random: an import ends in time with a report or a refusal, and writes nothing active."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.config import Config
from broadsheet.content.scan import scan
from broadsheet.engine.reading import Reader
from broadsheet.engine.report import Silence
from broadsheet.importing.importer import ImportRefusedError, run
from broadsheet.importing.kinds import KINDS
from broadsheet.sources import Sources
from fuzz.cases import EXAMPLES, MEMORY, cases, in_bounds
from fuzz.judge import body_faults
from fuzz.mutation import STEPS, Step, mutated, one_mutated
from fuzz.samples import Sample, archives
from newsroom import CLOCK

SECONDS = 6  # of the processor's time; imports have no limit of their own, and these archives are small


def written(sample: Sample, folder: Path) -> Path:
    """Write an archive, and return what is to be imported of it."""
    folder.mkdir()
    if sample.packed:
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in sample.files.items():
                package.writestr(name, data)
        (folder / sample.source).write_bytes(whole.getvalue())
        return folder / sample.source
    for name, data in sample.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder / sample.source


def imported(kind: str, source: Path, into: Path) -> None:
    """Import an archive, and insist that what came of it is sound; a kind that is not this one may be refused."""
    with in_bounds(SECONDS):
        try:
            report = run(source, into, Silence(), kind=kind, clock=CLOCK)
        except ImportRefusedError as error:
            assert "cannot be read as an archive" not in str(error)  # noqa: PT017
            return
    assert "cannot be read any further" not in json.dumps(report.plain(), default=list)
    config = Config("T")
    reader = Reader.of(into, config)
    for file in scan(Sources.of(into, config)).value.files:
        if file.role != "media":
            _digest, _problems, pairs = reader.read(file)
            assert [fault for _record, body in pairs for fault in body_faults(body.html)] == []


def test_there_is_a_sample_of_every_kind_and_each_is_imported() -> None:
    assert archives().keys() == KINDS.keys()
    for kind, sample in archives().items():
        with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
            report = run(written(sample, Path(folder) / "source"), Path(folder) / "into", Silence(), kind=kind, clock=CLOCK)
            assert report.posts, kind


@pytest.mark.parametrize("kind", KINDS)
def test_a_spoilt_archive_is_imported_or_refused(kind: str) -> None:
    @cases()
    @given(STEPS, st.integers(0, 9))
    def tried(steps: list[Step], which: int) -> None:
        sample = archives()[kind]
        sample = sample._replace(files=one_mutated(sample.files, which, steps))
        with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
            imported(kind, written(sample, Path(folder) / "source"), Path(folder) / "into")

    tried()


@cases(6 * EXAMPLES)
@given(st.sampled_from(sorted(KINDS)), st.sampled_from(sorted(KINDS)), STEPS)
def test_a_torn_archive_or_one_of_another_kind_is_imported_or_refused(kind: str, told: str, steps: list[Step]) -> None:
    sample = archives()[told]
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        source = written(sample, Path(folder) / "source")
        if source.is_file():
            source.write_bytes(mutated(source.read_bytes(), steps))
        imported(kind, source, Path(folder) / "into")
