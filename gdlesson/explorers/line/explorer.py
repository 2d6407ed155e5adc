"""A line to lay through points by hand: `explore_line`."""

import ipywidgets as widgets
import numpy as np

from gdlesson.explorers.line.picture import LinePicture
from gdlesson.explorers.line.run import EACH, fit, fit_verdict
from gdlesson.live.controls import Control, checked_within, choice_control, number_control
from gdlesson.live.explorer import Explorer, rows
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
