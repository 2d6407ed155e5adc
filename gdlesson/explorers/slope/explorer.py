"""The secant at x with step h, with sliders: `explore_slope`."""

from copy import copy

from gdlesson.checks import checked_flag, checked_interval, checked_number, checked_start, checked_within
from gdlesson.explorers.slope.picture import SlopePicture
from gdlesson.explorers.slope.run import DIFFERENCES, secant, secant_verdict
from gdlesson.functions import as_curve
from gdlesson.live.controls import Control, choice_control, fine_step, log_control, number_control
from gdlesson.live.played import Played
from gdlesson.words import number

PER_TEN = 5  # steps in which h shrinks to a tenth


class SlopeExplorer(Played):
    """A secant that approaches the tangent; created by `explore_slope`. The player lets h shrink."""

    difference, x, h = Control(), Control(), Control()
    ahead = ["h", "x", "step", "difference"]

    def __init__(self, f, x, errors):
        self.f, self.least = f, 1e-16 if errors else 1e-2
        controls = {
            "x": number_control("x", x, *f.view, fine_step(f.view)),
            "h": log_control("h", 1.0, self.least, 10.0),
            "difference": choice_control("difference", list(DIFFERENCES), "forward"),
        }
        last = PER_TEN * (16 if errors else 3)
        super().__init__(controls, self.secant, secant_verdict, SlopePicture(f, errors), last)

    def arrange(self):
        """Return the controls and the step buttons above the picture."""
        return self.above_picture(["h", self.player], ["x", "difference"])

    def secant(self, x, h, difference, step):
        """Return the secant of the controls' values: with each step, h shrinks."""
        if not checked_number("h", h):
            raise ValueError("h must be more than 0: between a point and itself there is no secant")
        if step:
            h = min(h, max(self.least, float(f"{h * 10 ** (-step / PER_TEN):.3g}")))
        return secant(self.f, x, h, difference)

    def verdict_on(self, run, values):
        """Return the verdict; while h shrinks, it begins with h."""
        words = secant_verdict(run)
        return f"h has shrunk to {number(run.h, 3)}. {words}" if values["step"] else words


def explore_slope(f, x=None, h=1.0, difference="forward", view=None, errors=True):
    """Return an explorer of the slope of f at x: the secant with step h, and its error.

    Parameters
    ----------
    f : callable
        A function of one variable. Without a gradient, the slope of its tangent is a numerical approximation.
    x, h : float
        The initial positions of the sliders: x in the view, by default in the middle; h above 0.
    difference : str
        "forward" for the secant from x to x + h, "central" for the one from x − h to x + h.
    view : (float, float), optional
        The interval of the x axis to show; by default that of f.
    errors : bool
        Whether to show the error against h beside the curve, and let h become as small as 1e-16.

    Returns
    -------
    SlopeExplorer
        With controls `x`, `h`, `difference`, and `step`, with which h shrinks; its `run` is a `Secant`.

    Raises
    ------
    TypeError, ValueError
        f is not a function of one variable that can be drawn there, or a number is out of range.

    Examples
    --------
    >>> from gdlesson import quadratic
    >>> lab = explore_slope(quadratic([0, 0, 1]), x=3, h=0.5)
    >>> lab.run.slope, lab.run.tangent
    (6.5, 6.0)
    """
    f = copy(as_curve(f))
    low, high = f.view = checked_interval(f.view if view is None else view)
    x = checked_within("x", (low + high) / 2 if x is None else x, low, high)
    checked_start(f, x)  # raises an error now rather than in the explorer
    lab = SlopeExplorer(f, x, checked_flag("errors", errors))
    lab.set(h=h, difference=difference)
    if lab.error:
        raise lab.error
    return lab
