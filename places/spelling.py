"""How a name is written to be compared: without case, accents, ligatures or punctuation, in whatever script."""

import unicodedata

# Letters that Unicode does not take apart, but that people without them on their keyboard write so.
LATIN = {
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ł": "l",
    "ħ": "h",
    "ŧ": "t",
    "ı": "i",
    "ə": "e",
}
# One letter to their readers, several to Arabic, Persian and Urdu keyboards; the last only lengthens a line.
ARABIC = {"ک": "ك", "ی": "ي", "ى": "ي", "ہ": "ه", "ھ": "ه", "ە": "ه", "ة": "ه", "ـ": ""}
OTHER = {"ґ": "г", "\u093c": ""}  # the latter is a dot under Devanagari letters that few people type
ALIKE = LATIN | ARABIC | OTHER
SAINTS = {"st": "saint", "ste": "sainte"}


def key(text: str) -> str:
    """The spelling that names are stored and asked by; "" when there is no letter in it.

    >>> key("  Saint-Étienne-du-Rouvray "), key("ST. GALLEN"), key("Łódź"), key("दिल्ली")
    ('saint etienne du rouvray', 'saint gallen', 'lodz', 'दिल्ली')
    """
    words = unicodedata.normalize("NFC", text.translate(_letters)).split()
    # A last « st » may be the beginning of Stockholm.
    return " ".join([SAINTS.get(word, word) for word in words[:-1]] + words[-1:])


class _Letters(dict):
    """Code point → what it becomes, worked out the first time each is met."""

    def __missing__(self, code: int) -> str:
        self[code] = _fold(chr(code))
        return self[code]


def _fold(letter: str) -> str:
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letter).casefold())
    return unicodedata.normalize("NFC", "".join(_bare(part) for part in apart))


def _bare(part: str) -> str:
    category = unicodedata.category(part)
    if category in ("Cf", "Cs") or _is_accent(part):
        return ""
    if category[0] not in "LMN" or "\u02b0" <= part <= "\u02ff":  # the latter are apostrophes of all sorts
        return " "
    return ALIKE.get(part, part)


def _is_accent(part: str) -> bool:
    """Whether it only colours a letter; Indian and Thai vowels, viramas and kana's voicing make another one of it."""
    placed = unicodedata.combining(part)
    return placed == 1 or 10 <= placed <= 36 or 200 <= placed <= 240


_letters = _Letters()
