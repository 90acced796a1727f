"""The project on disk, and the steps that can be taken back."""
