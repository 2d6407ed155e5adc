"""The loss of a line with inputs scaled in part: its valley, a run down it, and a verdict on both in words."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gdlesson.scaling import scale_of
from gdlesson.words import count, number

STEPS = 30  # of the run that is shown
CLOSER = 1000  # so many times closer a run should come, when steps are counted
COUNTED = 1_000_000  # steps from here on are told in three digits
ENDLESS = 10**15  # and from here on, not at all


@dataclass(frozen=True, eq=False)
class Scaled:
    """A line fitted to inputs that are scaled in part, by gradient descent at the best rate, from the zero line.

    Attributes
    ----------
    x, y : arrays of shape (n,)
        The data, in their own units.
    part : float
        From 0, raw inputs, to 1, inputs of mean 0 and deviation 1: (x − part · mean) / deviation ** part.
    step : int
        How many steps of the run are shown.
    """

    x: np.ndarray
    y: np.ndarray
    part: float
    step: int

    @cached_property
    def middle(self):
        """The mean of the inputs as the line sees them, and their deviation."""
        scale = scale_of(self.x)
        unit = scale.deviation**self.part
        return (1 - self.part) * scale.mean / unit, scale.deviation / unit

    @cached_property
    def apart(self):
        """How far each input, as the line sees it, is from their mean, of shape (n,)."""
        scale = scale_of(self.x)
        return (self.x - scale.mean) / scale.deviation**self.part

    @property
    def inputs(self):
        """The inputs as the line sees them."""
        return self.middle[0] + self.apart

    @cached_property
    def hessian(self):
        """How the gradient of the mean squared error changes with slope and intercept, of shape (2, 2)."""
        mean, deviation = self.middle
        return 2 * np.array([[deviation**2 + mean**2, mean], [mean, 1.0]])

    @cached_property
    def curvatures(self):
        """The smallest and the largest curvature, μ and L.

        Their product is 4 · variance, which gives μ even where it is so much smaller than L that rounding would
        hide it from a numerical search for eigenvalues.
        """
        mean, deviation = self.middle
        half, skew = (deviation**2 + mean**2 + 1), np.hypot(deviation**2 + mean**2 - 1, 2 * mean)
        largest = half + skew
        return np.array([4 * deviation**2 / largest, largest])

    @property
    def condition(self):
        """The condition number, L / μ."""
        smallest, largest = self.curvatures
        return largest / smallest

    @cached_property
    def best(self):
        """The slope and the intercept of the best line."""
        mean, deviation = self.middle
        slope = np.mean(self.apart * (self.y - self.y.mean())) / deviation**2
        return np.array([slope, self.y.mean() - slope * mean])

    @cached_property
    def path(self):
        """The slopes and intercepts of the run, of shape (STEPS + 1, 2)."""
        rate, place, found = 2 / self.curvatures.sum(), np.zeros(2), [np.zeros(2)]
        for _ in range(STEPS):
            place = place - rate * self.hessian @ (place - self.best)
            found.append(place)
        return np.array(found)

    @property
    def steps_needed(self):
        """How many steps at the best rate make every distance a thousand times smaller."""
        part = 2 / (self.condition + 1)  # each step leaves 1 − part of the distance
        return math.ceil(math.log(1 / CLOSER) / math.log1p(-part)) if part < 1 - 1 / CLOSER else 1

    @property
    def line(self):
        """The line after the steps shown, as the velocity or price at each x, of shape (n,)."""
        return self.best_line + self.off(self.step)

    @property
    def best_line(self):
        """The best line, as the velocity or price at each x, of shape (n,)."""
        return self.y.mean() + self.best[0] * self.apart

    def off(self, step):
        """Return how far the line after some steps is from the best one at each x, of shape (n,)."""
        slope, intercept = self.path[step] - self.best
        return slope * self.inputs + intercept


def scaling_verdict(run):
    """Return in words how narrow the valley is, and what that costs."""
    inputs = {0: "Raw inputs", 1: "Standardized inputs"}.get(run.part, f"Inputs {run.part:.0%} standardized")
    closer = f"At its best rate, a run needs {needed(run.steps_needed)} to come {CLOSER:,} times closer."
    words = f"{inputs}: κ = {plain(run.condition)}. {closer}"
    if not run.step:
        return words
    off, first = (np.sqrt(np.mean(run.off(step) ** 2)) for step in (run.step, 0))
    done = f"After {count(run.step, 'step')} the line is"
    if off <= 1e-6 * min(first, np.ptp(run.y) or first):
        return f"{words} {done} the best one."
    return f"{words} {done} typically {plain(off)} off the best one."


def needed(steps):
    """Return a number of steps in words, without digits that nobody needs."""
    if steps >= ENDLESS:
        return "more than a million times a billion steps"
    return f"about {plain(steps)} steps" if steps >= COUNTED else f"{steps:,} step{'s' * (steps != 1)}"


def plain(value):
    """Return a number in three digits, written out unless it is very large or small.

    Examples
    --------
    >>> plain(139_887), plain(10.43), plain(999.7), plain(3e20)
    ('140,000', '10.4', '1,000', '3e+20')
    """
    value = float(f"{value:.3g}")
    return f"{value:,.0f}" if 1000 <= value < ENDLESS else number(value, 3)
