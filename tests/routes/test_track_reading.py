"""Files of tracks: what each form gives, what is said of each fault, and that nothing else than a sentence ever comes out."""

from __future__ import annotations

import gzip
import json
from pathlib import Path as File

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from places.media.refusal import Refused
from routes.tracks import limits
from routes.tracks.files import read
from routes.tracks.reading import UNKNOWN, Met, Source
from routes.tracks.report import report
from tests.routes.tracks import LENS, NOON, gpx, gzipped, kml, point, some, zipped

BOMB = '<!DOCTYPE gpx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><gpx><trk><name>&b;</name></trk></gpx>'
OUTSIDE = (
    '<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx><wpt lat="1" lon="1"><name>&x;</name></wpt></gpx>'
)
DTD = '<!DOCTYPE gpx SYSTEM "http://example.org/x.dtd"><gpx><wpt lat="1" lon="1"/></gpx>'
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(200)
LINE = {"type": "LineString", "coordinates": [[2.8, 50.4], [2.81, 50.41]]}


def said_of(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read(content)
    return str(refused.value)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "vide"),
        (b"   \n", "vide"),
        (JPEG, "C’est un fichier JPEG, pas une trace"),
        (b"%PDF-1.7 ...", "C’est un fichier PDF"),
        (b"Rar!\x1a\x07", "une archive RAR"),
        (b"<html><body>Not found</body></html>", "une page web"),
        (
            b"<?xml version='1.0'?><!-- hi --><x:TrainingCenterDatabase/>",
            "une autre sorte (« TrainingCenterDatabase »)",
        ),
        (b"lat;lon\n50;2\n", "un fichier de texte"),
        (BOMB.encode(), "DOCTYPE"),
        (OUTSIDE.encode(), "DOCTYPE"),
        (DTD.encode(), "DOCTYPE"),
        (zipped(marche_gpx=gpx(some())), "archive ZIP, avec marche.gpx dedans"),
        (zipped(photo_jpg=JPEG), "archive ZIP sans trace"),
        (zipped(doc_kml=kml("<x/>"))[:-30], "abîmée"),
        (b"\x1f\x8b\x08\x00broken", "abîmé"),
        (gzipped(gzipped(gpx(some()))), "emballé deux fois"),
        (gpx(), "ni trace, ni point"),
        (gpx(""), "une trace, mais aucun point"),
        (b'<gpx><trk><trkseg><trkpt lat="1"', "abîmé dès la ligne 1"),
        (b"<gpx>" + b"<a>" * 5000, "emboîte trop"),
        (b'{"a":' * 100_000, "emboîte trop"),
        (b'{"type": "FeatureCollection", "features": []}', "GeoJSON, ou il est vide"),
        (b'{"type": "FeatureCollection", "features": [', "incomplet ou abîmé : ligne 1"),
        (b'{"hello": "world"}', "n’est pas du GeoJSON"),
        (kml("<NetworkLink><Link/></NetworkLink>"), "qu’un lien vers un autre"),
        (kml("<Placemark><Polygon><outerBoundaryIs/></Polygon></Placemark>"), "que des surfaces"),
        (json.dumps(LINE | {"crs": {"properties": {"name": "EPSG:2154"}}}).encode(), "longitudes et latitudes"),
    ],
)
def test_what_holds_no_track_is_said_to_whoever_sent_it(content, sentence):
    assert sentence in said_of(content)


def test_a_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(limits, "UNPACKED_BYTES", 2**20)
    assert "trop lourd" in said_of(gzip.compress(bytes(2**22)))
    assert "trop lourd" in said_of(zipped(doc_kml=bytes(2**22)))
    assert "trop lourd" in said_of(gpx(some()) + b" " * 2**20)


def test_too_many_points_or_lines_are_too_many(monkeypatch):
    monkeypatch.setattr(limits, "FILE_VERTICES", 9)
    assert "trop de points" in said_of(gpx(some(5), some(5)))
    monkeypatch.setattr(limits, "RECORDINGS", 2)
    three = {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": LINE}] * 3}
    assert "plus de 2 traces" in said_of(json.dumps(three).encode())


@pytest.mark.parametrize("pack", [bytes, gzipped, lambda content: b"\xef\xbb\xbf" + content])
def test_a_gpx_is_read_whatever_it_is_wrapped_in(pack):
    reading = read(pack(gpx(some(3), some(2))))
    [walk] = reading.recordings
    assert (walk.name, walk.source, [len(segment) for segment in walk.segments]) == ("Marche", Source.RECORDED, [3, 2])
    assert walk.segments[0].times.tolist() == [NOON, NOON + 30_000, NOON + 60_000]
    assert (walk.segments[0].lons[0], walk.segments[0].lats[0]) == LENS


def test_a_route_and_waypoints_are_told_from_a_track():
    route = (
        "<rte><name>Retour</name>"
        + point(2, 50, tag="rtept")
        + point(2.1, 50, tag="rtept", name="pas le nom")
        + "</rte>"
    )
    marks = point(2, 50, tag="wpt", name="La gare") + point(2, 51, tag="wpt") + point("x", 51, tag="wpt")
    reading = read(gpx(some(), besides=marks + route))
    assert [(one.name, one.source) for one in reading.recordings] == [
        ("Retour", Source.PLANNED),
        ("Marche", Source.RECORDED),
    ]
    assert [mark.name for mark in reading.waypoints] == ["La gare", ""]
    assert reading.met[Met.PLACELESS] == 1
    assert "2 repères (La gare), dont 1 sans nom" in report("a.gpx", reading).besides[0]


def test_one_bad_point_does_not_refuse_the_others():
    bad = point("abc", 50) + point("NaN", "NaN") + "<trkpt/>" + point("inf", 3) + point(2, 50, "hier", "haut")
    [walk] = read(gpx(some(3) + bad)).recordings
    assert len(walk.segments[0]) == 8
    assert np.isnan(walk.segments[0].lons[3:6]).all()
    assert walk.segments[0].times[-1] == UNKNOWN
    assert read(gpx(some(3) + bad)).met[Met.TIMELESS] == 1


def test_a_file_cut_short_gives_what_comes_before():
    whole = gpx(some(5), some(5))
    reading = read(whole[: whole.rindex(b"<trkpt")])
    assert [len(segment) for segment in reading.recordings[0].segments] == [5, 4]
    assert reading.met[Met.CUT] == 1
    assert "coupé ou abîmé à la ligne 1" in report("a.gpx", reading).besides[0]
    assert read(gzipped(whole)[:-12]).recordings


def test_a_prefix_nobody_declared_and_an_encoding_that_is_another_are_no_faults():
    told = gpx(some(), name="Randonnée à l’été").decode().replace("</trkseg>", "<gpxx:Extra>1</gpxx:Extra></trkseg>")
    told = told.replace('version="1.0"', 'version="1.0" encoding="UTF-8"', 1).replace("’", "'")
    reading = read(told.encode("latin-1"))
    assert reading.recordings[0].name == "Randonnée à l'été"
    assert reading.met[Met.ENCODING] == 1
    assert read(told.replace("UTF-8", "iso-8859-1").encode("latin-1")).met[Met.ENCODING] == 0
    assert read(told.encode("utf-16")).recordings[0].name == "Randonnée à l'été"


def test_times_are_utc_unless_they_say_otherwise():
    points = point(2, 50, "2012-08-03T14:00:00+02:00") + point(2.1, 50, "2012-08-03T12:00:00.5Z")
    [walk] = read(gpx(points + point(2.2, 50, "2012-08-03T12:00:01"))).recordings
    assert walk.segments[0].times.tolist() == [NOON, NOON + 500, NOON + 1000]


def test_a_kml_gives_lines_tracks_with_times_and_points():
    line = "<Placemark><name>Ligne</name><LineString><coordinates>2.8, 50.4,12\n 2.9 ,50.5 x,y</coordinates></LineString></Placemark>"
    several = "<Placemark><MultiGeometry>" + "<LineString><coordinates>1,2 3,4</coordinates></LineString>" * 2
    several += "</MultiGeometry></Placemark>"
    track = "<Placemark><name>Trace</name><gx:Track><when>2012-08-03T12:00:00Z</when><when>bientôt</when>"
    track += "<gx:coord>2.8 50.4 12</gx:coord><gx:coord>2.9 50.5 13</gx:coord><gx:coord>3 50.6</gx:coord></gx:Track></Placemark>"
    mark = "<Placemark><name>Puits</name><TimeStamp><when>2012-08-03T12:00:00Z</when></TimeStamp><Point><coordinates>2,50</coordinates></Point></Placemark>"
    for pack in (bytes, lambda content: zipped(doc_kml=content)):
        reading = read(pack(kml(line + several + track + mark)))
        one, two, three = reading.recordings
        assert (one.name, one.source, len(one.segments[0]), one.segments[0].heights[0]) == (
            "Ligne",
            Source.UNSAID,
            3,
            12,
        )
        assert [len(segment) for segment in two.segments] == [2, 2]
        assert (three.source, three.segments[0].times.tolist()) == (Source.RECORDED, [NOON, UNKNOWN, UNKNOWN])
        assert three.segments[0].lats.tolist() == [50.4, 50.5, 50.6]
        assert [(mark.name, mark.time) for mark in reading.waypoints] == [("Puits", NOON)]


def test_a_geojson_may_carry_times_and_nonsense():
    timed = {"type": "Feature", "geometry": LINE, "properties": {"coordTimes": ["2012-08-03T12:00:00Z", None]}}
    odd = {"type": "Feature", "geometry": {"type": "LineString", "coordinates": [None, [1], ["2", "3"], [2, 3]]}}
    rest = [None, 3, {"type": "Feature", "geometry": None}, {"type": "Polygon", "coordinates": []}]
    reading = read(json.dumps({"type": "FeatureCollection", "features": [timed, odd, *rest]}).encode())
    one, two = reading.recordings
    assert (one.source, one.segments[0].times.tolist()) == (Source.RECORDED, [NOON, UNKNOWN])
    assert np.isnan(two.segments[0].lons[:3] + two.segments[0].lats[:3]).all()
    assert (reading.met[Met.PLACELESS], reading.met[Met.AREA]) == (1, 1)
    assert np.isnan(
        read(b'{"type":"LineString","coordinates":[[NaN,1],[1e999,2],[2,3]]}').recordings[0].segments[0].lons[0]
    )


def test_umap_openstreetmap_and_feeds_are_read_too():
    umap = {
        "type": "umap",
        "layers": [{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": LINE}]}],
    }
    assert read(json.dumps(umap).encode()).form == "uMap"
    way = {"type": "way", "geometry": [{"lat": 50, "lon": 2}, {"lat": 51, "lon": 3}], "tags": {"name": "GR"}}
    found = read(json.dumps({"elements": [way, {"type": "node", "lat": 1, "lon": 2}]}).encode())
    assert (found.recordings[0].name, found.recordings[0].segments[0].lons.tolist()) == ("GR", [2, 3])
    feed = b"<rss><channel><item><title>Ici</title><georss:line>50 2 51 3</georss:line><geo:lat>50</geo:lat><geo:long>2</geo:long></item></channel></rss>"
    told = read(feed)
    assert (told.recordings[0].segments[0].lons.tolist(), told.waypoints[0].lon) == ([2, 3], 2)


WHOLE = [
    gpx(some(4), some(2), besides=point(2, 50, tag="wpt", name="é")),
    kml("<Placemark><gx:Track><when>2012-08-03T12:00:00Z</when><gx:coord>2 50</gx:coord></gx:Track></Placemark>"),
    json.dumps(
        {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": LINE, "properties": {}}]}
    ).encode(),
    gzipped(gpx(some(3))),
    zipped(doc_kml=kml("<Placemark><LineString><coordinates>1,2 3,4</coordinates></LineString></Placemark>")),
]


def told_of(content: bytes) -> str:
    """The report, or why there is none; anything else that is raised fails the test."""
    try:
        return report("fichier", read(content)).summary
    except Refused as refused:
        return str(refused)


@given(
    st.sampled_from(WHOLE),
    st.lists(st.tuples(st.integers(0, 10_000), st.binary(max_size=6), st.integers(0, 9)), max_size=6),
)
@example(b"<gpx>\xff\xfe", [])
def test_a_mutated_file_is_read_or_refused_with_a_sentence(content, changes):
    for at, put, gone in changes:
        at %= len(content) + 1
        content = content[:at] + put + content[at + gone :]
    assert len(told_of(content)) > 10


@given(
    st.one_of(
        st.binary(max_size=400), st.text(max_size=200).map(lambda text: f"<gpx>{text}".encode("utf-8", "replace"))
    )
)
def test_any_bytes_are_read_or_refused_with_a_sentence(content):
    assert len(told_of(content)) > 10


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                "type coordinates geometry geometries features properties coordTimes layers elements crs name lat lon tags members".split()
            ),
            inner
            | st.sampled_from(
                ["Feature", "FeatureCollection", "LineString", "MultiLineString", "Point", "GeometryCollection", "umap"]
            ),
            max_size=5,
        )
    ),
    max_leaves=25,
)


@given(
    st.dictionaries(st.sampled_from(["type", "features", "geometry", "coordinates", "elements", "layers"]), json_values)
)
def test_any_json_is_read_or_refused_with_a_sentence(found):
    assert len(told_of(json.dumps(found).encode())) > 10


def test_no_reader_of_tracks_reaches_a_library_that_follows_what_a_file_says():
    code = "".join(path.read_text() for path in File(__file__).parents[2].glob("routes/tracks/*.py"))
    for name in ("lxml", "etree", "minidom", "sax", "gdal", "urlopen"):
        assert name not in code
