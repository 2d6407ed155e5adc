"""A forward and a backward pass through a network of six weights, for one example, in numbers and words."""

from dataclasses import dataclass

import numpy as np

from gdlesson.losses import sigmoid
from gdlesson.networks.network import cross_entropy_of
from gdlesson.words import number

NAMES = ("x₁ → h₁", "x₁ → h₂", "x₂ → h₁", "x₂ → h₂", "h₁ → p", "h₂ → p")
WEIGHTS = (0.8, -0.6, 0.5, 0.7, 1.5, -1.0)
EXAMPLES = {
    "(1, 2), yes": (1.0, 2.0, 1),
    "(2, −1), no": (2.0, -1.0, 0),
    "(−1, 1), yes": (-1.0, 1.0, 1),
    "(0, 2), no": (0.0, 2.0, 0),
}
STAGES = 6  # two of the forward pass, and four of the backward pass
TINY = 0.01  # so far a weight is moved to see what that does
EVEN = 0.001  # slopes below it change next to nothing


@dataclass(frozen=True)
class Passes:
    """A forward and a backward pass, and how much of them has been made.

    Attributes
    ----------
    x : array of shape (2,)
        The inputs.
    y : int
        The truth, 0 or 1.
    weights : array of shape (6,)
        In the order of `NAMES`.
    chosen : int
        Which weight is looked at.
    stage : int
        0 the inputs, 1 the hidden units, 2 the output and the loss; 3 the slope at the output, 4 those of the last
        weights, 5 those at the hidden units, 6 those of the first weights.
    """

    x: np.ndarray
    y: int
    weights: np.ndarray
    chosen: int
    stage: int

    @property
    def first(self):
        """The weights of the hidden layer, of shape (2, 2): a column for each unit."""
        return self.weights[:4].reshape(2, 2)

    @property
    def hidden(self):
        """What the two hidden units put out."""
        return np.tanh(self.x @ self.first)

    @property
    def p(self):
        """The probability of yes."""
        return float(sigmoid(self.hidden @ self.weights[4:]))

    @property
    def loss(self):
        """The binary cross-entropy."""
        return float(cross_entropy_of(self.hidden @ self.weights[4:], self.y))

    @property
    def delta(self):
        """The slope of the loss with respect to the sum of the output unit."""
        return self.p - self.y

    @property
    def deltas(self):
        """The slopes of the loss with respect to the sums of the hidden units."""
        return self.delta * self.weights[4:] * (1 - self.hidden**2)

    @property
    def slopes(self):
        """The slopes of the loss with respect to the six weights, in their order."""
        return np.concatenate([np.outer(self.x, self.deltas).ravel(), self.delta * self.hidden])

    def moved(self, k, by):
        """Return the loss with weight k moved by a number."""
        weights = self.weights.copy()
        weights[k] += by
        return float(cross_entropy_of(np.tanh(self.x @ weights[:4].reshape(2, 2)) @ weights[4:], self.y))


def passes(example, weight, change, step):
    """Return the passes for an example of `EXAMPLES`, with one weight of `NAMES` changed by a number."""
    *x, y = EXAMPLES[example]
    weights, chosen = np.array(WEIGHTS), NAMES.index(weight)
    weights[chosen] += change
    return Passes(np.array(x), y, weights, chosen, step)


def listed(names, values):
    """Return values by their names, in words."""
    return ", ".join(f"{name} = {rounded(value)}" for name, value in zip(names, values, strict=True))


def located(values, preposition, places):
    """Return values by where they are, in words."""
    pairs = zip(values, places, strict=True)
    return " and ".join(f"{rounded(value)} {preposition} {place}" for value, place in pairs)


def rounded(value, digits=3):
    """Return a value with a few digits; one that differs from 0 by rounding errors only is 0."""
    return number(round(float(value), 12) + 0.0, digits)


def backward_verdict(run):
    """Return in words what the latest stage has done."""
    truth = "yes, so y = 1" if run.y else "no, so y = 0"
    sure = run.p if run.y else 1 - run.p
    p, chance, delta = number(run.p, 3), number(sure, 3), number(run.delta, 3)
    hidden = listed(("h₁", "h₂"), run.hidden)
    lasts, units = located(run.slopes[4:], "for", NAMES[4:]), located(run.deltas, "at", ("h₁", "h₂"))
    return [
        f"One example: {listed(('x₁', 'x₂'), run.x)}. The truth is {truth}. Press step ▶ for the forward pass.",
        f"Forward: each hidden unit adds up inputs times weights and bends the sum: {hidden}.",
        f"Forward: p = {p} for yes. The truth got {chance}, so the loss is −log {chance} = {number(run.loss, 3)}.",
        f"Backward, at the output: the slope is p − y = {delta}. Press step ▶ to let it flow back.",
        f"Backward: the slope of a last weight is {delta} times what came in along it: {lasts}.",
        f"Backward: through its weight and its tanh, the slope reaches each hidden unit: {units}.",
        summary(run),
    ][run.stage]


def summary(run):
    """Return which weights matter most, and what moving the chosen one does to the loss."""
    slopes = run.slopes
    if np.abs(slopes).max() < EVEN:
        return f"All six slopes are below {EVEN}, and the loss is {number(run.loss, 2)}: little is left to learn."
    most = np.flatnonzero(np.isclose(np.abs(slopes), np.abs(slopes).max(), rtol=1e-9, atol=0))
    names, values = " and ".join(NAMES[k] for k in most), " and ".join(number(slopes[k], 3) for k in most)
    begin = f"{names} matter{'s' * (len(most) == 1)} most, with the slope{'s' * (len(most) > 1)} {values}."
    return f"{begin} Raise {NAMES[run.chosen]} by {TINY}, and the loss {effect(run)}."


def effect(run):
    """Return what a tiny change of the chosen weight does to the loss, beside what its slope says."""
    slope = run.slopes[run.chosen]
    change = run.moved(run.chosen, TINY) - run.loss
    if abs(change) < 5e-6:
        return "changes by less than 0.00001" if slope else "does not change: its slope is 0"
    expected = f"{TINY * slope:.5f}".replace("-", "−")
    return f"{'rises' if change > 0 else 'falls'} by {abs(change):.5f}; its slope times {TINY} is {expected}"
