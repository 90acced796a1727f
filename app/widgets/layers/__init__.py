"""Layers and coverage."""
