"""Let judges look at a built archive: python -m judges.run --tools DIR --site DIR [--lighthouse] [--nu] [--browser].

nginx serves the archive, with the headers of `_headers`, as a host would. Judges: the Nu HTML checker on every page; axe-core,
the requests, the console and the width of the page in Chromium on one page of each kind, light and dark; Lighthouse for mobile on
those; what the first view of a story weighs. Without a switch all of them.

Build the archive with `--base-url http://127.0.0.1:8417/` first.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

PORT = 8417
ORIGIN = f"http://127.0.0.1:{PORT}"
HERE = Path(__file__).resolve().parent
BIG = 14_336  # bytes: what a server sends before it waits for the first answer
KINDS = {
    "front": r"index\.html",
    "story": r"stories/\d+/\d+/[^/]+/index\.html",
    "actor": r"actors/(?!by/)[^/]+/index\.html",
    "country": r"countries/[^/]+/index\.html",
    "pair": r"countries/[^/]+/(?!page)[^/]+/index\.html",
    "dossier": r"dossiers/[^/]+/index\.html",
    "tag": r"tags/[^/]+/index\.html",
    "section": r"sections/[^/]+/index\.html",
    "people": r"actors/index\.html",
    "countries": r"countries/index\.html",
    "archive": r"archive/index\.html",
    "year": r"archive/\d+/index\.html",
    "month": r"archive/\d+/\d+/index\.html",
    "map": r"map/index\.html",
    "search": r"search/index\.html",
    "edition": r"dossiers/[^/]+/edition/index\.html",
    "by role": r"actors/by/role/index\.html",
    "by country": r"actors/by/country/index\.html",
    "older": r"(countries/[^/]+/)?page/\d+/index\.html",
    "directory": r"a-z/index\.html",
    "free": r"about/index\.html",
    "missing": r"404\.html",
}
CONFIGURATION = """
daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 256; }}
http {{
  include /etc/nginx/mime.types; access_log off; gzip on; gzip_comp_level 9; gzip_min_length 256;
  gzip_types text/css application/javascript application/json image/svg+xml application/xml application/manifest+json;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{ listen 127.0.0.1:{port}; root {site}; error_page 404 /404.html; {headers}
    location ^~ /assets/ {{ {headers} add_header Cache-Control "public, max-age=31536000, immutable"; }} }}
}}
"""


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


@contextmanager
def served(site: Path) -> Iterator[None]:
    """Serve a folder with nginx and the headers that its `_headers` gives to every page."""
    written = (site / "_headers").read_text(encoding="utf-8") if (site / "_headers").exists() else ""
    first = written.split("\n/", 1)[0]
    pairs = re.findall(r"^  ([\w-]+): (.*)$", first, re.MULTILINE)
    headers = " ".join(f'add_header {name} "{value}" always;' for name, value in pairs)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "nginx.conf"
        place.write_text(CONFIGURATION.format(folder=folder, port=PORT, site=site, headers=headers), encoding="utf-8")
        if os.geteuid() == 0:
            place.write_text(f"user root;\n{place.read_text(encoding='utf-8')}", encoding="utf-8")
        server = subprocess.Popen([shutil.which("nginx") or "/usr/sbin/nginx", "-c", str(place), "-e", f"{folder}/error.log"])
        try:
            time.sleep(1)
            urlopen(ORIGIN + "/").read()
            yield
        finally:
            server.terminate()
            server.wait()


def pages_of(site: Path) -> dict[str, str]:
    """Return the path of the heaviest page of each kind that there is."""
    chosen: dict[str, tuple[int, str]] = {}
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        size = path.stat().st_size
        if 'http-equiv="refresh"' in path.read_text(encoding="utf-8")[:1500]:
            continue
        for kind, pattern in KINDS.items():
            if re.fullmatch(pattern, name) and size > chosen.get(kind, (0, ""))[0]:
                chosen[kind] = (size, name)
    return {kind: name for kind, (_, name) in chosen.items()}


def is_mistaken(message: dict[str, str]) -> bool:
    """Tell whether the Nu HTML checker says of a script that the policy in the page's head blocks it, which no browser does.

    It asks the policy about data blocks, too, where HTML's "prepare the script element" has ended before; and of a page that it
    reads from a file it does not know the origin, so that `'self'` is nothing to it, while it is where the site is served.
    """
    if message["message"].startswith("Inline script violates Content Security Policy (meta tag)"):
        return 'type="application/ld+json"' in message.get("extract", "")
    own = "Resource violates Content Security Policy (meta tag): external script \N{LEFT DOUBLE QUOTATION MARK}/assets/"
    return message["message"].startswith(own)


def nu(tools: Path, site: Path) -> int:
    """Have the Nu HTML checker read every page; print each kind of message once with its number."""
    jar = tools / "node_modules/vnu-jar/build/dist/vnu.jar"
    command = ["java", "-Xss4m", "-jar", str(jar), "--skip-non-html", "--format", "json", str(site)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = json.loads(done.stderr or "{}").get("messages", [])
    messages = [message for message in said if not is_mistaken(message)]
    seen: Counter[str] = Counter()
    first: dict[str, str] = {}
    for message in messages:
        text = f"{message.get('subType', message['type'])}: {message['message']}"
        seen[text] += 1
        first.setdefault(text, message.get("url", "").removeprefix("file:") + f":{message.get('lastLine', '')}")
    for text, number in seen.most_common():
        say(f"  {number} x {text}  ({first[text]})")
    say(f"Nu HTML checker: {len(list(site.rglob('*.html')))} files, {len(messages)} messages")
    if len(messages) < len(said):
        say(f"  and {len(said) - len(messages)} that are mistaken, of scripts and the policy in the head; see `is_mistaken`")
    return len(messages)


def browse(tools: Path, pages: dict[str, str]) -> int:
    """Have a browser with axe-core look at pages; print what it found."""
    chromium = shutil.which("chromium") or "chromium"
    asked = {"pages": [address(name) for name in pages.values()], "origin": ORIGIN}
    command = ["node", str(HERE / "browse.mjs"), str(tools), chromium]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True)
    faults = 0
    for line in done.stdout.splitlines():
        found = json.loads(line)
        said = [f"{key}: {value}" for key in ("violations", "elsewhere", "complaints", "overflow") for value in found[key]]
        faults += len(said)
        for each in said:
            say(f"  {found['url'].removeprefix(ORIGIN)} ({found['scheme']}): {each}")
    say(f"axe-core and browser: {len(pages)} pages, light and dark, {faults} findings")
    return faults


def lighthouse(tools: Path, pages: dict[str, str]) -> int:
    """Have Lighthouse judge pages for mobile; print the four scores of each and what costs points."""
    faults = 0
    flags = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    for kind, name in pages.items():
        command = [str(tools / "node_modules/.bin/lighthouse"), address(name), "--output=json", "--quiet"]
        command += ["--only-categories=performance,accessibility,best-practices,seo", f"--chrome-flags={flags}"]
        environment = {**os.environ, "CHROME_PATH": shutil.which("chromium") or "chromium"}
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        if done.returncode:
            say(f"  {kind}: {done.stderr[-300:]}")
            faults += 1
            continue
        report = json.loads(done.stdout)
        scores = {key: round(100 * (category["score"] or 0)) for key, category in report["categories"].items()}
        short = [
            audit["id"]
            for category in report["categories"].values()
            for reference in category["auditRefs"]
            for audit in [report["audits"][reference["id"]]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 1
        ]
        faults += sum(score < 100 for score in scores.values())
        say(f"  {kind:10} {' / '.join(map(str, scores.values()))}  {', '.join(short)}")
    say(f"Lighthouse, mobile: {len(pages)} pages, {faults} scores below 100")
    return faults


def weigh(site: Path) -> int:
    """Print what the first view of a story weighs: HTML and stylesheet, compressed by gzip."""
    sheets = {path.name.partition(".")[0]: path for path in sorted((site / "assets").glob("*.css"))}
    sizes = {name: len(gzip.compress(path.read_bytes(), 9)) for name, path in sheets.items()}
    sheet = sizes.get("story", sizes["style"])
    stories = sorted(
        (len(gzip.compress(path.read_bytes(), 9)), path.relative_to(site).as_posix())
        for path in site.glob("stories/*/*/*/index.html")
    )
    middle, heaviest = stories[len(stories) // 2], stories[-1]
    say(
        f"stylesheet {sizes['style']} bytes, of stories {sheet}; median story {middle[0]}, heaviest {heaviest[0]} ({heaviest[1]})"
    )
    heavy = [name for size, name in stories if size + sheet > BIG]
    say(f"first view of a story: median {sheet + middle[0]}, heaviest {sheet + heaviest[0]}; {len(heavy)} above {BIG} bytes")
    return len(heavy)


def address(name: str) -> str:
    """Return the URL at which nginx serves a page."""
    return f"{ORIGIN}/{name.removesuffix('index.html')}"


def main() -> int:
    """Run the judges that are asked for; the exit status says whether one found something."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tools", type=Path, required=True)
    parser.add_argument("--site", type=Path, required=True)
    for name in ("nu", "browser", "lighthouse", "weight"):
        parser.add_argument(f"--{name}", action="store_true")
    parser.add_argument("--kinds", default="", help="such as story,actor; default all")
    given = parser.parse_args()
    everything = not (given.nu or given.browser or given.lighthouse or given.weight)
    site = given.site.resolve()
    pages = {kind: name for kind, name in pages_of(site).items() if not given.kinds or kind in given.kinds.split(",")}
    faults = 0
    if given.weight or everything:
        faults += weigh(site)
    if given.nu or everything:
        faults += nu(given.tools, site)
    if given.browser or given.lighthouse or everything:
        with served(site):
            faults += browse(given.tools, pages) if given.browser or everything else 0
            faults += lighthouse(given.tools, pages) if given.lighthouse or everything else 0
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
