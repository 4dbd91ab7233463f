"""A real browser that a test drives: Chromium without a window, told what to do over a pair of pipes.

with Browser(tmp_path) as browser:
    page = browser.page()
    page.open(address)
    page.click("a[data-search]")
    page.type("oslo")
    page.press("ArrowDown")
    assert page.value("document.activeElement.value") == "oslo"
    assert page.complaints == []
"""

from __future__ import annotations

import contextlib
import fnmatch
import functools
import http.server
import json
import os
import select
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
PATIENCE = 200.0  # seconds after which a browser hangs, on a machine that other work shares
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--disable-extensions", "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--remote-debugging-pipe",
)  # fmt: skip
_KEYS = {"Enter": 13, "Escape": 27, "ArrowUp": 38, "ArrowDown": 40, "Tab": 9, "Backspace": 8}


class Browser:
    """A browser of the test's own, with a profile in its folder. Use it in a `with` block."""

    def __init__(self, folder: Path, *flags: str) -> None:
        self._folder = folder
        self._flags = flags
        self._number = 0
        self._rest = b""
        self.pages: dict[str, Page] = {}

    def __enter__(self) -> Browser:
        ours_in, theirs_out = os.pipe()
        theirs_in, ours_out = os.pipe()

        def hand_over() -> None:
            one, other = os.dup(theirs_in), os.dup(theirs_out)  # neither may be 3 or 4
            os.dup2(one, 3)
            os.dup2(other, 4)

        self._process = subprocess.Popen(
            [str(CHROMIUM), *_FLAGS, *self._flags, f"--user-data-dir={self._folder / 'profile'}"],
            pass_fds=(3, 4),
            preexec_fn=hand_over,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._in, self._out = ours_in, ours_out
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._out)
        self._process.terminate()
        self._process.wait(PATIENCE)
        os.close(self._in)

    def page(self, *, width: int = 1000, height: int = 800, scripts: bool = True) -> Page:
        """Open an empty page."""
        target = self.tell("Target.createTarget", {"url": "about:blank"})["targetId"]
        session = self.tell("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        page = self.pages[session] = Page(self, session)
        for domain in ("Page", "Runtime", "Log", "Network"):
            page.tell(f"{domain}.enable")
        page.tell("Page.setLifecycleEventsEnabled", enabled=True)
        page.tell("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        if not scripts:
            page.tell("Emulation.setScriptExecutionDisabled", value=True)
        return page

    def tell(self, method: str, parameters: Mapping[str, Any], session: str = "") -> dict[str, Any]:
        """Send a command and return its result."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            found = self.hear()
            if found.get("id") == self._number:
                assert "error" not in found, f"{method}: {found['error']}"
                result: dict[str, Any] = found["result"]
                return result

    def hear(self) -> dict[str, Any]:
        """Wait for the next message; pages take note of what it says of them."""
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._in], [], [], PATIENCE)
            assert ready, "the browser says nothing any more"
            data = os.read(self._in, 1 << 16)
            assert data, "the browser has gone"
            self._rest += data
        line, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        page = self.pages.get(message.get("sessionId", ""))
        if page and "method" in message:
            page.note(message["method"], message["params"])
        return message


class Page:
    """A page of a browser. `complaints` are what its console complained of, `requests` the addresses that it asked for.

    `kinds` says of each address what it was asked for as: `Image`, `Document`.
    """

    def __init__(self, browser: Browser, session: str) -> None:
        self._browser = browser
        self._session = session
        self._loaded: set[str] = set()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.kinds: dict[str, str] = {}

    def tell(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command of the protocol and return its result."""
        return self._browser.tell(method, parameters, self._session)

    def note(self, method: str, parameters: Mapping[str, Any]) -> None:
        """Take note of an event."""
        if method == "Page.lifecycleEvent" and parameters["name"] == "load":
            self._loaded.add(parameters["loaderId"])
        elif method == "Network.requestWillBeSent":
            self.requests.append(parameters["request"]["url"])
            self.kinds[self.requests[-1]] = parameters.get("type", "")
        elif method == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
            self.complaints.append(parameters["entry"]["text"])
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(str(parameters["exceptionDetails"]))
        elif method == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning"):
            self.complaints.append(str(parameters["args"]))

    def open(self, address: str) -> None:
        """Go to an address and wait until it is loaded."""
        found = self.tell("Page.navigate", url=address)
        assert not found.get("errorText"), f"{address}: {found['errorText']}"
        while found["loaderId"] not in self._loaded:  # the empty page before may be loaded only now
            self._browser.hear()

    def follow(self, act: Callable[[], None]) -> str:
        """Do what leads to another page, wait until that is loaded, and return its address."""
        before = len(self._loaded)
        act()
        while len(self._loaded) == before:
            self._browser.hear()
        address: str = self.value("location.href")
        return address

    def value(self, expression: str) -> Any:
        """Return the value of an expression, awaited."""
        found = self.tell("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in found, (found["exceptionDetails"], self.complaints)
        return found["result"].get("value")

    def wait(self, expression: str) -> Any:
        """Wait until an expression is true, also across pages; return its value."""
        for _ in range(3):
            try:
                return self.value(
                    f"new Promise((done, fail) => {{ const end = Date.now() + {PATIENCE * 500}; const look = () => {{ "
                    f"const found = ({expression}); if (found) done(found); else if (Date.now() > end) fail('never'); "
                    "else setTimeout(look, 10) }; look() })"
                )
            except AssertionError as error:
                if not any(word in str(error) for word in ("Cannot find", "navigat", "destroyed", "collected")):
                    raise
        raise AssertionError(f"never: {expression}")

    def click(self, selector: str) -> None:
        """Click in the middle of an element."""
        place = self.value(
            f"(e => {{ e.scrollIntoView({{block: 'center', behavior: 'instant'}}); const r = e.getBoundingClientRect(); "
            f"return [r.x + r.width / 2, r.y + r.height / 2] }})(document.querySelector({json.dumps(selector)}))"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.tell("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1)

    def type(self, text: str) -> None:
        """Type a text, letter by letter."""
        for letter in text:
            self.tell("Input.dispatchKeyEvent", type="keyDown", text=letter, key=letter)
            self.tell("Input.dispatchKeyEvent", type="keyUp", key=letter)

    def press(self, key: str) -> None:
        """Press a key that has a name."""
        code: dict[str, Any] = {"key": key, "code": key, "windowsVirtualKeyCode": _KEYS[key]}
        text = {"text": "\r"} if key == "Enter" else {}
        self.tell("Input.dispatchKeyEvent", type="keyDown", **code, **text)
        self.tell("Input.dispatchKeyEvent", type="keyUp", **code)


Rules = list[tuple[str, list[tuple[str, str]]]]


def rules_of(site: Path) -> Rules:
    """Return the rules of a site's `_headers`: pattern of paths, names and values."""
    rules: Rules = []
    for line in (site / "_headers").read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            name, _, value = line.strip().partition(": ")
            rules[-1][1].append((name, value))
        else:
            rules.append((line, []))
    return rules


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a site below its base path, with the headers that it asks for: those of every rule, joined as hosts do."""

    rules: Rules = []  # noqa: RUF012  # each server has a class of its own
    base = ""
    extensions_map = http.server.SimpleHTTPRequestHandler.extensions_map | {".xhtml": "application/xhtml+xml"}

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix(self.base))

    def end_headers(self) -> None:
        found: dict[str, list[str]] = {}
        for pattern, headers in self.rules:
            if fnmatch.fnmatchcase(self.path.partition("?")[0], pattern):
                for name, value in headers:
                    found.setdefault(name, []).append(value)
        for name, values in found.items():
            self.send_header(name, ", ".join(values))
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def served(site: Path, base: str = "", *, headers: bool = True) -> Iterator[str]:
    """Serve a site for the length of a block, with its headers or without any; yield its address, with a slash at the end."""
    handler = type("Handler", (_Handler,), {"rules": rules_of(site) if headers else [], "base": base})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}{base}/"
    finally:
        server.shutdown()
        server.server_close()
