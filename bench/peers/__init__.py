"""Other servers of places, on the same database, machine and run: `make bench PEERS=1`."""
