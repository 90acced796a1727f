"""The window around its columns: menus, bars, drawer, dialogs."""
