"""Whole landscapes: those of the demo archive, and mixtures of chance for training."""
