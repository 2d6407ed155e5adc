"""Numerical gradients, curvature, and the minima of a curve."""

import math

import numpy as np

from gdlesson.checks import as_floats, or_nan

# The step of a central difference, relative to max(1, |x|), that balances its two errors where f varies on that
# scale: Press et al., Numerical Recipes, section 5.7.
DIFFERENCE = np.finfo(float).eps ** (1 / 3)


def numerical_gradient(f, x):
    """Return the gradient of f at x by central differences, (f(x + h) − f(x − h)) / 2h along each axis.

    Parameters
    ----------
    f : callable
        Takes a float, or a vector of shape (n,), and returns one number.
    x : float or array of shape (n,), or of shape (n, ...) for many points at once if f takes them
        Where to differentiate.

    Returns
    -------
    float or array of the shape of x

    Notes
    -----
    With h = ε^(1/3)·s, where s = max(1, |x|) and ε = 2.2e-16, rounding contributes an error of about ε·|f| / h and
    truncation h²·|f‴| / 6, together about 4e-11 · (|f| / s + s²·|f‴| / 6). This is small only where f changes
    little over a distance h, and h grows with |x|: at 1e6, h is 6, and the slope of sin comes out as −0.03 instead
    of 0.94.

    Examples
    --------
    >>> round(numerical_gradient(lambda x: x**3, 8.0), 6)
    192.0
    """
    if type(x) is not float:  # floats come first, to be quick
        x = as_floats("x", x)
    if np.ndim(x) == 0:
        return between(f, float(x))
    h = difference_step(x)
    sides = [h * np.reshape(axis, (-1, *[1] * (np.ndim(x) - 1))) for axis in np.eye(len(x))]
    return np.array([(f(x + side) - f(x - side)) / (2 * h[k]) for k, side in enumerate(sides)])


def difference_step(x):
    """Return the step h of a central difference at a number, or at each number of an array."""
    return DIFFERENCE * np.maximum(1.0, np.abs(x))


def between(f, x):
    """Return the slope of f at a number, or at each number of an array if f works element by element."""
    h = difference_step(x) if np.ndim(x) else float(difference_step(x))
    return (f(x + h) - f(x - h)) / (2 * h)


def curvature(f, x, h=1e-4):
    """Return the second derivative of f at a float x by central differences of its slope; nan where f fails."""
    h = beside(f, x, h)
    return or_nan(lambda: (f.gradient(x + h) - f.gradient(x - h)) / (2 * h))


def beside(f, x, h=1e-4):
    """Return a step for differences of slopes: as small as the digits of x and the error of the slope allow."""
    return (10 if f.numerical else 1) * max(h, h / 1000 * float(np.max(np.abs(x))))


def minima(f, points=2001):
    """Return the local minima of a `Function` of one variable in its view, as a list of floats.

    Unless they are known, f is evaluated at `points` equally spaced numbers. The neighbors of each point that is
    lower than both bracket a minimum, and bisection by the sign of the slope narrows the bracket as far as floats
    allow. A bracket in which f fails is left out.
    """
    low, high = f.view
    if f.known_minima is not None:
        return [float(x) for x in f.known_minima if low <= x <= high]
    margin = (high - low) / 100
    xs = np.linspace(low - margin, high + margin, points)
    losses = f.on(xs)
    valleys = np.flatnonzero((losses[1:-1] < losses[:-2]) & (losses[1:-1] <= losses[2:])) + 1
    with np.errstate(all="ignore"):
        found = [or_nan(bisect, f.gradient, float(xs[k - 1]), float(xs[k + 1])) for k in valleys]
    return [x for x in found if math.isfinite(x)]


def round_minima(f):
    """Return the minima in view with a positive curvature L, as pairs (x, L).

    A minimum as flat as that of x⁴, or as sharp as that of |x|, is left out: differences there depend on their
    step. L is rounded to nine digits, which is what differences can give.
    """
    pairs = [(x, round_curvature(f, x)) for x in minima(f)]
    return [(x, float(f"{L:.9g}")) for x, L in pairs if L > 0]


def round_curvature(f, x):
    """Return the curvature of f at x where differences with two steps agree on it, else nan."""
    near, wide = curvature(f, x), curvature(f, x, h=1e-3)
    return near if abs(near - wide) <= 0.1 * abs(near) else math.nan


def bisect(slope, low, high):
    """Return where a slope changes from negative to positive between low and high."""
    for _ in range(80):
        middle = (low + high) / 2
        if slope(middle) < 0:
            low = middle
        else:
            high = middle
    return high
