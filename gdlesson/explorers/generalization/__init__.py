"""A network that overfits, and what calms it."""
