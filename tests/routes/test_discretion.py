"""What travellers keep for later, and what is not published, is nowhere: a page, a feed or a file each could forget to ask."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from places import geo, index
from routes import actions
from routes.models import Encounter, Entry, EntryMedium, Journey, Stage
from tests.factories import LENS, make_initiative
from tests.routes.travels import WAY, add_photo, day, make_team, make_travels

SECRET = ("Villesecrète", "Chut", "villesecrete", "chut")
HIDDEN_AT = (4.8357, 45.764)  # far from the rest of the road


def everywhere(journey: Journey, client) -> dict[str, str]:
    """{address: what it says} of all that tells of journeys."""
    road = f"/fr/journeys/{journey.slug}/"
    pages = ["", "?from=arras", "map.json", "map.json?around=lille", "feed.atom", "embed/", "lens/", "arras/"]
    pages += [f"road.{form}" for form in ("gpx", "kml", "geojson", "ics", "html")]
    others = [
        f"/api/v1/journeys/{journey.slug}/",
        f"/api/v1/journeys/{journey.slug}/diary/",
        "/api/v1/journeys/",
        "/fr/journeys/",
        "/fr/",
        "/sitemap.xml",
    ]
    others += [f"/api/v1/initiatives/?journey={journey.slug}&within=20", "/fr/initiatives/jardin-secret/"]
    found = {}
    for path in [road + page for page in pages] + others:
        answer = client.get(path)
        found[path] = answer.content.decode() if answer.status_code == 200 else ""
    return found


@pytest.fixture
def journey(db):
    """Lens, Lille, Arras; then a town, a page of the diary and a meeting that everybody may read tomorrow."""
    amel = make_team()
    journey = make_travels(*WAY, by=amel)
    met = {"name": "Jardin secret", "slug": make_initiative("Jardin secret", HIDDEN_AT).slug}
    make_initiative("Jardin de Lens", LENS)
    told = {"place_fr": "Villesecrète", "country": "FR", "point": list(HIDDEN_AT), "when": day(0), "met": [met]}
    stage = actions.add_stage(journey, told, by=amel)
    entry = actions.add_entry(
        journey, {"title": "Chut", "stage": stage.pk, "point": list(HIDDEN_AT), "when": day(0)}, by=amel
    )
    add_photo(entry, caption="Chut", point=stage.point)
    lens = Stage.objects.get(slug="lens")
    early = actions.add_entry(
        journey, {"title": "Chut, à Lens", "stage": lens.pk, "point": list(LENS), "when": day(0)}, by=amel
    )
    add_photo(early, caption="Chut")
    keep(Stage.objects.filter(pk=stage.pk), Entry.objects.filter(pk__in=[entry.pk, early.pk]), days=1)
    return journey


def keep(*rows, days: int) -> None:
    """Until so many days from now; ago when negative."""
    for some in rows:
        some.update(visible_from=timezone.now() + timedelta(days=days))


def is_told(text: str) -> bool:
    return any(word in text for word in SECRET)


def test_what_is_delayed_is_in_none_of_them_and_later_in_those_that_tell_of_it(journey, client):
    sheet, road = "/fr/initiatives/jardin-secret/", f"/fr/journeys/{journey.slug}/"
    along = f"/api/v1/initiatives/?journey={journey.slug}&within=20"
    before = everywhere(journey, client)
    assert "Rencontre" not in before.pop(sheet)
    assert [path for path, text in before.items() if is_told(text)] == []
    assert "jardin-de-lens" in before[along]
    assert '"stages": 3' in before["/api/v1/journeys/"]
    assert client.get(f"{road}villesecrete/").status_code == 404
    assert "Villesecrète" not in client.get(f"{road}?from=villesecrete").content.decode()
    for entry in Entry.everything.filter(journey=journey):
        assert client.get(f"{road}notes/{entry.slug}/").status_code == 404

    keep(Stage.everything.filter(slug="villesecrete"), Entry.everything.filter(journey=journey), days=-1)
    after = everywhere(journey, client)
    assert "Rencontre avec Amel" in after.pop(sheet)
    untold = {path for path, text in after.items() if not is_told(text)}
    assert untold == {"/api/v1/journeys/", along}, "these tell of no stage by its name"
    assert "jardin-secret" in after[along]
    assert '"stages": 4' in after["/api/v1/journeys/"]


def test_an_entry_says_nothing_of_a_stage_that_is_kept_for_later(journey, client):
    entry = Entry.everything.get(slug__endswith="chut")
    Entry.everything.filter(pk=entry.pk).update(visible_from=None, title="Dit", point=None)
    for path in (entry.get_absolute_url(), journey.get_absolute_url(), f"{journey.get_absolute_url()}map.json"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "Villesecrète" not in answer.content.decode()
    assert "Dit" in client.get(journey.get_absolute_url()).content.decode()


@pytest.mark.parametrize("around", ["", "?around=lille"])
def test_an_entry_of_a_stage_kept_for_later_is_on_the_map_by_its_own_place_or_not_at_all(journey, client, around):
    entry = Entry.everything.filter(slug__endswith="chut")
    entry.update(visible_from=None)
    road = journey.get_absolute_url()

    def drawn() -> tuple[dict, list]:
        told = client.get(f"{road}map.json{around}").json()
        placed = client.get(f"{road}road.geojson").json()["features"]
        ours = [one["geometry"] for one in placed if one["properties"].get("name") == "Chut"]
        return told, ours

    told, [filed] = drawn()
    assert told["notes"]["slug"] == [entry.get().slug]
    assert told["notes"]["at"] == [-1]
    assert [told["notes"]["lon"][0], told["notes"]["lat"][0]] == pytest.approx(filed["coordinates"])
    assert told["photos"]["lon"] == [], "files do not tell where one was taken"
    entry.update(point=None)
    told, [filed] = drawn()
    assert told["notes"]["slug"] == []
    assert filed is None


@pytest.mark.parametrize("hidden", ["draft", "waiting", "removed"])
def test_a_journey_that_is_not_published_is_nowhere(journey, client, hidden):
    keep(Stage.everything.all(), Entry.everything.all(), days=-1)
    if hidden == "removed":
        actions.remove(journey, reason="essai")
    else:
        Journey.objects.filter(pk=journey.pk).update(state=hidden)
        index.bump()
    found = everywhere(journey, client)
    assert "Rencontre" not in found.pop("/fr/initiatives/jardin-secret/")
    assert [path for path, text in found.items() if journey.slug in text or "Vers le nord" in text] == []
    assert not any(text for path, text in found.items() if path.startswith(f"/fr/journeys/{journey.slug}/"))
    for page in ("follow/", f"notes/{Entry.everything.filter(journey=journey).first().slug}/", "villesecrete/"):
        assert client.get(f"/fr/journeys/{journey.slug}/{page}").status_code == 404
    assert client.get("/fr/").context["stage_count"] == 0


def test_a_photo_tells_its_place_only_where_the_travellers_hide_none(journey, client):
    keep(Stage.everything.all(), Entry.everything.all(), days=-1)
    drawn = f"/fr/journeys/{journey.slug}/map.json"
    assert client.get(drawn).json()["photos"]["lon"] == [HIDDEN_AT[0]]
    Journey.objects.filter(pk=journey.pk).update(live_precision="city")
    assert client.get(drawn, headers={"Cookie": "sessionid=x"}).json()["photos"]["lon"] == []


def test_a_photo_is_placed_no_more_exactly_than_where_its_page_is(journey, client):
    lens = Stage.objects.get(slug="lens")
    actions.revise(journey, {f"stage.{lens.pk}.precision": "site"}, base=version(journey), by=make_team())
    entry = actions.add_entry(journey, {"title": "À l’étape", "stage": lens.pk}, by=make_team())
    add_photo(entry, caption="Un mur", point=geo.point(2.793, 50.3715))
    drawn = f"/fr/journeys/{journey.slug}/map.json"
    assert client.get(drawn).json()["photos"]["name"] == ["Un mur"]
    actions.revise(journey, {f"stage.{lens.pk}.precision": "city"}, base=version(journey), by=make_team())
    assert client.get(drawn).json()["photos"]["name"] == []


def test_what_was_made_vaguer_does_not_come_back_with_its_photos(journey, client):
    amel, exact = make_team(), Entry.everything.get(title="Chut")
    waiting, shown = (add_photo(exact, caption=caption, point=geo.point(*HIDDEN_AT)) for caption in ("Une", "Deux"))
    EntryMedium.objects.filter(pk=waiting.pk).update(shown=False)
    for precision in ("region", "site"):
        actions.revise(journey, {"live_precision": precision}, base=version(journey), by=amel)
    kept = [medium.point for medium in EntryMedium.objects.filter(pk__in=[waiting.pk, shown.pk])]
    assert [point for point in kept if point and abs(point.x - HIDDEN_AT[0]) < 0.001] == []


def version(journey: Journey) -> int:
    return Journey.everything.get(pk=journey.pk).version


def test_a_page_that_was_kept_is_new_once_time_has_shown_more(journey, client):
    path = journey.get_absolute_url()
    kept = client.get(path)
    assert client.get(path, headers={"If-None-Match": kept["ETag"]}).status_code == 304
    keep(Stage.everything.filter(slug="villesecrete"), days=-1)
    fresh = client.get(path, headers={"If-None-Match": kept["ETag"]})
    assert fresh.status_code == 200
    assert "Villesecrète" in fresh.content.decode()


def test_who_was_met_where_only_a_line_was_announced_is_said_so(db, client):
    journey = make_travels(*WAY)
    sheet = make_initiative("Mine de soleil", LENS)
    stage = Stage.objects.get(journey=journey, slug="lens")
    Encounter.objects.create(stage=stage, initiative=sheet, name=sheet.name)
    assert "Rencontre avec Amel" in client.get(sheet.get_absolute_url()).content.decode()
    Stage.objects.filter(pk=stage.pk).update(evidence="illustrative")
    index.bump()
    told = client.get(sheet.get_absolute_url()).content.decode()
    assert "Rencontre avec" not in told
    assert "étape illustrative" in told
