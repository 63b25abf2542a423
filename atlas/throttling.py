"""How often one address may ask the API in a minute. Counted in this process's memory: no query, some microseconds.

Each worker process counts for itself, so a reader may in truth ask as many times more often as there are workers: the
limit is a guard against programs that run wild, not a meter.
"""

from __future__ import annotations

import time
from collections import Counter
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from atlas.problems import problem

SECONDS = 60
LONGEST_ADDRESS = 64
NEIGHBOURHOOD = 64  # bits of an IPv6 address: one household has all the addresses that begin alike


class Minute:
    """How often each reader has asked since the minute began; everything is forgotten when the next begins."""

    def __init__(self):
        self.ends = 0.0
        self.asked: Counter[str] = Counter()

    def count(self, reader: str, now: float) -> tuple[int, int]:
        """(times, this one included; whole seconds left)"""
        if now >= self.ends:
            self.ends, self.asked = now + SECONDS, Counter()
        self.asked[reader] += 1
        return self.asked[reader], max(1, round(self.ends - now))


def throttle(get_response):
    """429 to whoever asks the API too often; the map's tiles are never counted."""
    minute = Minute()

    def middleware(request: HttpRequest) -> HttpResponse:
        limit = settings.API_LIMIT
        if not limit or not request.path.startswith("/api/"):
            return get_response(request)
        reader = counted_as(address(request), settings.API_UNLIMITED)
        if not reader:
            return _told(get_response(request), limit)
        times, left = minute.count(reader, time.monotonic())
        response = get_response(request) if times <= limit else _too_often(limit, left)
        response.headers["RateLimit"] = f'"minute";r={max(0, limit - times)};t={left}'
        return _told(response, limit)

    return middleware


def address(request: HttpRequest) -> str:
    """Who asks: the connection's other end or, behind proxies that the host trusts, what the first of them saw."""
    proxies = settings.TRUSTED_PROXIES
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if proxies else []
    return seen[-proxies].strip() if len(seen) >= proxies > 0 else request.META.get("REMOTE_ADDR", "")


@lru_cache(maxsize=10_000)
def counted_as(address: str, unlimited: tuple[str, ...]) -> str:
    """The name an address is counted under; "" for one that may ask as often as it likes, or that nobody knows."""
    try:
        known = _plain(ip_address(address))
    except ValueError:
        return address[:LONGEST_ADDRESS]
    if any(known in ip_network(network, strict=False) for network in unlimited):
        return ""
    return str(_neighbourhood(known))


def _plain(known: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    return getattr(known, "ipv4_mapped", None) or known


def _neighbourhood(known: IPv4Address | IPv6Address) -> IPv4Address | IPv4Network | IPv6Network:
    return known if known.version == 4 else ip_network((known, NEIGHBOURHOOD), strict=False)


def _too_often(limit: int, left: int) -> HttpResponse:
    detail = _("Plus de %(limit)s questions en une minute ; la suite dans %(left)s s.") % {"limit": limit, "left": left}
    response = problem(429, detail)
    response.headers["Retry-After"] = str(left)
    response.headers["Cache-Control"] = "no-store"
    return response


def _told(response: HttpResponse, limit: int) -> HttpResponse:
    """The policy, for whoever asks; the names are those of the IETF's RateLimit draft."""
    response.headers["RateLimit-Policy"] = f'"minute";q={limit};w={SECONDS}'
    return response
