"""Rules with a momentum in a narrow valley, with sliders for rate and β, and a map of both: `explore_momentum`."""

import numpy as np

from gdlesson.checks import as_float, checked_within
from gdlesson.explorers.momentum.picture import MomentumPicture
from gdlesson.explorers.momentum.run import LOW_RATES, MOMENTA, RATES, momentum_map
from gdlesson.explorers.momentum.valley import roll_words, valley_run, valley_verdict
from gdlesson.live.controls import Control, choice_control, log_control, number_control
from gdlesson.live.stepwise import Stepwise
from gdlesson.optimizers import gradient_descent, nesterov
from gdlesson.optimizers import momentum as heavy_ball
from gdlesson.rulecheck import checked_rules, name_of


class MomentumExplorer(Stepwise):
    """Rules in a narrow valley, and the map of momentum; created by `explore_momentum`."""

    optimizer, learning_rate, momentum = Control(), Control(), Control()

    def __init__(self, start, learning_rate, momentum, rules):
        self.beginning, self.rules, self.maps = start, rules, {}
        limits = float(RATES[0]), float(RATES[-1])
        controls = {
            "optimizer": choice_control("map of", {name_of(rule): rule for rule in rules}, rules[0]),
            "learning_rate": log_control("learning rate", learning_rate, LOW_RATES[0], LOW_RATES[-1], limits),
            "momentum": number_control("momentum β", momentum, MOMENTA[0], MOMENTA[-1], 0.01),
        }
        picture = MomentumPicture([gradient_descent, *rules], self.cells, start)
        super().__init__(controls, self.descend, valley_verdict, picture)
        self.on_point("map", self.point)

    def arrange(self):
        """Return the controls and the step buttons above the picture."""
        return self.above_picture(["learning_rate", "momentum"], ["optimizer", self.player])

    def descend(self, optimizer, learning_rate, momentum):
        """Return the run of the controls' values."""
        return valley_run(self.beginning, learning_rate, momentum, optimizer, self.rules)

    def last_step(self, run):
        """Return at which step all rules have arrived, or how many steps there are."""
        return run.last

    def at_step(self, run, step):
        """Return in words how far the rules are after `step` steps."""
        return roll_words(run, step)

    def cells(self, rule):
        """Return the map of a rule, computed only once."""
        if rule not in self.maps:
            self.maps[rule] = momentum_map(self.beginning, rule, LOW_RATES)
        return self.maps[rule]

    def point(self, power, beta):
        """Move the sliders to the point of the map that was clicked, at the rate 10^power."""
        rate, momentum = self.controls["learning_rate"], self.controls["momentum"]
        self.set(learning_rate=rate.nearest(10**power), momentum=momentum.nearest(beta))


def checked_pair(learning_rate, momentum):
    """Return a rate and a momentum as floats if they are on the map; otherwise raise an error."""
    rate = checked_within("learning_rate", learning_rate, float(RATES[0]), float(RATES[-1]))
    return rate, checked_within("momentum", momentum, float(MOMENTA[0]), float(MOMENTA[-1]))


def explore_momentum(start=8.0, learning_rate=0.1, momentum=0.9, optimizers=(heavy_ball, nesterov)):
    """Return an explorer of momentum: rules side by side in a narrow valley, and a map of every rate and every β.

    Parameters
    ----------
    start : float
        Where the runs on x² start; at least 0.001 and at most a million away from the minimum, 0. In the valley
        they start at (−start, start).
    learning_rate, momentum : float
        The initial point on the map; 0 to 2.2 and 0 to 1.
    optimizers : list of callables or str
        The rules to compare with plain descent. Each has a setting `momentum`; they can be your own. The map is
        that of the first one, until another one is chosen.

    Returns
    -------
    MomentumExplorer
        With controls `optimizer`, `learning_rate`, `momentum`, and `step`, how many steps are shown. Its `run` is
        the `MomentumRun` of the optimizer on x², as across the valley; `run.rolls` are the runs in the valley.

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
