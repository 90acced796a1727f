"""Verbs that ask an index."""
