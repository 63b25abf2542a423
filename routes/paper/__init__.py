"""Maps that nothing moves, on paper and in pages without a script: what an eye above a road sees of our base map, and names for it."""
