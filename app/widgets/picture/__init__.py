"""A picture at full size, and its captions."""
