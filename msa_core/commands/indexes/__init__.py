"""Verbs that make and keep an index."""
