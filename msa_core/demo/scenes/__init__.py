"""Whole landscapes: those of the demo archive, and random mixtures for training."""
