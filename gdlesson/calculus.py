"""Numerical gradients, curvature, minima, and what kind of place a point is."""

import math
from itertools import combinations

import numpy as np

from gdlesson.checks import as_floats, or_nan

# The step of a central difference, relative to max(1, |x|), that balances its two errors where f varies on that
# scale: Press et al., Numerical Recipes, section 5.7.
DIFFERENCE = np.finfo(float).eps ** (1 / 3)

RADII = 10.0 ** np.arange(-7, 1.1, 0.25)  # how far around a point `look_around` looks, relative to max(1, |x|)
DIGITS = 16 * np.finfo(float).eps  # losses closer than this fraction of their size are equal but for rounding


def numerical_gradient(f, x, part=1.0):
    """Return the gradient of f at x by central differences, (f(x + h) − f(x − h)) / 2h along each axis.

    Parameters
    ----------
    f : callable
        Takes a float, or a vector of shape (n,), and returns one number.
    x : float or array of shape (n,), or of shape (n, ...) for many points at once if f takes them
        Where to differentiate.
    part : float
        The fraction of the usual step h to take.

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
        return between(f, float(x), part)
    h = part * difference_step(x)
    sides = [h * np.reshape(axis, (-1, *[1] * (np.ndim(x) - 1))) for axis in np.eye(len(x))]
    return np.array([(f(x + side) - f(x - side)) / (2 * h[k]) for k, side in enumerate(sides)])


def difference_step(x):
    """Return the step h of a central difference at a number, or at each number of an array."""
    return DIFFERENCE * np.maximum(1.0, np.abs(x))


def between(f, x, part=1.0):
    """Return the slope of f at a number, or at each number of an array if f works element by element."""
    h = part * (difference_step(x) if np.ndim(x) else float(difference_step(x)))
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


def slope_is_trusted(f, x):
    """Tell whether a numerical slope at x holds: a second, smaller step has to give the same.

    It may differ by a hundredth, or by so little that the minimum is moved by a thousandth of max(1, |x|) at most.
    """
    scale = np.maximum(1.0, np.abs(x))
    slope, other = numerical_gradient(f, x), numerical_gradient(f, x, 0.3)
    off = np.abs(slope - other)
    if np.all(off <= 0.01 * np.maximum(np.abs(slope), np.abs(other))):
        return True
    bends = second_differences(f, x, 0.01 * scale)
    return bool(np.all(off <= 1e-3 * scale * bends))


def second_differences(f, x, h):
    """Return how much f bends at x along each axis, seen from two points beside it; 0 where rounding hides it."""
    sides = [h] if np.ndim(x) == 0 else list(np.diag(h))
    here = f(x)
    beside = [(f(x - side), f(x + side)) for side in sides]
    noise = DIGITS * max(map(abs, [here, *np.ravel(beside)]))
    bends = [max(abs(low - 2 * here + high) - noise, 0.0) for low, high in beside]
    return bends[0] / h**2 if np.ndim(x) == 0 else np.array(bends) / h**2


def main_curvatures(f, x, h=1e-4):
    """Return the curvatures of f at x along its main directions, rising, and these as columns; nan where f fails.

    The main directions are the eigenvectors of the Hessian, which is found from differences of gradients.
    """
    if np.ndim(x) == 0:
        return np.array([curvature(f, x, h)]), np.eye(1)
    h = beside(f, x, h)
    rows = [(or_nan(f.gradient, x + side) - or_nan(f.gradient, x - side)) / (2 * h) for side in np.eye(len(x)) * h]
    hessian = np.array(rows) if np.shape(rows) == (len(x), len(x)) else np.full((len(x), len(x)), np.nan)
    if not np.isfinite(hessian).all():
        return np.full(len(x), np.nan), np.eye(len(x))
    return np.linalg.eigh((hessian + hessian.T) / 2)


def newton_step(f, x):
    """Return the step from x to the minimum of a bowl of the same slope and curvature; None if f is no bowl there.

    It is one where no curvature is negative or depends on how far beside x one looks, and where at the end of the
    step the slope has gone, while f rises beyond it and falls on no side.
    """
    (values, directions), (wide, _) = main_curvatures(f, x), main_curvatures(f, x, 1e-3)
    same = (abs(values - wide) <= 0.1 * abs(values) + 1e-6 * values[-1]).all()
    step = bowl_step(f, x, values, directions) if same else None
    if step is None:
        return None
    bottom, beyond = (np.reshape(or_nan(f.gradient, x + part * step), -1) for part in (1, 4))
    if not (length(bottom) <= 0.2 * length(f.gradient(x)) and beyond @ np.reshape(step, -1) >= 0):
        return None
    reach = max(10 * length(step), 1e-3 * max(1.0, float(np.max(np.abs(x)))))
    sides = [x + step + shaped(sign * reach * direction, x) for direction in directions.T for sign in (-1, 1)]
    here, around = or_nan(f, x + step), [or_nan(f, side) for side in sides]
    rises = all(loss > here - DIGITS * max(abs(here), abs(loss)) for loss in around)
    return step if rises else None


def bowl_step(f, x, values, directions):
    """Return the step to where a bowl of these curvatures has no slope, None where one of them is negative."""
    top = values[-1]
    if not (0 < top < np.inf and values[0] > -1e-12 * top):
        return None
    steep = values > 1e-12 * top  # along a trough there is no step to take
    parts = directions.T @ np.reshape(f.gradient(x), -1)
    return shaped(-directions[:, steep] @ (parts[steep] / values[steep]), x)


def minimum_near(f, x, steps=20):
    """Return the minimum that Newton's method finds from x, None where it finds none, or f rises on the way."""
    for _ in range(steps):
        step = newton_step(f, x)
        if step is not None:
            return polished(f, x + step)
        step = bowl_step(f, x, *main_curvatures(f, x))
        if step is None or not or_nan(f, x + step) <= f(x):
            return None
        x = x + step
    return None


def polished(f, x, steps=5):
    """Return a minimum that is nearly at x more exactly, by steps of Newton's for as long as the slope falls."""
    for _ in range(steps):
        step = bowl_step(f, x, *main_curvatures(f, x))
        if step is None or not length(or_nan(f.gradient, x + step)) < 0.5 * length(f.gradient(x)):
            break
        x = x + step
    return x


def shaped(step, x):
    """Return a step of shape (n,) in the shape of x: for a number, as a number."""
    return step if np.ndim(x) else float(step[0])


def length(x):
    """Return the length of a step: of a number |x|, of a vector the Euclidean norm."""
    return abs(x) if isinstance(x, float) else math.sqrt(np.dot(x, x))


def place(f, x):
    """Return what a point with next to no slope is: "minimum", "maximum", "saddle", "plateau", "slope" or "flat".

    A flat stretch is a minimum where f rises beside it and falls nowhere, a "plateau" where f falls beside it, or
    grows far steeper, and just "flat" where no change can be seen. A "slope" leads down to a minimum, if gently.
    """
    return "minimum" if newton_step(f, x) is not None else look_around(f, x)[0]


def look_around(f, x):
    """Return what kind of place x is, and how far its minimum is (inf where none is seen), from the losses around.

    Along each direction it counts where the loss first differs from the loss at x by more than rounding.
    """
    here, scale, slope = f(x), max(1.0, float(np.max(np.abs(x)))), f.gradient(x)
    around = ways(x)
    rays = np.array([[or_nan(f, x + r * scale * way) for r in RADII] for way in around], dtype=float)
    rays = np.nan_to_num(rays, nan=np.inf)
    rounding = DIGITS * (np.maximum(abs(here), np.abs(rays)) + length(slope) * (1 + RADII) * scale)
    change = np.where(np.abs(rays - here) > rounding, np.sign(rays - here), 0)
    first = np.take_along_axis(change, (change != 0).argmax(axis=1)[:, None], axis=1)[:, 0]
    falls, rises, flat = ((first == sign) for sign in (-1, 1, 0))
    if not falls.any():
        return ("minimum", 0.0) if rises.any() else ("flat", np.inf)
    if not rises.any():
        return "plateau" if flat.any() else "maximum", np.inf
    bottoms = {ray: bottom_of(rays[ray], rounding[ray]) for ray in np.flatnonzero(falls)}
    # A slope from differences is known only to the digits of the losses; at a saddle, f falls both ways.
    both = np.any(falls[: len(falls) // 2] & falls[len(falls) // 2 :])
    noise = DIGITS * abs(here) / float(np.min(difference_step(x))) if f.numerical and not both else 0.0
    downhill = all(np.sum(around[ray] * slope) < noise for ray in bottoms)
    if not downhill or max(bottoms.values()) == len(RADII) - 1:
        r = RADII[(change != 0).argmax(axis=1)[first != 0].min()]
        beside = max(r, 0.01) * scale
        if downhill and np.ndim(x) == 0 and abs(here - f(x + beside)) < 10 * beside * abs(slope):
            return "slope", np.inf
        return "saddle" if r < 0.01 else "plateau", np.inf
    far = {ray: RADII[bottom] * scale for ray, bottom in bottoms.items()}
    steeper = all(here - rays[ray][bottoms[ray]] > 10 * far[ray] * (length(slope) + noise) for ray in bottoms)
    return "plateau" if steeper else "slope", float(max(far.values()))


def bottom_of(losses, rounding):
    """Return where losses along a ray are lowest before they first rise."""
    rises = np.flatnonzero(losses > np.minimum.accumulate(losses) + rounding)
    return int(np.argmin(losses[: rises[0]] if len(rises) and rises[0] else losses))


def ways(x):
    """Return directions to look in from x: both ways along each axis, each diagonal, and some at random."""
    if np.ndim(x) == 0:
        return [-1.0, 1.0]
    axes = np.eye(len(x))
    diagonals = [axes[i] + sign * axes[j] for i, j in combinations(range(len(x)), 2) for sign in (-1, 1)]
    others = np.random.default_rng(0).normal(size=(8 * len(x), len(x)))
    found = np.array([*axes, *diagonals, *others])
    found /= np.linalg.norm(found, axis=1)[:, None]
    return [*found, *-found]
