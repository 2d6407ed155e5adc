"""The loss of a line with inputs scaled in part: its valley, a run down it, and a verdict on both in words."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gdlesson.scaling import scale_of
from gdlesson.words import count, number

STEPS = 30  # of the run that is shown
CLOSER = 1000  # so many times closer a run should come, when steps are counted


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
    def inputs(self):
        """The inputs as the line sees them."""
        scale = scale_of(self.x)
        return (self.x - self.part * scale.mean) / scale.deviation**self.part

    @cached_property
    def hessian(self):
        """How the gradient of the mean squared error changes with slope and intercept, of shape (2, 2)."""
        z = self.inputs
        return 2 * np.array([[np.mean(z * z), np.mean(z)], [np.mean(z), 1.0]])

    @cached_property
    def curvatures(self):
        """The smallest and the largest curvature, μ and L."""
        return np.linalg.eigvalsh(self.hessian)

    @property
    def condition(self):
        """The condition number, L / μ."""
        smallest, largest = self.curvatures
        return largest / smallest

    @cached_property
    def best(self):
        """The slope and the intercept of the best line."""
        z = self.inputs
        return np.linalg.solve(self.hessian, 2 * np.array([np.mean(z * self.y), np.mean(self.y)]))

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
        factor = (self.condition - 1) / (self.condition + 1)
        return max(1, math.ceil(math.log(1 / CLOSER) / math.log(factor))) if factor > 1e-12 else 1

    @property
    def line(self):
        """The line after the steps shown, as the velocity or price at each x, of shape (n,)."""
        slope, intercept = self.path[self.step]
        return slope * self.inputs + intercept


def scaling_verdict(run):
    """Return in words how narrow the valley is, and what that costs."""
    inputs = {0: "Raw inputs", 1: "Standardized inputs"}.get(run.part, f"Inputs scaled by {run.part:.0%}")
    needed = f"{run.steps_needed:,} step{'s' * (run.steps_needed != 1)}"
    closer = f"At its best rate, a run needs {needed} to come {CLOSER:,} times closer."
    words = f"{inputs}: κ = {number(run.condition, 3)}. {closer}"
    if not run.step:
        return words
    off = math.sqrt(max(0.0, np.mean((run.line - run.y) ** 2) - least(run)))
    done = f"After {count(run.step, 'step')} the line"
    if off < 1e-6 * np.ptp(run.y):
        return f"{words} {done} is the best one."
    return f"{words} {done} is {number(off, 2)} away from the best one (root mean square)."


def least(run):
    """Return the mean squared error of the best line."""
    slope, intercept = run.best
    return float(np.mean((slope * run.inputs + intercept - run.y) ** 2))
