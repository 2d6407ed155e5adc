"""The outcome map with sliders, the path of one run, and a point that can be dragged: `explore_map`."""

import math

import numpy as np

from gdlesson.checks import as_float, checked_number, checked_start, checked_within
from gdlesson.descent import descend
from gdlesson.explorers.descent.run import nearest_curvature, step_words
from gdlesson.explorers.outcome_map.picture import MapPicture
from gdlesson.explorers.outcome_map.run import outcome_map
from gdlesson.functions import all_of, as_curve
from gdlesson.live.controls import Control, choice_control, fine_step, log_control, number_control
from gdlesson.live.stepwise import Stepwise
from gdlesson.verdicts import verdict


class MapExplorer(Stepwise):
    """The outcome map and the path of the run at one point of it; created by `explore_map`."""

    function, learning_rate, start = Control(), Control(), Control()

    def __init__(self, functions, start, learning_rate):
        f, self.maps = functions[0], {}
        low, high = map_rates(f)
        controls = {
            "function": choice_control("function", {f.name: f for f in functions}, f),
            "learning_rate": log_control("learning rate", learning_rate, low, high),
            "start": number_control("start", start, *f.view, fine_step(f.view)),
        }
        controls["function"].observe(self.turn_to, "value")
        super().__init__(controls, self.descend, verdict, MapPicture(f, self.outcomes))
        self.on_point("map", self.point)
        self.on_point("curve", lambda x, loss: self.set(start=self.controls["start"].nearest(x)))

    def arrange(self):
        """Return the controls and the step buttons above the picture."""
        return self.above_picture(["function", self.player], ["learning_rate", "start"])

    def at_step(self, run, step):
        """Return in words where a run is after `step` steps."""
        return step_words(run, step)

    def descend(self, function, learning_rate, start):
        """Return the run of the controls' values."""
        return descend(function, start, learning_rate)

    def outcomes(self, f):
        """Return the outcome map of a function, computed only once."""
        if f not in self.maps:
            count = 200 if f.takes_arrays else 40
            rates = np.logspace(*np.log10(map_rates(f)), count)
            self.maps[f] = outcome_map(f, rates, np.linspace(*f.view, count))
        return self.maps[f]

    def turn_to(self, change):
        """Give the sliders the ranges of another function."""
        f = change["new"]
        with self.holding():
            self.controls["learning_rate"].set_range(*map_rates(f), 0.01)
            self.controls["start"].set_range(*f.view, fine_step(f.view))

    def point(self, start, rate):
        """Move the sliders to the point of the map that was clicked."""
        self.set(learning_rate=float(f"{rate:.3g}"), start=self.controls["start"].nearest(start))


def map_rates(f):
    """Return the smallest and the largest learning rate of a map: powers of ten around 2/L, or around 0.4."""
    bend = nearest_curvature(f, sum(f.view) / 2) or 5.0
    return 10.0 ** math.floor(math.log10(0.01 / bend)), 10.0 ** math.ceil(math.log10(2.5 / bend))


def explore_map(f, start=None, learning_rate=None):
    """Return an explorer of the outcome map: the outcome for every learning rate and every start.

    Parameters
    ----------
    f : callable, or a list of them
        Functions of one variable; if there are several, one can be chosen. The map has 200 × 200 runs for a
        function that takes arrays, otherwise 40 × 40.
    start, learning_rate : float, optional
        The initial point; by default near the right end of the view, with a small rate.

    Returns
    -------
    MapExplorer
        With controls `function`, `learning_rate`, `start` and `step`; its `run` is a `Descent`.

    Raises
    ------
    TypeError, ValueError
        Something is not a function, a run can't start there, or the start is outside the view.

    Examples
    --------
    >>> from gdlesson import quadratic, quartic
    >>> lab = explore_map([quadratic([0, 0, 1]), quartic], start=2, learning_rate=0.1)
    >>> lab.function = "x⁴"
    >>> lab.start = 3
    >>> lab.run.regime
    'diverging'
    """
    functions = all_of(f, as_curve)
    low, high = functions[0].view
    start = float(f"{0.8 * high + 0.2 * low:.3g}") if start is None else as_float("start", start)
    checked_start(functions[0], start)  # raises an error now rather than in the explorer
    learning_rate = map_rates(functions[0])[0] * 30 if learning_rate is None else learning_rate
    checked_number("learning_rate", learning_rate)
    checked_within("start", start, low, high)
    return MapExplorer(functions, float(start), float(learning_rate))
