"""The pages of comparable models: the answer, the questionnaire that leads to it, how it is made."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from atlas.comparables import weights
from atlas.comparables.asking import Question
from atlas.comparables.how import how_context
from atlas.comparables.page import models_context, models_url, results_context
from atlas.comparables.questionnaire import step_context
from places.vocabulary import Terms


@require_safe
def models(request: HttpRequest) -> HttpResponse:
    question = _question(request)
    if request.GET.get("where") and question.criteria.origin:
        return redirect(models_url(question, question.criteria.page))  # the place by its number: one address
    if question.is_empty and not question.problems:
        return redirect(reverse("models_ask"))
    return render(request, "atlas/models/index.html", models_context(question))


@require_safe
def models_results(request: HttpRequest) -> HttpResponse:
    """The list alone, for the balance to put in place."""
    return render(request, "atlas/models/_results.html", results_context(_question(request)))


@require_safe
def models_ask(request: HttpRequest) -> HttpResponse:
    """One step of the questionnaire; the last one leads to the answer."""
    context = step_context(request.GET, Terms.read(get_language()))
    return render(request, "atlas/models/ask.html", context)


@require_safe
def models_how(request: HttpRequest) -> HttpResponse:
    return render(request, "atlas/models/how.html", how_context(Terms.read(get_language())) | {"weights": weights})


def _question(request: HttpRequest) -> Question:
    return Question.read(request.GET, Terms.read(get_language()))
