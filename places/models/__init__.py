"""What the atlas keeps about initiatives, the words it describes them with, and the names of towns."""

from places.models.gazetteer import GazetteerEdition, Town, TownName
from places.models.index import Cell, Generation, Spot
from places.models.initiative import Answer, Initiative, Source
from places.models.medium import AnyMedium, Medium
from places.models.revision import Revision
from places.models.vocabulary import Term, TermLabel

__all__ = [
    "AnyMedium",
    "Answer",
    "Cell",
    "GazetteerEdition",
    "Generation",
    "Initiative",
    "Medium",
    "Revision",
    "Source",
    "Spot",
    "Term",
    "TermLabel",
    "Town",
    "TownName",
]
