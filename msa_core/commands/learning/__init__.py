"""Verbs about models: keep, convert, average, train and measure them."""
