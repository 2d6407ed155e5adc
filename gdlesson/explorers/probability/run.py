"""The probability of yes by one weight and one bias, what each example costs, and gradient descent on the mean."""

from dataclasses import dataclass

import numpy as np

from gdlesson.checks import as_floats
from gdlesson.datasets.points import checked_column
from gdlesson.losses import sigmoid
from gdlesson.networks.network import cross_entropy_of, scores
from gdlesson.words import apart, number, percent

STEPS = 40  # of gradient descent
RATE = 1.0  # for inputs of mean 0 and deviation 1; there 1/L is 4, since the curvature is at most 1/4
ALIKE = 1e-6  # losses that differ by less cost the same


@dataclass(frozen=True, eq=False)
class Decision:
    """Probabilities of yes, p = sigmoid(weight·x + bias), for examples with known answers.

    Attributes
    ----------
    x, y : arrays of shape (n,)
        The inputs, and the answers, 1 for yes and 0 for no.
    weight, bias : float
        The two parameters.
    step : int
        How many steps of gradient descent led there.
    """

    x: np.ndarray
    y: np.ndarray
    weight: float
    bias: float
    step: int = 0

    def logits(self, x):
        """Return weight·x + bias."""
        return self.weight * x + self.bias

    @property
    def p(self):
        """The probability of yes for each example."""
        return sigmoid(self.logits(self.x))

    @property
    def losses(self):
        """What each example costs: −log of the probability that its true answer was given."""
        return cross_entropy_of(self.logits(self.x), self.y)

    @property
    def given(self):
        """The probability that each example's true answer was given."""
        return np.exp(-self.losses)

    @property
    def right(self):
        """Which examples are predicted correctly, where a probability above one half says yes."""
        return (self.logits(self.x) > 0) == (self.y == 1)

    @property
    def loss(self):
        """The cross-entropy: the mean of what the examples cost."""
        return float(scores(self.logits(self.x), self.y)[0])

    @property
    def accuracy(self):
        """The fraction of examples predicted correctly."""
        return float(scores(self.logits(self.x), self.y)[1])

    @property
    def worst(self):
        """The place of the example that costs most; the first one of several."""
        return int(np.argmax(self.losses))


def descended(x, y, weight, bias, steps):
    """Return the `Decision` after so many steps of gradient descent on the cross-entropy, from weight and bias.

    The input is scaled to mean 0 and deviation 1 (lesson 8), and the result converted back.
    """
    middle, size = x.mean(), x.std() or 1.0
    u = (x - middle) / size
    w, b = weight * size, bias + weight * middle
    for _ in range(steps):
        error = sigmoid(w * u + b) - y
        w, b = w - RATE * np.mean(error * u), b - RATE * np.mean(error)
    if steps:
        weight, bias = float(w / size), float(b - w * middle / size)
    return Decision(x, y, weight, bias, steps)


def checked_answers(x, y):
    """Return inputs and answers as two arrays of shape (n,), the answers 0 or 1; otherwise raise an error."""
    x, y = checked_column("x", x), as_floats("y", y)
    if y.shape[1:] == (1,):
        y = y[:, 0]
    if y.shape != x.shape or len(x) < 2:
        raise ValueError(f"x and y must be two or more numbers each, as many in both, got {x.shape} and {y.shape}")
    if not np.isin(y, (0, 1)).all():
        raise ValueError(f"each y must be 0 or 1, but one is {y[~np.isin(y, (0, 1))][0]:g}")
    if not np.ptp(x) > 0 or np.abs(x).max() > 1e40:
        raise ValueError("x must have at least two different numbers, each below 1e40 in size")
    return x, y


def decision_verdict(run):
    """Return in words the cross-entropy, the accuracy, and which example costs most."""
    moved = f"After {run.step} of {STEPS} steps of gradient descent: weight {number(run.weight, 3)}, bias "
    begin = f"{moved}{number(run.bias, 3)}. " if run.step else ""
    right = f"{int(run.right.sum())} of {len(run.y)} right"
    words = f"{begin}Cross-entropy {number(run.loss, 3)}, accuracy {percent(run.accuracy)} ({right})."
    if np.ptp(run.losses) < ALIKE:
        return f"{words} Each example costs the same."
    k, answer = run.worst, ("no", "yes")[int(run.y[run.worst])]
    chance = apart(run.given[k], 1.0, 2) if run.given[k] else "less than 1e-300"
    given = f"the true answer, {answer}, got a probability of {chance}"
    part = run.losses[k] / run.losses.sum()
    cost = f"it costs {number(run.losses[k], 3)}, {percent(part)} of the total"
    return f"{words} Worst, at x = {number(run.x[k])}: {given}; {cost}."
