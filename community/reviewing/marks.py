"""What stands for an address that is not kept: the same for the same one, and of no use to anybody without our key."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

HOUSEHOLD = 64  # bits of an IPv6 address: one household has all the addresses that begin alike


def of_email(email: str) -> str:
    return salted_hmac("community.email", email.strip().casefold()).hexdigest()[:40] if email else ""


def of_network(address: str) -> str:
    """`address`: IPv4 or IPv6 as the connection tells it; what is no address is marked as it stands."""
    return salted_hmac("community.network", _network(address)).hexdigest()[:40] if address else ""


def of_person(person: AbstractBaseUser) -> str:
    """By which a browser tells the drafts of two people apart."""
    return salted_hmac("community.person", str(person.pk)).hexdigest()[:16]


def address_of(request: HttpRequest) -> str:
    """Who asks: the connection's other end or, behind proxies that the host trusts, what the first of them saw."""
    proxies = settings.TRUSTED_PROXIES
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if proxies else []
    return seen[-proxies].strip() if len(seen) >= proxies > 0 else request.META.get("REMOTE_ADDR", "")


def _network(address: str) -> str:
    try:
        known: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return address[:64]
    known = getattr(known, "ipv4_mapped", None) or known
    return str(known if known.version == 4 else ip_network((known, HOUSEHOLD), strict=False))
