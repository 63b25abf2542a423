"""Pages that improve a sheet: a form over some of its parts, shown, sent, shown again, settled."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views import View

from community.editing import handing
from community.editing.contribution import ContributionForm
from community.editing.facts import FactsForm
from community.editing.place import PlaceForm
from community.editing.questions import QuestionForm
from community.editing.sources import SourcesForm
from community.media.fields import languages
from community.permissions import can
from places import differences, history, prose, sheet, states, translations
from places.choices import Question, Verb
from places.merging import Clash
from places.models import Answer as Told
from places.models import Initiative
from places.states import State
from places.vocabulary import Terms

# What is shown again of a form whose sheet is gone: what somebody wrote rather than chose.
WRITTEN = {
    "text",
    "note",
    "location_note",
    "people_note",
    "name",
    "name_local",
    "locality",
    "source_url",
    "source_title",
}
LEFT = (Verb.REMOVE, Verb.MERGE)


class Improve(View):
    """`part`: what is edited, in the address and in the key under which a browser keeps what is typed."""

    form_class: type[ContributionForm]
    template = ""
    part = ""
    http_method_names = ["get", "head", "post"]

    def setup(self, request: HttpRequest, *args: Any, **where: Any) -> None:
        super().setup(request, *args, **where)
        self.initiative = self.read(where["slug"])

    def dispatch(self, request: HttpRequest, *args: Any, **where: Any) -> HttpResponse:
        if self.initiative.removed_at:
            return self.gone(request, where)
        return super().dispatch(request, *args, **where)

    @staticmethod
    def read(slug: str) -> Initiative:
        return get_object_or_404(Initiative.everything.for_sheet(), slug=slug)

    def gone(self, request: HttpRequest, where: dict[str, Any]) -> HttpResponse:
        """The sheet was taken out, or made part of another, while somebody wrote: the other one's form, or why; and what
        they wrote, to be taken along."""
        heir = self.initiative.heir
        there = heir and reverse(request.resolver_match.view_name, kwargs=where | {"slug": heir.slug})
        if there and request.method != "POST":
            return redirect(there)
        context = {"initiative": self.initiative, "heir": heir, "there": there}
        context["written"] = [text for name, text in request.POST.items() if name in WRITTEN and text.strip()]
        context["revision"] = self.initiative.revisions.told().filter(verb__in=LEFT).order_by("-number").first()
        return render(request, "community/editing/gone.html", context, status=410)

    @property
    def key(self) -> str:
        return f"{self.initiative.slug}/{self.part}"

    def get(self, request: HttpRequest, **where: Any) -> HttpResponse:
        return self.show(self.form(states.state(self.initiative)))

    def post(self, request: HttpRequest, **where: Any) -> HttpResponse:
        form = self.form(states.state(self.initiative), data=request.POST)
        if request.POST.get("do") == "preview":
            return self.show(form, typed=True, previewed=True)
        if not form.is_valid():
            return self.show(form, status=422, typed=True)

        def again(*, status: int, clashes: list[Clash] | None = None, begun: State | None = None) -> HttpResponse:
            if clashes is None:
                return self.show(form, status=status, typed=True)
            self.initiative = self.read(where["slug"])
            return self.show(self.settling(form, begun), status=status, typed=True, clashes=self.told(clashes))

        return handing.finish(request, form, self.initiative, key=self.key, again=again)

    def form(self, state: State, **options: Any) -> ContributionForm:
        begun = self.begun(state) | {"base": self.initiative.version}
        return self.form_class(person=self.request.user, initial=begun, **options | self.options())

    def settling(self, sent: ContributionForm, begun: State) -> ContributionForm:
        """The same form over what the sheet says now, with one's own words where they clash and what was typed beside."""
        form = self.form(begun)
        typed = sent.fields.keys() - self.form_class.begun(begun).keys() - {"base", "opened"}
        form.initial |= {name: sent.cleaned_data.get(name) for name in typed}
        return form

    def begun(self, state: State) -> dict[str, Any]:
        return self.form_class.begun(state)

    def options(self) -> dict[str, Any]:
        return {}

    def context(self, form: ContributionForm) -> dict[str, Any]:
        return {}

    def told(self, clashes: list[Clash]) -> list[dict[str, Any]]:
        """What each of the two made of what both had seen."""
        terms = Terms.read(get_language() or "fr")
        return [
            {
                "label": history.label(clash.part),
                "theirs": history.told({clash.part: [clash.base, clash.theirs]}, terms)[0],
                "mine": history.told({clash.part: [clash.base, clash.mine]}, terms)[0],
            }
            for clash in clashes
        ]

    def show(
        self, form: ContributionForm, *, status: int = 200, typed: bool = False, previewed: bool = False, clashes=()
    ) -> HttpResponse:
        context = {
            "initiative": self.initiative,
            "form": form,
            "key": self.key,
            "typed": typed,
            "clashes": clashes,
            "waits": not can(self.request.user, "publish", self.initiative),
            "previewed": previewed,
        }
        return render(self.request, self.template, context | self.context(form), status=status)


class Facts(Improve):
    form_class = FactsForm
    template = "community/editing/facts.html"
    part = "facts"


class Place(Improve):
    form_class = PlaceForm
    template = "community/editing/place.html"
    part = "place"


class Sources(Improve):
    form_class = SourcesForm
    template = "community/editing/sources.html"
    part = "sources"


class Answer(Improve):
    """One question in one language; `?from=` names the language of the text that is shown beside it."""

    form_class = QuestionForm
    template = "community/editing/question.html"

    def setup(self, request: HttpRequest, *args: Any, **where: Any) -> None:
        super().setup(request, *args, **where)
        asked = states.answered(where["part"]) if states.is_part(where["part"]) else None
        if asked is None:
            raise Http404
        self.part = where["part"]
        self.question, self.language = asked

    def get(self, request: HttpRequest, **where: Any) -> HttpResponse:
        """`?in=` goes on to the same question in another language, beside this one."""
        other = request.GET.get("in", "")
        if states.is_language(other) and other != self.language:
            there = reverse("editing:answer", args=[self.initiative.slug, states.part(self.question, other)])
            return redirect(f"{there}?from={self.language}" if self.mine else there)
        return super().get(request, **where)

    @property
    def answers(self) -> dict[str, Told]:
        """Language → what is answered in it."""
        return {one.language: one for one in self.initiative.answers.all() if one.question == self.question}

    @property
    def mine(self) -> Told | None:
        return self.answers.get(self.language)

    @property
    def original(self) -> Told | None:
        """The answer that is translated: the one asked for, or that an earlier translation was made from, or none."""
        answers = self.answers
        mine = answers.pop(self.language, None)
        asked = self.request.GET.get("from") or self.request.POST.get("from") or (mine.translated_from if mine else "")
        if asked or mine:
            return answers.get(asked)
        return translations.original(answers.values(), self.question, self.language)

    def begun(self, state: State) -> dict[str, Any]:
        mine = self.mine
        return QuestionForm.begun(state, self.part) | {"follows": mine is None or bool(mine.translated_from)}

    def options(self) -> dict[str, Any]:
        original = self.original.language if self.original else ""
        return {"question": self.question, "language": self.language, "original": original}

    def context(self, form: ContributionForm) -> dict[str, Any]:
        reader = get_language() or "fr"
        text = form["text"].value() or ""
        others = [code for code in self.answers if code != self.language]
        return {
            "question": Question(self.question),
            "language": self.language,
            "language_name": sheet.language_name(self.language, reader),
            "original": self.original,
            "original_name": self.original and sheet.language_name(self.original.language, reader),
            "others": [(code, sheet.language_name(code, reader)) for code in others],
            "languages": languages(),
            "preview": prose.html(text[:100_000], self.language),
            "changed": self._changed(),
        }

    def _changed(self) -> list[differences.Piece]:
        """What is different in the original since this translation was made."""
        mine = self.mine
        if not mine or not self.original or mine.translated_from != self.original.language:
            return []
        was = history.as_of(
            self.initiative, min(mine.translated_version, self.initiative.version), now=states.state(self.initiative)
        )
        pieces = differences.words(was.get(states.part(self.question, self.original.language), ""), self.original.text)
        return pieces if any(kind != differences.SAME for kind, _ in pieces) else []
