"""The map as a widget: its view, mouse and keyboard, and the tools that draw and measure on it."""
