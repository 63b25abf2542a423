"""Writing a journey: what its team does."""
