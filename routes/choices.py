"""Closed lists of words about journeys."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Evidence(models.TextChoices):
    """Whether the travellers' diary says so, or the line was only announced."""

    DOCUMENTED = "documented", _("racontée par le carnet")
    ILLUSTRATIVE = "illustrative", _("illustrative")


class Mode(models.TextChoices):
    """How a stage was reached."""

    TRAIN = "train", _("en train")
    BUS = "bus", _("en car")
    CAR = "car", _("en voiture")
    BOAT = "boat", _("en bateau")
    PLANE = "plane", _("en avion")
    BICYCLE = "bicycle", _("à vélo")
    FOOT = "foot", _("à pied")
    UNKNOWN = "unknown", _("moyen inconnu")


class Certainty(models.TextChoices):
    DOCUMENTED = "documented", _("dit par le carnet")
    INFERRED = "inferred", _("déduit")
    ILLUSTRATIVE = "illustrative", _("supposé")
    UNKNOWN = "unknown", _("inconnu")


class JourneyState(models.TextChoices):
    """Who reads a journey: its team, its team and moderators, or everybody."""

    DRAFT = "draft", _("brouillon")
    WAITING = "waiting", _("à relire")
    SHOWN = "shown", _("publié")


class Placed(models.TextChoices):
    """What says where an entry or a photo is."""

    HAND = "hand", _("à la main")
    EXIF = "exif", _("par l’appareil")
    TRACK = "track", _("par l’heure, sur la trace")
    STAGE = "stage", _("à son étape")


class TrackKind(models.TextChoices):
    """Whether a device wrote a line on the way, or somebody drew it."""

    TRACK = "track", _("trace enregistrée en chemin")
    ROUTE = "route", _("itinéraire prévu ou dessiné")


class PartKind(models.TextChoices):
    """What is known of a part of a track."""

    RECORDED = "recorded", _("enregistrée")
    FLIGHT = "flight", _("vol")
    GAP = "gap", _("non enregistrée")
