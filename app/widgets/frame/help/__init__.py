"""The guide and the log, as windows of their own."""
