"""Descent on batches of data."""
