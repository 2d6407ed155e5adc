"""A learner's own data, in any unit: points checked, their best line, and round ends and steps that suit them."""

import math

import numpy as np

from gdlesson.checks import finite_floats, shown

LARGEST = 1e40  # pictures reach to 1e100, and losses are squares


def checked_points(x, y):
    """Return data to fit a line to as two arrays of shape (n,).

    Parameters
    ----------
    x, y : sequences of n numbers, two or more
        Lists, arrays, and columns of a table, of shape (n,) or (n, 1), in any unit.

    Raises
    ------
    TypeError, ValueError
        They are not finite numbers, differ in number, or all x are the same; the message says so in one sentence.

    Examples
    --------
    >>> checked_points([1, 2], [[3], [4]])
    (array([1., 2.]), array([3., 4.]))
    """
    x, y = checked_column("x", x), checked_column("y", y)
    if len(x) != len(y):
        raise ValueError(f"x and y must have the same length, got {len(x)} and {len(y)} numbers")
    if len(x) < 2:
        raise ValueError(
            f"x and y must be two or more numbers each, because a line needs two points, got {len(x)}"
        )
    large = max(np.abs(x).max(), np.abs(y).max())
    if large > LARGEST:
        raise ValueError(f"x and y must be below 1e40 in size, got {large:g}")
    if not np.ptp(x) > 1 / LARGEST:
        raise ValueError(f"x must have at least two different numbers to determine a line, but each is {x[0]:g}")
    return x, y


def checked_column(name, values):
    """Return numbers in one row or one column as a finite array of shape (n,)."""
    values = finite_floats(name, values)
    if values.ndim != 1 and values.shape[1:] != (1,):
        raise ValueError(f"{name} must be a row of numbers, got the shape {values.shape}: {shown(values)}")
    return values.ravel()


def checked_texts(xlabel, ylabel):
    """Return what x and y are, each a text or None."""
    for name, label in [("xlabel", xlabel), ("ylabel", ylabel)]:
        if not (label is None or isinstance(label, str)):
            raise TypeError(f"{name} must be a text, got {shown(label)}")
    return xlabel, ylabel


def best_line(x, y):
    """Return slope and intercept of the least-squares line through points of shape (n,).

    They are computed from distances to the mean, so that no digits are lost where x is far from 0.
    """
    across, up = x - x.mean(), y - y.mean()
    slope = float(across @ up / (across @ across))
    return slope, float(y.mean() - slope * x.mean())


def spread(values):
    """Return how far apart numbers are; where they are all the same, their size, or 1."""
    return float(np.ptp(values) or np.abs(values).max() or 1.0)


def round_above(size):
    """Return the smallest number from … 0.5, 1, 2, 5, 10 … that is not below a positive size."""
    power = math.floor(math.log10(size))
    return next(float(f"{k}e{power}") for k in (1, 2, 5, 10) if float(f"{k}e{power}") >= size * (1 - 1e-9))


def round_below(size):
    """Return the largest number from … 0.5, 1, 2, 5, 10 … that is not above a positive size."""
    power = math.floor(math.log10(size * (1 + 1e-9)))
    return next(float(f"{k}e{power}") for k in (5, 2, 1) if float(f"{k}e{power}") <= size * (1 + 1e-9))


def round_to(value, step):
    """Return the multiple of a step that is nearest to a value, without the noise of the last digits."""
    return float(f"{round(value / step) * step:.15g}")


def round_range(low, high):
    """Return round ends of a range that includes low < high.

    Examples
    --------
    >>> round_range(-1.9, 3.8), round_range(232_000, 540_000), round_range(-3e-9, 4.5e-9)
    ((-2.0, 4.0), (200000.0, 600000.0), (-4e-09, 6e-09))
    """
    step = round_above((high - low) / 4)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return float(f"{first * step:.15g}"), float(f"{last * step:.15g}")


def step_of(ends):
    """Return the round number that divides a range into 100 to 300 steps.

    Examples
    --------
    >>> step_of((-2, 4)), step_of((-10, 10)), step_of((0, 5e5))
    (0.05, 0.1, 2000.0)
    """
    return round_below((ends[1] - ends[0]) / 120)
