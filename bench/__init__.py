"""How fast the atlas is with ten thousand, a hundred thousand and a million initiatives: `make bench`, docs/performance.md."""
