"""How much one may send, and why no more."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

MB = 1_000_000

PHOTO_BYTES = 30 * MB  # what the largest telephone sensors write
PHOTO_PIXELS = 52_000_000  # 48 megapixels and a margin: 150 MB once unpacked, and photos are unpacked one at a time
PHOTO_SIDE = 16_000  # WebP and most browsers stop near there
THUMBNAILS = (480, 1280)  # pixels wide: a phone's column or a card, a page on a large screen
KEPT_QUALITY, THUMBNAIL_QUALITY = 90, 80

VOICE_BYTES = 60 * MB  # an hour's interview as MP3 at 128 kbit/s
FILM_BYTES = 120 * MB  # two minutes of a telephone's film; longer ones live where films live, and are linked
DOCUMENT_BYTES = 20 * MB  # statutes, a leaflet, an annual report with pictures
DOCUMENT_OBJECTS = 200_000  # parts of a PDF that are looked at one by one
DOCUMENT_MEMORY = 600 * MB  # of the process that reads one: so many parts take 460 MB, an ordinary document 60
DOCUMENT_SECONDS = 20  # of a processor: so many parts take six to eight
DOCUMENT_PATIENCE = 40  # seconds by the clock, where others have work to do as well

LONGEST = 24 * 3600  # seconds; a film or a sound that says more of itself was made to say so
PIECES = 100_000  # of a film or a sound: an hour recorded second by second has thirty thousand

FILES_AT_ONCE = 12  # what a person captions in one go
REQUEST_BYTES = 150 * MB  # one form with all its files: the largest film, or a dozen photos
UNSEEN_PER_SHEET = 60  # sent and not looked at yet: nobody fills the disk by sending to one sheet again and again
UNSEEN_PER_PERSON = 60  # nor to one sheet after the other
PER_SHEET = 200  # of which a sheet is still a sheet, not an album

DRAFT_HOURS = 24  # to write the captions of what was sent
REMOVED_DAYS = 90  # to change one's mind: then the files of what was removed or refused are erased


def weight(size: int) -> str:
    """« 340 ko », « 2,3 Mo », « 30 Mo »: of thousands and millions of bytes, as telephones say it."""
    if size < MB:
        return _("%s ko") % number_format(max(1, round(size / 1000)), 0)
    return _("%s Mo") % number_format(size / MB, 1 if size < 10 * MB and size % MB else 0)
