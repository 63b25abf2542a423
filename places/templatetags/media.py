"""What templates say of media: photos in all their sizes, whose they are, how long they last."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from places.choices import Licence
from places.media.limits import weight
from places.models import Medium
from places.templatetags.sheets import typeset

register = template.Library()

DEEDS = {
    Licence.BY_SA: ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/deed.{}"),
    Licence.BY: ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/deed.{}"),
    Licence.ZERO: ("CC0", "https://creativecommons.org/publicdomain/zero/1.0/deed.{}"),
}


@register.simple_tag
def photo(medium: Medium, sizes: str, sent: str = "") -> SafeString:
    """An image the browser chooses the width of; its place is kept while it comes.

    `sizes` says how wide it is shown, `{width}` in it is the photo's own; `sent` is the token of a draft.
    """
    tail = f"?sent={sent}" if sent else ""
    widths = format_html_join(", ", "{} {}w", ((f"{url}{tail}", width) for width, url in medium.sizes))
    _width, widest = medium.sizes[-1]
    foreign = medium.language != get_language()
    return format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}"{} loading="lazy" decoding="async">',
        f"{widest}{tail}",
        widths,
        sizes.format(width=medium.width),
        medium.width,
        medium.height,
        medium.alternative,
        format_html(' lang="{}"', medium.language) if foreign else "",
    )


@register.simple_tag
def licence(medium: Medium) -> SafeString | str:
    """Its short name, with the way to its terms."""
    if medium.licence not in DEEDS:
        return typeset(_("avec l’accord de l’auteur"))
    name, deed = DEEDS[medium.licence]
    return format_html('<a href="{}" rel="license external noopener">{}</a>', deed.format(get_language()), name)


@register.simple_tag
def credit(medium: Medium) -> SafeString:
    """Whose it is, under which licence and, of what is heard, how long it lasts."""
    words = format_html("{} · {}", medium.author, licence(medium))
    return format_html("{} · {}", words, lasting(medium.duration)) if medium.duration else words


@register.filter
def lasting(seconds: int) -> str:
    """« 42 s », « 3 min 05 », « 1 h 12 »."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    if hours:
        return f"{hours}\u00a0h\u00a0{minutes:02}"
    return f"{minutes}\u00a0min\u00a0{left:02}" if minutes else f"{left}\u00a0s"


@register.filter
def weighing(size: int) -> str:
    return weight(size)
