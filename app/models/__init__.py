"""Qt item models: what lists show. Passive: setters in, signals out."""
