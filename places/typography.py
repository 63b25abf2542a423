"""Plain text made fit to read: the data has straight apostrophes and plain spaces, the page sets them as its language does."""

import re

NARROW, WIDE = "\u202f", "\u00a0"  # spaces at which a line is never broken
FRENCH = [
    (re.compile(r"« ?"), f"«{WIDE}"),
    (re.compile(r" ?»"), f"{WIDE}»"),
    (re.compile(r" ([;!?])"), rf"{NARROW}\1"),
    (re.compile(r" :"), f"{WIDE}:"),
    (re.compile(r"(?<=\d) (?=\d{3}\b|%|€|km|kW|MW|ha\b|m\b)"), NARROW),
]
VOWEL = re.compile("[aeiouyâàéèêëîïôöûüœæ]", re.IGNORECASE)
APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
ENGLISH = [
    (re.compile(r"(?<![\w’])'(?=[^\W\d])"), "‘"),
    (re.compile(r"(?<=\S)'"), "’"),
    (re.compile(r'(?<![^\s(\[‘—–-])"(?=\S)'), "“"),
    (re.compile(r'(?<=\S)"'), "”"),
]
RULES = {"fr": FRENCH, "en": ENGLISH}


def typeset(text: str, language: str) -> str:
    """`text` in `language` with curly apostrophes and, in English, quotation marks; in French, the spaces that hold punctuation and
    numbers together."""
    text = APOSTROPHE.sub("’", text)
    for found, better in RULES.get(language[:2], []):
        text = found.sub(better, text)
    return text


def of(name: str) -> str:
    """« de Lens », « d’Oulan-Bator »: the French « de » before a proper name."""
    return f"d’{name}" if VOWEL.match(name) else f"de {name}"


def near(name: str, language: str) -> str:
    """What follows « près » or "near": « d’Arras », "Arras"."""
    return of(name) if language.startswith("fr") else name


def short(text: str) -> str:
    """Enough of what was typed to recognise it, and nothing a page could not show."""
    clean = "".join(letter for letter in text if letter.isprintable())
    return clean if len(clean) <= 40 else f"{clean[:40]}…"
