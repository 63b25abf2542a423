"""PDF documents: refused when something in them would run or is hidden, kept without who made them and where.

They are read by a process apart (`pdfs`), whose memory and time are counted: nothing has to be measured before.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from tempfile import TemporaryFile
from threading import Lock
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext_lazy

from places.media import limits
from places.media.pdfs import Outcome
from places.media.refusal import Refused

READER = [sys.executable, "-m", "places.media.pdfs"]
SAYS = {
    Outcome.BROKEN: gettext_lazy("Ce PDF est incomplet ou abîmé : enregistrez-le de nouveau."),
    Outcome.LOCKED: gettext_lazy("Ce PDF est fermé par un mot de passe : enregistrez-le sans lui."),
    Outcome.RUNS: gettext_lazy(
        "Ce PDF contient un programme : enregistrez-le sans lui (« imprimer dans un fichier »)."
    ),
    Outcome.HIDES: gettext_lazy("Ce PDF contient un autre fichier : envoyez-les séparément."),
    Outcome.CROWDED: gettext_lazy("Ce PDF a trop de parties pour être lu : enregistrez-le plus simplement."),
    Outcome.SWOLLEN: gettext_lazy("Ce PDF se déplierait en trop de données : enregistrez-le plus simplement."),
}
# Each may take as much memory as all the rest of a server: one after the other.
_reading = Lock()


def read(file: BinaryIO) -> bytes:
    """The document written anew; `Refused` when it is locked, broken, swollen, or holds a program or a file."""
    with _reading, TemporaryFile() as sent, TemporaryFile() as kept:
        file.seek(0)
        shutil.copyfileobj(file, sent)
        sent.seek(0)
        outcome = _outcome(sent, kept)
        if outcome != Outcome.KEPT:
            raise Refused(str(SAYS[outcome]))
        kept.seek(0)
        return kept.read()


def _outcome(sent: BinaryIO, kept: BinaryIO) -> Outcome:
    asked = [limits.DOCUMENT_MEMORY, limits.DOCUMENT_SECONDS, limits.DOCUMENT_OBJECTS]
    try:
        ended = subprocess.run(
            [*READER, *map(str, asked)],
            stdin=sent,
            stdout=kept,
            cwd=settings.ROOT,
            timeout=limits.DOCUMENT_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Outcome.SWOLLEN
    if ended.returncode < 0:
        return Outcome.SWOLLEN
    if ended.returncode not in set(Outcome):
        ended.check_returncode()  # it did not even begin
    return Outcome(ended.returncode)
