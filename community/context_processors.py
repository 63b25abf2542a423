"""What every page may ask of its reader."""

from django.contrib.auth.models import AnonymousUser

from community.permissions import Can


def can(request) -> dict:
    return {"can": Can(getattr(request, "user", AnonymousUser()))}
