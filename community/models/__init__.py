"""What the atlas keeps about people, as little as it can; what they do together, and how it is looked after."""

from community.models.block import Block
from community.models.confirmation import Confirmation, Reminder
from community.models.deed import Deed
from community.models.follower import Follower
from community.models.pair import Pair
from community.models.passage import Passage
from community.models.patrol import Patrol
from community.models.profile import Profile
from community.models.proposal import Proposal
from community.models.report import Report
from community.models.stewardship import Stewardship, Way

__all__ = [
    "Block",
    "Confirmation",
    "Deed",
    "Follower",
    "Pair",
    "Passage",
    "Patrol",
    "Profile",
    "Proposal",
    "Reminder",
    "Report",
    "Stewardship",
    "Way",
]
