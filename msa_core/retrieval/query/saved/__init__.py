"""Questions and projects as JSON."""
