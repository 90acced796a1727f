"""A model at work: its device, faster inference, tiles embedded, scores explained."""
