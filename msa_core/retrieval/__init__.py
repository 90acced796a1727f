"""Ranking and explaining: queries, tile search, captions, overlays."""
