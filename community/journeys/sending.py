"""What is sent to the diary and answered: to a person as a page, to a script as JSON."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community.journeys import offline, photos, placing
from community.journeys.entry import FilesForm
from community.reviewing import marks
from places.media import limits
from places.media.refusal import Refused
from places.typography import short, typeset
from routes.models import Entry, EntryMedium, Journey


def errors(*forms: BaseForm) -> dict[str, list[str]]:
    """Field → sentences; "" is what is wrong with the whole."""
    told: dict[str, list[str]] = {}
    for form in forms:
        for name, said in form.errors.items():
            told.setdefault("" if name == "__all__" else name, []).extend(str(one) for one in said)
    return told


def entry(kept: Entry) -> dict[str, Any]:
    """What a script learns of a page that has arrived."""
    return {
        "state": "kept",
        "key": str(kept.key),
        "version": kept.journey.version,
        "url": reverse("journeys:entry", args=[kept.journey.slug, kept.key]),
    }


def medium(kept: EntryMedium) -> dict[str, Any]:
    state = "shown" if kept.is_shown else "waits" if kept.handed_in_at else "draft"
    return {"state": state, "key": str(kept.key), "place": placing.said(kept)}


def clashes(journey: Journey, told: list[dict[str, Any]]) -> dict[str, Any]:
    """Both texts, part by part, as words; and the version against which one's own may be sent again."""
    said = _("Quelqu’un d’autre a changé les mêmes mots. Relisez, gardez ce qui est juste, puis envoyez de nouveau.")
    parts = [
        {"label": one["label"], "theirs": "".join(text for kind, text in one["theirs"].pieces if kind != "gone")}
        for one in told
    ]
    return {"errors": {"": [said]}, "clashes": parts, "version": Journey.everything.get(pk=journey.pk).version}


def files(request: HttpRequest, form: FilesForm, about: Entry) -> list[str]:
    """Drafts of what could be taken; sentences about the rest."""
    given, problems = form.cleaned_data, []
    if getattr(request, "is_too_heavy", False):
        return [_("Tout cela ensemble est trop lourd : %s au plus à la fois.") % limits.weight(limits.REQUEST_BYTES)]
    if given["files"]:
        try:
            photos.check_room(about, by=request.user)
        except ValidationError as closed:
            return closed.messages
    for file in given["files"][: limits.FILES_AT_ONCE]:
        try:
            photos.take(file, about, by=request.user, author=given["author"], licence=given["licence"])
        except (Refused, ValidationError) as refused:
            said = " ".join(refused.messages) if isinstance(refused, ValidationError) else str(refused)
            problems.append(f"{short(file.name)} : {said}")
    if len(given["files"]) > limits.FILES_AT_ONCE:
        problems.append(_("Douze fichiers au plus à la fois : envoyez les autres ensuite."))
    return problems


def config(request: HttpRequest, journey: Journey, about: Entry | None = None) -> dict[str, Any]:
    """What static/js/journeys/ starts from. A browser keeps what waits for each person apart (`person`)."""
    get_token(request)
    where = [journey.slug]
    return {
        "journey": journey.slug,
        "person": marks.of_person(request.user),
        "key": str(about.key) if about else "",
        "urls": {
            "entry": reverse("journeys:entry", args=[*where, "00000000-0000-0000-0000-000000000000"]),
            "media": reverse("journeys:media", args=[*where, "00000000-0000-0000-0000-000000000000"]),
            "new": reverse("journeys:new_entry", args=where),
            "token": reverse("journeys:token", args=where),
            "worker": offline.address(request.user, journey),
            "scope": reverse("journeys:desk", args=where),
            "login": reverse("account_login"),
        },
        "words": words(),
    }


def words() -> dict[str, str]:
    """What the scripts say, in the page's language."""
    told = {
        "untitled": _("Une page sans titre"),
        "draft": _("brouillon, dans ce navigateur seulement"),
        "ready": _("à envoyer, attend le réseau"),
        "refused": _("refusée : à corriger"),
        "login": _("Votre connexion est terminée : entrez de nouveau, ce que vous avez écrit attend ici."),
        "enter": _("Entrer"),
        "sending": _("Envoi…"),
        "file": _("fichier"),
        "files": _("fichiers"),
        "now": _("Envoyer maintenant"),
        "throw": _("Jeter"),
        "sure": _("Jeter cette page et ses photos ? Elles ne sont nulle part ailleurs."),
        "back": _("Ce que vous aviez commencé ici est de retour."),
        "unkept": _("Ce navigateur ne garde rien (fenêtre privée, ou disque plein) : envoyez avant de fermer la page."),
        "offline": _("Pas de réseau. La page est gardée dans ce navigateur, et partira quand il revient."),
        "offlineNow": _("Pas de réseau : ce que vous écrivez est gardé dans ce navigateur."),
        "sent": _("La page est arrivée."),
        "mend": _("Il reste quelque chose à corriger. Ce que vous avez écrit est toujours là."),
        "cameraPlace": _("L’appareil dit :"),
        "cameraHour": _("à"),
        "noPlace": _("L’appareil ne dit pas où."),
        "moved": _("Sur la carte :"),
        "confirmed": _("C’est confirmé :"),
        "theirs": _("{label} : « {words} »"),
    }
    return {name: typeset(text, get_language() or "fr") for name, text in told.items()}
