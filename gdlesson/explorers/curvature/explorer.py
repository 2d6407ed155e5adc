"""Newton's method, or a line search, beside gradient descent, with sliders: `explore_curvature`."""

from copy import copy

from gdlesson.checks import as_float, checked_number, checked_start, checked_within
from gdlesson.explorers.curvature.picture import CurvaturePicture
from gdlesson.explorers.curvature.run import CURVES, METHODS, curvature_run
from gdlesson.explorers.curvature.telling import curvature_verdict, step_told
from gdlesson.functions import all_of, as_curve
from gdlesson.live.controls import Control, checked_choice, choice_control, fine_step, log_control, number_control
from gdlesson.live.stepwise import Stepwise


class CurvatureExplorer(Stepwise):
    """A method beside gradient descent; created by `explore_curvature`."""

    function, method, start, learning_rate = (Control() for _ in range(4))
    ahead = ["start", "learning_rate", "step", "method"]

    def __init__(self, functions, start, learning_rate, method):
        f = functions[0]
        controls = {
            "function": choice_control("function", {each.name: each for each in functions}, f, 17),
            "method": choice_control("method", METHODS, method, 20),
            "start": number_control("start", start, *f.view, fine_step(f.view)),
            "learning_rate": log_control("learning rate", learning_rate, 1e-3, 10.0),
        }
        super().__init__(controls, self.steps_of, curvature_verdict, CurvaturePicture(f, method))

    def arrange(self):
        """Return the controls and the step buttons above the picture."""
        return self.above_picture(["function", "method", self.player], ["start", "learning_rate"])

    def steps_of(self, function, method, start, learning_rate):
        """Return the run of the controls' values."""
        return curvature_run(function, start, learning_rate, method)

    def at_step(self, run, step):
        """Return in words where both are after `step` steps."""
        return step_told(run, step)


def explore_curvature(f=None, start=2.5, learning_rate=0.05, method="Newton"):
    """Return an explorer of steps that use the curvature, or that try and halve, beside gradient descent.

    Parameters
    ----------
    f : callable, or a list of them, optional
        Functions of one variable, each with a minimum in the view, which is that of the first one. By default
        3x² − 2x − 3, x⁴, √(1 + x²) and x⁴/4 − 2x².
    start : float
        Where both begin; in the view.
    learning_rate : float
        That of gradient descent, and the first rate that a line search tries. Above 0.
    method : str
        "Newton", or "trying and halving": a line search, which accepts a rate if the loss falls by at least a
        tenth of what the slope promises.

    Returns
    -------
    CurvatureExplorer
        With controls `function`, `method`, `start`, `learning_rate` and `step`; its `run` is a `CurvatureRun`.

    Raises
    ------
    TypeError, ValueError
        An argument is none of these.

    Examples
    --------
    >>> lab = explore_curvature(start=2.5)
    >>> lab.run.own.nit, lab.run.plain.nit
    (1, 22)
    >>> lab.function = "x⁴/4 − 2x²"
    >>> lab.start = 0.5
    >>> lab.verdict[:39]
    'Newton stands on a maximum, x = 0, afte'
    """
    functions = [copy(each) for each in all_of(CURVES if f is None else f, as_curve)]
    low, high = functions[0].view
    for each in functions:
        each.view = low, high
    start = as_float("start", start)
    checked_within("start", start, low, high)
    checked_start(functions[0], start)
    method = checked_choice("method", method, {name: name for name in METHODS})
    learning_rate = checked_number("learning_rate", learning_rate)
    for each in functions:
        curvature_run(each, start, learning_rate, method)  # raises an error now rather than in the explorer
    return CurvatureExplorer(functions, float(start), learning_rate, method)
