"""Connects session, lanes and widgets, and holds the few steps between a signal and a setter."""
