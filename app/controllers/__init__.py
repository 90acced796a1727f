"""The few steps between a signal of the window or the session and a setter: dialogs, menus, files."""
