"""Sending photos, voices, documents and films: chosen, given their words, handed in."""
