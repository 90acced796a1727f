"""Votes on hits, and models taught by them."""
