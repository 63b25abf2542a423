"""What templates say of revisions."""

from django import template

from places import history
from places.models import Revision

register = template.Library()


@register.filter
def who(revision: Revision) -> str:
    """The handle, or what stands for it; never an address."""
    return history.who(revision)


@register.filter
def part_label(part: str) -> str:
    return history.label(part)
