"""The explorers of single lessons, put together from the parts of `explorers`: controls, run, words, picture."""

from copy import copy

import ipywidgets as widgets
import numpy as np

from gdlesson.descent import as_float, checked_number, checked_start, descend
from gdlesson.explorers.descent.explorer import Explorer, fine_step, rate_range, rows
from gdlesson.explorers.line.picture import LinePicture, SlopePicture, StoppingPicture
from gdlesson.explorers.line.run import EACH, fit, fit_verdict
from gdlesson.explorers.slope.run import DIFFERENCES, secant, secant_verdict
from gdlesson.explorers.stopping.run import RULES, find_stops, stops_verdict
from gdlesson.functions import as_function, checked_view
from gdlesson.live.controls import (
    Control,
    checked_within,
    choice_control,
    count_control,
    log_control,
    number_control,
)
from gdlesson.losses import checked_pair


class LineExplorer(Explorer):
    """A line laid through points by hand; made by `explore_line`."""

    loss, slope, intercept, outlier = Control(), Control(), Control(), Control()

    def __init__(self, x, y):
        self.x, self.y = x, y
        top = max(10.0, float(np.ceil(y.max() + 1)))
        controls = {
            "loss": choice_control("loss", {name: name for name in EACH}, "mse"),
            "slope": number_control("slope", 0.0, -2.0, 4.0, 0.05),
            "intercept": number_control("intercept", 2.0, -10.0, 10.0, 0.1),
            "outlier": number_control("outlier", float(y[-1]), min(0.0, float(y.min())), top, 0.1),
        }
        super().__init__(controls, self.fit, fit_verdict, LinePicture(x, y, (-2, 4)))
        self.live.on_point(self.picture.data, lambda x, y: self.attempt(lambda: self.drag(y)), part=(0.85, 1.0))

    def fit(self, loss, slope, intercept, outlier):
        """Return the fit of the controls' values."""
        slider = self.controls["outlier"].slider
        checked_within("outlier", outlier, slider.min, slider.max)
        return fit(self.x, np.append(self.y[:-1], outlier), slope, intercept, loss)

    def drag(self, y):
        """Move the last point to a height at which somebody points; a label is pushed to pass or to fail."""
        slider = self.controls["outlier"].slider
        score = (9.0 if y > 0.5 else 1.0) if self.loss == "binary_crossentropy" else round(y, 1)
        self.set(outlier=min(max(score, slider.min), slider.max))

    def arrange(self):
        """Return the controls in two rows above the picture."""
        named = self.controls
        lines = rows([named["loss"], named["outlier"]], [named["slope"], named["intercept"]])
        return widgets.VBox([*lines, self.live])


def explore_line(x, y, slope=0.0, intercept=2.0, loss="mse"):
    """Return an explorer of a line on points: its slope, its intercept, a point to drag, and what it loses.

    Parameters
    ----------
    x, y : arrays of shape (n,)
        The points, at least two. The last one can be dragged, upwards and downwards. For binary cross-entropy the
        label of a point is 1 where y is 5 or more.
    slope, intercept : float
        Where the line lies first; slope in -2 to 4, intercept in -10 to 10.
    loss : str
        "mse", "mae" or "binary_crossentropy".

    Raises
    ------
    ValueError
        The points are no points, or a number lies outside its range.

    Examples
    --------
    >>> import numpy as np
    >>> lab = explore_line(np.array([1, 2, 3]), np.array([2, 3, 7]), slope=1, intercept=1)
    >>> lab.run.value
    3.0
    """
    x, y = checked_pair(x, y)
    if x.ndim != 1 or len(x) < 2 or not np.isfinite([x, y]).all():
        raise ValueError(f"x and y must be two or more finite numbers each, got {x.tolist()} and {y.tolist()}")
    lab = LineExplorer(x, y)
    lab.set(slope=slope, intercept=intercept, loss=loss)
    return lab


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


class StoppingExplorer(Explorer):
    """Rules that stop a walk; made by `explore_stopping`."""

    rule, tolerance, learning_rate, cap = Control(), Control(), Control(), Control()

    def __init__(self, f, start, learning_rate):
        self.f, self.beginning = f, start
        controls = {
            "rule": choice_control("rule", {name: name for name in [*RULES, "cap"]}, "step"),
            "tolerance": log_control("tolerance", 1e-5, 1e-12, 1.0),
            "learning_rate": log_control("learning rate", learning_rate, *rate_ends(f, start, learning_rate)),
            "cap": count_control("cap", 500, 1, 1000),
        }
        super().__init__(controls, self.stops, stops_verdict, StoppingPicture(f, 1000))

    def stops(self, rule, tolerance, learning_rate, cap):
        """Return the stops of the controls' values."""
        return find_stops(self.f, self.beginning, learning_rate, checked_number("tolerance", tolerance), cap, rule)

    def arrange(self):
        """Return the controls in two rows above the picture."""
        named = self.controls
        lines = rows([named["rule"], named["tolerance"]], [named["learning_rate"], named["cap"]])
        return widgets.VBox([*lines, self.live])


def rate_ends(f, start, learning_rate):
    """Return the ends of a slider that also has rates at which next to nothing moves."""
    low, high = rate_range(f, start, learning_rate)
    return min(low, 1e-7), high


def explore_stopping(f, start=8, learning_rate=0.1):
    """Return an explorer of rules that stop a walk: which of them, its tolerance, the learning rate and the cap.

    Parameters
    ----------
    f : callable
        A function of one variable.
    start, learning_rate : float
        Of the walk.

    Raises
    ------
    TypeError, ValueError
        f cannot be descended with these settings.

    Examples
    --------
    >>> from gdlesson import quadratic
    >>> lab = explore_stopping(quadratic([0, 0, 1]), start=8, learning_rate=0.1)
    >>> lab.run.steps
    {'step': 55, 'slope': 66, 'loss change': 34, 'cap': 500}
    """
    f, start = as_function(f), as_float("start", start)
    descend(f, start, learning_rate)  # says at once what is wrong with them
    return StoppingExplorer(f, start, float(learning_rate))
