"""Which captions and pictures a model ranks wrongly, as a list and as a sheet."""
