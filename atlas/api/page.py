from django.http import HttpRequest, HttpResponse


def try_api(request: HttpRequest) -> HttpResponse:
    return HttpResponse("x")
