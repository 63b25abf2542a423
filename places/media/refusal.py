"""Why something sent is not taken, as a sentence for whoever sent it."""

from __future__ import annotations

import struct

from django.utils.translation import gettext as _

# What broken or malicious files make libraries throw, beside their own errors.
FAULTS = (
    OSError, EOFError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError, AssertionError, RuntimeError,
    SyntaxError, struct.error,
)  # fmt: skip


class Refused(Exception):
    """`str()` is the sentence."""


def incomplete() -> Refused:
    return Refused(_("Ce fichier est incomplet ou abîmé : envoyez-le de nouveau depuis l’original."))
