"""Examples split at random: for training, for validation, and for the test."""

import numpy as np

from gdlesson.checks import as_floats, checked_count, shown


def split(x, y, parts=(0.6, 0.2, 0.2), seed=0):
    """Split examples at random into several sets, such as those for training, for validation, and for the test.

    Parameters
    ----------
    x, y : arrays of shape (n, …) and (n, …)
        The examples, and their labels, of numbers.
    parts : sequence of floats
        The share of each set: two or more, each above 0, and together 1.
    seed : int
        Of the order.

    Returns
    -------
    list of pairs (x, y)
        One for each part. Every example is in exactly one of them, with its own label.

    Raises
    ------
    TypeError, ValueError
        x and y differ in number, the parts are not as described, or a set would be empty.

    Notes
    -----
    A set that does not come out even is cut one example short, and the next one begins with it. The sizes of two
    sets are therefore those of scikit-learn's `train_test_split`, which rounds the test set up.

    Examples
    --------
    >>> from gdlesson.datasets import moons
    >>> [len(labels) for _, labels in split(*moons(80))]
    [48, 16, 16]
    >>> [labels.tolist() for _, labels in split([[1], [2], [3], [4]], [1, 2, 3, 4], (0.5, 0.5))]
    [[3.0, 1.0], [2.0, 4.0]]
    """
    x, y = as_floats("x", x), as_floats("y", y)
    if not x.ndim or not y.ndim or len(x) != len(y):
        raise ValueError(f"x and y must have as many rows each, got the shapes {x.shape} and {y.shape}")
    ends = [0, *ends_of(parts, len(y))]
    if not np.diff(ends).all():
        sizes = ", ".join(map(str, np.diff(ends)))
        raise ValueError(f"each part must have at least one of the {len(y)} examples, but they would have {sizes}")
    order = np.random.default_rng(checked_count("seed", seed)).permutation(len(y))
    rows = [order[begin:end] for begin, end in zip(ends[:-1], ends[1:], strict=True)]
    return [(x[each], y[each]) for each in rows]


def ends_of(parts, n):
    """Return where each part of n examples ends, as ints."""
    shares = as_floats("parts", parts)
    if shares.ndim != 1 or len(shares) < 2 or not (shares > 0).all() or abs(shares.sum() - 1) > 1e-9:
        raise ValueError(f"parts must be two or more numbers above 0 that add up to 1, got {shown(parts)}")
    return [*np.floor(np.cumsum(shares)[:-1] * n + 1e-9).astype(int).tolist(), n]
