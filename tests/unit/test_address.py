"""Addresses: what may be published, and in which characters."""

import pytest

from broadsheet.content.address import encoded, is_publishable


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("https://x.org/a?b=c&d=%20#e", "https://x.org/a?b=c&d=%20#e"),
        ("mailto:a@x.org?subject=Learn more", "mailto:a@x.org?subject=Learn%20more"),
        ("mailto: a@x.org", "mailto:a@x.org"),
        ("https://x.org/start\\_page.do", "https://x.org/start%5C_page.do"),
        ('https://x.org/?t_{a}^b|"c"[1]', "https://x.org/?t_%7Ba%7D%5Eb%7C%22c%22%5B1%5D"),
        ("https://[::1]:80/100%", "https://[::1]:80/100%25"),
        ("https://x.org/##2", "https://x.org/#%232"),
        ("/città/✓/", "/città/✓/"),
    ],
)
def test_what_is_no_character_of_a_url_is_encoded_once(written, published):
    assert encoded(written) == published
    assert encoded(published) == published


@pytest.mark.parametrize(
    "address",
    [
        "a\nb",
        "https://x.org/> b",
        "https://u:p@x.org/",
        "http://a b/",
        "http:x",
        "//",
        "javascript:x",
        "java\tscript:x",
        "data:,x",
    ],
)
def test_an_address_that_leads_to_no_host_or_is_not_safe_is_refused(address):
    assert not is_publishable(address)


@pytest.mark.parametrize(
    "address", ["a b.md", "../x/", "#y", "?q", "//x.org", "HTTP://x.org:8000/", "tel:+1", "mailto:a@x.org", "http://ü.de"]
)
def test_other_addresses_may_be_published(address):
    assert is_publishable(address)
