"""Recorded tracks: files read, cleaned, told, kept whole, and drawn at every zoom."""
