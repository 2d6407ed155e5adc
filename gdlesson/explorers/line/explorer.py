"""A line to fit to points by hand, with sliders: `explore_line`."""

import numpy as np

from gdlesson.checks import as_float
from gdlesson.datasets.points import checked_points, checked_texts, round_range, step_of
from gdlesson.explorers.line.picture import LinePicture
from gdlesson.explorers.line.ranges import first_line, heights, line_ends, origin_of, probability_ends
from gdlesson.explorers.line.run import EACH, fit, fit_verdict, threshold_of
from gdlesson.live.controls import Control, checked_choice, choice_control, number_control
from gdlesson.live.explorer import Explorer


class LineExplorer(Explorer):
    """A line fitted to points by hand; created by `explore_line`."""

    loss, slope, intercept, outlier = Control(), Control(), Control(), Control()
    layout = [["loss", "outlier"], ["slope", "intercept"]]

    def __init__(self, x, y, line, loss, threshold, names):
        self.x, self.y, self.threshold, self.origin = x, y, threshold, origin_of(x)
        self.lines = self.first_lines(line, loss)
        (slope, slopes), (intercept, intercepts) = self.lines[is_probability(loss)]
        top = heights(y)
        controls = {
            "loss": choice_control("loss", list(EACH), loss),
            "slope": number_control("slope", slope, *slopes, step_of(slopes)),
            "intercept": number_control("intercept", intercept, *intercepts, step_of(intercepts)),
            "outlier": number_control("outlier", float(y[-1]), *top, step_of(top)),
        }
        controls["loss"].observe(self.turn_to, "value")
        ends = {name: self.lines[is_probability(name)][0][1] for name in EACH}
        picture = LinePicture(x, y, top, ends, self.origin, threshold, names, loss)
        super().__init__(controls, self.fit, fit_verdict, picture)
        self.on_point("data", self.drag, part=(0.85, 1.0))

    def first_lines(self, line, loss):
        """Return for a value and for a probability the first slope with its ends, and the first intercept."""
        x, labels = self.x - self.origin, (self.y >= self.threshold).astype(float)
        value, chance = line_ends(x, self.y), probability_ends(x, labels)
        lines = {False: (first_line(x, self.y, value[1]), value), True: ((0.0, 0.0), chance)}
        usual, ends = lines[is_probability(loss)]
        asked = [first if own is None else own for first, own in zip(usual, line, strict=True)]
        wide = [round_range(min(a, p), max(b, p)) for p, (a, b) in zip(asked, ends, strict=True)]
        lines[is_probability(loss)] = asked, wide
        return {kind: list(zip(*pair, strict=True)) for kind, pair in lines.items()}

    def turn_to(self, change):
        """Give slope and intercept the ends for another loss; where they don't fit in, begin anew."""
        with self.holding():
            before = self.slope, self.intercept
            line = self.lines[is_probability(change["new"])]
            fits = all(low <= p <= high for p, (_, (low, high)) in zip(before, line, strict=True))
            for name, (first, ends), p in zip(("slope", "intercept"), line, before, strict=True):
                self.controls[name].set_range(*ends, step_of(ends))
                self.controls[name].value = p if fits else first

    def fit(self, loss, slope, intercept, outlier):
        """Return the fit of the controls' values."""
        return fit(self.x, np.append(self.y[:-1], outlier), slope, intercept, loss, self.threshold, self.origin)

    def drag(self, x, y):
        """Move the last point to the height y; a label becomes 0 or 1, whichever is nearer."""
        if is_probability(self.loss):
            self.set(outlier=float(self.y.max() if y > 0.5 else self.y.min()))
        else:
            self.set(outlier=self.controls["outlier"].nearest(y))


def is_probability(loss):
    """Return whether a loss judges probabilities rather than values."""
    return loss == "binary_crossentropy"


def explore_line(x, y, slope=None, intercept=None, loss="mse", xlabel=None, ylabel=None, threshold=None):
    """Return an explorer of a line and points: its slope and intercept, a point to drag, and the loss.

    Parameters
    ----------
    x, y : sequences of n numbers, two or more
        The points, in any unit; the sliders follow them. The last one can be dragged up and down. Where all x are
        far from 0, as years are, they are counted from a round number among them.
    slope, intercept : float, optional
        The initial line; by default a flat one.
    loss : str
        "mse", "mae" or "binary_crossentropy".
    xlabel, ylabel : str, optional
        What x and y are, such as "hours of study".
    threshold : float, optional
        For binary cross-entropy, the label of a point is 1 from this y on; by default, a round number in the
        middle of y. If y are labels already, 0 and 1, they stay as they are.

    Returns
    -------
    LineExplorer
        With controls `loss`, `slope`, `intercept` and `outlier`; its `run` is a `Fit`.

    Raises
    ------
    TypeError, ValueError
        x and y are not points, or an argument is not as described.

    Examples
    --------
    >>> lab = explore_line([1, 2, 3], [2, 3, 7], slope=1, intercept=1)
    >>> lab.run.value
    3.0
    >>> lab = explore_line([2104, 1600, 2400], [400_000, 330_000, 369_000], xlabel="square feet", ylabel="price")
    >>> lab.slope, lab.intercept
    (0.0, 348000.0)
    """
    x, y = checked_points(x, y)
    loss = checked_choice("loss", loss, {name: name for name in EACH})
    line = [None if p is None else finite(name, p) for name, p in [("slope", slope), ("intercept", intercept)]]
    threshold = threshold_of(y) if threshold is None else finite("threshold", threshold)
    return LineExplorer(x, y, line, loss, threshold, checked_texts(xlabel, ylabel))


def finite(name, value):
    """Return one finite number of a size that can be squared as a float."""
    number = as_float(name, value)
    if not abs(number) < 1e150:
        raise ValueError(f"{name} must be a finite number below 1e150 in size, got {value}")
    return number
