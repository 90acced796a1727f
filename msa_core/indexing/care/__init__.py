"""Looking after an index: merging, verifying, describing."""
