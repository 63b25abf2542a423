"""How a page with a form over parts of a journey goes: shown, sent, shown again with what is wrong or has to be settled."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from community.editing.handing import KEPT
from community.journeys import writing
from community.journeys.form import JourneyForm
from places.actions import Clashed
from places.merging import Clash
from places.states import State
from routes import labels, states
from routes.models import Journey


class Write(View):
    """`part` names the form in the key under which a browser keeps what is typed; `prefix` begins the parts it is over."""

    form_class: type[JourneyForm]
    template = ""
    part = ""
    prefix = ""
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, journey: Journey, **where: Any) -> HttpResponse:
        self.journey = journey
        self.find(**where)
        return super().dispatch(request)

    def find(self, **where: Any) -> None:
        """What the address names within the journey."""

    @property
    def key(self) -> str:
        return f"{self.journey.slug}/{self.part}"

    @property
    def rows(self) -> set[states.Row]:
        """Those that the form is about, besides the journey itself."""
        return states.rows([self.prefix])

    @property
    def state(self) -> State:
        """What the journey says now of what the form is about."""
        return states.state(self.journey, of=self.rows)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(self.form(self.state))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(self.state, data=request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            self.save(form)
        except Clashed as clashed:
            return self.settle(form, clashed)
        except ValidationError as error:
            form.blame(error)
            return self.show(form, status=422)
        messages.success(request, self.done(), extra_tags=f"{KEPT}{self.key}")
        return redirect(self.after())

    def form(self, state: State, **options: Any) -> JourneyForm:
        begun = self.form_class.begun(state, self.prefix) | {"base": self.journey.version}
        return self.form_class(initial=begun, **options | self.options(state))

    def options(self, state: State) -> dict[str, Any]:
        return {}

    def save(self, form: JourneyForm) -> None:
        base = form.cleaned_data["base"]
        try:
            seen = writing.seen(self.journey, base, of=self.rows)
        except ValidationError:
            form.rebase(self.journey.version)  # sent again, it is read against what the journey says now
            raise
        writing.revise(
            self.journey, form.wanted(seen), base=base, by=self.request.user, note=form.cleaned_data.get("note", "")
        )

    def settle(self, sent: JourneyForm, clashed: Clashed) -> HttpResponse:
        """The same form over what the journey says now, with one's own words where they clash."""
        self.journey = Journey.everything.get(pk=self.journey.pk)
        mine = {clash.part: clash.mine for clash in clashed.clashes}
        form = self.form(self.state | clashed.wanted | mine)
        return self.show(form, status=409, clashes=told(self.journey, clashed.clashes))

    def done(self) -> str:
        return _("C’est enregistré.")

    def after(self) -> str:
        return reverse("journeys:desk", args=[self.journey.slug])

    def context(self, form: JourneyForm) -> dict[str, Any]:
        return {}

    def show(self, form: JourneyForm, *, status: int = 200, clashes: list | None = None) -> HttpResponse:
        typed = form.is_bound or bool(clashes)
        context = {"journey": self.journey, "form": form, "key": self.key, "typed": typed, "clashes": clashes or []}
        return render(self.request, self.template, context | self.context(form), status=status)


def told(journey: Journey, clashes: list[Clash]) -> list[dict[str, Any]]:
    """What each of the two made of what both had seen."""
    names = labels.names(journey)
    return [
        {
            "label": labels.label(clash.part, names),
            "theirs": labels.told({clash.part: [clash.base, clash.theirs]}, names)[0],
            "mine": labels.told({clash.part: [clash.base, clash.mine]}, names)[0],
        }
        for clash in clashes
    ]
