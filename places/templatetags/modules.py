"""A page's script, with what it imports fetched at once rather than file after file."""

import posixpath
import re
from functools import cache
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

IMPORT = re.compile(r'^(?:import|export)\b[^"\n]*"(\.{1,2}/[^"]+)";', re.MULTILINE)


@register.simple_tag
def module(name: str) -> SafeString:
    """The script element of a module and, before it, a preload of every module it leads to.

    A browser learns of an import when it has read the file that asks for it: on a distant phone, each floor of the tower
    costs a journey to the server and back.
    """
    preloads = format_html_join(
        "", '<link rel="modulepreload" href="{}">', ((static(path),) for path in imported(name))
    )
    return format_html('{}<script type="module" src="{}"></script>', preloads, static(name))


@cache
def imported(name: str) -> tuple[str, ...]:
    """All that a module imports, the nearest first; itself left out."""
    found = [name]
    for path in found:
        source = Path(finders.find(path)).read_text(encoding="utf-8")
        asked = (posixpath.normpath(posixpath.join(posixpath.dirname(path), there)) for there in IMPORT.findall(source))
        found += [there for there in dict.fromkeys(asked) if there not in found]
    return tuple(found[1:])
