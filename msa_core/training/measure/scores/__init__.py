"""Scores of pictures and captions in pairs, and the ranks that come of them."""
