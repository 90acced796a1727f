"""Verbs to begin with: is everything there, and something to search in."""
