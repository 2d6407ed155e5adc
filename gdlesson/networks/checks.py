"""Checks on the input of a network: examples, labels, and parameters.

Each function returns arrays of floats, or raises an error that says in one sentence what was given and what is
expected.
"""

import numpy as np

from gdlesson.checks import as_floats, finite_floats


def checked_inputs(network, x, name="x"):
    """Return the inputs of n examples as a finite array of shape (n, inputs)."""
    x, inputs = finite_floats(name, x), network.sizes[0]
    if x.ndim != 2 or x.shape[1] != inputs:
        raise ValueError(f"{name} must have the shape (n, {inputs}), got {x.shape}")
    return x


def checked_examples(network, x, y, of=""):
    """Return examples and their labels as arrays of shape (n, inputs) and (n,), where n is at least 1.

    `of` goes before "x" and "y" in messages.
    """
    x, y = checked_inputs(network, x, f"{of}x"), as_floats(f"{of}y", y)
    if y.shape != x.shape[:1] or not len(y):
        raise ValueError(
            f"{of}y must be one label for each example in {of}x, got the shapes {y.shape} and {x.shape}"
        )
    if not np.isin(y, (0, 1)).all():
        raise ValueError(f"each label in {of}y must be 0 or 1, but one is {y[~np.isin(y, (0, 1))][0]:g}")
    return x, y


def checked_parameters(network, p, name="p"):
    """Return the parameters of one network, or those of several as rows, as a finite array."""
    p = finite_floats(name, p)
    if p.ndim not in (1, 2) or p.shape[-1] != network.parameters or not p.size:
        raise ValueError(f"{name} must be {network.parameters} numbers, or rows of them, got the shape {p.shape}")
    return p
