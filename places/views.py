"""Sheets, and the atlas pages by country, resource and theme."""

from django.shortcuts import get_object_or_404, render

from places.models import Initiative


def initiative(request, slug):
    return render(request, "places/initiative.html", {"initiative": get_object_or_404(Initiative, slug=slug)})


def countries(request): ...


def country(request, code): ...


def terms(request, vocabulary): ...


def term(request, vocabulary, code): ...
