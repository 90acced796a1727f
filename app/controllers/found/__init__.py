"""What was found: listed, looked at, judged, and written to files."""
