"""Plans as pages: what is asked for, what bad addresses get, every edit a link, paper, and what it costs."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from urllib.parse import parse_qs, quote, urlsplit

import numpy as np
import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point, Polygon

from places import actions, geo, geodesy
from places.choices import Precision
from places.models import Initiative, Town, TownName
from routes.choices import Mode
from routes.planning import drawing, engines, reading
from routes.planning.asking import Asked, Place
from routes.planning.codes import code
from routes.planning.detours import propose
from routes.planning.making import make
from routes.planning.modes import FACTOR
from routes.planning.stages import planned_stages
from tests.factories import APIA, ARRAS, DELHI, LENS, LILLE, SUVA, make_initiative

pytestmark = pytest.mark.django_db
STOP = re.compile(r'class="plan-stop[^"]*" id="stop-([\w-]+)"')
# The generation, the sheets, who lies along the way, those of them that are proposed.
QUERIES = 4


def get(client, query, path="plan/", language="fr"):
    response = client.get(f"/{language}/{path}?{query}")
    assert response.status_code == 200
    return unescape(response.content.decode()).replace("\u00a0", " ").replace("\u202f", " ")


def problems(page):
    return re.findall(r'class="problem">([^<]*)', page)


def links(page, words):
    """Where the links that say so lead, as {name: value}."""
    found = re.findall(r'<a[^>]*href="\?*([^"]*)"[^>]*>((?:(?!</a>).)*)</a>', page, re.DOTALL)
    return [parse_qs(urlsplit(url).query) for url, said in found if words in re.sub(r"<[^>]+>", "", said)]


@pytest.fixture
def line():
    """Five in a row, from west to east, ten kilometres apart."""
    return [
        make_initiative(name, (2.5 + 0.14 * n, 50.4))
        for n, name in enumerate(["Un", "Deux", "Trois", "Quatre", "Cinq"])
    ]


@pytest.fixture
def lens():
    at = geo.point(*LENS)
    town = Town.objects.create(id=2998286, name="Lens", country="FR", point=at, population=32663, label_zoom=5)
    TownName.objects.create(town=town, key="lens", rank=0, weight=4.5)
    return town


def test_the_stops_come_in_the_shortest_order_whatever_the_address_says(client, line):
    page = get(client, "stops=trois,un,cinq,quatre,deux&start=2.4,50.4")
    assert STOP.findall(page) == ["un", "deux", "trois", "quatre", "cinq"]
    assert problems(page) == []


def test_the_end_draws_the_order_towards_it(client, line):
    page = get(client, "stops=trois,un,cinq,quatre,deux&end=2.4,50.4")
    assert STOP.findall(page) == ["cinq", "quatre", "trois", "deux", "un"]


def test_a_round_trip_comes_home(client, line):
    page = get(client, "stops=cinq,un,trois&start=2.4,50.4&round=1")
    assert "Retour" in page
    assert page.count('class="plan-leg"') == 4


def test_fixed_stops_keep_their_rank_and_ones_own_order_stands(client, line):
    assert STOP.findall(get(client, "stops=cinq,un,trois,deux,quatre&fixed=cinq&start=2.4,50.4"))[0] == "cinq"
    page = get(client, "stops=trois,un,cinq&order=mine")
    assert STOP.findall(page) == ["trois", "un", "cinq"]
    assert "Cet ordre est le vôtre" in page
    [shortest] = links(page, "Reprendre le plus court")
    assert "order" not in shortest


def test_every_edit_is_a_link(client, line):
    page = get(client, "stops=un,deux,trois&start=2.4,50.4&days=2")
    [moved] = links(page, "Monter Deux")
    assert (moved["stops"], moved["order"], moved["days"]) == (["deux,un,trois"], ["mine"], ["2"])
    assert links(page, "Descendre Deux")[0]["stops"] == ["un,trois,deux"]
    assert links(page, "Monter Un") == links(page, "Descendre Trois") == []
    fix = links(page, "La fixer à ce rang")[1]
    assert (fix["fixed"], "order" in fix) == (["deux"], False)
    assert links(page, "La retirer du plan")[1]["stops"] == ["un,trois"]
    assert {"stops": ["trois,un,deux"], "fixed": ["trois"]}.items() <= links(page, "Commencer par elle")[1].items()
    assert {"stops": ["deux,trois,un"], "fixed": ["un"]}.items() <= links(page, "Finir par elle")[0].items()


def test_who_lies_along_is_proposed_in_the_order_of_the_way_and_added_where_they_lie(client, line):
    make_initiative("Au bord", (2.72, 50.41))
    make_initiative("Loin", (2.72, 51.2))
    page = get(client, "stops=un,cinq&start=2.4,50.4&detour=10")
    along = re.findall(r'plan-proposed"><a href="/fr/initiatives/([\w-]+)/', page)
    assert along == ["deux", "au-bord", "trois", "quatre"]
    assert links(page, "Ajouter Au bord")[0]["stops"] == ["un,au-bord,cinq"]
    assert "plan-proposed" not in get(client, "stops=un,cinq&detour=0")


def test_a_detour_is_no_longer_than_asked_for_even_beside_the_line(client, line):
    make_initiative("Trop", (2.57, 50.48))  # nine kilometres beside a way of ten
    assert "/initiatives/trop/" not in get(client, "stops=un,deux&detour=10")
    assert "/initiatives/trop/" in get(client, "stops=un,deux&detour=15")


def test_a_detour_costs_what_visiting_them_adds_to_the_way():
    """The oracle: the plan with them, in its shortest order, less the plan without."""
    make_initiative("Lille", LILLE)
    make_initiative("Arras", ARRAS)
    for n, (lon, lat) in enumerate(np.random.default_rng(5).uniform((2.5, 50.1), (3.4, 50.8), (40, 2))):
        make_initiative(f"Ici {n}", (lon, lat))
    asked = Asked(
        stops=("lille", "arras"), start=Place(*LENS, "Lens"), end=Place(*LENS, "Lens"), detour=20, mode=Mode.CAR
    )
    plan = make(asked)
    proposals = {proposal.initiative.slug: proposal for proposal in propose(plan)}
    costs = {}
    for one in Initiative.objects.exclude(slug__in=asked.stops):
        longer = [
            make(
                Asked(
                    stops=(*stops[:at], one.slug, *stops[at:]),
                    by_hand=True,
                    start=asked.start,
                    end=asked.end,
                    mode=Mode.CAR,
                )
            )
            for stops in [tuple(stop.initiative.slug for stop in plan.stops)]
            for at in range(3)
        ]
        costs[one.slug] = min(other.km for other in longer) - plan.km
    cheapest = sorted(costs, key=costs.get)[: len(proposals)]
    assert len(proposals) == 8
    assert set(proposals) == set(cheapest)
    for slug, proposal in proposals.items():
        assert proposal.extra_km == pytest.approx(costs[slug], abs=1e-6)


def test_round_a_single_sheet_its_neighbours_are_proposed(client, line):
    page = get(client, "stops=un&detour=15")
    assert "Une seule étape" in page
    assert re.findall(r'plan-proposed"><a href="/fr/initiatives/([\w-]+)/', page) == ["deux"]


def test_a_hidden_place_is_listed_and_never_placed(client, line):
    make_initiative("Refuge", None)
    page = get(client, "stops=un,refuge,deux")
    assert STOP.findall(page) == ["un", "deux"]
    assert "À convenir avec eux" in page
    assert '"letter": "2"' in page
    assert '"letter": "3"' not in page
    assert "refuge" not in str(propose(make(Asked(stops=("un",)))))
    assert links(page, "retirer Refuge")[0]["stops"] == ["un,deux"]
    assert "lieu non montré" in get(client, "stops=un,refuge", path="plan/print/")
    assert STOP.findall(get(client, "stops=refuge")) == []


def test_a_coarse_place_says_so(client):
    make_initiative("Région", LENS, precision=Precision.REGION)
    make_initiative("Lieu", LILLE)
    page = get(client, "stops=region,lieu")
    assert page.count("quelque part dans la région") == 1


def test_days_and_dates(client, line):
    page = get(client, "stops=un,deux,trois&start=2.4,50.4&days=2&from=2028-02-29&visit=4")
    assert re.findall(r"<b>Jour (\d)</b> · ([\w ]+?) <", page) == [
        ("1", "mardi 29 février"),
        ("2", "mercredi 1er mars"),
    ]
    assert "8 h de visite" in page
    assert "Tuesday 29 February" in get(client, "stops=un,deux&days=2&from=2028-02-29", language="en")


def test_too_few_days_and_too_many_are_told(client, line):
    assert any("C’est trop pour 1 jour" in said for said in problems(get(client, "stops=un,deux,trois,quatre&days=1")))
    assert any("moins d’étapes que de jours" in said for said in problems(get(client, "stops=un,deux&days=9")))


def test_an_ocean_by_bicycle(client):
    make_initiative("Ici", SUVA, country="FJ")
    make_initiative("Là", APIA, country="WS")
    [said] = problems(get(client, "stops=ici,la&mode=bicycle"))
    assert "à vélo, on ne la traverse pas" in said
    assert re.search(r"quelque 1 \d00 km|quelque 1 1\d0 km", said)
    page = get(client, "stops=ici,la&mode=bicycle")
    assert STOP.findall(page) == ["ici", "la"]
    assert "la mer à passer" in page
    assert "~ 1 536 km" in page or re.search(r"~ 1 5\d\d km", page), "the short way, across the antimeridian"
    assert problems(get(client, "stops=ici,la&mode=plane")) == []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("stops=un,un,deux", "deux fois"),
        ("stops=un,nowhere", "« nowhere »"),
        ("stops=un,a%00b,deux", "peut s’appeler ainsi"),
        ("stops=un,deux&start=-30,0", "pleine mer"),
        ("stops=un,deux&start=2.8", "n’est pas un lieu"),
        ("stops=un,deux&start=2.8,95", "n’est pas un lieu"),
        ("stops=un,deux&start=nan,nan", "n’est pas un lieu"),
        ("stops=un,deux&start=99999999", "répertoire"),
        ("stops=un,deux&start_words=Xyzzy", "« Xyzzy »"),
        ("stops=un,deux&round=1", "dites d’abord d’où"),
        ("stops=un,deux&mode=horse", "« horse »"),
        ("stops=un,deux&days=0", "1 à 90"),
        ("stops=un,deux&days=-1", "1 à 90"),
        ("stops=un,deux&days=%C2%B2", "1 à 90"),
        ("stops=un,deux&from=2026-02-30", "« 2026-02-30 »"),
        ("stops=un,deux&from=9999-12-31", "« 9999-12-31 »"),
        ("stops=un,deux&from=demain", "« demain »"),
        ("stops=un,deux&detour=-1", "entre 0 et 100"),
        ("stops=un,deux&visit=inf", "entre 0 et 12"),
        ("stops=un,deux&horse=1", "« horse »"),
        ("stops=un,deux&found=183", "183 initiatives"),
        (f"stops=un,deux&title={'x' * 101}", "100 caractères"),
    ],
)
def test_what_cannot_be_used_is_told_and_the_rest_works(client, line, query, said):
    for path in ("plan/", "plan/print/"):
        page = get(client, query, path=path)
        assert len(problems(page)) == 1, problems(page)
        assert said in problems(page)[0]
    assert "un" in STOP.findall(get(client, query))


def test_what_was_typed_stays_in_the_form(client, line):
    page = get(client, "stops=un,deux&start_words=Xyzzy&days=999&from=2026-02-30&detour=1e9&visit=40")
    for value in ("Xyzzy", "999", "2026-02-30", "1e9", "40"):
        assert f'value="{value}"' in page


def test_more_than_sixty_stops(client):
    for n in range(63):
        make_initiative(f"Lieu au nom plutôt long {n}", (2.5 + 0.01 * (n * 17 % 63), 50.4 + 0.01 * (n * 5 % 31)))
    asked = ",".join(f"lieu-au-nom-plutot-long-{n}" for n in range(63))
    page = get(client, f"stops={asked}&start=2.4,50.4")
    assert len(STOP.findall(page)) == 60
    assert "60 premières, sur 63" in problems(page)[0]
    assert "trop longue pour un code QR" in get(client, f"stops={asked}", path="plan/print/")


def test_a_sheet_taken_out_is_told_and_one_united_leads_on(client, line):
    actions.remove([line[0]], by=None, note="essai")
    actions.unite(line[2], line[1], {}, by=None, note="essai")
    page = get(client, "stops=un,deux,trois,quatre")
    assert STOP.findall(page) in (["trois", "quatre"], ["quatre", "trois"])
    said = " ".join(problems(page))
    assert "« Un » a été retirée" in said
    assert "« Deux » est maintenant racontée par « Trois »" in said


def test_nothing_asked_says_how_to_begin(client):
    page = get(client, "")
    assert "Cherchez sur la carte" in page
    assert problems(page) == []
    assert client.get("/fr/plan/").cookies == {}
    assert "pas d’étape" in get(client, "", path="plan/print/")


def test_from_a_start_to_an_end_alone_who_lies_between_is_proposed(client, line):
    page = get(client, "start=2.4,50.4&end=3.3,50.4")
    assert len(re.findall(r'plan-proposed"><a', page)) == 5


def test_what_a_form_or_another_page_sends_becomes_the_one_address(client, line, lens):
    asked = client.get("/fr/plan/?with=un&with=deux&place=2998286")
    assert asked.headers["Location"] == "/fr/plan/?stops=un,deux&start=2998286"
    asked = client.get(
        "/fr/plan/?stops=un,deux&start=&end=&start_words=Lens&end_words=&days=&from=&detour=20&visit=3&title="
    )
    assert asked.headers["Location"] == "/fr/plan/?stops=un,deux&start=2998286"
    emptied = client.get("/fr/plan/?stops=un,deux&start=2998286&start_words=&end_words=")
    assert emptied.headers["Location"] == "/fr/plan/?stops=un,deux"
    kept = client.get(f"/fr/plan/?stops=un&start=2998286&start_words={quote('Lens, France')}&end_words=")
    assert kept.headers["Location"] == "/fr/plan/?stops=un&start=2998286"


def test_from_a_search_from_the_ticks_and_from_a_sheet(client, line, lens):
    found = client.get("/fr/explore/plan/?country=FR&place=2998286&page=2")
    query = parse_qs(urlsplit(found.headers["Location"]).query)
    assert query["start"] == ["2998286"]
    assert query["stops"][0].split(",")[0] == "trois", "the nearest first"
    assert "found" not in query
    assert 'href="/fr/explore/plan/?country=FR"' in get(client, "country=FR", path="explore/")
    assert "explore/plan/" not in get(client, "", path="explore/")
    assert 'href="/fr/plan/?stops=un"' in get(client, "", path="initiatives/un/")
    assert 'formaction="/fr/plan/"' in get(client, "with=un", path="initiatives/deux/")
    assert 'href="/fr/plan/?stops=un,deux&start=2.8,50.4"' in get(client, "with=un,deux&near=2.8,50.4", path="compare/")


def test_a_search_that_finds_too_many_says_that_it_takes_the_first(client):
    for n in range(62):
        make_initiative(f"Lieu {n}", (2.5 + 0.01 * n, 50.4))
    there = client.get("/fr/explore/plan/?country=FR").headers["Location"]
    assert "found=62" in there
    page = get(client, urlsplit(there).query)
    assert any("62 initiatives répondaient" in said for said in problems(page))
    assert len(STOP.findall(page)) == 60
    assert all("found" not in query for query in links(page, "La retirer du plan"))


def test_a_plan_says_how_it_was_measured(client, line):
    page = get(client, "stops=un,deux&mode=bicycle")
    assert "vol d’oiseau × 1,34" in page
    assert "14 km/h" in page
    assert "1,34" not in get(client, "stops=un,deux&mode=plane")
    assert FACTOR[Mode.BICYCLE] == 1.343


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("car", "Il vaut donc pour une voiture"),
        ("bus", "détours par ses arrêts"),
        ("train", "Pour les rails nous n’en connaissons pas"),
        ("bicycle", "Par les pistes et les chemins nous n’en connaissons pas"),
        ("foot", "Par les sentiers nous n’en connaissons pas"),
    ],
)
@pytest.mark.parametrize("path", ["plan/", "plan/print/"])
def test_a_plan_says_for_what_its_factor_holds(client, line, path, mode, words):
    page = get(client, f"stops=un,deux&mode={mode}", path)
    assert "mesuré sur des routes, vers le centre de 300 villes d’Europe" in page
    assert words in page
    assert "mesuré sur des routes" not in get(client, "stops=un,deux&mode=plane", path)


def test_with_an_engine_the_plan_says_so_and_without_an_answer_too(client, line, settings, monkeypatch):
    settings.ROUTING_URL = "osrm+http://127.0.0.1:9"
    response = client.get("/fr/plan/?stops=un,deux&mode=car")
    assert "OSRM, qui calcule les itinéraires, n’est pas joignable." in unescape(response.content.decode())
    assert "no-store" in response.headers["Cache-Control"]
    told = np.array([[0.0, 12.34], [12.34, 0.0]])
    monkeypatch.setattr(engines, "_asked", lambda *asked: (told, told / 10))
    page = get(client, "stops=un,deux&mode=car")
    assert "calculées par OSRM" in page
    assert "12 km, 1 h 10" in page
    assert "~ 12 km" not in page


def test_paper_has_a_code_for_the_plan_and_for_each_sheet(client, line):
    page = get(client, "stops=un,deux,trois&start=2.4,50.4", path="plan/print/")
    assert page.count("Code QR") == 4
    assert str(code("http://testserver/fr/initiatives/deux/")) in page
    assert str(code("http://testserver/fr/plan/?stops=un,deux,trois&start=2.4,50.4")) in page
    assert 'class="plan-sketch"' in page
    assert "style=" not in page.split("<main")[1]


def test_a_plan_asks_as_little_for_sixty_stops_as_for_two(client):
    for n in range(61):
        make_initiative(f"Lieu {n}", (2.5 + 0.01 * (n * 17 % 61), 50.4))
    asked = []
    for n in (2, 60):
        stops = ",".join(f"lieu-{m}" for m in range(n))
        client.get(f"/fr/plan/?stops={stops}")
        with CaptureQueriesContext(connection) as queries:
            get(client, f"stops={stops}")
        asked.append(len(queries))
    assert asked == [QUERIES, QUERIES]


def test_a_plan_as_stages_of_a_journey(line, lens):
    make_initiative("Refuge", None)
    asked = Asked(
        stops=("un", "refuge", "deux"),
        start=Place(*LENS, "Lens, France", lens.pk),
        end=Place(*LENS, "Lens, France", lens.pk),
        round=True,
        mode=Mode.BICYCLE,
        days=2,
        since=date(2028, 2, 28),
    )
    stages = planned_stages(make(asked))
    assert [(s.order, s.place, s.initiative and s.initiative.slug) for s in stages] == [
        (1, "Lens", None), (2, "Un", "un"), (3, "Deux", "deux"), (4, "Lens", None)
    ]  # fmt: skip
    assert [s.mode for s in stages] == [Mode.UNKNOWN, *[Mode.BICYCLE] * 3]
    assert [s.when for s in stages] == ["2028-02-28", "2028-02-28", "2028-02-29", "2028-02-29"]
    assert (stages[0].lon, stages[0].lat) == LENS
    assert stages[1].precision == Precision.SITE


def test_the_drawing_crosses_the_antimeridian_without_a_jump(client):
    make_initiative("Ici", SUVA, country="FJ")
    make_initiative("Là", APIA, country="WS")
    page = get(client, "stops=ici,la", path="plan/print/")
    [way] = re.findall(r'class="plan-line" d="M([^"]*)"', page)
    xs = [float(point.split()[0]) for point in re.split("[ML]", way)]
    assert xs == sorted(xs)
    assert 0 < xs[0] < xs[-1] < 1000
    config = get(client, "stops=ici,la")
    [lines] = re.findall(r'"lines": \[\[(.*?)\]\]', config)
    lons = [float(pair.split(",")[1]) for pair in lines.strip("[]").split("], [")]
    assert lons == sorted(lons)
    assert lons[-1] - lons[0] < 20


@pytest.mark.parametrize(
    ("towns", "land", "sea"),
    [
        ([SUVA, APIA, (115.1, -8.4)], [(133.9, -23.7), (143.0, -6.0)], [(160.0, -20.0), (170.0, -12.0)]),
        (
            [LENS, DELHI, (115.1, -8.4)],
            [(10.0, 50.0), (78.0, 25.0), (45.0, 24.0)],
            [(18.0, 35.5), (88.0, 5.0), (65.0, 15.0)],
        ),
        ([LENS, (-3.7, 40.4)], [(2.0, 46.0), (-3.0, 42.5)], [(-5.0, 46.5), (4.5, 42.0)]),
    ],
    ids=["pacific", "asia", "europe"],
)
def test_land_is_drawn_as_land_and_sea_as_sea(towns, land, sea):
    for n, at in enumerate(towns):
        make_initiative(f"Lieu {n}", at)
    plan = make(Asked(stops=tuple(f"lieu-{n}" for n in range(len(towns)))))
    outlines = "".join(drawing.ground(plan)[0].land).replace("z", "").split("M")[1:]
    rings = [Polygon([tuple(map(float, point.split())) for point in line.split("L")]) for line in outlines]
    for places, dry in ((land, True), (sea, False)):
        for x, y in drawing.eye_of(plan.spots)[0].see(np.array(places)):
            assert 0 < x < drawing.WIDTH
            assert 0 < y < drawing.HEIGHT
            assert sum(ring.contains(Point(x, y)) for ring in rings) % 2 == dry, (x, y)


def test_on_paper_the_towns_around_a_plan_are_named(client):
    Town.objects.create(id=1, name="Seclin", country="FR", point=geo.point(3.03, 50.55), label_zoom=5)
    make_initiative("Ici", LENS)
    make_initiative("Là", LILLE)
    page = get(client, "stops=ici,la", path="plan/print/")
    named = re.findall(r'class="plan-town"[^>]*>([^<]+)</text>', page)
    assert named == ["Seclin"]
    assert 'class="plan-town"' not in get(client, "stops=ici,la")


@given(
    st.dictionaries(
        st.sampled_from(reading.NAMES),
        st.text(max_size=20) | st.sampled_from(["1", "2.8,50.4", "2028-01-01", "un,deux", "mine"]),
    )
)
def test_any_query_string_is_read_and_written_the_same(fields):
    query = QueryDict(mutable=True)
    query.update(fields)
    asked = reading.read(query, "fr")
    written = reading.read(QueryDict(asked.query), "fr")
    assert written.parameters() == asked.parameters()
    assert not [said for said in written.problems if "plan" in said and "étapes" in said]


def test_geodesics_are_those_of_the_rest_of_the_atlas(line):
    make_initiative("Delhi", DELHI, country="IN")
    plan = make(Asked(stops=("un", "delhi"), mode=Mode.PLANE))
    un = line[0].point
    assert plan.km * 1000 == pytest.approx(geodesy.metres(un.x, un.y, *np.array([DELHI]).T)[0])


def found(page):
    """What was found to be added: (slug, whether it can be)."""
    return [
        (slug, "data-edit" in item)
        for slug, item in re.findall(r'<li data-slug="([\w-]+)">(.*?)</li>', page, re.DOTALL)
    ]


def test_an_initiative_is_added_by_its_name_and_finds_its_place(client, line):
    page = get(client, "stops=un,cinq&mode=car&q=trois")
    assert found(page) == [("trois", True)]
    [link] = [link for link in links(page, "Ajouter Trois") if link["stops"] == ["un,cinq,trois"]]
    assert link == {"stops": ["un,cinq,trois"], "mode": ["car"]}, "the words are not of the plan"
    assert STOP.findall(get(client, f"stops={link['stops'][0]}")) == ["un", "trois", "cinq"]
    assert found(get(client, "stops=un,cinq,trois&q=trois")) == [("trois", False)]


def test_words_find_what_they_find_everywhere_else(client, line):
    make_initiative("Le Potager des Écoliers", LENS, locality="Lens")
    assert found(get(client, "q=potager ecoliers")) == [("le-potager-des-ecoliers", True)]
    assert found(get(client, "q=lens")) == [("le-potager-des-ecoliers", True)]
    mistyped = get(client, "q=potagre")
    assert found(mistyped) == [("le-potager-des-ecoliers", True)]
    assert "Rien ne s’écrit « potagre » ; voici « potager »." in mistyped


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("chaudron", "Aucune fiche ne répond à « chaudron »."),
        ("<b>", "Aucune fiche ne répond à « <b> »"),
        ("x" * 201, "La recherche est limitée à 200 caractères."),
        ("\0", "Aucune fiche ne répond"),
        ("&|!:*'\\", "Aucune fiche ne répond"),
    ],
)
def test_words_that_find_nothing_get_a_sentence_and_the_plan_stays(client, line, words, sentence):
    page = get(client, f"stops=un,deux&q={quote(words)}")
    assert sentence in page
    assert STOP.findall(page) == ["un", "deux"]


def test_what_is_added_comes_before_the_stops_that_are_fixed_to_the_end(client, line):
    hidden = make_initiative("Caché", None, precision=Precision.HIDDEN)
    fragment = get(client, "stops=un,cinq,cache&fixed=cinq&q=trois", "plan/find/")
    assert "<html" not in fragment
    assert links(fragment, "Ajouter") == [{"stops": ["un,trois,cinq,cache"], "fixed": ["cinq"]}]
    assert links(get(client, "stops=cinq&fixed=cinq&q=trois", "plan/find/"), "Ajouter")[0]["stops"] == ["cinq,trois"]
    assert found(get(client, f"q={hidden.name}")) == [(hidden.slug, True)], "to be agreed upon with them"


def test_the_sixty_first_is_not_added_and_the_plan_says_so(client, line):
    many = ",".join(make_initiative(f"Nombre {n}", (2 + n / 50, 49)).slug for n in range(60))
    [link] = links(get(client, f"stops={many}&fixed=nombre-59&q=trois", "plan/find/"), "Ajouter")
    page = get(client, f"stops={link['stops'][0]}&fixed=nombre-59")
    assert problems(page) == ["Un plan a 60 étapes au plus : voici les 60 premières, sur 61."]
    assert set(STOP.findall(page)) == set(many.split(","))


def test_of_many_the_best_are_shown_and_the_rest_is_counted(client):
    for n in range(12):
        make_initiative(f"Moulin numéro {n}", (2 + n / 50, 50), locality="Arras")
    page = get(client, "q=moulin")
    assert len(found(page)) == 8
    assert "12 initiatives, dont voici celles qui répondent le mieux" in page
