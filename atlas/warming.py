"""What answers are made from is read before the first visitor asks: a million initiatives take some seconds."""

from django.db import DatabaseError, InterfaceError, connection

from atlas.comparables.ledger import Ledger
from places.tally import Tally


def warm() -> None:
    try:
        Tally.current()
        Ledger.current()
    except (DatabaseError, InterfaceError):
        pass  # it is starting, or has no tables yet: whoever asks first will wait
    finally:
        connection.close()
