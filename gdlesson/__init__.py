"""Gradient descent and optimizers, taught one idea at a time."""
