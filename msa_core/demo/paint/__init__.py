"""From a plan to a photograph: painters, trees, light and camera."""
