"""Slopes that flow back through a small network."""
