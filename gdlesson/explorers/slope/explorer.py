"""The secant at x with step h, live: `explore_slope`."""

from copy import copy

import ipywidgets as widgets

from gdlesson.checks import checked_number, checked_start, checked_view
from gdlesson.explorers.slope.picture import SlopePicture
from gdlesson.explorers.slope.run import DIFFERENCES, secant, secant_verdict
from gdlesson.functions import as_function
from gdlesson.live.controls import Control, checked_within, choice_control, fine_step, log_control, number_control
from gdlesson.live.explorer import Explorer, rows


class SlopeExplorer(Explorer):
    """A secant that becomes the tangent; made by `explore_slope`."""

    difference, x, h = Control(), Control(), Control()

    def __init__(self, f, x, h, difference, errors):
        self.f = f
        controls = {
            "x": number_control("x", x, *f.view, fine_step(f.view)),
            "h": log_control("h", h, 1e-16 if errors else 1e-2, 10.0),
            "difference": choice_control("difference", {name: name for name in DIFFERENCES}, difference),
        }
        super().__init__(controls, self.secant, secant_verdict, SlopePicture(f, errors))

    def secant(self, x, h, difference):
        """Return the secant of the controls' values."""
        checked_within("x", x, *self.f.view)
        if not checked_number("h", h):
            raise ValueError("h must be more than 0: between a point and itself there is no secant")
        return secant(self.f, x, h, difference)

    def arrange(self):
        """Return the controls in two rows above the picture."""
        named = self.controls
        return widgets.VBox([*rows([named["h"]], [named["x"], named["difference"]]), self.live])


def explore_slope(f, x=None, h=1.0, difference="forward", view=None, errors=True):
    """Return an explorer of the slope of f at x: the secant with step h, and its error.

    Parameters
    ----------
    f : callable
        A function of one variable; with a gradient, or its slope is found numerically and only nearly true.
    x, h : float
        Where the sliders stand first; x in the view, left out its middle; h above 0.
    difference : str
        "forward" for the secant from x to x + h, "central" for the one from x − h to x + h.
    view : (float, float), optional
        The stretch of the x axis to show; left out, that of f.
    errors : bool
        Whether to show, beside the curve, the error against h, and to let h become as small as 1e-16.

    Raises
    ------
    TypeError, ValueError
        f is no function of one variable that can be drawn there, or a number lies outside its range.

    Examples
    --------
    >>> from gdlesson import quadratic
    >>> lab = explore_slope(quadratic([0, 0, 1]), x=3, h=0.5)
    >>> lab.run.slope, lab.run.tangent
    (6.5, 6.0)
    """
    f = copy(as_function(f))
    low, high = f.view = checked_view(f.view if view is None else view)
    x = checked_within("x", (low + high) / 2 if x is None else x, low, high)
    checked_start(f, x)  # says at once what is wrong with it
    lab = SlopeExplorer(f, x, 1.0, "forward", errors)
    lab.set(h=h, difference=difference)
    if lab.error:
        raise lab.error
    return lab
