"""Why an initiative is in the answer, in words a person would use, read off the very parts its score is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from atlas.comparables.profile import UNTOLD, Profile
from atlas.comparables.ranking import Match
from places.choices import PeopleUnit, Setting, Status
from places.templatetags.sheets import away
from places.vocabulary import Terms

SAME, DIFFERS = "same", "differs"
ALIKE = 0.5  # from here on a part is a likeness
AS_MANY = 1.1  # times more or less that nobody would notice
MUCH_LARGER = 10

FORMS = {
    "association": gettext_lazy("une association"),
    "cooperative": gettext_lazy("une coopérative"),
    "self-help-group": gettext_lazy("un groupe d’entraide"),
    "informal-collective": gettext_lazy("un collectif informel"),
    "user-committee": gettext_lazy("un comité d’usagers"),
    "village-assembly": gettext_lazy("une assemblée villageoise"),
    "social-enterprise": gettext_lazy("une entreprise sociale"),
    "producer-company": gettext_lazy("une société de producteurs"),
    "federation": gettext_lazy("une fédération"),
    "community-trust": gettext_lazy("une fiducie communautaire"),
    "participatory-municipality": gettext_lazy("une commune participative"),
    "intentional-community": gettext_lazy("une communauté intentionnelle"),
}
DECIDES_TOO = {
    "general-assembly": gettext_lazy("décide aussi en assemblée générale"),
    "elected-committee": gettext_lazy("décide aussi par un comité élu"),
    "one-member-one-vote": gettext_lazy("là aussi, une personne, une voix"),
    "consensus": gettext_lazy("décide aussi par consensus"),
    "consent": gettext_lazy("décide aussi par consentement"),
    "village-assembly": gettext_lazy("décide aussi en assemblée du village"),
    "rotating-roles": gettext_lazy("là aussi, les rôles tournent"),
    "participatory-budget": gettext_lazy("là aussi, un budget participatif"),
    "mixed": gettext_lazy("mêle aussi plusieurs façons de décider"),
}
SETTLED_TOO = {
    Setting.VILLAGE: gettext_lazy("dans un village aussi"),
    Setting.TOWN: gettext_lazy("dans une petite ville aussi"),
    Setting.CITY: gettext_lazy("dans une grande ville aussi"),
}
SETTLED = {
    Setting.VILLAGE: gettext_lazy("dans un village"),
    Setting.TOWN: gettext_lazy("dans une petite ville"),
    Setting.CITY: gettext_lazy("dans une grande ville"),
}


@dataclass(frozen=True)
class Reason:
    """`part` of the score, what it is (`same` or `differs`), and the sentence."""

    part: str
    kind: str
    text: str


def reasons(match: Match, profile: Profile, terms: Terms, *, like: bool = False) -> list[Reason]:
    """What is alike first, what weighs most first; then what differs. `like`: the profile is another sheet's."""
    told = [reason for part in match.parts for reason in TOLD[part](match, profile, terms, like)]
    told.sort(key=lambda reason: (reason.kind == DIFFERS, -match.parts[reason.part] * match.weights[reason.part]))
    return told


def where(match: Match) -> str:
    """« à 12 km », with « ~ » when the place is coarse; "" without a place on either side."""
    if match.km is None:
        return ""
    return _("à %s") % away(match.km * 1000, match.initiative.is_coarse)


def _resource(match: Match, profile: Profile, terms: Terms, like: bool) -> Iterator[Reason]:
    held = match.initiative.resources
    shared = _labels(terms, "resource", [code for code in profile.resource if code in held])
    missing = _labels(terms, "resource", [code for code in profile.resource if code not in held])
    if shared:
        text = ngettext("même ressource : %s", "mêmes ressources : %s", len(shared)) % ", ".join(shared)
        yield Reason("resource", SAME, text)
    if missing:
        yield Reason("resource", DIFFERS, _("rien sur : %s") % ", ".join(missing))


def _activity(match: Match, profile: Profile, terms: Terms, like: bool) -> Iterator[Reason]:
    held = match.initiative.activities
    shared = _labels(terms, "activity", [code for code in profile.activity if code in held])
    if shared:
        text = ngettext("même activité : %s", "mêmes activités : %s", len(shared)) % ", ".join(shared)
        yield Reason("activity", SAME, text)
    elif held:
        yield Reason("activity", DIFFERS, _("fait autre chose : %s") % ", ".join(_labels(terms, "activity", held)))


def _theme(match: Match, profile: Profile, terms: Terms, like: bool) -> Iterator[Reason]:
    shared = _labels(terms, "theme", [code for code in profile.theme if code in match.initiative.themes])
    if shared:
        text = ngettext("même thème : %s", "mêmes thèmes : %s", len(shared)) % ", ".join(shared)
        yield Reason("theme", SAME, text)


def _decision(match: Match, profile: Profile, terms: Terms, like: bool) -> Iterator[Reason]:
    held = [code for code in match.initiative.decisions if code not in UNTOLD]
    shared = [code for code in profile.decision if code in held]
    for code in shared:
        said = DECIDES_TOO.get(code)
        yield Reason(
            "decision", SAME, str(said) if said else _labelled(_("décide aussi ainsi : %s"), terms, "decision", code)
        )
    if not held:
        yield Reason("decision", DIFFERS, _("on ne sait pas encore comment elle décide"))
    elif not shared:
        yield Reason("decision", DIFFERS, _("décide autrement : %s") % ", ".join(_labels(terms, "decision", held)))


def _governance(match: Match, profile: Profile, terms: Terms, like: bool) -> Iterator[Reason]:
    held = match.initiative.governance
    if not held:
        return
    if held in profile.governance:
        yield Reason("governance", SAME, _("%s aussi") % _form(terms, held))
        return
    wanted = _(" ou ").join(_form(terms, code) for code in profile.governance)
    sentence = _("c’est %(held)s, et non %(wanted)s") if like else _("c’est %(held)s, vous cherchez %(wanted)s")
    yield Reason("governance", DIFFERS, sentence % {"held": _form(terms, held), "wanted": wanted})


def _people(match: Match, profile: Profile, terms: Terms, like: bool) -> Iterator[Reason]:
    sheet = match.initiative
    if sheet.people is None or not profile.people:
        return
    counted = f"{number_format(sheet.people, 0, force_grouping=True)} {PeopleUnit(sheet.people_unit).label}"
    same_unit, ratio = sheet.people_unit == profile.unit, max(sheet.people, 1) / profile.people
    if same_unit and 1 / AS_MANY <= ratio <= AS_MANY:
        yield Reason("people", SAME, _("%s, autant qu’elle") % counted if like else _("%s, comme vous") % counted)
    elif match.parts["people"] >= ALIKE:
        yield Reason("people", SAME, _("%s, une taille voisine") % counted)
    elif same_unit and ratio >= MUCH_LARGER:
        yield Reason("people", DIFFERS, _("bien plus grande : %s") % counted)
    elif same_unit and ratio <= 1 / MUCH_LARGER:
        yield Reason("people", DIFFERS, _("bien plus petite : %s") % counted)


def _setting(match: Match, profile: Profile, terms: Terms, like: bool) -> Iterator[Reason]:
    if match.setting == profile.setting:
        yield Reason("setting", SAME, str(SETTLED_TOO[match.setting]))
    elif match.setting != Setting.UNKNOWN:
        yield Reason("setting", DIFFERS, str(SETTLED[match.setting]))


def _words(match: Match, profile: Profile, terms: Terms, like: bool) -> Iterator[Reason]:
    if match.said:
        yield Reason("words", SAME, _("répond à %s") % ", ".join(f"« {words} »" for words in match.said))


def _text(match: Match, profile: Profile, terms: Terms, like: bool) -> Iterator[Reason]:
    if match.parts["text"] >= ALIKE:
        yield Reason("text", SAME, _("les deux fiches racontent des choses voisines"))


def _instructive(match: Match, profile: Profile, terms: Terms, like: bool) -> Iterator[Reason]:
    if match.replicable:
        yield Reason("instructive", SAME, _("dit ce qu’il faut pour le refaire ailleurs"))
    if match.initiative.status == Status.ENDED:
        yield Reason("instructive", DIFFERS, _("terminée aujourd’hui"))
    elif match.initiative.status == Status.DORMANT:
        yield Reason("instructive", DIFFERS, _("en sommeil aujourd’hui"))


def _lineage(match: Match, profile: Profile, terms: Terms, like: bool) -> Iterator[Reason]:
    if match.parts["lineage"] >= ALIKE:
        yield Reason("lineage", SAME, _("l’une a inspiré l’autre, ou elles vont ensemble"))


TOLD = {
    "resource": _resource,
    "activity": _activity,
    "theme": _theme,
    "decision": _decision,
    "governance": _governance,
    "people": _people,
    "setting": _setting,
    "words": _words,
    "text": _text,
    "instructive": _instructive,
    "lineage": _lineage,
}


def _form(terms: Terms, code: str) -> str:
    """« une coopérative »; the label of a form that editors have added since."""
    return str(FORMS.get(code) or terms.label("governance", code).lower())


def _labels(terms: Terms, vocabulary: str, codes) -> list[str]:
    """As they stand within a sentence."""
    return [label[:1].lower() + label[1:] for label in (terms.label(vocabulary, code) for code in codes)]


def _labelled(sentence: str, terms: Terms, vocabulary: str, code: str) -> str:
    return sentence % _labels(terms, vocabulary, [code])[0]
