"""Closed lists of words that the code itself relies on; everything else is vocabulary (`Term`), edited by editors."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Vocabulary(models.TextChoices):
    RESOURCE = "resource", _("Ressource")
    THEME = "theme", _("Thème")
    GOVERNANCE = "governance", _("Forme de gouvernance")
    DECISION = "decision", _("Façon de décider")
    ACTIVITY = "activity", _("Activité")  # what is really done; each is part of a resource (`Term.broader`)


class Zone(models.TextChoices):
    """Parts of the road, in the order the travellers planned them, home first."""

    NORD_PAS_DE_CALAIS = "nord-pas-de-calais", _("Nord-Pas-de-Calais")
    EASTERN_EUROPE = "eastern-europe", _("Europe de l’Est")
    RUSSIA = "russia", _("Russie")
    SOUTHEAST_ASIA = "southeast-asia", _("Asie du Sud-Est")
    INDIAN_SUBCONTINENT = "indian-subcontinent", _("Sous-continent indien")
    ON_THE_WAY = "on-the-way", _("En chemin")


class Status(models.TextChoices):
    ACTIVE = "active", _("En activité")
    DORMANT = "dormant", _("En sommeil")
    ENDED = "ended", _("Terminée")
    UNKNOWN = "unknown", _("Situation inconnue")


class Precision(models.TextChoices):
    """How exactly we know **and show** where an initiative is; `hidden` has no point at all."""

    SITE = "site", _("lieu exact")
    VILLAGE = "village", _("village")
    CITY = "city", _("ville")
    REGION = "region", _("région")
    HIDDEN = "hidden", _("lieu non montré")


class Confidence(models.TextChoices):
    HIGH = "high", _("élevée")
    MEDIUM = "medium", _("moyenne")
    LOW = "low", _("faible")


class PeopleUnit(models.TextChoices):
    """What a number of people counts; numbers of different units are never added up."""

    PEOPLE = "people", _("personnes")
    HOUSEHOLDS = "households", _("foyers")
    HOMES = "homes", _("logements")
    ORGANISATIONS = "organisations", _("organisations")
    CUSTOMERS = "customers", _("abonnés")
    VISITS = "visits", _("visites")
    JOBS = "jobs", _("emplois")
    CONTRACTS = "contracts", _("contrats")
    SHARES = "shares", _("parts")


class Setting(models.TextChoices):
    """Where people live together; told from the nearest town of the gazetteer."""

    UNKNOWN = "unknown", _("Lieu de vie inconnu")
    VILLAGE = "village", _("Village")
    TOWN = "town", _("Petite ville")
    CITY = "city", _("Grande ville")


class SourceKind(models.TextChoices):
    PAGE = "page", _("page publique")
    VISIT = "visit", _("visite")
    TESTIMONY = "testimony", _("témoignage")


class Question(models.TextChoices):
    """The sheet's questions in reading order; the label is the heading a reader sees."""

    SUMMARY = "summary", _("En bref")
    ORIGIN = "origin", _("Comment c’est né")
    PURPOSE = "purpose", _("Ce qu’elle fait, pour qui")
    IMPACTS = "impacts", _("Ce qui a changé, en bien et en mal")
    INGREDIENTS = "ingredients", _("De quoi c’est fait")
    CATALYSTS = "catalysts", _("Ce qui l’a déclenchée")
    INDIVIDUAL = "individual", _("La place de chacun dans le collectif")
    DECIDING = "deciding", _("Comment on décide")
    CITY = "city", _("Les liens avec la cité : habitants, pouvoirs publics, partenaires")
    FUTURE = "future", _("Espoirs et craintes")
    REPLICATE = "replicate", _("Ce qu’il faut pour le refaire ailleurs")


class Verb(models.TextChoices):
    """What a revision did to a sheet."""

    CREATE = "create", _("création")
    EDIT = "edit", _("modification")
    REVERT = "revert", _("annulation")
    REMOVE = "remove", _("retrait")
    RESTORE = "restore", _("rétablissement")
    MERGE = "merge", _("fusion")


class MediumKind(models.TextChoices):
    PHOTO = "photo", _("photo")
    VOICE = "voice", _("voix")
    DOCUMENT = "document", _("document")
    FILM = "film", _("film")


class Format(models.TextChoices):
    """How a medium's file is written; the value is the end of its name."""

    JPEG = "jpg", "JPEG"
    PNG = "png", "PNG"
    WEBP = "webp", "WebP"
    HEIC = "heic", "HEIC"  # received, kept as JPEG
    MP3 = "mp3", "MP3"
    OGG = "ogg", "Ogg"
    M4A = "m4a", "M4A"
    WAV = "wav", "WAV"
    MP4 = "mp4", "MP4"
    WEBM = "webm", "WebM"
    PDF = "pdf", "PDF"


class Licence(models.TextChoices):
    """Under which others may reuse a medium."""

    BY_SA = "by-sa", _("CC BY-SA 4.0 : à réemployer en citant l’auteur et en partageant de même")
    BY = "by", _("CC BY 4.0 : à réemployer en citant l’auteur")
    ZERO = "zero", _("CC0 : à réemployer librement")
    GRANTED = "granted", _("avec l’accord de l’auteur, pour l’atlas seulement")


class FilmHost(models.TextChoices):
    """Who keeps a film that is only linked."""

    YOUTUBE = "youtube", "YouTube"
    VIMEO = "vimeo", "Vimeo"
    DAILYMOTION = "dailymotion", "Dailymotion"
    PEERTUBE = "peertube", "PeerTube"
