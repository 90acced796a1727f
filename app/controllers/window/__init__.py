"""The window itself: appearance, preferences, what can be done now, undoing, teaching."""
