"""What every test may count on: a real PostGIS with the vocabulary in it, and the atlas's own data when asked for."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import setup_databases
from django.utils import translation
from hypothesis import settings

from atlas.comparables.ledger import Ledger
from places import index
from places import loading as places
from places.tally import Tally
from routes import loading as routes

# The machine's other work must not fail a property.
settings.register_profile("unhurried", deadline=None, max_examples=60)
settings.load_profile("unhurried")

# In the order that foreign keys ask for.
TABLES = [
    "places_initiative",
    "places_answer",
    "places_source",
    "places_revision",
    "places_spot",
    "places_cell",
    "routes_journey",
    "routes_stage",
    "routes_encounter",
]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        if not connection.settings_dict["NAME"].startswith("test_"):
            # pytest-django makes none when no chosen test is marked `django_db`; those that need what they write to be
            # seen by others are not, and must never meet the atlas itself.
            setup_databases(verbosity=0, interactive=False, keepdb=True)
        places.load_terms()


@pytest.fixture(autouse=True)
def _as_a_server_just_started():
    """Nothing kept, and no language left by the request of another test."""
    translation.deactivate()
    cache.clear()
    Tally.forget()
    Ledger.forget()


@pytest.fixture(scope="session")
def atlas_kept(django_db_setup, django_db_blocker):
    """The atlas's own files, loaded once by the real loader and kept aside, so that each test starts from them in no time."""
    with django_db_blocker.unblock(), transaction.atomic(), connection.cursor() as cursor:
        assert not places.load_initiatives().refused
        assert not routes.load_journey().refused
        cursor.execute("DROP SCHEMA IF EXISTS kept CASCADE; CREATE SCHEMA kept")
        for table in TABLES:
            cursor.execute(f"CREATE TABLE kept.{table} AS TABLE {table}")
        for table in reversed(TABLES):
            cursor.execute(f"DELETE FROM {table}")


@pytest.fixture
def atlas(atlas_kept, db):
    """The 161 initiatives and the journey, as a fresh install has them."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"INSERT INTO {table} SELECT * FROM kept.{table}")
    index.bump()
