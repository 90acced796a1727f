"""Where pixels lie on Earth."""
