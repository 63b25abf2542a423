"""Photos, voices, documents and films: recognised by what they are, stripped of what they tell of places and people, kept."""
