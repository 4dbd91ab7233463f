"""Old addresses that a query alone tells from the front page (`/?p=12`): its script leads on from there, on hosts that do not."""

from __future__ import annotations

import json
from hashlib import blake2b

from broadsheet.catalog.redirects import has_query
from broadsheet.pages.edition import Edition
from broadsheet.pages.policy import SCRIPTS

_SCRIPT = """// Leads from old addresses with a query to the pages that stand for them.
const pages = %s;
for (const [name, value] of new URLSearchParams(location.search)) {
  const page = pages[`${name}=${value}`];
  if (page) location.replace(new URL(page, location.href));
}
"""


def queries_script(edition: Edition) -> tuple[str, str]:
    """Return the address and the text of the script; two empty texts where no redirect needs it."""
    pages = {r.alias.partition("?")[2]: r.target.removeprefix("/") for r in edition.catalog.redirects if has_query(r.alias)}
    if not pages:
        return "", ""
    table = json.dumps(pages, separators=(",", ":"), sort_keys=True).replace("<", "\\u003c")
    text = _SCRIPT % table
    return f"/{SCRIPTS[0]}queries.{blake2b(text.encode(), digest_size=5).hexdigest()}.js", text
