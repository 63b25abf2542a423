"""Pages of improving and adding."""
