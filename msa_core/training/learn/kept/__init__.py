"""Training of a part of the model on features that are made once."""
