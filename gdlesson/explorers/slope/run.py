"""The slope of a curve from two of its values: the secant, how it approaches the tangent, and its error."""

from dataclasses import dataclass

import numpy as np

from gdlesson.checks import or_nan
from gdlesson.functions import Function, as_function
from gdlesson.words import number

STEPS = np.logspace(-16, 1, 137)  # the values of h for which the error is shown
EPS = np.finfo(float).eps


def forward_difference(f, x, h):
    """Return (f(x + h) − f(x)) / h: the slope of the secant from x to x + h.

    Examples
    --------
    >>> forward_difference(lambda x: x**2, 3, 0.5)
    6.5
    """
    return (f(x + h) - f(x)) / h


def central_difference(f, x, h):
    """Return (f(x + h) − f(x − h)) / 2h: the slope of the secant around x.

    Examples
    --------
    >>> central_difference(lambda x: x**2, 3, 0.5)
    6.0
    """
    return (f(x + h) - f(x - h)) / (2 * h)


DIFFERENCES = {"forward": forward_difference, "central": central_difference}


@dataclass(frozen=True, eq=False)
class Secant:
    """A secant of f beside its tangent at x.

    Attributes
    ----------
    function, x, h, difference
        What it was made from; `difference` is "forward" or "central".
    ends : (float, float)
        The x where the secant intersects the curve.
    slope, tangent : float
        The slope of the secant, and that of the tangent at x.
    errors : dict of str to array of shape (137,)
        |slope − tangent| at this x for each h in `STEPS`, for both differences.
    """

    function: Function
    x: float
    h: float
    difference: str
    ends: tuple
    slope: float
    tangent: float
    errors: dict

    @property
    def rise(self):
        """How much higher the curve is at the right end of the secant than at the left one."""
        return self.slope * self.run

    @property
    def run(self):
        """How far the ends of the secant are apart, along x."""
        return (1 if self.difference == "forward" else 2) * self.h

    @property
    def error(self):
        """The difference between the slopes of secant and tangent, as an absolute value."""
        return abs(self.slope - self.tangent)


def secant(f, x, h, difference="forward"):
    """Return the `Secant` of f with step h at x.

    Raises
    ------
    ValueError
        f fails at an end of the secant, or the numbers there are too large.
    """
    f = as_function(f)
    with np.errstate(all="ignore"):
        tangent, slope = f.gradient(x), DIFFERENCES[difference](f, x, h)
        errors = {
            name: np.array([abs(or_nan(formula, f, x, step) - tangent) for step in STEPS])
            for name, formula in DIFFERENCES.items()
        }
    if not np.isfinite([tangent, slope]).all():
        raise ValueError(
            f"between x = {number(x)} and its neighbors at h = {number(h)} {f.name} is no longer finite"
        )
    ends = (x if difference == "forward" else x - h, x + h)
    return Secant(f, x, h, difference, ends, slope, tangent, errors)


def secant_verdict(run):
    """Return the two slopes in words, why they differ, and whether h should be larger or smaller."""
    said = f"The secant's slope is {number(run.slope)}, the tangent's {number(run.tangent)}: "
    if run.error == 0:
        return said + "no difference at all."
    return said + f"an error of {number(run.error, 2)}. {cause(run)}"


def cause(run):
    """Return in words whether the error comes from the curvature or from rounding."""
    left, right = (or_nan(run.function, end) for end in run.ends)
    if left == right and run.tangent and run.h < 1e-6 * max(1.0, abs(run.x)):
        return "For the computer the two values of f are the same number. A larger h would help."
    best_h, least = best(run)
    rounding = EPS * max(abs(left), abs(right)) / run.h
    if run.error <= 4 * max(least, EPS * abs(run.tangent), rounding if run.h >= best_h else 0):
        return "That is about as small as it gets."
    if run.h < best_h:
        return "It comes from rounding: the two values of f agree in too many digits. A larger h would help."
    return "It comes from the bend of the curve between the two points. A smaller h would help."


def best(run):
    """Return the best h for this difference, and its error. Medians of five neighbors rule out lucky hits."""
    medians = np.median(np.lib.stride_tricks.sliding_window_view(run.errors[run.difference], 5), axis=1)
    least = np.nanargmin(np.where(np.isnan(medians), np.inf, medians))
    return STEPS[least + 2], medians[least]
