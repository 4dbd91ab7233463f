"""Code in bodies of WordPress, as its highlighters read it: what stands between their marks is text, angle brackets and all."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

# By which SyntaxHighlighter, and the plugins that followed it, know languages. A theme's `[text]` may well be a box of text.
_LANGUAGES = (
    "actionscript3?|as3|bash|c|c-?sharp|clojure|coldfusion|cpp|css|delphi|diff|erlang|fsharp|golang|groovy|haskell|html|java|javafx|"
    "javascript|jscript|js|latex|matlab|objc|obj-c|pascal|patch|perl|php|plain|powershell|py|python|rails|ruby|scala|shell|sh|sql|"
    "swift|vbnet|vb|xhtml|xml|xslt|yaml"
)
# CodeColorer writes the language into a name, and in letters how the code is shown (`i`: within a line): `[ccnLe_php]`.
_OPENING = re.compile(
    rf"<(?P<tag>pre|code|script|style)\b(?P<pairs>[^<>]*)>"
    rf"|\[(?P<short>(?:(?P<any>source(?:code)?|code|crayon|enlighter|geshi|cc(?P<letters>[bceilnstw]*)(?:_(?P<known>[\w+#-]+))?)"
    rf"|{_LANGUAGES})(?![\w-]))(?P<given>[^\[\]]*)\]",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(
    r"\b(?:lang|language)\s*=\s*(?:&quot;|[\"'])?\s*([\w+#.-]+)"
    r"|\bclass\s*=\s*[\"'][^\"'<>]*?\b(?:brush|lang)\s*:\s*([\w+#.-]+)"
    r"|^\s*[:=]\s*[\"']?([\w+#.-]+)",
    re.IGNORECASE,
)
_CALLED = {"c#": "csharp", "c++": "cpp", "f#": "fsharp", "auto": "", "default": "", "none": "", "plain": ""}


def without_code(text: str, keep: Callable[[str], str]) -> str:
    """Return a body in which what `keep` returns stands for all code, and for elements that hold no text for readers."""
    pieces: list[str] = []
    ends: dict[str, re.Match[str] | None] = {}  # of each name the next one; None where it ends nowhere further on
    done = 0
    for opening in _OPENING.finditer(text):
        name, start = opening[0][0] + (opening["tag"] or opening["short"]).lower(), opening.end()
        if opening.start() < done or (name == "<code" and not _language(opening)):
            continue
        end = ends.get(name)
        if name not in ends or (end and end.start() < start):
            written = rf"</{name[1:]}\s*>" if opening["tag"] else rf"\[/{re.escape(name[1:])}\]"
            end = ends[name] = re.compile(written, re.IGNORECASE).search(text, start)
        if end is None and opening["tag"] and name in ("<script", "<style"):  # which would take the rest of the words with it
            pieces += (text[done : opening.start()], keep(escape(opening[0], quote=False)))
            done = start
        elif end:
            beside = {text[max(0, opening.start() - 1) : opening.start()], text[end.end() : end.end() + 1]}
            pieces += (
                text[done : opening.start()],
                keep(_shown(opening, text[start : end.start()], end[0], is_alone=beside <= {"", "\n"})),
            )
            done = end.end()
    return "".join((*pieces, text[done:]))


def _shown(opening: re.Match[str], inner: str, closing: str, *, is_alone: bool) -> str:
    """Return as HTML what stands between two marks. `is_alone`: nothing else stands on their lines."""
    tag = (opening["tag"] or "").lower()
    language, is_code, code = _language(opening), not tag, inner.strip()
    within = _OPENING.match(code)  # `<pre>[php]…[/php]</pre>`, `[code]<pre>…</pre>[/code]`
    end = (f"</{within['tag']}>" if within["tag"] else f"[/{within['short']}]") if within else ""
    if within and code.endswith(end):
        language, is_code = language or _language(within), is_code or bool(within["short"])
        code = code[within.end() : -len(end)]
    else:
        code = inner
    if tag in ("script", "style") or not (language or is_code):
        return f"{opening[0]}{inner}{closing}"
    code = escape(_unescaped(code.strip("\r\n").rstrip()), quote=False)
    if "i" in (opening["letters"] or "") or (tag == "code" and "\n" not in code and not is_alone):
        return f"<code>{code.strip()}</code>"
    known = f' class="language-{language}"' if language else ""
    return f"<pre><code{known}>{code}</code></pre>"


def _language(opening: re.Match[str]) -> str:
    """Return the language that a mark names, as it is usually called."""
    said = _LANGUAGE.search(opening["pairs"] or opening["given"] or "")
    name = opening["known"] or (said[said.lastindex or 0] if said else "")
    name = (name or ("" if opening["tag"] or opening["any"] else opening["short"])).lower()
    return _CALLED.get(name, name)


def _unescaped(code: str) -> str:
    return code.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
