"""Votes on hits: the record, and what they say of the search."""
