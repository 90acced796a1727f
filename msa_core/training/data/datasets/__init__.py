"""Captioned pictures from whatever form they come in."""
