"""Improving sheets and adding some: forms that lose nothing of what is typed."""
