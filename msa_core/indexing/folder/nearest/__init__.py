"""The best rows for a query vector, exactly or by an approximate index."""
