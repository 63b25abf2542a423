"""Journeys written by their travellers: the desk, the stages, the diary, the team, the history; from the field as well."""
