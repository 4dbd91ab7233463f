"""Which languages extraction has rules for: in others it finds headline, date and countries, and the page says so.

A language comes in with tables beside those of English, with finders that read them (`extract/extractor.py` says what they
answer, and has them by language), and with its code here.
"""

RULED = frozenset(("en",))


def has_rules(tag: str) -> bool:
    """Say whether there are rules for a language, by its tag."""
    return tag.lower().partition("-")[0] in RULED
