"""Holding back: the keys by which other generators keep a page from being published, and what is written here instead.

Who wrote one of them wants something not to be seen. It is not read here, so it must not be passed over either.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from broadsheet.content.dates import NotADate, parse_moment
from broadsheet.content.nodes import Entry, Node, Scalar, Sequence, described, is_null, node_of, shortened
from broadsheet.content.nodes import Mapping as MappingNode
from broadsheet.problems import did_you_mean

if TYPE_CHECKING:
    from datetime import tzinfo

_GROUPS = frozenset(("extra", "params"))  # Zola's and Hugo's for keys of a theme's own
_FALSE = frozenset(("", "false", "no", "off", "0", "none", "never"))
_RENDERED = frozenset(("always", "true", "yes", "on", "1"))
Holds = Callable[[Node], bool]


def _text(node: Node) -> str:
    return node.text.strip().casefold() if isinstance(node, Scalar) else "?"


def _if_true(node: Node) -> bool:
    return _text(node) not in _FALSE


def _if_false(node: Node) -> bool:
    return _text(node) in _FALSE


def _if_not_rendered(node: Node) -> bool:
    if not isinstance(node, MappingNode):
        return _if_false(node)
    parts = [part for name in ("render", "list") if (part := node.get(name)) is not None]
    return any(_text(part) not in _RENDERED for part in parts)


def _if_no_word(node: Node) -> bool:
    return _word(node) not in _OUT


def _if_held(node: Node) -> bool:
    return _word(node) in _HELD - _FALSE


def _word(node: Node) -> str:
    return _text(node).replace(" ", "-").replace("_", "-")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words of a status. Those that are in neither may mean anything: they hold a page back until somebody says that they do not.
_OUT = _words(
    "active approved closed done final live ok online open posted public publish published released true usable visible yes"
)
_HELD = _words(
    "archived auto-draft canceled draft embargo embargoed false founding future hidden in-review inactive inherit killed members"
    " members-only no only-free only-paid paid password pending pending-review private protected queued ready rejected review"
    " scheduled skip spiked subscribers trash trashed unlisted unpublished wip withheld"
)
# When keys hold a page back, which of our keys does it here, and their forms (small letters, no `-` and `_`).
_RULES: dict[str, tuple[Holds, str]] = {
    form: (holds, instead)
    for holds, instead, forms in (
        (
            _if_true,
            "draft",
            "confidential deleted deletedat draft eleventyexcludefromcollections embargoed exclude headless hidden hide internal"
            " isdeleted isdraft ishidden isprivate killed membersonly password passphrase passwordprotected private protected"
            " restricted secret skip skipbuild spiked subscribersonly trash trashed unlisted unpublished wip",
        ),
        (
            _if_false,
            "draft",
            "active approved enabled isactive isapproved islive ispublic ispublished isvisible listed live online permalink"
            " public publish published ready render routable visible",
        ),
        (
            _if_true,
            "publish_at",
            "availablefrom datepublished embargo embargodate embargoeduntil embargountil golive goliveat liveat pubdate"
            " publicationdate publishat publishdate publishedat publishedon publishfrom publishon publishup releasedate scheduled"
            " scheduledat scheduledate scheduledfor visiblefrom",
        ),
        (
            _if_true,
            "expires_at",
            "expiration expirationdate expire expires expiresat expireson expiry expirydate publishdown publishuntil unpublishat"
            " unpublishdate unpublishon validuntil visibleuntil availableuntil",
        ),
        (_if_no_word, "draft", "poststatus publicationstatus publishstatus pubstatus status visibility"),
        (
            _if_held,  # these may be about something else: a state is often one of a federation
            "draft",
            "access audience membership moderationstate phase review stage state workflow workflowstate workflowstatus",
        ),
        (_if_not_rendered, "draft", "build"),
    )
    for form in _words(forms)
}


@lru_cache(maxsize=1_024)
def _rule(key: str) -> tuple[Holds, str] | None:
    """Return the rule of a key; of one that is nearly ours, that of ours."""
    form = key.casefold().replace("-", "").replace("_", "")
    found = _RULES.get(form)
    if found is None:
        found = next((_RULES[ours] for ours in ("draft", "publishat", "expiresat") if did_you_mean(form, (ours,), 0.8)), None)
    return found


def keys_within(key: str, under: Mapping[str, Entry]) -> Mapping[str, Entry]:
    """Return what stands below a key that is a group of further keys, in which a page may be held back, too; else nothing."""
    node = node_of(under[key]) if key.casefold() in _GROUPS else None
    return node.under if isinstance(node, MappingNode) else {}


def holds_below(metadata: MappingNode | None, zone: tzinfo) -> bool:
    """Say whether the introduction to a folder holds back what lies there: in Zola by `draft`, in Hugo by what it cascades."""
    if metadata is None:
        return False
    draft, cascade = metadata.get("draft"), metadata.get("cascade")
    parts = cascade.items if isinstance(cascade, Sequence) else (cascade,)
    groups: list[Mapping[str, Entry]] = [part.under for part in parts if isinstance(part, MappingNode)]
    groups += [keys_within(key, under) for under in tuple(groups) for key in under]
    held = (held_elsewhere(key, under, (), (), (), zone) for under in groups for key in under)
    return (draft is not None and _if_true(draft)) or any(held)


def held_elsewhere(
    key: str, under: Mapping[str, Entry], ours: Container[str], extra_keys: Container[str], own: Container[str], zone: tzinfo
) -> tuple[str, str] | None:
    """Return what to say of a key by which other generators hold a page back, and what to do; None where it does not.

    `under` is the mapping that holds it, `ours` the keys that the page may have. `extra_keys` and `own` are those that the
    publication calls its own: a status among them that is no usual word of holding back is one, and a date among `own`.
    """
    rule = _rule(key)
    node = node_of(under[key])
    if rule is None or is_null(node):
        return None
    holds, instead = rule
    if not holds(node):
        if holds is not _if_false or not _is_date(node, zone):
            return None
        instead = "publish_at"  # a date under a key that elsewhere is true or false
    if instead == "publish_at" and _is_by_the_date(node, under, zone):
        return None
    if instead != "draft" and key in own:
        return None
    is_known = _word(node) in _HELD
    if holds is _if_no_word and (key in extra_keys or key in own) and not is_known:
        return None
    message = f"`{shortened(key)}` is {described(node)}, which holds a page back in other generators and not here"
    hint = _instead(instead, node, ours, zone)
    if holds is _if_no_word and not is_known:
        hint += f", or add `{key}` to `extra_keys` if it means something else"
    return message, hint


def held_by(key: str, text: str, zone: tzinfo) -> str:
    """Return our key for the way in which a key of other generators holds a page back with a text; empty where it does not."""
    rule, node = _rule(key), Scalar(text, True, 0, 0)
    if rule is None:
        return ""
    if rule[0](node):
        return rule[1]
    return "publish_at" if rule[0] is _if_false and _is_date(node, zone) else ""


def _is_date(node: Node, zone: tzinfo) -> bool:
    return isinstance(node, Scalar) and not isinstance(parse_moment(node.text, zone), NotADate)


def _is_by_the_date(node: Node, under: Mapping[str, Entry], zone: tzinfo) -> bool:
    """Say whether a page that comes out at its `date` comes out late enough."""
    date = node_of(under["date"]) if "date" in under else None
    if not isinstance(node, Scalar) or not isinstance(date, Scalar):
        return False
    wanted, given = parse_moment(node.text, zone), parse_moment(date.text, zone)
    return not isinstance(wanted, NotADate) and not isinstance(given, NotADate) and wanted.instant <= given.instant


def _instead(key: str, node: Node, ours: Container[str], zone: tzinfo) -> str:
    if key not in ours:
        return "no key does that here; take the file out of the content until it may be seen"
    if key == "draft":
        return "write `draft: true`"
    value = shortened(node.text) if isinstance(node, Scalar) and _is_date(node, zone) else "…"
    return f"write `{key}: {value}`" + (", or as `date` if it came out then" if key == "publish_at" else "")
