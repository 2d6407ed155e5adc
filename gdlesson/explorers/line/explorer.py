"""A line to fit to points by hand, with sliders or by dragging it: `explore_line`."""

import numpy as np

from gdlesson.checks import as_float
from gdlesson.datasets.points import checked_points, checked_texts, round_range, round_to, step_of
from gdlesson.explorers.line.picture import GRIPS, LAST, LEFT, MIDDLE, RIGHT, LinePicture
from gdlesson.explorers.line.ranges import first_line, heights, line_ends, origin_of, probability_ends
from gdlesson.explorers.line.run import EACH, STEPS, fit, fit_verdict, threshold_of
from gdlesson.explorers.line.turning import OPTIMIZERS, turned
from gdlesson.live.controls import Control, checked_choice, choice_control, number_control
from gdlesson.live.played import Played


class LineExplorer(Played):
    """A line fitted to points by hand; created by `explore_line`.

    The player shows an optimizer that begins with this line. The best line so far is kept in two controls, which
    are not on the page: a picture depends on nothing but controls.
    """

    loss, slope, intercept, outlier, optimizer = Control(), Control(), Control(), Control(), Control()
    best_slope, best_intercept = Control(), Control()
    ahead = ["slope", "intercept", "step"]

    def __init__(self, x, y, line, losses, loss, threshold, names):
        self.x, self.y, self.threshold, self.origin = x, y, threshold, origin_of(x)
        self.lines, self.news = self.first_lines(line, loss), set()
        self.ranges = {name: [ends for _, ends in self.lines[is_probability(name)]] for name in losses}
        line = dict(zip(("slope", "intercept"), self.lines[is_probability(loss)], strict=True))
        top = heights(y)
        numbers = {name: (first, *ends, step_of(ends)) for name, (first, ends) in line.items()}
        controls = {
            "loss": choice_control("loss", losses, loss),
            **{name: number_control(name, *settings) for name, settings in numbers.items()},
            "outlier": number_control("outlier", float(y[-1]), *top, step_of(top)),
            "optimizer": choice_control("optimizer", OPTIMIZERS, "guess"),
            **{f"best_{name}": number_control(f"best {name}", *settings) for name, settings in numbers.items()},
        }
        controls["loss"].observe(self.turn_to, "value")
        picture = LinePicture(x, y, top, self.ranges, self.origin, threshold, names, loss)
        super().__init__(controls, self.fit, fit_verdict, picture, STEPS)
        actions = (self.drag, LAST), (self.tilt_left, LEFT), (self.lift, MIDDLE), (self.tilt_right, RIGHT)
        for action, part in actions:
            self.on_point("data", action, part)
        self.on_point("map", self.lay)

    def arrange(self):
        """Return the controls and the step buttons above the picture."""
        return self.above_picture(["loss", "outlier"], ["slope", "intercept"], ["optimizer", self.player])

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
                for control in (self.controls[name], self.controls[f"best_{name}"]):
                    control.set_range(*ends, step_of(ends), value=p if fits else first)

    def fit(self, loss, slope, intercept, outlier, optimizer, best_slope, best_intercept, step):
        """Return the fit of the controls' values."""
        y = np.append(self.y[:-1], outlier)
        chosen = fit(self.x, y, slope, intercept, loss, self.threshold, self.origin)
        return turned(chosen, step, optimizer, self.ranges[loss])

    def draw(self, run, values):
        """Draw a fit, and the best line so far."""
        return self.drawn.show(run, (values["best_slope"], values["best_intercept"]))

    def set(self, **values):
        """Set several controls at once, as `Explorer.set` does."""
        self.news = set() if "best_slope" in values else set(values)
        super().set(**values)

    def moved(self, name, change):
        """Follow a control that was moved."""
        if not self.is_held():
            self.news = {name}
        super().moved(name, change)

    def show(self, run):
        """Show a fit; keep its line if it is the best so far. For other points or another loss, begin anew."""
        news, self.news = self.news, set()
        if news & {"loss", "outlier"} or news & {"slope", "intercept"} and run.value < self.best_value():
            with self.holding():
                self.best_slope, self.best_intercept = self.slope, self.intercept
            self.run_key = self.key()
        super().show(run)

    def best_value(self):
        """Return the loss of the best line so far."""
        best = {"slope": self.best_slope, "intercept": self.best_intercept, "step": 0}
        return self.fit(**self.values() | best).value

    def lift(self, x, y):
        """Move the line up or down, to the height y at x."""
        self.lay(self.run.slope, self.height(y) - self.run.slope * x)

    def tilt_left(self, x, y):
        """Turn the line to the height y at x, around its grip on the right."""
        self.tilt(x, y, self.picture.across(GRIPS[2]))

    def tilt_right(self, x, y):
        """Turn the line to the height y at x, around its grip on the left."""
        self.tilt(x, y, self.picture.across(GRIPS[0]))

    def tilt(self, x, y, pivot):
        """Turn the line to the height y at x, around its point at `pivot`."""
        fixed = self.run.slope * pivot + self.run.intercept
        slope = self.rounded("slope", (self.height(y) - fixed) / (x - pivot))
        self.lay(slope, fixed - slope * pivot)

    def lay(self, slope, intercept):
        """Set the line, within the ends of the sliders."""
        self.set(slope=self.rounded("slope", slope), intercept=self.rounded("intercept", intercept))

    def rounded(self, name, value):
        """Return a number that a control takes, with a digit more than its slider."""
        control = self.controls[name]
        return min(max(round_to(value, control.step / 10), control.low), control.high)

    def height(self, y):
        """Return the height of the line that is drawn at the height y: of a probability, its logit."""
        if not is_probability(self.loss):
            return y
        chance = min(max(y, 0.01), 0.99)
        return float(np.log(chance / (1 - chance)))

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
    """Return an explorer of a line and points: a line and a point to drag, and a map of the loss.

    Parameters
    ----------
    x, y : sequences of n numbers, two or more
        The points, in any unit; the sliders follow them. The last one can be dragged up and down. Where all x are
        far from 0, as years are, they are counted from a round number among them.
    slope, intercept : float, optional
        The initial line; by default a flat one.
    loss : str
        "mse", "mae", "huber" or "binary_crossentropy".
    xlabel, ylabel : str, optional
        What x and y are, such as "hours of study".
    threshold : float, optional
        For binary cross-entropy, the label of a point is 1 from this y on; by default, a round number in the
        middle of y. If y are labels already, 0 and 1, they stay as they are. This loss can be chosen only if it is
        asked for, if a threshold is given, or if y are labels.

    Returns
    -------
    LineExplorer
        With controls `loss`, `slope`, `intercept`, `outlier`, `optimizer`, which begins with this line, and `step`
        of it; its `run` is a `Fit`.

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
    chance = is_probability(loss) or threshold is not None or np.isin(y, (0, 1)).all()
    losses = [name for name in EACH if chance or not is_probability(name)]
    threshold = threshold_of(y) if threshold is None else finite("threshold", threshold)
    return LineExplorer(x, y, line, losses, loss, threshold, checked_texts(xlabel, ylabel))


def finite(name, value):
    """Return one finite number of a size that can be squared as a float."""
    number = as_float(name, value)
    if not abs(number) < 1e150:
        raise ValueError(f"{name} must be a finite number below 1e150 in size, got {value}")
    return number
