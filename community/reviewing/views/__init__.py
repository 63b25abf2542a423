"""Pages of what waits, what is wrong and what moderators do."""
