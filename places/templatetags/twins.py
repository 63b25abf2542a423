"""Why two sheets may be the same one, in words."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from places.templatetags.sheets import away
from places.twins import Clue, Evidence

register = template.Library()

SPELT = {
    Evidence.SAME_NAME: gettext_lazy("même nom"),
    Evidence.NAME_ALIKE: gettext_lazy("nom proche"),
    Evidence.OTHER_NAME: gettext_lazy("autre nom"),
    Evidence.SAME_PAGE: gettext_lazy("même page"),
    Evidence.SAME_HOST: gettext_lazy("même site"),
    Evidence.OTHER_SITE: gettext_lazy("autre site"),
    Evidence.SAME_AREA: gettext_lazy("même coin"),
    Evidence.APART: gettext_lazy("ailleurs"),
    Evidence.UNPLACED: gettext_lazy("lieu non montré"),
    Evidence.ABROAD: gettext_lazy("autre pays"),
}


@register.filter
def spelt(clue: Clue) -> str:
    if clue.km is not None:
        return _("à %s") % away(clue.km * 1000, coarse=False)
    return str(SPELT[clue.evidence])
