"""How the ranking of comparable models is weighed: every number of it stands here, with its reason.

An answer's score joins nearness and likeness, both between 0 and 1:

    score = nearness ^ (2 × (1 − balance)) × likeness ^ (2 × balance)

`balance` is the reader's: 0 looks only at the distance, 1 only at the likeness, one half multiplies the two. A product,
not a sum: being next door does not make up for having nothing to do with the matter, nor the other way round.

Likeness is the mean of the parts below, each between 0 and 1, weighed by what the reader asked: a part nobody asked for
does not count. Readers are told all this on the page « comment ce classement est fait »; it shows these same numbers.
"""

BALANCE = 0.5

# What is managed in common comes first: people who want water look for water, whoever decides and however.
RESOURCES = 5.0
# What is really done counts as much: drinking water, an irrigation canal and a reserve of sea fish are all water, and one
# does not teach what the other does. Between 4 and 6 the order hardly changes (docs/relevance.md).
ACTIVITIES = 5.0
# How people decide and under which form they own is the travellers' own question, and what newcomers find hardest.
DECIDING = 1.5
GOVERNANCE = 1.5
# Themes say the spirit; sheets carry many of them, so each says less.
THEMES = 1.5
# Forty households are not run as four thousand are.
SIZE = 1.0
# A village and a city differ in who is there to help.
SETTING = 0.75
# Words are what the vocabulary does not know; who says them all is likely to be about them.
WORDS = 2.5
# Two sheets that tell of the same things in the same words; codes cannot tell a hiking trail from a sawmill.
TEXT = 2.0
# Between two alike models, the one that tells what it takes to do it elsewhere serves better.
INSTRUCTIVE = 1.0
# One that inspired the other, or was inspired by it, has its lessons ready.
LINEAGE = 1.0

# Within a list of codes: how much of what is wanted is there, and how much of what is there is wanted.
COVERED, FOCUSED = 0.75, 0.25
# The first resource of a sheet is what its people mainly do; a match there is worth more than one further down.
MAIN = 0.25

# What is not known is neither alike nor different: a little less than the middle, so that known likeness comes first.
UNKNOWN = 0.35
# Another form of the same family: a producers' company is nearer to a cooperative than a village assembly is.
SAME_FAMILY = 0.5
# « Several ways together » contains a bit of the way that is wanted.
MIXED = 0.5
# A size four times larger or smaller is half as alike.
HALF_AS_ALIKE = 4.0
# A small town lies between a village and a city.
NEXT_SETTING = 0.5

# Of a sheet's words, those in no more than this share of all sheets tell it apart. Nobody shares them all: this much of
# their weight is as alike as can be.
TELLING_SHARE, TELLING_ENOUGH = 0.15, 0.25

# How instructive a sheet is: what it takes elsewhere is told, how they decide is told, sources, freshness, how it goes.
TELLS_REPLICATE, TELLS_DECIDING, SOURCED, FRESH, GOING = 0.4, 0.15, 0.2, 0.1, 0.15
SOURCES_ENOUGH = 4
FRESH_YEARS = 2
# Active ones can be visited; an ended one that is told teaches too, a dormant one or one nobody heard from less.
GOING_ON = {"active": 1.0, "ended": 0.7, "dormant": 0.4, "unknown": 0.5}

# Nearness falls with the logarithm of the distance: 5 km against 15 km matters, 5 000 against 5 010 does not.
NEAR_KM = 20.0
FARTHEST_KM = 20_040.0  # half-way round the Earth
# The other end of the world keeps this share of nearness, so that its best models still come when nothing else does.
FARTHEST = 0.3

# « Near » for headings: a day's return trip. When fewer than FEW answers lie within it, they come first and apart.
NEAR_BY_KM = 150.0
FEW = 3
# A reader who asks for the most alike wants them first, wherever they are.
APART_UP_TO = 0.6
# Of one network, this many before others have had their turn.
SAME_NETWORK = 2

# Units whose numbers can be set side by side, as people: a household is about three persons.
PERSONS = {"people": 1.0, "households": 3.0, "homes": 3.0, "customers": 3.0, "contracts": 3.0}
