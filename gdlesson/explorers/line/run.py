"""A line laid through points by hand, and what it loses there, as a number and in words."""

from dataclasses import dataclass

import numpy as np

from gdlesson.losses import absolute_error, accuracy, cross_entropy, sigmoid, squared_error
from gdlesson.verdicts import number

PASS = 5  # the score from which on an exam is passed, where the question is "passed or not?"
EACH = {"mse": squared_error, "mae": absolute_error, "binary_crossentropy": cross_entropy}


@dataclass(frozen=True, eq=False)
class Fit:
    """A line on points, judged by a loss.

    Attributes
    ----------
    x, y : arrays of shape (n,)
        The points; for binary cross-entropy y is 1 where the score is 5 or more, else 0.
    slope, intercept : float
        The line is slope·x + intercept; for binary cross-entropy its sigmoid is a probability.
    loss : str
        "mse", "mae" or "binary_crossentropy".
    predicted, each : arrays of shape (n,)
        What the line says at x, and what each example loses.
    value : float
        The loss: the mean of `each`.
    """

    x: np.ndarray
    y: np.ndarray
    slope: float
    intercept: float
    loss: str
    predicted: np.ndarray
    each: np.ndarray
    value: float


def fit(x, y, slope, intercept, loss="mse"):
    """Return the `Fit` of a line on points.

    Parameters
    ----------
    x, y : arrays of shape (n,)
        The points.
    slope, intercept : float
        Of the line.
    loss : str
        "mse", "mae" or "binary_crossentropy".

    Raises
    ------
    ValueError
        The errors are too large for a number.

    Examples
    --------
    >>> fit(np.array([0, 1, 2]), np.array([1, 2, 6]), slope=1, intercept=1).value
    3.0
    """
    truth = (y >= PASS).astype(float) if loss == "binary_crossentropy" else y
    with np.errstate(all="ignore"):
        predicted = predict(x, slope, intercept, loss)
        each = EACH[loss](truth, predicted)
    if not np.isfinite(each).all():
        raise ValueError(f"with slope {slope:g} and intercept {intercept:g} the errors are larger than any number")
    return Fit(x, truth, slope, intercept, loss, predicted, each, float(each.mean()))


def predict(x, slope, intercept, loss):
    """Return what a line says at x: a value, or the probability that the label is 1."""
    line = slope * x + intercept
    return sigmoid(line) if loss == "binary_crossentropy" else line


def loss_along(run, slopes):
    """Return the loss of lines with other slopes, the rest as in this fit; slopes of shape (n,)."""
    lines = predict(run.x, slopes[:, None], run.intercept, run.loss)
    return EACH[run.loss](run.y, lines).mean(axis=1)


def fit_verdict(run):
    """Return the loss of a fit in words, and which example costs most."""
    worst = int(run.each.argmax())
    share = run.each[worst] / run.each.sum() if run.value else 0
    most = f"{number(run.each[worst], 3)}, {number(100 * share, 3)} % of all"
    where = f"x = {number(run.x[worst])}"
    if run.loss == "binary_crossentropy":
        right = round(accuracy(run.y, run.predicted) * len(run.x))
        chance = np.exp(-run.each[worst])  # of what is true; never less than 1e-7
        return (
            f"Binary cross-entropy {number(run.value, 3)}; accuracy {right} of {len(run.x)}. The example at "
            f"{where} costs most: what is true was given the probability {number(chance, 3)}, which costs {most}."
        )
    kind, name = ("mean squared error", "MSE") if run.loss == "mse" else ("mean absolute error", "MAE")
    costs = f"The point at {where} costs most: {most}." if run.value else "Every point lies on the line."
    return f"{name} (the {kind}): {number(run.value, 3)}. {costs}"
