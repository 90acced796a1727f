"""The window of MSA Analyst: it draws and asks, and never computes."""
