"""Pictures in words: the nearest sentences of a bank, or what stands out of a table of scenes and things."""
