"""How alike two names are, from 0 to 1: whatever the script, the accents, the order of the words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import Levenshtein

from places import sounds

# Words of five letters that differ by one are 0.8 alike, of eight 0.87: « Moulins » and « Moulin », not « Lens » and « Lille ».
SAME_WORD = 0.8
# Bones say less than letters; and one bone more or less in five is another way of writing, not another word.
BY_BONES, SAME_BONES = 0.9, 0.75
# The same of a whole name at once, where less is a coincidence.
AT_ONCE, AT_ONCE_BY_BONES = 0.9, 0.8
OTHER_NUMBER = 0.5  # « Îlot 6 » is not « Îlot 8 »
# A name of common words alone (« Jardin partagé ») is that of many: however alike, it leaves a doubt.
AT_LEAST = 0.75
# « Kovcheg » is what people call « Kovcheg ecovillage (the Ark) », when the word says something.
CONTAINED, TELLING = 0.75, 0.7
LONG = 6  # letters, of a name within another that parts no words


@dataclass(frozen=True)
class Name:
    text: str
    where: str = ""  # its town: a name with it and one without it are the same

    @cached_property
    def words(self) -> list[str]:
        return list(dict.fromkeys(sounds.latin(self.text)))

    @cached_property
    def is_foreign(self) -> bool:
        return sounds.is_foreign(self.text)

    def weights(self, towns: set[str]) -> dict[str, float]:
        """What each word says, the names of towns no more than those of things."""
        told = {word: min(sounds.weight(word), sounds.COMMON_WEIGHT if word in towns else 1) for word in self.words}
        # Somebody whose name says no more than what and where is known by these very words.
        return told if any(value == 1 for value in told.values()) else {w: sounds.weight(w) for w in self.words}


def alike(one: Name, other: Name) -> float:
    if not one.words or not other.words:
        return 0.0
    by_bones = one.is_foreign != other.is_foreign
    kept = OTHER_NUMBER if _numbers(one) and _numbers(other) and not _numbers(one) & _numbers(other) else 1
    return kept * max(_by_words(one, other, by_bones), _at_once(one, other, by_bones))


def _by_words(one: Name, other: Name, by_bones: bool) -> float:
    """What both share of what both say, a word that says more counting for more."""
    pairs = sorted(
        ((near, a, b) for a in one.words for b in other.words if (near := _near(a, b, by_bones))), reverse=True
    )
    towns = {*sounds.latin(one.where), *sounds.latin(other.where)}
    mine, theirs = one.weights(towns), other.weights(towns)
    said, heard = {}, {}  # what of either name the other one says too
    for near, a, b in pairs:
        if a not in said and b not in heard:
            said[a], heard[b] = near * mine[a], near * theirs[b]
    shares = sum(said.values()) / sum(mine.values()), sum(heard.values()) / sum(theirs.values())
    both = (sum(said.values()) + sum(heard.values())) / (sum(mine.values()) + sum(theirs.values()))
    least = min(sum(said.values()), sum(heard.values()))
    within = CONTAINED * max(shares) if least >= TELLING and max(shares) >= SAME_WORD else 0
    return max(both * min(1, AT_LEAST + (1 - AT_LEAST) * least), within)


def _at_once(one: Name, other: Name, by_bones: bool) -> float:
    """« Toit Moi Nous » and « ToitMoiNous »; of scripts that do not part words, only this can be compared."""
    a, b = ("".join(word for word in name.words if word not in sounds.LITTLE) for name in (one, other))
    near = _letters(a, b)
    if by_bones:
        bare = _letters(sounds.bones(a), sounds.bones(b))
        return bare * _trusted(near) if bare >= AT_ONCE_BY_BONES else 0.0
    if near < AT_ONCE and one.is_foreign and other.is_foreign and min(len(a), len(b)) >= LONG:
        return CONTAINED if a in b or b in a else 0.0
    return near if near >= AT_ONCE else 0.0


def _near(a: str, b: str, by_bones: bool) -> float:
    """How much two words are the same one."""
    if a == b:
        return 1.0
    if a.isdigit() or b.isdigit():
        return 0.0
    near = _letters(a, b)
    if by_bones:
        bare = _letters(sounds.bones(a), sounds.bones(b))
        return bare * _trusted(near) if bare >= SAME_BONES else 0.0
    return near if near >= SAME_WORD else 0.0


def _trusted(letters: float) -> float:
    """What bones are worth: vowels count a little, for « ஆரோவில் » (arovil) has the bones of « revival » as well."""
    return BY_BONES * (1 + letters) / 2


def _letters(a: str, b: str) -> float:
    """What is left of a word where one letter in so many is another."""
    return Levenshtein.normalized_similarity(a, b)


def _numbers(name: Name) -> set[str]:
    return {word for word in name.words if word.isdigit()}
