"""Addresses of websites, written so that the same one is spelt once."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# Where pages of many who have nothing to do with each other are kept.
SHARED_HOSTS = {
    "facebook.com", "instagram.com", "youtube.com", "linkedin.com", "sites.google.com", "helloasso.com", "linktr.ee",
    "tiktok.com", "twitter.com", "x.com", "t.me", "wikipedia.org", "vk.com",
}  # fmt: skip
# The same site in another language or for a telephone: « fr.example.org », never « fr.eu ».
DOOR = re.compile(r"^(?:www|m|[a-z]{2})\.(?=[^.]+\.[^.]+)")
LONGEST = 500


def host(url: str) -> str:
    """Whose site it is; "" when the address does not tell that."""
    try:
        named = (urlsplit(url).hostname or "").lower()
    except ValueError:  # « http://[ »
        return ""
    return DOOR.sub("", named).strip(".")


def page(url: str) -> str:
    """The host and the path, without what may be left out.

    >>> page("https://www.Example.org/fr/"), page("http://example.org/fr")
    ('example.org/fr', 'example.org/fr')
    """
    if not (owner := host(url)):
        return ""
    parts = urlsplit(url)
    # Only those that keep pages of many tell them apart by what comes after « ? ».
    asked = f"?{parts.query}" if owner in SHARED_HOSTS and parts.query else ""
    return f"{owner}{parts.path.rstrip('/')}{asked}"[:LONGEST]


def is_shared(owner: str) -> bool:
    return owner in SHARED_HOSTS
