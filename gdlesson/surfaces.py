"""Landscapes of two variables to go down: each takes a point (x, y) and has its gradient, its minima and a view.

One formula serves a point of shape (2,), many of them of shape (2, n), and the grid of shape (2, rows, columns)
from which contours are drawn: the coordinates come first.
"""

import numpy as np

from gdlesson.datasets import hubble_data
from gdlesson.functions import Function


def coordinates(p):
    """Return the two coordinates of a point as floats, which are quick, and those of many points as arrays."""
    return p.tolist() if isinstance(p, np.ndarray) and p.ndim == 1 else p


def bowl(condition=10.0, angle=0.0):
    """Return ½·(u² + κ·v²), an elliptical bowl, where (u, v) is (x, y) turned by an angle.

    Parameters
    ----------
    condition : float
        The condition number κ, the ratio of the curvatures L = κ across the valley and μ = 1 along it; 1 or more.
    angle : float
        By how many degrees the valley is turned against the x axis.

    Returns
    -------
    Function
        With its minimum at (0, 0).

    Raises
    ------
    ValueError
        A number is not in its domain.

    Examples
    --------
    >>> f = bowl(condition=10)
    >>> f(np.array([2.0, 1.0])), f.gradient(np.array([2.0, 1.0]))
    (7.0, array([ 2., 10.]))
    """
    if not (1 <= condition < np.inf and np.isfinite(angle)):
        raise ValueError(f"condition must be 1 or more and angle finite, got {condition} and {angle}")
    along, across = directions(angle)
    hessian = np.outer(along, along) + condition * np.outer(across, across)
    (a, b), (_, c) = hessian.tolist()

    def value(p):
        x, y = coordinates(p)
        return (a * x * x + 2 * b * x * y + c * y * y) / 2

    def gradient(p):
        x, y = coordinates(p)
        return np.array([a * x + b * y, b * x + c * y])

    turned = f", turned by {angle:g}°" if angle % 180 else ""
    name = f"a bowl, κ = {condition:g}{turned}"
    return Function(value, gradient, name, ((-4, 4), (-3, 3)), [np.zeros(2)], everywhere=True)


def directions(angle):
    """Return the unit vectors along and across a line at an angle in degrees.

    Exact at right angles; elsewhere to 15 digits, which are the same on all processors, unlike the last one.
    """
    turns = {0: (1.0, 0.0), 90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}
    cos, sin = turns.get(angle % 360, (round(np.cos(np.radians(angle)), 15), round(np.sin(np.radians(angle)), 15)))
    return np.array([cos, sin]), np.array([-sin, cos])


def rosenbrock_value(p):
    """Return (1 − x)² + 100·(y − x²)²."""
    x, y = coordinates(p)
    return (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x)


def rosenbrock_gradient(p):
    """Return the slope of Rosenbrock's valley."""
    x, y = coordinates(p)
    return np.array([2 * (x - 1) - 400 * x * (y - x * x), 200 * (y - x * x)])


# A long curved valley with steep walls: Rosenbrock, An automatic method for finding the greatest or least value of
# a function (1960).
rosenbrock = Function(
    rosenbrock_value,
    rosenbrock_gradient,
    "Rosenbrock's valley",
    ((-2, 2), (-1, 3)),
    [np.array([1.0, 1.0])],
    everywhere=True,
)


def himmelblau_value(p):
    """Return (x² + y − 11)² + (x + y² − 7)²."""
    x, y = coordinates(p)
    return (x * x + y - 11) * (x * x + y - 11) + (x + y * y - 7) * (x + y * y - 7)


def himmelblau_gradient(p):
    """Return the slope of Himmelblau's function."""
    x, y = coordinates(p)
    one, other = x * x + y - 11, x + y * y - 7
    return np.array([4 * x * one + 2 * other, 2 * one + 4 * y * other])


# Four minima of the same depth: Himmelblau, Applied nonlinear programming (1972).
himmelblau = Function(
    himmelblau_value,
    himmelblau_gradient,
    "Himmelblau's four valleys",
    ((-6, 6), (-6, 6)),
    [
        np.array([3.0, 2.0]),
        np.array([-2.805118086952745, 3.131312518250573]),
        np.array([-3.779310253377747, -3.283185991286170]),
        np.array([3.584428340330492, -1.848126526964404]),
    ],
    everywhere=True,
)


def beale_value(p):
    """Return (1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²."""
    x, y = coordinates(p)
    one, two, three = 1.5 - x + x * y, 2.25 - x + x * y * y, 2.625 - x + x * y * y * y
    return one * one + two * two + three * three


def beale_gradient(p):
    """Return the slope of Beale's function."""
    x, y = coordinates(p)
    one, two, three = 1.5 - x + x * y, 2.25 - x + x * y * y, 2.625 - x + x * y * y * y
    along = 2 * one * (y - 1) + 2 * two * (y * y - 1) + 2 * three * (y * y * y - 1)
    return np.array([along, 2 * x * one + 4 * x * y * two + 6 * x * y * y * three])


# A plain with sharp walls at its corners: Beale, On an iterative method for finding a local minimum of a function
# of more than one variable (1958).
beale = Function(
    beale_value,
    beale_gradient,
    "Beale's plain",
    ((-4.5, 4.5), (-4.5, 4.5)),
    [np.array([3.0, 0.5])],
    everywhere=True,
)


def saddle_value(p):
    """Return x² − y² + y⁴/4."""
    x, y = coordinates(p)
    return x * x - y * y + y * y * y * y / 4


def saddle_gradient(p):
    """Return the slope of the saddle."""
    x, y = coordinates(p)
    return np.array([2 * x, -2 * y + y * y * y])


# A saddle at (0, 0), up along x and down along y, between two minima.
saddle = Function(
    saddle_value,
    saddle_gradient,
    "a saddle",
    ((-3, 3), (-3, 3)),
    [np.array([0.0, np.sqrt(2)]), np.array([0.0, -np.sqrt(2)])],
    everywhere=True,
)


def least_squares(x, y, name="least squares", view=((-2, 10), (-6, 6))):
    """Return the mean squared error of a line, slope·x + intercept, as a function of the point (slope, intercept).

    Parameters
    ----------
    x, y : arrays of shape (n,)
        The data.
    name, view
        As for `Function`.

    Returns
    -------
    Function
        With its minimum where the normal equations say.

    Raises
    ------
    ValueError
        The data are not two rows of numbers, as long as each other, with two different x.
    """
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    if x.shape != y.shape or x.ndim != 1 or not np.isfinite([x, y]).all() or not np.ptp(x) > 0:
        raise ValueError("x and y must be as many finite numbers each, with at least two different x")
    xx, xy, x1, y1, yy = (float(np.mean(part)) for part in (x * x, x * y, x, y, y * y))

    def value(p):
        slope, intercept = coordinates(p)
        bend = xx * slope * slope + 2 * x1 * slope * intercept + intercept * intercept
        return bend - 2 * (xy * slope + y1 * intercept) + yy

    def gradient(p):
        slope, intercept = coordinates(p)
        return np.array([2 * (xx * slope + x1 * intercept - xy), 2 * (x1 * slope + intercept - y1)])

    lowest = np.linalg.solve([[xx, x1], [x1, 1]], [xy, y1])
    return Function(value, gradient, name, view, [lowest], everywhere=True)


# What a line through Hubble's galaxies loses, for each slope and each intercept.
hubble = least_squares(*hubble_data(), name="a line through Hubble's galaxies")

SURFACES = [bowl(), rosenbrock, himmelblau, beale, saddle, hubble]
