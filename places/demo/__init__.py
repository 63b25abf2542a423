"""Invented initiatives by the million, to see how the atlas holds; they live in databases of their own, never beside real ones."""
