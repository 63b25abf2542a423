"""What programs are told when their request cannot be answered: 400 and a reason, never a stack trace."""

from http import HTTPStatus

from django.http import JsonResponse
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import exception_handler

from atlas.criteria import Criteria


def handler(error: Exception, context: dict) -> Response | None:
    """DRF's errors in the words of RFC 9457."""
    response = exception_handler(error, context)
    if response is not None:
        status = response.status_code
        detail = error.detail if isinstance(error, APIException) else _("Il n’y a rien à cette adresse.")
        response.data = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail}
        response.content_type = "application/problem+json"
    return response


def refused(criteria: Criteria) -> JsonResponse:
    """400 with each parameter that could not be used and why."""
    return problem(
        400,
        " ".join(p.message for p in criteria.problems),
        invalid=[{"parameter": p.parameter, "reason": p.message} for p in criteria.problems],
    )


def problem(status: int, detail: str, **more) -> JsonResponse:
    body = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    return JsonResponse(body, status=status, content_type="application/problem+json")
