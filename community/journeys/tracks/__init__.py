"""Sending recorded tracks: files first, then what is taken of each; taken out and brought back."""
