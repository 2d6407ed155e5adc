"""Gradient descent on a function of one variable, with sliders: `explore`."""

import math
from copy import copy
from functools import partial

import ipywidgets as widgets

from gdlesson.checks import checked_interval, checked_number, checked_within, shown
from gdlesson.descent import descend
from gdlesson.explorers.descent.picture import DescentPicture
from gdlesson.explorers.descent.run import PRESETS, nearest_curvature, rate_range, step_words
from gdlesson.functions import as_curve
from gdlesson.live.controls import (
    Control,
    button,
    count_control,
    fine_step,
    log_control,
    number_control,
    positions,
    step_buttons,
)
from gdlesson.live.explorer import Explorer
from gdlesson.verdicts import verdict
from gdlesson.words import number


class DescentExplorer(Explorer):
    """Gradient descent on a function of one variable; created by `explore`."""

    learning_rate, start, iterations = Control(), Control(), Control()

    def __init__(self, f, start, learning_rate, iterations, optimizer, settings):
        self.f, self._step, self.optimizer, self.settings = f, 0, optimizer, settings
        self.play = widgets.Play(value=0, max=10**6, interval=200, show_repeat=False)
        low, high = rate_range(f, start, learning_rate)
        controls = {
            "learning_rate": log_control("learning rate", learning_rate, low, high),
            "start": number_control("start", start, *f.view, fine_step(f.view)),
            "iterations": count_control("iterations", iterations, 1, max(1000, iterations)),
        }
        picture = DescentPicture(f, int(controls["iterations"].high))
        super().__init__(controls, self.descend, verdict, picture)
        self.play.observe(self.tick, "value")

    def descend(self, learning_rate, start, iterations):
        """Return the run of the controls' values."""
        return descend(
            self.f, start, learning_rate, max_iterations=iterations, optimizer=self.optimizer, **self.settings
        )

    def arrange(self):
        """Return the controls, presets and step buttons above the picture."""
        presets = [
            button(name, f"a learning rate that shows: {name}", partial(self.choose, name)) for name in PRESETS
        ]
        steps = [*step_buttons(self.go), self.play]
        return self.above_picture(["learning_rate", *presets], ["start", "iterations"], steps)

    def show(self, run):
        """Show a whole run."""
        self._step = run.nit
        super().show(run)

    @property
    def step(self):
        """How many steps of the run are shown: all of them, until someone goes through them one by one."""
        return self._step

    @step.setter
    def step(self, step):
        if self.run:  # after an error there is none
            self._step = checked_within("step", step, 0, self.run.nit)
            self.attempt(self.show_step)

    def show_step(self):
        """Show the first steps of the run, and say where it is then."""
        self.picture.show(self.run, self.step)
        self.live.redraw(self.verdict if self.step == self.run.nit else step_words(self.run, self.step))

    def go(self, by):
        """Go one step back (−1) or forward (1); after the last step, start over."""
        if self.run is None:
            return
        self.step = max(0, self.step + by) if self.step + by <= self.run.nit else 0

    def tick(self, change):
        """Follow the player, which counts from 1; stop it at the last step and reset it to 0."""
        last = self.run.nit if self.run else 0
        if change["new"] > 0:
            self.step = min(change["new"], last)
        if change["new"] >= last:
            self.play.playing, self.play.value = False, 0

    def choose(self, name):
        """Choose a preset, as its button does: an error is shown in the explorer."""
        self.attempt(lambda: self.preset(name))

    def preset(self, name):
        """Set a learning rate that shows "slow", "steady", "lands", "overshoots", "bounces" or "diverges".

        Raises
        ------
        ValueError
            There is no such preset, or no learning rate on the slider shows it from this start.
        """
        if not isinstance(name, str) or name not in PRESETS:
            raise ValueError(f"preset must be one of {', '.join(PRESETS)}, got {shown(name)}")
        multiple, fits = PRESETS[name]
        low, *_, high = rates = positions(self.controls["learning_rate"], 121)
        bend = nearest_curvature(self.f, self.start)
        candidates = [float(f"{rate:.3g}") for rate in rates]
        if bend:  # three digits if they are enough; "bounce" needs exactly 2/L
            candidates = [float(f"{multiple / bend:.3g}"), multiple / bend, *candidates]
        for rate in candidates:
            if fits(self.descend(rate, self.start, self.iterations)):
                self.learning_rate = rate
                return self.update()  # shows the whole run even if the rate is the same as before
        ends = f"from {number(low)} to {number(high)}"
        raise ValueError(f"No learning rate {ends} shows “{name}” from x = {number(self.start)}.")


def explore(f, start=8, learning_rate=0.001, iterations=500, view=None, optimizer=None, **settings):
    """Return an explorer of gradient descent on f: sliders, picture and verdict.

    Parameters
    ----------
    f : callable
        A function of one variable, built-in or your own.
    start, learning_rate, iterations : number
        The initial positions of the sliders.
    view : (float, float), optional
        The interval of the x axis to show; by default that of f, which is -10 to 10 for a plain function.
    optimizer, **settings
        As for `descend`: an optimizer other than plain gradient descent; it can be your own.

    Returns
    -------
    DescentExplorer
        A notebook shows it if it is the last line of a cell. Code can set its attributes `learning_rate`, `start`,
        `iterations` and `step`, call `preset("bounces")`, and read `run` and `verdict`.

    Raises
    ------
    TypeError, ValueError
        `descend` can't run on f with these settings; the message says why.

    Examples
    --------
    >>> from gdlesson import quadratic
    >>> lab = explore(quadratic([-3, -2, 3]))
    >>> lab.learning_rate = 0.34
    >>> lab.run.regime
    'diverging'
    """
    f = copy(as_curve(f))
    checked_number("learning_rate", learning_rate)  # a schedule has no slider
    run = descend(f, start, learning_rate, max_iterations=iterations, optimizer=optimizer, **settings)
    low, high = f.view = checked_interval(f.view if view is None else view)
    if not low <= start <= high:
        f.view = min(low, float(math.floor(start))), max(high, float(math.ceil(start)))
    checked_within("iterations", iterations, 1, 10**6)
    return DescentExplorer(f, float(start), float(learning_rate), int(iterations), run.optimizer, settings)
