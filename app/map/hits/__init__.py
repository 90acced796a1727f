"""Hits on the map: frames where there is room, counts where there is none."""
