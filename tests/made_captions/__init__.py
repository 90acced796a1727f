"""Captions made by grammar from labels: counts, sizes, arrangement and cover, for pictures without sentences."""
