"""Names of countries in the reader's language (CLDR, through Babel), by ISO 3166-1 alpha-2 code; XK is Kosovo."""

from functools import cache

from babel import Locale

NOT_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}  # CLDR's unions, test languages and « unknown region »
SHORTER = {"fr": {"MM": "Birmanie"}}


@cache
def names(language: str) -> dict[str, str]:
    """{code: name}, countries only, in the language's own alphabetical order."""
    territories = Locale.parse(language).territories
    found = {code: name for code, name in territories.items() if len(code) == 2 and code.isalpha()}
    found = {code: name for code, name in found.items() if code not in NOT_COUNTRIES}
    found |= SHORTER.get(language, {})
    return {code: found[code] for code in sorted(found, key=lambda code: _alphabetical(found[code]))}


def name(code: str, language: str) -> str:
    return names(language).get(code, code)


def _alphabetical(text: str) -> str:
    """« Égypte » among the E's."""
    folded = {"É": "E", "Î": "I", "Å": "A", "Ö": "O"}
    return folded.get(text[0], text[0]) + text[1:]
