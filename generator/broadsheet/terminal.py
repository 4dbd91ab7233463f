"""The terminal: progress, problems with the line they stand in, and the summary of a build.

Problems go to standard error, the summary to standard output. A progress bar is drawn on a terminal only; colours only there, and
not when NO_COLOR is set. With `json_lines`, events are printed instead, one JSON object a line.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.engine.report import Report
from broadsheet.printed import counts_of, held_back, json_pieces, json_text, one_line, plural, printable, profiled, shortened
from broadsheet.problems import Outcome, Problem, Severity
from broadsheet.sources import is_plain, read_file

if TYPE_CHECKING:
    from broadsheet.check.losses import Loss
    from broadsheet.engine.explain import Explanation
    from broadsheet.findings.counting import Counted
    from broadsheet.findings.excerpt import Excerpt
    from broadsheet.findings.explaining import FieldExplained
    from broadsheet.findings.extracting import Extracted
    from broadsheet.findings.merging import Merged
    from broadsheet.findings.reviewing import Reviewed
    from broadsheet.fixity.comparing import Compared
    from broadsheet.forget.forgetting import Forgetting, Forgotten
    from broadsheet.importing.report import ImportReport

_WIDTH = 28
_LINES_SHOWN = 12  # of one fact about an output
_WARNINGS_SHOWN = 20  # of one kind; thousands of the same would bury the others
_PLACES_SHOWN = 3  # of what several files have in common
_ERRORS_SHOWN = 20  # of one kind in one place
_COLOURS = {"error": "31", "warning": "33", "dim": "2", "bold": "1"}


class Terminal:
    """Reports a build to whoever watches."""

    def __init__(self, root: Path, *, json_lines: bool = False, quiet: bool = False) -> None:
        self._root = root
        self._json = json_lines
        self._quiet = quiet
        self._bar = sys.stderr.isatty() and not json_lines and not quiet
        self._colour = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
        self._name = ""
        self._total = 0
        self._done = 0
        self._drawn = ""

    def stage(self, name: str, total: int = 0) -> None:
        """Begin a stage."""
        self._name, self._total, self._done = name, total, 0
        if self._json:
            self._event(event="stage", name=name, total=total)
        self._draw()

    def step(self) -> None:
        """Count one step of the stage."""
        self._done += 1
        if self._bar and self._done % 16 == 0:
            self._draw()

    def waiting(self, holder: str) -> None:
        """Say who holds the lock."""
        if self._json:
            self._event(event="waiting", holder=holder)
        elif not self._quiet:
            self.clear()
            print(printable(f"another build is at work ({holder}); waiting for it to end"), file=sys.stderr)

    def say(self, text: str) -> None:
        """Print a line for the person who watches."""
        self.clear()
        if self._json:
            self._event(event="message", text=text)
        elif not self._quiet:
            print(printable(text), flush=True)

    def finish(self, report: Report, seconds: float) -> None:
        """Print the problems and the summary of a build."""
        self.clear()
        self._problems(report.problems)
        if self._json:
            if report.verified is not None:
                self._event(event="verified", files=report.verified)
            if report.profile:
                self._event(event="profile", **report.profile.plain())
            counts = {
                "files": report.files,
                "read": report.read,
                "rendered": report.rendered,
                "written": report.written,
                "unchanged": report.unchanged,
                "removed": report.removed,
            }
            self._event(
                event="done",
                published=report.published,
                errors=report.errors,
                warnings=report.warnings,
                seconds=round(seconds, 3),
                output=report.address or str(report.output or ""),
                **counts,
                held=dict(sorted((report.held or {}).items())),
                left=report.left,
                moved=report.moved,
                ways=report.ways,
            )
        elif not report.published:
            print(f"nothing was written: {counts_of(report.problems)}", file=sys.stderr)
        elif not self._quiet:
            print(printable(self._summary(report, seconds)))
            if report.left:
                files = f"{len(report.left):,} {plural('file', len(report.left))}"
                print(printable(f"left as it was, for errors in {files}: {', '.join(report.left)}"))
            if report.moved:
                shown = ", ".join(f"{old} (now {new})" for old, new in report.moved[:_PLACES_SHOWN])
                more = ", …" if len(report.moved) > _PLACES_SHOWN else ""
                moved = (
                    f"{len(report.moved):,} {plural('page', len(report.moved))} moved, and nothing leads there from {shown}{more}"
                )
                print(one_line(f"warning: {moved}; add the old address to the `aliases` of the page"), file=sys.stderr)
            if report.verified is not None:
                print(f"verified: {report.verified:,} {plural('file', report.verified)} are what a full build makes")
            if report.profile:
                print(printable(profiled(report.profile)))

    def imported(self, report: ImportReport) -> None:
        """Print what an import did."""
        self.clear()
        self._problems(report.problems)
        if self._json:
            for piece in json_pieces({"event": "imported", **report.plain()}, ", "):
                print(piece, end="", flush=piece.endswith("\n"))
        elif not self._quiet:
            print(printable("\n".join(report.lines())))

    def _summary(self, report: Report, seconds: float) -> str:
        kinds = report.kinds or {}
        shown = ", ".join(
            f"{kinds[kind]:,} {plural(kind, kinds[kind])}"
            for kind in ("story", "actor", "country", "tag", "dossier")
            if kinds.get(kind)
        )
        folder = report.output or Path()
        place = report.address or (os.path.relpath(folder) if folder.is_relative_to(Path.cwd()) else str(folder))
        changes = f"{report.written:,} written, {report.unchanged:,} unchanged, {report.removed:,} removed"
        trouble = f"; {counts_of(report.problems)}" if report.problems else ""
        built = f"built {shown or 'an empty archive'}{held_back(report.held or {})}"
        return f"{built}\n{report.files:,} files in {place} ({changes}) in {seconds:.1f} s{trouble}"

    def explained(self, outcome: Outcome[Explanation | None]) -> None:
        """Print what is known of an output or a file, or why nothing is."""
        self._problems(outcome.problems)
        found = outcome.value
        if found is None:
            return
        if self._json:
            facts = {name.replace(" ", "_"): lines for name, lines in found.facts.items()}
            self._event(event="explained", asked=found.asked, **facts)
            return
        width = max(map(len, found.facts))
        print(printable(found.asked))
        for name, lines in found.facts.items():
            more = len(lines) - _LINES_SHOWN
            shown = [*lines[:_LINES_SHOWN], f"… and {more:,} more; --json lists them all"] if more > 0 else lines
            for at, line in enumerate(shown):
                print(printable(f"  {'' if at else name:<{width}}  {line}"))

    def extracted(self, done: Extracted, *, check: bool) -> None:
        """Print what `extract` did, or would do."""
        self.clear()
        self._problems(done.problems)
        if self._json:
            event = {"changed": list(done.changed), "unchanged": done.unchanged, "errors": done.errors}
            self._event(event="extracted", check=check, **event, home=done.home)
            return
        number = len(done.changed)
        if check:
            for path in done.changed:
                print(printable(f"{path} would change"), file=sys.stderr)
        if not self._quiet and not (done.errors and not number):
            what = f"{number:,} {plural('file', number)} of findings"
            print(f"{what} {'would change' if check else 'written'}, {done.unchanged:,} up to date")
            if done.home:
                from broadsheet.catalog.countries import country_register  # here: few runs name a country

                name = country_register().name(done.home)
                print(f"most of these articles are set in one country ({name}): write `home: {done.home}` in broadsheet.yaml")

    def counted(self, done: Counted, *, check: bool) -> None:
        """Print what became of the file of frequencies."""
        self.clear()
        self._problems(done.problems)
        if self._json:
            event = {"path": done.path, "articles": done.articles, "changed": done.changed, "errors": done.errors}
            self._event(event="counted", check=check, **event)
        elif not done.errors and not self._quiet:
            what = ("would change" if check else "written") if done.changed else "is up to date"
            print(printable(f"{done.path} {what}: the words of {done.articles:,} {plural('article', done.articles)}"))

    def found(self, outcome: Outcome[FieldExplained | None]) -> None:
        """Print what extraction has to say of one key of an article."""
        self._problems(outcome.problems)
        explained = outcome.value
        if explained is None:
            return
        if self._json:
            values = [{**value._asdict(), "excerpts": [each._asdict() for each in value.excerpts]} for value in explained.values]
            not_taken = [each._asdict() for each in explained.not_taken]
            self._event(event="found", path=explained.path, field=explained.field, values=values, not_taken=not_taken)
            return
        print(printable(f"{explained.path}: {explained.field}"))
        for value in explained.values:
            print(
                printable(f"\n  {value.value}\n    {value.confidence:.2f} by \u201c{value.rule}\u201d, {value.fate} [{value.id}]")
            )
            for excerpt in value.excerpts:
                print(printable(f"    line {excerpt.line}: {self.marked(excerpt)}"))
            if value.more:
                print(f"    and {value.more:,} more")
        if not explained.values:
            print("\n  nothing was found")
        if explained.not_taken:
            print("\n  left out:")
        for left in explained.not_taken:
            print(printable(f"    line {left.line}: {shortened(left.text)} ({left.reason})"))

    def reviewed(self, done: Reviewed) -> None:
        """Print what came of a review."""
        self.clear()
        self._problems(done.problems)
        for one, other, reason in done.alike[:_WARNINGS_SHOWN]:
            print(printable(f"{one} and {other} may be one actor ({reason})"))
        if len(done.alike) > _WARNINGS_SHOWN:
            print(f"… and {len(done.alike) - _WARNINGS_SHOWN:,} more pairs that may be one")
        if done.decided or done.left or not done.errors:
            print(f"{done.decided:,} {plural('finding', done.decided)} decided on, {done.left:,} left")

    def merged(self, done: Merged) -> None:
        """Print what came of a merge of two actors, or of telling them apart."""
        self.clear()
        self._problems(done.problems)
        for told in done.done:
            print(printable(told))

    def planned(self, outcome: Outcome[Forgetting | None]) -> None:
        """Print what would be done to forget a person, and what an editor has to do first."""
        self.clear()
        self._problems(outcome.problems)
        if outcome.value is None:
            return
        plan = outcome.value.plan
        self._problems((*plan.doubtful, *plan.left), each=True)
        if plan.left:
            places = f"{len(plan.left):,} {plural('place', len(plan.left))}"
            print(f"nothing is done before the name is gone from {places}; then:", file=sys.stderr)
        for told in (*plan.told, "broadsheet.yaml: gets digests of the name", ".broadsheet: removed"):
            print(printable(told))

    def forgotten(self, done: Forgotten, seconds: float) -> None:
        """Print what came of forgetting: the build, and what is left."""
        self._problems(done.problems)
        self.finish(done.report, seconds)
        self._problems(done.left, each=True)
        if done.is_proved:
            but = ", but for what only may be it, or was not read: see above" if done.left else ""
            print(f"the name was found in no byte of the output, the state and the sources{but}")
        else:
            told = " ".join(f'--also "{name}"' for name in done.names)
            print(printable(f"the name is not proved to be gone; see above, and forget it again with {told}"), file=sys.stderr)

    def compared(self, outcome: Outcome[Compared | None]) -> None:
        """Print how a site differs from its manifest."""
        self._problems(outcome.problems)
        found = outcome.value
        if found is None:
            return
        if self._json:
            self._event(event="compared", whole=found.is_whole, **found._asdict())
            return
        for what, paths in (("missing", found.missing), ("added", found.added), ("altered", found.altered)):
            if paths:
                shown = ", ".join(paths[:_PLACES_SHOWN]) + (", …" if len(paths) > _PLACES_SHOWN else "")
                print(one_line(f"{what}: {len(paths):,} {plural('file', len(paths))}: {shown}"), file=sys.stderr)
        print(f"root: {found.root}")
        if found.is_whole:
            print(f"{found.files:,} {plural('file', found.files)} are what manifest.json says")
        if not found.seen:
            print("what was added cannot be seen from here")

    def packed(self, outcome: Outcome[Compared | None], targets: Sequence[Path]) -> None:
        """Print how a site differs from its manifest, and into what it was packed, or that it was not."""
        self.compared(outcome)
        if outcome.value and not self._json:
            done = f"packed into {' and '.join(map(str, targets))}" if outcome.value.is_whole else "nothing was packed"
            print(printable(done))

    def marked(self, excerpt: Excerpt) -> str:
        """Return a sentence in which the evidence is marked."""
        return f"{excerpt.before}[{excerpt.marked}]{excerpt.after}"

    def checked(self, problems: tuple[Problem, ...], losses: Sequence[Loss] = (), *, each: bool = False) -> None:
        """Print the problems that a check found, and what is left out of articles; `each`: those that say the same, too."""
        self.clear()
        self._losses(losses, each=each)
        self._problems(problems, each=each)
        if self._json:
            self._event(event="done", errors=sum(p.is_error for p in problems), warnings=sum(not p.is_error for p in problems))
        elif problems:
            print(counts_of(problems), file=sys.stderr)
        elif not self._quiet:
            print("no problems")

    def _losses(self, articles: Sequence[Loss], *, each: bool) -> None:
        """Print what is left out of articles; of those only that lose most, unless `each` is wanted."""
        if self._json:
            for left in articles:
                self._event(event="left_out", path=left.path, words=left.words, of=left.of, kinds=dict(left.kinds))
            return
        shown = articles if each else articles[:_WARNINGS_SHOWN]
        for left in () if self._quiet else shown:
            kinds = ", ".join(f"{kind} {words:,}" for kind, words in left.kinds)
            share = f"{left.words:,} of {left.of:,} words ({100 * left.words / left.of:.0f} %)"
            print(printable(f"{left.path}: {share} are left out: {kinds}"))
        if len(articles) > len(shown) and not self._quiet:
            print(f"… and {len(articles) - len(shown):,} more articles; each: broadsheet check --all")

    def _problems(self, problems: Sequence[Problem], *, each: bool = False) -> None:
        """Print problems: warnings that say the same as one line, unless `each` is wanted; errors last, each with its line.

        Errors are what the person in front of the screen must see.
        """
        if self._json:
            for problem in sorted(problems, key=lambda problem: problem.is_error):
                self._problem_event(problem)
            return
        alike: dict[tuple[object, ...], list[Problem]] = {}
        for problem in problems:
            alike.setdefault((problem.code, problem.message, each and problem.span), []).append(problem)
        shown: Counter[str] = Counter()
        folded = False
        for same in alike.values():
            if not same[0].is_error:
                shown[same[0].code] += 1
                folded = folded or len(same) > 1 or shown[same[0].code] > _WARNINGS_SHOWN
                if each or shown[same[0].code] <= _WARNINGS_SHOWN:
                    print(self._worded(same[0]) if len(same) == 1 else self._together(same), file=sys.stderr)
        for code, number in sorted(shown.items()):
            if number > _WARNINGS_SHOWN and not each:
                print(f"… and {number - _WARNINGS_SHOWN:,} more [{code}]", file=sys.stderr)
        if folded and not each:
            print("each with its place: broadsheet check --all", file=sys.stderr)
        self._errors([problem for problem in problems if problem.is_error])

    def _errors(self, errors: Iterable[Problem]) -> None:
        """Print errors. A fault in a template is that of every page that is made with it, and shown for some of them."""
        shown: Counter[tuple[str, str]] = Counter()
        for problem in errors:
            place = str(problem.span or "")
            shown[problem.code, place] += 1
            if not place or shown[problem.code, place] <= _ERRORS_SHOWN:
                print(self._worded(problem), file=sys.stderr)
        for (code, place), number in sorted(shown.items()):
            if place and number > _ERRORS_SHOWN:
                more = f"… and {number - _ERRORS_SHOWN:,} more at {place} [{code}]; --json lists them all"
                print(printable(more), file=sys.stderr)

    def _problem_event(self, problem: Problem) -> None:
        place = problem.span
        self._event(
            event="problem",
            code=problem.code,
            severity=problem.severity.value,
            message=problem.message,
            hint=problem.hint,
            path=place.path if place else "",
            line=place.line if place else 0,
            column=place.column if place else 0,
            related=[str(span) for span in problem.related],
        )

    def _together(self, same: Sequence[Problem]) -> str:
        """Return several warnings that say the same as one line, with the first places."""
        one = same[0]
        places = ", ".join(str(problem.span) for problem in same[:_PLACES_SHOWN] if problem.span)
        more = ", …" if len(same) > _PLACES_SHOWN else ""
        example = "" if all(problem.hint == one.hint for problem in same) else "such as: "
        hint = f"; {example}{one.hint}" if one.hint else ""
        text = one_line(f": {one.message} ({len(same):,} times: {places}{more}){hint} [{one.code}]")
        return self._paint(one.severity.value, one.severity.value) + text

    def _worded(self, problem: Problem) -> str:
        text = one_line(str(problem))
        if self._colour:
            word = problem.severity.value
            text = text.replace(f"{word}: ", f"{self._paint(word, word)}: ", 1)
        return text + self._excerpt(problem)

    def _excerpt(self, problem: Problem) -> str:
        """Return the source line with a caret under the place, or an empty string where there is none."""
        if problem.span is None or problem.severity is not Severity.ERROR:
            return ""
        lines = _lines_of(self._root, problem.span.path)
        if not lines or problem.span.line > len(lines):
            return ""
        line = lines[problem.span.line - 1]
        before = line[: problem.span.column - 1]
        if not line.strip() or len(line) > 200:
            return ""
        blank = "".join("\t" if char == "\t" else " " for char in before)
        return f"\n    {printable(line)}\n    {blank}{self._paint('error', '^')}"

    def _paint(self, colour: str, text: str) -> str:
        return f"\x1b[{_COLOURS[colour]}m{text}\x1b[0m" if self._colour else text

    def _draw(self) -> None:
        if not self._bar:
            return
        if self._total:
            filled = _WIDTH * self._done // self._total
            text = f"{self._name} {'█' * filled}{'░' * (_WIDTH - filled)} {self._done:,}/{self._total:,}"
        else:
            text = f"{self._name} {self._done:,}" if self._done else self._name
        import shutil

        self._drawn = text[: shutil.get_terminal_size().columns - 1]
        print(f"\r\x1b[2K{self._drawn}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take away the line that says how far something is."""
        if self._drawn:
            print("\r\x1b[2K", end="", file=sys.stderr, flush=True)
            self._drawn = ""

    def _event(self, **fields: object) -> None:
        print(json_text(fields), flush=True)


def _lines_of(root: Path, path: str) -> tuple[str, ...]:
    """Return the lines of a source. What links lead to, what is hidden and what stands in the output is shown to nobody."""
    try:
        return tuple(read_file(root / path).decode("utf-8", "replace").split("\n")) if is_plain(root, path) else ()
    except OSError:
        return ()
