"""The probability of yes with sliders for weight and bias: `explore_probability`."""

import numpy as np

from gdlesson.checks import checked_within
from gdlesson.datasets import exam
from gdlesson.datasets.points import checked_texts, round_above, spread, step_of
from gdlesson.explorers.probability.picture import ProbabilityPicture
from gdlesson.explorers.probability.run import STEPS, checked_answers, decision_verdict, descended
from gdlesson.live.controls import Control, number_control
from gdlesson.live.played import Played

STEEP = 20.0  # the largest weight takes p from next to 0 to next to 1 within a part of the examples


class ProbabilityExplorer(Played):
    """A probability of yes; created by `explore_probability`. The player descends the cross-entropy."""

    weight, bias = Control(), Control()

    def __init__(self, x, y, weight, bias, xlabel):
        self.x, self.y = x, y
        ends, controls = ends_of(x), {}
        for name, value in {"weight": weight, "bias": bias}.items():
            low, high = -ends[name], ends[name]
            value = checked_within(name, value, low, high)
            controls[name] = number_control(name, value, low, high, step_of((low, high)))
        super().__init__(controls, self.decide, decision_verdict, ProbabilityPicture(x, y, xlabel), STEPS)

    def arrange(self):
        """Return the controls and the buttons of the steps above the picture."""
        return self.above_picture(["weight", "bias", self.player])

    def decide(self, weight, bias, step):
        """Return the decision of the controls' values, after the steps of gradient descent from there."""
        return descended(self.x, self.y, weight, bias, step)


def ends_of(x):
    """Return how far the sliders of weight and bias go to each side, for inputs of shape (n,)."""
    weight = round_above(STEEP / spread(x))
    return {"weight": weight, "bias": round_above(0.8 * weight * np.abs(x).max())}


def explore_probability(x=None, y=None, weight=1.0, bias=0.0, xlabel=None):
    """Return an explorer of p = sigmoid(weight·x + bias), the probability of yes, and of what each example costs.

    Parameters
    ----------
    x, y : sequences of n numbers, two or more, optional
        The inputs, in any unit, and the answers, 1 for yes and 0 for no. By default the hours that twelve students
        studied, and whether they passed.
    weight, bias : float
        The initial positions of the sliders.
    xlabel : str, optional
        What the input is.

    Returns
    -------
    ProbabilityExplorer
        With controls `weight`, `bias`, and `step`, which descends the cross-entropy from there; its `run` is a
        `Decision`.

    Raises
    ------
    TypeError, ValueError
        x and y are not numbers and answers, as many in both, or weight or bias is out of range.

    Examples
    --------
    >>> lab = explore_probability(weight=0, bias=0)
    >>> round(lab.run.loss, 3), lab.run.accuracy
    (0.693, 0.5)
    """
    if (x is None) != (y is None):
        raise TypeError("explore_probability() takes x and y, or neither of them")
    if x is None:
        (x, y), xlabel = exam(), xlabel or "hours of study"
    x, y = checked_answers(x, y)
    return ProbabilityExplorer(x, y, weight, bias, checked_texts(xlabel, None)[0])
