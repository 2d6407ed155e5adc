"""Momentum on x², with sliders for rate and β, a map of both, and the trace of one run: `explore_momentum`."""

import numpy as np

from gdlesson.checks import as_float, checked_within
from gdlesson.explorers.momentum.picture import MomentumPicture
from gdlesson.explorers.momentum.run import MOMENTA, RATES, momentum_map, momentum_run, momentum_verdict
from gdlesson.live.controls import Control, choice_control, number_control
from gdlesson.live.explorer import Explorer
from gdlesson.optimizers import momentum as heavy_ball
from gdlesson.optimizers import nesterov
from gdlesson.rulecheck import checked_rules, name_of


class MomentumExplorer(Explorer):
    """The map of momentum and the run at one point of it; created by `explore_momentum`."""

    optimizer, learning_rate, momentum = Control(), Control(), Control()
    layout = [["optimizer"], ["learning_rate", "momentum"]]

    def __init__(self, start, learning_rate, momentum, rules):
        self.beginning, self.maps = start, {}
        controls = {
            "optimizer": choice_control("optimizer", {name_of(rule): rule for rule in rules}, rules[0]),
            "learning_rate": number_control("learning rate", learning_rate, RATES[0], RATES[-1], 0.01),
            "momentum": number_control("momentum β", momentum, MOMENTA[0], MOMENTA[-1], 0.01),
        }
        super().__init__(controls, self.descend, momentum_verdict, MomentumPicture(rules[0], self.cells, start))
        self.on_point("map", self.point)

    def descend(self, optimizer, learning_rate, momentum):
        """Return the run of the controls' values."""
        return momentum_run(self.beginning, learning_rate, momentum, optimizer)

    def cells(self, rule):
        """Return the map of a rule, computed only once."""
        if rule not in self.maps:
            self.maps[rule] = momentum_map(self.beginning, rule)
        return self.maps[rule]

    def point(self, rate, beta):
        """Move the sliders to the point of the map that was clicked."""
        controls = self.controls
        self.set(
            learning_rate=controls["learning_rate"].nearest(rate), momentum=controls["momentum"].nearest(beta)
        )


def checked_pair(learning_rate, momentum):
    """Return a rate and a momentum as floats if they are on the map; otherwise raise an error."""
    rate = checked_within("learning_rate", learning_rate, float(RATES[0]), float(RATES[-1]))
    return rate, checked_within("momentum", momentum, float(MOMENTA[0]), float(MOMENTA[-1]))


def explore_momentum(start=8.0, learning_rate=0.1, momentum=0.9, optimizers=(heavy_ball, nesterov)):
    """Return an explorer of momentum on x²: a map of every learning rate and every β, and the run at one point.

    Parameters
    ----------
    start : float
        Where the runs start; at least 0.001 and at most a million away from the minimum, 0.
    learning_rate, momentum : float
        The initial point on the map; 0 to 2.2 and 0 to 1.
    optimizers : list of callables or str
        The rules to choose from. Each has a setting `momentum`; they can be your own. The first is shown first.

    Returns
    -------
    MomentumExplorer
        With controls `optimizer`, `learning_rate` and `momentum`; its `run` is a `MomentumRun`.

    Raises
    ------
    TypeError, ValueError
        A number is out of range, or something is not a rule with a momentum; the message says why.

    Notes
    -----
    After Goh, Why momentum really works (Distill, 2017). Each cell of the map is one run of 300 steps of the rule
    itself, classified by its points.

    Examples
    --------
    >>> lab = explore_momentum(learning_rate=1.5, momentum=0.0)
    >>> lab.run.regime
    'diverges'
    >>> lab.momentum = 0.9
    >>> lab.run.regime
    'overshoots'
    """
    start = as_float("start", start)
    if not 1e-3 <= abs(start) <= 1e6:
        raise ValueError(f"start must be a number, 0.001 to a million away from the minimum 0, got {start}")
    rate, beta = checked_pair(learning_rate, momentum)
    rules = checked_rules(optimizers, np.array([start, start]), {"momentum": 0.9})  # the map makes many runs
    return MomentumExplorer(start, rate, beta, rules)
