"""Menus, messages, jobs and the status line."""
