"""How much of a track is taken, and why no more."""

UNPACKED_BYTES = 64 * 2**20  # of one file: a year of a point a second, cut by days, is less
FILE_VERTICES = 1_000_000  # of one file
JOURNEY_VERTICES = 2_000_000  # of all that a journey keeps: its tiles stay small, its page opens
RECORDINGS = 500  # of one file: what one can still choose among
WAYPOINTS = 20_000
DEEPEST = 100  # elements or members within each other; files of tracks have a dozen
FILES_AT_ONCE = 12  # what a person looks through in one go
DRAFT_HOURS = 24  # to confirm what was sent
DRAFTS_PER_PERSON = 60  # files nobody has confirmed yet: nobody fills the disk
REMOVED_DAYS = 90  # to change one's mind: then what was removed is erased
