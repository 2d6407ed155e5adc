"""Descent over a landscape."""
