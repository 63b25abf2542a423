"""What nobody should send, at every door: always a problem in words, never a 500, never a silent empty answer."""

import pytest

from atlas import urls

GIVEN = {"slug": "la-coroutine-lille", "z": 3, "x": 4, "y": 2}
ENOUGH = {"search": "q=eau", "gazetteer": "q=lens"}  # what a door cannot do without
PATHS = [*((f"/api/v1/{p.pattern}", p) for p in urls.api_urls), *((f"/tiles/{p.pattern}", p) for p in urls.tile_urls)]


def filled(route: str) -> str:
    for name, value in GIVEN.items():
        route = route.replace(f"<slug:{name}>", str(value)).replace(f"<int:{name}>", str(value))
    return route.replace("journeys/la-coroutine-lille", "journeys/sur-la-route-des-utopies-realistes")


DOORS = {p.callback.cls.door.name: filled(route) for route, p in PATHS}
TAKES = {p.callback.cls.door.name: {taken.name for taken in p.callback.cls.door.parameters} for _route, p in PATHS}

EVERYWHERE = [
    "lang=xx",
    "lang=%00",
    "colour=red",
    "%00=1",
    "x" * 10_000 + "=1",
    "q%5B%5D=1",
    "&".join(f"a{n}=1" for n in range(1200)),
]
BY_NAME = {
    "q": ["x" * 10_000, "a%00b", "%00", "?!"],
    "page": ["0", "-1", "1000000000", "9" * 10_000, "two", "²", "1.5", "%00"],
    "size": ["0", "-1", "101", "9" * 10_000, "many", "٣", "%00"],
    "bbox": ["foo", "1,2,3", "nan,0,1,1", "0,10,1,-10", "0,91,1,95", "x" * 10_000, "%00"],
    "near": ["2,95", "lens", "2.83", "inf,0", "1e999,0", "x" * 10_000, "%00"],
    "place": ["0", "abc", "9" * 10_000, "%00"],
    "where": ["x" * 10_000, "%00", "Zzyzzxq"],
    "since": ["0", "soon", "99999", "%00"],
    "journey": ["nowhere", "%00", "x" * 10_000],
    "within": ["0", "-5", "1e9", "far", "%00"],
    "resource": ["gold", "%00", "x" * 10_000],
    "like": ["nowhere", "%00", "x" * 10_000],
    "without": ["colour", "resource:gold", "%00", "x" * 10_000],
    "people": ["0", "-1", "1e99", "many", "%00"],
    "unit": ["stones", "%00"],
    "setting": ["moon", "%00"],
    "balance": ["-0.1", "1.1", "nan", "half", "%00"],
    "country": ["ZZ", "%00", "x" * 10_000],
    "vocabulary": ["colour", "%00", "x" * 10_000],
    "type": ["person", "%00", "x" * 10_000],
    "limit": ["0", "21", "-1", "9" * 10_000, "%00"],
    "format": ["xml", "%00", "x" * 10_000],
}  # fmt: skip


def refused(answer) -> None:
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["detail"]
    assert len(told["detail"]) < 500
    assert told["status"] == 400
    assert all(each["parameter"] and each["reason"] for each in told.get("invalid", []))


@pytest.mark.parametrize("name", DOORS)
def test_what_no_door_knows_is_refused(atlas, client, name):
    usual = f"{DOORS[name]}?{ENOUGH.get(name, '')}"
    for query in EVERYWHERE:
        refused(client.get(f"{usual}&{query}"))


@pytest.mark.parametrize("name", DOORS)
def test_each_parameter_refuses_what_it_cannot_be(atlas, client, name):
    for parameter in TAKES[name] & BY_NAME.keys():
        usual = "" if parameter == "q" else ENOUGH.get(name, "")
        for value in BY_NAME[parameter]:
            answer = client.get(f"{DOORS[name]}?{usual}&{parameter}={value}")
            if name == "gazetteer" and parameter == "q" and answer.status_code == 200:
                assert answer.json() == {"places": []}  # any text may be a name
            else:
                refused(answer)


@pytest.mark.parametrize("name", DOORS)
def test_an_empty_parameter_is_as_good_as_none(atlas, client, name):
    blank = "&".join(f"{parameter}=" for parameter in TAKES[name] - GIVEN.keys() - {"q"})
    assert client.get(f"{DOORS[name]}?{ENOUGH.get(name, '')}&{blank}").status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/initiatives/%00/", 404),
        ("/api/v1/initiatives/" + "x" * 10_000 + "/", 404),
        ("/api/v1/initiatives/%FF%FE/", 404),
        ("/api/v1/journeys/" + "x" * 10_000 + "/", 404),
        ("/api/v1/../v1/", 404),
        ("/api/v2/", 404),
        ("/tiles/initiatives/99/0/0.json", 400),
        ("/tiles/initiatives/" + "9" * 10_000 + "/0/0.mvt", 400),
        ("/tiles/initiatives/3/-1/0.mvt", 400),
        ("/tiles/initiatives/3/8/0.mvt", 400),
        ("/tiles/towns/99/0/0.json", 404),
        ("/tiles/nothing/here", 400),
    ],
)
def test_an_address_that_is_none_is_a_problem(db, client, path, status):
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["detail"]


def test_a_host_we_are_not_is_a_problem(db, client):
    answer = client.get("/api/v1/facets/", headers={"Host": "elsewhere.example"})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert client.get("/fr/", headers={"Host": "elsewhere.example"})["Content-Type"].startswith("text/html")
