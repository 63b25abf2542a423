"""Pages of writing a journey."""
