"""A short journey with a diary for tests, written through the actions as its team would."""

from __future__ import annotations

from io import BytesIO

from django.contrib.auth.models import User
from django.utils import timezone
from PIL import Image

from places.media import shelf
from routes import actions
from routes.models import Entry, EntryMedium, Journey, Stage
from tests.factories import ARRAS, LENS, LILLE

PLACES = {"Lens": LENS, "Lille": LILLE, "Arras": ARRAS}


def make_journey(title: str = "Vers le nord", *, places: dict[str, tuple[float, float]] = PLACES) -> Journey:
    """By default Lens, Lille and Arras in July 2012, told by amel; everybody reads it."""
    amel, _ = User.objects.get_or_create(username="amel", defaults={"email": "amel@example.org"})
    journey = actions.create({"title_fr": title}, by=amel)
    stages = [
        {"place_fr": place, "country": "FR", "point": list(at), "when": "2012-07"} for place, at in places.items()
    ]
    actions.add_stages(journey, stages, by=amel)
    actions.hand_in(journey, shown=True)
    journey.refresh_from_db()
    return journey


def write(journey: Journey, title: str, *, at: str = "", **said: object) -> Entry:
    """A page of its diary, `at` one of its stages or at none."""
    stage = Stage.everything.get(journey=journey, place_fr=at).pk if at else None
    told = {"title": title, "text": f"*{title}* : une page.", "stage": stage} | said
    return actions.add_entry(journey, told, by=journey.team.get())


def add_photo(entry: Entry, **said: object) -> EntryMedium:
    """One that everybody sees, with a thumbnail on the shelf."""
    name, out = shelf.new_name("jpg"), BytesIO()
    Image.new("RGB", (320, 240), (30, 90, 160)).save(out, "WEBP")
    shelf.keep(shelf.thumbnail(name, 320), out.getvalue())
    told = {"caption": "Les bassins", "alternative": "Deux bassins.", "author": "Zoé", "licence": "by", "shown": True}
    return EntryMedium.objects.create(
        entry=entry, kind="photo", format="jpeg", file=name, widths=[320], width=640, height=480,
        handed_in_at=timezone.now(), **told | said,
    )  # fmt: skip
