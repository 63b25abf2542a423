"""Comparable models: which initiatives, near us, are like what we want to do, and why."""
