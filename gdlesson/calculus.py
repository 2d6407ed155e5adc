"""Numerical gradients, curvature, and the minima of a curve."""

import math

import numpy as np

from gdlesson.checks import or_nan

# The step of a central difference that balances its two errors, relative to max(1, |x|): see
# Press et al., Numerical Recipes, section 5.7.
DIFFERENCE = np.finfo(float).eps ** (1 / 3)


def numerical_gradient(f, x):
    """Return the slope of f at x from two values beside it, (f(x + h) − f(x − h)) / 2h.

    Parameters
    ----------
    f : callable
        Takes a float, or a vector of shape (n,), and returns one number.
    x : float or array of shape (n,), or (n, ...) for many points at once where f takes them
        Where.

    Returns
    -------
    float or array of the shape of x
        The slope, or the slope along each axis. The error is about 1e-10 of the size of f.

    Examples
    --------
    >>> round(numerical_gradient(lambda x: x**3, 8.0), 6)
    192.0
    """
    if np.ndim(x) == 0:
        return between(f, x)
    h = difference_step(x)
    sides = [h * np.reshape(axis, (-1, *[1] * (np.ndim(x) - 1))) for axis in np.eye(len(x))]
    return np.array([(f(x + side) - f(x - side)) / (2 * h[k]) for k, side in enumerate(sides)])


def difference_step(x):
    """Return how far beside x to look, for a number or for each of an array."""
    return DIFFERENCE * np.maximum(1.0, np.abs(x))


def between(f, x):
    """Return the slope of f at a number, or at each number of an array that f takes element by element."""
    h = difference_step(x) if np.ndim(x) else float(difference_step(x))
    return (f(x + h) - f(x - h)) / (2 * h)


def curvature(f, x, h=1e-4):
    """Return the second derivative of f at a float x, from two slopes beside it; nan where f fails there."""
    h = beside(f, x, h)
    return or_nan(lambda: (f.gradient(x + h) - f.gradient(x - h)) / (2 * h))


def beside(f, x, h=1e-4):
    """Return how far beside x to look: as near as the digits of x and the error of the slope allow."""
    return (10 if f.numerical else 1) * max(h, h / 1000 * float(np.max(np.abs(x))))


def minima(f, points=2001):
    """Return the local minima of a function of one variable in its view, as a list of floats.

    Where they are not known, looks for valleys between `points` equally spaced numbers, then halves each one's
    bracket by the sign of the slope until it is as narrow as a float allows. A valley around a point where f
    fails is none.
    """
    low, high = f.view
    if f.known_minima is not None:
        return [float(x) for x in f.known_minima if low <= x <= high]
    rim = (high - low) / 100
    xs = np.linspace(low - rim, high + rim, points)
    losses = f.on(xs)
    valleys = np.flatnonzero((losses[1:-1] < losses[:-2]) & (losses[1:-1] <= losses[2:])) + 1
    with np.errstate(all="ignore"):
        found = [or_nan(bisect, f.gradient, float(xs[k - 1]), float(xs[k + 1])) for k in valleys]
    return [x for x in found if math.isfinite(x)]


def round_minima(f):
    """Return the minima in view that are round, as pairs of x and the curvature L there.

    A minimum as flat as that of x⁴, or as sharp as that of |x|, is left out: its curvature depends on how far
    beside it one looks. L is given to nine digits, which is what differences can tell.
    """
    pairs = [(x, round_curvature(f, x)) for x in minima(f)]
    return [(x, float(f"{bend:.9g}")) for x, bend in pairs if bend > 0]


def round_curvature(f, x):
    """Return the curvature of f at x where two ways of looking agree on it, else nan."""
    near, wide = curvature(f, x), curvature(f, x, h=1e-3)
    return near if abs(near - wide) <= 0.1 * abs(near) else math.nan


def bisect(slope, low, high):
    """Return where the slope changes from falling to rising between low and high."""
    for _ in range(80):
        middle = (low + high) / 2
        if slope(middle) < 0:
            low = middle
        else:
            high = middle
    return high
