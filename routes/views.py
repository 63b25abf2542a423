"""Journeys and their stages."""


def journeys(request): ...


def journey(request, slug): ...


def stage(request, slug, stage): ...
