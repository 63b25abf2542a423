"""A file of tracks, whatever its name says: read, or refused with a sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _

from places.media.refusal import FAULTS, Refused, incomplete
from routes.tracks import geojson, georss, gpx, kml, xml
from routes.tracks.reading import Met, Reading
from routes.tracks.recognise import Form, recognise

READERS = {Form.GPX: gpx.read, Form.KML: kml.read, Form.FEED: georss.read}


def read(content: bytes) -> Reading:
    """All that it holds; `Refused` when that is nothing one can place on a map."""
    found = recognise(content)
    try:
        reading = geojson.read(found.text) if found.form == Form.JSON else READERS[found.form](xml.walk(found.text))
    except FAULTS as fault:
        raise incomplete() from fault
    reading.met[Met.ENCODING] += found.misnamed
    if not reading.recordings and not reading.waypoints:
        raise Refused(_nothing(reading))
    return reading


def _nothing(reading: Reading) -> str:
    if reading.met[Met.CUT]:
        return _("Ce fichier est abîmé dès la ligne %s : rien n’a pu en être lu.") % reading.met[Met.CUT]
    if reading.met[Met.AREA]:
        return _("Ce fichier ne contient que des surfaces : ni ligne, ni point.")
    if reading.met[Met.ELSEWHERE]:
        return _("Ce fichier ne contient qu’un lien vers un autre : envoyez celui-là.")
    if reading.met[Met.EMPTY]:
        return _("Ce fichier contient une trace, mais aucun point.")
    return _("Ce fichier ne contient ni trace, ni point.")
