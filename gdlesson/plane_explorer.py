"""The explorer of a descent over the plane: a bowl that can be turned and narrowed, or any function of points."""

import math

import ipywidgets as widgets
import numpy as np

from gdlesson.controls import (
    Control,
    checked_within,
    choice_control,
    count_control,
    log_control,
    number_control,
)
from gdlesson.descent import checked_number, checked_start, descend
from gdlesson.explorers import Explorer, fine_step, rows
from gdlesson.functions import Function, as_function
from gdlesson.optimizers import gradient_descent
from gdlesson.plane import plane_verdict
from gdlesson.plane_pictures import BowlPanel, ContourPanel, PlanePicture
from gdlesson.rulecheck import checked_rules, name_of
from gdlesson.surfaces import bowl

VIEW = ((-5.0, 5.0), (-5.0, 5.0))  # of a plain function, which has none of its own


class PlaneExplorer(Explorer):
    """A descent over the plane; made by `explore_plane`."""

    learning_rate, start_x, start_y, iterations = Control(), Control(), Control(), Control()

    def __init__(self, first, own, make_run, picture, start, learning_rate, iterations):
        (left, right), (bottom, top) = first.view
        controls = {
            **own,
            "learning_rate": log_control("learning rate", learning_rate, *rate_ends(learning_rate)),
            "start_x": number_control("start x", float(start[0]), left, right, fine_step((left, right))),
            "start_y": number_control("start y", float(start[1]), bottom, top, fine_step((bottom, top))),
            "iterations": count_control("iterations", iterations, 1, 1000),
        }
        super().__init__(controls, make_run, plane_verdict, picture)
        self.live.on_point(picture.plane, lambda x, y: self.attempt(lambda: self.point(x, y)))

    def descend(self, f, learning_rate, start_x, start_y, iterations, optimizer=None):
        """Return the run of the controls' values on f."""
        for name, x, (low, high) in zip(("start_x", "start_y"), (start_x, start_y), f.view, strict=True):
            checked_within(name, x, low, high)
        optimizer = None if optimizer is gradient_descent else optimizer
        start = [start_x, start_y]
        return descend(f, start, learning_rate, max_iterations=iterations, optimizer=optimizer)

    def point(self, x, y):
        """Move the start to where somebody points."""
        sliders = [self.controls[name].slider for name in ("start_x", "start_y")]
        x, y = (round(place, -round(math.log10(s.step))) for place, s in zip((x, y), sliders, strict=True))
        self.set(start_x=x, start_y=y)


class BowlExplorer(PlaneExplorer):
    """A descent into a bowl of any condition number, turned by any angle."""

    condition, angle = Control(), Control()

    def __init__(self, condition, angle, start, learning_rate, iterations):
        own = {
            "condition": log_control("condition κ", condition, 1.0, 100.0),
            "angle": number_control("angle", angle, 0.0, 180.0, 1.0),
        }
        first = bowl(condition, angle)
        picture = PlanePicture(first, 1000, BowlPanel)
        super().__init__(first, own, self.go_down, picture, start, learning_rate, iterations)

    def go_down(self, condition, angle, **others):
        """Return the run of the controls' values."""
        return self.descend(bowl(checked_within("condition", condition, 1.0, 1e6), angle), **others)

    def arrange(self):
        """Return the controls in three rows above the picture."""
        named = self.controls
        lines = rows(
            [named["condition"], named["angle"]],
            [named["learning_rate"], named["iterations"]],
            [named["start_x"], named["start_y"]],
        )
        return widgets.VBox([*lines, self.live])


class SurfaceExplorer(PlaneExplorer):
    """A descent on one of several functions, by one of several optimizers."""

    function, optimizer = Control(), Control()

    def __init__(self, functions, optimizers, start, learning_rate, iterations):
        own = {
            "function": choice_control("function", {f.name: f for f in functions}, functions[0]),
            "optimizer": choice_control("optimizer", {name_of(rule): rule for rule in optimizers}, optimizers[0]),
        }
        own["function"].observe(self.turn_to, "value")
        picture = PlanePicture(functions[0], 1000, ContourPanel)
        super().__init__(functions[0], own, self.go_down, picture, start, learning_rate, iterations)

    def go_down(self, function, **others):
        """Return the run of the controls' values."""
        return self.descend(function, **others)

    def turn_to(self, change):
        """Give the sliders of the start the ends of another function."""
        held, self.held = self.held, True
        for name, ends in zip(("start_x", "start_y"), change["new"].view, strict=True):
            self.controls[name].span(*ends, fine_step(ends))
        self.held = held

    def arrange(self):
        """Return the controls above the picture, choices only where there is one."""
        named = self.controls
        choices = [named[name] for name in ("function", "optimizer") if len(named[name].options) > 1]
        lines = rows([named["learning_rate"], named["iterations"]], [named["start_x"], named["start_y"]])
        return widgets.VBox([*(rows(choices) if choices else []), *lines, self.live])


def rate_ends(learning_rate):
    """Return the ends of the slider of the learning rate, this one between them."""
    return min(1e-4, learning_rate or 1.0), max(1.0, learning_rate)


def explore_plane(
    functions=None, start=None, learning_rate=None, iterations=500, optimizers=None, condition=10.0, angle=30.0
):
    """Return an explorer of a descent over the plane: contours with the path, and the error in each direction.

    Parameters
    ----------
    functions : callable, or a list of them, optional
        Functions of points (x, y), built-in ones such as `rosenbrock` or your own; a plain function without a
        view is shown from -5 to 5. Left out: a bowl, with sliders for its condition number and its angle.
    start : (float, float), optional
        Where to begin, in the view; left out, a point at its edge. It can be chosen by clicking, too.
    learning_rate : float, optional
        Finite, not negative; left out 0.05 in the bowl, else 0.01.
    iterations : int
        The most steps, 1 to 1000.
    optimizers : list of callables or names, optional
        A choice of rules, built-in or your own, for `functions`; left out, plain gradient descent.
    condition, angle : float
        Of the bowl: 1 or more, and in degrees.

    Raises
    ------
    TypeError, ValueError
        Something is no function of points, no optimizer, or lies outside its range; the message says why.

    Examples
    --------
    >>> lab = explore_plane(condition=10, angle=0, start=(1, 1), learning_rate=0.18)
    >>> lab.run.regime
    'overshooting'
    >>> lab.condition = 100
    >>> lab.run.regime
    'diverging'
    """
    checked_within("iterations", iterations, 1, 1000)
    if functions is None:
        rate = checked_number("learning_rate", 0.05 if learning_rate is None else learning_rate)
        condition = checked_within("condition", condition, 1.0, 1e6)
        angle = checked_within("angle", angle, 0.0, 180.0)
        x = first_point(bowl(condition, angle), (-3.2, 1.6) if start is None else start)
        return BowlExplorer(condition, angle, x, rate, iterations)
    listed = [in_the_plane(f) for f in (functions if isinstance(functions, (list, tuple)) else [functions])]
    names = [f.name for f in listed]
    if not listed or len(set(names)) < len(names):
        raise ValueError(
            f"explore_plane() needs functions with different names, got {names}: Function(f, name=...)"
        )
    start = [low + 0.15 * (high - low) for low, high in listed[0].view] if start is None else start
    x = first_point(listed[0], start)
    rules = checked_rules([gradient_descent] if optimizers is None else optimizers, x, {})
    rate = checked_number("learning_rate", 0.01 if learning_rate is None else learning_rate)
    return SurfaceExplorer(listed, rules, x, rate, iterations)


def first_point(f, start):
    """Return a start as a point in the view of f, or say what was expected."""
    if np.shape(start) != (2,):
        raise ValueError(f"start must be a point (x, y), got {start}")
    for name, part, (low, high) in zip(("start x", "start y"), start, f.view, strict=True):
        checked_within(name, part, low, high)
    return checked_start(f, start)


def in_the_plane(f):
    """Return f as a function of points: a plain one gets a view; one of a single number is told so."""
    if not isinstance(f, Function) and callable(f):
        f = Function(f, view=VIEW)
    f = as_function(f)
    if f.dimensions != 2:
        raise ValueError(f"{f.name} is a function of one variable: explore({f.name}) shows it")
    checked_start(f, np.mean(f.view, axis=1) + 0.01)  # says at once what is wrong with it
    return f
