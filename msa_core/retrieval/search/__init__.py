"""Ranking: filters, scores, background, overlap."""
