"""A page of the diary tells where, when, what was seen and whom they met; the feed tells what is new, and where it is."""

from __future__ import annotations

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from places import index
from routes import actions, news
from routes.embedding import whereabouts
from routes.models import Entry, Journey, Stage
from tests.factories import ARRAS, LENS, LILLE, make_initiative
from tests.routes.travels import WAY, add_photo, day, make_team, make_travels

ATOM = {"a": "http://www.w3.org/2005/Atom", "g": "http://www.georss.org/georss"}


@pytest.fixture
def journey(db) -> Journey:
    return make_travels(*WAY)


def write(journey: Journey, **said) -> Entry:
    return actions.add_entry(journey, said, by=make_team())


def html(client, path: str, language: str = "fr") -> str:
    answer = client.get(path.replace("/fr/", f"/{language}/"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_page_tells_its_words_safely_its_place_its_stage_and_who_is_near(journey, client):
    make_initiative("Mine de soleil", LENS)
    lens = Stage.objects.get(slug="lens")
    text = "Il *pleut*.\n\n- un puits\n- <script>alert(1)</script>\n\n[ici](javascript:x) [là](https://example.org)"
    entry = write(
        journey, title="Sous la pluie", text=text, stage=lens.pk, point=list(LENS), when=day(20), clock="18:30"
    )
    page = html(client, entry.get_absolute_url())
    assert "<em>pleut</em>" in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "18:30" in page
    assert f'href="/fr/journeys/{journey.slug}/lens/">Lens</a>' in page
    assert "/fr/initiatives/mine-de-soleil/" in page
    assert "pas encore traduit" not in page
    assert 'lang="fr" dir="auto"' in html(client, entry.get_absolute_url(), "en")


def test_pages_follow_one_another_along_the_road(journey, client):
    stages = {stage.slug: stage.pk for stage in journey.stages.all()}
    last = write(journey, title="Trois", stage=stages["arras"])
    first = write(journey, title="Un", stage=stages["lens"], when=day(20))
    second = write(journey, title="Deux", stage=stages["lens"], when=day(19))
    loose = write(journey, title="Quatre")
    ways = []
    for entry in (first, second, last, loose):
        ways.append(
            re.findall(r'rel="(prev|next)" href="[^"]+/notes/([\w-]+)/"', html(client, entry.get_absolute_url()))
        )
    slugs = [entry.slug for entry in (first, second, last, loose)]
    assert ways == [
        [("next", slugs[1])],
        [("prev", slugs[0]), ("next", slugs[2])],
        [("prev", slugs[1]), ("next", slugs[3])],
        [("prev", slugs[2])],
    ]
    page = html(client, journey.get_absolute_url())
    order = re.findall(r'data-(?:stage|note)="([\w-]+)"', page)
    assert order == ["lens", slugs[0], slugs[1], "lille", "arras", slugs[2], slugs[3]]


def test_only_photos_that_were_accepted_are_shown(journey, client):
    entry = write(journey, title="Les bassins", stage=Stage.objects.get(slug="lens").pk)
    add_photo(entry, caption="Vue du chemin")
    hidden = add_photo(entry, caption="Pas encore", shown=False)
    for path in (journey.get_absolute_url(), f"{journey.get_absolute_url()}lens/", entry.get_absolute_url()):
        page = html(client, path)
        assert "Deux bassins." in page
        assert f"medium-{hidden.pk}" not in page
        assert "Pas encore" not in page
    assert "CC BY-SA 4.0" in html(client, entry.get_absolute_url())


def feed(journey: Journey, client) -> list[dict]:
    answer = client.get(f"{journey.get_absolute_url()}feed.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(answer.content)
    return [
        {name: entry.findtext(f"a:{name}", "", ATOM) for name in ("title", "id", "updated", "summary")}
        | {"point": entry.findtext("g:point", "", ATOM), "link": entry.find("a:link", ATOM).get("href")}
        for entry in root.findall("a:entry", ATOM)
    ]


def test_the_feed_tells_what_came_last_first_and_where(journey, client):
    entry = write(journey, title="Sous \x0bla pluie", text="Il *pleut*.\x0b", point=list(LILLE), when=day(2))
    told = feed(journey, client)
    assert told[0]["title"].startswith("Sous la pluie")
    assert told[0]["summary"] == "Il pleut."
    assert told[0]["link"] == f"http://testserver{entry.get_absolute_url()}"
    assert told[0]["point"] == f"{LILLE[1]:f} {LILLE[0]:f}"
    assert {one["title"].partition(" · ")[0] for one in told[1:]} == {"Lens", "Lille", "Arras"}
    assert [one["updated"] for one in told] == sorted((one["updated"] for one in told), reverse=True)
    assert len({one["id"] for one in told}) == 4
    assert f'href="{journey.get_absolute_url()}feed.atom"' in html(client, journey.get_absolute_url())


def test_news_are_told_from_the_moment_they_could_be_read(journey):
    since = timezone.now()
    early = write(journey, title="Plus tard")
    Entry.objects.filter(pk=early.pk).update(visible_from=since + timedelta(hours=3))
    stage = actions.add_stage(journey, {"place_fr": "Douai", "country": "FR", "point": list(ARRAS)}, by=make_team())
    assert [one.thing for one in news.between(journey, since, timezone.now())] == [stage]
    Entry.everything.filter(pk=early.pk).update(visible_from=timezone.now(), written_at=since - timedelta(days=3))
    assert {one.title for one in news.between(journey, since, timezone.now())} == {"Douai", "Plus tard"}
    assert news.between(journey, timezone.now(), timezone.now()) == []


def test_a_stage_that_was_only_announced_is_no_news(journey, client):
    said = {"place_fr": "Annoncée", "country": "FR", "point": list(ARRAS), "evidence": "illustrative"}
    actions.add_stage(journey, said, by=make_team())
    assert "Annoncée" not in str(feed(journey, client))


def test_the_whole_atlas_road_has_a_feed_though_nobody_told_when_it_was_written(atlas, client):
    told = feed(Journey.objects.get(), client)
    assert len(told) == Stage.objects.filter(evidence="documented").count()


def test_where_they_are_is_never_where_they_only_mean_to_go(journey, client):
    assert whereabouts(journey).stage.slug == "arras"
    actions.add_stage(
        journey, {"place_fr": "Demain", "country": "FR", "point": list(LENS), "when": day(-3)}, by=make_team()
    )
    said = {"place_fr": "Annoncée", "country": "FR", "point": list(LENS), "evidence": "illustrative"}
    actions.add_stage(journey, said, by=make_team())
    assert whereabouts(journey).stage.slug == "arras"
    late = write(journey, title="Plus loin", point=list(LILLE), when=day(1))
    assert whereabouts(journey).entry == late
    page = html(client, f"{journey.get_absolute_url()}embed/")
    assert "Arras" in page
    assert "Plus loin" in page
    assert "Demain" not in page


def test_the_small_map_and_nothing_else_may_be_framed_and_it_leaves_no_cookie(journey, client):
    embed, page = (client.get(journey.get_absolute_url() + path) for path in ("embed/", ""))
    assert "frame-ancestors *" in embed["Content-Security-Policy"]
    assert not embed.has_header("X-Frame-Options")
    assert not embed.cookies
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    again = client.get(f"{journey.get_absolute_url()}embed/", headers={"If-None-Match": embed["ETag"]})
    assert again.status_code == 304
    assert not again.has_header("Content-Security-Policy"), "it would replace that of the page that was kept"


def test_a_journey_of_which_nothing_is_told_can_be_framed_too(db, client):
    assert "Rien n’est encore raconté" in html(client, f"{make_travels().get_absolute_url()}embed/")


def test_a_stage_says_how_they_came_and_from_which_source_the_estimate_is(journey, client):
    lille = Stage.objects.get(slug="lille")
    said = {f"stage.{lille.pk}.mode": "train", f"stage.{lille.pk}.km": 40, f"stage.{lille.pk}.hours": 0.75}
    actions.revise(
        journey, said | {f"stage.{lille.pk}.mode_certainty": "documented"}, base=journey.version, by=make_team()
    )
    page = html(client, lille.get_absolute_url())
    told = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.split('<dl class="way">')[1].split("</header>")[0]))
    assert "Lens" in told
    assert "40 km" in told.replace("\xa0", " ")
    assert "vol d’oiseau" not in told
    assert "45 min" in told.replace("\xa0", " ")
    assert "1,4 kg" in told.replace("\xa0", " ")
    assert "https://ourworldindata.org/travel-carbon-footprint" in page
    assert "à vol d’oiseau" in html(client, f"{journey.get_absolute_url()}arras/")
    Stage.objects.filter(slug="lens").update(evidence="illustrative")
    index.bump()
    assert "Venant de" not in html(client, lille.get_absolute_url()), "nobody says that they came from there"
