"""A series: several generators with one corpus, run in turn, so that whatever the machine does meets all of them alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from benchmark.measure import Failed
from benchmark.peers import Peer
from benchmark.server import serve
from benchmark.trial import Result, Trial, as_record

Record = dict[str, Any]
STEPS: Mapping[str, Callable[[Trial], Result]] = {
    "cold": Trial.cold,
    "noop": Trial.noop,
    "edit": Trial.edit,
    "retitle": Trial.retitle,
    "new": Trial.new,
    "template": Trial.template,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What is asked for: `scenarios` of each peer by name, runs of each, and the most that others may take of the machine."""

    scenarios: Mapping[str, Sequence[str]] = field(default_factory=dict)
    passes: int = 3
    foreign: float = 0.15
    keep: bool = False

    def wants(self, peer: Peer, scenario: str) -> bool:
        """Tell whether a generator takes part in a scenario."""
        if (scenario == "template" and not peer.template) or (scenario == "serve" and not peer.server):
            return False
        return scenario in self.scenarios.get(peer.name, peer.scenarios)


class Series:
    """Runs trials in turn. A generator that fails is out; what went wrong is its last record."""

    def __init__(self, trials: Sequence[Trial], wishes: Wishes) -> None:
        self._trials = trials
        self._wishes = wishes
        self._failed: set[str] = set()

    def records(self) -> Iterator[Record]:
        """Yield a record for each run and each check, as it ends."""
        for trial in self._trials:
            trial.set_up()
        for scenario, step in STEPS.items():
            yield from self._passes(scenario, step)
            if scenario == "cold":
                yield from self._attempts("check", self._trials, self._check)
        for trial in self._trials:
            for scenario, work in (("same", _same), ("serve", _serve)):
                if self._wishes.wants(trial.peer, scenario):
                    yield from self._attempts(scenario, [trial], work)
            if not self._wishes.keep:
                trial.remove()

    def _passes(self, scenario: str, step: Callable[[Trial], Result]) -> Iterator[Record]:
        """Run all trials once, again and again, until there are enough passes in which nobody else used the machine."""
        trials = [trial for trial in self._trials if self._wishes.wants(trial.peer, scenario)]
        quiet = number = 0
        while trials and quiet < self._wishes.passes and number < 2 * self._wishes.passes:
            most = 0.0
            for record in self._attempts(scenario, trials, lambda trial: as_record(step(trial))):
                most = max(most, record.get("foreign", 0.0))
                yield {**record, "pass": number}
            quiet += most <= self._wishes.foreign
            number += 1

    def _attempts(self, scenario: str, trials: Sequence[Trial], work: Callable[[Trial], Record]) -> Iterator[Record]:
        for trial in trials:
            if trial.peer.name in self._failed:
                continue
            about = {"corpus": trial.corpus.name, "peer": trial.peer.name}
            try:
                yield {**about, "scenario": scenario, **work(trial)}
            except (Failed, OSError) as error:
                self._failed.add(trial.peer.name)
                yield {**about, "scenario": "failed", "during": scenario, "error": str(error)}

    def _check(self, trial: Trial) -> Record:
        if not self._wishes.wants(trial.peer, "cold"):
            trial.cold()
        checked = trial.check()
        sizes = [path.stat().st_size for path in trial.output.rglob("*") if path.is_file()]
        faults = list(checked.faults)
        return {
            "faults": len(faults),
            "examples": faults[:10],
            "looked": checked.summary,
            "files": len(sizes),
            "bytes": sum(sizes),
        }


def _same(trial: Trial) -> Record:
    differing = trial.differing()
    return {"differing": len(differing), "examples": differing[:10]}


def _serve(trial: Trial) -> Record:
    return asdict(serve(trial))
