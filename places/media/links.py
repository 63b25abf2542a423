"""Films that live elsewhere: who keeps them, and which one, read from the address that people copy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.utils.translation import gettext as _

from places.choices import FilmHost
from places.media.refusal import Refused

HOST = re.compile(r"(?=.{4,120}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
# Host (without www. and m.) → the film's name in the path or, as `v`, among the parameters.
PATHS = {
    "youtube.com": (FilmHost.YOUTUBE, r"/(?:shorts|embed|live|v)/([\w-]{11})"),
    "youtube-nocookie.com": (FilmHost.YOUTUBE, r"/embed/([\w-]{11})"),
    "youtu.be": (FilmHost.YOUTUBE, r"/([\w-]{11})"),
    "vimeo.com": (FilmHost.VIMEO, r"(?:/channels/\w+|/groups/\w+/videos)?/(\d{5,12})(?:/([0-9a-f]{6,16}))?"),
    "player.vimeo.com": (FilmHost.VIMEO, r"/video/(\d{5,12})"),
    "dailymotion.com": (FilmHost.DAILYMOTION, r"(?:/embed)?/video/([a-z0-9]{5,12})(?:_[^/]*)?"),
    "dai.ly": (FilmHost.DAILYMOTION, r"/([a-z0-9]{5,12})"),
}
PEERTUBE = r"/(?:w|videos/watch|videos/embed)/([A-Za-z0-9]{22}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
ADDRESSES = {
    FilmHost.YOUTUBE: "https://www.youtube.com/watch?v={}",
    FilmHost.VIMEO: "https://vimeo.com/{}",
    FilmHost.DAILYMOTION: "https://www.dailymotion.com/video/{}",
}


@dataclass(frozen=True)
class Link:
    """`key` names the film at its host; of PeerTube, which has many houses: `house/film`."""

    host: FilmHost
    key: str

    @property
    def url(self) -> str:
        if self.host == FilmHost.PEERTUBE:
            house, _slash, film = self.key.partition("/")
            return f"https://{house}/w/{film}"
        return ADDRESSES[self.host].format(self.key)

    @property
    def server(self) -> str:
        """Whose machine shows the film, as a reader knows it."""
        return self.key.partition("/")[0] if self.host == FilmHost.PEERTUBE else self.host.label


def parse(address: str) -> Link:
    """`Refused`, with what is understood, for an address that is no film's."""
    try:
        parts = urlsplit(address.strip() if "://" in address else f"https://{address.strip()}")
        house = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
        plain = parts.scheme in ("http", "https") and not parts.username and parts.port is None
    except ValueError:
        plain = False
    if plain and HOST.fullmatch(house) and (link := _link(house, parts.path.rstrip("/"), parts.query)):
        return link
    raise Refused(
        _(
            "Nous ne reconnaissons pas ce film : copiez l’adresse de sa page sur YouTube, Vimeo, Dailymotion ou PeerTube."
        )
    )


def _link(house: str, path: str, query: str) -> Link | None:
    if house == "youtube.com" and path == "/watch":
        path = "/v/" + parse_qs(query).get("v", [""])[0]
    if house not in PATHS:
        found = re.fullmatch(PEERTUBE, path)
        return found and Link(FilmHost.PEERTUBE, f"{house}/{found[1]}")
    host, pattern = PATHS[house]
    found = re.fullmatch(pattern, path, re.ASCII)
    return found and Link(host, "/".join(part for part in found.groups() if part))
