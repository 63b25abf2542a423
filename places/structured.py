"""What search engines read of a sheet: a schema.org Organization, as the content of a data block."""

from __future__ import annotations

import json
from collections.abc import Iterable
from urllib.parse import urljoin

from django.utils.safestring import SafeString, mark_safe

from places.choices import Licence, MediumKind, Precision
from places.models import Initiative, Medium

LICENCE = "https://creativecommons.org/licenses/by-sa/4.0/"
LICENCES = {
    Licence.BY_SA: LICENCE,
    Licence.BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.ZERO: "https://creativecommons.org/publicdomain/zero/1.0/",
}
# Within <script>, no text of a contributor may look like the end of it.
HARMLESS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def organization(
    initiative: Initiative, *, url: str, language: str, description: str, media: Iterable[Medium] = ()
) -> SafeString:
    """JSON-LD of the initiative; empty fields are left out, and only an exact place has coordinates. `url`: whole, of its page."""
    page = {"@type": "WebPage", "@id": url, "inLanguage": language, "license": LICENCE}
    known = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": f"{url}#initiative",
        "name": initiative.name,
        "alternateName": initiative.name_local,
        "description": description,
        "url": initiative.website or url,
        "foundingDate": initiative.started and str(initiative.started),
        "address": _address(initiative),
        "location": _location(initiative),
        "image": [_image(medium, url) for medium in media if medium.kind == MediumKind.PHOTO],
        "mainEntityOfPage": page | {"dateModified": initiative.updated_at.date().isoformat()},
    }
    written = json.dumps({name: value for name, value in known.items() if value}, ensure_ascii=False)
    return mark_safe(written.translate(HARMLESS))  # noqa: S308 - nothing in it can close the block


def _address(initiative: Initiative) -> dict:
    parts = {
        "addressLocality": initiative.locality,
        "addressRegion": initiative.admin1,
        "addressCountry": initiative.country,
    }
    return {"@type": "PostalAddress"} | {name: value for name, value in parts.items() if value}


def _image(photo: Medium, url: str) -> dict:
    told = {"contentUrl": urljoin(url, photo.url), "caption": photo.caption or photo.alternative}
    told |= {"creditText": photo.author, "license": LICENCES.get(photo.licence), "inLanguage": photo.language}
    return {"@type": "ImageObject"} | {name: value for name, value in told.items() if value}


def _location(initiative: Initiative) -> dict | None:
    if initiative.precision != Precision.SITE or initiative.point is None:
        return None
    lon, lat = initiative.point.coords
    return {"@type": "Place", "geo": {"@type": "GeoCoordinates", "latitude": lat, "longitude": lon}}
