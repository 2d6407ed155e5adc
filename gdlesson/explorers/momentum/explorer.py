"""The explorer of momentum: rate, β and rule, the map of all of them, and the trace of one run."""

import ipywidgets as widgets
import numpy as np

from gdlesson.checks import as_float
from gdlesson.explorers.momentum.picture import MomentumPicture
from gdlesson.explorers.momentum.run import MOMENTA, RATES, momentum_map, momentum_run, momentum_verdict
from gdlesson.live.controls import Control, checked_within, choice_control, number_control
from gdlesson.live.explorer import Explorer, rows
from gdlesson.optimizers import momentum as heavy_ball
from gdlesson.optimizers import nesterov
from gdlesson.rulecheck import checked_rules, name_of


class MomentumExplorer(Explorer):
    """The map of momentum and the run of one point of it; made by `explore_momentum`."""

    optimizer, learning_rate, momentum = Control(), Control(), Control()

    def __init__(self, start, learning_rate, momentum, rules):
        self.beginning, self.maps = start, {}
        controls = {
            "optimizer": choice_control("optimizer", {name_of(rule): rule for rule in rules}, rules[0]),
            "learning_rate": number_control("learning rate", learning_rate, RATES[0], RATES[-1], 0.01),
            "momentum": number_control("momentum β", momentum, MOMENTA[0], MOMENTA[-1], 0.01),
        }
        super().__init__(controls, self.roll, momentum_verdict, MomentumPicture(rules[0], self.cells, start))
        self.live.on_point(self.picture.map, lambda rate, beta: self.attempt(lambda: self.point(rate, beta)))

    def roll(self, optimizer, learning_rate, momentum):
        """Return the run of the controls' values."""
        checked_pair(learning_rate, momentum)
        return momentum_run(self.beginning, learning_rate, momentum, optimizer)

    def cells(self, rule):
        """Return the map of a rule, worked out once."""
        if rule not in self.maps:
            self.maps[rule] = momentum_map(self.beginning, rule)
        return self.maps[rule]

    def point(self, rate, beta):
        """Move the sliders to where somebody points on the map."""
        rate, beta = round(rate, 2), round(beta, 2)
        self.set(learning_rate=min(max(rate, 0.0), float(RATES[-1])), momentum=min(max(beta, 0.0), 1.0))

    def arrange(self):
        """Return the controls in rows above the picture."""
        named = self.controls
        choice = [named["optimizer"]] if len(named["optimizer"].options) > 1 else []
        return widgets.VBox([*choice, *rows([named["learning_rate"], named["momentum"]]), self.live])


def checked_pair(learning_rate, momentum):
    """Return a rate and a momentum that are on the map; else say what was expected."""
    rate = checked_within("learning_rate", learning_rate, float(RATES[0]), float(RATES[-1]))
    return rate, checked_within("momentum", momentum, float(MOMENTA[0]), float(MOMENTA[-1]))


def explore_momentum(start=8.0, learning_rate=0.1, momentum=0.9, optimizers=(heavy_ball, nesterov)):
    """Return an explorer of momentum on x²: a map of every learning rate and every β, and the run of one of them.

    Parameters
    ----------
    start : float
        Where the runs begin; finite, not 0, where the minimum is.
    learning_rate, momentum : float
        The point of the map to look at first; 0 to 2.2 and 0 to 1.
    optimizers : list of callables or str
        What can be chosen: rules with a setting `momentum`, your own among them; the first one is shown first.

    Returns
    -------
    MomentumExplorer
        Shown by a notebook as the last line of a cell; driven from code by its attributes `optimizer`,
        `learning_rate` and `momentum`; `run` and `verdict` tell what came.

    Raises
    ------
    TypeError, ValueError
        A number is not in its domain, or something is no rule with a momentum; the message says why.

    Notes
    -----
    After Goh, Why momentum really works (Distill, 2017). Each cell of the map is one run of 300 steps by the very
    rule, and is judged by its points.

    Examples
    --------
    >>> lab = explore_momentum(learning_rate=1.5, momentum=0.0)
    >>> lab.run.regime
    'diverges'
    >>> lab.momentum = 0.9
    >>> lab.run.regime
    'swings'
    """
    start = as_float("start", start)
    if not 1e-3 <= abs(start) <= 1e6:
        raise ValueError(f"start must be a number, 0.001 to a million away from the minimum 0, got {start}")
    rate, beta = checked_pair(learning_rate, momentum)
    rules = checked_rules(optimizers, np.array([start, start]), {"momentum": 0.9})  # the map runs many at once
    return MomentumExplorer(start, rate, beta, rules)
