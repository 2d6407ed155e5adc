"""A line to fit to points by hand, with sliders: `explore_line`."""

import numpy as np

from gdlesson.explorers.line.picture import LinePicture
from gdlesson.explorers.line.run import EACH, fit, fit_verdict
from gdlesson.live.controls import Control, choice_control, number_control
from gdlesson.live.explorer import Explorer
from gdlesson.losses import checked_pair


class LineExplorer(Explorer):
    """A line fitted to points by hand; created by `explore_line`."""

    loss, slope, intercept, outlier = Control(), Control(), Control(), Control()
    layout = [["loss", "outlier"], ["slope", "intercept"]]

    def __init__(self, x, y):
        self.x, self.y = x, y
        top = max(10.0, float(np.ceil(y.max() + 1)))
        controls = {
            "loss": choice_control("loss", list(EACH), "mse"),
            "slope": number_control("slope", 0.0, -2.0, 4.0, 0.05),
            "intercept": number_control("intercept", 2.0, -10.0, 10.0, 0.1),
            "outlier": number_control("outlier", float(y[-1]), min(0.0, float(y.min())), top, 0.1),
        }
        super().__init__(controls, self.fit, fit_verdict, LinePicture(x, y, (-2, 4)))
        self.on_point("data", self.drag, part=(0.85, 1.0))

    def fit(self, loss, slope, intercept, outlier):
        """Return the fit of the controls' values."""
        return fit(self.x, np.append(self.y[:-1], outlier), slope, intercept, loss)

    def drag(self, x, y):
        """Move the last point to the height y; a label becomes 0 or 1, whichever is nearer."""
        score = (9.0 if y > 0.5 else 1.0) if self.loss == "binary_crossentropy" else y
        self.set(outlier=self.controls["outlier"].nearest(score))


def explore_line(x, y, slope=0.0, intercept=2.0, loss="mse"):
    """Return an explorer of a line and points: its slope and intercept, a point to drag, and the loss.

    Parameters
    ----------
    x, y : arrays of shape (n,)
        The points, at least two. The last one can be dragged up and down. For binary cross-entropy, the label of a
        point is 1 if y is 5 or more.
    slope, intercept : float
        The initial line; slope from -2 to 4, intercept from -10 to 10.
    loss : str
        "mse", "mae" or "binary_crossentropy".

    Returns
    -------
    LineExplorer
        With controls `loss`, `slope`, `intercept` and `outlier`; its `run` is a `Fit`.

    Raises
    ------
    TypeError, ValueError
        x and y are not points, or a number is out of range.

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
