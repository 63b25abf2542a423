"""Accounts, the page of a person, their data, and the initiatives they look after."""
