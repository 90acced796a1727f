"""Models in their folders: reading, writing, finding them."""
