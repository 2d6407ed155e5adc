"""The mean of the places that a noisy run visits: it lies closer to the minimum than most of them."""

import numpy as np

from gdlesson.checks import checked_within, finite_floats


def averaged(path, since=0.5):
    """Return a path in which each later place is the mean of all places from the step `since` of the way on.

    Parameters
    ----------
    path : array of shape (steps + 1,) or (steps + 1, dimensions)
        The places of a run, start included, all finite.
    since : float
        From 0, which averages all places, to 1, which averages none. The steps before are left as they are.

    Returns
    -------
    array of the shape of `path`
        Its last place is the mean of the tail.

    Raises
    ------
    TypeError, ValueError
        The path is not rows of finite numbers, or `since` is not between 0 and 1.

    Notes
    -----
    Polyak and Juditsky, *Acceleration of stochastic approximation by averaging* (1992), and Ruppert (1988). The
    learning rate stays as it is; only what is reported changes.

    Examples
    --------
    >>> averaged([8, 4, 1, -1, 3], since=0.5).tolist()
    [8.0, 4.0, 1.0, 0.0, 1.0]
    """
    path = finite_floats("path", path)
    if path.ndim not in (1, 2) or not len(path):
        raise ValueError(f"path must be places, one row for each step, got the shape {path.shape}")
    since = checked_within("since", since, 0.0, 1.0)
    first, means = int(since * (len(path) - 1)), path.copy()
    count = np.arange(1, len(path) - first + 1).reshape(-1, *[1] * (path.ndim - 1))
    means[first:] = np.cumsum(path[first:], axis=0) / count
    return means
