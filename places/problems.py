"""What programs are told when their request cannot be answered, in the words of RFC 9457; never a stack trace."""

from http import HTTPStatus

from django.http import JsonResponse

MEDIA = "application/problem+json"


def problem(status: int, detail: str, **more) -> JsonResponse:
    """`about:blank`: the status says what kind of problem it is, `detail` and the members in `more` say the rest."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    return JsonResponse(body, status=status, content_type=MEDIA)
