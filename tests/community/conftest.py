"""Three people: Alice contributes, Bob moderates, Chloé passes by."""

import re
import time

import pytest
from django.contrib.auth.models import User
from django.core import mail

from community import changes
from community.permissions import AnonymousUser
from community.reviewing import traps
from places import actions
from tests.factories import LENS
from tests.places.conftest import geonames_rows, towns

__all__ = ["geonames_rows", "towns"]

CHLOE = "chloe.secret@example.org"


@pytest.fixture
def alice(db):
    return User.objects.create_user("alice", "alice.secret@example.org")


@pytest.fixture
def bob(db):
    return User.objects.create_user("bob", "bob.secret@example.org", is_staff=True)


@pytest.fixture
def moderator(client, bob):
    client.force_login(bob)
    return client


@pytest.fixture
def sheet(db):
    return actions.create(
        {
            "name": "Les Wateringues",
            "country": "FR",
            "point": [*LENS],
            "precision": "site",
            "resources": ["water"],
            "origin.fr": "Des voisins ont creusé un puits au bord du canal.",
        },
        by=None,
    )


def propose(wanted, *, by=None, email=CHLOE, address="192.0.2.7", **more):
    """As the form to improve a sheet hands it in."""
    person = by or AnonymousUser()
    return changes.hand_in(wanted, by=person, email="" if by else email, address=address, **more)


def follow_link(letter=-1) -> str:
    """The address that a letter tells, on this site."""
    [link] = re.findall(r"http\S+(/(?:fr|en)/proposals/\S+)", mail.outbox[letter].body)
    return link


def filled(**given) -> dict:
    """A form that was open for a while."""
    return {"opened": traps.opened(time.time() - 60), "homepage": "", **given}
