"""Every key that is one typing error away from another: so few that an index can be asked for all of them at once."""

import string
import unicodedata

SHORTEST, LONGEST = 4, 40
# From here on (Chinese, Japanese, Korean) a letter is a word and its neighbours say nothing.
IDEOGRAPHS = "\u3000"
BLOCK = 128  # scripts come in blocks of as many code points


def misspellings(asked: str) -> list[str]:
    """What may have been meant by `asked`: one letter dropped, doubled, changed, or two neighbours swapped.

    Letters are tried from the script it begins with. Too short or too long a text may mean anything or nothing: [].
    """
    if not SHORTEST <= len(asked) <= LONGEST or asked[0] >= IDEOGRAPHS:
        return []
    cuts = [(asked[:at], asked[at:]) for at in range(len(asked) + 1)]
    letters = _alphabet(asked[0])
    found = {a + b[1:] for a, b in cuts if b}
    found |= {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    found |= {a + letter + b[1:] for a, b in cuts if b for letter in letters}
    found |= {a + letter + b for a, b in cuts for letter in letters}
    return sorted(found - {asked})


def _alphabet(letter: str) -> str:
    if letter.isascii():
        return string.ascii_lowercase + " "
    start = ord(letter) // BLOCK * BLOCK
    block = map(chr, range(start, start + BLOCK))
    return "".join(c for c in block if unicodedata.category(c)[0] in "LM" and c == c.lower()) + " "
