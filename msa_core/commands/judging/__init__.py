"""Verbs that judge what was found, and compare answers."""
