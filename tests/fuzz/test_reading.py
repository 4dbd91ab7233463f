"""Files of a publication, spoilt at random, are read in bounded time: what is wrong is a problem, and no body is active."""

from __future__ import annotations

import marshal
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.codec import encode
from broadsheet.config import Config, Limits, MarkdownSettings
from broadsheet.content.markdown import Markdown
from broadsheet.content.sanitise import sanitise
from broadsheet.content.scan import scan
from broadsheet.content.settings import read_settings
from broadsheet.engine.reading import Reader
from broadsheet.problems import CODES, Problem
from broadsheet.sources import Sources
from fuzz.cases import EXAMPLES, MEMORY, SECONDS, cases, in_bounds
from fuzz.judge import body_faults
from fuzz.mutation import MARKDOWN, MARKUP, STEPS, Step, mutated
from fuzz.samples import BODY, publication

ENGINES = [
    MarkdownSettings(smart, raw, engine)  # type: ignore[arg-type]
    for smart, raw, engine in ((False, "sanitise", "markdown"), (True, "sanitise", "commonmark"), (False, "refuse", "markdown"))
]
HOSTILE = st.lists(st.sampled_from((BODY, *MARKUP, *MARKDOWN)), min_size=4, max_size=12).flatmap(
    lambda pieces: st.sampled_from(("\n\n", " ", "\n", "")).map(lambda between: between.join(pieces))
)
READ = [path for path in publication() if path.startswith("content/") and not path.endswith(".png")]


def sound(problems: tuple[Problem, ...] | list[Problem]) -> None:
    """Insist that problems are values that can be kept and printed."""
    for problem in problems:
        assert problem.code in CODES
        assert problem.message
        str(problem).encode()
    marshal.dumps([encode(problem) for problem in problems])


@pytest.mark.parametrize("path", READ)
def test_a_spoilt_file_is_read_or_is_a_problem(path: str) -> None:
    @cases()
    @given(STEPS, st.sampled_from(ENGINES))
    def tried(steps: list[Step], engine: MarkdownSettings) -> None:
        with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
            root = Path(folder)
            for name, data in publication().items():
                if name == path or name.rpartition(".")[0].partition(".")[0] == path.rpartition(".")[0].partition(".")[0]:
                    (root / name).parent.mkdir(parents=True, exist_ok=True)
                    (root / name).write_bytes(mutated(data, steps) if name == path else data)
            if "/comments/" in path:
                (root / "content/stories").mkdir()
                (root / "content/stories/a.md").write_bytes(publication()["content/stories/a.md"])
            config = Config("T", markdown=engine, limits=Limits(seconds=SECONDS))
            reader = Reader.of(root, config)
            found = scan(Sources.of(root, config))
            named = {each.path for file in found.value.files for each in (file, *file.attached)}
            assert path in named, "or nothing is tried"
            for file in found.value.files:
                if file.role == "media":
                    continue
                with in_bounds():
                    _digest, problems, pairs = reader.read(file)
                sound(problems)
                for record, body in pairs:
                    marshal.dumps(tuple(record))
                    assert body_faults(body.html) == []

    tried()


@cases(6 * EXAMPLES)
@given(HOSTILE, STEPS, st.sampled_from(ENGINES))
def test_a_hostile_body_is_never_active(text: str, steps: list[Step], engine: MarkdownSettings) -> None:
    for written in (text, mutated(text.encode(), steps).decode("utf-8", "replace")):
        with in_bounds():
            outcome = Markdown(engine).to_body(written, "a.md")
        sound(outcome.problems)
        assert body_faults(outcome.value.html) == []
        assert body_faults(sanitise(written)) == []


@cases(4 * EXAMPLES)
@given(STEPS)
def test_a_spoilt_configuration_is_read_or_is_a_problem(steps: list[Step]) -> None:
    text = mutated(publication()["broadsheet.yaml"], steps).decode("utf-8", "replace")
    with in_bounds():
        config, problems = read_settings(text, "broadsheet.yaml")
    sound(problems)
    assert config is not None or any(problem.is_error for problem in problems)
    assert config is None or marshal.dumps(encode(config))
