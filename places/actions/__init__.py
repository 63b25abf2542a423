"""Writes: the only callers of save(). Each is one transaction and leaves what is derived from the sheets right."""

from places.actions.columns import CODED, check_codes, reindex, save
from places.actions.revising import Clashed, create, lock, record, remove, restore, reveals, revert, revise
from places.actions.sheets import Loaded, load
from places.actions.terms import add_terms, relabelled, save_term
from places.actions.uniting import separate, unite

__all__ = [
    "CODED",
    "Clashed",
    "Loaded",
    "add_terms",
    "check_codes",
    "create",
    "load",
    "lock",
    "record",
    "reindex",
    "relabelled",
    "remove",
    "restore",
    "reveals",
    "revert",
    "revise",
    "save",
    "save_term",
    "separate",
    "unite",
]
