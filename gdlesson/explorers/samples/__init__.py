"""Descent on batches of the data."""
