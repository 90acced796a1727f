"""The index folder: its files on disk, read and written whole."""
