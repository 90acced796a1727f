"""The forms that sets of captions come in."""
