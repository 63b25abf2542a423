"""« Signaler un problème », for any reader; and what moderators do about it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from community.models import Report
from community.reviewing import marks, reporting
from community.reviewing.forms import HandleForm, ReportForm
from community.reviewing.views.gate import only, paged
from places.models import Initiative
from routes.models import Journey


# It says nothing of who sends it, so that a forged one is no more than what anybody may send; and readers get no cookie.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """`?initiative=slug`, with `&revision=number` for one of its versions; or `?journey=slug`; or `?person=handle`."""
    told = Report(language=get_language(), **_about(request))
    form = ReportForm(request.POST if request.method == "POST" else None, instance=told)
    if request.method == "POST" and form.is_valid():
        try:
            reporting.report(form.save(commit=False), by=request.user, address=marks.address_of(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return render(request, "community/review/reported.html", {"report": told})
    return render(request, "community/review/report.html", {"form": form, "report": told}, status=_status(form))


@only("review")
@require_http_methods(["GET", "HEAD", "POST"])
def reports(request: HttpRequest) -> HttpResponse:
    """Those that are open, oldest first."""
    answered, failed = request.POST.get("report", ""), None
    if request.method == "POST" and answered.isascii() and answered.isdigit() and len(answered) < 12:
        told, failed = get_object_or_404(Report, pk=int(answered)), HandleForm(request.POST, auto_id=f"{answered}-%s")
        if failed.is_valid():
            done = reporting.handle(told, by=request.user, **failed.cleaned_data)
            said = _("Le signalement est classé.") if done else _("Quelqu’un d’autre avait déjà traité ce signalement.")
            messages.success(request, said)
            return redirect("reviewing:reports")
    page = paged(request, Report.objects.open())
    listed = [(one, failed if failed and str(one.pk) == answered else _form(one)) for one in page]
    return render(request, "community/review/reports.html", {"page": page, "listed": listed}, status=_status(failed))


def _form(told: Report) -> HandleForm:
    return HandleForm(auto_id=f"{told.pk}-%s")


def _status(form) -> int:
    return 422 if form is not None and form.is_bound and form.errors else 200


def _about(request: HttpRequest) -> dict:
    """What is wrong; 404 when there is no such thing."""
    names = ("initiative", "revision", "person", "journey")
    asked = {name: request.GET.get(name, "").replace("\x00", "") for name in names}
    if asked["person"]:
        return {"person": get_object_or_404(get_user_model(), username=asked["person"])}
    if asked["journey"]:
        return {"journey": get_object_or_404(Journey, slug=asked["journey"])}
    sheet = get_object_or_404(Initiative.everything, slug=asked["initiative"])
    if not asked["revision"]:
        return {"initiative": sheet}
    if not (asked["revision"].isascii() and asked["revision"].isdigit() and len(asked["revision"]) < 9):
        raise Http404
    return {"initiative": sheet, "revision": get_object_or_404(sheet.revisions, number=int(asked["revision"]))}
