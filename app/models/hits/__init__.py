"""Hits and captions, as lists and tables of the window."""
