"""Functions to minimize, besides the quadratic: curves, and surfaces over the plane, with gradients and minima.

A curve takes a float or an array of any shape. A surface takes a point of shape (2,), n points of shape (2, n), or
a grid of shape (2, rows, columns): the coordinates come first. Powers are written as products, so that a float and
an array give the same number to the last bit.
"""

import numpy as np

from gdlesson.calculus import bisect
from gdlesson.checks import as_float
from gdlesson.datasets import hubble_data
from gdlesson.datasets.points import best_line, checked_points, round_range, spread
from gdlesson.functions import Function

# x⁴: so flat at its minimum, and so steep far from it, that no learning rate suits every start.
quartic = Function(
    lambda x: x * x * x * x,
    lambda x: 4 * x * x * x,
    name="x⁴",
    view=(-4, 4),
    minima=[0.0],
    everywhere=True,
)

# Two minima, the left one lower, with a maximum between them.
double_well = Function(
    lambda x: x * x * x * x - 2 * x * x + 0.4 * x,
    lambda x: 4 * x * x * x - 4 * x + 0.4,
    name="x⁴ − 2x² + 0.4x",
    view=(-2, 2),
    minima=np.sort(np.roots([4, 0, -4, 0.4]).real)[[0, 2]],  # the zeros of the slope, without the maximum
    everywhere=True,
)

# A valley in a plain: far from it the slope almost vanishes.
plateau = Function(
    lambda x: 1 - np.exp(-x * x / 8),
    lambda x: x / 4 * np.exp(-x * x / 8),
    name="1 − exp(−x²/8)",
    view=(-10, 10),
    minima=[0.0],
    everywhere=True,
)

# |x|: the slope keeps its size and only changes its sign. At the corner itself we define it as 0.
absolute = Function(abs, np.sign, name="|x|", view=(-10, 10), minima=[0.0], everywhere=True)


def wavy_slope(x):
    """Return the slope of `wavy`, x/8 + 2 sin 2x."""
    return x / 8 + 2 * np.sin(2 * x)


# A wide bowl with waves. Beyond |x| = 16 the bowl is steeper than any wave, so there are no minima. Within, each
# k·π has a minimum less than a quarter of a wavelength away, on the side toward 0.
wavy = Function(
    lambda x: x * x / 16 - np.cos(2 * x),
    wavy_slope,
    name="x²/16 − cos 2x",
    view=(-10, 10),
    minima=[bisect(wavy_slope, k * np.pi - np.pi / 4, k * np.pi + np.pi / 4) for k in range(-5, 6)],
    everywhere=True,
)

LANDSCAPES = [quartic, double_well, plateau, absolute, wavy]


def coordinates(p):
    """Return the coordinates of a point as two floats, which are fast, or those of many points as arrays."""
    return p.tolist() if isinstance(p, np.ndarray) and p.ndim == 1 else p


def bowl(condition=10.0, angle=0.0):
    """Return ½·(u² + κ·v²), an elliptical bowl, where (u, v) are the coordinates along and across its valley.

    Parameters
    ----------
    condition : float
        The condition number κ, the ratio of the curvatures L = κ across the valley and μ = 1 along it; from 1 on.
    angle : float
        The angle between the valley and the x axis, in degrees, counterclockwise.

    Returns
    -------
    Function
        With its minimum at (0, 0).

    Raises
    ------
    TypeError, ValueError
        An argument is not a finite number, or the condition number is less than 1.

    Examples
    --------
    >>> f = bowl(condition=10)
    >>> f(np.array([2.0, 1.0])), f.gradient(np.array([2.0, 1.0]))
    (7.0, array([ 2., 10.]))
    """
    condition, angle = as_float("condition", condition), as_float("angle", angle)
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

    They are exact at multiples of 90°, and elsewhere rounded to 15 digits, because the last digit of a cosine
    differs between processors.
    """
    turns = {0: (1.0, 0.0), 90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}
    cos, sin = turns.get(angle % 360, (round(np.cos(np.radians(angle)), 15), round(np.sin(np.radians(angle)), 15)))
    return np.array([cos, sin]), np.array([-sin, cos])


def rosenbrock_value(p):
    """Return (1 − x)² + 100·(y − x²)²."""
    x, y = coordinates(p)
    return (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x)


def rosenbrock_gradient(p):
    """Return the gradient of Rosenbrock's valley."""
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
    """Return the gradient of Himmelblau's function."""
    x, y = coordinates(p)
    r1, r2 = x * x + y - 11, x + y * y - 7
    return np.array([4 * x * r1 + 2 * r2, 2 * r1 + 4 * y * r2])


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


def beale_residuals(x, y):
    """Return the three terms whose squares add up to Beale's function."""
    return 1.5 - x + x * y, 2.25 - x + x * y * y, 2.625 - x + x * y * y * y


def beale_value(p):
    """Return (1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²."""
    x, y = coordinates(p)
    r1, r2, r3 = beale_residuals(x, y)
    return r1 * r1 + r2 * r2 + r3 * r3


def beale_gradient(p):
    """Return the gradient of Beale's function."""
    x, y = coordinates(p)
    r1, r2, r3 = beale_residuals(x, y)
    dx = 2 * r1 * (y - 1) + 2 * r2 * (y * y - 1) + 2 * r3 * (y * y * y - 1)
    return np.array([dx, 2 * x * r1 + 4 * x * y * r2 + 6 * x * y * y * r3])


# A plain with steep walls at its corners: Beale, On an iterative method for finding a local minimum of a function
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
    """Return the gradient of the saddle."""
    x, y = coordinates(p)
    return np.array([2 * x, -2 * y + y * y * y])


# A saddle point at (0, 0), up along x and down along y, between two minima.
saddle = Function(
    saddle_value,
    saddle_gradient,
    "a saddle",
    ((-3, 3), (-3, 3)),
    [np.array([0.0, np.sqrt(2)]), np.array([0.0, -np.sqrt(2)])],
    everywhere=True,
)


def least_squares(x, y, name="least squares", view=None):
    """Return the mean squared error of a line, slope·x + intercept, as a function of the point (slope, intercept).

    Parameters
    ----------
    x, y : sequences of n numbers
        The data, in any unit; see `datasets.points.checked_points`.
    name, view
        As for `Function`; by default, a view in the data's units that shows (0, 0) and the minimum.

    Returns
    -------
    Function
        With its minimum at the solution of the normal equations.

    Raises
    ------
    TypeError, ValueError
        The data are not two or more points with different x, or floats cannot hold their squares precisely enough.
    """
    x, y = checked_points(x, y)
    xx, xy, x1, y1, yy = (float(np.mean(part)) for part in (x * x, x * y, x, y, y * y))
    if np.ptp(x) < 1e-5 * np.abs(x).max():
        raise ValueError("x must not agree in its first five digits: take (x - x.mean()) / x.std() instead")

    def value(p):
        slope, intercept = coordinates(p)
        squares = xx * slope * slope + 2 * x1 * slope * intercept + intercept * intercept
        return squares - 2 * (xy * slope + y1 * intercept) + yy

    def gradient(p):
        slope, intercept = coordinates(p)
        return np.array([2 * (xx * slope + x1 * intercept - xy), 2 * (x1 * slope + intercept - y1)])

    lowest, sizes = np.array(best_line(x, y)), spread(y) * np.array([1 / np.ptp(x), 1])
    reach = 1.5 * np.maximum(np.abs(lowest), sizes)
    view = (
        [round_range(*ends) for ends in zip(lowest - reach, lowest + reach, strict=True)] if view is None else view
    )
    f = Function(value, gradient, name, view, [lowest], everywhere=True)
    f.axes, f.data = ("slope", "intercept"), {"x": x, "y": y}
    return f


# The loss of a line through Hubble's galaxies, for each slope and intercept.
hubble = least_squares(*hubble_data(), "a line through Hubble's galaxies", ((-2, 10), (-6, 6)))
hubble.data = dict(zip(("distance", "velocity"), hubble_data(), strict=True))

SURFACES = [bowl(), rosenbrock, himmelblau, beale, saddle, hubble]
