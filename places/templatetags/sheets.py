"""What templates say of initiatives: glyphs, words of the vocabulary, countries, distances, French spaces."""

from urllib.parse import urlsplit

from django import template
from django.contrib.gis.measure import Distance
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from places import countries, typography
from places import prose as markdown

register = template.Library()

SIGN = '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}-{}"></use></svg>'


@register.simple_tag
def glyph(resource: str) -> SafeString:
    """A resource's drawing in its colour; the words beside it say what it is."""
    return format_html(SIGN, f"glyph hue-{resource}", static("img/glyphs.svg"), "glyph", resource)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A control's sign in the colour of its text."""
    return format_html(SIGN, "icon", static("img/glyphs.svg"), "icon", name)


@register.simple_tag(takes_context=True)
def term(context, vocabulary: str, code: str) -> str:
    """The label of a code in the page's language; the context has `terms` (places.vocabulary.Terms)."""
    return typeset(context["terms"].label(vocabulary, code))


@register.filter
def country_name(code: str) -> str:
    return countries.name(code, get_language() or "fr")


@register.filter
def away(distance: Distance | float, coarse: bool = False) -> str:
    """A distance (a measure, or metres) as one says it: « 800 m », « 3,4 km », « ~ 120 km » when the place is coarse."""
    metres = distance.m if isinstance(distance, Distance) else distance
    if metres < 950:
        return _("moins de 1 km") if coarse else _("%s m") % number_format(round(metres, -1), 0)
    about = "~\u00a0" if coarse else ""
    km = metres / 1000
    digits = 1 if km < 9.95 and not coarse else 0  # `number_format` cuts what it is not given rounded
    return about + _("%s km") % number_format(round(km, digits), digits, force_grouping=True)


@register.filter
def grouped(number: int) -> str:
    """« 12 500 »; years are written without."""
    return number_format(number, 0, force_grouping=True)


@register.filter
def host(url: str) -> str:
    """What a reader knows a site by: its name, without the protocol."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


@register.filter
def prose(text: str, language: str | None = None) -> SafeString:
    """An answer as it was written, with its emphasis, lists and links."""
    return markdown.html(str(text), language or get_language() or "fr")


@register.filter
def plain(text: str) -> str:
    """An answer's words alone."""
    return markdown.plain(str(text))


@register.filter(is_safe=True)  # what a tag has escaped is not escaped again
def typeset(text: str, language: str | None = None) -> str:
    """Plain text with its language's apostrophes, quotation marks and spaces."""
    return typography.typeset(str(text), language or get_language() or "fr")
