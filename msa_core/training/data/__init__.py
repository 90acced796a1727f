"""Captioned pictures: read, split, drawn and fed to a run."""
