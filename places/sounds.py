"""What a name sounds like, so that it is found again in another script, with other vowels or in another order of words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from anyascii import anyascii

from places.spelling import key

# Of no weight: they come and go with the language and with who writes. Forms in law are as good as those.
LITTLE = frozenset(
    "a al au aux d da das de dei del della den der des di die do dos du e el en et gli i il in l la las le les lo los na of "
    "on the to un una une und van von y "
    "ag asbl asd association asso assoc aps bv company coop cv ea eg ev egyesulet eu foundation gmbh ggmbh gie inc ks "
    "limited llc ltd ngo npo nvo ong onlus ooo org sa sarl sas sca scic scop scrl sctl sl sro srl stichting tos udruga "
    "vereniging verein vzw zs".split()
)
# What thousands call themselves: sharing these only says that both do the same.
COMMON = frozenset(
    "agricole agricultural amap association atelier bank banque cafe casa center centre centro citoyen "
    "citoyenne citoyens city collectif collective common commons communal communautaire communaute communautes commune "
    "community cooperativa cooperative cooperatives credit culture ecolieu ecologique ecovillage ecoquartier energie "
    "energies energy epicerie espace farm farmers ferme fermes forest foret garden gardens group groupe habitat house "
    "housing initiative jardin jardins local locale maison marche mouvement movement network ouvriers participative "
    "partage partagee partages project projet reseau residents sauvegarde seed society societe solaire solar solidaire "
    "solidarite tiers lieu union user users village villageois ville water women workshop zadruga kooperativ "
    "kooperativa kooperative gemeinschaft gemeinschaftsgarten garten verein dorf obshchina".split()
)
LITTLE_WEIGHT, COMMON_WEIGHT = 0.05, 0.35
# Letters that scripts, or the roads by which a name came into Latin ones, confuse.
CONFUSED = str.maketrans({"c": "k", "q": "k", "w": "v", "f": "p", "x": "ks"})
SILENT = re.compile("[aeiouyh]")
TWICE = re.compile(r"(.)\1+")
SHORTEST = 2  # bones: below that nothing is left of a word
MOST_WORDS = 20
LETTERS_OF_OTHERS = re.compile(r"[^\W\d_a-zA-Zªº\u00c0-\u02af\u1e00-\u1eff]")


def latin(text: str) -> list[str]:
    """The words in Latin letters, as names are compared.

    >>> latin("Шри Лакшми"), latin("Écopôle (les Anges)")
    (['shri', 'lakshmi'], ['ecopole', 'les', 'anges'])
    """
    return key(anyascii(text)).split()[:MOST_WORDS]


def is_foreign(text: str) -> bool:
    """Whether it is written in another script than the Latin one, so that only its bones can be trusted."""
    return LETTERS_OF_OTHERS.search(text) is not None


def bones(word: str) -> str:
    """The consonants, as far as transliterations agree on them; the whole word when too few are left.

    >>> bones("lakshmi"), bones("lksmi"), bones("eau")
    ('lksm', 'lksm', 'eau')
    """
    left = TWICE.sub(r"\1", SILENT.sub("", word.translate(CONFUSED)))
    return left if len(left) >= SHORTEST else word


def weight(word: str) -> float:
    """How much sharing a word says, from 0 to 1."""
    if word in LITTLE or (len(word) == 1 and not word.isdigit()):
        return LITTLE_WEIGHT
    return COMMON_WEIGHT if word in COMMON else 1.0


def telling(words: Iterable[str]) -> list[str]:
    """Those that others do not share; all there are when none is left."""
    words = list(words)
    return [word for word in words if weight(word) == 1] or [word for word in words if word not in LITTLE] or words


def sounds(*names: str) -> list[str]:
    """The bones by which a sheet is found again: of each telling word, and of each name as one word."""
    told: dict[str, None] = {}
    for name in names:
        words = telling(latin(name))
        told |= dict.fromkeys(map(bones, words))
        if len(words) > 1:
            told[bones("".join(words))] = None
    return list(told)
