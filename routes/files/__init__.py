"""A journey as files that other programs open: each module but `road` has `write(road) -> bytes`."""
