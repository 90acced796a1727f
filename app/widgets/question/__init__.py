"""The query box, its chips and what was asked before."""
