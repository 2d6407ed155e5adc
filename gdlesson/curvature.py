"""Steps that look at more than the slope: Newton's step, a line search that halves, and a limit on gradients."""

from dataclasses import dataclass

import numpy as np

from gdlesson.checks import (
    as_float,
    as_floats,
    checked_count,
    checked_number,
    checked_within,
    finite_floats,
    or_nan,
)

WIDTH = 1e-4  # of the differences of gradients, relative to max(1, |x|)


def hessian(gradient, x):
    """Return the curvatures of a function at a point, from differences of its gradient.

    Parameters
    ----------
    gradient : callable
        Takes a vector of shape (n,) and returns the gradient, of the same shape.
    x : array of shape (n,)
        The point; finite.

    Returns
    -------
    array of shape (n, n)
        The Hessian: row i is how the gradient changes with coordinate i. It is symmetric.

    Raises
    ------
    TypeError, ValueError
        x is no vector of finite numbers, or the gradient there has another shape or is not finite.

    Notes
    -----
    Central differences, Nocedal and Wright, *Numerical Optimization*, section 8.1. The error is about 1e-8 times
    the fourth derivatives, so it is exact but for rounding where these are 0.

    Examples
    --------
    >>> hessian(lambda p: np.array([p[0], 100 * p[1]]), [3.0, 1.0]).round(6).tolist()
    [[1.0, 0.0], [0.0, 100.0]]
    """
    x = finite_floats("x", x)
    if x.ndim != 1 or not len(x):
        raise ValueError(f"x must be a vector of numbers, got the shape {x.shape}")
    h = WIDTH * np.maximum(1.0, np.abs(x))
    sides = np.diag(h)
    rows = [as_floats("the gradient", gradient(x + side)) - gradient(x - side) for side in sides]
    if np.shape(rows) != (len(x), len(x)) or not np.isfinite(rows).all():
        raise ValueError(f"the gradient around {x} must be {len(x)} finite numbers")
    found = np.array(rows) / (2 * h[:, None])
    return (found + found.T) / 2


def newton_step(g, curvature):
    """Return the step to where a bowl of the same slopes and curvatures has no slope: −g / curvature.

    Parameters
    ----------
    g : float or array of shape (n,)
        The slope, or the gradient.
    curvature : float or array of shape (n, n)
        The curvature, or the Hessian.

    Returns
    -------
    float or array of shape (n,)
        The step; for a vector, the solution s of H·s = −g. Where a curvature is negative, it leads to the top.

    Raises
    ------
    TypeError, ValueError
        These are not finite numbers of such shapes, or the curvature is 0 in some direction.

    Notes
    -----
    Nocedal and Wright, *Numerical Optimization*, section 3.3.

    Examples
    --------
    >>> newton_step(46.0, 6.0)
    -7.666666666666667
    >>> newton_step([3.0, 100.0], [[1, 0], [0, 100]]).tolist()
    [-3.0, -1.0]
    """
    g, curvature = finite_floats("g", g), finite_floats("curvature", curvature)
    if g.ndim > 1 or curvature.shape != 2 * g.shape:
        raise ValueError(
            f"g and curvature must have the shapes (n,) and (n, n), or be two numbers, got {g.shape} and "
            f"{curvature.shape}"
        )
    if np.linalg.matrix_rank(np.atleast_2d(curvature)) < g.size:
        where = "in some direction" if g.ndim else "here"
        raise ValueError(f"the curvature is 0 {where}: a straight line has no lowest point to go to")
    return -np.linalg.solve(curvature, g) if g.ndim else float(-g / curvature)


@dataclass(frozen=True)
class LineSearch:
    """The tries of a line search.

    Attributes
    ----------
    rate : float
        The learning rate accepted; 0 if none was.
    accepted : bool
        Whether one was.
    tries, losses : tuple of float
        The rates tried, one after the other, and the losses there; nan where the function fails.
    """

    rate: float
    accepted: bool
    tries: tuple
    losses: tuple


def backtrack(f, x, direction, slope, rate=1.0, part=0.1, shrink=0.5, most=50):
    """Try a learning rate, and halve it until the loss falls enough.

    Parameters
    ----------
    f : callable
        Takes what x is and returns the loss.
    x, direction : float or array of shape (n,)
        Where the step begins, and its direction, usually the gradient with a minus.
    slope : float
        The slope of f at x along the direction, below 0: for d = −∇f it is −|∇f|².
    rate : float
        The first try, above 0.
    part : float
        A try is accepted if f(x + rate·d) ≤ f(x) + part·rate·slope: from 0, which asks only that the loss does not
        rise, to 1, which asks for all that the slope promises.
    shrink : float
        What a try is multiplied by, between 0 and 1.
    most : int
        How many tries there are at most.

    Returns
    -------
    LineSearch
        Its `accepted` is False where even the last try was too long.

    Raises
    ------
    TypeError, ValueError
        An argument is out of its domain; the direction does not lead downhill.

    Notes
    -----
    Armijo, *Minimization of functions having Lipschitz continuous first partial derivatives* (1966); Nocedal and
    Wright, *Numerical Optimization*, algorithm 3.1.

    Examples
    --------
    >>> backtrack(lambda x: x**2, x=3.0, direction=-6.0, slope=-36.0)
    LineSearch(rate=0.5, accepted=True, tries=(1.0, 0.5), losses=(9.0, 0.0))
    """
    x, direction = finite_floats("x", x), finite_floats("direction", direction)
    slope, rate, most = as_float("slope", slope), checked_number("rate", rate), checked_count("most", most, 1)
    part, shrink = checked_within("part", part, 0.0, 1.0), checked_within("shrink", shrink, 0.0, 1.0)
    if not -np.inf < slope < 0:
        raise ValueError(f"slope must be finite and below 0, so that the direction leads downhill, got {slope}")
    if not (rate > 0 and 0 < shrink < 1):
        raise ValueError(f"rate must be above 0 and shrink between 0 and 1, got {rate} and {shrink}")
    x, direction = (each if each.ndim else float(each) for each in (x, direction))
    here, tries, losses = f(x), [], []
    for _ in range(most):
        tries.append(rate)
        losses.append(float(or_nan(f, x + rate * direction)))
        if losses[-1] <= here + part * rate * slope:
            return LineSearch(rate, True, tuple(tries), tuple(losses))
        rate *= shrink
    return LineSearch(0.0, False, tuple(tries), tuple(losses))


def clip_by_norm(g, limit):
    """Return a gradient, shortened to a length if it is longer; its direction stays.

    Parameters
    ----------
    g : float or array of any shape
        The gradient; finite.
    limit : float
        The greatest length, above 0. The length is the root of the sum of all squares.

    Returns
    -------
    float or array of the shape of g

    Raises
    ------
    TypeError, ValueError
        g is not finite numbers, or the limit is not above 0.

    Notes
    -----
    Pascanu, Mikolov and Bengio, *On the difficulty of training recurrent neural networks* (2013), algorithm 1.

    Examples
    --------
    >>> clip_by_norm([30.0, -40.0], limit=5).tolist(), clip_by_norm([3.0, -4.0], limit=5).tolist()
    ([3.0, -4.0], [3.0, -4.0])
    """
    g, limit = finite_floats("g", g), checked_number("limit", limit)
    if not limit:
        raise ValueError("limit must be above 0: a gradient of length 0 leads nowhere")
    largest = np.max(np.abs(g), initial=0.0)
    scaled = g / (largest or 1.0)  # so that no square overflows
    norm = np.sqrt(np.sum(scaled * scaled)) * largest
    clipped = g * (limit / norm) if norm > limit else g.copy()
    return clipped if g.ndim else float(clipped)
