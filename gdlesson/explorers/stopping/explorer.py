"""Rules that stop a run, with sliders: `explore_stopping`."""

from gdlesson.checks import as_float
from gdlesson.descent import descend
from gdlesson.explorers.descent.run import rate_range
from gdlesson.explorers.stopping.picture import StoppingPicture
from gdlesson.explorers.stopping.run import RULES, find_stops, measures, stops_verdict
from gdlesson.functions import as_curve
from gdlesson.live.controls import Control, choice_control, count_control, log_control
from gdlesson.live.stepwise import Stepwise


class StoppingExplorer(Stepwise):
    """Rules that stop a run; created by `explore_stopping`."""

    rule, tolerance, learning_rate, cap = Control(), Control(), Control(), Control()
    ahead = ["tolerance", "learning_rate", "cap", "step", "rule"]

    def __init__(self, f, start, learning_rate):
        self.f, self.beginning = f, start
        controls = {
            "rule": choice_control("rule", [*RULES, "cap"], "step"),
            "tolerance": log_control("tolerance", 1e-5, 1e-12, 1.0),
            "learning_rate": log_control("learning rate", learning_rate, *rate_ends(f, start, learning_rate)),
            "cap": count_control("cap", 500, 1, 1000),
        }
        super().__init__(controls, self.stops, stops_verdict, StoppingPicture(f))

    def arrange(self):
        """Return the controls and the step buttons above the picture."""
        return self.above_picture(["rule", self.player], ["tolerance", "cap"], ["learning_rate"])

    def last_step(self, stops):
        """Return the step at which the chosen rule stops the run."""
        return stops.step

    def at_step(self, stops, step):
        """Return in words what the rules measure in a step."""
        return measures(stops, step)

    def stops(self, rule, tolerance, learning_rate, cap):
        """Return the stops of the controls' values."""
        return find_stops(self.f, self.beginning, learning_rate, tolerance, cap, rule)


def rate_ends(f, start, learning_rate):
    """Return the ends of the rate's slider, which includes rates at which the run hardly moves."""
    low, high = rate_range(f, start, learning_rate)
    return min(low, 1e-7), high


def explore_stopping(f, start=8, learning_rate=0.1):
    """Return an explorer of rules that stop a run: the rule, its tolerance, the learning rate, and the cap.

    Parameters
    ----------
    f : callable
        A function of one variable.
    start, learning_rate : float
        The start of all runs, and the initial learning rate.

    Returns
    -------
    StoppingExplorer
        With controls `rule`, `tolerance`, `learning_rate`, `cap` and `step`; its `run` is a `Stops`.

    Raises
    ------
    TypeError, ValueError
        `descend` can't run on f with these settings.

    Examples
    --------
    >>> from gdlesson import quadratic
    >>> lab = explore_stopping(quadratic([0, 0, 1]), start=8, learning_rate=0.1)
    >>> lab.run.steps
    {'step': 55, 'slope': 66, 'loss change': 34, 'cap': 500}
    """
    f, start = as_curve(f), as_float("start", start)
    descend(f, start, learning_rate)  # raises an error now rather than in the explorer
    return StoppingExplorer(f, start, float(learning_rate))
