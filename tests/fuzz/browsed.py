"""Publications of somebody hostile, in Chromium: nothing of theirs runs, and nothing but pictures is asked of another site.

    cd tests && python -m fuzz.browsed --examples 30 --seed 7

makes hostile publications until so many were built, and opens every page, feed, picture and file of data of each: from a server
that sends the headers, and from one that sends none.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote, urljoin

from broadsheet.engine.pipeline import BuildOptions, build
from browser import Browser, Page, served
from fuzz.cases import MEMORY
from fuzz.hostile import make
from newsroom import CLOCK, MARK

# What hostile markup calls is noted; it would stop the page else.
_NOTE = "window.alert = () => { document.documentElement.setAttribute('data-ran', 'alert') };"
_RAN = (
    "document.title === 'ran' || !!document.documentElement?.hasAttribute('data-ran') || "
    "[...document.querySelectorAll('*')].some(e => e.namespaceURI !== 'http://www.w3.org/1999/xhtml' && e.dataset?.ran)"
)
_UNSHOWN = ("ERR_ABORTED",)  # what a browser saves rather than shows
_POLICY = "Content Security Policy"


def tab_of(browser: Browser) -> Page:
    """Open an empty page that notes what runs."""
    page = browser.page()
    page.tell("Page.addScriptToEvaluateOnNewDocument", source=_NOTE)
    return page


def look(page: Page, address: str, paths: Iterable[str]) -> list[str]:
    """Open the files of a site, and return what ran, what was asked of another site, and what the policy stopped of our own."""
    faults, origin = [], urljoin(address, "/")
    for path in paths:
        page.complaints.clear()
        page.requests.clear()
        try:
            page.open(address + quote(path))
        except AssertionError as error:
            if any(word in str(error) for word in _UNSHOWN):
                continue
            raise
        if page.wait(f"({_RAN}) ? 'yes' : 'no'") == "yes":  # also across the page that an old address leads to
            faults.append(f"{path}: it ran")
        asked = (each for each in page.requests if not each.startswith((origin, "data:", "about:", "blob:")))
        faults += [f"{path}: it asked {each}" for each in asked if page.kinds.get(each) != "Image"]
        shown = path.endswith(".html")  # what shows XML is a page of the browser's own
        ours = (each for each in page.complaints if shown and _POLICY in each and "evil.example" not in each)
        faults += [f"{path}: the policy stopped something: {each}" for each in ours]
    return faults


def files_of(site: Path) -> list[str]:
    """Return the paths of what a reader can open of a site."""
    found = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file() and path.name != MARK)
    return [path for path in found if not path.startswith(("assets/", "pagefind/", "_"))]


def main() -> int:
    """Look at what the command line asks for; return 1 when something ran."""
    parser = argparse.ArgumentParser(description="Open publications of somebody hostile in Chromium.")
    parser.add_argument("--examples", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    os.environ["BROADSHEET_KEY"] = "the key of the browsed"
    tally: Counter[str] = Counter()
    number = 0
    with tempfile.TemporaryDirectory() as profile, Browser(Path(profile)) as browser:
        while tally["sites"] < asked.examples:
            number += 1
            with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
                root, done = make(asked.seed, number, Path(folder).resolve())
                report = build(root, BuildOptions(clock=CLOCK, key=b"x", workers=1, keep_going=True, untrusted=number % 2 == 1))
                if not report.published or report.output is None or not (report.output / "_headers").is_file():
                    continue
                tally["sites"] += 1
                paths = files_of(report.output)
                for headers in (True, False):
                    page = tab_of(browser)
                    with served(report.output, headers=headers) as address:
                        faults = look(page, address, paths)
                    tally.update(opened=len(paths), faults=len(faults))
                    for fault in faults:
                        sys.stdout.write(f"--seed {asked.seed} number {number} ({done}), headers {headers}: {fault}\n")
                    page.tell("Page.close")
    sys.stdout.write(f"seed {asked.seed}: {tally['sites']} sites, {tally['opened']} openings, {tally['faults']} faults\n")
    return 1 if tally["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
