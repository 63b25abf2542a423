"""Following a journey by mail: an address that its owner confirmed, a letter when there is something new, one click to end it."""
