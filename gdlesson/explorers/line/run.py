"""A line fitted to points by hand, and its loss, as a number and in words."""

from dataclasses import dataclass, field

import numpy as np

from gdlesson.datasets.points import round_below, round_to, spread
from gdlesson.losses import absolute_error, accuracy, cross_entropy, huber_error, sigmoid, squared_error
from gdlesson.words import number

EACH = {
    "mse": squared_error,
    "mae": absolute_error,
    "huber": huber_error,
    "binary_crossentropy": cross_entropy,
}

STEPS = 60  # of an optimizer that turns the line

# for each loss, its short name and its full one
LOSSES = {
    "mse": ("MSE", "mean squared error"),
    "mae": ("MAE", "mean absolute error"),
    "huber": ("Huber's loss", "mean of ½e² up to an error e of 1, and of |e| − ½ beyond"),
    "binary_crossentropy": ("cross-entropy", "binary cross-entropy"),
}


NOWHERE = np.empty((0, 2))


@dataclass(frozen=True, eq=False)
class Fit:
    """A line and points, with its loss.

    Attributes
    ----------
    x, y : arrays of shape (n,)
        The points; for binary cross-entropy, y is 1 or 0: see `labels_of`.
    slope, intercept : float
        The line is slope·(x − origin) + intercept; for binary cross-entropy, its sigmoid is a probability.
    loss : str
        "mse", "mae", "huber" or "binary_crossentropy".
    predicted, each : arrays of shape (n,)
        The prediction at each x, and the loss of each example.
    value : float
        The loss: the mean of `each`.
    origin : float
        Where the line has the height `intercept`: 0 unless x is far from it, as years are.
    step : int
        How many steps of an optimizer have led to this line; 0 for one that was chosen.
    optimizer : str
        Which: "guess" or "slope".
    path : array of shape (k, 2)
        The lines on the way, each as (slope, intercept): the chosen one first, this one last.
    dropped : array of shape (m, 2)
        The lines that were tried and not kept, in the order of time.
    kept : bool
        Whether the last step led to another line.
    """

    x: np.ndarray
    y: np.ndarray
    slope: float
    intercept: float
    loss: str
    predicted: np.ndarray
    each: np.ndarray
    value: float
    origin: float = 0.0
    step: int = 0
    optimizer: str = "guess"
    path: np.ndarray = field(default_factory=lambda: NOWHERE)
    dropped: np.ndarray = field(default_factory=lambda: NOWHERE)
    kept: bool = True


def fit(x, y, slope, intercept, loss="mse", threshold=None, origin=0.0):
    """Return the `Fit` of a line to points.

    Parameters
    ----------
    x, y : arrays of shape (n,)
        The points.
    slope, intercept : float
        The line.
    loss : str
        "mse", "mae", "huber" or "binary_crossentropy".
    threshold : float, optional
        For binary cross-entropy: the label of a point is 1 from this y on; by default, see `threshold_of`.
    origin : float
        Where the line has the height `intercept`.

    Raises
    ------
    ValueError
        The errors are too large for floating-point numbers.

    Examples
    --------
    >>> fit(np.array([0, 1, 2]), np.array([1, 2, 6]), slope=1, intercept=1).value
    3.0
    """
    threshold = threshold_of(y) if threshold is None else threshold
    truth = (y >= threshold).astype(float) if loss == "binary_crossentropy" else y
    with np.errstate(all="ignore"):
        predicted = predict(x - origin, slope, intercept, loss)
        each = EACH[loss](truth, predicted)
    if not np.isfinite(each).all():
        raise ValueError(f"with slope {slope:g} and intercept {intercept:g} the errors are larger than any number")
    return Fit(x, truth, slope, intercept, loss, predicted, each, float(each.mean()), origin)


def threshold_of(y):
    """Return the y from which on the label is 1: 0.5 for labels 0 and 1, else a round number in the middle.

    Examples
    --------
    >>> threshold_of(np.array([0, 1, 1])), threshold_of(np.array([200, 1000]))
    (0.5, 600.0)
    """
    if np.isin(y, (0, 1)).all():
        return 0.5
    return round_to(float(y.min() / 2 + y.max() / 2), round_below(spread(y) / 50))


def predict(x, slope, intercept, loss):
    """Return the prediction of a line at x: a value, or the probability that the label is 1."""
    line = slope * x + intercept
    return sigmoid(line) if loss == "binary_crossentropy" else line


def fit_verdict(run):
    """Return the loss of a fit in words, and which example contributes most to it."""
    words = turned_words(run) if run.step else told(run)
    return f"{words} {origin_words(run)}".strip()


def turned_words(run):
    """Return in words what the last step of an optimizer was, and where the line is now."""
    name, line = LOSSES[run.loss][0], f"slope {number(run.slope, 4)}, intercept {number(run.intercept, 4)}"
    value = f"{name[0].upper()}{name[1:]}: {number(run.value, 3)}."
    if run.optimizer == "slope":
        return f"Step {run.step} of {STEPS}: gradient descent is at {line}. {value}"
    fate = "better, so it is kept" if run.kept else "no better, so the line stays"
    return f"Guess {run.step} of {STEPS} is {fate}: {line}. {value} Kept so far: {len(run.path) - 1}."


def told(run):
    """Return the loss of a fit, and which example contributes most."""
    if run.loss == "binary_crossentropy":
        right = round(accuracy(run.y, run.predicted) * len(run.x))
        begin = f"Binary cross-entropy {number(run.value, 3)}; accuracy {right} of {len(run.x)}."
        return f"{begin} {costliest(run, 'example')}"
    name, kind = LOSSES[run.loss]
    costs = costliest(run, "point") if run.value else "Every point lies on the line."
    return f"{name} (the {kind}): {number(run.value, 3)}. {costs}"


def costliest(run, noun):
    """Return which of the examples contribute most: one, some that are equal, or all."""
    most = run.each.max()
    equal = np.flatnonzero(np.isclose(run.each, most, rtol=1e-9, atol=0))
    if len(equal) == len(run.each):
        return f"Each {noun} costs the same: {number(most, 3)}."
    part, cost = number(100 * most / run.each.sum(), 3), number(most, 3)
    share = f"{'more than 99.9' if part == '100' and most < run.each.sum() else part}% of all"
    if len(equal) > 1:
        return f"{len(equal)} {noun}s cost most: {cost} each, which is {share}."
    begin = f"The {noun} at x = {number(run.x[equal[0]], digits_apart(run.x))} costs most:"
    if run.loss != "binary_crossentropy":
        return f"{begin} {cost}, {share}."
    chance = number(np.exp(-most), 3)  # at least 1e-7
    return f"{begin} the model gave its true outcome a probability of {chance}, which costs {cost}, {share}."


def digits_apart(x):
    """Return how many digits show the difference between numbers: 5, or more, up to all, if they are close."""
    size = float(np.abs(x).max())
    close = np.log10(size / np.ptp(x))
    return 5 if close < 1 else int(min(15, 5 + max(close, np.log10(size) - 4)))


def origin_words(run):
    """Return in words where x is counted from, "" if it is 0."""
    if not run.origin:
        return ""
    here = number(run.origin, 15)
    return f"Here x is counted from {here}: the line is slope · (x − {here}) + intercept."
