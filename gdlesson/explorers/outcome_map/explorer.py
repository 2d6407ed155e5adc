"""The explorer of the outcome map: sliders, map and path, and a point that can be dragged over the map."""

import math

import ipywidgets as widgets
import numpy as np

from gdlesson.checks import as_float, checked_number, checked_start
from gdlesson.descent import descend
from gdlesson.explorers.descent.run import nearest_curvature
from gdlesson.explorers.outcome_map.picture import MapPicture
from gdlesson.explorers.outcome_map.run import outcome_map
from gdlesson.functions import as_function
from gdlesson.live.controls import Control, checked_within, choice_control, fine_step, log_control, number_control
from gdlesson.live.explorer import Explorer, rows
from gdlesson.verdicts import verdict


class MapExplorer(Explorer):
    """The outcome map and the path of one point of it; made by `explore_map`."""

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
        self.live.on_point(self.picture.map, lambda rate, start: self.attempt(lambda: self.point(rate, start)))

    def descend(self, function, learning_rate, start):
        """Return the run of the controls' values."""
        checked_within("start", start, *function.view)
        return descend(function, start, learning_rate)

    def outcomes(self, f):
        """Return the outcome map of a function, worked out once."""
        if f not in self.maps:
            count = 200 if f.takes_arrays else 40
            rates = np.logspace(*np.log10(map_rates(f)), count)
            self.maps[f] = outcome_map(f, rates, np.linspace(*f.view, count))
        return self.maps[f]

    def turn_to(self, change):
        """Give the sliders the ends of another function."""
        f, held = change["new"], self.held
        self.held = True
        self.controls["learning_rate"].span(*map_rates(f), 0.01)
        self.controls["start"].span(*f.view, fine_step(f.view))
        self.held = held

    def point(self, rate, start):
        """Move the sliders to where somebody points on the map."""
        slider = self.controls["start"].slider
        start = round(start, -round(math.log10(slider.step)))
        self.set(learning_rate=float(f"{rate:.3g}"), start=min(max(start, slider.min), slider.max))

    def arrange(self):
        """Return the controls in two rows above the picture."""
        named = self.controls
        lines = rows([named["learning_rate"], named["start"]])
        return widgets.VBox(
            [*([named["function"]] if len(named["function"].options) > 1 else []), *lines, self.live]
        )


def map_rates(f):
    """Return the ends of a map's learning rates: powers of ten around 2/L, where there is such an L."""
    bend = nearest_curvature(f, sum(f.view) / 2) or 5.0
    return 10.0 ** math.floor(math.log10(0.01 / bend)), 10.0 ** math.ceil(math.log10(2.5 / bend))


def explore_map(f, start=None, learning_rate=None):
    """Return an explorer of the outcome map: what becomes of every learning rate and every start.

    Parameters
    ----------
    f : callable, or a list of them
        Functions of one variable, with a choice where there are several. One that takes arrays has a map of
        200 × 200 descents, another one of 40 × 40.
    start, learning_rate : float, optional
        The point to look at first; left out, a point near the right-hand end and a small rate.

    Raises
    ------
    TypeError, ValueError
        Something is no function, cannot be descended from there, or the start lies outside the view.

    Examples
    --------
    >>> from gdlesson import quadratic, quartic
    >>> lab = explore_map([quadratic([0, 0, 1]), quartic], start=2, learning_rate=0.1)
    >>> lab.function = "x⁴"
    >>> lab.start = 3
    >>> lab.run.regime
    'diverging'
    """
    functions = [as_function(each) for each in (f if isinstance(f, (list, tuple)) else [f])]
    names = [each.name for each in functions]
    if not functions:
        raise ValueError("explore_map() needs at least one function")
    if len(set(names)) < len(names):
        raise ValueError(
            f"two functions are called {max(names, key=names.count)}: wrap them, Function(f, name=...)"
        )
    low, high = functions[0].view
    start = 0.8 * high + 0.2 * low if start is None else as_float("start", start)
    checked_start(functions[0], start)  # says at once what is wrong with it
    learning_rate = map_rates(functions[0])[0] * 30 if learning_rate is None else learning_rate
    checked_number("learning_rate", learning_rate)
    checked_within("start", start, low, high)
    return MapExplorer(functions, float(start), float(learning_rate))
