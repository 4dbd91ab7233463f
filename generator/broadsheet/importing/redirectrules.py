"""Redirect rules: where a site's host was told to lead addresses that had moved before, in `_redirects`, `.htaccess` or settings.

Only plain ones: what has a wildcard, or an expression, is left to whoever keeps the host.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote

from broadsheet.catalog.addresses import comparison_form
from broadsheet.content.yamltext import Value
from broadsheet.importing.addresses import on_site
from broadsheet.importing.files import inside, read_text
from broadsheet.importing.post import RedirectRules
from broadsheet.importing.values import text_of

_MOVED = r"(?:30[1278]|permanent|temp|seeother)"
_APACHE = re.compile(
    rf"^[ \t]*Redirect(?:Permanent|Temp)?[ \t]+(?:{_MOVED}[ \t]+)?(/\S*)[ \t]+((?:/|https?://)\S*)[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_NETLIFY = re.compile(r"^[ \t]*(/\S*)[ \t]+((?:/|https?://)\S*)(?:[ \t]+30[1278]!?)?[ \t]*(?:#[^\n]*)?$", re.MULTILINE)
_FILES = ((".htaccess", _APACHE), ("_redirects", _NETLIFY))
_PLAIN = re.compile(r"(?:https?://[^/\s]+)?(?:/[^*:\s]*)?")
_LONGEST = 8  # rules, one after the other


def address_mark(address: str) -> str:
    """Return an address as those are compared that a host takes for one: `/a`, `/a/` and `/a.html`."""
    return comparison_form(unquote(address).rstrip("/").removesuffix(".html"))


def rules_in(folders: Iterable[Path], settings: Mapping[str, Value], base: str) -> RedirectRules:
    """Return the rules of a site at `base` that lie in its folders, or stand in its settings as Nikola has them."""
    pairs = [pair for folder in folders for name, rule in _FILES for pair in _of_file(folder, name, rule)]
    said = settings.get("redirections")
    for each in said if isinstance(said, list) else ():
        old, now = (text_of(part) for part in each) if isinstance(each, list) and len(each) == 2 else ("", "")
        pairs += [(f"/{old.lstrip('/')}", now if "://" in now else f"/{now.lstrip('/')}")] if old and now else []
    written = {address_mark(old): (old, now) for old, now in pairs if _PLAIN.fullmatch(old) and _PLAIN.fullmatch(now)}
    onward: dict[str, str] = {}
    led: dict[str, tuple[str, ...]] = {}
    for mark, (old, now) in written.items():
        for _ in range(_LONGEST):
            here = address_mark(on_site(now, base))
            if here not in written:
                onward[mark] = now
                led[here] = (*led.get(here, ()), old) if here else ()
                break
            now = written[here][1]
    return RedirectRules(onward, led)


def _of_file(folder: Path, name: str, rule: re.Pattern[str]) -> list[tuple[str, str]]:
    return rule.findall(read_text(folder / name, name)[0]) if inside(folder, folder / name) else []
