"""A proposal as its author follows it, by an address that nobody can guess: no account is needed, nor a cookie."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from community.models import Proposal
from community.reviewing import deciding, showing


@require_safe
@never_cache
def sent(request: HttpRequest) -> HttpResponse:
    """To a passer-by who has just proposed something: the rest is in their mail."""
    return render(request, "community/review/sent.html")


# Without a cookie there is no other token than the address itself: whoever knows it is who it was sent to.
@method_decorator([csrf_exempt, never_cache], name="dispatch")
class Follow(View):
    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, token: str, problem: str = "") -> HttpResponse:
        proposal = _named(token)
        if proposal is None:
            return render(request, "community/review/unknown_proposal.html", status=404)
        context = {"proposal": proposal, "problem": problem, "State": Proposal.State}
        if (
            proposal.state != Proposal.State.ACCEPTED
        ):  # then the sheet says it; else nobody would have their words any more
            context["shown"] = showing.shown(proposal)
        return render(request, "community/review/follow.html", context, status=409 if problem else 200)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        proposal = _named(token)
        act = {"confirm": deciding.confirm, "withdraw": deciding.withdraw}.get(request.POST.get("do", ""))
        if proposal is None or act is None:
            return self.get(request, token)
        confirmed = act is deciding.confirm and proposal.state == Proposal.State.WAITING
        try:
            if not confirmed:
                act(proposal)
        except deciding.Decided:
            return self.get(request, token, _("Entre-temps, cette proposition a été décidée."))
        return redirect(proposal)


def _named(token: str) -> Proposal | None:
    found = Proposal.objects.select_related("author", "initiative", "revision__initiative")
    return found.filter(token=token.replace("\x00", "")).first()
