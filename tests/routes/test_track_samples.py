"""Real files, where this machine has them: what each report says, by the same functions as the form and the command."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from PIL import ExifTags, Image

from places.media.receiving import receive
from places.media.refusal import Refused
from routes.choices import Placed
from routes.models import Journey, Track
from routes.tracks import actions, tiles
from routes.tracks.files import read
from routes.tracks.placing import place, timeline
from routes.tracks.report import report
from routes.tracks.taking import take

SAMPLES = Path(__file__).resolve().parents[3] / "shared/samples"  # beside the project, when they are
pytestmark = pytest.mark.skipif(not SAMPLES.exists(), reason="no samples on this machine")

# file: (its summary, what else is said of its lines and besides)
SAID = {
    "gpx-gpxpy/Mojstrovka.gpx": (
        "GPX : 1 trace, 184 points, 2,7 km.",
        [
            "184 heures impossibles (d’avant les satellites, ou à venir), oubliées ; leurs points sont gardés.",
            "Sans heures.",
        ],
    ),
    "gpx-gpxpy/around-visnjan-with-car.gpx": (
        "GPX : 1 trace, 104 points, 2,7 km.",
        ["Le 18 décembre 2020 de 07:15 à 07:24, heure du lieu."],
    ),
    "gpx-gpxpy/cerknicko-jezero.gpx": (
        "GPX : 7 traces, 296 points, 4,6 km.",
        ["Le 5 août 2010 de 16:23 à 17:05, heure du lieu.", "7 repères (001, BACK T TH, BIRDS NEST, FAGGIO, RAKOV12…)"],
    ),
    "gpx-gpxpy/cerknicko-without-times.gpx": ("GPX : 7 traces, 296 points, 4,6 km.", ["Sans heures.", "segment vide"]),
    "gpx-gpxpy/gpx1.0_with_all_fields.gpx": (
        "GPX : 2 traces, 5 points, 465,8 km.",
        ["Rien à tracer : il faut deux points au moins.", "2 repères (example name), dont 1 sans nom"],
    ),
    "gpx-gpxpy/gpx1.1_with_all_fields.gpx": ("GPX : 2 traces, 5 points, 465,8 km.", ["km dessinés."]),
    "gpx-gpxpy/route.gpx": ("GPX : 1 trace, 55 points, 6,7 km.", ["55 points, 6,7 km dessinés."]),
    "gpx-gpxpy/track-with-empty-segment.gpx": ("GPX : 1 trace, 9 points, 86 m.", ["1 trace ou segment vide."]),
    "gpx-gpxpy/track-with-extremes.gpx": (
        "GPX : 1 trace, 23 points, 1,5 km.",
        ["2 points égarés, loin de la trace un seul instant, laissés de côté."],
    ),
    "gpx-gpxpy/track-with-less-sec-time.gpx": (
        "GPX : 1 trace, 2 points, 2 m.",
        ["Le 11 décembre 2015 à 15:43, heure du lieu."],
    ),
    "gpx-gpxpy/unicode.gpx": ("GPX : aucune trace.", ["6 repères (šđčćž, BIRDS NEST, FAGGIO, RAKOV12, RAKV SKCJN…)"]),
    "gpx-gpxpy/unicode_with_bom.gpx": ("GPX : aucune trace.", ["1 repère (test) : laissé de côté"]),
    "gpx-gpxpy/unicode_with_bom_noencoding.gpx": ("GPX : aucune trace.", ["1 repère (bom noencoding ő)"]),
    "journeys-where-was-steve/trip_baltics.geojson": (
        "GeoJSON : 1 trace, 1 721 points, 667,7 km.",
        [
            "9 trous, 2 386 km en tout, où rien ne fut enregistré, en pointillé. Le plus long, 839,6 km : un vol, peut-être.",
            "1 457 doublons, laissés de côté.",
        ],
    ),
    "journeys-where-was-steve/trip_romania_moldova.geojson": (
        "GeoJSON : 1 trace, 2 586 points, 132,3 km.",
        ["4 trous, 468,8 km en tout", "Le plus long, 334,7 km : un vol, peut-être.", "À vous de le dire."],
    ),
    "mongol-rally-2014-plan/MongolRallyRoute.kml": (
        "KML : 17 traces, 56 993 points, 14 425 km.",
        ["5 505 points, 1 168 km.", "À vous de le dire."],
    ),
    "mongol-rally-2014-plan/caspianCrossing.kml": ("KML : 1 trace, 119 points, 607,9 km.", []),
    "mongol-rally-2014-plan/stops.geojson": ("GeoJSON : aucune trace.", ["35 repères sans nom : laissés de côté"]),
    "umap-fixtures/display_on_load.umap": ("uMap : aucune trace.", ["2 repères sans nom"]),
    "umap-fixtures/test_import_osm_relation.json": (
        "OpenStreetMap : 1 trace, 58 points, 1,9 km.",
        ["58 points en 5 morceaux"],
    ),
    "umap-fixtures/test_upload_data.gpx": ("GPX : 1 trace, 3 points, 147 m.", ["1 repère (Simple Point)"]),
    "umap-fixtures/test_upload_data.kml": ("KML : 1 trace, 3 points, 342 m.", ["1 surface, laissée de côté."]),
    "umap-fixtures/test_upload_data.umap": ("uMap : 1 trace, 5 points, 40,1 km.", ["1 repère (Lille)"]),
    "umap-fixtures/test_upload_georss.xml": ("GeoRSS : aucune trace.", ["1 repère (Title 1)"]),
}
REFUSED = {
    "gpx-gpxpy/unicode2.gpx": "Ce fichier contient une trace, mais aucun point.",
    "umap-fixtures/test_upload_data.csv": "C’est un fichier de texte : envoyez une trace",
    "exif-photos/no_exif.jpg": "C’est un fichier JPEG, pas une trace",
    "gogocarto/elements.json": "Ce fichier JSON n’est pas du GeoJSON",
    "tiers-lieux-occitanie/tierslieux-part1.xlsx": "C’est une archive ZIP sans trace dedans",
    "encodings/encoding-windows1252.tsv": "C’est un fichier de texte",
}
FOLDERS = ("gpx-gpxpy", "journeys-where-was-steve", "mongol-rally-2014-plan", "umap-fixtures")


def plain(text: str) -> str:
    return re.sub(r"[\u00a0\u202f]", " ", text)


def test_every_sample_of_tracks_is_looked_at_here():
    there = {f"{path.parent.name}/{path.name}" for folder in FOLDERS for path in (SAMPLES / folder).iterdir()}
    assert {name for name in there if not name.endswith(".md")} == {
        name for name in SAID | REFUSED if name.split("/")[0] in FOLDERS
    }


@pytest.mark.parametrize("name", SAID)
def test_a_real_file_is_told_as_a_person_would(name):
    told = report(name.split("/")[1], read((SAMPLES / name).read_bytes()))
    summary, besides = SAID[name]
    said = plain(" ".join([*(word for line in told.lines for word in line.told + line.left), *told.besides]))
    assert plain(told.summary) == summary
    assert [words for words in besides if words not in said] == [], said


@pytest.mark.parametrize("name", REFUSED)
def test_a_real_file_without_a_track_is_refused_with_a_sentence(name):
    with pytest.raises(Refused, match=re.escape(REFUSED[name])):
        read((SAMPLES / name).read_bytes())


def test_the_command_takes_them_all_and_says_the_same(atlas):
    journey, out, err = Journey.objects.get(), StringIO(), StringIO()
    files = [str(SAMPLES / name) for name in [*SAID, *REFUSED]]
    with pytest.raises(CommandError, match=f"{len(REFUSED)} refus sur {len(files)}"):
        call_command("import_track", journey.slug, *files, stdout=out, stderr=err)
    said, wrong = plain(out.getvalue()), plain(err.getvalue())
    assert [summary for summary, _ in SAID.values() if summary not in said] == []
    assert [sentence for sentence in REFUSED.values() if sentence not in wrong] == []
    tracks = Track.objects.all()
    assert (len(tracks), sum(track.points for track in tracks)) == (48, 62_467)
    assert {track.stage for track in tracks} == {None} | {track.stage for track in tracks if track.stage}
    assert tiles.lines(journey.slug, 2, 2, 1)


def test_a_dry_run_says_what_would_be_taken_and_takes_nothing(atlas):
    out = StringIO()
    call_command("import_track", Journey.objects.get().slug, SAMPLES / "gpx-gpxpy/route.gpx", dry_run=True, stdout=out)
    assert "6,7 km" in out.getvalue()
    assert not Track.objects.exists()


PHOTOS = {
    "Canon_40D.jpg": None,
    "DSCN0010.jpg": (11.885127, 43.467448),
    "DSCN0042.jpg": (11.881478, 43.464455),
    "landscape_6.jpg": None,
    "no_exif.jpg": None,
    "portrait_3.jpg": None,
}


@pytest.mark.parametrize("name", PHOTOS)
def test_a_real_photo_goes_where_it_says_else_on_the_track_else_to_its_stage(name, tmp_path):
    copy = tmp_path / name
    copy.write_bytes((SAMPLES / "exif-photos" / name).read_bytes())
    with copy.open("r+b") as file:
        received = receive(file)
    assert received.position == (PHOTOS[name] and pytest.approx(PHOTOS[name], abs=1e-6))
    with Image.open(SAMPLES / "exif-photos" / name) as image:
        told = image.getexif().get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal)
    taken = told and datetime.strptime(told, "%Y:%m:%d %H:%M:%S")
    found = place(exif=received.position, taken=taken, line=_around(taken), stage=(11.0, 43.0))
    by = Placed.EXIF if PHOTOS[name] else Placed.TRACK if taken else Placed.STAGE
    assert found[1] == by
    if by == Placed.TRACK:
        assert found[0] == pytest.approx((13.5, 45.5), abs=0.01)


def _around(taken: datetime | None):
    """A walk in Istria for an hour around the time that a camera there says."""
    if taken is None:
        return timeline([])
    began = taken - timedelta(minutes=30)
    points = "".join(
        f'<trkpt lon="{13.5 + n * 1e-5}" lat="45.5"><time>{_utc(began + timedelta(minutes=n))}</time></trkpt>'
        for n in range(61)
    )
    taken_of = take(read(f"<gpx><trk><trkseg>{points}</trkseg></trk></gpx>".encode()).recordings[0])
    return timeline((part.kind, part.path.times, part.path.lons, part.path.lats) for part in taken_of.parts)


def _utc(clock: datetime) -> str:
    return clock.replace(tzinfo=ZoneInfo("Europe/Zagreb")).astimezone(UTC).isoformat()


def test_a_large_file_is_kept_small_and_comes_back_whole(atlas):
    content = (SAMPLES / "mongol-rally-2014-plan/MongolRallyRoute.kml").read_bytes()
    file = actions.keep_file(Journey.objects.get(), "MongolRallyRoute.kml", content, by=None)
    assert actions.content(file) == content
    assert file.size < len(content) / 2
