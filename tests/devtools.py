"""A browser that is told what to do over its debugging pipe: one tab, for what a single command line cannot ask of it.

with Tab(tmp_path) as tab:
    tab.open("http://127.0.0.1:8000/")
    assert tab.value("document.title") == "…"
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions", "--disable-dev-shm-usage", "--remote-debugging-pipe",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip


class Tab:
    """A tab of a browser with a profile in `folder`. Its console's errors are in `complaints`."""

    def __init__(self, folder: Path) -> None:
        commands, self._out = os.pipe()
        self._in, answers = os.pipe()

        def hand_over() -> None:  # the browser reads commands at 3 and answers at 4
            one, other = os.dup(commands), os.dup(answers)  # neither may be 3 or 4
            os.dup2(one, 3)
            os.dup2(other, 4)

        self._process = subprocess.Popen(
            [str(CHROMIUM), *_FLAGS, f"--user-data-dir={folder / 'profile'}", "about:blank"],
            pass_fds=(3, 4),
            preexec_fn=hand_over,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
        )
        os.close(commands)
        os.close(answers)
        self._answers = os.fdopen(self._in, "rb", buffering=0)
        self._rest = b""
        self._numbers = itertools.count(1)
        self._session = ""
        self.complaints: list[str] = []

    def __enter__(self) -> Tab:
        targets = self.tell("Target.getTargets")["targetInfos"]
        target = next(found["targetId"] for found in targets if found["type"] == "page")
        self._session = self.tell("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.tell(f"{domain}.enable")
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._out)
        self._process.terminate()
        self._process.wait(30)
        self._answers.close()

    def tell(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command and return its result."""
        number = next(self._numbers)
        message = {
            "id": number,
            "method": method,
            "params": parameters,
            **({"sessionId": self._session} if self._session else {}),
        }
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._answer()
            if answer.get("id") == number:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result

    def _answer(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            data = self._answers.read(1 << 16)
            assert data, "the browser is gone"
            self._rest += data
        text, _, self._rest = self._rest.partition(b"\0")
        answer: dict[str, Any] = json.loads(text)
        entry = answer.get("params", {}).get("entry", {})
        if answer.get("method") == "Log.entryAdded" and entry["level"] == "error":
            self.complaints.append(entry["text"])
        return answer

    def open(self, address: str) -> None:
        """Open an address and wait until the page is loaded."""
        self.tell("Page.navigate", url=address)
        while self._answer().get("method") != "Page.loadEventFired":
            pass

    def value(self, expression: str) -> Any:
        """Return what an expression is in the page; a promise is waited for."""
        found = self.tell("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")
