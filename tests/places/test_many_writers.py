"""Many people write the same sheets at once, and the database drops them now and then: whatever was acknowledged is there."""

import random
import threading
import time
from collections import defaultdict

import pytest
from django.contrib.auth.models import User
from django.db import Error, connection

from places import actions, history, states
from places.models import Initiative, Revision, Spot
from tests.factories import LENS

WRITERS, SHEETS, SECONDS, DROPS = 12, 5, 3.0, 6
QUESTIONS = ["origin.fr", "deciding.fr", "future.fr"]
DROP = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND application_name = 'writer' ORDER BY random() LIMIT 1
"""


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """Writes that others see, taken away afterwards: other tests share this database."""
    with django_db_blocker.unblock():
        yield
        made = list(Initiative.everything.all())
        actions.remove(made, by=None, note="")
        Initiative.everything.all().delete()
        User.objects.all().delete()


class Writer(threading.Thread):
    """Somebody who reads a sheet, thinks, writes; and notes what the atlas acknowledged."""

    def __init__(self, number: int, sheets: list[int], until: float):
        super().__init__()
        self.chance, self.sheets, self.until = random.Random(number), sheets, until
        self.person = User.objects.create_user(f"writer-{number}")
        self.acknowledged: list[Revision] = []
        self.clashes = self.dropped = 0

    def run(self):
        while time.monotonic() < self.until:
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SET application_name = 'writer'")
                self.write()
            except actions.Clashed:
                self.clashes += 1
            except Error:
                self.dropped += 1
                connection.close()
        connection.close()

    def write(self):
        sheet = Initiative.objects.get(pk=self.chance.choice(self.sheets))
        part, said = self.chance.choice(QUESTIONS), states.state(sheet)
        words = said.get(part, "").split()
        words.insert(self.chance.randint(0, len(words)), f"mot{self.chance.randint(0, 99)}")
        wanted = {part: " ".join(words[-40:]), "people": self.chance.randint(1, 999), "people_unit": "households"}
        time.sleep(self.chance.random() / 50)
        wanted = wanted if self.chance.random() < 0.3 else {part: wanted[part]}
        if made := actions.revise(sheet, wanted, base=sheet.version, by=self.person, note=part):
            self.acknowledged.append(made)


def test_every_acknowledged_change_is_in_the_history_and_every_sheet_is_its_replay(committed):
    sheets = [
        actions.create({"name": f"Fiche {n}", "country": "FR", "point": [*LENS], "precision": "site"}, by=None).pk
        for n in range(SHEETS)
    ]
    writers = [Writer(n, sheets, time.monotonic() + SECONDS) for n in range(WRITERS)]
    for writer in writers:
        writer.start()
    for _ in range(DROPS):
        time.sleep(SECONDS / (DROPS + 1))
        with connection.cursor() as cursor:
            cursor.execute(DROP)
    for writer in writers:
        writer.join()
    acknowledged = [revision for writer in writers for revision in writer.acknowledged]
    assert len(acknowledged) > WRITERS
    assert sum(writer.dropped for writer in writers) > 0
    kept = defaultdict(dict)
    for revision in Revision.objects.all():
        kept[revision.initiative_id][revision.number] = revision
    for revision in acknowledged:
        assert kept[revision.initiative_id][revision.number].changes == revision.changes
    for sheet in Initiative.objects.all():
        revisions = [kept[sheet.pk][number] for number in range(1, sheet.version + 1)]
        assert len(kept[sheet.pk]) == len(revisions)
        assert [revision.at for revision in revisions] == sorted(revision.at for revision in revisions)
        assert states.replayed(revision.changes for revision in revisions) == states.state(sheet)
        assert history.as_of(sheet, sheet.version - 1) == history.as_of(
            sheet, sheet.version - 1, now=states.state(sheet)
        )
        assert f'"name" : "{sheet.name}"' in Spot.objects.get(pk=sheet.pk).feature


def test_two_people_who_name_two_sheets_alike_at_once_get_an_address_each(committed):
    given = {"name": "Le même nom", "country": "FR", "precision": "hidden"}
    made = []

    def add():
        made.append(actions.create(given, by=None).slug)
        connection.close()

    adding = [threading.Thread(target=add) for _ in range(6)]
    for one in adding:
        one.start()
    for one in adding:
        one.join()
    assert len({*made}) == 6
