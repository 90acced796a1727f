"""Landscapes made by code, and sentences for them: the demo archive, training tiles, the caption bank."""
