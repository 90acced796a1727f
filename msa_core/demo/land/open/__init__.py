"""Land that is not built over: country, water, seaside, and the grounds for leisure and sport."""
