"""Who may do what, as one table: role × verb × the sheet's state, and role × every address of the project."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from PIL import Image

from community import changes
from community.journeys.tracks import tokens as track_tokens
from community.media import tokens
from community.models import Block, Follower, Stewardship
from community.permissions import LEAST, SETTLED, Can, Role, can, role
from community.reviewing import freshness, pairs
from places import actions
from places.actions import media
from places.choices import Precision, Status
from places.media.receiving import receive
from places.models import Initiative, Revision
from routes import actions as journeys
from routes import media as diary
from routes.choices import Placed
from routes.media import Spot
from routes.models import Journey
from routes.tracks import actions as actions_of_tracks
from routes.tracks.files import read
from routes.tracks.taking import take
from tests.community.people import make_cast, make_person, make_steward
from tests.factories import LENS, make_initiative
from tests.routes.tracks import gpx, some

# verb: who may, from the least on. Written here anew, so that a change of the rules is seen.
MAY = {
    "read": "PASSER_BY CONTRIBUTOR TRUSTED STEWARD MODERATOR EDITOR",
    "report": "PASSER_BY CONTRIBUTOR TRUSTED STEWARD MODERATOR EDITOR",
    "propose": "PASSER_BY CONTRIBUTOR TRUSTED STEWARD MODERATOR EDITOR",
    "send": "CONTRIBUTOR TRUSTED STEWARD MODERATOR EDITOR",
    "confirm": "CONTRIBUTOR TRUSTED STEWARD MODERATOR EDITOR",
    "claim": "CONTRIBUTOR TRUSTED STEWARD MODERATOR EDITOR",
    "travel": "CONTRIBUTOR TRUSTED STEWARD MODERATOR EDITOR",
    "publish": "TRUSTED STEWARD MODERATOR EDITOR",
    "revert": "TRUSTED STEWARD MODERATOR EDITOR",
    "reveal": "STEWARD MODERATOR EDITOR",
    "welcome": "STEWARD MODERATOR EDITOR",
    "review": "MODERATOR EDITOR",
    "remove": "MODERATOR EDITOR",
    "restore": "MODERATOR EDITOR",
    "merge": "MODERATOR EDITOR",
    "block": "MODERATOR EDITOR",
    "vocabulary": "EDITOR",
}
WORDS = {"caption": "Le puits", "alternative": "Un puits.", "language": "fr", "author": "Alice", "licence": "by"}
STATES = ["active", "ended", "hidden", "removed"]


@pytest.fixture
def sheet(db) -> Initiative:
    return make_initiative("Jardin des Retrouvailles", website="https://www.jardin.example/accueil")


@pytest.fixture
def cast(sheet):
    return make_cast(sheet)


def as_it_is(sheet: Initiative, state: str) -> Initiative:
    if state == "ended":
        sheet.status = Status.ENDED
    elif state == "hidden":
        sheet.precision, sheet.point = Precision.HIDDEN, None
    elif state == "removed":
        actions.remove([sheet], by=None, note="essai")
        return Initiative.everything.get(pk=sheet.pk)
    sheet.save()
    return sheet


@pytest.mark.parametrize("state", STATES)
def test_each_role_may_what_the_table_says(sheet, cast, state):
    shown = as_it_is(sheet, state)
    for verb, names in MAY.items():
        allowed = set(names.split())
        if state == "removed" and verb != "read":
            allowed &= {"MODERATOR", "EDITOR"}
        for each, person in cast.items():
            assert can(person or AnonymousUser(), verb, shown) == (each.name in allowed), (each, verb)


def test_the_table_knows_every_verb_and_a_template_that_asks_for_another_fails():
    assert set(MAY) == set(LEAST)
    told = Template("{% if can.publish %}oui{% else %}non{% endif %}")
    assert told.render(Context({"can": Can(AnonymousUser())})) == "non"
    with pytest.raises(LookupError):
        Template("{% if can.pubilsh %}{% endif %}{{ can.pubilsh }}").render(Context({"can": Can(AnonymousUser())}))


def test_a_steward_is_one_on_their_sheet_only_and_once_confirmed(sheet, cast):
    other = make_initiative("Autre jardin")
    steward = cast[Role.STEWARD]
    assert role(steward, sheet) == Role.STEWARD
    assert role(steward, other) == role(steward) == Role.CONTRIBUTOR
    asked = make_steward(steward, other)
    asked.confirmed_at = None
    asked.save()
    assert role(steward, other) == Role.CONTRIBUTOR


def test_a_closed_account_is_a_passer_by_and_a_superuser_an_editor(sheet, cast):
    cast[Role.EDITOR].is_active = False
    assert role(cast[Role.EDITOR], sheet) == Role.PASSER_BY
    assert role(make_person("clef", is_superuser=True), sheet) == Role.EDITOR
    assert role(make_person("bureau", is_staff=True), sheet) == Role.MODERATOR


def test_trust_is_earned_by_changes_that_stand(sheet):
    alice, bob = make_person("alice"), make_person("bob")
    for year in (1990, 1991, 1992):
        sheet.refresh_from_db()
        actions.revise(sheet, {"started": year}, base=max(sheet.version, 1), by=alice)
    assert role(alice) == Role.CONTRIBUTOR, "too new: nobody has had time to undo them"
    Revision.objects.filter(author=alice).update(at=timezone.now() - SETTLED - timedelta(hours=1))
    assert role(alice) == Role.TRUSTED
    actions.revert(alice.revisions.latest("number"), by=bob)
    assert role(alice) == Role.CONTRIBUTOR, "one of them was undone"


def test_changes_of_a_sheet_that_was_taken_out_earn_nothing(sheet):
    alice = make_person("alice")
    for year in (1990, 1991, 1992):
        sheet.refresh_from_db()
        actions.revise(sheet, {"started": year}, base=max(sheet.version, 1), by=alice)
    Revision.objects.filter(author=alice).update(at=timezone.now() - SETTLED - timedelta(hours=1))
    actions.remove([sheet], by=None, note="publicité")
    assert role(alice) == Role.CONTRIBUTOR


def test_a_reader_without_an_account_costs_no_query(db):
    with CaptureQueriesContext(connection) as counted:
        assert not Can(AnonymousUser())["publish"]
    assert len(counted) == 0


@dataclass(frozen=True)
class Row:
    """The least role that may read an address and write to it; None: nobody, it is not for that (405)."""

    get: Role | None = Role.PASSER_BY
    post: Role | None = None
    where: dict = field(default_factory=dict)  # « @x » is what the fixture `house` made and called x
    asked: str = ""  # what follows the « ? »


SHEET = {"slug": "jardin-des-retrouvailles"}
STAGE = {"slug": "sur-la-route-des-utopies-realistes"}
ROAD, PUBLISHED = {"slug": "vers-l-est"}, {"slug": "vers-l-ouest"}
TILE = {"z": 0, "x": 0, "y": 0}
VERSION = SHEET | {"number": 1}
ANYBODY, ACCOUNT, TRUSTED, STEWARDS, DESK = list(Role)[:5]
DOOR, PAGE = Row(), Row()
OPEN_FORM, OWN_FORM, OWN = Row(post=ANYBODY), Row(ACCOUNT, ACCOUNT), Row(ACCOUNT)
# Django's « robots », « sitemap » and redirections answer any method alike: nothing is written there.
ANY_METHOD = Row(post=ANYBODY)

ROUTES = {
    "root": PAGE,
    "home": PAGE,
    "explore": PAGE,
    "explore_results": PAGE,
    "explore_plan": PAGE,
    "compare": PAGE,
    "models": PAGE,
    "models_results": PAGE,
    "models_ask": PAGE,
    "models_how": PAGE,
    "about": PAGE,
    "try_api": PAGE,
    "healthz": PAGE,
    "robots": PAGE,
    "sitemap": ANY_METHOD,
    "favicon": ANY_METHOD,
    "places:initiative": Row(where=SHEET),
    "places:countries": PAGE,
    "places:country": Row(where={"code": "FR"}),
    "places:resources": PAGE,
    "places:resource": Row(where={"code": "water"}),
    "places:themes": PAGE,
    "places:theme": Row(where={"code": "commons"}),
    "routes:journeys": PAGE,
    "routes:journey": Row(where=STAGE),
    "routes:file": Row(where=STAGE | {"form": "gpx"}),
    "routes:stage": Row(where=STAGE | {"stage": "2-berlin"}),
    "planning:find": PAGE,
    "planning:plan": PAGE,
    "planning:print": PAGE,
    "planning:ground": Row(asked="stops=jardin-des-retrouvailles"),
    # Writing a journey is for its team, tested below, and for moderators.
    "journeys:new": OWN_FORM,
    "journeys:keep_plan": OWN_FORM,
    "journeys:mine": OWN,
    "journeys:desk": Row(DESK, where=ROAD),
    "journeys:about": Row(DESK, DESK, ROAD),
    "journeys:publish": Row(None, DESK, ROAD),
    "journeys:invite": Row(None, DESK, ROAD),
    "journeys:leave": Row(None, DESK, ROAD),
    "journeys:order": Row(None, DESK, ROAD),
    "journeys:add_stage": Row(DESK, DESK, ROAD),
    "journeys:stage": Row(DESK, DESK, ROAD | {"pk": "@stage"}),
    "journeys:remove_stage": Row(None, DESK, ROAD | {"pk": "@stage"}),
    "journeys:country": Row(DESK, where=ROAD, asked="point_lon=2.83&point_lat=50.43"),
    "journeys:new_entry": Row(DESK, DESK, ROAD),
    "journeys:entry": Row(DESK, DESK, ROAD | {"key": "@entry"}),
    "journeys:remove_entry": Row(None, DESK, ROAD | {"key": "@entry"}),
    "journeys:media": Row(DESK, DESK, ROAD | {"key": "@entry"}),
    "journeys:medium": Row(DESK, DESK, ROAD | {"pk": "@entry_medium"}),
    "journeys:sheets": Row(DESK, where=ROAD),
    "journeys:token": Row(DESK, where=ROAD),
    "journeys:worker": Row(where=ROAD, asked="v=0123456789abcdef-0123456789ab"),
    "journeys:preview": Row(DESK, where=ROAD),
    "journeys:preview_drawn": Row(DESK, where=ROAD),
    "journeys:preview_ground": Row(DESK, where=ROAD),
    "journeys:preview_stage": Row(DESK, where=ROAD | {"stage": "lens"}),
    "journeys:preview_entry": Row(DESK, where=ROAD | {"entry": "@page"}),
    "journeys:history": Row(where=PUBLISHED),
    "journeys:version": Row(where=PUBLISHED | {"number": 1}),
    "journeys:undo": Row(DESK, DESK, ROAD | {"number": 1}),
    "routes:entry": Row(where=STAGE | {"entry": "@note"}),
    "routes:drawn": Row(where=STAGE),
    "routes:ground": Row(where=STAGE),
    "routes:atom": Row(where=STAGE),
    "routes:embed": Row(where=STAGE),
    # Without an account: whoever has the letter has its links.
    "following:follow": Row(post=ANYBODY, where=STAGE),
    "following:subscription": Row(post=ANYBODY, where={"token": "@follower"}),
    "following:stop": Row(post=ANYBODY, where={"token": "@follower"}),
    "api:root": DOOR,
    "api:initiatives": DOOR,
    "api:initiative": Row(where=SHEET),
    "api:facets": DOOR,
    "api:comparables": DOOR,
    "api:search": DOOR,
    "api:terms": DOOR,
    "api:gazetteer": DOOR,
    "api:journeys": DOOR,
    "api:journey": Row(where=STAGE),
    "api:diary": Row(where=STAGE),
    "api:schema": DOOR,
    "tiles:tilejson": DOOR,
    "tiles:initiatives_mvt": Row(where=TILE),
    "tiles:initiatives": Row(where=TILE),
    "tiles:towns": Row(where=TILE),
    "tiles:tracks": Row(where=TILE | STAGE),
    "tiles:tracks_mvt": Row(where=TILE | STAGE),
    # Tracks: what the journey's own team may, is tested with them.
    "tracks:index": Row(DESK, DESK, STAGE),
    "tracks:preview": Row(DESK, DESK, STAGE | {"token": "@track_token"}),
    "tracks:original": Row(DESK, None, STAGE | {"pk": "@track"}),
    "tracks:change": Row(DESK, DESK, STAGE | {"pk": "@track"}),
    "tracks:remove": Row(None, DESK, STAGE | {"pk": "@track"}),
    "tracks:restore": Row(None, DESK, STAGE | {"pk": "@track"}),
    # The wiki.
    "places:medium": Row(where=SHEET | {"pk": "@photo"}),
    "places:history": Row(where=SHEET),
    "places:versions": Row(where=SHEET),
    "places:on_a_date": Row(where=SHEET),
    "places:revision": Row(where=VERSION),
    "places:as_it_was": Row(where=VERSION),
    "places:changes": PAGE,
    "places:changes_atom": DOOR,
    "places:changes_json": DOOR,
    "media_file": Row(where={"name": "@file"}),
    "media:add": Row(ACCOUNT, ACCOUNT, SHEET),
    "media:describe": Row(ACCOUNT, ACCOUNT, SHEET | {"token": "@drafts"}),
    "media:waits": Row(where=SHEET),
    "media:change": Row(ACCOUNT, ACCOUNT, SHEET | {"pk": "@photo"}),
    "community:revert": Row(ANYBODY, TRUSTED, VERSION),
    "editing:contribute": PAGE,
    "editing:drafts": PAGE,
    "editing:preview": Row(None, ANYBODY),
    "editing:add": OPEN_FORM,
    "editing:candidates": DOOR,
    "editing:facts": Row(post=ANYBODY, where=SHEET),
    "editing:place": Row(post=ANYBODY, where=SHEET),
    "editing:sources": Row(post=ANYBODY, where=SHEET),
    "editing:answer": Row(post=ANYBODY, where=SHEET | {"part": "origin.fr"}),
    # What waits, what is wrong, and those who look after it.
    "reviewing:sent": PAGE,
    "reviewing:follow": Row(post=ANYBODY, where={"token": "@proposal_token"}),
    "reviewing:report": Row(post=ANYBODY, asked="initiative=jardin-des-retrouvailles"),
    "reviewing:still_true": Row(None, ACCOUNT, SHEET),
    "reviewing:answer": Row(post=ANYBODY, where={"token": "@letter", "act": "still"}),
    "reviewing:desk": Row(DESK),
    "reviewing:queue": Row(DESK),
    "reviewing:proposal": Row(DESK, DESK, {"pk": "@proposal"}),
    "reviewing:accept": Row(None, DESK, {"pk": "@proposal"}),
    "reviewing:refuse": Row(None, DESK, {"pk": "@proposal"}),
    "reviewing:media": Row(DESK),
    "reviewing:show": Row(None, DESK, {"pk": "@waiting"}),
    "reviewing:media_refuse": Row(None, DESK, {"pk": "@waiting"}),
    "reviewing:show_entry": Row(None, DESK, {"pk": "@entry_medium"}),
    "reviewing:entry_refuse": Row(None, DESK, {"pk": "@entry_medium"}),
    "reviewing:journeys": Row(DESK),
    "reviewing:journey_accept": Row(None, DESK, ROAD),
    "reviewing:journey_send_back": Row(None, DESK, ROAD),
    "reviewing:journey_remove": Row(DESK, DESK, ROAD),
    "reviewing:journey_restore": Row(DESK, DESK, ROAD),
    "reviewing:pairs": Row(DESK, DESK),
    "reviewing:pair": Row(DESK, DESK, {"pk": "@pair"}),
    "reviewing:different": Row(None, DESK, {"pk": "@pair"}),
    "reviewing:reopen": Row(None, DESK, {"pk": "@pair"}),
    "reviewing:separate": Row(None, DESK, {"pk": "@pair"}),
    "reviewing:remove": Row(DESK, DESK, SHEET),
    "reviewing:restore": Row(DESK, DESK, SHEET),
    "reviewing:reports": Row(DESK, DESK),
    "reviewing:changes": Row(DESK, DESK),
    "reviewing:dormant": Row(DESK),
    "reviewing:blocks": Row(DESK, DESK),
    "reviewing:unblock": Row(None, DESK, {"pk": "@block"}),
    "reviewing:undo": Row(DESK, DESK),
    "reviewing:log": PAGE,
    # People.
    "people:person": Row(where={"handle": "contributor"}),
    "people:trust": Row(None, DESK, {"handle": "contributor"}),
    "people:account": OWN_FORM,
    "people:export": OWN,
    "people:delete": OWN_FORM,
    "people:left": PAGE,
    "people:stewards": Row(ANYBODY, ACCOUNT, SHEET),
    "people:steward_code": Row(None, ACCOUNT, SHEET),
    "people:steward_confirm": Row(None, STEWARDS, SHEET | {"pk": "@claim"}),
    "people:steward_end": Row(None, STEWARDS, SHEET | {"pk": "@claim"}),
    # django-allauth; what has no code or key on its way leads back to where one asks for it.
    "account_login": OPEN_FORM,
    "account_logout": OPEN_FORM,
    "account_inactive": PAGE,
    "account_signup": OPEN_FORM,
    "account_request_login_code": OPEN_FORM,
    "account_confirm_login_code": OPEN_FORM,
    "account_email_verification_sent": OPEN_FORM,
    "account_reset_password": OPEN_FORM,
    "account_confirm_password_reset_code": OPEN_FORM,
    "account_complete_password_reset": OPEN_FORM,
    "account_password_reset_completed": PAGE,
    "account_email": OWN_FORM,
    "account_change_password": OWN_FORM,
    "account_set_password": OWN_FORM,
    "account_reauthenticate": Row(ACCOUNT, ACCOUNT),
}
# Addresses that only lead elsewhere or say « no such tile »; and Django's own desk, whose door is tested below.
NAMELESS = {"api/", "^tiles/.*$"}
APART = {"admin"}
# Pages that send a visitor who is not expected to the form where it begins, whoever they are.
GUIDES = {
    "account_login",
    "account_signup",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_confirm_password_reset_code",
    "account_complete_password_reset",
}


def routes(resolver=None, spaces=()):
    """(name with its namespaces, pattern) of every address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from routes(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield ":".join([*spaces, pattern.name or str(pattern.pattern)]), pattern


def test_every_route_of_the_project_has_its_row():
    named = {name for name, _ in routes() if name.partition(":")[0] not in APART}
    assert named - NAMELESS - set(ROUTES) == set(), "say who may ask these addresses"
    assert set(ROUTES) - named == set(), "no such address"


@pytest.fixture
def house(atlas, sheet, cast, settings):
    """The whole atlas with a request that waits on the sheet."""
    settings.ACCOUNT_RATE_LIMITS = False
    make_steward(cast[Role.CONTRIBUTOR], sheet)
    asking = make_person("asking")
    claim = make_steward(asking, sheet)
    Stewardship.objects.exclude(person=cast[Role.STEWARD]).update(confirmed_at=None)
    proposal = changes.hand_in({"started": 1999}, by=asking, initiative=sheet, base=sheet.version).proposal
    photos = [media.draft(sheet, receive(a_photo()), by=asking, keeps_place=False) for _ in range(3)]
    for photo, shown in zip(photos, (True, False), strict=False):
        media.hand_in(sheet, {photo: WORDS}, by=asking, shown=shown)
    road = Journey.objects.get()
    block = Block.objects.create(person=asking, reason="essai", until=timezone.now() + timedelta(days=1))
    journey, walked = Journey.objects.get(), take(read(gpx(some())).recordings[0])
    [sent, kept] = [
        actions_of_tracks.keep_file(journey, "a.gpx", content, by=asking) for content in (gpx(some()), b"x")
    ]
    [track] = actions_of_tracks.take(kept, [actions_of_tracks.Wanted(0, walked)], by=asking)
    return {
        "track": track.pk,
        "track_token": track_tokens.signed([sent]),
        "claim": claim.pk,
        "proposal": proposal.pk,
        "proposal_token": proposal.token,
        "photo": photos[0].pk,
        "file": photos[0].file,
        "waiting": photos[1].pk,
        "drafts": tokens.signed(photos[2:]),
        "block": block.pk,
        "pair": pairs.tell(sheet.slug, make_initiative("Jardin jumeau").slug).pk,
        "letter": freshness.token(sheet, cast[Role.STEWARD]),
        **a_diary(asking),
        "note": road.entries.create(slug="page", text="Il pleut.").slug,
        "follower": Follower.objects.create(journey=road, email="chloe@example.org").token,
    }


def a_diary(asking: User) -> dict:
    """Two journeys of asking's: one that everybody reads; one with a stage, and a page with a photo that waits beside a draft."""
    journeys.hand_in(journeys.create({"title_fr": "Vers l Ouest"}, by=asking), shown=True)
    journey = journeys.create({"title_fr": "Vers l Est"}, by=asking)
    stage = journeys.add_stage(journey, {"place_fr": "Lens", "country": "FR", "point": list(LENS)}, by=asking)
    entry = journeys.add_entry(journey, {"text": "Départ", "stage": stage.pk}, by=asking)
    signed = {"by": asking, "spot": Spot(None, Placed.STAGE), "author": "Asking", "licence": "by"}
    waits, _draft = (diary.draft(entry, receive(a_photo()), **signed) for _ in range(2))
    diary.hand_in(entry, {waits: WORDS}, by=asking, shown=False)
    return {"stage": stage.pk, "entry": entry.key, "page": entry.slug, "entry_medium": waits.pk}


def a_photo() -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (60, 40), (30, 90, 160)).save(out, "JPEG")
    return BytesIO(out.getvalue())


def path_of(name: str, house: dict) -> str:
    row = ROUTES[name]
    where = {key: house.get(str(value).removeprefix("@"), value) for key, value in row.where.items()}
    return f"{reverse(name, kwargs=where)}?{row.asked}"


def answer(name: str, method: str, person, house: dict):
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return getattr(client, method)(path_of(name, house))


def is_refused(name: str, response) -> bool:
    led_to_log_in = response.status_code == 302 and response["Location"].startswith(reverse("account_login"))
    return response.status_code == 403 or (led_to_log_in and name not in GUIDES)


@pytest.mark.parametrize("name", ROUTES)
def test_every_route_opens_from_its_role_on_and_to_nobody_below(house, cast, name):
    for method in ("get", "post"):
        least = getattr(ROUTES[name], method)
        if least is None:
            assert answer(name, method, cast[Role.EDITOR], house).status_code == 405, method
            continue
        if least > Role.PASSER_BY:
            assert is_refused(name, answer(name, method, cast[Role(least - 1)], house)), method
            assert is_refused(name, answer(name, method, None, house)), method
        opened = answer(name, method, cast[least], house)
        assert opened.status_code < 500
        assert opened.status_code not in (403, 404, 405), method
        assert not is_refused(name, opened), method


@pytest.mark.parametrize("name", [name for name in ROUTES if name.startswith("journeys:")])
def test_a_team_writes_its_journey_and_nobody_elses(house, cast, name):
    asking, row = User.objects.get(username="asking"), ROUTES[name]
    for method in ("get", "post"):
        if getattr(row, method) is not None:
            opened = answer(name, method, asking, house)
            assert opened.status_code not in (403, 404, 405), method
            assert opened.status_code < 500, method
            assert not is_refused(name, opened), method
    journey = Journey.everything.get(slug=ROAD["slug"])
    journey.team.set([cast[Role.CONTRIBUTOR]])
    if row.where.get("slug") == ROAD["slug"] and row.get != ANYBODY:
        for method in ("get", "post"):
            if getattr(row, method) is not None:
                assert is_refused(name, answer(name, method, asking, house)), method


@pytest.mark.parametrize("state", [*STATES, "united"])
def test_no_route_fails_whatever_became_of_the_sheet(house, cast, sheet, state):
    sheet.refresh_from_db()
    if state == "united":
        actions.unite(make_initiative("Jardin voisin"), sheet, {}, by=None, note="essai")
    else:
        as_it_is(sheet, state)
    for name, row in ROUTES.items():
        if SHEET.items() <= row.where.items():
            for person in (None, cast[Role.EDITOR]):
                for method in ("get", "post"):
                    if method == "get" or name.startswith(("editing:", "community:")):
                        assert answer(name, method, person, house).status_code < 500, (name, method)


def test_the_desk_opens_to_those_who_work_there_only(db, client, cast):
    client.force_login(cast[Role.EDITOR], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/admin/places/initiative/").status_code == 302
