"""Descent in the plane, with sliders: on a bowl that can be rotated and narrowed, or on any function of points."""

import math

import numpy as np

from gdlesson.checks import checked_number, checked_point, checked_start, checked_within
from gdlesson.descent import descend
from gdlesson.explorers.plane.picture import BowlPanel, PlanePicture, SurfacePanel
from gdlesson.explorers.plane.run import honest, known_minima, main_directions, plane_verdict, step_words
from gdlesson.functions import Function, all_of, as_surface
from gdlesson.landscapes import bowl
from gdlesson.live.controls import Control, choice_control, count_control, fine_step, log_control, number_control
from gdlesson.live.stepwise import Stepwise
from gdlesson.optimizers import gradient_descent
from gdlesson.rulecheck import checked_rules, name_of

VIEW = ((-5.0, 5.0), (-5.0, 5.0))  # for a plain function, which has no view of its own
MOST = 1e6  # the largest condition number; beyond it the contours look like straight lines
ROWS = [["learning_rate", "iterations"], ["start_x", "start_y"]]


class PlaneExplorer(Stepwise):
    """A descent in the plane; created by `explore_plane`.

    A subclass adds its own controls, and a method `landscape` that returns the function for their values.
    """

    learning_rate, start_x, start_y = Control(), Control(), Control()
    iterations, optimizer = Control(), Control()

    def __init__(self, own, picture, start, learning_rate, iterations, rules, rates=(1e-4, 1.0)):
        low, high = min(rates[0], learning_rate or 1.0), max(rates[1], learning_rate)
        controls = {
            **own,
            "optimizer": choice_control("optimizer", {name_of(rule): rule for rule in rules}, rules[0]),
            "learning_rate": log_control("learning rate", learning_rate, low, high),
            "iterations": count_control("iterations", iterations, 1, 1000),
        }
        for name, x, ends in zip(("start_x", "start_y"), start, picture.subject[0].view, strict=True):
            controls[name] = number_control(name.replace("_", " "), float(x), *ends, fine_step(ends))
        super().__init__(controls, self.descend, plane_verdict, picture)
        self.on_point("plane", self.point)

    def descend(self, optimizer, learning_rate, iterations, start_x, start_y, **own):
        """Return the run of the controls' values."""
        f = self.landscape(**own)
        rule = None if optimizer is gradient_descent else optimizer
        settings = {"max_iterations": iterations, "optimizer": rule, "tolerance": tolerance_in(f.view)}
        return honest(descend(f, [start_x, start_y], learning_rate, **settings))

    def at_step(self, run, step):
        """Return in words where a run is after `step` steps."""
        return step_words(run, step)

    def arrange(self):
        """Return the controls and the step buttons above the picture."""
        *rows, last = self.layout
        return self.above_picture(*rows, [*last, self.player])

    def point(self, x, y):
        """Move the start to the point that was clicked."""
        self.set(start_x=self.controls["start_x"].nearest(x), start_y=self.controls["start_y"].nearest(y))


class BowlExplorer(PlaneExplorer):
    """A descent on a bowl of any condition number, rotated by any angle."""

    condition, angle = Control(), Control()
    layout = [["condition", "angle", "optimizer"], *ROWS, []]

    def __init__(self, condition, angle, *others):
        own = {
            "condition": log_control("condition κ", condition, 1.0, max(100.0, condition), (1.0, MOST)),
            "angle": number_control("angle", angle, 0.0, 180.0, 1.0),
        }
        super().__init__(own, PlanePicture(bowl(condition, angle), panel=BowlPanel), *others)

    def landscape(self, condition, angle):
        """Return the bowl of the controls' values."""
        return bowl(condition, angle)


class SurfaceExplorer(PlaneExplorer):
    """A descent on one of several functions."""

    function = Control()
    layout = [*ROWS, ["function", "optimizer"]]

    def __init__(self, functions, *others):
        own = {"function": choice_control("function", {f.name: f for f in functions}, functions[0])}
        own["function"].observe(self.turn_to, "value")
        super().__init__(own, PlanePicture(functions[0], panel=SurfacePanel), *others)

    def landscape(self, function):
        """Return the chosen function."""
        return function

    def turn_to(self, change):
        """Give the sliders of the start the range of another function."""
        with self.holding():
            for name, ends in zip(("start_x", "start_y"), change["new"].view, strict=True):
                self.controls[name].set_range(*ends, fine_step(ends))


def explore_plane(
    functions=None, start=None, learning_rate=None, iterations=500, optimizers=None, condition=10.0, angle=30.0
):
    """Return an explorer of a descent in the plane: a landscape with the run, and the distance in each direction.

    Parameters
    ----------
    functions : callable, or a list of them, optional
        Functions of points (x, y), built-in ones such as `rosenbrock` or your own; `least_squares(x, y)` is the
        loss of a line through your own data, which are then shown beside it. A plain function without a view is
        shown from -5 to 5. By default a bowl, with sliders for its condition number and its angle.
    start : (float, float), optional
        Where to start, in the view of the first function. Clicking the landscape, or dragging, moves it.
    learning_rate : float, optional
        Finite, not negative; by default 0.05 on the bowl, otherwise about 1/L at the first known minimum, or 0.01.
    iterations : int
        The maximum number of steps, 1 to 1000.
    optimizers : callable, name, or list of them, optional
        The optimizers to choose from, built-in or your own; by default plain gradient descent.
    condition, angle : float
        The bowl's condition number, 1 to 1e6, and its rotation in degrees, 0 to 180.

    Returns
    -------
    PlaneExplorer
        With controls `optimizer`, `learning_rate`, `iterations`, `start_x`, `start_y`, and either `function`, or
        `condition` and `angle`, and with `step`, how many steps are shown; its `run` is a `Descent`.

    Raises
    ------
    TypeError, ValueError
        Something is not a function of points, not an optimizer, or out of range; the message says why.

    Examples
    --------
    >>> lab = explore_plane(condition=10, angle=0, start=(1, 1), learning_rate=0.18)
    >>> lab.run.regime
    'overshooting'
    >>> lab.condition = 100
    >>> lab.run.regime
    'diverging'
    """
    iterations = checked_within("iterations", iterations, 1, 1000)
    if functions is None:
        shape = checked_within("condition", condition, 1.0, MOST), checked_within("angle", angle, 0.0, 180.0)
        first, usual_start, usual_rate = bowl(*shape), (-3.2, 1.6), 0.05
    else:
        listed = all_of(functions, in_the_plane)
        first = listed[0]
        usual_start = [float(f"{low + 0.15 * (high - low):.12g}") for low, high in first.view]
        usual_rate = rate_near_minimum(first)
    x = checked_point(first, usual_start if start is None else start)
    rate = checked_number("learning_rate", usual_rate if learning_rate is None else learning_rate)
    rules = checked_rules(gradient_descent if optimizers is None else optimizers, x, {})
    others = x, rate, iterations, rules
    if functions is None:
        return BowlExplorer(*shape, *others)
    return SurfaceExplorer(listed, *others, rate_ends([rate_near_minimum(f) for f in listed]))


def in_the_plane(f):
    """Return f as a function of points; a plain function gets a view, a function of one variable is refused."""
    if not isinstance(f, Function) and callable(f):
        f = Function(f, view=VIEW)
    f = as_surface(f)
    checked_start(f, np.mean(f.view, axis=1) + 0.01)  # raises an error now rather than in the explorer
    return f


def rate_near_minimum(f):
    """Return a learning rate that suits f near its first known minimum, 1/L to one digit, or 0.01."""
    for x in known_minima(f)[:1]:
        bend = main_directions(f, x)[0][0]
        if 1e-300 < bend < 1e300:
            return float(f"{1 / bend:.1g}")
    return 0.01


def rate_ends(rates):
    """Return the ends of a learning-rate slider: from 0.0001 to 1, or around rates of about 1/L beyond these."""
    low, high = min(rates), max(rates)
    least = 1e-4 if low >= 1e-3 else float(f"1e{math.floor(math.log10(low / 100))}")
    return least, 1.0 if 1e-3 <= high < 0.5 else float(f"1e{math.ceil(math.log10(10 * high))}")


def tolerance_in(view):
    """Return the tolerance of a run in a view: that of `descend`, and less where the view itself is small."""
    return 1e-5 * min(1.0, *(high - low for low, high in view))
