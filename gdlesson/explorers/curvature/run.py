"""Newton's method, or a line search by trying and halving, beside gradient descent at a fixed rate, on a curve."""

from copy import copy
from dataclasses import dataclass

import numpy as np

from gdlesson.calculus import curvature, minima
from gdlesson.checks import as_float, checked_number, or_nan, shown
from gdlesson.curvature import backtrack, newton_step
from gdlesson.functions import Function, as_curve, quadratic
from gdlesson.landscapes import quartic

METHODS = ["Newton", "trying and halving"]
NEAR = 1e-3  # this near to a minimum, a method has arrived
CAP = 100  # steps
FAR = 1e9  # a run that gets this far is gone
STILL = 1e-12  # a step shorter than this, as a part of 1 + |x|, leads nowhere
PART = 0.1  # a try is accepted if the loss falls by this part of what the slope promises


def with_bend(f, bend, view=(-3.0, 3.0)):
    """Return a function of one variable that knows its curvature, `bend`, with a view."""
    f = copy(f)
    f.bend, f.view = bend, view
    return f


ROOT = Function(
    lambda x: np.sqrt(1 + x * x), lambda x: x / np.sqrt(1 + x * x), "√(1 + x²)", minima=[0.0], everywhere=True
)
WELLS = Function(
    lambda x: x * x * x * x / 4 - 2 * x * x,
    lambda x: x * x * x - 4 * x,
    "x⁴/4 − 2x²",
    minima=[-2.0, 2.0],
    everywhere=True,
)
CURVES = [
    with_bend(quadratic([-3, -2, 3]), lambda x: 6.0),
    with_bend(quartic, lambda x: 12 * x * x),
    with_bend(ROOT, lambda x: (1 + x * x) ** -1.5),
    with_bend(WELLS, lambda x: 3 * x * x - 4),
]

BENDS = {f.value: f.bend for f in CURVES}  # the same curve with another view knows its curvature, too


@dataclass(frozen=True, eq=False)
class Route:
    """The steps of one method on a curve.

    Attributes
    ----------
    function : Function
        The curve.
    path, losses : arrays of shape (nit + 1,)
        Every place visited, the start included, and the loss there.
    notes : list
        What each step was made from, and the next one where there would be one: the curvature for Newton, a
        `LineSearch` for trying and halving, the learning rate for gradient descent.
    end : str
        "arrived" within 0.001 of a minimum, "cap", "diverged", "top" or "level" where nothing moves, "straight"
        where the curvature is 0, or "refused" where no try was accepted.
    left : array of shape (nit + 1,)
        The distance to the nearest minimum.
    """

    function: Function
    path: np.ndarray
    losses: np.ndarray
    notes: list
    end: str
    left: np.ndarray

    @property
    def nit(self):
        """The number of steps."""
        return len(self.path) - 1

    regime = "steady"  # the inset of a curve asks


@dataclass(frozen=True, eq=False)
class CurvatureRun:
    """A method and gradient descent, both from one start.

    Attributes
    ----------
    method : str
        "Newton" or "trying and halving".
    learning_rate : float
        That of gradient descent, and the first try of each search.
    own, plain : Route
        The steps of the method, and those of gradient descent at the fixed rate.
    """

    method: str
    learning_rate: float
    own: Route
    plain: Route

    @property
    def function(self):
        """The curve of both."""
        return self.own.function

    @property
    def nit(self):
        """The number of steps of the longer route."""
        return max(self.own.nit, self.plain.nit)


def bend_of(f, x):
    """Return the curvature of f at x: exact where f knows it, else from differences of slopes."""
    exact = getattr(f, "bend", None) or BENDS.get(f.value)
    return float(exact(x)) if exact else float(curvature(f, x))


def parabola(f, x, bend):
    """Return the parabola with the loss, the slope and the curvature of f at x, as a function."""
    here, slope = f(x), f.gradient(x)
    return lambda xs: here + slope * (xs - x) + bend / 2 * (xs - x) ** 2


def newton_move(f, x):
    """Return where Newton's step leads from x, and the curvature it was made from; a word if there is no step."""
    slope, bend = or_nan(f.gradient, x), bend_of(f, x)
    if not np.isfinite([slope, bend]).all():
        return "diverged", bend
    if abs(slope) <= STILL:
        return "top" if bend < 0 else "level", bend
    return ("straight" if bend == 0 else x + newton_step(slope, bend)), bend


def search_move(f, x, rate):
    """Return where the first rate that is accepted leads from x, and its search; a word if there is none."""
    slope = or_nan(f.gradient, x)
    if not np.isfinite(slope * slope):
        return "diverged", None
    if abs(slope) <= STILL:
        return "level", None
    search = backtrack(f, x, -slope, -slope * slope, rate, PART)
    return (x - search.rate * slope if search.accepted else "refused"), search


def plain_move(f, x, rate):
    """Return where a step of gradient descent leads from x, and the rate; a word if it leads nowhere."""
    slope = or_nan(f.gradient, x)
    if abs(slope) <= STILL:
        return "level", rate
    return x - rate * slope, rate


def route(f, start, move, lowest):
    """Follow move(x) from the start until it arrives, has no next step, or the cap, and return the `Route`."""
    path, notes, end = [start], [], "cap"
    while end == "cap" and len(path) <= CAP:
        if min(abs(path[-1] - x) for x in lowest) <= NEAR:
            end = "arrived"
            break
        new, note = move(path[-1])
        notes.append(note)
        if isinstance(new, str):
            end = new
        elif not (abs(new) < FAR and np.isfinite(or_nan(f, new))):
            end = "diverged"
        else:
            path.append(float(new))
    if min(abs(path[-1] - x) for x in lowest) <= NEAR:
        end = "arrived"
    places = np.array(path)
    left = np.abs(places[:, None] - np.array(lowest)).min(axis=1)
    return Route(f, places, np.array([f(x) for x in path]), notes, end, left)


def curvature_run(f, start, learning_rate=0.05, method="Newton"):
    """Follow Newton's method, or a line search, and gradient descent from one start; return the `CurvatureRun`.

    Parameters
    ----------
    f : callable
        A function of one variable with a minimum in its view.
    start : float
        Where both begin.
    learning_rate : float
        That of gradient descent; the line search tries it first. Above 0.
    method : str
        "Newton" or "trying and halving".

    Raises
    ------
    TypeError, ValueError
        An argument is none of these.

    Examples
    --------
    >>> run = curvature_run(lambda x: x**2, start=3, learning_rate=0.1)
    >>> run.own.nit, run.plain.nit
    (1, 36)
    """
    f, start, rate = as_curve(f), as_float("start", start), checked_number("learning_rate", learning_rate)
    if not isinstance(method, str) or method not in METHODS:
        raise ValueError(f"method must be one of {', '.join(METHODS)}, got {shown(method)}")
    if not rate:
        raise ValueError("learning_rate must be above 0: with 0 nothing moves")
    lowest = minima(f)
    if not lowest:
        raise ValueError(f"{f.name} has no minimum between x = {f.view[0]:g} and x = {f.view[1]:g}")
    moves = {"Newton": lambda x: newton_move(f, x), "trying and halving": lambda x: search_move(f, x, rate)}
    with np.errstate(all="ignore"):
        own = route(f, start, moves[method], lowest)
        return CurvatureRun(method, rate, own, route(f, start, lambda x: plain_move(f, x, rate), lowest))
