"""An index, or several, opened for searching."""
