"""The widgets of the window. Passive: setters in, signals out; ``app.wiring`` connects them."""
