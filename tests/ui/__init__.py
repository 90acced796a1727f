"""The window driven as a person drives it: a real display, mouse and keys; see ``__main__``."""
